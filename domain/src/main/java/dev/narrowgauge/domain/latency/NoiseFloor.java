package dev.narrowgauge.domain.latency;

import dev.narrowgauge.domain.decision.Numbers;

/**
 * What differences the measurements of one machine can show.
 *
 * @param controls that it follows from
 * @param needed controls before anything can be said
 * @param smallestDifference relative, such as 0.012: a file against itself differs by more in 1 of 20 measurements; null
 *     while there are fewer controls than needed
 */
public record NoiseFloor(int controls, int needed, Double smallestDifference) {
    /** For a person, to stand after what it is. */
    public String text() {
        return smallestDifference == null
                ? "not known yet (%d of %d measurements)".formatted(controls, needed)
                : Numbers.percent(smallestDifference);
    }
}
