package dev.narrowgauge.engine.quantizer.equalization;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Estimates how much of a noise in each channel reaches the outputs, from the weights behind it. All gains of a layer's input
 * are such that noise as strong as the input costs what noise as strong as the output does, so that nothing grows with depth.
 */
final class NoiseGains {
    private final ChannelFlow flow;
    private final Map<String, double[]> squares;
    private final Map<String, double[]> gains = new HashMap<>();

    private NoiseGains(ChannelFlow flow, Map<String, double[]> squares) {
        this.flow = flow;
        this.squares = squares;
    }

    /** For each value that is followed, the power at the outputs for a unit of noise power in each channel. */
    static Map<String, double[]> of(ChannelFlow flow, Map<String, double[]> squares) {
        NoiseGains result = new NoiseGains(flow, squares);
        squares.forEach((value, known) -> result.gains.put(value, result.atEnd(value, known)));
        flow.steps().reversed().forEach(result::before);
        return result.gains;
    }

    /** What is read by others, or given out, counts in all of its channels alike. */
    private double[] atEnd(String value, double[] known) {
        double[] gain = new double[known.length];
        double sum = Arrays.stream(known).sum();
        if (flow.leavesAt(value) && sum > 0) {
            Arrays.fill(gain, 1 / sum);
        }
        return gain;
    }

    private void before(Step step) {
        double[] gain = gains.get(step.output());
        switch (step) {
            case Step.Weighted weighted -> beforeLayer(weighted, gain);
            case Step.Mapped mapped -> beforeMap(mapped, gain);
            case Step.Joined joined -> joined.inputs().forEach(input -> add(input, gain));
            case Step.Stacked stacked -> beforeStack(stacked.inputs(), gain);
            case Step.Shifted shifted -> add(shifted.input(), gain);
            case Step.Factored factored -> beforeProduct(factored.input(), factored.output(), gain);
        }
    }

    private void beforeLayer(Step.Weighted step, double[] gain) {
        if (step.input().isEmpty()) {
            return;
        }
        Layer layer = step.layer();
        double[] before = new double[layer.inputs()];
        FloatBuffer weights = layer.values();
        layer.forEachKernel((o, c, from) -> before[c] += Layer.squared(weights, from, layer.kernel()) * gain[o]);
        double costBehind = product(gain, squares.get(step.output()));
        double costBefore = product(before, squares.get(step.input()));
        double factor = costBefore > 0 ? costBehind / costBefore : 0;
        for (int c = 0; c < before.length; c++) {
            before[c] *= factor;
        }
        add(step.input(), before);
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private void beforeMap(Step.Mapped step, double[] gain) {
        double[] before = gains.get(step.input());
        for (int c = 0; c < gain.length; c++) {
            before[step.origin().applyAsInt(c)] += gain[c];
        }
    }

    private void beforeStack(List<String> inputs, double[] gain) {
        int first = 0;
        for (String input : inputs) {
            int count = gains.get(input).length;
            add(input, Arrays.copyOfRange(gain, first, first + count));
            first += count;
        }
    }

    /** A product amplifies noise as it amplifies the value. */
    private void beforeProduct(String value, String product, double[] gain) {
        double[] before = gains.get(value);
        for (int c = 0; c < gain.length; c++) {
            double square = squares.get(value)[c];
            before[c] += square > 0 ? gain[c] * squares.get(product)[c] / square : 0;
        }
    }

    private void add(String value, double[] gain) {
        double[] before = gains.get(value);
        for (int c = 0; c < gain.length; c++) {
            before[c] += gain[c];
        }
    }
}
