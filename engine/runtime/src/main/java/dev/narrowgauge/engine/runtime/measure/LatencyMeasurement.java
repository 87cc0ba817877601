package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.ProcessorList;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ParentPipe;
import dev.narrowgauge.engine.runtime.provider.Executions;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.Measured;
import dev.narrowgauge.proto.engine.RepeatCheck;
import dev.narrowgauge.proto.engine.RepeatChecked;
import dev.narrowgauge.proto.engine.WarmUp;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Loads one model and times its runs turn by turn, as the parent commands. */
public final class LatencyMeasurement {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final ParentPipe parent;
    private final EventWriter events;

    public LatencyMeasurement(ParentPipe parent, EventWriter events) {
        this.parent = parent;
        this.events = events;
    }

    /** @param threads intra-op threads; 0 takes the number of processors that the request names, or else of physical cores */
    public Measured measure(Measure request, int threads) throws IOException, InterruptedException {
        OnnxRuntime runtime = new OnnxRuntime(threads > 0 ? threads : request.getProcessorsCount())
                .on(Executions.of(request.getExecution()));
        var source = new SampleSource(request.getDatasetPath(), request.getDatasetSettingsJson());
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            Path file = OnnxModelReader.locate(Path.of(request.getModelPath()), work.path());
            OnnxModel model = OnnxModelReader.read(file);
            try (SampleSet dataset = source.open(model)) {
                BoundDataset data = dataset.bind(model.describe().inputs().stream()
                        .map(input -> InputSpec.of(input).fedFrom(dataset))
                        .toList());
                requireBatch(request.getBatchSize(), data);
                // Before the session opens: the threads of its pool inherit where they may run.
                try (Pinning pinning = Pinning.to(request.getProcessorsList())) {
                    return measure(file, data, request, runtime).toBuilder()
                            .addAllProcessors(pinning.processors())
                            .build();
                }
            }
        }
    }

    private static void requireBatch(int samples, BoundDataset data) {
        OptionalInt only = data.requiredBatchSize();
        if (samples > 1 && only.isPresent() && only.getAsInt() != samples) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The model takes a batch of %d and no other, so a batch of %d cannot be timed; ask for %d, or for none."
                            .formatted(only.getAsInt(), samples, only.getAsInt()));
        }
    }

    private Measured measure(Path model, BoundDataset data, Measure request, OnnxRuntime runtime)
            throws InterruptedException {
        MeasuringThreads threads = MeasuringThreads.beforeOpening();
        long start = System.nanoTime();
        try (ModelSession session = runtime.openAlone(model)) {
            Measured.Builder measured = Measured.newBuilder()
                    .setLoadMillis((System.nanoTime() - start) / NANOS_PER_MILLI)
                    .setThreads(runtime.threads());
            int batchSize = Math.max(1, request.getBatchSize());
            if (request.getColdStart()) {
                measured.setFirstRunMillis(FirstRun.millis(session, data, batchSize));
            }
            Set<Long> computing = threads.afterOpening();
            try (BlockWatch watch = BlockWatch.onThisMachine(ProcessorList.ofThisThread(), computing);
                    PreparedRuns runs = new PreparedRuns(session, data, batchSize)) {
                BlockTimer timer = new BlockTimer(runs, watch, request.getSeed());
                LoadRunner loads = new LoadRunner(runs, watch, EnergyCounters.ofThisMachine());
                obey(new TimedModel(runs, timer, loads, new SleepingThreads(computing)));
                ProportionalMemory.bytes().ifPresent(measured::setProportionalBytes);
            }
            return measured.build();
        }
    }

    private record TimedModel(PreparedRuns runs, BlockTimer timer, LoadRunner loads, SleepingThreads threads) {}

    private void obey(TimedModel model) throws InterruptedException {
        while (true) {
            EngineCommand command = parent.nextCommand();
            if (command.hasFinish()) {
                return;
            }
            EngineEvent answer = answer(model, command);
            // The parent lets the other model run as soon as it hears.
            model.threads().await();
            events.send(answer);
        }
    }

    private static EngineEvent answer(TimedModel model, EngineCommand command) {
        return switch (command.getCommandCase()) {
            case WARM_UP ->
                EngineEvent.newBuilder()
                        .setWarmedUp(warmUp(model.runs(), command.getWarmUp()))
                        .build();
            case RUN_TURN ->
                EngineEvent.newBuilder()
                        .setTurn(model.timer().time(command.getRunTurn()))
                        .build();
            case RUN_LOAD ->
                EngineEvent.newBuilder()
                        .setLoadRan(model.loads().run(command.getRunLoad()))
                        .build();
            case END_BLOCK ->
                EngineEvent.newBuilder().setBlock(model.timer().endBlock()).build();
            case REPEAT_CHECK ->
                EngineEvent.newBuilder()
                        .setRepeatChecked(repeatCheck(model.runs(), command.getRepeatCheck()))
                        .build();
            case FINISH, COMMAND_NOT_SET ->
                throw new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID, "A command of a measurement must say what to do.");
        };
    }

    private static RepeatChecked repeatCheck(PreparedRuns runs, RepeatCheck command) {
        List<Integer> alike = runs.alike();
        var repeated = new RepeatedBatches(batch -> runs.time(alike.get(batch)), alike.size());
        RepeatChecked.Builder checked = RepeatChecked.newBuilder().setBatches(alike.size());
        repeated.ratio(command.getPairs(), command.getBlockSeconds()).ifPresent(checked::setRatio);
        return checked.build();
    }

    private static WarmedUp warmUp(PreparedRuns runs, WarmUp command) {
        var steady = new SteadyState();
        long start = System.nanoTime();
        double seconds = 0;
        int count = 0;
        boolean enough = false;
        while (!enough && seconds < command.getMaxSeconds()) {
            steady.add(runs.timeNext());
            count++;
            seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            enough = count >= command.getMinRuns() && seconds >= command.getMinSeconds() && steady.reached();
        }
        return WarmedUp.newBuilder()
                .setRuns(count)
                .setSeconds(seconds)
                .setSteady(enough)
                .addAllCurveMillis(steady.curve().stream()
                        .map(nanos -> nanos / NANOS_PER_MILLI)
                        .toList())
                .build();
    }
}
