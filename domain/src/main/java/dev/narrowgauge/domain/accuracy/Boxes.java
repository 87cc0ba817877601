package dev.narrowgauge.domain.accuracy;

import java.util.Arrays;

/**
 * Boxes in images, right ones or detected ones, those of one image in any order.
 *
 * @param images the sample that each is in
 * @param categories the class of each
 * @param places left, top, width and height of each, in pixels, box after box
 * @param values of right ones the area in square pixels, which may be less than that of the box; of detected ones the score
 */
public record Boxes(int[] images, int[] categories, float[] places, float[] values) {
    public static final int NUMBERS = 4;

    public Boxes {
        if (categories.length != images.length
                || values.length != images.length
                || places.length != NUMBERS * images.length) {
            throw new IllegalArgumentException("images, classes, places and values are not of the same boxes");
        }
    }

    /** Whether they are the same boxes in the same order. */
    boolean isSame(Boxes others) {
        return Arrays.equals(images, others.images)
                && Arrays.equals(categories, others.categories)
                && Arrays.equals(places, others.places)
                && Arrays.equals(values, others.values);
    }

    int count() {
        return images.length;
    }

    double area(int box) {
        return (double) places[NUMBERS * box + 2] * places[NUMBERS * box + 3];
    }

    /**
     * Intersection over union with another box; where that is a crowd, of which one box may be a part, over this box's area.
     */
    double overlap(int box, Boxes others, int other, boolean isCrowd) {
        double width = common(box, others, other, 0);
        double height = common(box, others, other, 1);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        return both / (isCrowd ? area(box) : area(box) + others.area(other) - both);
    }

    /** @param axis 0 for left and width, 1 for top and height */
    private double common(int box, Boxes others, int other, int axis) {
        double from = places[NUMBERS * box + axis];
        double otherFrom = others.places[NUMBERS * other + axis];
        double to = from + places[NUMBERS * box + axis + 2];
        double otherTo = otherFrom + others.places[NUMBERS * other + axis + 2];
        return Math.min(to, otherTo) - Math.max(from, otherFrom);
    }
}
