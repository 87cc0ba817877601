package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two-tower retrieval (Yi et al. 2019): what a user looked at and what an item is, as directions that are compared. */
final class TwoTower implements Architecture {
    private static final int HISTORY = 12;
    private static final int ITEMS = 600;
    private static final int TITLE = 8;
    private static final int VOCABULARY = 500;
    private static final int NUMBERS = 16;
    private static final int WIDTH = 384;
    private static final int DIRECTION = 64;
    private static final int BLOCKS = 4;
    private static final long SEED = 22;

    @Override
    public String name() {
        return "two-tower";
    }

    @Override
    public String topology() {
        return "two-tower retrieval with embedding tables";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        Map<String, OutputKind> outputs = new LinkedHashMap<>();
        outputs.put("user", OutputKind.VALUES);
        outputs.put("item", OutputKind.VALUES);
        outputs.put("affinity", OutputKind.VALUES);
        return outputs;
    }

    @Override
    public Samples samples(int set, int count) {
        Scenes scenes = new Scenes(SEED, set);
        Values numbers = scenes.rows(count, NUMBERS, 5).values();
        long[] history = new long[count * HISTORY];
        long[] title = new long[count * TITLE];
        for (int i = 0; i < count; i++) {
            System.arraycopy(scenes.words(i % 5, HISTORY, ITEMS), 0, history, i * HISTORY, HISTORY);
            System.arraycopy(scenes.words(i % 7, TITLE, VOCABULARY), 0, title, i * TITLE, TITLE);
        }
        return Samples.of("numbers", numbers)
                .with("history", Values.longs(history, count, HISTORY))
                .with("title", Values.longs(title, count, TITLE));
    }

    @Override
    public ModelProto build() {
        NetworkBuilder network = new NetworkBuilder(name(), SEED);
        Layers layers = new Layers(network);
        String numbers = network.input("numbers", NUMBERS);
        String history = network.input("history", ElementType.INT64, HISTORY);
        String title = network.input("title", ElementType.INT64, TITLE);
        String seen = layers.concat(1, numbers, mean(network, history, ITEMS));
        String user = tower(network, layers, seen, NUMBERS + DIRECTION);
        String item = tower(network, layers, mean(network, title, VOCABULARY), DIRECTION);
        network.output(user, "user");
        network.output(item, "item");
        network.output(
                network.node(
                        "ReduceSum", List.of(layers.multiply(user, item), network.longs(1)), integer("keepdims", 1)),
                "affinity");
        return network.build(13);
    }

    private static String mean(NetworkBuilder network, String numbers, int rows) {
        String table = network.normal(0, 1, rows, DIRECTION);
        String found = network.node("Gather", List.of(table, numbers));
        return network.node("ReduceMean", List.of(found), integers("axes", 1), integer("keepdims", 0));
    }

    /** A direction of length one. */
    private static String tower(NetworkBuilder network, Layers layers, String input, int from) {
        String row = layers.relu(layers.gemm(input, from, WIDTH));
        for (int i = 0; i < BLOCKS; i++) {
            String inner = layers.relu(layers.gemm(layers.batchNorm(row, WIDTH), WIDTH, WIDTH));
            row = layers.add(row, layers.gemm(inner, WIDTH, WIDTH));
        }
        String direction = layers.gemm(row, WIDTH, DIRECTION);
        String length = network.node("ReduceL2", List.of(direction), integers("axes", 1), integer("keepdims", 1));
        return network.node("Div", List.of(direction, length));
    }
}
