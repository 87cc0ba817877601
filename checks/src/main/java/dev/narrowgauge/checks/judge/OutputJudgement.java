package dev.narrowgauge.checks.judge;

import dev.narrowgauge.domain.decision.OutputKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far an output of a variant lies from the original's.
 *
 * @param answers classes or sequences that were compared
 * @param lost share of right answers less than the original has; null without labels
 * @param sqnrDb over all samples, and of the worst one; null where nothing differs
 * @param differenceP99 99th percentile of the absolute differences
 */
public record OutputJudgement(
        String output,
        OutputKind kind,
        long samples,
        long answers,
        long changed,
        Double lost,
        Double sqnrDb,
        Double worstSampleDb,
        double differenceP99) {
    private static final double MOST_CHANGED_CLASSES = 0.01;
    private static final double MOST_LOST = 0.01;
    private static final double MOST_CHANGED_SEQUENCES = 0.05;
    private static final double LEAST_DB = 20;
    private static final double LEAST_SAMPLE_DB = 12;
    private static final double MOST_DIFFERENCE = 0.02;

    /** The limits that hold where nobody gave a policy: a sentence for each one that is broken. */
    public List<String> broken() {
        List<String> broken = new ArrayList<>();
        switch (kind) {
            case CLASSES -> {
                if (lost == null) {
                    changedAtMost(MOST_CHANGED_CLASSES, "classes", broken);
                } else if (lost > MOST_LOST) {
                    broken.add(text("%s: %.2f points of top-1 lost", output, 100 * lost));
                }
            }
            case SEQUENCES -> changedAtMost(MOST_CHANGED_SEQUENCES, "sequences", broken);
            case PROBABILITIES -> {
                if (!(differenceP99 <= MOST_DIFFERENCE)) {
                    broken.add(text("%s: probabilities differ by %.3f at the 99th percentile", output, differenceP99));
                }
            }
            case VALUES -> {
                if (sqnrDb != null && !(sqnrDb >= LEAST_DB)) {
                    broken.add(text("%s: %.1f dB", output, sqnrDb));
                }
                if (worstSampleDb != null && !(worstSampleDb >= LEAST_SAMPLE_DB)) {
                    broken.add(text("%s: a sample of %.1f dB", output, worstSampleDb));
                }
            }
        }
        return broken;
    }

    /** The figure that the limit is about. */
    public String measure() {
        return switch (kind) {
            case CLASSES, SEQUENCES ->
                text("%d of %d changed", changed, answers)
                        + (lost == null ? "" : text(", top-1 %+.2f points", -100 * lost));
            case PROBABILITIES -> text("p99 %.4f", differenceP99);
            case VALUES -> sqnrDb == null ? "exact" : text("%.1f dB, worst %.1f", sqnrDb, worstSampleDb);
        };
    }

    private void changedAtMost(double share, String what, List<String> broken) {
        if (changed > share * answers) {
            broken.add(text("%s: %d of %d %s changed", output, changed, answers, what));
        }
    }

    private static String text(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
