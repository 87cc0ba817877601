package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.List;

/** What all values of an output of the baseline have in common, as far as it tells what they mean. */
final class ValueTraits {
    private static final double TOLERANCE = 1e-3;
    private static final double LIKELY = 0.5;

    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private boolean sumToOne = true;
    private boolean exponentialsSumToOne = true;
    private boolean unitLength = true;
    private int rank;
    private boolean isMap;
    private boolean isLed;
    private int classes = 1;
    private int rows = 1;

    void add(TensorData output, OutputLayout layout, int sample) {
        List<Long> axes = layout.dims().stream().filter(dim -> dim > 1).toList();
        rank = Math.max(rank, axes.size());
        isLed |= layout.dims().size() > 1 && layout.dims().getFirst() == 1;
        isMap |= layout.dims().size() > 2 && axes.size() > 1;
        classes = layout.classes();
        rows = layout.size() / Math.max(1, classes);
        for (int row = 0; row < rows; row++) {
            addRow(output, layout, sample, row);
        }
    }

    private void addRow(TensorData output, OutputLayout layout, int sample, int row) {
        double sum = 0;
        double exponentials = 0;
        double squares = 0;
        for (int i = 0; i < classes; i++) {
            double value = output.value(layout.index(sample, row * classes + i));
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
            sum += value;
            squares += value * value;
            exponentials += exponentialsSumToOne ? Math.exp(value) : 0;
        }
        sumToOne &= Math.abs(sum - 1) <= TOLERANCE;
        exponentialsSumToOne &= Math.abs(exponentials - 1) <= TOLERANCE;
        unitLength &= Math.abs(squares - 1) <= TOLERANCE;
    }

    /** Whether a sample has places beside its channels, of which there may be one. */
    boolean isMap() {
        return isMap;
    }

    /** Whether a sample has an axis of length 1 before the others, as the features of a single step or place have. */
    boolean isLed() {
        return isLed;
    }

    /** Axes of one sample that are longer than 1. */
    int rank() {
        return rank;
    }

    /** Along the last of them. */
    int classes() {
        return classes;
    }

    int rows() {
        return rows;
    }

    /** Whether each row is a distribution over its classes, or the logarithm of one. */
    boolean isDistribution() {
        return classes > 1 && (sumToOne && lowest >= 0 || exponentialsSumToOne && highest <= 0);
    }

    boolean isUnitLength() {
        return classes > 1 && unitLength;
    }

    /** Whether all values lie from 0 to 1 and one of them is likely, as a small number in an embedding is not. */
    boolean isBetweenZeroAndOne() {
        return lowest >= 0 && highest <= 1 && highest >= LIKELY;
    }
}
