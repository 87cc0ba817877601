package dev.narrowgauge.engine.onnx.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.SampleFiles;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSampleSplit {
    private static final int SAMPLE_BYTES = 256;

    /** What one sample is and means. */
    private record Sample(ByteBuffer values, List<Long> labels) {}

    @ParameterizedTest
    @CsvSource({"-1, 1", "-1, 7", "-1, 64", "-1, 2000", "1, 5", "3, 5", "16, 5"})
    void bothPartsTogetherAreTheWholeInOrder(long dimension, int batchSize) {
        try (SampleSet dataset = SampleSet.open(SampleFiles.demo("digits-evaluation.npz"))) {
            BoundDataset whole =
                    dataset.bind(List.of(new InputSpec("image", ElementType.FLOAT, List.of(dimension, 1L, 8L, 8L))));
            SampleSplit split = SampleSplit.of(whole);
            BoundDataset held = split.held().orElseThrow();
            // 797 samples: at most 128 are held, so one of every seven is, and one of the last six may be.
            assertThat(held.samples()).isBetween(113L, 114L);
            assertThat(split.used().samples()).isEqualTo(797 - held.samples());

            List<Sample> all = read(whole, batchSize);
            List<Sample> kept = read(held, batchSize);
            List<Sample> used = read(split.used(), batchSize);
            List<Sample> dealt = new ArrayList<>(used);
            for (int row = 0; row < kept.size(); row++) {
                int place = all.indexOf(kept.get(row));
                assertThat(place / 7).isEqualTo(row);
                dealt.add(place, kept.get(row));
            }
            assertThat(dealt).isEqualTo(all);
        }
    }

    @Test
    void fewSamplesKeepOneAndOneKeepsNone() {
        try (SampleSet dataset = SampleSet.open(SampleFiles.demo("digits-evaluation.npz"))) {
            BoundDataset whole =
                    dataset.bind(List.of(new InputSpec("image", ElementType.FLOAT, List.of(-1L, 1L, 8L, 8L))));
            BoundDataset three = new SelectedBoundDataset(whole, new long[] {5, 8, 700});
            SampleSplit split = SampleSplit.of(three);
            List<Sample> held = read(split.held().orElseThrow(), 16);
            List<Sample> used = read(split.used(), 16);
            assertThat(held).hasSize(1);
            assertThat(used).hasSize(2);
            assertThat(read(three, 1)).containsAll(held).containsAll(used);

            SampleSplit one = SampleSplit.of(new SelectedBoundDataset(whole, new long[] {4}));
            assertThat(one.held()).isEmpty();
            assertThat(read(one.used(), 3)).containsExactly(read(whole, 1).get(4));
        }
    }

    /** As in a set that has one sample of each class in turn. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 10, 14})
    void samplesThatComeInTurnsAreOfEveryKindInBothParts(int kinds) {
        try (SampleSet dataset = SampleSet.open(SampleFiles.demo("digits-evaluation.npz"))) {
            BoundDataset whole =
                    dataset.bind(List.of(new InputSpec("image", ElementType.FLOAT, List.of(-1L, 1L, 8L, 8L))));
            // Which kind a sample is of is seen by its place in the whole.
            List<Sample> all = read(whole, 64);
            SampleSplit split = SampleSplit.of(whole);
            assertThat(kinds(split.held().orElseThrow(), all, kinds)).hasSize(kinds);
            assertThat(kinds(split.used(), all, kinds)).hasSize(kinds);
        }
    }

    private static Set<Integer> kinds(BoundDataset part, List<Sample> all, int kinds) {
        return read(part, 64).stream()
                .map(sample -> all.indexOf(sample) % kinds)
                .collect(Collectors.toSet());
    }

    private static List<Sample> read(BoundDataset dataset, int batchSize) {
        List<Sample> samples = new ArrayList<>();
        try (Batches batches = dataset.batches(batchSize)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                assertThat(batch.first()).isEqualTo(samples.size());
                BatchTensor tensor = batch.tensors().getFirst();
                int fed = dataset.requiredBatchSize().orElse(batch.size());
                assertThat(tensor.dims().getFirst()).isEqualTo(fed);
                assertThat(tensor.data().remaining()).isEqualTo(fed * SAMPLE_BYTES);
                for (int i = 0; i < fed; i++) {
                    ByteBuffer values = copy(tensor.data(), i);
                    if (i < batch.size()) {
                        samples.add(new Sample(values, List.of(batch.labels().get(i))));
                    } else {
                        assertThat(values).isEqualTo(samples.getLast().values());
                    }
                }
            }
        }
        return samples;
    }

    private static ByteBuffer copy(ByteBuffer data, int sample) {
        byte[] values = new byte[SAMPLE_BYTES];
        data.get(sample * SAMPLE_BYTES, values);
        return ByteBuffer.wrap(values);
    }
}
