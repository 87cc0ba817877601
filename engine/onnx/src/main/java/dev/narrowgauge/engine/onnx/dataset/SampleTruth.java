package dev.narrowgauge.engine.onnx.dataset;

import java.util.Arrays;
import java.util.List;

/**
 * What a dataset says of its samples beside inputs and labels. Everything is of the samples in their order, and empty where
 * the dataset does not say it.
 *
 * @param targets the right numbers, sample after sample
 * @param targetDims of one sample's; a single number has none
 * @param items what an embedding shows: samples of one item should lie near each other
 * @param groups parts that are judged apart as well, such as day and night
 * @param groupNames of the groups by their numbers; empty where the numbers stand for themselves
 * @param clusters samples that belong together, such as frames of one recording
 */
public record SampleTruth(
        float[] targets, List<Long> targetDims, long[] items, int[] groups, List<String> groupNames, int[] clusters) {
    public static final SampleTruth NONE =
            new SampleTruth(new float[0], List.of(), new long[0], new int[0], List.of(), new int[0]);

    public SampleTruth {
        targetDims = List.copyOf(targetDims);
        groupNames = List.copyOf(groupNames);
    }

    public boolean hasTargets() {
        return targets.length > 0;
    }

    public int targetsPerSample() {
        return Math.toIntExact(targetDims.stream().reduce(1L, Math::multiplyExact));
    }

    /** Of some of the samples. */
    SampleTruth among(long[] samples) {
        int each = targetsPerSample();
        float[] kept = new float[targets.length == 0 ? 0 : each * samples.length];
        for (int i = 0; kept.length > 0 && i < samples.length; i++) {
            System.arraycopy(targets, Math.toIntExact(samples[i] * each), kept, i * each, each);
        }
        return new SampleTruth(
                kept,
                targetDims,
                items.length == 0
                        ? items
                        : Arrays.stream(samples)
                                .map(sample -> items[(int) sample])
                                .toArray(),
                among(samples, groups),
                groupNames,
                among(samples, clusters));
    }

    private static int[] among(long[] samples, int[] values) {
        return values.length == 0
                ? values
                : Arrays.stream(samples)
                        .mapToInt(sample -> values[(int) sample])
                        .toArray();
    }
}
