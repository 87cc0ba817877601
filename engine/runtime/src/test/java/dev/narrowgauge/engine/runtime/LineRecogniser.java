package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipOutputStream;

/**
 * A recogniser of text lines as most are: convolutions that leave one step for every four columns, a bidirectional LSTM over
 * them, an attention, and the classes of each step, one of them the blank. Lines are 16 pixels high and of any width.
 */
final class LineRecogniser {
    private static final int HEIGHT = 16;
    private static final int NARROWEST = 32;
    private static final int WIDEST = 256;
    private static final int HIDDEN = 24;
    private static final int FEATURES = 2 * HIDDEN;
    private static final int CLASSES = 30;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("lines");
    private final Random random = new Random(11);

    private LineRecogniser() {}

    static Path write(Path file) {
        OnnxModelWriter.write(new LineRecogniser().build(), file);
        return file;
    }

    /** Lines of random widths as ONNX test sets. */
    static Path lines(Path file, int count, long seed) throws IOException {
        int[] widths = new Random(seed).ints(count, NARROWEST, WIDEST).toArray();
        return linesOf(file, seed, widths);
    }

    static Path linesOf(Path file, long seed, int... widths) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int set = 0; set < widths.length; set++) {
                float[] values = line(new Random(seed * 1000 + widths[set]), widths[set]);
                TestSets.write(zip, set, 0, Tensors.floats("image", values, 1, 1, HEIGHT, widths[set]));
            }
        }
        return file;
    }

    /** Dark strokes on a light ground, from -1 to 1. */
    private static float[] line(Random random, int width) {
        float[] values = new float[HEIGHT * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.8f + 0.05f * (float) random.nextGaussian();
        }
        for (int stroke = 0; stroke < width / 4; stroke++) {
            int column = random.nextInt(width);
            int top = random.nextInt(HEIGHT);
            int bottom = Math.min(HEIGHT, top + 2 + random.nextInt(HEIGHT / 2));
            for (int row = top; row < bottom; row++) {
                values[row * width + column] = -0.9f;
            }
        }
        return values;
    }

    private ModelProto build() {
        graph.addInput(value("image", "batch", 1, HEIGHT, "width"));
        String features = relu(conv("c1", "image", 1, 16, 2));
        features = relu(conv("c2", features, 16, 24, 2));
        features = node("Transpose", "columns", List.of(features), Attributes.integers("perm", 0, 3, 1, 2));
        features = node("Reshape", "steps", List.of(features, longs("s1", 0, 0, 24 * HEIGHT / 4)));
        features = recurrent(features, 24 * HEIGHT / 4);
        features = attention(features);
        String scores = node("MatMul", "scores", List.of(features, weights("wf", 0.8, FEATURES, CLASSES)));
        graph.addOutput(value(
                node("Softmax", "probabilities", List.of(scores), Attributes.integer("axis", -1)),
                "batch",
                "steps",
                CLASSES));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .build();
    }

    private String conv(String name, String input, int from, int to, int stride) {
        return node(
                "Conv",
                name,
                List.of(input, weights("w" + name, Math.sqrt(2.0 / (9 * from)), to, from, 3, 3)),
                Attributes.integers("pads", 1, 1, 1, 1),
                Attributes.integers("strides", stride, stride));
    }

    private String relu(String input) {
        return node("Relu", "relu_" + input, List.of(input));
    }

    private String recurrent(String steps, int width) {
        String first = node("Transpose", "timed", List.of(steps), Attributes.integers("perm", 1, 0, 2));
        String hidden = node(
                "LSTM",
                "recurrent",
                List.of(
                        first,
                        weights("wx", 0.15, 2, 4 * HIDDEN, width),
                        weights("wh", 0.15, 2, 4 * HIDDEN, HIDDEN),
                        weights("wb", 0.1, 2, 8 * HIDDEN)),
                Attributes.integer("hidden_size", HIDDEN),
                Attributes.text("direction", "bidirectional"));
        String back = node("Transpose", "sampled", List.of(hidden), Attributes.integers("perm", 2, 0, 1, 3));
        return node("Reshape", "both", List.of(back, longs("s2", 0, 0, FEATURES)));
    }

    private String attention(String steps) {
        String query = node("MatMul", "query", List.of(steps, weights("wq", 0.3, FEATURES, FEATURES)));
        String key = node("MatMul", "key", List.of(steps, weights("wk", 0.3, FEATURES, FEATURES)));
        String turned = node("Transpose", "turned", List.of(key), Attributes.integers("perm", 0, 2, 1));
        String likeness = node("MatMul", "likeness", List.of(query, turned));
        String shares = node("Softmax", "shares", List.of(likeness), Attributes.integer("axis", -1));
        String mixed = node("MatMul", "mixed", List.of(shares, steps));
        return node("Add", "attended", List.of(steps, mixed));
    }

    private String node(String opType, String result, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(opType)
                .setName(result)
                .addAllInput(inputs)
                .addOutput(result)
                .addAllAttribute(List.of(attributes)));
        return result;
    }

    private String weights(String name, double deviation, long... dims) {
        int size = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        float[] values = new float[size];
        IntStream.range(0, size).forEach(i -> values[i] = (float) (deviation * random.nextGaussian()));
        graph.addInitializer(Tensors.floats(name, values, dims));
        return name;
    }

    private String longs(String name, long... values) {
        graph.addInitializer(Tensors.int64(name, values, values.length));
        return name;
    }

    /** @param dims numbers, and names of what is free */
    private static ValueInfoProto value(String name, Object... dims) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        var tensor = value.getTypeBuilder().getTensorTypeBuilder().setElemType(ElementType.FLOAT.number());
        for (Object dim : dims) {
            var dimension = tensor.getShapeBuilder().addDimBuilder();
            if (dim instanceof String free) {
                dimension.setDimParam(free);
            } else {
                dimension.setDimValue((Integer) dim);
            }
        }
        return value.build();
    }
}
