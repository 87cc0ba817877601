package dev.narrowgauge.checks.zoo;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.judge.ModelRun;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Classifiers of random layers with a last layer that is fitted. The layers are built twice: once to see what they make of
 * samples, once with the layer that reads that.
 *
 * @param body adds the layers to a network, and returns the value with the features along its last axis
 */
public record Fitted(String name, long seed, long opset, Function<NetworkBuilder, String> body) {
    private static final String FEATURES = "features";

    /** One answer a sample. */
    public ModelProto classifier(Samples samples, int[] labels, int classes, String output) {
        Readout readout = Readout.fit(features(samples), labels, classes);
        NetworkBuilder network = new NetworkBuilder(name, seed);
        String features = body.apply(network);
        String weights = network.floats(readout.weights(), readout.width(), classes);
        String bias = network.floats(readout.bias(), classes);
        network.output(network.node("Gemm", List.of(features, weights, bias)), output);
        return network.build(opset);
    }

    /** One answer a step; {@code labels} has those of the first sample's steps, then of the second's, and so on. */
    public ModelProto tagger(Samples samples, int[] labels, int classes, String output) {
        int steps = labels.length / samples.count();
        List<float[]> rows = new ArrayList<>();
        for (float[] sample : features(samples)) {
            int width = sample.length / steps;
            for (int step = 0; step < steps; step++) {
                rows.add(Arrays.copyOfRange(sample, step * width, (step + 1) * width));
            }
        }
        Readout readout = Readout.fit(rows, labels, classes);
        NetworkBuilder network = new NetworkBuilder(name, seed);
        String features = body.apply(network);
        String weights = network.floats(readout.weights(), readout.width(), classes);
        String product = network.node("MatMul", List.of(features, weights));
        String bias = network.floats(readout.bias(), classes);
        network.output(network.node("Add", List.of(product, bias)), output);
        return network.build(opset);
    }

    private List<float[]> features(Samples samples) {
        NetworkBuilder network = new NetworkBuilder(name, seed);
        network.output(body.apply(network), FEATURES);
        return ModelRun.floats(network.build(opset), FEATURES, samples);
    }
}
