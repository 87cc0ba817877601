package dev.narrowgauge.checks.aa;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** Holds all comparisons together against what a measurement that can be trusted keeps. */
final class AgreementConclusion {
    private static final double MOST_DIFFERENT = 0.01;
    private static final double FEWEST_SAME = 0.9;
    private static final double QUIET_HALF_WIDTH = 0.01;
    private static final double FEWEST_VALID_WHEN_LOADED = 0.6;
    private static final double LOADED_HALF_WIDTH = 0.05;
    private static final double FEWEST_COVERING = 0.92;
    private static final double FEWEST_SLOWER = 0.95;
    private static final double MOST_SECONDS = 30;

    private final List<String> failures = new ArrayList<>();
    private final StringBuilder text = new StringBuilder("""
            | what | found | asked |
            |---|---|---|
            """);

    private AgreementConclusion() {}

    static Conclusion of(List<Figures> rows, Function<Figures, String> line) {
        AgreementConclusion conclusion = new AgreementConclusion();
        List<AgreementFigures> quiet = figures(rows, Setting.QUIET);
        List<AgreementFigures> loaded = figures(rows, Setting.LOADED);
        List<AgreementFigures> all = new ArrayList<>(quiet);
        all.addAll(loaded);
        List<AgreementFigures> valid =
                all.stream().filter(AgreementFigures::isValid).toList();
        conclusion.atMost("said to be FASTER or SLOWER", all, AgreementFigures::isDifferent, MOST_DIFFERENT);
        conclusion.atLeast(
                "quiet: SAME, half-width at most 1 %",
                quiet,
                figures -> figures.verdict().equals("SAME") && figures.halfWidth() <= QUIET_HALF_WIDTH,
                FEWEST_SAME);
        conclusion.atLeast(
                "loaded: valid, half-width at most 5 %",
                loaded,
                figures -> figures.isValid() && figures.halfWidth() <= LOADED_HALF_WIDTH,
                FEWEST_VALID_WHEN_LOADED);
        conclusion.atLeast("valid: the interval covers 1", valid, AgreementFigures::coversOne, FEWEST_COVERING);
        conclusion.atLeast(
                "5 % slower: said to be SLOWER",
                figures(rows, Setting.FIVE_PERCENT),
                figures -> figures.verdict().equals("SLOWER"),
                FEWEST_SLOWER);
        conclusion.atMost(
                "3 % slower: said to be FASTER",
                figures(rows, Setting.THREE_PERCENT),
                figures -> figures.verdict().equals("FASTER"),
                0);
        conclusion.seconds(quiet);
        conclusion.text.append("""

                | comparison | verdict | ratio | forks | s | reason |
                |---|---|---|---|---|---|
                """);
        rows.forEach(row -> conclusion.text.append("| %s | %s |%n".formatted(row.row(), line.apply(row))));
        return new Conclusion(conclusion.failures, conclusion.text.toString());
    }

    private static List<AgreementFigures> figures(List<Figures> rows, Setting setting) {
        return rows.stream()
                .filter(row -> AgreementRow.find(row.row()).setting() == setting)
                .map(row -> row.as(AgreementFigures.class))
                .toList();
    }

    private void atMost(String what, List<AgreementFigures> of, Predicate<AgreementFigures> which, double share) {
        long most = Math.round(share * of.size());
        long found = of.stream().filter(which).count();
        say(what, "%d of %d".formatted(found, of.size()), "at most " + most, found <= most);
    }

    private void atLeast(String what, List<AgreementFigures> of, Predicate<AgreementFigures> which, double share) {
        long fewest = (long) Math.ceil(share * of.size());
        long found = of.stream().filter(which).count();
        say(what, "%d of %d".formatted(found, of.size()), "at least " + fewest, found >= fewest);
    }

    private void seconds(List<AgreementFigures> quiet) {
        double[] sorted =
                quiet.stream().mapToDouble(AgreementFigures::seconds).sorted().toArray();
        double median = sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
        say(
                "quiet: median time of a comparison",
                String.format(Locale.ROOT, "%.1f s", median),
                String.format(Locale.ROOT, "at most %.0f s", MOST_SECONDS),
                !(median > MOST_SECONDS));
    }

    private void say(String what, String found, String asked, boolean holds) {
        text.append("| %s | %s | %s |%n".formatted(what, found, asked));
        if (!holds) {
            failures.add("%s: %s, %s".formatted(what, found, asked));
        }
    }
}
