package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;

import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.List;
import java.util.Random;

/** Classifiers of images in which a positive factor of a channel runs through everything between two layers. */
final class RandomResiduals {
    private static final int SIDE = 8;
    private static final int SAMPLES = 8;
    private static final int CLASSES = 10;

    private final Random random;
    private final TinyModel tiny;

    private RandomResiduals(long seed) {
        this.random = new Random(seed);
        this.tiny = new TinyModel(seed);
    }

    static ModelProto of(long seed) {
        return new RandomResiduals(seed).model();
    }

    private ModelProto model() {
        int channels = 8 + random.nextInt(17);
        String x = activated(conv(tiny.input("x", SAMPLES, 3, SIDE, SIDE), 3, channels));
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> x = pooled(x);
                case 1 ->
                    x = tiny.node("Add", List.of(x, conv(activated(conv(x, channels, channels)), channels, channels)));
                case 2 -> x = activated(depthwise(x, channels));
                case 3 -> {
                    String joined =
                            tiny.node("Concat", List.of(x, activated(conv(x, channels, 8))), integer("axis", 1));
                    x = activated(conv(joined, channels + 8, channels));
                }
                default -> x = activated(conv(x, channels, channels));
            }
        }
        String rows = tiny.node("Flatten", List.of(tiny.node("GlobalAveragePool", List.of(x))));
        tiny.output(tiny.gemm(rows, channels, CLASSES));
        return tiny.build();
    }

    private String conv(String x, int from, int to) {
        boolean isWide = random.nextBoolean();
        double deviation = Math.sqrt(2.0 / from / (isWide ? 9 : 1));
        String weights = isWide ? tiny.random(deviation, to, from, 3, 3) : tiny.random(deviation, to, from, 1, 1);
        int pad = isWide ? 1 : 0;
        return tiny.node("Conv", List.of(x, weights, tiny.random(0.3, to)), integers("pads", pad, pad, pad, pad));
    }

    private String depthwise(String x, int channels) {
        return tiny.node(
                "Conv",
                List.of(x, tiny.random(0.5, channels, 1, 3, 3), tiny.random(0.3, channels)),
                integer("group", channels),
                integers("pads", 1, 1, 1, 1));
    }

    private String activated(String x) {
        return switch (random.nextInt(3)) {
            case 0 -> tiny.node("LeakyRelu", List.of(x), real("alpha", 0.1f));
            default -> tiny.node("Relu", List.of(x));
        };
    }

    private String pooled(String x) {
        String type = random.nextBoolean() ? "MaxPool" : "AveragePool";
        return tiny.node(type, List.of(x), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1));
    }
}
