package dev.narrowgauge.domain.decision;

import dev.narrowgauge.domain.stats.Interval;
import java.util.Locale;

/**
 * How numbers are rounded wherever a person reads them: command line, sentences of decisions and gates. The report page and
 * the dashboard, which are no Java, follow the same rules.
 */
public final class Numbers {
    private static final int MOST_DECIMALS = 7;
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    private Numbers() {}

    /** A ratio of times or sizes. */
    public static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** With its bounds and what they are the bounds of. */
    public static String interval(Interval value) {
        return String.format(
                Locale.ROOT,
                "%.0f %% interval %s to %s",
                100 * value.confidence(),
                ratio(value.low()),
                ratio(value.high()));
    }

    /** A share of 1 in percent, such as {@code 0.31 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%s %%", plain(100 * share, 2));
    }

    public static String points(double share) {
        return String.format(Locale.ROOT, "%+.2f points", 100 * share);
    }

    /** Of any size, with four digits. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    public static String decibel(double value) {
        return String.format(Locale.ROOT, "%.1f dB", value);
    }

    /** A share of 1 with its bounds, in percentage points. */
    public static String points(Interval share) {
        return String.format(
                Locale.ROOT,
                "%+.2f points [%+.2f, %+.2f]",
                100 * share.estimate(),
                100 * share.low(),
                100 * share.high());
    }

    /** With its bounds, for a column whose head says what confidence they have. */
    public static String ratio(Interval value) {
        return "%s [%s, %s]".formatted(ratio(value.estimate()), ratio(value.low()), ratio(value.high()));
    }

    /** A share of 1 in percent with both digits, for columns. */
    public static String percentInColumn(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Four digits, so that the ratio of two times can be read off them; in one unit, so that they can be compared. */
    public static String millis(double millis) {
        int decimals = millis > 0 ? 3 - (int) Math.floor(Math.log10(millis)) : 1;
        return String.format(Locale.ROOT, "%." + Math.clamp(decimals, 1, MOST_DECIMALS) + "f ms", millis);
    }

    public static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /** {@code 1 fork}, {@code 2 forks}. */
    public static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** In the largest unit of 1024 that leaves a whole number. */
    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " bytes";
        }
        if (bytes < MIB) {
            return String.format(Locale.ROOT, "%.1f KiB", (double) bytes / KIB);
        }
        return bytes < GIB
                ? String.format(Locale.ROOT, "%.2f MiB", (double) bytes / MIB)
                : String.format(Locale.ROOT, "%.2f GiB", (double) bytes / GIB);
    }

    /** Without zeros at the end. */
    static String plain(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
