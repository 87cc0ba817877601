package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;

import dev.narrowgauge.checks.data.Labelled;
import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Fitted;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.checks.zoo.Recurrent;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.List;
import java.util.Map;

/** A tagger of sensor series: convolutions along time, GRU layers in both directions, a gate before the answer. */
final class GruTagger implements Architecture {
    private static final int LENGTH = 24;
    private static final int SENSORS = 10;
    private static final int STATES = 5;
    private static final int WIDTH = 128;
    private static final int FITTED = 40;
    private static final long SEED = 19;

    @Override
    public String name() {
        return "gru-tagger";
    }

    @Override
    public String topology() {
        return "convolutions along time and three GRU layers in both directions";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("states", OutputKind.CLASSES);
    }

    @Override
    public Samples samples(int set, int count) {
        return Samples.of("series", series(set, count).values());
    }

    @Override
    public ModelProto build() {
        Labelled series = series(99, FITTED);
        int[] states = new int[FITTED * LENGTH];
        for (int i = 0; i < states.length; i++) {
            states[i] = series.labels()[i / LENGTH];
        }
        return new Fitted(name(), SEED, 14, GruTagger::body)
                .tagger(Samples.of("series", series.values()), states, STATES, "states");
    }

    private static Labelled series(int set, int count) {
        return new Scenes(SEED, set).series(count, LENGTH, SENSORS, STATES);
    }

    private static String body(NetworkBuilder network) {
        Layers layers = new Layers(network);
        Recurrent recurrent = new Recurrent(network);
        String series = layers.transpose(network.input("series", LENGTH, SENSORS), 0, 2, 1);
        series = along(network, layers, along(network, layers, series, SENSORS), WIDTH);
        String states = layers.transpose(series, 0, 2, 1);
        for (int i = 0; i < 3; i++) {
            String read = recurrent.gru(states, LENGTH, WIDTH, WIDTH / 2);
            states = layers.layerNormByParts(layers.add(states, read), WIDTH);
        }
        String gate = network.node("Sigmoid", List.of(layers.dense(states, WIDTH, WIDTH)));
        return layers.multiply(gate, layers.relu(layers.dense(states, WIDTH, WIDTH)));
    }

    private static String along(NetworkBuilder network, Layers layers, String input, int from) {
        String weights = network.normal(0, Math.sqrt(2.0 / (3 * from)), WIDTH, from, 3);
        String filtered =
                network.node("Conv", List.of(input, weights), integers("kernel_shape", 3), integers("pads", 1, 1));
        return layers.relu(layers.batchNorm(filtered, WIDTH));
    }
}
