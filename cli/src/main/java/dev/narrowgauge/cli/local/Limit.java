package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Metric;
import dev.narrowgauge.domain.gate.Rule;

/** Limits on the command line as rules of the gate, so that both test alike. */
final class Limit {
    private static final double CONFIDENCE = 0.95;

    private Limit() {}

    /** @param points of top-1 that may be lost */
    static Rule loss(double points) {
        if (!(points >= 0 && points <= 100)) {
            throw refused("--max-loss", points, "percentage points from 0 to 100, such as 1");
        }
        return new Rule("max-loss", Metric.ACCURACY_TOP1_LOSS, points / 100, CONFIDENCE);
    }

    /** @param ratio of the variant's time to the baseline's */
    static Rule ratio(double ratio) {
        if (!(ratio > 0 && Double.isFinite(ratio))) {
            throw refused(
                    "--max-ratio", ratio, "the largest ratio of the variant's time to the baseline's, such as 0.9");
        }
        return new Rule("max-ratio", Metric.LATENCY_P50_RATIO, ratio, CONFIDENCE);
    }

    private static NarrowgaugeException refused(String option, double value, String wanted) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID, "%s is %s; give %s".formatted(option, value, wanted));
    }
}
