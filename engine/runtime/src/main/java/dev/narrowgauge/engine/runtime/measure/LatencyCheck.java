package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.latency.SessionComparison;
import dev.narrowgauge.domain.node.ProcessorName;
import dev.narrowgauge.domain.node.ProcessorTimes;
import dev.narrowgauge.domain.node.QuietWait;
import dev.narrowgauge.domain.report.LatencyReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A short look at how long a variant takes compared with its baseline, with one thread and one sample a run. What decides
 * about a deployment is the benchmark, which has fresh processes, the machine to itself and more time.
 *
 * <p>It waits until the machine is quiet, and where it was not and the answer says nothing, it waits and measures again:
 * all waiting together as long as the work before has taken, but at least {@link #LEAST_PATIENCE} and at most
 * {@link QuietWait#MOST}.
 */
public final class LatencyCheck {
    private static final int THREADS = 1;
    private static final int BATCH_SIZE = 1;
    private static final int MOST_TRIES = 3;
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final double confidence;
    private final ProgressMeter progress;
    private Duration patience;

    private LatencyCheck(double confidence, ProgressMeter progress) {
        this.confidence = confidence;
        this.progress = progress;
        Duration worked = progress.elapsed();
        Duration most = worked.compareTo(QuietWait.MOST) < 0 ? worked : QuietWait.MOST;
        this.patience = most.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : most;
    }

    /**
     * @param data samples that both models take
     * @param confidence of the ratio's interval, in (0, 1)
     */
    public static LatencyReport measure(
            Path baseline, Path variant, BoundDataset data, double confidence, ProgressMeter progress) {
        progress.begin("time", 0);
        var runtime = new OnnxRuntime(THREADS);
        try (ModelSession first = runtime.openAlone(baseline);
                ModelSession second = runtime.openAlone(variant)) {
            return new LatencyCheck(confidence, progress).measure(first, second, data);
        }
    }

    private LatencyReport measure(ModelSession first, ModelSession second, BoundDataset data) {
        LatencyReport quietest = tryOnce(first, second, data);
        for (int tries = 1; tries < MOST_TRIES && isWorthAnother(quietest); tries++) {
            LatencyReport next = tryOnce(first, second, data);
            quietest = next.othersShare() < quietest.othersShare() ? next : quietest;
        }
        return quietest;
    }

    private boolean isWorthAnother(LatencyReport report) {
        return report.busy() && patience.isPositive() && !SessionComparison.isTelling(report.ratio());
    }

    private LatencyReport tryOnce(ModelSession first, ModelSession second, BoundDataset data) {
        patience = patience.minus(
                QuietWait.onThisMachine().await(patience, (share, _) -> progress.waitsFor(QuietWait.reason(share))));
        Optional<ProcessorTimes> before = ProcessorTimes.now();
        SessionTiming.Result timing = SessionTiming.measure(first, second, data, confidence);
        Optional<Double> others =
                before.flatMap(then -> ProcessorTimes.now().flatMap(now -> now.othersShareSince(then)));
        return new LatencyReport(
                timing.ratio(),
                timing.firstMillis(),
                timing.secondMillis(),
                THREADS,
                BATCH_SIZE,
                timing.pairs(),
                timing.runs(),
                ProcessorName.ofThisMachine(),
                others.orElse(null));
    }
}
