package dev.narrowgauge.domain.dataset;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.ModelDescription;
import dev.narrowgauge.domain.model.TensorDescription;
import java.util.List;
import java.util.OptionalLong;

/**
 * Whether a dataset can be fed to a model. Its arrays fit an input of the same rank, with samples in place of the batch, or
 * of one rank less, as a stack of whole inputs.
 */
public final class InputFit {
    private static final long ANY = -1;

    private final String name;
    private final DatasetDescription dataset;
    private final ModelDescription model;

    /** @param name of the dataset, for the complaint */
    public InputFit(String name, DatasetDescription dataset, ModelDescription model) {
        this.name = name;
        this.dataset = dataset;
        this.model = model;
    }

    /** Fails with DATASET_INPUT_MISSING, DATASET_TYPE_MISMATCH or DATASET_SHAPE_MISMATCH. */
    public void requireInputs() {
        model.inputs().forEach(this::requireInput);
    }

    /** Fails with DATASET_LABELS_MISSING. */
    public void requireLabels() {
        if (!dataset.labelled()) {
            throw failure(
                    ErrorCode.DATASET_LABELS_MISSING,
                    "has no labels, and the policy limits the loss of top-1; add an array 'labels' with the class of "
                            + "each sample, or leave that rule out");
        }
    }

    /** Fails with DATASET_LABEL_OUT_OF_RANGE when the model's output tells how many classes there are. */
    public void requireLabelsInRange() {
        OptionalLong classes = classes();
        if (classes.isEmpty()) {
            return;
        }
        for (OptionalLong label : List.of(dataset.minLabel(), dataset.maxLabel())) {
            if (label.isPresent() && (label.getAsLong() < 0 || label.getAsLong() >= classes.getAsLong())) {
                throw failure(
                        ErrorCode.DATASET_LABEL_OUT_OF_RANGE,
                        "has the label %d, but the model has %d classes, which are 0 to %d"
                                .formatted(label.getAsLong(), classes.getAsLong(), classes.getAsLong() - 1));
            }
        }
    }

    private void requireInput(TensorDescription input) {
        TensorDescription array = dataset.tensors().stream()
                .filter(tensor -> tensor.name().equals(input.name()))
                .findFirst()
                .orElseThrow(() -> failure(
                        ErrorCode.DATASET_INPUT_MISSING,
                        "has no array for the model's input '%s'; it has %s. Name each array as the input it feeds"
                                .formatted(
                                        input.name(),
                                        dataset.tensors().stream()
                                                .map(tensor -> "'" + tensor.name() + "'")
                                                .collect(joining(", ")))));
        if (!array.elementType().equals(input.elementType())) {
            throw failure(
                    ErrorCode.DATASET_TYPE_MISMATCH,
                    "has '%s' as %s, but the model expects %s"
                            .formatted(input.name(), array.elementType(), input.elementType()));
        }
        if (!fits(array.dims(), input.dims())) {
            throw failure(
                    ErrorCode.DATASET_SHAPE_MISMATCH,
                    "has '%s' in the shape %s, but the model expects %s; the first axis counts samples"
                            .formatted(input.name(), shape(array.dims()), shape(input.dims())));
        }
    }

    private static boolean fits(List<Long> array, List<Long> input) {
        if (array.size() == input.size() && !array.isEmpty()) {
            return agree(array.subList(1, array.size()), input.subList(1, input.size()));
        }
        return array.size() == input.size() + 1 && agree(array.subList(1, array.size()), input);
    }

    private static boolean agree(List<Long> given, List<Long> wanted) {
        for (int axis = 0; axis < wanted.size(); axis++) {
            if (wanted.get(axis) != ANY && !wanted.get(axis).equals(given.get(axis))) {
                return false;
            }
        }
        return true;
    }

    /** A classifier's first output is [batch, classes]. */
    private OptionalLong classes() {
        List<Long> output = model.outputs().isEmpty()
                ? List.of()
                : model.outputs().getFirst().dims();
        if (output.size() != 2 || output.getLast() <= 1) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(output.getLast());
    }

    private NarrowgaugeException failure(ErrorCode code, String complaint) {
        return new NarrowgaugeException(code, "The dataset '%s' %s.".formatted(name, complaint));
    }

    private static String shape(List<Long> dims) {
        return dims.stream().map(dim -> dim == ANY ? "?" : dim.toString()).collect(joining(", ", "[", "]"));
    }
}
