package dev.narrowgauge.checks.scale;

import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.checks.frame.TemporaryDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Time and memory of quantizing as a network or its samples grow. */
public final class ScaleCheck implements Check {
    /** What is linear has 1, and a little for what caches do. */
    private static final double LARGEST_EXPONENT = 1.15;

    private static final String TABLE_HEAD = """
            Seconds and MiB are of the whole process with everything it starts, mapped files included, and once more without \
            them; each row is made once, with a report and its ranking, and without a look at latency. A row that is not done \
            after its budget is stopped there.

            | row | recipe | model MiB | samples | outcome | s | MiB | not mapped | quiet machine |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final String CURVES_HEAD = """

            An exponent is fitted to what a curve's rows take beyond its first one, whose figures are mostly the start of the \
            processes: cost − start = c · size^exponent. Where nothing grows by a quarter it is 0. Rows that were stopped are \
            not in it.

            | curve | fitted to | exponent of time | exponent of memory |
            |---|---|---|---|
            """;

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String purpose() {
        return "time and memory grow no faster than nodes, weights and samples";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return ScaleRow.all().stream().map(ScaleRow::name).toList();
    }

    @Override
    public int budget(String row) {
        return find(row).budget();
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            return Figures.of(row, new ScaleMeasurement(find(row), directory.path(), options).measure());
        }
    }

    @Override
    public String line(Figures row) {
        ScaleFigures figures = row.as(ScaleFigures.class);
        return String.format(
                Locale.ROOT,
                "%s | %.1f | %d | %s | %.1f | %.0f | %.0f | %s",
                find(row.row()).mode().isEmpty() ? "default" : find(row.row()).mode(),
                figures.modelMebibytes(),
                find(row.row()).samples(),
                figures.isOverBudget() ? "over its budget" : figures.outcome(),
                figures.seconds(),
                figures.mebibytes(),
                figures.unmappedMebibytes(),
                figures.quiet() ? "yes" : "no");
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        List<String> failures = new ArrayList<>();
        StringBuilder text = new StringBuilder(TABLE_HEAD);
        for (Figures row : rows) {
            text.append(String.format(Locale.ROOT, "| %s | %s |%n", row.row(), line(row)));
            ScaleFigures figures = row.as(ScaleFigures.class);
            if (figures.isOverBudget()) {
                failures.add("%s is not done after %d s".formatted(row.row(), budget(row.row())));
            } else if (!figures.made()) {
                failures.add("%s ends with %s".formatted(row.row(), figures.outcome()));
            }
            find(row.row()).goal().missed(figures).ifPresent(missed -> failures.add(row.row() + " takes " + missed));
        }
        text.append(CURVES_HEAD);
        for (String curve : List.of(ScaleRow.NODES, ScaleRow.SAMPLES, ScaleRow.WEIGHTS)) {
            List<Figures> made = rows.stream()
                    .filter(row -> find(row.row()).isOf(curve)
                            && row.as(ScaleFigures.class).made())
                    .toList();
            if (made.size() > 1) {
                text.append(curve(curve, made, failures));
            }
        }
        return new Conclusion(failures, text.toString());
    }

    private static String curve(String curve, List<Figures> rows, List<String> failures) {
        OptionalDouble time = exponent(rows, ScaleFigures::seconds);
        OptionalDouble memory = exponent(rows, ScaleFigures::mebibytes);
        if (time.orElse(0) > LARGEST_EXPONENT || memory.orElse(0) > LARGEST_EXPONENT) {
            failures.add(
                    "%s: time grows with exponent %s and memory with %s".formatted(curve, text(time), text(memory)));
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                curve,
                rows.stream().map(row -> Long.toString(find(row.row()).size())).collect(Collectors.joining(", ")),
                text(time),
                text(memory));
    }

    private static String text(OptionalDouble exponent) {
        return exponent.isEmpty() ? "not known" : String.format(Locale.ROOT, "%.2f", exponent.getAsDouble());
    }

    private static OptionalDouble exponent(List<Figures> rows, ToDoubleFunction<ScaleFigures> cost) {
        return Exponent.of(rows.stream()
                .map(row -> new Exponent.Point(find(row.row()).size(), cost.applyAsDouble(row.as(ScaleFigures.class))))
                .toList());
    }

    private static ScaleRow find(String row) {
        return ScaleRow.all().stream()
                .filter(each -> each.name().equals(row))
                .findFirst()
                .orElseThrow();
    }
}
