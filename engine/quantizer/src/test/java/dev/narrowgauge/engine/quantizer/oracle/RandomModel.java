package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A model of images and token rows that branch, join and turn into each other, with several inputs, of which some are
 * integers or truths, and a batch of any size.
 */
final class RandomModel {
    private static final int CHANNELS = 4;
    private static final int SIDE = 8;
    private static final int WIDTH = 16;
    private static final long ANY = -1;

    private final Random random;
    private final TinyModel tiny;
    private final List<String> images = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    private RandomModel(Random random) {
        this.random = random;
        this.tiny = new TinyModel(random.nextLong());
    }

    static ModelProto of(Random random) {
        return new RandomModel(random).build();
    }

    private ModelProto build() {
        long batch = random.nextBoolean() ? ANY : 2;
        images.add(tiny.input("image", batch, CHANNELS, SIDE, SIDE));
        if (random.nextBoolean()) {
            images.add(tiny.input("other", batch, CHANNELS, SIDE, SIDE));
        }
        rows.add(
                random.nextBoolean()
                        ? embedding(tiny.input("tokens", ElementType.INT64, batch, WIDTH))
                        : tiny.input("rows", batch, WIDTH, WIDTH));
        List<String> computed = new ArrayList<>();
        for (int i = 4 + random.nextInt(12); i > 0; i--) {
            boolean image = random.nextBoolean();
            String value = random.nextInt(8) == 0 ? turned(image) : image ? image() : row();
            (image ? images : rows).add(value);
            computed.add(value);
        }
        computed.stream().filter(value -> !tiny.isRead(value)).forEach(tiny::output);
        String inner = computed.get(random.nextInt(computed.size()));
        if (!tiny.isOutput(inner)) {
            tiny.output(inner);
        }
        tiny.output(tiny.node("ArgMax", List.of(inner), integer("axis", -1)), ElementType.INT64);
        return tiny.build(17);
    }

    private String embedding(String tokens) {
        return tiny.node("Gather", List.of(tiny.random(1, 10, WIDTH), tokens));
    }

    /** An image as rows, or the other way round. */
    private String turned(boolean toImage) {
        return toImage
                ? tiny.node("Reshape", List.of(pick(rows), tiny.constant(0, CHANNELS, SIDE, SIDE)))
                : tiny.node("Reshape", List.of(pick(images), tiny.constant(0, WIDTH, WIDTH)));
    }

    private String pick(List<String> values) {
        return values.get(values.size() - 1 - random.nextInt(Math.min(values.size(), 4)));
    }

    private String image() {
        String x = pick(images);
        String y = pick(images);
        return switch (random.nextInt(17)) {
            case 0, 1, 2 -> tiny.conv(x, CHANNELS, CHANNELS);
            case 3 -> tiny.node("Relu", List.of(tiny.conv(x, CHANNELS, CHANNELS)));
            case 4 -> tiny.node("Clip", List.of(x, tiny.scalar(0), tiny.scalar(6)));
            case 5 -> tiny.node("Add", List.of(tiny.conv(x, CHANNELS, CHANNELS), y));
            case 6 -> tiny.node("Mul", List.of(x, tiny.node("Sigmoid", List.of(y))));
            case 7 ->
                tiny.node(
                        "Conv",
                        List.of(
                                tiny.node("Concat", List.of(x, y, x), integer("axis", 1)),
                                tiny.random(0.2, CHANNELS, 3 * CHANNELS, 1, 1)));
            case 8 -> tiny.node("MaxPool", List.of(x), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1));
            case 9 -> tiny.node("Mul", List.of(x, tiny.node("GlobalAveragePool", List.of(y))));
            case 10 -> tiny.node("LeakyRelu", List.of(x), real("alpha", 0.1f));
            case 11 -> tiny.node("Where", List.of(tiny.node("Greater", List.of(x, tiny.scalar(0))), x, y));
            case 12 -> normalized(x);
            case 13 -> tiny.node("Sub", List.of(x, tiny.node("Tanh", List.of(y))));
            case 14 -> tiny.node("Transpose", List.of(x), integers("perm", 0, 1, 3, 2));
            case 15 -> shuffled(x);
            default -> tiny.node("Div", List.of(x, tiny.node("Exp", List.of(tiny.node("Sigmoid", List.of(y))))));
        };
    }

    private String normalized(String x) {
        return tiny.node(
                "BatchNormalization",
                List.of(
                        x,
                        tiny.random(1, CHANNELS),
                        tiny.random(1, CHANNELS),
                        tiny.random(1, CHANNELS),
                        tiny.constant(new float[] {1, 2, 0.5f, 3}, CHANNELS)));
    }

    private String shuffled(String x) {
        List<String> halves = List.of(tiny.graphName("h"), tiny.graphName("h"));
        tiny.nodeTo("Split", List.of(x, tiny.constant(1, 3)), halves, integer("axis", 1));
        return tiny.node("Concat", halves.reversed(), integer("axis", 1));
    }

    private String row() {
        String x = pick(rows);
        String y = pick(rows);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> product(x);
            case 3 -> tiny.node("Add", List.of(product(x), y));
            case 4 -> attention(x, y);
            case 5 ->
                tiny.node(
                        "LayerNormalization",
                        List.of(x, tiny.random(1, WIDTH), tiny.random(1, WIDTH)),
                        integer("axis", -1));
            case 6 -> gelu(product(x));
            case 7 -> tiny.node("Softmax", List.of(x), integer("axis", -1));
            case 8 -> tiny.node("Transpose", List.of(x), integers("perm", 0, 2, 1));
            default -> tiny.node("Gather", List.of(x, order()), integer("axis", 1));
        };
    }

    private String product(String x) {
        return tiny.node(
                "Add",
                List.of(tiny.node("MatMul", List.of(x, tiny.random(0.25, WIDTH, WIDTH))), tiny.random(0.5, WIDTH)));
    }

    private String attention(String x, String y) {
        String keys = tiny.node("Transpose", List.of(product(y)), integers("perm", 0, 2, 1));
        String scores = tiny.node("Mul", List.of(tiny.node("MatMul", List.of(product(x), keys)), tiny.scalar(0.1f)));
        float[] mask = new float[WIDTH];
        mask[WIDTH - 1] = -Float.MAX_VALUE;
        String masked = tiny.node("Add", List.of(scores, tiny.constant(mask, 1, 1, WIDTH)));
        return tiny.node("MatMul", List.of(tiny.node("Softmax", List.of(masked), integer("axis", -1)), product(y)));
    }

    private String gelu(String x) {
        String erf = tiny.node("Erf", List.of(tiny.node("Div", List.of(x, tiny.scalar(1.4142135f)))));
        return tiny.node(
                "Mul",
                List.of(
                        tiny.node("Mul", List.of(x, tiny.node("Add", List.of(erf, tiny.scalar(1))))),
                        tiny.scalar(0.5f)));
    }

    private String order() {
        long[] order = new long[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            order[i] = WIDTH - 1 - i;
        }
        return tiny.constant(Tensors.int64(tiny.graphName("k"), order, WIDTH));
    }
}
