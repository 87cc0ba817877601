package dev.narrowgauge.domain.dataset;

import dev.narrowgauge.domain.model.TensorDescription;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a dataset holds.
 *
 * @param tensors the arrays except the labels; dims with the sample axis first
 * @param minLabel empty without labels
 */
public record DatasetDescription(
        List<TensorDescription> tensors, long samples, boolean labelled, OptionalLong minLabel, OptionalLong maxLabel) {
    public DatasetDescription {
        tensors = List.copyOf(tensors);
    }
}
