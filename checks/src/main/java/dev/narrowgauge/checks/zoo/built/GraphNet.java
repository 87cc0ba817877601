package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.text;

import dev.narrowgauge.checks.data.Labelled;
import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Fitted;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A message-passing network (Gilmer et al. 2017): values gathered along edges, and added up where the edges end. */
final class GraphNet implements Architecture {
    private static final int VERTICES = 32;
    private static final int EDGES = 96;
    private static final int FEATURES = 12;
    private static final int CLASSES = 5;
    private static final int WIDTH = 64;
    private static final int ROUNDS = 4;
    private static final int FITTED = 300;
    private static final long SEED = 21;

    @Override
    public String name() {
        return "graph-network";
    }

    @Override
    public String topology() {
        return "message passing with GatherElements and ScatterElements";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("classes", OutputKind.CLASSES);
    }

    @Override
    public Samples samples(int set, int count) {
        return samples(vertices(set, count), set);
    }

    @Override
    public ModelProto build() {
        Labelled fitted = vertices(99, FITTED);
        return new Fitted(name(), SEED, 16, GraphNet::body)
                .classifier(samples(fitted, 99), fitted.labels(), CLASSES, "classes");
    }

    private static Labelled vertices(int set, int count) {
        return new Scenes(SEED, set).series(count, VERTICES, FEATURES, CLASSES);
    }

    /** Edges mostly join neighbours, in any direction. */
    private static Samples samples(Labelled vertices, int set) {
        int count = vertices.values().samples();
        Random random = new Random(1000 * SEED + set);
        long[] from = new long[count * EDGES];
        long[] to = new long[count * EDGES];
        for (int i = 0; i < from.length; i++) {
            from[i] = random.nextInt(VERTICES);
            to[i] = (from[i] + 1 + random.nextInt(6)) % VERTICES;
        }
        return Samples.of("vertices", vertices.values())
                .with("from", Values.longs(from, count, EDGES, 1))
                .with("to", Values.longs(to, count, EDGES, 1));
    }

    private static String body(NetworkBuilder network) {
        Layers layers = new Layers(network);
        String vertices = network.input("vertices", VERTICES, FEATURES);
        String from = wide(network, network.input("from", ElementType.INT64, EDGES, 1));
        String to = wide(network, network.input("to", ElementType.INT64, EDGES, 1));
        String states = layers.relu(layers.dense(vertices, FEATURES, WIDTH));
        for (int i = 0; i < ROUNDS; i++) {
            String pair = layers.concat(2, gathered(network, states, from), gathered(network, states, to));
            String messages = layers.relu(layers.dense(pair, 2 * WIDTH, WIDTH));
            String nothing = layers.multiply(states, network.scalar(0));
            String sums = network.node(
                    "ScatterElements", List.of(nothing, to, messages), integer("axis", 1), text("reduction", "add"));
            String mean = layers.multiply(sums, network.scalar(1f * VERTICES / EDGES));
            String updated = layers.relu(layers.dense(layers.concat(2, states, mean), 2 * WIDTH, WIDTH));
            states = layers.layerNormByParts(layers.add(states, updated), WIDTH);
        }
        return network.node("ReduceMean", List.of(states), integers("axes", 1), integer("keepdims", 0));
    }

    private static String wide(NetworkBuilder network, String edges) {
        return network.node("Expand", List.of(edges, network.longs(1, 1, WIDTH)));
    }

    private static String gathered(NetworkBuilder network, String states, String index) {
        return network.node("GatherElements", List.of(states, index), integer("axis", 1));
    }
}
