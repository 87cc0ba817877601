package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Locale;

/** How large one sample may be. */
final class SampleSize {
    /** Their bytes, in the widest type that files are decoded as, are counted by an int. */
    private static final int MOST_NUMBERS = Integer.MAX_VALUE / Double.BYTES;

    private SampleSize() {}

    /**
     * The dimensions, if there may be so many numbers.
     *
     * @param whose begins a sentence
     * @param keys of the settings that make it smaller
     */
    static List<Long> checked(String whose, List<Long> dims, String keys) {
        double numbers = dims.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
        if (numbers > MOST_NUMBERS) {
            throw new NarrowgaugeException(
                    ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                    String.format(
                            Locale.ROOT,
                            "%s would be %.0f numbers, of shape %s, and at most %d are read; write a smaller %s into %s.",
                            whose,
                            numbers,
                            dims,
                            MOST_NUMBERS,
                            keys,
                            DataSettings.FILE_NAME));
        }
        return dims;
    }
}
