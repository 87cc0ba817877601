package dev.narrowgauge.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How image files become the values of an input: fitted to its size, then for each channel
 * {@code (pixel * scale - mean) / std} with pixels from 0 to 255. What is empty follows from the model.
 *
 * @param layout the axes of the input
 * @param height pixels
 * @param width pixels
 * @param shorterSide with {@link Fit#CROP}: pixels of the shorter side before the cut
 * @param antialias whether shrinking averages over all pixels that it leaves out
 * @param fill with {@link Fit#PAD}: the pixels around the image, 0 to 255
 * @param mean of every channel in the order of the input, or one for all
 * @param std of every channel in the order of the input, or one for all; not 0
 */
public record ImageSettings(
        Optional<ImageLayout> layout,
        Optional<Channels> channels,
        OptionalInt height,
        OptionalInt width,
        Fit fit,
        OptionalInt shorterSide,
        boolean antialias,
        double fill,
        Optional<Double> scale,
        List<Double> mean,
        List<Double> std) {

    /** Which channels the input has, in their order. */
    public enum Channels {
        RGB,
        BGR,
        GRAY;

        public int count() {
            return this == GRAY ? 1 : 3;
        }
    }

    /** How an image of another size than the input's gets it. */
    public enum Fit {
        /** Not at all. */
        EXACT,
        /** Each side by itself; where the input leaves one side free, that keeps the ratio. */
        STRETCH,
        /** Scaled until it covers the input, and cut at both ends. */
        CROP,
        /** Scaled until it lies within the input, and filled up at both ends. */
        PAD
    }

    public ImageSettings {
        requireNonNull(layout, "layout is null");
        requireNonNull(channels, "channels is null");
        requireNonNull(height, "height is null");
        requireNonNull(width, "width is null");
        requireNonNull(fit, "fit is null");
        requireNonNull(shorterSide, "shorterSide is null");
        requireNonNull(scale, "scale is null");
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (std.contains(0.0)) {
            throw new IllegalArgumentException("a std of 0");
        }
    }
}
