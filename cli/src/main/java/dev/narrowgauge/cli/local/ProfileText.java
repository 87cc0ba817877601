package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.domain.profile.KernelTime;
import dev.narrowgauge.domain.profile.ProfileComparison;
import dev.narrowgauge.domain.profile.ProfileComparison.Row;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.profile.SpeedReasons;
import java.util.Locale;

/** Kernels of a baseline and a variant side by side, and what this machine reaches at most. */
final class ProfileText {
    private static final double GIGA = 1e9;
    private static final String NONE = "-";

    private ProfileText() {}

    /** @param rows parts of the model, those that change most */
    static void print(Screen screen, ProfileComparison comparison, Roofline roofline, int rows) {
        SpeedReasons.of(comparison, roofline).forEach(screen::text);
        screen.blank();
        TextTable table = new TextTable("part of the model", "baseline", "time", "variant", "time", "change");
        for (Row row : comparison.largestChanges(rows)) {
            table.add(
                    row.name().isEmpty() ? "(no name)" : row.name(),
                    operator(row.baseline()),
                    time(row.baseline()),
                    operator(row.variant()),
                    time(row.variant()),
                    change(row.change()));
        }
        table.add("between kernels", NONE, NONE, NONE, NONE, change(comparison.transitionChange()));
        screen.table(table);
        screen.blank();
        print(screen, roofline);
    }

    /** What the machine reaches, a row for each type of numbers. */
    static void print(Screen screen, Roofline roofline) {
        TextTable table = new TextTable("at most here", "matrix products", "convolutions", "bandwidth");
        for (Roofline.Roof roof : roofline.roofs()) {
            table.add(
                    roof.numbers().name(),
                    rate(roof.matrixRate(), "GMAC/s"),
                    rate(roof.convolutionRate(), "GMAC/s"),
                    rate(roof.bytesPerSecond(), "GB/s"));
        }
        screen.table(table);
    }

    private static String operator(KernelTime kernel) {
        return kernel == null ? NONE : kernel.operator();
    }

    private static String time(KernelTime kernel) {
        return kernel == null ? NONE : SpeedReasons.micros(kernel.micros());
    }

    private static String change(double micros) {
        return (micros < 0 ? "-" : "+") + SpeedReasons.micros(Math.abs(micros));
    }

    private static String rate(Double perSecond, String unit) {
        return perSecond == null ? "no kernel" : String.format(Locale.ROOT, "%.1f %s", perSecond / GIGA, unit);
    }
}
