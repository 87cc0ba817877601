package dev.narrowgauge.engine.onnx.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTestSetDataset {
    private static final List<InputSpec> INPUTS = List.of(
            new InputSpec("ids", ElementType.INT64, List.of(-1L)),
            new InputSpec("x", ElementType.FLOAT, List.of(-1L, 2L)));

    @TempDir
    private Path directory;

    @Test
    void foldersAreFedInOrderOfTheirNumbers() throws IOException {
        NpzFiles files = new NpzFiles();
        for (int set : new int[] {10, 2, 0}) {
            files.tensor(set, 0, Tensors.floats("x", new float[] {set, 1}, 1, 2));
            files.tensor(set, 1, Tensors.int64("ids", new long[set + 1], set + 1));
        }
        try (SampleSet dataset = open(files);
                Batches batches = dataset.bind(INPUTS).batches(8)) {
            for (int set : new int[] {0, 2, 10}) {
                Batch batch = batches.next();
                assertThat(batch.size()).isEqualTo(1);
                assertThat(batch.tensors().get(0).shape()).containsExactly(set + 1);
                assertThat(batch.tensors().get(1).shape()).containsExactly(1, 2);
                assertThat(batch.tensors().get(1).data().getFloat(0)).isEqualTo(set);
            }
            assertThat(batches.hasNext()).isFalse();

            SampleSummary description = dataset.describe();
            assertThat(description.samples()).isEqualTo(3);
            assertThat(description.tensors().get(1).dims()).containsExactly(-1L);
            assertThat(description.sampleDigests()).hasSize(3);
        }
    }

    /** What is timed with that shape has to have it. */
    @Test
    void typicalShapesOfAPartAreOfASampleOfThatPart() throws IOException {
        NpzFiles files = new NpzFiles();
        for (int set = 0; set < 5; set++) {
            files.tensor(set, 0, Tensors.int64("ids", new long[set + 1], set + 1));
            files.tensor(set, 1, Tensors.floats("x", new float[2], 1, 2));
        }
        try (SampleSet dataset = open(files)) {
            BoundDataset whole = dataset.bind(INPUTS);
            assertThat(whole.typicalShapes()).containsEntry("ids", List.of(3L)).containsEntry("x", List.of(1L, 2L));
            SampleSplit split = SampleSplit.of(whole);
            for (BoundDataset part : List.of(split.used(), split.held().orElseThrow())) {
                List<List<Long>> own = new ArrayList<>();
                try (Batches batches = part.batches(1)) {
                    while (batches.hasNext()) {
                        own.add(batches.next().tensors().getFirst().dims());
                    }
                }
                assertThat(own).contains(part.typicalShapes().get("ids"));
            }
        }
    }

    @Test
    void tensorsWithoutTheInputsNamesAreMatchedByNumber() throws IOException {
        NpzFiles files = new NpzFiles()
                .tensor(0, 0, Tensors.int64("", new long[] {5}, 1))
                .tensor(0, 1, Tensors.floats("other", new float[] {1, 2}, 1, 2));
        try (SampleSet dataset = open(files);
                Batches batches = dataset.bind(INPUTS).batches(1)) {
            assertThat(batches.next().tensors().getFirst().data().getLong(0)).isEqualTo(5);
        }
    }

    @Test
    void sameSampleHasTheSameDigestAsInAnArray() throws IOException {
        NpzFiles array = new NpzFiles().floats("x", "(1, 2)", 3, 4);
        NpzFiles set = new NpzFiles().tensor(0, 0, Tensors.floats("x", new float[] {3, 4}, 1, 2));
        try (SampleSet first = open(array)) {
            List<Long> digests = first.describe().sampleDigests();
            try (SampleSet second = SampleSet.open(set.write(directory.resolve("second.zip")))) {
                assertThat(second.describe().sampleDigests()).isEqualTo(digests);
            }
        }
    }

    @Test
    void setsThatAreRefused() throws IOException {
        TensorProto ids = Tensors.int64("ids", new long[] {5}, 1);
        refused(ErrorCode.DATASET_INPUT_MISSING, new NpzFiles().tensor(0, 0, ids));
        refused(
                ErrorCode.DATASET_TYPE_MISMATCH,
                new NpzFiles().tensor(0, 0, ids).tensor(0, 1, ids));
        refused(
                ErrorCode.DATASET_SHAPE_MISMATCH,
                new NpzFiles().tensor(0, 0, ids).tensor(0, 1, Tensors.floats("x", new float[3], 1, 3)));
        refused(ErrorCode.DATASET_EMPTY, new NpzFiles().tensor(0, 0, Tensors.int64("ids", new long[0], 0)));
        refused(ErrorCode.DATASET_EMPTY, new NpzFiles().entry("test_data_set_0/readme.txt", new byte[3]));
        refused(ErrorCode.DATASET_UNREADABLE, new NpzFiles().entry("test_data_set_0/input_0.pb", new byte[3]));
        refused(
                ErrorCode.DATASET_UNREADABLE,
                new NpzFiles().tensor(0, 0, ids.toBuilder().setDims(0, 1L << 40).build()));
        refused(
                ErrorCode.DATASET_NOT_FINITE,
                new NpzFiles().tensor(0, 0, ids).tensor(0, 1, Tensors.floats("x", new float[] {1, Float.NaN}, 1, 2)));
    }

    private void refused(ErrorCode code, NpzFiles files) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> {
                    try (SampleSet dataset = open(files)) {
                        dataset.bind(INPUTS);
                        dataset.describe();
                    }
                })
                .returns(code, NarrowgaugeException::code);
    }

    private SampleSet open(NpzFiles files) throws IOException {
        return SampleSet.open(files.write(directory.resolve("sets.zip")));
    }
}
