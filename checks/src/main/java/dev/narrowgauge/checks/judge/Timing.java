package dev.narrowgauge.checks.judge;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.runtime.measure.SessionTiming;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import java.nio.file.Path;

/** A short comparison of two models' latencies in this process: one thread, one sample a run, blocks in turn. */
public final class Timing {
    private static final OnnxRuntime RUNTIME = new OnnxRuntime(1);

    private static final double CONFIDENCE = 0.95;

    private Timing() {}

    /** Time of the second / time of the first, with its 95 % interval. */
    public static Interval ratio(Path first, Path second, Path samples) {
        try (SampleSet dataset = SampleSet.open(samples);
                ModelSession one = RUNTIME.openAlone(first);
                ModelSession other = RUNTIME.openAlone(second)) {
            return SessionTiming.measure(one, other, ModelRun.bind(first, dataset), CONFIDENCE)
                    .ratio();
        }
    }
}
