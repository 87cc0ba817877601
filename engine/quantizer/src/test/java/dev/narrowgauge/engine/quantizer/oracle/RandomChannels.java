package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Convolutions of single channels among gates, joins and activations, with any number of channels. */
final class RandomChannels {
    private static final int SIDE = 8;

    private final Random random;
    private final TinyModel tiny;
    private final boolean shapesAreRead;
    private final int channels;
    private final List<String> images = new ArrayList<>();

    /** @param shapesAreRead whether something reads the shape of what those convolutions read, too */
    RandomChannels(long seed, boolean shapesAreRead) {
        this.random = new Random(seed);
        this.tiny = new TinyModel(seed);
        this.shapesAreRead = shapesAreRead;
        this.channels = 5 + random.nextInt(18);
    }

    ModelProto model() {
        images.add(activated(tiny.conv(tiny.input("x", 1, 3, SIDE, SIDE), 3, channels)));
        for (int i = 3 + random.nextInt(8); i > 0; i--) {
            images.add(image());
        }
        images.stream().filter(value -> !tiny.isRead(value)).forEach(value -> tiny.output(convolved(value, 3)));
        return tiny.build();
    }

    private String image() {
        String x = pick();
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> activated(depthwise(x));
            case 3 -> activated(convolved(x, channels));
            case 4 -> tiny.node("Add", List.of(x, pick()));
            case 5 -> tiny.node("Mul", List.of(x, gate(pick())));
            case 6 -> tiny.node("Mul", List.of(x, tiny.node("Sigmoid", List.of(convolved(pick(), 1)))));
            case 7 -> tiny.node("Mul", List.of(x, tiny.random(1, channels, 1, 1)));
            case 8 -> tiny.node("MaxPool", List.of(x), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1));
            default -> tiny.node("Add", List.of(x, tiny.scalar(0.5f)));
        };
    }

    private String pick() {
        return images.get(images.size() - 1 - random.nextInt(Math.min(images.size(), 3)));
    }

    private String depthwise(String x) {
        if (shapesAreRead) {
            tiny.output(tiny.node("Shape", List.of(x)), ElementType.INT64);
        } else {
            // Names are the same with and without the two of a Shape.
            tiny.freshName();
            tiny.freshName();
        }
        return tiny.node(
                "Conv",
                List.of(x, tiny.random(0.3, channels, 1, 3, 3), tiny.random(0.3, channels)),
                integer("group", channels),
                integers("pads", 1, 1, 1, 1));
    }

    private String convolved(String x, int to) {
        return tiny.node("Conv", List.of(x, tiny.random(0.2, to, channels, 1, 1), tiny.random(0.3, to)));
    }

    private String gate(String x) {
        return tiny.node("Sigmoid", List.of(convolved(tiny.node("GlobalAveragePool", List.of(x)), channels)));
    }

    private String activated(String x) {
        return switch (random.nextInt(5)) {
            case 0 -> x;
            case 1 -> tiny.node("HardSwish", List.of(x));
            case 2 -> tiny.node("LeakyRelu", List.of(x), real("alpha", 0.1f));
            case 3 -> tiny.node("Clip", List.of(x, tiny.scalar(0), tiny.scalar(6)));
            default -> tiny.node("Relu", List.of(x));
        };
    }
}
