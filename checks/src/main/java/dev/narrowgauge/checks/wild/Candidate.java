package dev.narrowgauge.checks.wild;

import dev.narrowgauge.checks.judge.Agreement;
import dev.narrowgauge.domain.stats.Interval;
import java.util.List;
import java.util.Locale;

/**
 * A file that could be shipped, measured on samples that nobody used before.
 *
 * @param problem why there is none, or why it does not load; null for one that does
 * @param broken limits of accuracy that it breaks, a sentence each
 * @param accuracy the figure that the limit is about
 * @param sqnrDb of the output that fares worst; null without noise
 * @param sizeRatio of its bytes to the original's
 * @param ratio of its time to the original's, with the bounds of the 95 % interval
 * @param seconds of the process that made it, and the sum of its processes' peaks
 */
record Candidate(
        String name,
        String problem,
        List<String> broken,
        String accuracy,
        Double sqnrDb,
        double sizeRatio,
        double ratio,
        double ratioLow,
        double ratioHigh,
        double seconds,
        double mebibytes) {

    static Candidate failed(String name, String problem) {
        return new Candidate(name, problem, List.of(), "", null, 0, 0, 0, 0, 0, 0);
    }

    static Candidate of(
            String name, Agreement agreement, double sizeRatio, Interval ratio, double seconds, double mebibytes) {
        return new Candidate(
                name,
                null,
                agreement.broken(),
                agreement.measure(),
                agreement.sqnrDb(),
                sizeRatio,
                ratio.estimate(),
                ratio.low(),
                ratio.high(),
                seconds,
                mebibytes);
    }

    boolean loads() {
        return problem == null;
    }

    boolean keepsAccuracy() {
        return loads() && broken.isEmpty();
    }

    boolean isFaster() {
        return loads() && ratioHigh < 1;
    }

    /** A file without any noise has nothing quantized, and cannot be preferred to the original. */
    boolean passes() {
        return keepsAccuracy() && isFaster() && sqnrDb != null;
    }

    /** Six cells of a table, from the accuracy to the memory. */
    String cells() {
        if (!loads()) {
            return "%s | | | | |".formatted(problem);
        }
        return String.format(
                Locale.ROOT,
                "%s%s | %s | %.3f | %.2f [%.2f, %.2f] | %.1f | %.0f",
                accuracy,
                broken.isEmpty() ? "" : " **broken**",
                sqnrDb == null ? "exact" : String.format(Locale.ROOT, "%.1f", sqnrDb),
                sizeRatio,
                ratio,
                ratioLow,
                ratioHigh,
                seconds,
                mebibytes);
    }
}
