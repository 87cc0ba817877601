package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_INPUT_MISSING;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_TYPE_MISMATCH;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The arrays of an {@code .npz} matched to the inputs of a model. */
record NpzBoundDataset(
        List<Binding> bindings, Optional<Labels> labels, SampleTruth truth, OptionalInt requiredBatchSize)
        implements BoundDataset {
    /** An input and its array; whole if each sample is a complete input rather than a row of one. */
    record Binding(InputSpec input, NpzArray array, boolean whole) {
        List<Long> dims(int batchSize) {
            List<Long> dims = new ArrayList<>(array.dims());
            if (whole) {
                dims.removeFirst();
            } else {
                dims.set(0, (long) batchSize);
            }
            return dims;
        }
    }

    NpzBoundDataset {
        bindings = List.copyOf(bindings);
    }

    static NpzBoundDataset bind(String dataset, List<NpzArray> arrays, Optional<Labels> labels, List<InputSpec> specs) {
        List<Binding> bindings =
                specs.stream().map(spec -> bind(dataset, arrays, spec)).toList();
        return new NpzBoundDataset(
                bindings, labels, TruthArrays.read(arrays, specs), requiredBatchSize(dataset, bindings));
    }

    @Override
    public List<InputSpec> inputs() {
        return bindings.stream().map(Binding::input).toList();
    }

    @Override
    public long samples() {
        return bindings.getFirst().array().samples();
    }

    @Override
    public boolean hasLabels() {
        return labels.isPresent();
    }

    @Override
    public Map<String, List<Long>> typicalShapes(LongStream among) {
        int fed = requiredBatchSize.orElse(1);
        return bindings.stream()
                .collect(Collectors.toMap(binding -> binding.input().name(), binding -> binding.dims(fed)));
    }

    @Override
    public Batches batches(int batchSize) {
        return NpzBatches.open(this, batchSize);
    }

    @Override
    public void checkLabels(long classCount) {
        labels.ifPresent(present -> present.check(classCount));
    }

    private static Binding bind(String dataset, List<NpzArray> arrays, InputSpec spec) {
        NpzArray array = arrays.stream()
                .filter(candidate -> candidate.name().equals(spec.name()))
                .findFirst()
                .orElseThrow(() -> missing(dataset, arrays, spec));
        if (array.elementType() != spec.elementType()) {
            throw new NarrowgaugeException(
                    DATASET_TYPE_MISMATCH,
                    "Input '" + spec.name() + "' is of type "
                            + spec.elementType().lowerCaseName() + ", but the array in '" + dataset + "' is of type "
                            + array.elementType().lowerCaseName() + "; save " + spec.name() + ".astype('"
                            + numpyName(spec) + "') in its place.");
        }
        boolean unknownRank = spec.dims().isEmpty() && array.dims().size() > 1;
        if (unknownRank || spec.accepts(array.dims(), 1)) {
            return new Binding(spec, array, false);
        }
        List<Long> inner = array.dims().subList(1, array.dims().size());
        if (spec.accepts(inner, 0)) {
            return new Binding(spec, array, true);
        }
        throw new NarrowgaugeException(
                DATASET_SHAPE_MISMATCH,
                "Input '" + spec.name() + "' has shape " + spec.dims() + " (-1: any), but the array in '" + dataset
                        + "' has shape " + array.dims()
                        + "; all axes but the first must agree, or the array must be a stack of whole inputs.");
    }

    private static NarrowgaugeException missing(String dataset, List<NpzArray> arrays, InputSpec spec) {
        List<String> names = arrays.stream().map(NpzArray::name).toList();
        return new NarrowgaugeException(
                DATASET_INPUT_MISSING,
                "The model's input '" + spec.name() + "' is not in '" + dataset + "', which has " + names
                        + "; save the array under the input's name: numpy.savez(path, **{'" + spec.name()
                        + "': array}).");
    }

    private static String numpyName(InputSpec spec) {
        String name = spec.elementType().lowerCaseName();
        return switch (name) {
            case "float" -> "float32";
            case "double" -> "float64";
            default -> name;
        };
    }

    private static OptionalInt requiredBatchSize(String dataset, List<Binding> bindings) {
        List<Long> required = bindings.stream()
                .filter(binding -> !binding.whole() && !binding.input().dims().isEmpty())
                .map(binding -> binding.input().dims().getFirst())
                .filter(dimension -> dimension >= 0)
                .distinct()
                .toList();
        boolean anyWhole = bindings.stream().anyMatch(Binding::whole);
        boolean otherThanOne = required.stream().anyMatch(dimension -> dimension != 1);
        if (required.size() > 1 || (anyWhole && otherThanOne) || required.contains(0L)) {
            throw new NarrowgaugeException(
                    DATASET_SHAPE_MISMATCH,
                    "The model's inputs take batches of fixed, different sizes, so rows of '" + dataset
                            + "' cannot be dealt out to them; save every array as a stack of whole inputs.");
        }
        if (anyWhole) {
            return OptionalInt.of(1);
        }
        return required.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(required.getFirst(), Integer.MAX_VALUE));
    }
}
