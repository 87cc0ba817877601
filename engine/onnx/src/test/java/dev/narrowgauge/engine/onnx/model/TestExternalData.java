package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_ESCAPES;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_MISSING;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_SHORT;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_NOT_ONNX;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TOO_LARGE;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TRUNCATED;
import static dev.narrowgauge.engine.onnx.model.SmallModels.external;
import static dev.narrowgauge.engine.onnx.model.SmallModels.withWeight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.SampleFiles;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestExternalData {
    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void writeData() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        Files.write(directory.resolve("secret"), new byte[100]);
        ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                home.resolve("w.data"), data.putInt(7).putFloat(3).putFloat(4).array());
    }

    @Test
    void externalBytesAreTheTensorsValues() throws IOException {
        OnnxModel model = OnnxModelReader.read(write(external("w.data", "4", "8")));
        TensorProto weight = model.resolved(model.proto().getGraph().getInitializer(0));

        assertThat(TensorValues.floats(weight)).containsExactly(3, 4);
        assertThat(model.inlined().proto().getGraph().getInitializer(0)).isEqualTo(weight);
        assertThat(weight.hasDataLocation()).isFalse();
    }

    @Test
    void dataThatIsNotThere() throws IOException {
        refused(MODEL_EXTERNAL_DATA_MISSING, external("absent.data", "0", "8"));
        refused(MODEL_EXTERNAL_DATA_MISSING, external(".", "0", "8"));
        refused(MODEL_EXTERNAL_DATA_SHORT, external("w.data", "8", "8"));
        refused(MODEL_EXTERNAL_DATA_SHORT, external("w.data", "9223372036854775807", "8"));
        refused(MODEL_INVALID, external("", "0", "8"));
        refused(MODEL_INVALID, external("w.data", "-4", "8"));
        refused(MODEL_INVALID, external("w.data", "x", "8"));
        refused(MODEL_INVALID, external("w.data", "0", "12"));
    }

    @Test
    void dataOutsideTheModelsDirectory() throws IOException {
        Files.createSymbolicLink(home.resolve("link.data"), directory.resolve("secret"));
        Files.createSymbolicLink(home.resolve("linked"), directory);
        for (String location : new String[] {
            "../secret",
            "sub/../../secret",
            directory.resolve("secret").toString(),
            "..\\secret",
            "C:secret",
            "link.data",
            "linked/secret"
        }) {
            refused(MODEL_EXTERNAL_DATA_ESCAPES, external(location, "0", "8"));
        }
    }

    @Test
    void largeModelIsWrittenWithItsDataBeside() throws IOException {
        OnnxModel model = OnnxModelReader.read(SampleFiles.demo("digits-resnet.onnx"));
        Path first = home.resolve("large.onnx");
        Path second = home.resolve("again.onnx");

        OnnxModelWriter.write(model.proto(), first, 100_000);
        assertThat(first).satisfies(file -> assertThat(Files.size(file)).isLessThan(100_000));
        OnnxModel read = OnnxModelReader.read(first);
        assertThat(read.inlined().proto()).isEqualTo(model.proto());

        OnnxModelWriter.write(read, second);
        assertThat(second).hasSameBinaryContentAs(written(model));
        refusedToWrite(model);
    }

    @Test
    void archiveIsUnpackedWithItsData() throws IOException {
        byte[] model = Files.readAllBytes(write(external("sub/w.data", "4", "8")));
        byte[] data = Files.readAllBytes(home.resolve("w.data"));
        Path zip = zip(Map.of("m/model.onnx", model, "m/sub/w.data", data, "__MACOSX/._model.onnx", new byte[10]));

        OnnxModel read = OnnxModelReader.read(zip, directory.resolve("work"));
        assertThat(TensorValues.floats(read.inlined().proto().getGraph().getInitializer(0)))
                .containsExactly(3, 4);
        assertThat(OnnxModelReader.read(SampleFiles.demo("digits-cnn.onnx"), directory.resolve("work"))
                        .describe()
                        .nodeCount())
                .isPositive();
    }

    @Test
    void archivesThatAreRefused() throws IOException {
        byte[] model = Files.readAllBytes(SampleFiles.demo("digits-cnn.onnx"));
        refusedArchive(MODEL_EXTERNAL_DATA_ESCAPES, zip(Map.of("../model.onnx", model)));
        refusedArchive(MODEL_EXTERNAL_DATA_ESCAPES, zip(Map.of("model.onnx", model, "a/../../b", model)));
        refusedArchive(MODEL_EXTERNAL_DATA_ESCAPES, zip(Map.of("/model.onnx", model)));
        refusedArchive(MODEL_NOT_ONNX, zip(Map.of("model.txt", model)));
        refusedArchive(MODEL_NOT_ONNX, zip(Map.of("a.onnx", model, "b.onnx", model)));
        refusedArchive(MODEL_TRUNCATED, zip(Map.of("a.onnx", Arrays.copyOf(model, 10_000))));
        byte[] zip = Files.readAllBytes(zip(Map.of("model.onnx", model)));
        refusedArchive(MODEL_INVALID, Files.write(directory.resolve("cut.zip"), Arrays.copyOf(zip, 10_000)));
        Path bomb = zip(Map.of("model.onnx", new byte[2_000_000]));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> ModelArchive.unpack(bomb, directory.resolve("work"), 1_000_000))
                .returns(MODEL_TOO_LARGE, NarrowgaugeException::code);
        try (var left = Files.list(directory)) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".onnx"));
        }
    }

    /** Room is asked for as much as the entries say, so one that has more is not written on. */
    @Test
    void entryThatLiesAboutItsSize() throws IOException {
        Path zip = zip(Map.of("model.onnx", new byte[100_000]));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
        int directoryAt = bytes.getInt(bytes.limit() - 22 + 16);
        assertThat(bytes.getInt(directoryAt + 24)).isEqualTo(100_000);
        bytes.putInt(directoryAt + 24, 10);
        refusedArchive(MODEL_INVALID, Files.write(zip, bytes.array()));
    }

    @Test
    void workDirectoryThatCannotBeUsedIsNotTheArchivesFault() throws IOException {
        Path zip = zip(Map.of("model.onnx", Files.readAllBytes(SampleFiles.demo("digits-cnn.onnx"))));
        Path file = Files.createFile(directory.resolve("file"));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OnnxModelReader.read(zip, file.resolve("work")))
                .returns(ErrorCode.STORAGE_UNAVAILABLE, NarrowgaugeException::code);
    }

    private Path zip(Map<String, byte[]> entries) throws IOException {
        Path file = directory.resolve("model.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    private Path write(TensorProto weight) throws IOException {
        return Files.write(
                home.resolve("model.onnx"), withWeight(weight).build().toByteArray());
    }

    private Path written(OnnxModel model) {
        Path file = home.resolve("whole.onnx");
        OnnxModelWriter.write(model, file);
        return file;
    }

    private void refusedToWrite(OnnxModel model) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OnnxModelWriter.write(model.proto(), home.resolve("none.onnx"), 1000))
                .returns(MODEL_TOO_LARGE, NarrowgaugeException::code);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OnnxModelWriter.requireOneFile(model.proto(), 1000))
                .returns(MODEL_TOO_LARGE, NarrowgaugeException::code);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() ->
                        OnnxModelWriter.write(model, home.resolve("absent").resolve("none.onnx")))
                .returns(ErrorCode.OUTPUT_NOT_WRITABLE, NarrowgaugeException::code)
                .withMessageEndingWith("there is no such file or directory.");
        assertThat(home.resolve("none.onnx")).doesNotExist();
    }

    private void refused(ErrorCode code, TensorProto weight) throws IOException {
        Path file = write(weight);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OnnxModelReader.read(file))
                .returns(code, NarrowgaugeException::code);
    }

    private void refusedArchive(ErrorCode code, Path file) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OnnxModelReader.read(file, directory.resolve("work")))
                .returns(code, NarrowgaugeException::code);
    }
}
