package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.zoo.Fitted;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.checks.zoo.Recurrent;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.List;
import java.util.Random;

/** A recogniser of lines of any width (Shi et al. 2015): convolutions, an LSTM in both directions, a class for each step. */
final class TextLine {
    static final String IMAGE = "image";
    static final String CLASSES = "steps";

    private static final String SCORES = "scores";
    private static final int HEIGHT = 32;
    private static final int GLYPH = 8;
    private static final int GLYPHS = 24;
    /** Columns that become one step. */
    private static final int STEP = 4;

    private static final int FITTED = 60;
    private static final int FITTED_WIDTH = 128;
    private static final int HIDDEN = 96;
    private static final long SEED = 74;

    private TextLine() {}

    static ModelProto build() {
        Random random = new Random(SEED);
        int[] labels = new int[FITTED * FITTED_WIDTH / STEP];
        float[] pixels = new float[FITTED * HEIGHT * FITTED_WIDTH];
        for (int line = 0; line < FITTED; line++) {
            int[] glyphs = glyphs(random, FITTED_WIDTH);
            System.arraycopy(draw(random, glyphs), 0, pixels, line * HEIGHT * FITTED_WIDTH, HEIGHT * FITTED_WIDTH);
            for (int step = 0; step < FITTED_WIDTH / STEP; step++) {
                labels[line * FITTED_WIDTH / STEP + step] = glyphs[step * STEP / GLYPH];
            }
        }
        Samples samples = Samples.of(IMAGE, Values.floats(pixels, FITTED, 1, 1, HEIGHT, FITTED_WIDTH));
        return answering(
                new Fitted("line-recogniser", SEED, 17, TextLine::body).tagger(samples, labels, GLYPHS, SCORES));
    }

    /** Recognisers give probabilities. */
    private static ModelProto answering(ModelProto model) {
        var graph = model.getGraph().toBuilder();
        graph.addNode(NodeProto.newBuilder()
                .setName("probabilities")
                .setOpType("Softmax")
                .addInput(SCORES)
                .addOutput(CLASSES)
                .addAttribute(integer("axis", -1)));
        graph.getOutputBuilder(0).setName(CLASSES);
        return model.toBuilder().setGraph(graph).build();
    }

    /** One line as the network takes it, 1 × 1 × 32 × width, where the width is that of whole glyphs. */
    static Values line(Random random, int width) {
        return Values.floats(draw(random, glyphs(random, width)), 1, 1, HEIGHT, width);
    }

    private static int[] glyphs(Random random, int width) {
        return random.ints(width / GLYPH, 0, GLYPHS).toArray();
    }

    /** A glyph is a pattern of its own, with noise and of varied ink. */
    private static float[] draw(Random random, int[] glyphs) {
        int width = glyphs.length * GLYPH;
        float[] pixels = new float[HEIGHT * width];
        for (int i = 0; i < glyphs.length; i++) {
            Random pattern = new Random(1000 + glyphs[i]);
            double ink = 0.7 + 0.3 * random.nextDouble();
            for (int row = 0; row < HEIGHT; row += 2) {
                for (int column = 0; column < GLYPH; column += 2) {
                    double stroke = pattern.nextInt(3) == 0 ? -ink : 0.9;
                    for (int part = 0; part < 4; part++) {
                        int at = (row + part / 2) * width + i * GLYPH + column + part % 2;
                        pixels[at] = (float) (stroke + 0.05 * random.nextGaussian());
                    }
                }
            }
        }
        return pixels;
    }

    private static String body(NetworkBuilder network) {
        Layers layers = new Layers(network);
        network.fixedInput(IMAGE, ElementType.FLOAT, 1, 1, HEIGHT, -1);
        String value = conv(network, IMAGE, 1, 24, 2, 2);
        value = conv(network, value, 24, 48, 2, 2);
        value = conv(network, value, 48, 96, 4, 1);
        value = conv(network, value, 96, 128, 2, 1);
        String rows = layers.transpose(network.node("Squeeze", List.of(value, network.longs(2))), 0, 2, 1);
        String read = new Recurrent(network).lstm(rows, -1, 128, HIDDEN);
        return layers.relu(layers.dense(read, 2 * HIDDEN, 2 * HIDDEN));
    }

    private static String conv(NetworkBuilder network, String input, int from, int to, int down, int along) {
        String weights = network.normal(0, Math.sqrt(2.0 / (9.0 * from)), to, from, 3, 3);
        String sum = network.node(
                "Conv",
                List.of(input, weights, network.normal(0, 0.1, to)),
                integers("pads", 1, 1, 1, 1),
                integers("strides", down, along));
        return network.node("Relu", List.of(sum));
    }
}
