package dev.narrowgauge.checks.twice;

import java.util.List;

/** What a demo found. */
record DemoFigures(String verdict, double seconds, List<Variant> variants) {
    /**
     * One variant's row.
     *
     * @param verdict of the row
     * @param speed name of Speed
     * @param ratio to the baseline's latency, with its interval as shown; NaN where none was given
     */
    record Variant(String recipe, String verdict, String speed, double ratio, double low, double high) {
        /** Relative. */
        double halfWidth() {
            return Math.log(high / low) / 2;
        }

        boolean overlaps(Variant other) {
            return low <= other.high && other.low <= high;
        }
    }
}
