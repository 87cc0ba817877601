package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;

import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.List;
import java.util.Random;

/**
 * A voice detector that hears one chunk of sound after the other: a Fourier transform as a convolution, the logarithm of its
 * power, convolutions over time, and an LSTM whose states come from the chunk before.
 */
final class VoiceLayers {
    static final int CHUNK = 512;
    static final int HIDDEN = 64;

    private static final int GATES = 4;
    private static final float FLOOR = 1e-4f;

    private final NetworkBuilder network;
    private final Layers layers;

    /** Names of what the detector gives. */
    record Answer(String voice, String hidden, String cell) {}

    VoiceLayers(NetworkBuilder network) {
        this.network = network;
        this.layers = new Layers(network);
    }

    /** @param window points of the Fourier transform, for the rate of the sound */
    Answer detect(String sound, String hidden, String cell, int window) {
        int bands = window / 2 + 1;
        String wave = layers.reshape(sound, 1, 1, CHUNK);
        String spectrum = network.node(
                "Conv",
                List.of(wave, fourier(window)),
                integers("strides", window / 2),
                integers("pads", window / 4, window / 4));
        List<String> parts =
                network.nodes("Split", 2, List.of(spectrum, network.longs(bands, bands)), integer("axis", 1));
        String power = layers.add(
                layers.multiply(parts.getFirst(), parts.getFirst()), layers.multiply(parts.getLast(), parts.getLast()));
        String value = network.node("Log", List.of(layers.add(power, network.scalar(FLOOR))));
        int width = bands;
        for (int next : List.of(96, 96, 2 * HIDDEN)) {
            value = layers.relu(conv(value, width, next));
            width = next;
        }
        return remember(value, width, hidden, cell);
    }

    private String conv(String input, int from, int to) {
        String weights = network.normal(0, Math.sqrt(2.0 / (3.0 * from)), to, from, 3);
        return network.node("Conv", List.of(input, weights, network.normal(0, 0.1, to)), integers("pads", 1, 1));
    }

    private Answer remember(String features, int width, String hidden, String cell) {
        String rows = layers.transpose(features, 2, 0, 1);
        List<String> states = network.nodes(
                "LSTM",
                3,
                List.of(
                        rows,
                        network.normal(0, Math.sqrt(1.0 / width), 1, (long) GATES * HIDDEN, width),
                        network.normal(0, Math.sqrt(1.0 / HIDDEN), 1, (long) GATES * HIDDEN, HIDDEN),
                        network.normal(0, 0.1, 1, 2L * GATES * HIDDEN),
                        "",
                        hidden,
                        cell),
                integer("hidden_size", HIDDEN));
        String voice =
                network.node("Sigmoid", List.of(layers.dense(layers.reshape(states.get(1), 1, HIDDEN), HIDDEN, 1)));
        return new Answer(voice, states.get(1), states.get(2));
    }

    /** Cosines and sines under a Hann window: 2 (window / 2 + 1) filters. */
    private String fourier(int window) {
        int bands = window / 2 + 1;
        float[] filters = new float[2 * bands * window];
        for (int band = 0; band < bands; band++) {
            for (int i = 0; i < window; i++) {
                double angle = 2 * Math.PI * band * i / window;
                double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / window);
                filters[band * window + i] = (float) (hann * Math.cos(angle));
                filters[(bands + band) * window + i] = (float) (hann * Math.sin(angle));
            }
        }
        return network.floats(filters, 2L * bands, 1, window);
    }

    /** Sound in chunks that follow each other: voiced parts of changing pitch and loudness, noise, and pauses. */
    static Values sound(long seed, int chunks) {
        Random random = new Random(seed);
        float[] values = new float[chunks * CHUNK];
        double phase = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            boolean isVoiced = (chunk / 6 + seed) % 2 == 0;
            double loud = isVoiced ? 0.05 + 0.3 * random.nextDouble() : 0;
            double pitch = 0.04 + 0.04 * random.nextDouble();
            for (int i = 0; i < CHUNK; i++) {
                phase += pitch;
                double voice = Math.sin(phase) + 0.5 * Math.sin(3 * phase) + 0.3 * Math.sin(7 * phase);
                values[chunk * CHUNK + i] = (float) (loud * voice + 0.01 * random.nextGaussian());
            }
        }
        return Values.floats(values, chunks, 1, CHUNK);
    }
}
