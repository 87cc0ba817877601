package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.Granularity;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.WeightSettings;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.calibration.TensorStatistics;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.KnownWeights;
import dev.narrowgauge.engine.quantizer.numbers.ProductLayout;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import dev.narrowgauge.engine.quantizer.numbers.WeightFit;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Replaces the constant weights and the bias of one node by integers behind DequantizeLinear. */
final class WeightRewriter {
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    private final Graph graph;
    private final QuantizationNodes nodes;
    private final Recipe recipe;
    private final boolean biasAsInteger;
    private final List<TensorReport> reports;

    /** @param biasAsInteger whether the target's kernels read the bias as int32; otherwise it stays float */
    WeightRewriter(
            Graph graph, QuantizationNodes nodes, Recipe recipe, boolean biasAsInteger, List<TensorReport> reports) {
        this.graph = graph;
        this.nodes = nodes;
        this.recipe = recipe;
        this.biasAsInteger = biasAsInteger;
        this.reports = reports;
    }

    void rewrite(GraphNode node, TensorProto weights, QuantizationParameters input) {
        WeightSettings settings = recipe.weightsOf(node.name());
        ChannelAxis axis = channelAxis(node, weights, settings.granularity());
        float factor = factor(node, "alpha");
        node.removeAttribute("alpha");
        String biasName = biasAsInteger ? node.input(BIAS) : "";
        float[] bias = biasName.isEmpty()
                ? null
                : scaled(TensorValues.floats(graph.constant(biasName).orElseThrow()), factor(node, "beta"));
        WeightFit fit = WeightFit.of(settings, layout(node, weights));
        QuantizedWeights quantized = bias == null
                ? KnownWeights.of(weights, List.of(factor, false), values -> scaled(values, factor), axis, fit)
                : QuantizedWeights.of(scaled(TensorValues.floats(weights), factor), axis, fit, bias, input.scale());
        graph.replaceInput(node, WEIGHTS, dequantized(weights, quantized, axis));
        reports.add(quantized.report(weights.getName()));
        if (bias != null) {
            graph.replaceInput(node, BIAS, dequantizedBias(biasName, bias, quantized, input.scale()));
            node.removeAttribute("beta");
        }
    }

    /** Gemm multiplies with factors that the integer kernel does not take: they go into the constants. */
    private static float factor(GraphNode node, String attribute) {
        return node.isStandard("Gemm") ? node.floatAttribute(attribute, 1) : 1;
    }

    private static float[] scaled(float[] values, float factor) {
        if (factor != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }
        return values;
    }

    private static ChannelAxis channelAxis(GraphNode node, TensorProto weights, Granularity granularity) {
        if (granularity == Granularity.PER_TENSOR) {
            return ChannelAxis.whole(Math.toIntExact(TensorValues.elementCount(weights)));
        }
        List<Long> dims = weights.getDimsList();
        return switch (node.opType()) {
            case "Conv" -> ChannelAxis.of(dims, 0);
            case "ConvTranspose" -> ChannelAxis.of(dims, 1);
            case "Gemm" -> ChannelAxis.of(dims, node.intAttribute("transB", 0) == 0 ? 1 : 0);
            // The integer kernel takes one scale for each column of a matrix, but not for stacks of matrices.
            default ->
                dims.size() == 2
                        ? ChannelAxis.of(dims, 1)
                        : ChannelAxis.whole(Math.toIntExact(TensorValues.elementCount(weights)));
        };
    }

    /** How the kernel walks through the weights, where that is known: NHWC for a convolution, by column for a matrix. */
    private static Optional<ProductLayout> layout(GraphNode node, TensorProto weights) {
        int[] dims = weights.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
        if (node.opType().equals("Conv")) {
            boolean depthwise = dims[1] == 1 && node.intAttribute("group", 1) == dims[0];
            int places = Arrays.stream(dims).skip(2).reduce(1, (a, b) -> a * b);
            return Optional.of(depthwise ? ProductLayout.ALONE : ProductLayout.convolution(dims[0], dims[1], places));
        }
        if (dims.length != 2) {
            return Optional.empty();
        }
        return switch (node.opType()) {
            case "Gemm" ->
                Optional.of(
                        node.intAttribute("transB", 0) == 0
                                ? ProductLayout.matrix(dims[0], dims[1])
                                : ProductLayout.transposed(dims[0], dims[1]));
            case "MatMul" -> Optional.of(ProductLayout.matrix(dims[0], dims[1]));
            default -> Optional.empty();
        };
    }

    private String dequantized(TensorProto weights, QuantizedWeights quantized, ChannelAxis axis) {
        String name = weights.getName();
        String codes = nodes.codes(name, quantized.type(), quantized.stored(), QuantizationNodes.dims(weights));
        boolean one = quantized.scales().length == 1;
        String scale = one ? nodes.scale(quantized.scales()[0]) : nodes.scales(name, quantized.scales());
        // Even where it is 0: the runtime fuses Gemm only with an explicit zero point.
        String zeroPoint =
                nodes.zeroPoint(quantized.type(), quantized.zeroPoint(), one ? 0 : quantized.scales().length);
        return nodes.dequantizeConstant(codes, scale, zeroPoint, one ? -1 : axis.axis());
    }

    private String dequantizedBias(String name, float[] bias, QuantizedWeights quantized, float inputScale) {
        int[] codes = quantized.quantizeBias(bias, inputScale);
        float[] scales = quantized.biasScales(inputScale);
        String stored = graph.uniqueName(name + ".q");
        graph.putInitializer(Tensors.int32(stored, codes, codes.length));
        boolean one = scales.length == 1;
        String scale = one ? nodes.scale(scales[0]) : nodes.scales(stored, scales);
        TensorStatistics range = TensorStatistics.of(FloatBuffer.wrap(bias));
        reports.add(new TensorReport(name, "bias", "int32", range.minimum(), range.maximum(), boxed(scales), 0, null));
        return nodes.dequantizeConstant(stored, scale, "", one ? -1 : 0);
    }

    private static List<Float> boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }
}
