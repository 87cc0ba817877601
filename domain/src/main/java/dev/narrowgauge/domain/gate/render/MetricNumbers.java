package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.stats.Interval;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** How the values of a metric are written. A metric that only a newer program has is written by the end of its label. */
record MetricNumbers(DoubleFunction<String> plain, Function<Interval, String> ranged) {
    private static final MetricNumbers LOSS = new MetricNumbers(Numbers::points, Numbers::points);
    private static final MetricNumbers RATIO = new MetricNumbers(Numbers::ratio, Numbers::ratio);
    private static final MetricNumbers SHARE = of(Numbers::percent);
    private static final MetricNumbers MILLIS = of(Numbers::millis);
    private static final MetricNumbers BYTES = of(value -> Numbers.bytes(Math.round(value)));
    private static final MetricNumbers OTHER = of(value -> String.format(Locale.ROOT, "%.4g", value));

    /** @param metric its label */
    static MetricNumbers of(String metric) {
        if (metric.equals("accuracy.loss")) {
            // In the unit of the measure that the rule names.
            return OTHER;
        }
        String last = metric.substring(metric.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (last) {
            case "loss" -> LOSS;
            case "ratio", "agreement" -> RATIO;
            case "flips", "relativeloss", "rate", "share", "coverage", "time", "determinism" -> SHARE;
            case "millis", "upper", "coldstart", "p50", "p90", "p99" -> MILLIS;
            case "bytes", "peak" -> BYTES;
            default -> OTHER;
        };
    }

    private static MetricNumbers of(DoubleFunction<String> plain) {
        return new MetricNumbers(
                plain,
                value -> "%s [%s, %s]"
                        .formatted(plain.apply(value.estimate()), plain.apply(value.low()), plain.apply(value.high())));
    }

    String number(double value) {
        return plain.apply(value);
    }

    /** What is known exactly has no bounds. */
    String interval(Interval value) {
        return value.confidence() == 1 ? plain.apply(value.estimate()) : ranged.apply(value);
    }
}
