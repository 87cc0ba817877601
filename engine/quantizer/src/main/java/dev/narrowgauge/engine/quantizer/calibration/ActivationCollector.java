package dev.narrowgauge.engine.quantizer.calibration;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;

/** Gathers the statistics of one activation, batch by batch, in one look at each value. For one thread at a time. */
public final class ActivationCollector {
    private final FloatBlock block = new FloatBlock(FloatBlock.CAPACITY);
    private final HistogramCounter histogram = new HistogramCounter();
    private final ExactSum minima = new ExactSum();
    private final ExactSum maxima = new ExactSum();
    private float least = Float.POSITIVE_INFINITY;
    private float greatest = Float.NEGATIVE_INFINITY;
    private long finite;
    private long nonFinite;
    private long samples;

    /**
     * Adds the values between the buffer's position and its limit; the position stays.
     *
     * @param sampleCount how many samples follow one another in the buffer; they have equal shares of it
     */
    public void add(FloatBuffer values, int sampleCount) {
        int count = values.remaining();
        if (sampleCount < 1 || count % sampleCount != 0) {
            throw new IllegalArgumentException(count + " values are not of " + sampleCount + " samples");
        }
        MemorySegment bits = MemorySegment.ofBuffer(values);
        ValueLayout.OfInt layout = ValueLayout.JAVA_INT_UNALIGNED.withOrder(values.order());
        int share = count / sampleCount;
        for (int sample = 0; sample < sampleCount; sample++) {
            addSample(bits, layout, (long) sample * share, share);
        }
    }

    private void addSample(MemorySegment bits, ValueLayout.OfInt layout, long first, int count) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int done = 0; done < count; done += FloatBlock.CAPACITY) {
            block.load(bits, layout, first + done, Math.min(FloatBlock.CAPACITY, count - done));
            nonFinite += block.nonFinite;
            if (!block.isEmpty()) {
                finite += block.length;
                low = Math.min(low, block.least());
                high = Math.max(high, block.greatest());
                histogram.add(block);
            }
        }
        if (low <= high) {
            least = Math.min(least, low);
            greatest = Math.max(greatest, high);
            minima.add(low);
            maxima.add(high);
            samples++;
        }
    }

    public ActivationStatistics statistics() {
        return new ActivationStatistics(
                new TensorStatistics(least, greatest, finite, nonFinite),
                histogram.histogram(),
                new SampleExtremes(samples, minima.units(), maxima.units()));
    }
}
