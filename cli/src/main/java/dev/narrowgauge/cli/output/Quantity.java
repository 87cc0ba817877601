package dev.narrowgauge.cli.output;

import dev.narrowgauge.domain.stats.Interval;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers with their units, as the command line prints them everywhere. */
public final class Quantity {
    private static final double KIB = 1 << 10;
    private static final double MIB = 1 << 20;

    private Quantity() {}

    public static String bytes(long bytes) {
        if (bytes <= 0) {
            return "unknown";
        }
        return bytes < MIB ? format("%.1f KiB", bytes / KIB) : format("%.2f MiB", bytes / MIB);
    }

    /** Three significant digits, so that microseconds and seconds read alike. */
    public static String millis(double millis) {
        int digits = millis < 1 ? 4 : millis < 10 ? 3 : millis < 100 ? 2 : 1;
        return format("%." + digits + "f ms", millis);
    }

    public static String millis(OptionalDouble millis) {
        return millis.isPresent() ? millis(millis.getAsDouble()) : "not enough samples";
    }

    public static String percent(double share) {
        return format("%.2f %%", 100 * share);
    }

    /** A share of 1 in percentage points, with its sign. */
    public static String points(Interval share) {
        return format("%+.2f points [%+.2f, %+.2f]", 100 * share.estimate(), 100 * share.low(), 100 * share.high());
    }

    public static String ratio(Interval ratio) {
        return format("%.3f [%.3f, %.3f]", ratio.estimate(), ratio.low(), ratio.high());
    }

    public static String decibel(double decibel) {
        if (Double.isNaN(decibel)) {
            return "unknown, nothing was run";
        }
        return Double.isInfinite(decibel) ? "bit-equal" : format("%.2f dB", decibel);
    }

    public static String seconds(double seconds) {
        return format("%.2f s", seconds);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
