package dev.narrowgauge.domain.scenario;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Finds the highest rate that keeps a limit, by halving what lies between a rate that keeps it and one that does not. What
 * was found is tried again with other arrivals, and given up for a lower rate where it fails.
 */
public final class PeakRateSearch {
    /** Where a rate this much below capacity still breaks the limit, the model alone takes too long for it. */
    private static final double LOWEST_SHARE = 1.0 / 64;

    private static final int MOST_CONFIRMATIONS = 5;

    private final LatencyLimit limit;
    private final Load load;
    private final BooleanSupplier hasTime;
    private final SplittableRandom seeds;
    private final List<PeakRate.Trial> trials = new ArrayList<>();

    /** Runs queries that arrive at random. */
    @FunctionalInterface
    public interface Load {
        /**
         * @param seed of their arrivals
         * @return latency of each, in order of arrival, nanoseconds, from the time at which it was to arrive
         */
        long[] latencies(double perSecond, long seed);
    }

    /**
     * @param hasTime whether another trial may be begun
     * @param seed of what is drawn: when queries arrive
     */
    public PeakRateSearch(LatencyLimit limit, Load load, BooleanSupplier hasTime, long seed) {
        this.limit = requireNonNull(limit, "limit is null");
        this.load = requireNonNull(load, "load is null");
        this.hasTime = requireNonNull(hasTime, "hasTime is null");
        this.seeds = new SplittableRandom(seed);
    }

    /**
     * @param capacity queries a second that are answered where each begins as the one before ends: no higher rate can be kept
     * @param precision relative distance at which the search ends, for example 0.05
     */
    public PeakRate search(double capacity, double precision) {
        if (!(capacity > 0 && precision > 0)) {
            throw new IllegalArgumentException(
                    "capacity and precision are not positive: %s, %s".formatted(capacity, precision));
        }
        double kept = 0;
        double tooHigh = capacity;
        while (isApart(kept, tooHigh, capacity, precision) && hasTime.getAsBoolean()) {
            double rate = kept == 0 ? tooHigh / 2 : Math.sqrt(kept * tooHigh);
            if (isKept(rate)) {
                kept = rate;
            } else {
                tooHigh = rate;
            }
        }
        return confirmed(kept, tooHigh, precision);
    }

    private static boolean isApart(double kept, double tooHigh, double capacity, double precision) {
        return kept == 0 ? tooHigh > capacity * LOWEST_SHARE : tooHigh > kept * (1 + precision);
    }

    private PeakRate confirmed(double found, double broken, double precision) {
        double kept = found;
        double tooHigh = broken;
        for (int look = 0; kept > 0 && look < MOST_CONFIRMATIONS && hasTime.getAsBoolean(); look++) {
            if (isKept(kept)) {
                return new PeakRate(kept, tooHigh, true, trials);
            }
            tooHigh = kept;
            kept /= 1 + precision;
        }
        return new PeakRate(kept, tooHigh, false, trials);
    }

    private boolean isKept(double rate) {
        long[] latencies = load.latencies(rate, seeds.nextLong());
        boolean kept = limit.isKept(latencies);
        trials.add(new PeakRate.Trial(rate, latencies.length, limit.over(latencies), kept));
        return kept;
    }
}
