package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_INPUT_MISSING;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_LABEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_LABEL_OUT_OF_RANGE;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.files.DecodedSamples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Decoded files fed to the one input of a model. Where they differ in shape they are fed one at a time. */
record FilesBoundDataset(DecodedSamples decoded, InputSpec input) implements BoundDataset {
    static FilesBoundDataset bind(DecodedSamples decoded, List<InputSpec> inputs) {
        String fed = decoded.description().name();
        for (InputSpec input : inputs) {
            if (!input.name().equals(fed)) {
                throw new NarrowgaugeException(
                        DATASET_INPUT_MISSING,
                        "The model's input '" + input.name() + "' is not in '" + decoded.name()
                                + "', whose files feed '" + fed + "' alone; save all inputs as an .npz.");
            }
        }
        FilesBoundDataset bound = new FilesBoundDataset(decoded, inputs.getFirst());
        bound.requireBatch();
        return bound;
    }

    @Override
    public List<InputSpec> inputs() {
        return List.of(input);
    }

    @Override
    public long samples() {
        return decoded.count();
    }

    @Override
    public boolean hasLabels() {
        return decoded.hasLabels();
    }

    @Override
    public SampleTruth truth() {
        List<String> groups =
                IntStream.range(0, decoded.count()).mapToObj(decoded::group).toList();
        List<String> clusters =
                IntStream.range(0, decoded.count()).mapToObj(decoded::cluster).toList();
        List<String> names = groups.stream().distinct().sorted().toList();
        boolean hasGroups = names.size() > 1;
        return new SampleTruth(
                new float[0],
                List.of(),
                new long[0],
                hasGroups ? groups.stream().mapToInt(names::indexOf).toArray() : new int[0],
                hasGroups ? names : List.of(),
                numbered(clusters));
    }

    /** Equal names get equal numbers; a sample without one is on its own. */
    private static int[] numbered(List<String> names) {
        if (names.stream().allMatch(String::isEmpty)) {
            return new int[0];
        }
        Map<String, Integer> numbers = new HashMap<>();
        int[] each = new int[names.size()];
        for (int sample = 0; sample < each.length; sample++) {
            int next = sample;
            each[sample] = names.get(sample).isEmpty() ? next : numbers.computeIfAbsent(names.get(sample), _ -> next);
        }
        return each;
    }

    @Override
    public OptionalInt requiredBatchSize() {
        OptionalInt fixed = fixedBatch();
        boolean oneByOne = !decoded.hasBatch() || decoded.commonDims().isEmpty();
        return fixed.isEmpty() && oneByOne ? OptionalInt.of(1) : fixed;
    }

    @Override
    public Map<String, List<Long>> typicalShapes(LongStream among) {
        int typical = TypicalSample.of(among, sample -> List.of(decoded.dims(sample)));
        List<Long> dims = new ArrayList<>(decoded.dims(typical));
        if (decoded.hasBatch()) {
            dims.addFirst((long) requiredBatchSize().orElse(1));
        }
        return Map.of(input.name(), dims);
    }

    @Override
    public Batches batches(int batchSize) {
        return new FilesBatches(this, batchSize);
    }

    @Override
    public void checkLabels(long classCount) {
        long named = decoded.classesByName();
        if (named > 0 && named != classCount) {
            throw new NarrowgaugeException(
                    DATASET_LABEL_INVALID,
                    "'%s' has folders of %d classes, numbered in the order of their names, but the model distinguishes %d classes; list all of them as 'classes' in the data settings, in the order of the model's output."
                            .formatted(decoded.name(), named, classCount));
        }
        for (int sample = 0; sample < decoded.count(); sample++) {
            long label = decoded.label(sample).orElse(0);
            if (label >= classCount) {
                throw new NarrowgaugeException(
                        DATASET_LABEL_OUT_OF_RANGE,
                        decoded.nameOf(sample) + " has the label " + label + ", but the model distinguishes "
                                + classCount + " classes: labels go from 0 to " + (classCount - 1) + ".");
            }
        }
    }

    /** As the model has it. */
    private OptionalInt fixedBatch() {
        boolean fixed =
                decoded.hasBatch() && !input.dims().isEmpty() && input.dims().getFirst() > 0;
        return fixed ? OptionalInt.of(Math.toIntExact(input.dims().getFirst())) : OptionalInt.empty();
    }

    private void requireBatch() {
        if (decoded.commonDims().isEmpty() && fixedBatch().orElse(1) > 1) {
            throw new NarrowgaugeException(
                    DATASET_SHAPE_MISMATCH,
                    "The model takes batches of " + fixedBatch().getAsInt() + ", and the samples of '" + decoded.name()
                            + "' differ in shape; give them one, or export the model with a batch of 1.");
        }
        decoded.commonDims().ifPresent(this::requireRoom);
    }

    private void requireRoom(List<Long> dims) {
        long bytes = FilesDataset.bytes(input.elementType(), dims);
        long batch = fixedBatch().orElse(1);
        if (bytes > Integer.MAX_VALUE / batch) {
            throw new NarrowgaugeException(
                    DATASET_SHAPE_MISMATCH,
                    "The model takes batches of %d, and as many samples of '%s' are %d bytes, more than the %d that are fed at once; make them smaller, or export the model with a smaller batch."
                            .formatted(
                                    batch,
                                    decoded.name(),
                                    Math.multiplyFull((int) bytes, (int) batch),
                                    Integer.MAX_VALUE));
        }
    }
}
