package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.text;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Semantic segmentation by a feature pyramid (Kirillov et al. 2019) over a residual network. */
final class Pyramid implements Architecture {
    private static final int SIDE = 128;
    private static final int CLASSES = 6;
    private static final int WIDTH = 32;
    private static final long SEED = 14;

    @Override
    public String name() {
        return "fpn-segmentation";
    }

    @Override
    public String topology() {
        return "ResNet with a feature pyramid, resized and added";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("scores", OutputKind.VALUES);
    }

    @Override
    public Samples samples(int set, int count) {
        return Samples.of(
                "image", new Scenes(SEED, set).images(count, 3, SIDE, SIDE, 5).values());
    }

    @Override
    public ModelProto build() {
        NetworkBuilder network = new NetworkBuilder(name(), SEED);
        Layers layers = new Layers(network);
        List<String> levels = backbone(network, layers);
        String above = null;
        List<String> merged = new ArrayList<>();
        for (int level = levels.size() - 1; level >= 0; level--) {
            String side = layers.conv(levels.get(level), 16 << level, WIDTH, 1, 1);
            above = above == null ? side : layers.add(side, resized(network, above, 2, "nearest"));
            String smooth = layers.relu(layers.conv(above, WIDTH, WIDTH, 3, 1));
            merged.add(level == 0 ? smooth : resized(network, smooth, 1 << level, "linear"));
        }
        String sum = merged.stream().reduce(layers::add).orElseThrow();
        String scores = layers.conv(layers.convNormRelu(sum, WIDTH, WIDTH, 3, 1), WIDTH, CLASSES, 1, 1);
        network.output(resized(network, scores, 4, "linear"), "scores");
        return network.build(13);
    }

    /** Images of a quarter of the size, an eighth, and so on. */
    private static List<String> backbone(NetworkBuilder network, Layers layers) {
        String image = network.input("image", 3, SIDE, SIDE);
        image = layers.maxPool(layers.convNormRelu(image, 3, 16, 3, 2), 3, 2);
        List<String> levels = new ArrayList<>();
        for (int level = 0; level < 3; level++) {
            int from = level == 0 ? 16 : 8 << level;
            int to = 16 << level;
            image = residual(layers, residual(layers, image, from, to, level == 0 ? 1 : 2), to, to, 1);
            levels.add(image);
        }
        return levels;
    }

    private static String residual(Layers layers, String input, int from, int to, int stride) {
        String inner = layers.convNorm(layers.convNormRelu(input, from, to, 3, stride), to, to, 3, 1, 1);
        String skip = stride == 1 && from == to ? input : layers.convNorm(input, from, to, 1, stride, 1);
        return layers.relu(layers.add(inner, skip));
    }

    private static String resized(NetworkBuilder network, String input, int times, String mode) {
        String scales = network.floats(new float[] {1, 1, times, times}, 4);
        return network.node(
                "Resize",
                List.of(input, "", scales),
                text("mode", mode),
                text("coordinate_transformation_mode", mode.equals("nearest") ? "asymmetric" : "half_pixel"),
                text("nearest_mode", "floor"));
    }
}
