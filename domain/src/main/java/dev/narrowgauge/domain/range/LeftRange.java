package dev.narrowgauge.domain.range;

import dev.narrowgauge.domain.decision.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An activation whose values have left the range that its codes represent, more often than in the data that it is held
 * against.
 *
 * @param before of the same activation with other data; null where there are none
 */
public record LeftRange(RangeUse now, RangeUse before) {
    /** Ranges are chosen so that a few outliers are clipped; so many times their share is another matter. */
    private static final double MANIFOLD = 2;

    /**
     * Standard deviations between the numbers of samples with clipped values of both data: beyond these it is not the luck of
     * the draw. Samples are counted, for values of one sample go together.
     */
    private static final double DEVIATIONS = 3;

    /**
     * Those that were left, worst first.
     *
     * @param before uses of the same model by data that it is known to suit; empty where there are none, and then every range
     *     with clipped values counts
     */
    public static List<LeftRange> of(List<RangeUse> now, List<RangeUse> before) {
        Map<Range, RangeUse> earlier =
                before.stream().collect(Collectors.toMap(Range::of, Function.identity(), (one, other) -> one));
        return now.stream()
                .map(use -> new LeftRange(use, earlier.get(Range.of(use))))
                .filter(LeftRange::isLeft)
                .sorted(Comparator.comparingDouble(LeftRange::growth).reversed())
                .toList();
    }

    /** One tensor may be quantized by several ranges. */
    private record Range(String tensor, double low, double high) {
        static Range of(RangeUse use) {
            return new Range(use.tensor(), use.low(), use.high());
        }
    }

    private boolean isLeft() {
        if (before == null) {
            return now.clipped() > 0;
        }
        return now.clippedShare() > MANIFOLD * before.clippedShare() && deviations() > DEVIATIONS;
    }

    /** By the normal approximation for two independent proportions with a pooled variance. */
    private double deviations() {
        double here = (double) now.clippedSamples() / now.samples();
        double there = (double) before.clippedSamples() / before.samples();
        double pooled = (double) (now.clippedSamples() + before.clippedSamples()) / (now.samples() + before.samples());
        if (pooled == 1) {
            // Every sample has some in both: how many values they have tells.
            return Double.POSITIVE_INFINITY;
        }
        double variance = pooled * (1 - pooled) * (1.0 / now.samples() + 1.0 / before.samples());
        return variance == 0 ? 0 : (here - there) / Math.sqrt(variance);
    }

    private double growth() {
        return now.clippedShare() - (before == null ? 0 : before.clippedShare());
    }

    /** For a person. */
    public String sentence() {
        String seen = String.format(
                Locale.ROOT,
                "%s: %s of its values lie outside of [%.4g, %.4g]%s, in %s of %s samples",
                now.tensor(),
                share(now.clippedShare()),
                now.low(),
                now.high(),
                farthest(now),
                Numbers.count(now.clippedSamples()),
                Numbers.count(now.samples()));
        return before == null ? seen + "." : "%s; %s before.".formatted(seen, share(before.clippedShare()));
    }

    /** Nothing where the range has no width. */
    private static String farthest(RangeUse use) {
        if (use.excess() == 0) {
            return "";
        }
        String widths = use.excess() < 0.01
                ? "less than 0.01"
                : String.format(Locale.ROOT, use.excess() < 10 ? "%.2f" : "%,.0f", use.excess());
        return ", the farthest by %s times the width of that range".formatted(widths);
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.3g %%", share * 100);
    }
}
