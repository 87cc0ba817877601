package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;

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

/** U-Net (Ronneberger et al. 2015): an encoder, a decoder of transposed convolutions, and bridges between them. */
final class UNet implements Architecture {
    private static final int SIDE = 64;
    private static final int WIDTH = 12;
    private static final int LEVELS = 4;
    private static final long SEED = 15;

    @Override
    public String name() {
        return "unet";
    }

    @Override
    public String topology() {
        return "U-Net with transposed convolutions";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("mask", OutputKind.VALUES);
    }

    @Override
    public Samples samples(int set, int count) {
        return Samples.of(
                "image", new Scenes(SEED, set).images(count, 1, SIDE, SIDE, 5).values());
    }

    @Override
    public ModelProto build() {
        NetworkBuilder network = new NetworkBuilder(name(), SEED);
        Layers layers = new Layers(network);
        String image = network.input("image", 1, SIDE, SIDE);
        List<String> bridges = new ArrayList<>();
        int from = 1;
        for (int level = 0; level < LEVELS; level++) {
            int to = WIDTH << level;
            image = twice(layers, level == 0 ? image : halved(network, image), from, to);
            bridges.add(image);
            from = to;
        }
        for (int level = LEVELS - 2; level >= 0; level--) {
            int to = WIDTH << level;
            String grown = doubled(network, image, 2 * to, to);
            image = twice(layers, layers.concat(1, bridges.get(level), grown), 2 * to, to);
        }
        network.output(layers.conv(image, WIDTH, 1, 1, 1), "mask");
        return network.build(15);
    }

    private static String twice(Layers layers, String input, int from, int to) {
        return layers.convNormRelu(layers.convNormRelu(input, from, to, 3, 1), to, to, 3, 1);
    }

    private static String halved(NetworkBuilder network, String input) {
        return network.node("MaxPool", List.of(input), integers("kernel_shape", 2, 2), integers("strides", 2, 2));
    }

    private static String doubled(NetworkBuilder network, String input, int from, int to) {
        String weights = network.normal(0, Math.sqrt(1.0 / from), from, to, 2, 2);
        return network.node(
                "ConvTranspose",
                List.of(input, weights, network.normal(0, 0.1, to)),
                integers("kernel_shape", 2, 2),
                integers("strides", 2, 2));
    }
}
