package dev.narrowgauge.checks.networks;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;

import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.List;
import java.util.Random;

/** Convolutional networks: stages that halve the image, of blocks as published networks have them, in any order. */
final class ConvolutionalBlocks {
    static final int SIDE = 32;

    /** Of the largest block, what follows it and the pooling at the end. */
    private static final int ROOM = 14;

    private final NetworkBuilder network;
    private final Layers layers;
    private final Random random;
    private String image;
    private int channels;
    private int side;

    ConvolutionalBlocks(NetworkBuilder network, Random random) {
        this.network = network;
        this.layers = new Layers(network);
        this.random = random;
    }

    String body(int mostNodes) {
        return layers.pooled(trunk(mostNodes - 2));
    }

    /** Up to the image that is pooled. */
    String trunk(int mostNodes) {
        network.input("input", 3, SIDE, SIDE);
        channels = 8 << random.nextInt(3);
        int stride = 1 + random.nextInt(2);
        image = activated(normalized("input", 3, channels, 3, stride));
        side = SIDE / stride;
        if (random.nextBoolean()) {
            image = layers.maxPool(image, 3, 2);
            side /= 2;
        }
        int blocks = 2 + random.nextInt(12);
        for (int i = 0; i < blocks && network.nodeCount() + ROOM <= mostNodes; i++) {
            block();
        }
        return image;
    }

    int channels() {
        return channels;
    }

    int side() {
        return side;
    }

    private void block() {
        switch (random.nextInt(9)) {
            case 0, 1 -> image = activated(normalized(image, channels, channels, 3, 1));
            case 2 -> image = residual();
            case 3 -> image = separable();
            case 4 -> image = layers.squeezeExcite(image, channels, Math.max(4, channels / 4));
            case 5 -> image = branches();
            case 6 -> image = shuffled();
            case 7 -> grow();
            default -> image = random.nextBoolean() ? layers.maxPool(image, 3, 1) : layers.averagePool(image, 3, 1);
        }
    }

    private void grow() {
        if (side < 8 || channels > 64) {
            image = activated(normalized(image, channels, channels, 1, 1));
            return;
        }
        image = activated(normalized(image, channels, 2 * channels, 3, 2));
        channels *= 2;
        side /= 2;
    }

    private String residual() {
        String inner = activated(normalized(image, channels, channels, 3, 1));
        String sum = layers.add(normalized(inner, channels, channels, 3, 1), image);
        return random.nextInt(4) == 0 ? sum : layers.relu(sum);
    }

    private String separable() {
        String depthwise = activated(layers.convNorm(image, channels, channels, 3, 1, channels));
        return activated(normalized(depthwise, channels, channels, 1, 1));
    }

    private String branches() {
        int half = channels / 2;
        String one = layers.relu(layers.conv(image, channels, half, 1, 1));
        String other = layers.relu(layers.conv(image, channels, channels - half, 3, 1));
        return layers.concat(1, one, other);
    }

    private String shuffled() {
        List<String> halves = network.nodes(
                "Split", 2, List.of(image, network.longs(channels / 2, channels / 2)), integer("axis", 1));
        String worked = activated(layers.conv(halves.get(1), channels / 2, channels / 2, 3, 1));
        return layers.shuffle(layers.concat(1, halves.get(0), worked), channels, side);
    }

    private String normalized(String input, int from, int to, int kernel, int stride) {
        return random.nextBoolean()
                ? layers.convNorm(input, from, to, kernel, stride, 1)
                : layers.conv(input, from, to, kernel, stride);
    }

    private String activated(String input) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> layers.relu(input);
            case 4 -> layers.hardSwish(input);
            case 5 -> layers.swish(input);
            case 6 ->
                network.node("Clip", List.of(input, network.floats(new float[] {0}), network.floats(new float[] {6})));
            default -> network.node("LeakyRelu", List.of(input), real("alpha", 0.1f));
        };
    }
}
