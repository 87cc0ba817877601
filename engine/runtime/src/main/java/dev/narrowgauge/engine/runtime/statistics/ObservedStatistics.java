package dev.narrowgauge.engine.runtime.statistics;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What was observed of one prepared model, and on which samples. Merging is associative and commutative.
 *
 * @param modelSha256 of the prepared float model
 * @param equivalents SHA-256 of each rewritten form that gave the same results on samples
 * @param sampleDigests of each sample, sorted, as {@code SampleSummary} has them
 */
public record ObservedStatistics(
        String modelSha256, Set<String> equivalents, long[] sampleDigests, CalibrationStatistics values) {
    public ObservedStatistics {
        requireNonNull(modelSha256, "modelSha256 is null");
        requireNonNull(values, "values is null");
        equivalents = new TreeSet<>(equivalents);
        sampleDigests = sampleDigests.clone();
    }

    /** @throws NarrowgaugeException when the other one is of another model, or of other tensors */
    ObservedStatistics merge(ObservedStatistics other) {
        if (!modelSha256.equals(other.modelSha256)) {
            throw new NarrowgaugeException(
                    ErrorCode.STATISTICS_MODEL_MISMATCH,
                    "The statistics are of different models, %.12s and %.12s; merge those of one model, prepared by one version of the engine."
                            .formatted(modelSha256, other.modelSha256));
        }
        requireTensors(other.values.tensors().keySet());
        other.requireTensors(values.tensors().keySet());
        Set<String> proven = new TreeSet<>(equivalents);
        proven.addAll(other.equivalents);
        long[] digests = Stream.of(sampleDigests, other.sampleDigests)
                .flatMapToLong(Arrays::stream)
                .sorted()
                .toArray();
        return new ObservedStatistics(modelSha256, proven, digests, values.merge(other.values));
    }

    /** @throws NarrowgaugeException when they are of another model */
    public void requireModel(String sha256) {
        if (!modelSha256.equals(sha256)) {
            throw new NarrowgaugeException(
                    ErrorCode.STATISTICS_MODEL_MISMATCH,
                    "The statistics are of another model than this one, or of this one as another version of the engine prepared it; calibrate this model and save its statistics.");
        }
    }

    /** @throws NarrowgaugeException that names a tensor which was not observed */
    void requireTensors(Collection<String> tensors) {
        for (String tensor : tensors) {
            if (!values.tensors().containsKey(tensor)) {
                throw new NarrowgaugeException(
                        ErrorCode.STATISTICS_TENSOR_MISSING,
                        "The statistics say nothing about the tensor '" + tensor
                                + "'; calibrate again with this recipe and save the statistics.");
            }
        }
    }
}
