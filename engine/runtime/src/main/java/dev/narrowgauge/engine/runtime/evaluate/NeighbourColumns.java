package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.NeighbourAnswers;
import dev.narrowgauge.domain.accuracy.PairedAnswers;
import dev.narrowgauge.engine.onnx.dataset.SampleTruth;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Embeddings that both models give, of which every one is a query among all others. */
final class NeighbourColumns {
    /** Each is held against each other one. */
    private static final int MOST_SAMPLES = 4_096;

    private final SampleTruth truth;
    private final List<float[]> baseline = new ArrayList<>();
    private final List<float[]> variant = new ArrayList<>();
    private int samples;

    NeighbourColumns(SampleTruth truth) {
        this.truth = truth;
    }

    /** @param place of the sample in the tensors */
    void add(int place, OutputLayout layout, TensorData expected, TensorData actual) {
        samples++;
        if (baseline.size() == MOST_SAMPLES) {
            return;
        }
        baseline.add(values(place, layout, expected));
        variant.add(values(place, layout, actual));
    }

    private static float[] values(int place, OutputLayout layout, TensorData output) {
        float[] values = new float[layout.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) output.value(layout.index(place, i));
        }
        return values;
    }

    Optional<PairedAnswers> answers() {
        return baseline.isEmpty()
                ? Optional.empty()
                : Optional.of(new NeighbourAnswers(ranks(baseline), ranks(variant)));
    }

    /** Samples beyond those that are compared are no queries. */
    private int[] ranks(List<float[]> embeddings) {
        int[] ranks = new int[samples];
        Arrays.fill(ranks, -1);
        int[] found = NeighbourAnswers.ranks(
                embeddings.toArray(new float[0][]), Arrays.copyOf(truth.items(), embeddings.size()));
        System.arraycopy(found, 0, ranks, 0, found.length);
        return ranks;
    }
}
