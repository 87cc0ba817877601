package dev.narrowgauge.engine.quantizer.calibration;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;

/** The extremes of many floats at the speed of memory. */
final class FloatExtremes {
    private FloatExtremes() {}

    static TensorStatistics of(FloatBuffer values) {
        int count = values.remaining();
        var block = new FloatBlock(Math.min(count, FloatBlock.CAPACITY));
        MemorySegment bits = MemorySegment.ofBuffer(values);
        ValueLayout.OfInt layout = ValueLayout.JAVA_INT_UNALIGNED.withOrder(values.order());
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        long finite = 0;
        for (int start = 0; start < count; start += FloatBlock.CAPACITY) {
            block.load(bits, layout, start, Math.min(FloatBlock.CAPACITY, count - start));
            if (!block.isEmpty()) {
                least = Math.min(least, block.least());
                greatest = Math.max(greatest, block.greatest());
                finite += block.length;
            }
        }
        return new TensorStatistics(least, greatest, finite, count - finite);
    }
}
