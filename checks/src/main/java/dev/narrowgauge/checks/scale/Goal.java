package dev.narrowgauge.checks.scale;

import java.util.Locale;
import java.util.Optional;

/**
 * What a run may take.
 *
 * @param seconds 0 for any
 * @param bytes likewise
 * @param memory which of it the bytes are of
 */
record Goal(double seconds, long bytes, Memory memory) {
    static final Goal NONE = new Goal(0, 0, Memory.ALL);

    private static final double MEBIBYTE = 1 << 20;

    enum Memory {
        ALL,
        NOT_MAPPED
    }

    /** What was missed, for a person. */
    Optional<String> missed(ScaleFigures figures) {
        double taken = memory == Memory.ALL ? figures.mebibytes() : figures.unmappedMebibytes();
        if (seconds > 0 && figures.seconds() > seconds) {
            return Optional.of(String.format(Locale.ROOT, "%.1f s instead of %.0f s", figures.seconds(), seconds));
        }
        return bytes > 0 && taken > bytes / MEBIBYTE
                ? Optional.of(String.format(Locale.ROOT, "%.0f MiB instead of %.0f MiB", taken, bytes / MEBIBYTE))
                : Optional.empty();
    }
}
