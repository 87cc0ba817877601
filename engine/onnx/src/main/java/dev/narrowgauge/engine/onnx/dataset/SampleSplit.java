package dev.narrowgauge.engine.onnx.dataset;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The samples of one dataset, dealt out for two purposes.
 *
 * @param used to calibrate and to choose
 * @param held kept back, for what must not be judged on samples that it was made with; empty where there is but one sample
 */
public record SampleSplit(BoundDataset used, Optional<BoundDataset> held) {
    private static final long STRIDE = 4;
    private static final long MOST_HELD = 128;

    public SampleSplit {
        requireNonNull(used, "used is null");
        requireNonNull(held, "held is null");
    }

    /** Every fourth sample is held, of large sets {@value #MOST_HELD} at even distances, of small ones the last. */
    public static SampleSplit of(BoundDataset whole) {
        long samples = whole.samples();
        if (samples < 2) {
            return new SampleSplit(whole, Optional.empty());
        }
        long stride = Math.min(samples, Math.max(STRIDE, Math.ceilDiv(samples, MOST_HELD)));
        return new SampleSplit(
                new SelectedBoundDataset(whole, of(samples, stride, false)),
                Optional.of(new SelectedBoundDataset(whole, of(samples, stride, true))));
    }

    private static long[] of(long samples, long stride, boolean held) {
        return LongStream.range(0, samples)
                .filter(sample -> (sample % stride == stride - 1) == held)
                .toArray();
    }
}
