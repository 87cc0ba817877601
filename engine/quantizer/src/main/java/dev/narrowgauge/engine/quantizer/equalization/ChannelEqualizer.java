package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Gives the channels of inner values like magnitudes where they differ so much that one grid of eight bits for all of them
 * loses the small ones: what writes a channel writes it larger by a power of two, what reads it takes it smaller. The floats
 * stay the same to the last bit.
 */
public final class ChannelEqualizer {
    /** 3 dB. */
    private static final double LEAST_IMPROVEMENT = 2;

    private final ChannelFlow flow;
    private final Graph graph;
    private final double[] scales;

    private ChannelEqualizer(ChannelFlow flow) {
        this.flow = flow;
        this.graph = flow.graph();
        this.scales = new double[flow.classes().size()];
        Arrays.fill(scales, 1);
    }

    /** Changes constants of the graph in place; returns the names of the nodes that read them. */
    public static List<String> apply(Graph graph) {
        ChannelFlow flow = ChannelFlow.of(graph);
        List<Region> regions = Region.of(flow);
        if (regions.isEmpty()) {
            return List.of();
        }
        var equalizer = new ChannelEqualizer(flow);
        equalizer.choose(regions);
        return equalizer.write();
    }

    private void choose(List<Region> regions) {
        Map<String, double[]> squares = Magnitudes.of(flow);
        Map<String, double[]> gains = NoiseGains.of(flow, squares);
        List<ScaleChoice> choices = regions.stream()
                .map(region -> ScaleChoice.of(new RegionNoise(flow, region, squares, gains)))
                .toList();
        if (choices.stream().noneMatch(ScaleChoice::isRescaled) || !isWorthIt(choices)) {
            return;
        }
        for (int i = 0; i < choices.size(); i++) {
            double[] chosen = choices.get(i).scales();
            int place = 0;
            for (int member : regions.get(i).classes()) {
                scales[member] = chosen[place++];
            }
        }
    }

    /** Whether it shows beside the noise of values that are left as they are. */
    private static boolean isWorthIt(List<ScaleChoice> choices) {
        double before = choices.stream().mapToDouble(ScaleChoice::noiseUnscaled).sum();
        double after = choices.stream().mapToDouble(ScaleChoice::noise).sum();
        return after * LEAST_IMPROVEMENT < before;
    }

    private List<String> write() {
        List<String> written = new ArrayList<>();
        for (Step step : flow.steps()) {
            boolean isWritten = switch (step) {
                case Step.Weighted weighted -> write(weighted);
                case Step.Shifted shifted -> write(shifted);
                case Step.Factored factored -> write(factored);
                case Step.Mapped _, Step.Joined _, Step.Stacked _ -> false;
            };
            if (isWritten) {
                graph.producer(step.output()).map(GraphNode::name).ifPresent(written::add);
            }
        }
        return written;
    }

    private boolean write(Step.Weighted step) {
        Layer layer = step.layer();
        double[] before = step.input().isEmpty() ? ones(layer.inputs()) : scales(step.input());
        double[] behind = scales(step.output());
        if (isOne(before) && isOne(behind)) {
            return false;
        }
        graph.putInitializer(ScaledConstants.scaled(layer, before, behind));
        graph.constant(layer.node().input(Layer.BIAS))
                .ifPresent(bias -> graph.putInitializer(ScaledConstants.scaled(bias, behind)));
        return true;
    }

    private boolean write(Step.Shifted step) {
        double[] behind = scales(step.output());
        return !isOne(behind) && write(step.node().input(step.constant()), step.output(), behind);
    }

    private boolean write(Step.Factored step) {
        double[] before = scales(step.input());
        double[] behind = scales(step.output());
        boolean isQuotient = step.node().isStandard("Div");
        double[] factors = new double[before.length];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = isQuotient ? before[c] / behind[c] : behind[c] / before[c];
        }
        return !isOne(factors) && write(step.node().input(step.constant()), step.output(), factors);
    }

    private boolean write(String constant, String value, double[] factors) {
        TensorProto tensor = graph.constant(constant).orElseThrow();
        graph.putInitializer(ScaledConstants.scaled(tensor, flow.channels().get(value), factors));
        return true;
    }

    private double[] scales(String value) {
        return Arrays.stream(flow.channels().get(value).classes())
                .mapToDouble(member -> scales[flow.classes().find(member)])
                .toArray();
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static boolean isOne(double[] factors) {
        return Arrays.stream(factors).allMatch(factor -> factor == 1);
    }
}
