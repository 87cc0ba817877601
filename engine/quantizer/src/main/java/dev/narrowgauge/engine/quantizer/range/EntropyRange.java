package dev.narrowgauge.engine.quantizer.range;

import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;

/**
 * The range whose codes keep the most information: the least Kullback-Leibler divergence of the clipped distribution P from
 * the quantized one Q, after S. Migacz, "8-bit Inference with TensorRT" (GTC 2017).
 *
 * <p>P are the counts of the even bins within the range, those of clipped values added to the outermost bins. Q has the
 * counts without clipped values, summed over as many groups of bins as there are codes and spread evenly over those bins of
 * a group that are not empty. Where both sides have values, the two ends are found in turn. Zeros, which are exact with any
 * range, do not count, and a grid with more codes than bins loses nothing, so it keeps what was seen.
 */
public record EntropyRange() implements RangeMethod {
    private static final int MOST_ROUNDS = 3;
    private static final int COARSE_CANDIDATES = 128;

    @Override
    public Range choose(ActivationStatistics observed, Grid grid) {
        Range all = RangeMethod.observedRange(observed);
        if (observed.histogram().binned() == 0) {
            return all;
        }
        EvenBins bins = new EvenBins(observed.histogram(), observed.histogram().topOctave());
        if (grid.isSymmetricFor(all)) {
            int length = Math.max(bins.end(), -bins.first());
            Divergence divergence = new Divergence(folded(bins, length), grid.codes() / 2);
            double bound = divergence.bestEnd(0, length, 1) * bins.width();
            return new Range((float) -bound, (float) bound).within(all);
        }
        double[] counts = new double[bins.end() - bins.first()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = bins.countAt(bins.first() + i);
        }
        Divergence divergence = new Divergence(counts, grid.codes());
        int from = 0;
        int to = counts.length;
        if (bins.first() == 0) {
            to = divergence.bestEnd(0, to, 1);
        } else if (bins.end() == 0) {
            from = divergence.bestStart(to, 0, 1);
        } else {
            int stride = Math.max(1, counts.length / COARSE_CANDIDATES);
            for (int round = 0; round < MOST_ROUNDS; round++) {
                int newTo = divergence.bestEnd(from, -bins.first() + 1, stride);
                int newFrom = divergence.bestStart(newTo, -bins.first() - 1, stride);
                if (newTo == to && newFrom == from) {
                    break;
                }
                to = newTo;
                from = newFrom;
            }
        }
        return new Range((float) Math.min(0, (bins.first() + from) * bins.width()), (float)
                        Math.max(0, (bins.first() + to) * bins.width()))
                .within(all);
    }

    private static double[] folded(EvenBins bins, int length) {
        double[] counts = new double[length];
        for (int position = bins.first(); position < bins.end(); position++) {
            counts[position >= 0 ? position : -position - 1] += bins.countAt(position);
        }
        return counts;
    }
}
