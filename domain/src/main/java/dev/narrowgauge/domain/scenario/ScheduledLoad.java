package dev.narrowgauge.domain.scenario;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Queries that arrive at given times, whether or not the one before has been answered, and are answered one by one in the
 * order of their arrival. The latency of a query counts from the time at which it was to arrive, so that a stall makes all
 * those late that would have come meanwhile. A loop that sends the next query once the last is answered leaves just those
 * out (Tene's coordinated omission); MLPerf's LoadGen counts as it is done here.
 *
 * @param clock by which they arrive
 * @param service answers one query, and returns when it has
 */
public record ScheduledLoad(QueryClock clock, Runnable service) {
    public ScheduledLoad {
        requireNonNull(clock, "clock is null");
        requireNonNull(service, "service is null");
    }

    /**
     * @param arrivals when the next query arrives, nanoseconds since the beginning, ascending
     * @param most queries
     * @param limitNanos latency that is counted as over the limit where it is longer
     * @param mostOver ends early once more queries than this were over: that the rate is too high is known then
     * @return latency of each query, in order of arrival
     */
    public long[] run(LongSupplier arrivals, int most, long limitNanos, long mostOver) {
        long[] latencies = new long[most];
        long begin = clock.nanos();
        long over = 0;
        int count = 0;
        while (count < most && over <= mostOver) {
            long arrival = begin + arrivals.getAsLong();
            clock.awaitNanos(arrival);
            service.run();
            long latency = clock.nanos() - arrival;
            latencies[count++] = latency;
            over += latency > limitNanos ? 1 : 0;
        }
        return Arrays.copyOf(latencies, count);
    }
}
