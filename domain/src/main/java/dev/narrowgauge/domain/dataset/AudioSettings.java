package dev.narrowgauge.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How WAV files become the values of an input: amplitudes from -1 to 1, times the scale. What is empty follows from the
 * model.
 *
 * @param layout the axes of the input
 * @param sampleRate in hertz, which every file must have
 * @param length of the input, in points of time
 * @param scale what an amplitude of 1 is
 */
public record AudioSettings(
        Optional<AudioLayout> layout,
        OptionalInt sampleRate,
        Tracks channels,
        OptionalInt length,
        Fit fit,
        Optional<Double> scale) {

    /** The axes, the outermost first: N counts samples, C channels, T points of time. */
    public enum AudioLayout {
        T,
        NT,
        NCT,
        NTC;

        /** Where the axis stands, or -1. */
        public int axis(char letter) {
            return name().indexOf(letter);
        }

        public int rank() {
            return name().length();
        }
    }

    /** Which channels of a file are fed. */
    public enum Tracks {
        /** All, so that there must be as many as the input takes. */
        ALL,
        /** Their mean, as one. */
        MIX,
        /** The first, which is the left one. */
        FIRST
    }

    /** How a file of another length gets that of the input. */
    public enum Fit {
        /** Not at all. */
        EXACT,
        /** Longer ones are cut at their end, shorter ones get silence there. */
        PAD_OR_CUT
    }

    public AudioSettings {
        requireNonNull(layout, "layout is null");
        requireNonNull(sampleRate, "sampleRate is null");
        requireNonNull(channels, "channels is null");
        requireNonNull(length, "length is null");
        requireNonNull(fit, "fit is null");
        requireNonNull(scale, "scale is null");
    }
}
