package dev.narrowgauge.checks.queries;

import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A service with a million measurements, asked what people ask of them. */
public final class QueriesCheck implements Check {
    private static final Map<String, Size> SIZES = sizes();
    private static final int BUDGET_SECONDS = 1800;

    /** The small one shows in a minute that all goes. */
    private static Map<String, Size> sizes() {
        Map<String, Size> sizes = new LinkedHashMap<>();
        sizes.put("ten-thousand", new Size(5, 100));
        sizes.put("million", new Size(25, 2000));
        return sizes;
    }

    @Override
    public String name() {
        return "queries";
    }

    @Override
    public String purpose() {
        return "histories of a million measurements answer within 100 ms after a restart";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return List.copyOf(SIZES.keySet());
    }

    @Override
    public int budget(String row) {
        return BUDGET_SECONDS;
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        return Figures.of(row, QueriesMeasurement.measure(options, SIZES.get(row)));
    }

    @Override
    public String line(Figures row) {
        QueriesFigures figures = row.as(QueriesFigures.class);
        return "%d measurements: %s"
                .formatted(
                        figures.measurements(),
                        figures.queries().stream()
                                .map(query -> String.format(Locale.ROOT, "%s p95 %.1f ms", query.query(), query.p95()))
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        return QueriesConclusion.of(
                rows.stream().map(row -> row.as(QueriesFigures.class)).toList());
    }
}
