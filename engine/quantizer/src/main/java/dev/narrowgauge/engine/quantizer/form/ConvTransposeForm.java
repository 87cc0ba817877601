package dev.narrowgauge.engine.quantizer.form;

import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.multiply;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transposed convolution whose kernel is as long as its stride: no two results share an input, so it is a convolution of
 * single pixels to a block of results each.
 */
final class ConvTransposeForm implements Form {
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    @Override
    public void write(GraphNode node, Expansion expansion) {
        TensorProto weights = expansion.graph().constant(node.input(WEIGHTS)).orElseThrow();
        long channels = weights.getDims(1);
        long k = weights.getDims(2);
        List<String> inputs = new ArrayList<>(List.of(node.input(0), pixelWeights(weights, expansion)));
        if (!node.input(BIAS).isEmpty()) {
            inputs.add(blockBias(expansion, node.input(BIAS), Math.toIntExact(k * k)));
        }
        Optional<GraphNode> cut = expansion.absorbedReader(node);
        String result = cut.orElse(node).output(0);
        String blocks = expansion.between();
        String computed = cut.isPresent() ? expansion.between() : blocks;
        expansion.observe(blocks, result);
        expansion.remove(node);
        expansion.add(multiply("Conv", false), node.name(), inputs, computed);
        cut.ifPresent(reader -> expansion.moveAbsorbed(reader, computed, blocks));
        PixelBlocks.spread(expansion, expansion.graph().freshName("i"), blocks, result, k, channels);
    }

    /** {@code [from, to, k, k]} as {@code [k·k·to, from, 1, 1]}. */
    private static String pixelWeights(TensorProto weights, Expansion expansion) {
        float[] values = TensorValues.floats(weights);
        int from = Math.toIntExact(weights.getDims(0));
        int to = Math.toIntExact(weights.getDims(1));
        int block = values.length / from / to;
        float[] arranged = new float[values.length];
        for (int i = 0; i < from; i++) {
            for (int o = 0; o < to; o++) {
                for (int b = 0; b < block; b++) {
                    arranged[(b * to + o) * from + i] = values[(i * to + o) * block + b];
                }
            }
        }
        String name = expansion.graph().uniqueName(weights.getName() + ".r");
        return expansion.put(Tensors.floats(name, arranged, (long) block * to, from, 1, 1));
    }

    private static String blockBias(Expansion expansion, String bias, int block) {
        float[] values = TensorValues.floats(expansion.graph().constant(bias).orElseThrow());
        float[] repeated = new float[values.length * block];
        for (int b = 0; b < block; b++) {
            System.arraycopy(values, 0, repeated, b * values.length, values.length);
        }
        String name = expansion.graph().uniqueName(bias + ".r");
        return expansion.put(Tensors.floats(name, repeated, repeated.length));
    }
}
