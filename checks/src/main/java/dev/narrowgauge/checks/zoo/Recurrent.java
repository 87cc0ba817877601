package dev.narrowgauge.checks.zoo;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.text;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers in both directions over values of shape batch × length × width, as exporters write them. */
public final class Recurrent {
    private static final int LSTM_GATES = 4;
    private static final int GRU_GATES = 3;

    private final NetworkBuilder network;
    private final Layers layers;

    public Recurrent(NetworkBuilder network) {
        this.network = network;
        this.layers = new Layers(network);
    }

    /** Twice {@code hidden} wide. */
    public String lstm(String input, int length, int width, int hidden) {
        return layer("LSTM", LSTM_GATES, input, length, width, hidden);
    }

    /** Twice {@code hidden} wide. */
    public String gru(String input, int length, int width, int hidden) {
        return layer("GRU", GRU_GATES, input, length, width, hidden, integer("linear_before_reset", 1));
    }

    private String layer(
            String operator, int gates, String input, int length, int width, int hidden, AttributeProto... more) {
        List<AttributeProto> attributes = new ArrayList<>(List.of(more));
        attributes.add(integer("hidden_size", hidden));
        attributes.add(text("direction", "bidirectional"));
        double deviation = Math.sqrt(1.0 / hidden);
        List<String> inputs = List.of(
                layers.transpose(input, 1, 0, 2),
                network.normal(0, Math.sqrt(1.0 / width), 2, (long) gates * hidden, width),
                network.normal(0, deviation, 2, (long) gates * hidden, hidden),
                network.normal(0, 0.1, 2, 2L * gates * hidden));
        String states = network.node(operator, inputs, attributes.toArray(AttributeProto[]::new));
        return layers.reshape(layers.transpose(states, 2, 0, 1, 3), 0, length, 2L * hidden);
    }
}
