package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.ProcessorList;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.Dataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ParentPipe;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.Measured;
import dev.narrowgauge.proto.engine.WarmUp;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.io.IOException;
import java.nio.file.Path;

/** Loads one model and times its runs block by block, as the parent commands. */
public final class LatencyMeasurement {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final ParentPipe parent;
    private final EventWriter events;

    public LatencyMeasurement(ParentPipe parent, EventWriter events) {
        this.parent = parent;
        this.events = events;
    }

    public Measured measure(Measure request, OnnxRuntime runtime) throws IOException, InterruptedException {
        int batchSize = Math.max(1, request.getBatchSize());
        var source = new SampleSource(request.getDatasetPath(), request.getDatasetSettingsJson());
        try (WorkDirectory work = WorkDirectory.create(request.getWorkDirectory())) {
            Path file = OnnxModelReader.locate(Path.of(request.getModelPath()), work.path());
            OnnxModel model = OnnxModelReader.read(file);
            try (Dataset dataset = source.open(model)) {
                BoundDataset data = dataset.bind(model.describe().inputs().stream()
                        .map(input -> InputSpec.of(input).fedFrom(dataset))
                        .toList());
                return measure(file, data, batchSize, runtime);
            }
        }
    }

    private Measured measure(Path model, BoundDataset data, int batchSize, OnnxRuntime runtime)
            throws InterruptedException {
        MeasuringThreads threads = MeasuringThreads.beforeOpening();
        long start = System.nanoTime();
        try (ModelSession session = runtime.openAlone(model)) {
            double loadMillis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            BlockWatch watch = BlockWatch.onThisMachine(ProcessorList.ofThisThread(), threads.afterOpening());
            try (PreparedRuns runs = new PreparedRuns(session, data, batchSize)) {
                obey(runs, new BlockTimer(runs, watch));
            }
            return Measured.newBuilder()
                    .setLoadMillis(loadMillis)
                    .setThreads(runtime.threads())
                    .build();
        }
    }

    private void obey(PreparedRuns runs, BlockTimer timer) throws InterruptedException {
        while (true) {
            EngineCommand command = parent.nextCommand();
            switch (command.getCommandCase()) {
                case WARM_UP ->
                    events.send(EngineEvent.newBuilder()
                            .setWarmedUp(warmUp(runs, command.getWarmUp()))
                            .build());
                case RUN_BLOCK ->
                    events.send(EngineEvent.newBuilder()
                            .setBlock(timer.time(command.getRunBlock()))
                            .build());
                case FINISH -> {
                    return;
                }
                case COMMAND_NOT_SET ->
                    throw new NarrowgaugeException(
                            ErrorCode.REQUEST_INVALID, "A command of a measurement must say what to do.");
            }
        }
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
                .build();
    }
}
