package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;

import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.List;

/** ConvNeXt (Liu et al. 2022): wide depthwise filters, and dense layers over the channels of every pixel. */
final class ConvNext {
    static final Architecture ARCHITECTURE = new ImageClassifier(
            "convnext", "ConvNeXt, two stages", 13, 64, 17, network -> new ConvNext(network).body());

    private static final int BLOCKS = 3;

    private final NetworkBuilder network;
    private final Layers layers;

    private ConvNext(NetworkBuilder network) {
        this.network = network;
        this.layers = new Layers(network);
    }

    private String body() {
        String image = patches(network.input(ImageClassifier.INPUT, 3, 64, 64), 3, 48, 4);
        for (int i = 0; i < BLOCKS; i++) {
            image = block(image, 48);
        }
        image = patches(image, 48, 96, 2);
        for (int i = 0; i < BLOCKS; i++) {
            image = block(image, 96);
        }
        String mean = network.node("ReduceMean", List.of(image), integers("axes", 2, 3));
        return layers.layerNorm(layers.reshape(mean, 0, 96), 96);
    }

    private String patches(String input, int from, int to, int size) {
        String weights = network.normal(0, Math.sqrt(1.0 / (from * size * size)), to, from, size, size);
        return network.node(
                "Conv",
                List.of(input, weights, network.normal(0, 0.1, to)),
                integers("kernel_shape", size, size),
                integers("strides", size, size));
    }

    private String block(String input, int channels) {
        String filtered = layers.conv(input, channels, channels, 7, 1, channels);
        String pixels = layers.layerNorm(layers.transpose(filtered, 0, 2, 3, 1), channels);
        String wide = layers.gelu(layers.dense(pixels, channels, 4 * channels));
        String narrow = layers.multiply(layers.dense(wide, 4 * channels, channels), network.normal(0.5, 0.1, channels));
        return layers.add(input, layers.transpose(narrow, 0, 3, 1, 2));
    }
}
