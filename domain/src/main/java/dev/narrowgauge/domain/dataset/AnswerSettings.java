package dev.narrowgauge.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the outputs of a model are to be read where they are held against what is right.
 *
 * @param blank class of a step that says nothing; empty takes the one that the baseline answers more often
 * @param separator class of the symbol between words; empty where there are no words
 * @param boxes what the four numbers of a detected box are
 */
public record AnswerSettings(Optional<Blank> blank, OptionalInt separator, BoxFormat boxes) {
    public static final AnswerSettings NONE =
            new AnswerSettings(Optional.empty(), OptionalInt.empty(), BoxFormat.CORNERS);

    public enum Blank {
        FIRST,
        LAST
    }

    public enum BoxFormat {
        /** Left, top, right, bottom. */
        CORNERS,
        /** Left, top, width, height. */
        SIZE,
        /** Horizontal and vertical middle, width, height. */
        CENTER
    }

    public AnswerSettings {
        requireNonNull(blank, "blank is null");
        requireNonNull(separator, "separator is null");
        requireNonNull(boxes, "boxes is null");
    }
}
