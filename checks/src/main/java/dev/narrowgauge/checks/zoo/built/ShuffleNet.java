package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;

import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.List;

/** ShuffleNetV2 (Ma et al. 2018) with the gates and activations of its later kin: halves that are worked on and mixed. */
final class ShuffleNet {
    static final Architecture ARCHITECTURE = new ImageClassifier(
            "shufflenetv2-se",
            "ShuffleNetV2 with squeeze-excite and hard-swish",
            12,
            96,
            16,
            network -> new ShuffleNet(network).body());

    private final NetworkBuilder network;
    private final Layers layers;

    private ShuffleNet(NetworkBuilder network) {
        this.network = network;
        this.layers = new Layers(network);
    }

    private String body() {
        String image = network.input(ImageClassifier.INPUT, 3, 96, 96);
        image = layers.hardSwish(layers.convNorm(image, 3, 24, 3, 2, 1));
        image = layers.maxPool(image, 3, 2);
        int channels = 24;
        int side = 24;
        for (int stage = 0; stage < 3; stage++) {
            side /= 2;
            image = down(image, channels, 64 << stage, side);
            channels = 64 << stage;
            image = unit(unit(image, channels, side), channels, side);
        }
        return layers.pooled(layers.hardSwish(layers.convNorm(image, channels, 256, 1, 1, 1)));
    }

    private String unit(String input, int channels, int side) {
        int half = channels / 2;
        List<String> halves = network.nodes("Split", 2, List.of(input, network.longs(half, half)), integer("axis", 1));
        String worked = layers.hardSwish(layers.convNorm(halves.get(1), half, half, 1, 1, 1));
        worked = layers.convNorm(worked, half, half, 3, 1, half);
        worked = layers.hardSwish(layers.convNorm(worked, half, half, 1, 1, 1));
        worked = layers.squeezeExcite(worked, half, Math.max(8, half / 4));
        return layers.shuffle(layers.concat(1, halves.get(0), worked), channels, side);
    }

    private String down(String input, int from, int to, int side) {
        String left = layers.convNorm(input, from, from, 3, 2, from);
        left = layers.hardSwish(layers.convNorm(left, from, to / 2, 1, 1, 1));
        String right = layers.hardSwish(layers.convNorm(input, from, to / 2, 1, 1, 1));
        right = layers.convNorm(right, to / 2, to / 2, 3, 2, to / 2);
        right = layers.hardSwish(layers.convNorm(right, to / 2, to / 2, 1, 1, 1));
        return layers.shuffle(layers.concat(1, left, right), to, side);
    }
}
