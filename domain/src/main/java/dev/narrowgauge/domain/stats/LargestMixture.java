package dev.narrowgauge.domain.stats;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The largest E_n of {@link SequentialMean} from its first look to the thousandth value, where the mean is the true one:
 * what it exceeds with probability α.
 *
 * <p>By simulation of 2,000,000 sequences of independent standard normal values (NumPy 2, {@code default_rng}, seeds 0 to 7
 * with 250,000 each): the quantiles of {@code max(√r · (1 − R (1 − r))^(−n/2))} over n with R = (Σx)² / (n Σx²), which is
 * E_n; α times the quantile, rounded up to two digits. Up to the 200th value the largest is lower by a tenth, up to the 40th by a
 * third; for small α the product rises slowly towards 1, which it cannot exceed (Ville).
 */
final class LargestMixture {
    private static final NavigableMap<Double, Double> ALPHA_TIMES_QUANTILE = new TreeMap<>(Map.of(
            0.5, 0.19, 0.3, 0.23, 0.2, 0.25, 0.1, 0.30, 0.05, 0.34, 0.025, 0.39, 0.01, 0.44, 0.005, 0.48, 0.0025, 0.53,
            0.001, 0.56));

    /** By which the product rises at most where α is a tenth, beyond what was simulated. */
    private static final double RISE = 0.12;

    private LargestMixture() {}

    static double quantile(double alpha) {
        return alphaTimesQuantile(alpha) / alpha;
    }

    /** Between the simulated ones it is nearly linear in log α. */
    private static double alphaTimesQuantile(double alpha) {
        Map.Entry<Double, Double> above = ALPHA_TIMES_QUANTILE.ceilingEntry(alpha);
        Map.Entry<Double, Double> below = ALPHA_TIMES_QUANTILE.floorEntry(alpha);
        if (above == null) {
            return ALPHA_TIMES_QUANTILE.lastEntry().getValue();
        }
        if (below == null) {
            return Math.min(1, above.getValue() + RISE * Math.log10(above.getKey() / alpha));
        }
        if (below.getKey().equals(above.getKey())) {
            return above.getValue();
        }
        double share = Math.log(above.getKey() / alpha) / Math.log(above.getKey() / below.getKey());
        return above.getValue() + share * (below.getValue() - above.getValue());
    }
}
