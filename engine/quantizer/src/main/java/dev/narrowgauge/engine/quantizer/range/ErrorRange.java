package dev.narrowgauge.engine.quantizer.range;

import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import java.util.function.DoubleFunction;

/**
 * The range with the least expected error on the integers that are deployed, scale and rounded zero point included:
 * {@code Σ(x − x̂)²}, of which the part of clipped values counts {@code clippingWeight} times. A weight of 1 is the mean
 * squared error.
 *
 * <p>Both ends are first moved in together, then each alone until neither improves.
 */
public record ErrorRange(double clippingWeight) implements RangeMethod {
    private static final double STEP = Math.pow(2, -1.0 / 16);
    private static final int REFINEMENTS = 8;
    private static final int MOST_ROUNDS = 4;

    public ErrorRange {
        if (!(clippingWeight >= 1)) {
            throw new IllegalArgumentException("clipping weight is not at least 1: " + clippingWeight);
        }
    }

    @Override
    public Range choose(ActivationStatistics observed, Grid grid) {
        Range all = RangeMethod.observedRange(observed);
        if (observed.histogram().binned() == 0) {
            return all;
        }
        Search search = new Search(new ExpectedError(observed.histogram(), grid), all);
        search.improve(all.magnitude(), bound -> new Range((float) -bound, (float) bound).within(all));
        if (grid.isSymmetricFor(all) || all.low() == 0 || all.high() == 0) {
            return search.best;
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Range before = search.best;
            search.improve(all.high(), bound -> new Range(search.best.low(), (float) bound));
            search.improve(-all.low(), bound -> new Range((float) -bound, search.best.high()));
            if (search.best.equals(before)) {
                break;
            }
        }
        return search.best;
    }

    private final class Search {
        private final ExpectedError error;
        private Range best;
        private double least;

        Search(ExpectedError error, Range start) {
            this.error = error;
            this.best = start;
            this.least = weighted(error.of(start));
        }

        /** Tries bounds from the largest down, then more finely around the best of them. */
        void improve(double largest, DoubleFunction<Range> candidate) {
            double found = tryDownwards(largest, 0, STEP, candidate);
            if (found > 0) {
                double fine = Math.pow(STEP, 1.0 / REFINEMENTS);
                tryDownwards(Math.min(largest, found / STEP), found * STEP, fine, candidate);
            }
        }

        private double tryDownwards(double from, double to, double factor, DoubleFunction<Range> candidate) {
            double found = 0;
            for (double bound = from; bound > to && (float) bound > 0; bound *= factor) {
                Range range = candidate.apply(bound);
                EvenBins.Error parts = error.of(range);
                if (weighted(parts) < least) {
                    least = weighted(parts);
                    best = range;
                    found = bound;
                }
                if (clippingWeight * parts.clipping() > least) {
                    // A smaller bound only clips more.
                    break;
                }
            }
            return found;
        }

        private double weighted(EvenBins.Error parts) {
            return parts.rounding() + clippingWeight * parts.clipping();
        }
    }
}
