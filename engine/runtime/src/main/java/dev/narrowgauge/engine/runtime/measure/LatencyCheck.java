package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.report.LatencyReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import java.nio.file.Path;

/**
 * A short look at how long a variant takes compared with its baseline, with one thread and one sample a run. What decides
 * about a deployment is the benchmark, which has fresh processes, the machine to itself and more time.
 */
public final class LatencyCheck {
    private static final int THREADS = 1;
    private static final int BATCH_SIZE = 1;

    private LatencyCheck() {}

    /** @param data samples that both models take */
    public static LatencyReport measure(Path baseline, Path variant, BoundDataset data, ProgressMeter progress) {
        progress.begin("time", 0);
        var runtime = new OnnxRuntime(THREADS);
        try (ModelSession first = runtime.openAlone(baseline);
                ModelSession second = runtime.openAlone(variant)) {
            PairedTiming timing = PairedTiming.measure(first, second, data);
            return new LatencyReport(
                    timing.ratio(),
                    timing.firstMillis(),
                    timing.secondMillis(),
                    THREADS,
                    BATCH_SIZE,
                    timing.pairs(),
                    timing.runs(),
                    Processor.name());
        }
    }
}
