package dev.narrowgauge.checks.why;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The explanations, and whether the figures support them. */
final class WhyConclusion {
    /** Times of kernels are whole microseconds. */
    private static final double MOST_LOST_MICROS = 1;

    /** Kernels are timed by turns, and a peak is that of a moment. */
    private static final double BOUND_NOISE = 0.9;

    private WhyConclusion() {}

    static Conclusion of(List<Figures> rows) {
        List<String> failures = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Figures row : rows) {
            WhyFigures figures = row.as(WhyFigures.class);
            failures.addAll(failures(row.row(), figures));
            append(row.row(), figures, text);
        }
        return new Conclusion(failures, text.toString());
    }

    private static List<String> failures(String model, WhyFigures figures) {
        List<String> failures = new ArrayList<>();
        double lost = figures.partsMicros()
                + figures.transitionMicros()
                - (figures.variantMicros() - figures.baselineMicros());
        if (!(Math.abs(lost) <= MOST_LOST_MICROS)) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%s: its parts and transitions change by %.1f µs more than all kernels do.",
                    model,
                    lost));
        }
        if (figures.leastRatio() == null) {
            failures.add("%s: nothing says what INT8 could bring at most.".formatted(model));
        } else if (figures.ratio() < BOUND_NOISE * figures.leastRatio()) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%s: its kernels take %.3f of the baseline's time, less than the least ratio of %.3f.",
                    model,
                    figures.ratio(),
                    figures.leastRatio()));
        }
        return failures;
    }

    private static void append(String model, WhyFigures figures, StringBuilder text) {
        text.append("## %s%n%n".formatted(model));
        figures.reasons().forEach(reason -> text.append("- %s%n".formatted(reason)));
        text.append("%n| part | baseline | µs | INT8 | µs |%n|---|---|---|---|---|%n".formatted());
        for (WhyFigures.Part part : figures.parts()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %s | %.0f |%n",
                    part.name(),
                    part.baseline(),
                    part.baselineMicros(),
                    part.variant(),
                    part.variantMicros()));
        }
        text.append(String.format(Locale.ROOT, "| between kernels | | | | %+.0f |%n%n", figures.transitionMicros()));
    }
}
