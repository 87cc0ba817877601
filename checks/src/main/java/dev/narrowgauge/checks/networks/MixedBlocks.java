package dev.narrowgauge.checks.networks;

import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.Random;

/** Convolutions first, and then something else behind the image they leave. */
final class MixedBlocks {
    private final NetworkBuilder network;
    private final Layers layers;
    private final Random random;

    MixedBlocks(NetworkBuilder network, Random random) {
        this.network = network;
        this.layers = new Layers(network);
        this.random = random;
    }

    String body(int mostNodes) {
        ConvolutionalBlocks convolutions = new ConvolutionalBlocks(network, random);
        String image = convolutions.trunk(15 + random.nextInt(mostNodes / 3));
        int channels = convolutions.channels();
        if (random.nextBoolean()) {
            return new DenseBlocks(network, random).body(layers.pooled(image), channels, mostNodes);
        }
        int side = convolutions.side();
        while (side > 8) {
            image = layers.maxPool(image, 3, 2);
            side = (side + 1) / 2;
        }
        String tokens = layers.transpose(layers.reshape(image, 0, channels, (long) side * side), 0, 2, 1);
        return new AttentionBlocks(network, random).body(tokens, side * side, channels, mostNodes);
    }
}
