package dev.narrowgauge.domain.scenario;

import dev.narrowgauge.domain.stats.TailLatency;

/**
 * That a share of all queries is answered in time.
 *
 * @param percentile in (0, 1), for example 0.99
 * @param nanos that so many are answered within
 */
public record LatencyLimit(double percentile, long nanos) {
    /** Of the queries of a trial: with fewer a rate far below the limit is not told from one at it. */
    private static final int SLOW_QUERIES = 10;

    /** Lags of the correlation that are looked at, as a share of the queries: beyond there is little to look at. */
    private static final int LAGS = 10;

    private static final double HARDLY_CORRELATED = 0.1;

    public LatencyLimit {
        if (!(percentile > 0 && percentile < 1)) {
            throw new IllegalArgumentException("percentile is not in (0, 1): " + percentile);
        }
        if (nanos < 1) {
            throw new IllegalArgumentException("nanos is not positive: " + nanos);
        }
    }

    /** How many queries a trial needs, if they were independent, so that ten may be late: 197 for p90, 2010 for p99. */
    public int queries() {
        int few = 1;
        while (TailLatency.largestAllowedOver(few, percentile) < SLOW_QUERIES) {
            few *= 2;
        }
        int low = few / 2;
        int high = few;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (TailLatency.largestAllowedOver(middle, percentile) < SLOW_QUERIES) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Of so many queries, how many may be late so that the limit counts as kept; negative where they are too few to say. */
    public int mostOver(int queries) {
        return queries < 1 ? -1 : TailLatency.largestAllowedOver(queries, percentile);
    }

    /**
     * Whether it was kept, at 99 % confidence by the early-stopping rule of MLPerf Inference. That rule takes queries for
     * independent. They are not: one that is late makes the next ones late. So it is asked once more of every so-many-th
     * query, as many as it takes until lateness hardly depends on that of the one before.
     *
     * @param latencies in order of arrival, nanoseconds
     */
    public boolean isKept(long... latencies) {
        long over = over(latencies);
        if (over > mostOver(latencies.length)) {
            return false;
        }
        int apart = independentDistance(over, latencies);
        return Math.ceilDiv(over, apart) <= mostOver(latencies.length / apart);
    }

    /** How many were late. */
    public long over(long... latencies) {
        long over = 0;
        for (long latency : latencies) {
            over += latency > nanos ? 1 : 0;
        }
        return over;
    }

    /** The first lag at which the correlation of being late is below 0.1. */
    private int independentDistance(long over, long... latencies) {
        double share = (double) over / latencies.length;
        double variance = share * (1 - share);
        int lag = 1;
        while (variance > 0 && lag < latencies.length / LAGS) {
            long both = 0;
            for (int i = lag; i < latencies.length; i++) {
                both += latencies[i] > nanos && latencies[i - lag] > nanos ? 1 : 0;
            }
            double covariance = (double) both / (latencies.length - lag) - share * share;
            if (covariance < HARDLY_CORRELATED * variance) {
                return lag;
            }
            lag++;
        }
        return lag;
    }
}
