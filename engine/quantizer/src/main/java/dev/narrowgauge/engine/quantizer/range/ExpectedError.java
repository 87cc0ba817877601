package dev.narrowgauge.engine.quantizer.range;

import dev.narrowgauge.engine.quantizer.calibration.Histogram;

/** The error that quantizing to a range brings to the values of a histogram, each octave of ranges seen with its own bins. */
final class ExpectedError {
    private final Histogram histogram;
    private final Grid grid;
    private final EvenBins[] views = new EvenBins[Histogram.OCTAVES];

    ExpectedError(Histogram histogram, Grid grid) {
        this.histogram = histogram;
        this.grid = grid;
    }

    EvenBins.Error of(Range range) {
        int octave = Float.floatToRawIntBits(range.magnitude()) >>> 23;
        int view = Math.clamp(histogram.topOctave() - octave, 0, Histogram.OCTAVES - 1);
        if (views[view] == null) {
            views[view] = new EvenBins(histogram, histogram.topOctave() - view);
        }
        return views[view].error(grid.parameters(range));
    }
}
