package dev.narrowgauge.engine.runtime.profile;

import dev.narrowgauge.domain.profile.OperatorProfile;
import dev.narrowgauge.domain.stats.Median;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.measure.PreparedRuns;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.verify.KernelTimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One model whose kernels are timed while it runs beside another. */
final class ProfiledModel implements AutoCloseable {
    /** Samples that it goes through. */
    private static final int SAMPLES = 8;

    private static final double NANOS_PER_MICRO = 1e3;

    private final ModelProto written;
    private final Path running;
    private final ModelSession session;
    private final PreparedRuns runs;
    private final List<Double> nanos = new ArrayList<>();

    private ProfiledModel(ModelProto written, Path running, ModelSession session, PreparedRuns runs) {
        this.written = written;
        this.running = running;
        this.session = session;
        this.runs = runs;
    }

    /** @param name of its files in the directory */
    static ProfiledModel open(Path file, String name, BoundDataset data, OnnxRuntime runtime, TaskDirectory work) {
        ModelProto written = OnnxModelReader.read(file).proto();
        Path running = work.resolve(name + "-running.onnx");
        ModelSession session = runtime.openProfiled(file, running, work.resolve(name + "-profile"));
        try {
            return new ProfiledModel(written, running, session, PreparedRuns.typical(session, data, SAMPLES));
        } catch (RuntimeException | Error failure) {
            session.close();
            throw failure;
        }
    }

    /** At least one run, and more until that long has passed. */
    void run(long nanosAtLeast) {
        long start = System.nanoTime();
        do {
            nanos.add((double) runs.timeNext());
        } while (System.nanoTime() - start < nanosAtLeast);
    }

    int runs() {
        return nanos.size();
    }

    /** Of all runs; nothing is recorded from now on. */
    OperatorProfile end() {
        Path record = session.endProfiling();
        ModelProto graph = OnnxModelReader.readUnchecked(running).proto();
        double median =
                Median.of(nanos.stream().mapToDouble(Double::doubleValue).toArray());
        return new OperatorProfile(KernelTimes.of(written, graph, record), median / NANOS_PER_MICRO);
    }

    @Override
    public void close() {
        runs.close();
        session.close();
    }
}
