package dev.narrowgauge.engine.onnx.dataset;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Images of one gray and silent sounds in a folder, and a model that takes the former. */
record MediaFolder(Path folder) {
    static final Map<String, Object> PLAIN = Map.of("image", Map.of("scale", 1));

    void gray(String name, int width, int height, int value) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        int[] values = new int[width * height];
        Arrays.fill(values, value);
        image.getRaster().setSamples(0, 0, width, height, 0, values);
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    void sound(String name, int rate, int channels, int length) throws IOException {
        byte[] bytes = new byte[2 * channels * length];
        var format = new AudioFormat(rate, 16, channels, true, false);
        try (var stream = new AudioInputStream(new ByteArrayInputStream(bytes), format, length)) {
            AudioSystem.write(
                    stream, AudioFileFormat.Type.WAVE, folder.resolve(name).toFile());
        }
    }

    static InputSpec input(ElementType type, long batch) {
        return new InputSpec("x", type, List.of(batch, 1L, -1L, -1L));
    }

    static SampleSet open(Path location, Map<String, ?> settings) {
        var model = new ModelInputs(List.of(input(ElementType.FLOAT, -1)), Map.of());
        return SampleSet.open(location, DataSettings.fromMap(settings), model);
    }

    static BoundDataset bind(SampleSet dataset) {
        return dataset.bind(List.of(input(ElementType.FLOAT, -1)));
    }
}
