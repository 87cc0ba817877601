package dev.narrowgauge.checks.submit;

import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.List;
import java.util.Locale;

/** The service under as many submissions as a large installation has, and after a kill in the midst of them. */
public final class SubmitCheck implements Check {
    private static final String ROW = "1000-a-second";
    private static final int BUDGET_SECONDS = 600;

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public String purpose() {
        return "a thousand runs a second are taken, and none that was acknowledged is lost by kill -9";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return List.of(ROW);
    }

    @Override
    public int budget(String row) {
        return BUDGET_SECONDS;
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        return Figures.of(row, SubmitMeasurement.measure(options));
    }

    @Override
    public String line(Figures row) {
        SubmitFigures figures = row.as(SubmitFigures.class);
        LoadFigures load = figures.load();
        return String.format(
                Locale.ROOT,
                "%.1f/s acknowledged, p50 %.1f ms, p99 %.1f ms, longest %.1f ms, %d of %d missing",
                load.acceptedPerSecond(),
                load.p50(),
                load.p99(),
                load.max(),
                figures.missing(),
                figures.kept());
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        return SubmitConclusion.of(rows.getFirst().as(SubmitFigures.class));
    }
}
