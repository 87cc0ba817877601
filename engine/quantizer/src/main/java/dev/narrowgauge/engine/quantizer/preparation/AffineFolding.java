package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes what follows a convolution or a Gemm and is the same for all of a channel into its weights and bias. ONNX Runtime
 * does so behind Conv for the commonest forms; it leaves Sub, Div, scalars, operands in the other order, and everything
 * behind ConvTranspose and Gemm.
 */
final class AffineFolding implements Rewriting {
    private static final int BIAS = 2;

    @Override
    public String step() {
        return "affine-folding";
    }

    @Override
    public long opset() {
        return 7;
    }

    @Override
    public List<String> apply(Graph graph) {
        List<String> written = new ArrayList<>();
        for (GraphNode node : graph.topologicalOrder()) {
            int folded = 0;
            while (foldNext(graph, node)) {
                folded++;
            }
            if (folded > 0) {
                written.add(node.name());
            }
        }
        return written;
    }

    private static boolean foldNext(Graph graph, GraphNode node) {
        Optional<ChannelMap> map = ChannelMap.of(graph, node);
        Optional<GraphNode> reader = map.flatMap(known -> Operands.soleReader(graph, node.output(0)));
        if (reader.isEmpty() || !hasFoldableBias(graph, node, map.get())) {
            return false;
        }
        Optional<ChannelAffine> affine = ChannelAffine.of(
                graph,
                reader.get(),
                node.output(0),
                map.get().channels(),
                map.get().dimensions(),
                map.get().axis());
        affine.ifPresent(found -> fold(graph, node, map.get(), found, reader.get()));
        return affine.isPresent();
    }

    private static boolean hasFoldableBias(Graph graph, GraphNode node, ChannelMap map) {
        if (node.input(BIAS).isEmpty()) {
            return true;
        }
        return graph.constant(node.input(BIAS))
                .filter(bias -> bias.getDimsCount() > 0
                        && TensorValues.elementCount(bias) == map.channels()
                        && bias.getDims(bias.getDimsCount() - 1) == map.channels())
                .isPresent();
    }

    private static void fold(Graph graph, GraphNode node, ChannelMap map, ChannelAffine affine, GraphNode reader) {
        float[] weights = TensorValues.floats(map.weights());
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (weights[i] * affine.factor()[map.channelOf().applyAsInt(i)]);
        }
        graph.replaceInput(node, 1, put(graph, weights, map.weights()));
        graph.replaceInput(node, BIAS, put(graph, bias(graph, node, affine)));
        if (node.isStandard("Gemm")) {
            node.removeAttribute("beta");
        }
        graph.remove(reader);
        graph.renameOutput(node, 0, reader.output(0));
    }

    private static float[] bias(Graph graph, GraphNode node, ChannelAffine affine) {
        double beta = node.isStandard("Gemm") ? node.floatAttribute("beta", 1) : 1;
        float[] before = graph.constant(node.input(BIAS))
                .map(TensorValues::floats)
                .orElseGet(() -> new float[affine.offset().length]);
        float[] bias = new float[before.length];
        for (int c = 0; c < bias.length; c++) {
            bias[c] = (float) (beta * before[c] * affine.factor()[c] + affine.offset()[c]);
        }
        return bias;
    }

    private static String put(Graph graph, float[] values, TensorProto like) {
        long[] dims = like.getDimsList().stream().mapToLong(Long::longValue).toArray();
        String name = graph.uniqueName(like.getName() + ".f");
        graph.putInitializer(Tensors.floats(name, values, dims));
        return name;
    }

    private static String put(Graph graph, float[] bias) {
        String name = graph.freshName("k");
        graph.putInitializer(Tensors.floats(name, bias, bias.length));
        return name;
    }
}
