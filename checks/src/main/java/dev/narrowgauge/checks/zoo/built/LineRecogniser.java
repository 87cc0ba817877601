package dev.narrowgauge.checks.zoo.built;

import com.google.protobuf.ByteString;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.zoo.Specimen;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Lines of every width, as ONNX test sets: an array has one width only, so the peer makes no static file. */
public final class LineRecogniser implements Specimen {
    private static final int LINES = 96;
    private static final int NARROWEST = 5;
    private static final int WIDEST = 40;
    private static final int GLYPH = 8;

    @Override
    public String name() {
        return "line-recogniser";
    }

    @Override
    public String origin() {
        return "convolutions and LSTM over lines of every width; seeded weights";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of(TextLine.CLASSES, OutputKind.SEQUENCES);
    }

    @Override
    public String inputs(CheckOptions options) {
        return "";
    }

    @Override
    public Files provide(Path directory, CheckOptions options) {
        Path model = directory.resolve(name() + ".onnx");
        OnnxModelWriter.write(TextLine.build(), model);
        return new Files(
                model,
                lines(directory.resolve("calibration.zip"), 1),
                lines(directory.resolve("evaluation.zip"), 2),
                lines(directory.resolve("fresh.zip"), 3));
    }

    private static Path lines(Path file, long seed) {
        Random random = new Random(seed);
        try (ZipOutputStream zip = new ZipOutputStream(java.nio.file.Files.newOutputStream(file))) {
            for (int set = 0; set < LINES; set++) {
                Values line = TextLine.line(random, GLYPH * random.nextInt(NARROWEST, WIDEST));
                zip.putNextEntry(new ZipEntry("test_data_set_%d/input_0.pb".formatted(set)));
                Tensors.raw(TextLine.IMAGE, ElementType.FLOAT, ByteString.copyFrom(line.bytes()), line.dims())
                        .writeTo(zip);
                zip.closeEntry();
            }
            return file;
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.OUTPUT_NOT_WRITABLE, file + " cannot be written: " + e, e);
        }
    }
}
