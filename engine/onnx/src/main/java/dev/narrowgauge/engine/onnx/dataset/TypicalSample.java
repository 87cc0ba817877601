package dev.narrowgauge.engine.onnx.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/** The sample that stands for all where one has to, as for what a run costs. */
final class TypicalSample {
    private TypicalSample() {}

    /**
     * Index of a sample with the median number of values.
     *
     * @param among indices of the samples, at least one
     * @param dims of each input of a sample
     */
    static int of(LongStream among, IntFunction<List<List<Long>>> dims) {
        List<Sized> samples = among.mapToObj(sample -> Sized.of((int) sample, dims.apply((int) sample)))
                .sorted(Comparator.comparingLong(Sized::values))
                .toList();
        return samples.get(samples.size() / 2).index();
    }

    private record Sized(int index, long values) {
        static Sized of(int index, List<List<Long>> dims) {
            return new Sized(
                    index,
                    dims.stream()
                            .mapToLong(each -> each.stream().reduce(1L, (a, b) -> a * b))
                            .sum());
        }
    }
}
