package dev.narrowgauge.engine.quantizer.oracle;

import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The same function in other scales: every inner channel that only convolutions, Gemms and positively homogeneous functions see
 * is written larger by a random power of two and read smaller by it. Floats stay the same to the last bit.
 */
final class RescaledChannels {
    private static final Set<String> PASSING = Set.of(
            "Relu", "LeakyRelu", "MaxPool", "AveragePool", "GlobalAveragePool", "ReduceMean", "Flatten", "Reshape");

    private final GraphProto graph;
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Map<String, List<Integer>> channels = new HashMap<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();

    private RescaledChannels(GraphProto graph) {
        this.graph = graph;
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    }

    /** @param spread the largest exponent; the same seed gives the same channels the same share of it */
    static ModelProto of(ModelProto model, double spread, long seed) {
        RescaledChannels rescaled = new RescaledChannels(model.getGraph());
        rescaled.graph.getNodeList().forEach(rescaled::follow);
        rescaled.graph.getOutputList().forEach(output -> rescaled.keep(output.getName()));
        return model.toBuilder()
                .setGraph(rescaled.scaled(spread, new Random(seed)))
                .build();
    }

    private void follow(NodeProto node) {
        String x = node.getInputCount() > 0 ? node.getInput(0) : "";
        String y = node.getOutput(0);
        String type = node.getOpType();
        boolean allKnown = node.getInputList().stream().allMatch(channels::containsKey);
        if (isLayer(node)) {
            channels.put(y, fresh(outputs(node)));
        } else if (PASSING.contains(type) && channels.containsKey(x)) {
            channels.put(y, channels.get(x));
        } else if (type.equals("Add") && allKnown) {
            List<Integer> one = channels.get(x);
            List<Integer> other = channels.get(node.getInput(1));
            IntStream.range(0, one.size()).forEach(i -> parents.set(find(other.get(i)), find(one.get(i))));
            channels.put(y, one);
        } else if (type.equals("Concat") && allKnown) {
            channels.put(
                    y,
                    node.getInputList().stream()
                            .flatMap(input -> channels.get(input).stream())
                            .toList());
        } else {
            node.getInputList().forEach(this::keep);
        }
    }

    private boolean isLayer(NodeProto node) {
        return Set.of("Conv", "Gemm").contains(node.getOpType()) && constants.containsKey(node.getInput(1));
    }

    private void keep(String value) {
        kept.addAll(channels.getOrDefault(value, List.of()));
    }

    private List<Integer> fresh(int count) {
        int first = parents.size();
        List<Integer> numbers = IntStream.range(first, first + count).boxed().toList();
        parents.addAll(numbers);
        return numbers;
    }

    private int find(int channel) {
        return parents.get(channel) == channel ? channel : find(parents.get(channel));
    }

    private static long attribute(NodeProto node, String name, long absent) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .mapToLong(attribute -> attribute.getI())
                .findFirst()
                .orElse(absent);
    }

    private static boolean writesRows(NodeProto node) {
        return node.getOpType().equals("Conv") || attribute(node, "transB", 0) != 0;
    }

    private int outputs(NodeProto node) {
        return (int) constants.get(node.getInput(1)).getDims(writesRows(node) ? 0 : 1);
    }

    private GraphProto scaled(double spread, Random random) {
        double[] scales = new double[parents.size()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = Math.scalb(1.0, (int) Math.rint((2 * random.nextDouble() - 1) * spread));
        }
        kept.forEach(channel -> scales[find(channel)] = 1);
        Map<String, TensorProto> changed = new HashMap<>(constants);
        graph.getNodeList().stream().filter(this::isLayer).forEach(node -> scale(node, scales, changed));
        GraphProto.Builder builder = graph.toBuilder().clearInitializer();
        graph.getInitializerList().forEach(tensor -> builder.addInitializer(changed.get(tensor.getName())));
        return builder.build();
    }

    private void scale(NodeProto node, double[] scales, Map<String, TensorProto> changed) {
        TensorProto weights = constants.get(node.getInput(1));
        float[] values = TensorValues.floats(weights);
        int outputs = outputs(node);
        int groups = (int) attribute(node, "group", 1);
        int inputs = (int) (weights.getDims(0) * weights.getDims(1) / outputs);
        int kernel = values.length / inputs / outputs;
        for (int i = 0; i < values.length; i++) {
            int row = i / kernel / (writesRows(node) ? inputs : outputs);
            int column = i / kernel % (writesRows(node) ? inputs : outputs);
            int output = writesRows(node) ? row : column;
            int input = writesRows(node) ? row / (outputs / groups) * inputs + column : row;
            values[i] = (float)
                    (values[i] * scale(node.getOutput(0), output, scales) / scale(node.getInput(0), input, scales));
        }
        put(weights, values, changed);
        if (node.getInputCount() > 2) {
            float[] bias = TensorValues.floats(constants.get(node.getInput(2)));
            for (int o = 0; o < bias.length; o++) {
                bias[o] = (float) (bias[o] * scale(node.getOutput(0), o, scales));
            }
            put(constants.get(node.getInput(2)), bias, changed);
        }
    }

    private double scale(String value, int channel, double[] scales) {
        return channels.containsKey(value) ? scales[find(channels.get(value).get(channel))] : 1;
    }

    private static void put(TensorProto tensor, float[] values, Map<String, TensorProto> changed) {
        long[] dims = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        changed.put(tensor.getName(), Tensors.floats(tensor.getName(), values, dims));
    }
}
