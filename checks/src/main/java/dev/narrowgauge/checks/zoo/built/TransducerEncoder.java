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
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The encoder of a transducer (Graves 2012; He et al. 2019): LSTM layers with projections, frames stacked by two. */
final class TransducerEncoder implements Architecture {
    private static final int FRAMES = 8;
    private static final int BANDS = 80;
    private static final int STACKED = 2;
    private static final int HIDDEN = 192;
    private static final int LAYERS = 3;
    private static final int GATES = 4;
    private static final long SEED = 72;
    private static final List<State> STATES = List.of(
            new State("state_h_in", "state_h_out", LAYERS, 1, HIDDEN),
            new State("state_c_in", "state_c_out", LAYERS, 1, HIDDEN));

    @Override
    public String name() {
        return "transducer-encoder";
    }

    @Override
    public String topology() {
        return "three LSTM layers with states and projections";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        Map<String, OutputKind> outputs = new LinkedHashMap<>();
        outputs.put("encoded", OutputKind.VALUES);
        STATES.forEach(state -> outputs.put(state.output(), OutputKind.VALUES));
        return outputs;
    }

    @Override
    public Samples samples(int set, int count) {
        Values frames = new Scenes(SEED, set).series(count, FRAMES, BANDS, 5).values();
        Samples steps =
                Samples.of("frames", new Values(frames.type(), new long[] {count, 1, FRAMES, BANDS}, frames.bytes()));
        return Stream.of(build(), steps, STATES, "encoded").samples();
    }

    @Override
    public ModelProto build() {
        NetworkBuilder network = new NetworkBuilder(name(), SEED);
        Layers layers = new Layers(network);
        network.fixedInput("frames", ElementType.FLOAT, 1, FRAMES, BANDS);
        STATES.forEach(state -> network.fixedInput(state.input(), ElementType.FLOAT, state.dims()));
        String stacked = layers.reshape("frames", 1, FRAMES / STACKED, (long) STACKED * BANDS);
        String value = layers.transpose(layers.relu(layers.dense(stacked, STACKED * BANDS, HIDDEN)), 1, 0, 2);
        List<String> before = split(network, STATES.getFirst().input());
        List<String> cells = split(network, STATES.getLast().input());
        List<String> after = new ArrayList<>();
        List<String> cellsAfter = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            List<String> given = lstm(network, value, before.get(i), cells.get(i));
            String rows = layers.reshape(given.getFirst(), FRAMES / STACKED, 1, HIDDEN);
            value = layers.layerNorm(layers.add(value, layers.dense(rows, HIDDEN, HIDDEN)), HIDDEN);
            after.add(given.get(1));
            cellsAfter.add(given.get(2));
        }
        network.output(layers.transpose(layers.dense(value, HIDDEN, 128), 1, 0, 2), "encoded");
        network.output(
                layers.concat(0, after.toArray(String[]::new)),
                STATES.getFirst().output());
        network.output(
                layers.concat(0, cellsAfter.toArray(String[]::new)),
                STATES.getLast().output());
        return network.build(17);
    }

    private static List<String> split(NetworkBuilder network, String states) {
        return network.nodes("Split", LAYERS, List.of(states, network.longs(1, 1, 1)), integer("axis", 0));
    }

    private static List<String> lstm(NetworkBuilder network, String input, String hidden, String cell) {
        double deviation = Math.sqrt(1.0 / HIDDEN);
        return network.nodes(
                "LSTM",
                3,
                List.of(
                        input,
                        network.normal(0, deviation, 1, (long) GATES * HIDDEN, HIDDEN),
                        network.normal(0, deviation, 1, (long) GATES * HIDDEN, HIDDEN),
                        network.normal(0, 0.1, 1, 2L * GATES * HIDDEN),
                        "",
                        hidden,
                        cell),
                integer("hidden_size", HIDDEN));
    }
}
