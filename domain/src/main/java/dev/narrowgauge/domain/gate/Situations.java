package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Situation;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.Locale;

/** Evidence as a decision sees it. */
final class Situations {
    /** A file that is this much of the baseline's holds the same weights in the same type. */
    private static final double SAME_SIZE = 0.99;

    private static final String SAME = "it computes what FP32 computes, in the same way.";

    private Situations() {}

    static Situation of(Evidence.Measured measured, LatencyComparison comparison) {
        AccuracyEvidence accuracy = measured.accuracy();
        boolean tells = comparison.ratio() != null && comparison.speed() != Speed.INVALID && !comparison.isPreview();
        double sizeRatio = (double) measured.sizeBytes() / measured.baselineSizeBytes();
        return new Situation(
                subject(measured.precision()),
                isSame(accuracy, sizeRatio) ? SAME : "",
                accuracy.outputs(),
                accuracy.astray(),
                accuracy.labelled() ? accuracy.paired() : null,
                true,
                tells ? comparison.ratio() : null,
                tells ? "" : comparison.reason(),
                sizeRatio);
    }

    static String subject(Precision precision) {
        return precision.label().toUpperCase(Locale.ROOT);
    }

    /** Whether it gives bit for bit what the baseline gives, in a file that is no smaller. */
    private static boolean isSame(AccuracyEvidence accuracy, double sizeRatio) {
        return sizeRatio >= SAME_SIZE
                && !accuracy.outputs().isEmpty()
                && accuracy.outputs().stream().allMatch(output -> output.sqnrDb() == null);
    }
}
