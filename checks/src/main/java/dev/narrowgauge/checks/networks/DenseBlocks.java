package dev.narrowgauge.checks.networks;

import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.List;
import java.util.Random;

/** Networks of dense layers over the rows of a table, plain or residual, normalized or not. */
final class DenseBlocks {
    static final int COLUMNS = 48;

    private static final int ROOM = 16;

    private final NetworkBuilder network;
    private final Layers layers;
    private final Random random;

    DenseBlocks(NetworkBuilder network, Random random) {
        this.network = network;
        this.layers = new Layers(network);
        this.random = random;
    }

    String body(int mostNodes) {
        return body(network.input("input", COLUMNS), COLUMNS, mostNodes);
    }

    /** Behind any value of rank two. */
    String body(String input, int columns, int mostNodes) {
        int width = 64 << random.nextInt(4);
        String row = activated(layers.gemm(input, columns, width));
        int blocks = 1 + random.nextInt(9);
        for (int i = 0; i < blocks && network.nodeCount() + ROOM <= mostNodes; i++) {
            row = block(row, width);
        }
        return row;
    }

    private String block(String row, int width) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> activated(layers.gemm(row, width, width));
            case 2 -> activated(layers.dense(row, width, width));
            case 3 -> layers.add(row, layers.gemm(activated(layers.gemm(row, width, width)), width, width));
            case 4 -> activated(layers.batchNorm(layers.gemm(row, width, width), width));
            default -> {
                String normal =
                        random.nextBoolean() ? layers.layerNorm(row, width) : layers.layerNormByParts(row, width);
                yield layers.add(row, layers.gemm(activated(normal), width, width));
            }
        };
    }

    private String activated(String input) {
        return switch (random.nextInt(7)) {
            case 0, 1, 2, 3 -> layers.relu(input);
            case 4 -> layers.gelu(input);
            case 5 -> network.node("Tanh", List.of(input));
            default -> layers.swish(input);
        };
    }
}
