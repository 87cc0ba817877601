package dev.narrowgauge.engine.onnx.dataset;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The samples of one dataset, dealt out for two purposes.
 *
 * @param used to calibrate and to choose
 * @param held kept back, for what must not be judged on samples that it was made with; empty where there is but one sample
 */
public record SampleSplit(BoundDataset used, Optional<BoundDataset> held) {
    private static final long LEAST_ROW = 4;
    private static final long MOST_HELD = 128;
    private static final long SEED = 1_234_567;

    public SampleSplit {
        requireNonNull(used, "used is null");
        requireNonNull(held, "held is null");
    }

    /**
     * One of every four samples in a row is held, of large sets one of more in a row and at most {@value #MOST_HELD}
     * altogether, of small ones one. Which one changes from row to row: where samples come in turns, one of each class
     * say, every fourth would be all of one kind.
     */
    public static SampleSplit of(BoundDataset whole) {
        long samples = whole.samples();
        if (samples < 2) {
            return new SampleSplit(whole, Optional.empty());
        }
        long[] held = held(samples);
        Set<Long> kept = LongStream.of(held).boxed().collect(Collectors.toSet());
        long[] used = LongStream.range(0, samples)
                .filter(sample -> !kept.contains(sample))
                .toArray();
        return new SampleSplit(
                new SelectedBoundDataset(whole, used), Optional.of(new SelectedBoundDataset(whole, held)));
    }

    private static long[] held(long samples) {
        long row = Math.min(samples, Math.max(LEAST_ROW, Math.ceilDiv(samples, MOST_HELD)));
        Random random = new Random(SEED);
        return LongStream.range(0, Math.ceilDiv(samples, row))
                .map(each -> each * row + random.nextLong(row))
                .filter(sample -> sample < samples)
                .toArray();
    }
}
