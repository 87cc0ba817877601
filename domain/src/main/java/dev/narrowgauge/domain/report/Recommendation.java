package dev.narrowgauge.domain.report;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.Precision;
import java.util.Locale;

/** What to ship, by measured latency alone: accuracy is the gate's affair. */
public final class Recommendation {
    private Recommendation() {}

    /**
     * A sentence for a person. A variant counts as faster only when the whole interval of its ratio lies below 1.
     *
     * @param sizeRatio of the variant's file to the original's
     */
    public static String of(Precision variant, LatencyReport latency, double sizeRatio) {
        Interval ratio = latency.ratio();
        String name = name(variant);
        boolean smaller = sizeRatio < 1;
        if (ratio.high() < 1) {
            return "Ship %s: it takes %s of the time of FP32 on this machine%s."
                    .formatted(name, number(ratio.estimate()), measured(latency));
        }
        if (ratio.low() > 1) {
            return "Ship FP32: %s takes %s times as long on this machine%s; it is %s."
                    .formatted(
                            name,
                            number(ratio.estimate()),
                            measured(latency),
                            smaller ? "smaller, but not faster" : "neither faster nor smaller");
        }
        return "Ship FP32%s: %s is not shown to be faster on this machine, it takes %s of its time%s%s."
                .formatted(
                        smaller ? " unless size matters most" : "",
                        name,
                        number(ratio.estimate()),
                        measured(latency),
                        smaller ? "" : ", and it is no smaller");
    }

    private static String measured(LatencyReport latency) {
        Interval ratio = latency.ratio();
        return " (%.0f %% interval %s to %s, %s, batch %d)"
                .formatted(
                        100 * ratio.confidence(),
                        number(ratio.low()),
                        number(ratio.high()),
                        latency.threads() == 1 ? "one thread" : latency.threads() + " threads",
                        latency.batchSize());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String name(Precision precision) {
        return precision.label().toUpperCase(Locale.ROOT);
    }
}
