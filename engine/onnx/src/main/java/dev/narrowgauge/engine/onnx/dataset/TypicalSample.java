package dev.narrowgauge.engine.onnx.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The sample that stands for all where one has to, as for what a run costs. */
final class TypicalSample {
    private TypicalSample() {}

    /**
     * Index of the sample with the median number of values, the first of equals in size.
     *
     * @param dims of each input of a sample
     */
    static int of(int samples, IntFunction<List<List<Long>>> dims) {
        long[] sizes = IntStream.range(0, samples)
                .mapToLong(sample -> dims.apply(sample).stream()
                        .mapToLong(each -> each.stream().reduce(1L, (a, b) -> a * b))
                        .sum())
                .toArray();
        return IntStream.range(0, samples)
                .boxed()
                .sorted(Comparator.comparingLong(sample -> sizes[sample]))
                .skip(samples / 2)
                .findFirst()
                .orElseThrow();
    }
}
