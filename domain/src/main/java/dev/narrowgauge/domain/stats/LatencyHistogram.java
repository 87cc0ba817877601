package dev.narrowgauge.domain.stats;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long many runs took, nanoseconds: an HdrHistogram of three significant digits, so that of each run it is known to
 * 0.1 % how long it took, and not when. It is written in the library's own compressed form in Base64, which its logs have,
 * too.
 */
public final class LatencyHistogram {
    private static final int DIGITS = 3;

    private final Histogram histogram;

    private LatencyHistogram(Histogram histogram) {
        this.histogram = histogram;
    }

    /** @param nanos any order, none negative */
    public static LatencyHistogram of(long... nanos) {
        Histogram histogram = new Histogram(DIGITS);
        for (long one : nanos) {
            histogram.recordValue(one);
        }
        return new LatencyHistogram(histogram);
    }

    /** @throws IllegalArgumentException where it is not what {@link #text} wrote */
    public static LatencyHistogram ofText(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            return new LatencyHistogram(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
        } catch (DataFormatException | RuntimeException failure) {
            throw new IllegalArgumentException(
                    "no compressed HdrHistogram in Base64: " + failure.getMessage(), failure);
        }
    }

    /** All runs of several. */
    public static LatencyHistogram sum(List<LatencyHistogram> parts) {
        Histogram sum = new Histogram(DIGITS);
        parts.forEach(part -> sum.add(part.histogram));
        return new LatencyHistogram(sum);
    }

    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes, Deflater.BEST_COMPRESSION);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /** For the library's own tools. */
    public Histogram toHistogram() {
        return histogram.copy();
    }

    public long runs() {
        return histogram.getTotalCount();
    }

    /** At most 0.1 % below the shortest run. */
    public long minNanos() {
        return histogram.getMinValue();
    }

    /** At most 0.1 % above the longest run. */
    public long maxNanos() {
        return histogram.getMaxValue();
    }

    public double meanNanos() {
        return histogram.getMean();
    }

    /**
     * How long the run took that is so many-th from the shortest one: never less than it did, at most 0.1 % more.
     *
     * @param rank from 1 to the number of runs
     */
    public long nanosOfRank(long rank) {
        long seen = 0;
        for (HistogramIterationValue value : histogram.recordedValues()) {
            seen += value.getCountAddedInThisIterationStep();
            if (seen >= rank) {
                return value.getValueIteratedTo();
            }
        }
        throw new IllegalArgumentException("of %d runs there is no %dth".formatted(runs(), rank));
    }

    /** How long runs took, ascending, from that long on. */
    LongStream nanosFrom(long nanos) {
        LongStream.Builder values = LongStream.builder();
        for (HistogramIterationValue value : histogram.recordedValues()) {
            if (value.getValueIteratedTo() >= nanos) {
                values.add(value.getValueIteratedTo());
            }
        }
        return values.build();
    }

    /** Share of the runs that took longer, in [0, 1]. */
    double shareAbove(long nanos) {
        return 1 - (double) histogram.getCountBetweenValues(0, nanos) / runs();
    }
}
