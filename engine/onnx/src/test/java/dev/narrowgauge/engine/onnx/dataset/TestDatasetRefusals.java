package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_EMPTY;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_INPUT_MISSING;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_LABEL_OUT_OF_RANGE;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_NOT_FINITE;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_TYPE_MISMATCH;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_UNREADABLE;
import static dev.narrowgauge.domain.error.ErrorCode.FILE_NOT_FOUND;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.SampleFiles;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDatasetRefusals {
    private static final InputSpec X = new InputSpec("x", ElementType.FLOAT, List.of(-1L, 2L));

    @TempDir
    private Path directory;

    @Test
    void filesThatAreNoDataset() throws IOException {
        byte[] npz = Files.readAllBytes(SampleFiles.demo("digits-evaluation.npz"));
        byte[] npy = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 0, 0};
        refusedOpen(FILE_NOT_FOUND, "absent.npz", directory.resolve("absent.npz"));
        refusedOpen(DATASET_UNREADABLE, "numpy.savez", write(new byte[0]));
        refusedOpen(DATASET_UNREADABLE, "single .npy", write(npy));
        refusedOpen(DATASET_UNREADABLE, "not a complete", write(Arrays.copyOf(npz, npz.length / 2)));
        refusedOpen(DATASET_UNREADABLE, "neither", new NpzFiles().entry("a.txt", npy));
        refusedOpen(DATASET_UNREADABLE, "not in the .npy format", new NpzFiles().entry("x.npy", new byte[100]));
    }

    @Test
    void arraysThatNumpyMustSaveAnotherWay() {
        refusedHeader("numpy.ascontiguousarray(x)", "<f4", true, "(1, 2)");
        refusedHeader("x.astype('<f4')", ">f4", false, "(1, 2)");
        refusedHeader("Python objects", "|O", false, "(1, 2)");
        refusedHeader("numpy type 'U3'", "<U3", false, "(1, 2)");
        refusedHeader("numpy type 'c8'", "<c8", false, "(1, 2)");
        refusedOpen(
                DATASET_UNREADABLE,
                "each field",
                new NpzFiles()
                        .array("x", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", new byte[4]));
    }

    @Test
    void shapesThatDoNotMatchTheBytes() {
        refusedHeader("should have", "<f4", false, "(3, 2)");
        refusedHeader("should have", "<f4", false, "(1000000000000, 2)");
        refusedHeader("larger than any file", "<f4", false, "(9223372036854775807, 2)");
        refusedHeader("damaged shape", "<f4", false, "(99999999999999999999, 2)");
        refusedHeader("damaged head", "<f4", false, "(-1, 2)");
    }

    @Test
    void setsWithoutSamples() {
        refusedOpen(DATASET_EMPTY, "no samples", new NpzFiles().floats("x", "(0, 2)"));
        refusedOpen(DATASET_EMPTY, "no samples", new NpzFiles().floats("x", "(2, 0)"));
        refusedOpen(DATASET_EMPTY, "no input array", new NpzFiles().longs("labels", "(1,)", 1));
        refusedOpen(DATASET_SHAPE_MISMATCH, "numpy.expand_dims", new NpzFiles().floats("x", "()", 1));
    }

    @Test
    void arraysThatDoNotBelongTogether() {
        refusedOpen(
                DATASET_SHAPE_MISMATCH,
                "'a' has 1, 'x' has 2",
                new NpzFiles().floats("x", "(2, 1)", 1, 2).floats("a", "(1, 1)", 1));
        refusedOpen(
                DATASET_SHAPE_MISMATCH,
                "3 labels for 2 samples",
                new NpzFiles().floats("x", "(2, 1)", 1, 2).longs("labels", "(3,)", 1, 2, 3));
        refusedOpen(
                DATASET_TYPE_MISMATCH,
                "labels.astype('int64')",
                new NpzFiles().floats("x", "(2, 1)", 1, 2).floats("labels", "(2,)", 1, 2));
    }

    @Test
    void setsThatDoNotFitTheModel() throws IOException {
        Path file = new NpzFiles().floats("x", "(1, 2)", 1, 2).write(directory.resolve("x.npz"));
        refusedBind(DATASET_INPUT_MISSING, "which has [x]", file, new InputSpec("y", ElementType.FLOAT, List.of(-1L)));
        refusedBind(
                DATASET_TYPE_MISMATCH,
                "x.astype('int64')",
                file,
                new InputSpec("x", ElementType.INT64, List.of(-1L, 2L)));
        refusedBind(DATASET_SHAPE_MISMATCH, "[1, 2]", file, new InputSpec("x", ElementType.FLOAT, List.of(-1L, 3L)));
        refusedBind(
                DATASET_SHAPE_MISMATCH,
                "stack of whole inputs",
                file,
                new InputSpec("x", ElementType.FLOAT, List.of(-1L, 1L, 2L)));
    }

    @Test
    void valuesThatAreNotFinite() {
        notFinite("x", "NaN in sample 1", "<f4", buffer -> buffer.putFloat(8, Float.NaN));
        notFinite("x", "-Infinity in sample 3", "<f4", buffer -> buffer.putFloat(28, Float.NEGATIVE_INFINITY));
        notFinite("x", "NaN in sample 0", "<f8", buffer -> buffer.putDouble(0, Double.NaN));
        notFinite("x", "Infinity in sample 2", "<f2", buffer -> buffer.putShort(8, (short) 0x7C00));
    }

    @Test
    void labelsOutOfRange() throws IOException {
        NpzFiles files = new NpzFiles().floats("x", "(2, 2)", 1, 2, 3, 4).longs("labels", "(2,)", 0, 10);
        try (SampleSet dataset = SampleSet.open(files.write(directory.resolve("labels.npz")))) {
            BoundDataset bound = dataset.bind(List.of(X));
            bound.checkLabels(11);
            refused(DATASET_LABEL_OUT_OF_RANGE, "Label 1 of 'labels.npz' is 10", () -> bound.checkLabels(10));
        }
    }

    @Test
    void damagedBytesAreFoundByTheChecksum() throws IOException {
        byte[] bytes = new NpzFiles().floats("x", "(2, 2)", 1, 2, 3, 4).stored().bytes();
        int value = new String(bytes, ISO_8859_1).indexOf("\0\0\u0080?") + 2;
        bytes[value] ^= 1;
        try (SampleSet dataset = SampleSet.open(write(bytes))) {
            refused(DATASET_UNREADABLE, "checksum", dataset::describe);
        }
    }

    private void notFinite(String array, String expected, String type, Consumer<ByteBuffer> change) {
        int width = type.charAt(2) - '0';
        ByteBuffer values = ByteBuffer.allocate(8 * width).order(ByteOrder.LITTLE_ENDIAN);
        change.accept(values);
        NpzFiles files = new NpzFiles().array(array, NpzFiles.header(type, false, "(4, 2)"), values.array());
        refused(DATASET_NOT_FINITE, expected, () -> {
            try (SampleSet dataset = SampleSet.open(files.write(directory.resolve("values.npz")))) {
                dataset.describe();
            }
        });
    }

    private void refusedHeader(String expected, String type, boolean fortran, String shape) {
        refusedOpen(
                DATASET_UNREADABLE,
                expected,
                new NpzFiles().array("x", NpzFiles.header(type, fortran, shape), new byte[8]));
    }

    private void refusedOpen(ErrorCode code, String expected, NpzFiles files) {
        refusedOpen(code, expected, write(files.bytes()));
    }

    private void refusedOpen(ErrorCode code, String expected, Path file) {
        refused(code, expected, () -> SampleSet.open(file).close());
    }

    private static void refusedBind(ErrorCode code, String expected, Path file, InputSpec spec) {
        try (SampleSet dataset = SampleSet.open(file)) {
            refused(code, expected, () -> dataset.bind(List.of(spec)));
        }
    }

    private static void refused(ErrorCode code, String expected, ThrowingCallable call) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(call)
                .returns(code, NarrowgaugeException::code)
                .withMessageContaining(expected)
                .withMessageEndingWith(".");
    }

    private Path write(byte[] bytes) {
        try {
            return Files.write(directory.resolve("bad.npz"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
