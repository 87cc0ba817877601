package dev.narrowgauge.engine.quantizer.range;

import dev.narrowgauge.engine.quantizer.calibration.Histogram;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;

/**
 * A histogram seen with bins of one width, 1024 to 2048 of them up to a chosen octave: each of its own bins lies within one
 * of these. What is larger is kept as its moments. Zeros and tiny values are left out, since zero is always exact.
 *
 * <p>Positions are counted in bin widths from zero. Values are taken as evenly spread within a bin.
 */
final class EvenBins {
    private static final int OCTAVE_BINS = 1 << Histogram.FRACTION_BITS;

    private final double width;

    /** Position of the lower edge of the first bin, and of the upper edge of the last. */
    private final int first;

    private final int end;

    /** Sums of 1, x and x² below each bin edge. */
    private final double[] count;

    private final double[] sum;
    private final double[] squares;
    private final Moments below = new Moments();
    private final Moments above = new Moments();

    /** Error by rounding and error by clipping, each Σ(x − x̂)². */
    record Error(double rounding, double clipping) {}

    private static final class Moments {
        private double count;
        private double sum;
        private double squares;

        void add(double number, double from, double to) {
            double middle = (from + to) / 2;
            count += number;
            sum += number * middle;
            squares += number * (middle * middle + (to - from) * (to - from) / 12);
        }

        double squaredDistance(double value) {
            return squares - 2 * value * sum + value * value * count;
        }
    }

    /** @param octave biased exponent of the largest magnitudes with bins of their own */
    EvenBins(Histogram histogram, int octave) {
        width = Math.scalb(1.0, octave - 127 - Histogram.FRACTION_BITS);
        double[] upper = new double[2 * OCTAVE_BINS];
        double[] lower = new double[2 * OCTAVE_BINS];
        int upperEnd = spread(histogram, histogram.positive(), octave, upper, above, 1);
        int lowerEnd = spread(histogram, histogram.negative(), octave, lower, below, -1);
        first = -lowerEnd;
        end = upperEnd;
        count = new double[end - first + 1];
        sum = new double[end - first + 1];
        squares = new double[end - first + 1];
        for (int i = 0; i < end - first; i++) {
            int position = first + i;
            double number = position >= 0 ? upper[position] : lower[-position - 1];
            double middle = position + 0.5;
            count[i + 1] = count[i] + number;
            sum[i + 1] = sum[i] + number * middle;
            squares[i + 1] = squares[i] + number * (middle * middle + 1.0 / 12);
        }
    }

    /** Returns how many of the bins are in use. */
    private int spread(Histogram histogram, long[] counts, int octave, double[] bins, Moments beyond, int sign) {
        int used = 0;
        int lowest = histogram.topOctave() - Histogram.OCTAVES + 1;
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] == 0) {
                continue;
            }
            int finer = octave - lowest - (bin >> Histogram.FRACTION_BITS);
            if (finer < 0) {
                beyond.add(counts[bin], sign * histogram.edge(bin) / width, sign * histogram.edge(bin + 1) / width);
                continue;
            }
            int position = (OCTAVE_BINS + (bin & (OCTAVE_BINS - 1))) >> Math.min(finer, 31);
            bins[position] += counts[bin];
            used = Math.max(used, position + 1);
        }
        return used;
    }

    double width() {
        return width;
    }

    int first() {
        return first;
    }

    int end() {
        return end;
    }

    /** Values in the bin whose lower edge lies at the position. */
    double countAt(int position) {
        return count[position - first + 1] - count[position - first];
    }

    /** The error of all values on the grid of these parameters. */
    Error error(QuantizationParameters parameters) {
        double step = parameters.scale() / width;
        double lowest = (parameters.type().minimum() - parameters.zeroPoint()) * step;
        double highest = (parameters.type().maximum() - parameters.zeroPoint()) * step;
        double from = Math.max(first, lowest - step / 2);
        double to = Math.min(end, highest + step / 2);
        double clipping = squaredDistance(lowest, first, from)
                + squaredDistance(highest, to, end)
                + below.squaredDistance(lowest)
                + above.squaredDistance(highest);
        double rounding = rounding(step, from, to);
        return new Error(rounding * width * width, clipping * width * width);
    }

    /** Sums over the codes: values between two code boundaries are rounded to the code in the middle. */
    private double rounding(double step, double from, double to) {
        if (from >= to) {
            return 0;
        }
        if (step < 1) {
            return (countBelow(to) - countBelow(from)) * step * step / 12;
        }
        double error = 0;
        double reached = from;
        long last = (long) Math.ceil(to / step - 0.5);
        for (long code = (long) Math.floor(from / step + 0.5); code <= last; code++) {
            double boundary = Math.min(to, (code + 0.5) * step);
            if (boundary > reached) {
                error += squaredDistance(code * step, reached, boundary);
                reached = boundary;
            }
        }
        return error;
    }

    /** Σ(x − value)² over the values between the positions. */
    private double squaredDistance(double value, double from, double to) {
        if (from >= to) {
            return 0;
        }
        double number = countBelow(to) - countBelow(from);
        double total = sumBelow(to) - sumBelow(from);
        return squaresBelow(to) - squaresBelow(from) - 2 * value * total + value * value * number;
    }

    private int binBelow(double position) {
        return Math.clamp((int) Math.floor(position) - first, 0, end - first - 1);
    }

    private double countBelow(double position) {
        int bin = binBelow(position);
        double part = position - (first + bin);
        return count[bin] + (count[bin + 1] - count[bin]) * part;
    }

    private double sumBelow(double position) {
        int bin = binBelow(position);
        double part = position - (first + bin);
        return sum[bin] + (count[bin + 1] - count[bin]) * part * (first + bin + part / 2);
    }

    private double squaresBelow(double position) {
        int bin = binBelow(position);
        double low = first + bin;
        double part = position - low;
        return squares[bin] + (count[bin + 1] - count[bin]) * part * (low * low + low * part + part * part / 3);
    }
}
