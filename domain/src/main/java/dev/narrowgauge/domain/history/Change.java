package dev.narrowgauge.domain.history;

/**
 * A place in a series from which on its values are others.
 *
 * @param index of the first value after it
 * @param before mean of the values since the change before it, in the unit of the metric (of a ratio or a time the geometric one)
 * @param after mean of the values up to the next change, likewise
 * @param magnitude by which share the larger mean exceeds the smaller one, or points of 1 where the metric is a share
 * @param pValue of Student's t test that the means are equal
 */
public record Change(int index, double before, double after, double magnitude, double pValue) {
    public Change {
        if (index < 1) {
            throw new IllegalArgumentException("nothing is before index " + index);
        }
    }
}
