package dev.narrowgauge.checks.zoo.built;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SSDLite (Liu et al. 2016, Sandler et al. 2018): inverted residuals, heads on two feature maps, boxes decoded from anchors,
 * and the suppression of overlapping boxes inside the network.
 */
final class Detector implements Architecture {
    private static final int SIDE = 128;
    private static final int CLASSES = 4;
    private static final int ANCHORS = 3;
    private static final long SEED = 17;

    @Override
    public String name() {
        return "ssdlite";
    }

    @Override
    public String topology() {
        return "SSDLite with NonMaxSuppression inside";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        Map<String, OutputKind> outputs = new LinkedHashMap<>();
        outputs.put("boxes", OutputKind.VALUES);
        outputs.put("scores", OutputKind.PROBABILITIES);
        return outputs;
    }

    @Override
    public Samples samples(int set, int count) {
        return Samples.of(
                "image", new Scenes(SEED, set).images(count, 3, SIDE, SIDE, 6).values());
    }

    @Override
    public ModelProto build() {
        NetworkBuilder network = new NetworkBuilder(name(), SEED);
        Layers layers = new Layers(network);
        String image = network.input("image", 3, SIDE, SIDE);
        image = clipped(network, layers.convNorm(image, 3, 16, 3, 2, 1));
        image = inverted(network, layers, image, 16, 24, 2);
        image = inverted(network, layers, image, 24, 24, 1);
        String fine = inverted(network, layers, image, 24, 48, 2);
        String coarse = inverted(network, layers, inverted(network, layers, fine, 48, 96, 2), 96, 96, 1);
        List<String> places = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (String map : List.of(fine, coarse)) {
            int channels = map.equals(fine) ? 48 : 96;
            places.add(head(layers, map, channels, 4));
            classes.add(head(layers, map, channels, CLASSES));
        }
        String boxes = decoded(network, layers, layers.concat(1, places.toArray(String[]::new)));
        String shifted = layers.add(layers.concat(1, classes.toArray(String[]::new)), network.scalar(-2));
        String scores = layers.transpose(network.node("Sigmoid", List.of(shifted)), 0, 2, 1);
        String selected = network.node(
                "NonMaxSuppression",
                List.of(
                        boxes,
                        scores,
                        network.longScalar(20),
                        network.floats(new float[] {0.5f}, 1),
                        network.floats(new float[] {0.4f}, 1)));
        network.output(boxes, "boxes");
        network.output(scores, "scores");
        network.output(selected, "selected", ElementType.INT64);
        return network.build(12);
    }

    private static String inverted(NetworkBuilder network, Layers layers, String input, int from, int to, int stride) {
        int wide = 4 * from;
        String expanded = clipped(network, layers.convNorm(input, from, wide, 1, 1, 1));
        String filtered = clipped(network, layers.convNorm(expanded, wide, wide, 3, stride, wide));
        String projected = layers.convNorm(filtered, wide, to, 1, 1, 1);
        return stride == 1 && from == to ? layers.add(input, projected) : projected;
    }

    private static String head(Layers layers, String map, int channels, int each) {
        String filtered = layers.relu(layers.convNorm(map, channels, channels, 3, 1, channels));
        String values = layers.conv(filtered, channels, ANCHORS * each, 1, 1);
        return layers.reshape(layers.transpose(values, 0, 2, 3, 1), 0, -1, each);
    }

    /** Corners of the boxes, from offsets to anchors and logarithms of sizes. */
    private static String decoded(NetworkBuilder network, Layers layers, String offsets) {
        int fine = SIDE / 8;
        int coarse = SIDE / 16;
        int anchors = ANCHORS * (fine * fine + coarse * coarse);
        String centres = layers.add(
                layers.multiply(part(network, offsets, 0, 2), network.scalar(0.05f)),
                network.uniform(0.05, 0.95, 1, anchors, 2));
        String sizes = layers.multiply(
                network.node("Exp", List.of(layers.multiply(part(network, offsets, 2, 4), network.scalar(0.2f)))),
                network.uniform(0.05, 0.3, 1, anchors, 2));
        String halves = layers.multiply(sizes, network.scalar(0.5f));
        return layers.concat(2, network.node("Sub", List.of(centres, halves)), layers.add(centres, halves));
    }

    private static String part(NetworkBuilder network, String input, long from, long to) {
        return network.node("Slice", List.of(input, network.longs(from), network.longs(to), network.longs(2)));
    }

    private static String clipped(NetworkBuilder network, String input) {
        return network.node("Clip", List.of(input, network.scalar(0), network.scalar(6)));
    }
}
