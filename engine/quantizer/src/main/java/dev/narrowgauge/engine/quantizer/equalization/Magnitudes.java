package dev.narrowgauge.engine.quantizer.equalization;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Estimates from the weights alone how large the values of every channel are, from the inputs on, as if all that is not
 * followed were spread alike and channels were independent of one another. A channel that is scaled by a power of two gets an
 * estimate scaled by exactly that.
 */
final class Magnitudes {
    private final ChannelFlow flow;
    private final Map<String, double[]> squares = new HashMap<>();

    private Magnitudes(ChannelFlow flow) {
        this.flow = flow;
    }

    /** The mean square of each channel of every value that is followed. */
    static Map<String, double[]> of(ChannelFlow flow) {
        Magnitudes result = new Magnitudes(flow);
        flow.steps().forEach(step -> result.squares.put(step.output(), result.after(step)));
        return result.squares;
    }

    private double[] after(Step step) {
        return switch (step) {
            case Step.Weighted weighted -> summed(weighted);
            case Step.Mapped mapped -> mapped(mapped);
            case Step.Joined joined -> joined(joined.inputs());
            case Step.Stacked stacked ->
                stacked.inputs().stream()
                        .map(squares::get)
                        .flatMapToDouble(Arrays::stream)
                        .toArray();
            case Step.Shifted shifted -> shifted(shifted);
            case Step.Factored factored -> factored(factored);
        };
    }

    private double[] summed(Step.Weighted step) {
        Layer layer = step.layer();
        double[] input = squares.get(step.input());
        double[] output = layer.bias(flow.graph());
        Arrays.setAll(output, o -> output[o] * output[o]);
        FloatBuffer weights = layer.values();
        layer.forEachKernel((o, c, from) -> {
            double norm = Layer.squared(weights, from, layer.kernel());
            output[o] += norm * (input == null ? 1 : input[c]);
        });
        return output;
    }

    private double[] mapped(Step.Mapped step) {
        double[] input = squares.get(step.input());
        double[] output = new double[flow.channels().get(step.output()).count()];
        Arrays.setAll(output, c -> input[step.origin().applyAsInt(c)]);
        return output;
    }

    private double[] joined(List<String> inputs) {
        double[] sum = squares.get(inputs.getFirst()).clone();
        for (String input : inputs.subList(1, inputs.size())) {
            double[] other = squares.get(input);
            Arrays.setAll(sum, c -> sum[c] + other[c]);
        }
        return sum;
    }

    private double[] shifted(Step.Shifted step) {
        double[] constant = byChannel(step.node().input(step.constant()), step.output());
        double[] sum = squares.get(step.input()).clone();
        Arrays.setAll(sum, c -> sum[c] + constant[c] * constant[c]);
        return sum;
    }

    private double[] factored(Step.Factored step) {
        double[] factor = byChannel(step.node().input(step.constant()), step.output());
        boolean isQuotient = step.node().isStandard("Div");
        double[] product = squares.get(step.input()).clone();
        Arrays.setAll(
                product, c -> isQuotient ? product[c] / factor[c] / factor[c] : product[c] * factor[c] * factor[c]);
        return product;
    }

    /** The constant's mean in each channel of the value. */
    private double[] byChannel(String constant, String value) {
        return ScaledConstants.meanByChannel(
                flow.graph().constant(constant).orElseThrow(), flow.channels().get(value));
    }
}
