package dev.narrowgauge.checks.twice;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Holds each demo against the one before it. */
final class TwiceConclusion {
    private static final double WIDEST_HALF = 0.05;

    private final List<String> failures = new ArrayList<>();

    private TwiceConclusion() {}

    static Conclusion of(List<Figures> rows, Function<Figures, String> line) {
        TwiceConclusion conclusion = new TwiceConclusion();
        StringBuilder text = new StringBuilder("""
                Of every variant each demo of a pair gives the same verdict and the same answer about its speed, their intervals overlap, and no
                half of one is wider than 5 %.

                | demo | verdict | variants | | s |
                |---|---|---|---|---|
                """);
        rows.forEach(row -> text.append("| %s | %s |%n".formatted(row.row(), line.apply(row))));
        for (int second = 1; second < rows.size(); second += 2) {
            conclusion.compare(rows.get(second - 1), rows.get(second));
        }
        rows.forEach(conclusion::isNarrow);
        return new Conclusion(conclusion.failures, text.toString());
    }

    private void compare(Figures first, Figures second) {
        DemoFigures one = first.as(DemoFigures.class);
        DemoFigures other = second.as(DemoFigures.class);
        String pair = "%s and %s".formatted(first.row(), second.row());
        if (!one.verdict().equals(other.verdict())) {
            failures.add("%s: %s, then %s".formatted(pair, one.verdict(), other.verdict()));
        }
        if (one.variants().size() != other.variants().size()) {
            failures.add("%s: not the same variants".formatted(pair));
            return;
        }
        for (int i = 0; i < one.variants().size(); i++) {
            compare(pair, one.variants().get(i), other.variants().get(i));
        }
    }

    private void compare(String pair, DemoFigures.Variant one, DemoFigures.Variant other) {
        String answer = "%s %s %s".formatted(one.recipe(), one.verdict(), one.speed());
        String again = "%s %s %s".formatted(other.recipe(), other.verdict(), other.speed());
        if (!answer.equals(again)) {
            failures.add("%s: %s, then %s".formatted(pair, answer, again));
        }
        if (!one.overlaps(other)) {
            failures.add("%s: the intervals of %s do not overlap".formatted(pair, one.recipe()));
        }
    }

    private void isNarrow(Figures row) {
        row.as(DemoFigures.class).variants().stream()
                .filter(variant -> !(variant.halfWidth() <= WIDEST_HALF))
                .forEach(variant -> failures.add(
                        "%s: half of the interval of %s is wider than 5 %%".formatted(row.row(), variant.recipe())));
    }
}
