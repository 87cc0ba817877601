package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_LABEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_TOO_LARGE;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_TYPE_MISMATCH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The arrays of an {@code .npz} that say what is right or what belongs together, unless the model has inputs of their names. */
final class TruthArrays {
    static final String TARGETS = "targets";
    static final String ITEMS = "items";
    static final String GROUPS = "groups";
    static final String CLUSTERS = "clusters";

    private static final Set<String> NAMES = Set.of(TARGETS, ITEMS, GROUPS, CLUSTERS);
    private static final Set<ElementType> FLOATS = Set.of(ElementType.FLOAT, ElementType.DOUBLE);

    /** Kept in memory while the model runs. */
    private static final long MOST_TARGETS = 1L << 24;

    private final List<NpzArray> arrays;

    private TruthArrays(List<NpzArray> arrays) {
        this.arrays = arrays;
    }

    static boolean isOne(NpzArray array) {
        return NAMES.contains(array.name());
    }

    /** Fails with a DATASET_* code where such an array is not what it has to be. */
    static SampleTruth read(List<NpzArray> arrays, List<InputSpec> inputs) {
        var truth = new TruthArrays(arrays.stream()
                .filter(TruthArrays::isOne)
                .filter(array -> inputs.stream().noneMatch(input -> input.name().equals(array.name())))
                .toList());
        Optional<NpzArray> targets = truth.named(TARGETS);
        return new SampleTruth(
                targets.map(TruthArrays::floats).orElse(new float[0]),
                targets.map(array -> array.dims().subList(1, array.dims().size()))
                        .orElse(List.of()),
                truth.wholeNumbers(ITEMS),
                truth.numbers(GROUPS),
                List.of(),
                truth.numbers(CLUSTERS));
    }

    private Optional<NpzArray> named(String name) {
        return arrays.stream().filter(array -> array.name().equals(name)).findFirst();
    }

    private static float[] floats(NpzArray array) {
        if (!FLOATS.contains(array.elementType())) {
            throw wrongType(array, "right numbers are float32 or float64: save targets.astype('float32')");
        }
        long count = Math.multiplyExact(array.samples(), array.elementsPerSample());
        if (count > MOST_TARGETS) {
            throw new NarrowgaugeException(
                    DATASET_TOO_LARGE,
                    "The array 'targets' of '%s' has %d numbers; at most %d are taken."
                            .formatted(array.archive().name(), count, MOST_TARGETS));
        }
        float[] values = new float[(int) count];
        byte[] bytes = new byte[array.sampleBytes()];
        int next = 0;
        try (NpyStream stream = array.stream()) {
            while (next < values.length) {
                stream.read(bytes, bytes.length);
                ByteBuffer buffer = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
                while (buffer.hasRemaining()) {
                    values[next++] =
                            array.elementType() == ElementType.FLOAT ? buffer.getFloat() : (float) buffer.getDouble();
                }
            }
        }
        return values;
    }

    private int[] numbers(String name) {
        long[] values = wholeNumbers(name);
        for (int sample = 0; sample < values.length; sample++) {
            if (values[sample] != (int) values[sample]) {
                throw new NarrowgaugeException(
                        DATASET_LABEL_INVALID,
                        "Sample %d is in '%s' %d; such a number has at most 32 bits."
                                .formatted(sample, name, values[sample]));
            }
        }
        return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
    }

    private long[] wholeNumbers(String name) {
        return named(name).map(TruthArrays::numbersOf).orElse(new long[0]);
    }

    static long[] numbersOf(NpzArray array) {
        if (!array.elementType().isInteger()) {
            throw wrongType(array, "it holds whole numbers: save %s.astype('int64')".formatted(array.name()));
        }
        if (array.elementsPerSample() != 1) {
            throw new NarrowgaugeException(
                    DATASET_SHAPE_MISMATCH,
                    "The array '%s' of '%s' has the shape %s; it has one number for each sample."
                            .formatted(array.name(), array.archive().name(), array.dims()));
        }
        try (Labels.Pass pass = new Labels(array).pass()) {
            return pass.ofSamples(Math.toIntExact(array.samples())).stream()
                    .mapToLong(Long::longValue)
                    .toArray();
        }
    }

    private static NarrowgaugeException wrongType(NpzArray array, String right) {
        return new NarrowgaugeException(
                DATASET_TYPE_MISMATCH,
                "The array '%s' of '%s' is of type %s; %s."
                        .formatted(
                                array.name(),
                                array.archive().name(),
                                array.elementType().lowerCaseName(),
                                right));
    }
}
