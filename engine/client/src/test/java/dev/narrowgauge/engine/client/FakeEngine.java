package dev.narrowgauge.engine.client;

import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import dev.narrowgauge.domain.scenario.PoissonArrivals;
import dev.narrowgauge.domain.scenario.QueryClock;
import dev.narrowgauge.domain.scenario.ScheduledLoad;
import dev.narrowgauge.proto.engine.Block;
import dev.narrowgauge.proto.engine.BlockConditions;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Failure;
import dev.narrowgauge.proto.engine.LoadRan;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.Measured;
import dev.narrowgauge.proto.engine.ModelDescription;
import dev.narrowgauge.proto.engine.Progress;
import dev.narrowgauge.proto.engine.Rehearsed;
import dev.narrowgauge.proto.engine.RepeatChecked;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.RunLoad;
import dev.narrowgauge.proto.engine.Started;
import dev.narrowgauge.proto.engine.Turn;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Main class of a child that behaves, or misbehaves, as the model path of its request says. */
final class FakeEngine {
    private static final int MEBIBYTE = 1 << 20;

    private FakeEngine() {}

    public static void main(String[] arguments) throws Exception {
        EngineRequest request = EngineRequest.parseDelimitedFrom(System.in);
        if (request.hasRehearse()) {
            send(EngineEvent.newBuilder().setRehearsed(Rehearsed.getDefaultInstance()));
            request = EngineRequest.parseDelimitedFrom(System.in);
            if (request == null) {
                return;
            }
        }
        send(EngineEvent.newBuilder()
                .setStarted(Started.newBuilder()
                        .setPid(ProcessHandle.current().pid())
                        .setRuntimeVersion("fake")));
        if (request.hasMeasure()) {
            measure(request.getMeasure());
            return;
        }
        behave(request.getInspectModel().getModelPath());
    }

    private static void behave(String behaviour) throws Exception {
        switch (behaviour) {
            case "answer" -> answer();
            case "say what is not known and answer" -> sayMoreAndAnswer();
            case "fail" -> fail("MODEL_INVALID");
            case "fail with an unknown code" -> fail("NO_SUCH_CODE");
            case "run out of native memory cleanly" -> fail("ENGINE_OUT_OF_MEMORY");
            case "crash" -> MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 42);
            case "kill itself" -> signal("KILL");
            case "run out of heap" -> fillHeap();
            case "eat native memory" -> fillNativeMemory();
            case "hang" -> LockSupport.park();
            case "hang and ignore a polite stop" -> signal("STOP");
            case "flood stderr and answer" -> floodAndAnswer();
            case "write garbage and hang" -> writeGarbageAndHang();
            case "exit without a result" -> System.err.println("good bye");
            case "tell the environment" ->
                fail("MODEL_INVALID", String.join(" ", System.getenv().keySet()));
            case "throw" -> throw new IllegalStateException("thrown by the fake");
            default -> throw new IllegalArgumentException(behaviour);
        }
    }

    private static void answer() throws IOException {
        for (int done = 1; done <= 3; done++) {
            send(EngineEvent.newBuilder()
                    .setProgress(
                            Progress.newBuilder().setStage("load").setDone(done).setTotal(3)));
        }
        send(EngineEvent.newBuilder()
                .setResult(Result.newBuilder()
                        .setPeakResidentBytes(7)
                        .setModel(ModelDescription.newBuilder().setOpset(17))));
    }

    private static void sayMoreAndAnswer() throws IOException {
        UnknownFieldSet.Field field =
                UnknownFieldSet.Field.newBuilder().addVarint(1).build();
        send(EngineEvent.newBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(999, field).build()));
        answer();
    }

    private static void fail(String code) throws IOException {
        fail(code, "the sentence");
    }

    private static void fail(String code, String message) throws IOException {
        send(EngineEvent.newBuilder()
                .setFailure(Failure.newBuilder().setCode(code).setMessage(message)));
    }

    private static void signal(String name) throws Exception {
        new ProcessBuilder(
                        "kill",
                        "-" + name,
                        Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        LockSupport.park();
    }

    private static void fillHeap() {
        List<byte[]> kept = new ArrayList<>();
        while (true) {
            kept.add(new byte[MEBIBYTE]);
        }
    }

    private static void fillNativeMemory() {
        while (true) {
            Arena.global().allocate(8L * MEBIBYTE).fill((byte) 1);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void floodAndAnswer() throws IOException {
        String line = "x".repeat(1 << 16);
        for (int i = 0; i < 500; i++) {
            System.err.println(i + line);
        }
        answer();
    }

    private static void writeGarbageAndHang() throws IOException {
        System.out.write("# this is no protobuf message, but a line of text".getBytes("UTF-8"));
        System.out.flush();
        while (true) {
            LockSupport.park();
        }
    }

    /** The file name says how long a run takes, in microseconds; "unsteady", "disturbed" and "crash" are what they say; 500.1 answers wrong. */
    private static void measure(Measure task) throws Exception {
        String name = task.getModelPath().substring(task.getModelPath().lastIndexOf('/') + 1);
        // Seeds that lie close together would draw alike.
        Random random = Random.from(new SplittableRandom(
                name.hashCode() + System.getenv("NARROWGAUGE_PADDING").length()));
        while (true) {
            EngineCommand command = EngineCommand.parseDelimitedFrom(System.in);
            if (command == null) {
                return;
            }
            switch (command.getCommandCase()) {
                case WARM_UP ->
                    send(EngineEvent.newBuilder()
                            .setWarmedUp(WarmedUp.newBuilder()
                                    .setRuns(30)
                                    .addCurveMillis(1)
                                    .setSteady(!name.equals("unsteady"))));
                case RUN_TURN -> send(EngineEvent.newBuilder().setTurn(turn(name, random)));
                case END_BLOCK -> send(EngineEvent.newBuilder().setBlock(block(name)));
                case RUN_LOAD -> send(EngineEvent.newBuilder().setLoadRan(load(name, command.getRunLoad())));
                case REPEAT_CHECK ->
                    send(EngineEvent.newBuilder()
                            .setRepeatChecked(
                                    RepeatChecked.newBuilder().setRatio(1).setBatches(2)));
                case FINISH, COMMAND_NOT_SET -> {
                    send(EngineEvent.newBuilder()
                            .setResult(Result.newBuilder()
                                    .setMeasured(Measured.newBuilder()
                                            .setLoadMillis(5)
                                            .setThreads(2)
                                            .addProcessors(1)
                                            .addProcessors(3))));
                    return;
                }
            }
        }
    }

    private static Turn turn(String name, Random random) throws Exception {
        if (name.equals("crash")) {
            behave("crash");
        }
        boolean isNumber = Character.isDigit(name.charAt(0));
        double micros = isNumber ? Double.parseDouble(name) : 1000;
        double level = 1 + 0.02 * random.nextGaussian();
        Turn.Builder turn = Turn.newBuilder().setCheckedRuns(2).setDifferingRuns(name.equals("500.1") ? 1 : 0);
        for (int i = 0; i < 60; i++) {
            turn.addLatencyNanos(Math.round(1000 * micros * level * (1 + 0.01 * random.nextGaussian())));
        }
        return turn.build();
    }

    /** Each run takes just as long as the name says, by a clock of its own. */
    private static LoadRan load(String name, RunLoad command) {
        long service = Math.round(1000 * Double.parseDouble(name));
        long[] now = new long[1];
        QueryClock clock = new QueryClock() {
            @Override
            public long nanos() {
                return now[0];
            }

            @Override
            public void awaitNanos(long time) {
                now[0] = Math.max(now[0], time);
            }
        };
        long limit = command.getRate() > 0 ? command.getLimitNanos() : Long.MAX_VALUE;
        int runs = command.getRate() > 0 ? command.getMaxRuns() : command.getMinRuns();
        LongSupplier arrivals =
                command.getRate() > 0 ? new PoissonArrivals(command.getRate(), command.getSeed()) : clock::nanos;
        long[] latencies = new ScheduledLoad(clock, () -> now[0] += service)
                .run(arrivals, runs, limit, command.getMostOverLimit());
        LoadRan.Builder ran = LoadRan.newBuilder().setElapsedNanos(now[0]).setJoules(latencies.length);
        for (long latency : latencies) {
            ran.addLatencyNanos(latency);
        }
        return ran.build();
    }

    private static Block block(String name) {
        BlockConditions.Builder conditions = BlockConditions.newBuilder();
        if (name.equals("disturbed")) {
            conditions.setStealShare(0.3);
        }
        return Block.newBuilder().setConditions(conditions).build();
    }

    private static void send(EngineEvent.Builder event) throws IOException {
        MessageLite message = event.build();
        message.writeDelimitedTo(System.out);
        System.out.flush();
    }
}
