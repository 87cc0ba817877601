package dev.narrowgauge.engine.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.ModelInputs;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSampleSource {
    @TempDir
    private Path directory;

    /** The folder is the label: the same images in folders of other names are another evaluation. */
    @Test
    void theHashOfAFolderIsThatOfItsLabelsToo() throws IOException {
        image("digits/7/a.png");
        image("digits/9/b.png");
        String before = sha256("digits");
        assertThat(sha256("digits")).isEqualTo(before);
        Files.move(directory.resolve("digits/7"), directory.resolve("digits/8"));
        assertThat(sha256("digits")).isNotEqualTo(before);
    }

    private void image(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    }

    private String sha256(String folder) throws IOException {
        Path location = directory.resolve(folder);
        var model = new ModelInputs(List.of(new InputSpec("x", ElementType.FLOAT, List.of(-1L, 1L, 2L, 2L))), Map.of());
        DataSettings settings = DataSettings.fromMap(Map.of("image", Map.of("scale", 1)));
        try (SampleSet dataset = SampleSet.open(location, settings, model)) {
            return new SampleSource(location.toString(), "").sha256(dataset);
        }
    }
}
