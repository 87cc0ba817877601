package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.List;
import java.util.Map;

/** EDSR (Lim et al. 2017): residual blocks without normalization, and pixels that come out of channels. */
final class SuperResolution implements Architecture {
    private static final int SIDE = 32;
    private static final int WIDTH = 32;
    private static final int BLOCKS = 9;
    private static final long SEED = 16;

    @Override
    public String name() {
        return "edsr";
    }

    @Override
    public String topology() {
        return "EDSR super-resolution with DepthToSpace";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("large", OutputKind.VALUES);
    }

    @Override
    public Samples samples(int set, int count) {
        return Samples.of(
                "small", new Scenes(SEED, set).images(count, 3, SIDE, SIDE, 5).values());
    }

    @Override
    public ModelProto build() {
        NetworkBuilder network = new NetworkBuilder(name(), SEED);
        Layers layers = new Layers(network);
        String head = layers.conv(network.input("small", 3, SIDE, SIDE), 3, WIDTH, 3, 1);
        String image = head;
        for (int i = 0; i < BLOCKS; i++) {
            String inner = layers.relu(layers.conv(image, WIDTH, WIDTH, 3, 1));
            String scaled = layers.multiply(layers.conv(inner, WIDTH, WIDTH, 3, 1), network.scalar(0.3f));
            image = layers.add(image, scaled);
        }
        image = layers.add(head, layers.conv(image, WIDTH, WIDTH, 3, 1));
        String wide = layers.conv(image, WIDTH, 4 * WIDTH, 3, 1);
        String large = network.node("DepthToSpace", List.of(wide), integer("blocksize", 2));
        network.output(layers.conv(large, WIDTH, 3, 3, 1), "large");
        return network.build(13);
    }
}
