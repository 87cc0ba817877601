package dev.narrowgauge.checks.networks;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;

import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.List;
import java.util.Random;

/** Transformer blocks over a series: normalized before or behind, with heads of several widths, and a mean at the end. */
final class AttentionBlocks {
    static final int LENGTH = 24;
    static final int CHANNELS = 12;

    /** Nodes of the largest block of each kind. */
    private static final int ATTENTION_ROOM = 29;

    private static final int FORWARD_ROOM = 20;

    private final NetworkBuilder network;
    private final Layers layers;
    private final Random random;

    AttentionBlocks(NetworkBuilder network, Random random) {
        this.network = network;
        this.layers = new Layers(network);
        this.random = random;
    }

    String body(int mostNodes) {
        return body(network.input("input", LENGTH, CHANNELS), LENGTH, CHANNELS, mostNodes);
    }

    /** Behind any value of shape batch × length × from. */
    String body(String input, int length, int from, int mostNodes) {
        int width = 32 << random.nextInt(3);
        String tokens = layers.add(layers.dense(input, from, width), network.normal(0, 0.3, 1, length, width));
        int forwards = 1 + random.nextInt(3);
        if (network.nodeCount() + ATTENTION_ROOM + FORWARD_ROOM <= mostNodes) {
            tokens = attentionBlock(tokens, length, width);
        }
        for (int i = 0; i < forwards && network.nodeCount() + FORWARD_ROOM <= mostNodes; i++) {
            tokens = forwardBlock(tokens, width);
        }
        return network.node("ReduceMean", List.of(tokens), integers("axes", 1), integer("keepdims", 0));
    }

    private String attentionBlock(String tokens, int length, int width) {
        int heads = 1 << random.nextInt(3);
        String read = random.nextBoolean() ? normalized(tokens, width) : tokens;
        String sum = layers.add(tokens, layers.attention(read, length, width, heads));
        return read.equals(tokens) ? normalized(sum, width) : sum;
    }

    private String forwardBlock(String tokens, int width) {
        int wide = width * (2 + random.nextInt(3));
        String inner = layers.dense(normalized(tokens, width), width, wide);
        String active = switch (random.nextInt(3)) {
            case 0 -> layers.relu(inner);
            case 1 -> layers.gelu(inner);
            default -> layers.swish(inner);
        };
        return layers.add(tokens, layers.dense(active, wide, width));
    }

    private String normalized(String tokens, int width) {
        return random.nextInt(3) == 0 ? layers.layerNormByParts(tokens, width) : layers.layerNorm(tokens, width);
    }
}
