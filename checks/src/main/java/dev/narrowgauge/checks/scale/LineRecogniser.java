package dev.narrowgauge.checks.scale;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A recogniser of text lines as those of Chinese are: convolutions that leave one step for every eight columns of a line of any
 * width, and 6,625 classes for each step. Its lines have one width each.
 */
record LineRecogniser() implements Network {
    private static final int HEIGHT = 48;
    private static final int COLUMNS = 8;
    private static final int NARROWEST = 64;
    private static final int WIDEST = 640;
    private static final int CLASSES = 6625;
    private static final long SEED = 12;
    private static final int ANY = -1;

    /** Channels of each convolution, and its strides along height and width. */
    private static final int[][] LAYERS = {
        {32, 2, 2}, {64, 1, 1}, {64, 2, 2}, {128, 1, 1}, {128, 2, 1}, {256, 1, 1}, {256, 2, 2}, {384, 1, 1}
    };

    @Override
    public Path model(Path directory, Path shared) {
        Path file = directory.resolve("model.onnx");
        try (StreamedModel model = new StreamedModel(file, SEED)) {
            String x = model.input("image", ElementType.FLOAT, 3, HEIGHT, ANY);
            int channels = 3;
            for (int[] layer : LAYERS) {
                String kernel = model.kernel(layer[0], channels, 3);
                x = model.node(
                        "Relu",
                        List.of(model.node(
                                "Conv",
                                List.of(x, kernel, model.filled(0.01f, layer[0])),
                                Attributes.integers("pads", 1, 1, 1, 1),
                                Attributes.integers("strides", layer[1], layer[2]))));
                channels = layer[0];
            }
            String steps = model.node(
                    "ReduceMean", List.of(x), Attributes.integers("axes", 2), Attributes.integer("keepdims", 0));
            String rows = model.node("Transpose", List.of(steps), Attributes.integers("perm", 0, 2, 1));
            String scores =
                    model.node("MatMul", List.of(rows, model.matrix(channels, CLASSES, 4 / Math.sqrt(channels))));
            model.output(model.node("Softmax", List.of(scores), Attributes.integer("axis", -1)));
        }
        return file;
    }

    @Override
    public Path data(Path directory, Path shared, int count) {
        Path file = directory.resolve("lines.zip");
        SplittableRandom random = new SplittableRandom(SEED + 1);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int set = 0; set < count; set++) {
                int width = COLUMNS * random.nextInt(NARROWEST / COLUMNS, WIDEST / COLUMNS + 1);
                zip.putNextEntry(new ZipEntry("test_data_set_%d/input_0.pb".formatted(set)));
                Tensors.floats("image", line(random, width), 1, 3, HEIGHT, width)
                        .writeTo(zip);
                zip.closeEntry();
            }
            return file;
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.OUTPUT_NOT_WRITABLE, file + " cannot be written: " + e, e);
        }
    }

    /** Dark strokes on a light ground, from -1 to 1. */
    private static float[] line(SplittableRandom random, int width) {
        float[] values = new float[3 * HEIGHT * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.8f + 0.05f * (float) random.nextGaussian();
        }
        for (int stroke = 0; stroke < width / 4; stroke++) {
            int column = random.nextInt(width);
            int top = random.nextInt(HEIGHT / 2);
            for (int row = top; row < top + HEIGHT / 3; row++) {
                for (int channel = 0; channel < 3; channel++) {
                    values[(channel * HEIGHT + row) * width + column] = -0.9f;
                }
            }
        }
        return values;
    }
}
