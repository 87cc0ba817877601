package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of {@code docs/data.md}: scans of digits in folders, made of the shipped samples. */
class TestFolderSamples {
    private static final Path MODEL = Installation.demo("digits-cnn.onnx");
    private static final Pattern FIRST_EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final int SIDE = 8;
    private static final int ENLARGED = 3;

    @TempDir
    private static Path directory;

    private static Path calibration;
    private static Path evaluation;

    @BeforeAll
    static void writeScans() throws IOException {
        Matcher example = FIRST_EXAMPLE.matcher(Files.readString(Installation.ROOT.resolve("docs/data.md")));
        assertThat(example.find()).isTrue();
        calibration = scans(Installation.demo("digits-calibration.npz"), "scans", example.group(1));
        evaluation = scans(Installation.demo("digits-evaluation.npz"), "other-scans", example.group(1));
    }

    @Test
    void scansQuantizeAndEvaluate() throws Exception {
        Path int8 = directory.resolve("int8.onnx");
        Command.Result quantized = Command.run(
                directory, "quantize", MODEL.toString(), "--calibration=" + calibration, "--output=" + int8);
        assertThat(quantized.exitStatus()).as(quantized.error()).isZero();

        Path document = directory.resolve("evaluation.json");
        Command.Result evaluated = Command.run(
                directory,
                "evaluate",
                int8.toString(),
                "--baseline=" + MODEL,
                "--data=" + evaluation,
                "--output=" + document);
        assertThat(evaluated.exitStatus()).as(evaluated.error()).isZero();
        var accuracy = new JsonMapper().readTree(document.toFile()).path("accuracy");
        assertThat(accuracy.path("samples").asInt()).isEqualTo(797);
        assertThat(accuracy.path("baselineTop1").asDouble()).isGreaterThan(0.97);
        assertThat(accuracy.path("top1").asDouble()).isGreaterThan(0.97);
    }

    @Test
    void settingsFromElsewhereAreChecked() throws Exception {
        Path settings = Files.writeString(directory.resolve("wrong.yaml"), "image: {scale: 1/255, fitt: crop}\n");
        Command.Result result = Command.run(
                directory, "evaluate", MODEL.toString(), "--data=" + evaluation, "--data-settings=" + settings);
        assertThat(result.exitStatus()).isEqualTo(4);
        assertThat(result.error())
                .startsWith("error DATA_SETTINGS_UNKNOWN_KEY: ")
                .contains("'image.fitt' in the data settings; did you mean 'image.fit'?");
    }

    private static Path scans(Path arrays, String name, String settings) throws IOException {
        Path folder = Files.createDirectory(directory.resolve(name));
        var spec = new InputSpec("image", ElementType.FLOAT, List.of(-1L, 1L, (long) SIDE, (long) SIDE));
        try (SampleSet dataset = SampleSet.open(arrays);
                Batches batches = dataset.bind(List.of(spec)).batches(1)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                String label = batch.labels().isEmpty()
                        ? ""
                        : batch.labels().getFirst().toString();
                Path parent = Files.createDirectories(folder.resolve(label));
                write(batch.tensors().getFirst().data(), parent.resolve(batch.first() + ".png"));
            }
        }
        Files.writeString(folder.resolve("narrowgauge-data.yaml"), settings);
        return folder;
    }

    private static void write(ByteBuffer values, Path file) throws IOException {
        int side = ENLARGED * SIDE;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < side * side; i++) {
            int place = i / side / ENLARGED * SIDE + i % side / ENLARGED;
            int pixel = Math.round(255 * values.getFloat(Float.BYTES * place));
            image.getRaster().setSample(i % side, i / side, 0, pixel);
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
