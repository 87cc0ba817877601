package dev.narrowgauge.agent;

import dev.narrowgauge.proto.engine.Block;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.Measured;
import dev.narrowgauge.proto.engine.Profiled;
import dev.narrowgauge.proto.engine.RepeatChecked;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.RooflineMeasured;
import dev.narrowgauge.proto.engine.Started;
import dev.narrowgauge.proto.engine.Turn;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * An engine child that keeps the protocol of the pipe. A model's file says how many microseconds a run takes, or
 * {@value #CRASHES}. No block is run while there is a file {@value #HOLD} in the agent's work directory.
 */
final class FakeEngine {
    static final String HOLD = "hold";
    static final String CRASHES = "crashes";

    private FakeEngine() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        EngineRequest request = EngineRequest.parseDelimitedFrom(System.in);
        send(EngineEvent.newBuilder()
                .setStarted(Started.newBuilder()
                        .setPid(ProcessHandle.current().pid())
                        .setEngineVersion("fake")
                        .setRuntimeVersion("none")));
        if (request.hasEvaluate()) {
            end(Result.newBuilder()
                    .setEvaluated(Evaluated.newBuilder()
                            .setSamples(100)
                            .setAnswers(100)
                            .setHasLabels(true)
                            .setBaselineCorrect(97)
                            .setVariantCorrect(97)));
        } else if (request.hasProfile()) {
            end(Result.newBuilder().setProfiled(Profiled.newBuilder().setThreads(1)));
        } else if (request.hasMeasureRoofline()) {
            end(Result.newBuilder()
                    .setRooflineMeasured(RooflineMeasured.newBuilder().setThreads(1)));
        } else {
            measure(request.getMeasure());
        }
    }

    private static void measure(Measure task) throws IOException, InterruptedException {
        String content = Files.readString(Path.of(task.getModelPath()));
        Path hold = Path.of(task.getWorkDirectory()).resolveSibling(HOLD);
        Random random = new Random(content.hashCode());
        while (true) {
            EngineCommand command = EngineCommand.parseDelimitedFrom(System.in);
            if (command == null) {
                return;
            }
            switch (command.getCommandCase()) {
                case WARM_UP ->
                    send(EngineEvent.newBuilder()
                            .setWarmedUp(WarmedUp.newBuilder().setRuns(30).setSteady(true)));
                case REPEAT_CHECK ->
                    send(EngineEvent.newBuilder()
                            .setRepeatChecked(
                                    RepeatChecked.newBuilder().setRatio(1).setBatches(2)));
                case RUN_TURN -> {
                    awaitLeave(hold);
                    send(EngineEvent.newBuilder().setTurn(turn(content, random)));
                }
                case END_BLOCK -> send(EngineEvent.newBuilder().setBlock(Block.getDefaultInstance()));
                case FINISH, COMMAND_NOT_SET -> {
                    end(Result.newBuilder()
                            .setMeasured(Measured.newBuilder().setLoadMillis(5).setThreads(1)));
                    return;
                }
            }
        }
    }

    /** Ends with its parent, which is no more heard of meanwhile. */
    private static void awaitLeave(Path hold) throws InterruptedException {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        while (Files.exists(hold)) {
            if (!parent.isAlive()
                    || !ProcessHandle.current().parent().filter(parent::equals).isPresent()) {
                Runtime.getRuntime().halt(1);
            }
            Thread.sleep(20);
        }
    }

    private static Turn turn(String content, Random random) {
        if (content.equals(CRASHES)) {
            Runtime.getRuntime().halt(1);
        }
        Turn.Builder turn = Turn.newBuilder().setCheckedRuns(2);
        for (int run = 0; run < 60; run++) {
            turn.addLatencyNanos(Math.round(1000 * Double.parseDouble(content) * (1 + 0.01 * random.nextGaussian())));
        }
        return turn.build();
    }

    private static void end(Result.Builder result) throws IOException {
        send(EngineEvent.newBuilder().setResult(result));
    }

    private static void send(EngineEvent.Builder event) throws IOException {
        event.build().writeDelimitedTo(System.out);
        System.out.flush();
    }
}
