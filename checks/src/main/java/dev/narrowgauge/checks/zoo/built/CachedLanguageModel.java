package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.judge.Stream;
import dev.narrowgauge.checks.judge.Stream.State;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.checks.zoo.Readout;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A causal language model that reads one token a run (Radford et al. 2019), with keys and values of the tokens before as
 * inputs: a window of them, from which the oldest leaves as the new one comes.
 */
final class CachedLanguageModel implements Architecture {
    private static final int VOCABULARY = 256;
    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int EACH = WIDTH / HEADS;
    private static final int BLOCKS = 4;
    private static final int WINDOW = 16;
    private static final int FOLLOWERS = 24;
    private static final int FITTED = 800;
    private static final String FEATURES = "features";
    private static final long SEED = 73;

    @Override
    public String name() {
        return "cached-language-model";
    }

    @Override
    public String topology() {
        return "four causal transformer blocks with a cache of keys and values";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("logits", OutputKind.CLASSES);
    }

    @Override
    public Samples samples(int set, int count) {
        return stream(set, count).samples();
    }

    private static Stream stream(int set, int count) {
        NetworkBuilder network = new NetworkBuilder("body", SEED);
        network.output(body(network), FEATURES);
        Samples tokens = Samples.of("input_ids", Values.longs(tokens(set, count), count, 1, 1));
        return Stream.of(network.build(17), tokens, states(), FEATURES);
    }

    private static long[] tokens(int set, int count) {
        return new Scenes(SEED, set).words(0, count, VOCABULARY);
    }

    private static List<State> states() {
        List<State> states = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            for (String kind : List.of("key", "value")) {
                states.add(new State(
                        "past_key_values.%d.%s".formatted(i, kind),
                        "present.%d.%s".formatted(i, kind),
                        1,
                        HEADS,
                        WINDOW,
                        EACH));
            }
        }
        return states;
    }

    /** The token that follows depends on the present one. */
    @Override
    public ModelProto build() {
        long[] tokens = tokens(99, FITTED);
        int[] next = new int[FITTED];
        for (int i = 0; i < FITTED; i++) {
            next[i] = (int) (tokens[i] * 7 % FOLLOWERS);
        }
        Readout readout = Readout.fit(stream(99, FITTED).watched(), next, FOLLOWERS);
        NetworkBuilder network = new NetworkBuilder(name(), SEED);
        String features = body(network);
        String product = network.node("MatMul", List.of(features, network.floats(readout.weights(), WIDTH, FOLLOWERS)));
        network.output(network.node("Add", List.of(product, network.floats(readout.bias(), FOLLOWERS))), "logits");
        return network.build(17);
    }

    private static String body(NetworkBuilder network) {
        Layers layers = new Layers(network);
        network.fixedInput("input_ids", ElementType.INT64, 1, 1);
        states().forEach(state -> network.fixedInput(state.input(), ElementType.FLOAT, state.dims()));
        String value = network.node("Gather", List.of(network.normal(0, 1, VOCABULARY, WIDTH), "input_ids"));
        for (int i = 0; i < BLOCKS; i++) {
            value = layers.add(value, attention(network, layers, layers.layerNorm(value, WIDTH), i));
            String wide = layers.gelu(layers.dense(layers.layerNorm(value, WIDTH), WIDTH, 4 * WIDTH));
            value = layers.add(value, layers.dense(wide, 4 * WIDTH, WIDTH));
        }
        return layers.layerNorm(value, WIDTH);
    }

    private static String attention(NetworkBuilder network, Layers layers, String input, int block) {
        String query = heads(layers, layers.dense(input, WIDTH, WIDTH));
        String keys = cached(network, layers, heads(layers, layers.dense(input, WIDTH, WIDTH)), block, "key");
        String values = cached(network, layers, heads(layers, layers.dense(input, WIDTH, WIDTH)), block, "value");
        String products = network.node("MatMul", List.of(query, layers.transpose(keys, 0, 1, 3, 2)));
        String scores = layers.multiply(products, network.scalar((float) (1 / Math.sqrt(EACH))));
        String shares = network.node("Softmax", List.of(scores), integer("axis", -1));
        String mixed = layers.transpose(network.node("MatMul", List.of(shares, values)), 0, 2, 1, 3);
        return layers.dense(layers.reshape(mixed, 1, 1, WIDTH), WIDTH, WIDTH);
    }

    private static String heads(Layers layers, String value) {
        return layers.transpose(layers.reshape(value, 1, 1, HEADS, EACH), 0, 2, 1, 3);
    }

    /** With those of the tokens before; all but the oldest are what comes back. */
    private static String cached(NetworkBuilder network, Layers layers, String now, int block, String kind) {
        String all = layers.concat(2, "past_key_values.%d.%s".formatted(block, kind), now);
        String kept =
                network.node("Slice", List.of(all, network.longs(1), network.longs(WINDOW + 1L), network.longs(2)));
        network.output(kept, "present.%d.%s".formatted(block, kind));
        return all;
    }
}
