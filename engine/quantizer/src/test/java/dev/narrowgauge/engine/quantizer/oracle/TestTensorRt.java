package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every rule of TensorRT's explicit mode, seen in the graph that is written; ONNX Runtime proves that it runs and stays close. */
class TestTensorRt {
    private static final long SEED = 23;
    private static final Recipe RECIPE = Recipe.fromMap(Map.of("target", "tensorrt", "mode", "static"));

    @Test
    void residualBlock() {
        TinyModel model = new TinyModel(SEED);
        String stem = model.node("Relu", List.of(model.conv(model.input("x", 1, 3, 8, 8), 3, 16)));
        String first = model.node("Relu", List.of(model.conv(stem, 16, 16)));
        String sum = model.node("Relu", List.of(model.node("Add", List.of(model.conv(first, 16, 16), stem))));
        String pooled = model.node("GlobalAveragePool", List.of(sum));
        model.output(model.gemm(model.node("Flatten", List.of(pooled)), 16, 32));
        TinyRun run = TinyRun.of(model.build(), RECIPE, SEED);
        Graph graph = Graph.of(run.quantized().model().getGraph());

        assertThat(reasons(run).get("Relu")).contains("fuses it with its neighbours");
        assertExplicit(graph);
        GraphNode add = only(graph, "Add");
        assertThat(graph.producer(add.input(0)).orElseThrow().opType()).isEqualTo("Conv");
        assertThat(graph.producer(add.input(1)).orElseThrow().opType()).isEqualTo("DequantizeLinear");
        // The stem has three input channels, and the Gemm follows a batch of one.
        assertThat(quantized(run, "Conv")).hasSize(2);
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void ofTwoConvolutionsTheLaterOneTakesTheAddIn() {
        TinyModel model = new TinyModel(SEED);
        String x = model.node("Relu", List.of(model.conv(model.input("x", 1, 3, 8, 8), 3, 16)));
        String shortcut = model.conv(x, 16, 16);
        String main = model.conv(model.conv(x, 16, 16), 16, 16);
        model.output(model.node("Add", List.of(shortcut, main)));
        Graph graph = Graph.of(
                TinyRun.of(model.build(), RECIPE, SEED).quantized().model().getGraph());
        GraphNode add = only(graph, "Add");
        assertThat(graph.producer(add.input(0)).orElseThrow().opType()).isEqualTo("DequantizeLinear");
        assertThat(graph.producer(add.input(1)).orElseThrow().opType()).isEqualTo("Conv");
    }

    @Test
    void transposedConvolutionHasItsChannelsOnAxisOne() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, 16, 4, 4);
        model.output(model.node(
                "ConvTranspose",
                List.of(x, model.random(0.2, 16, 24, 2, 2), model.random(0.5, 24)),
                integers("strides", 2, 2)));
        TinyRun run = TinyRun.of(model.build(), RECIPE, SEED);
        Graph graph = Graph.of(run.quantized().model().getGraph());
        GraphNode weights =
                graph.producer(only(graph, "ConvTranspose").input(1)).orElseThrow();
        assertThat(weights.intAttribute("axis", -1)).isEqualTo(1);
        assertThat(graph.constant(weights.input(1)).orElseThrow().getDimsList()).containsExactly(24L);
        assertExplicit(graph);
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void concatGivesOneScaleToAllItJoins() {
        TinyModel model = new TinyModel(SEED);
        String x = model.node("Relu", List.of(model.conv(model.input("x", 1, 3, 8, 8), 3, 16)));
        String small = model.node("Relu", List.of(model.conv(x, 16, 16)));
        String large = model.node("Mul", List.of(model.conv(small, 16, 16), model.scalar(20)));
        String joined = model.node("Concat", List.of(x, small, large), integer("axis", 1));
        model.output(model.conv(joined, 48, 16));
        model.output(model.conv(large, 16, 16));
        TinyRun run = TinyRun.of(model.build(), RECIPE, SEED);
        Map<String, Float> scales = run.quantized().activations().stream()
                .collect(toMap(
                        tensor -> tensor.floatName(),
                        tensor -> tensor.parameters().scale()));
        assertThat(scales.get(x)).isEqualTo(scales.get(joined));
        assertThat(scales.get(small)).isEqualTo(scales.get(joined));
        assertThat(scales.get(large)).isEqualTo(scales.get(joined));
        assertExplicit(Graph.of(run.quantized().model().getGraph()));
    }

    /** Nothing declares how many rows a computed operand has: the shapes of the nodes before it say so. */
    @Test
    void aSingleRowThatIsComputedStaysFloat() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, 64);
        String rows = model.node("Relu", List.of(x));
        String row = model.node(
                "ReduceSum", List.of(rows, model.constant(new long[] {0})), Attributes.integer("keepdims", 1));
        model.output(model.node("MatMul", List.of(rows, model.random(0.2, 64, 64))));
        model.output(model.node("MatMul", List.of(row, model.random(0.2, 64, 64))));
        TinyRun run = TinyRun.of(model.build(), RECIPE, SEED);
        assertThat(quantized(run, "MatMul")).hasSize(1);
        assertThat(run.quantized().nodes())
                .anySatisfy(node -> assertThat(node.reason()).contains("single row or column"));
    }

    @Test
    void narrowNodesStayFloatUnlessDemanded() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, 12);
        String narrow = model.node("MatMul", List.of(x, model.random(0.2, 12, 64)));
        String wide = model.node("MatMul", List.of(narrow, model.random(0.2, 64, 64)));
        String attention = model.node("MatMul", List.of(wide, model.node("Transpose", List.of(wide))));
        model.output(model.node("MatMul", List.of(attention, model.random(0.2, 4, 1))));
        TinyRun run = TinyRun.of(model.build(), RECIPE, SEED);
        assertThat(quantized(run, "MatMul")).hasSize(1);
        assertThat(run.quantized().nodes().stream()
                        .filter(node -> node.opType().equals("MatMul"))
                        .map(NodeReport::reason))
                .anySatisfy(reason -> assertThat(reason).contains("12 by 64"))
                .anySatisfy(reason -> assertThat(reason).contains("Both its operands"))
                .anySatisfy(reason -> assertThat(reason).contains("single row or column"));

        Recipe demanding = Recipe.fromMap(Map.of(
                "target",
                "tensorrt",
                "overrides",
                Map.of("nodes", List.of(Map.of("match", List.of("MatMul*"), "placement", "quantized")))));
        assertThat(quantized(TinyRun.of(model.build(), demanding, SEED), "MatMul"))
                .hasSize(3);
    }

    @Test
    void eightChannelsAreEnough() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, 8, 8, 8);
        model.output(model.conv(model.conv(x, 8, 24), 24, 12));
        TinyRun run = TinyRun.of(model.build(), RECIPE, SEED);
        assertThat(quantized(run, "Conv")).hasSize(1);
    }

    @Test
    void gemmKeepsItsFloatBiasWithItsFactor() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, 32);
        model.output(model.node(
                "Gemm",
                List.of(x, model.random(0.2, 32, 32), model.random(0.5, 32)),
                Attributes.real("alpha", 0.5f),
                Attributes.real("beta", 2)));
        TinyRun run = TinyRun.of(model.build(), RECIPE, SEED);
        assertExplicit(Graph.of(run.quantized().model().getGraph()));
        assertThat(run.worstSqnr()).isGreaterThan(35);
    }

    /** Symmetric int8 everywhere, conversions only in front of what reads them as integers, float biases, int8 weights. */
    private static void assertExplicit(Graph graph) {
        for (GraphNode node : graph.nodes()) {
            switch (node.opType()) {
                case "QuantizeLinear", "DequantizeLinear" -> {
                    TensorProto zeroPoint = graph.constant(node.input(2)).orElseThrow();
                    assertThat(zeroPoint.getDataType()).isEqualTo(ElementType.INT8.number());
                    assertThat(zeroPoint.getRawData().toByteArray()).containsOnly(0);
                    for (float scale :
                            TensorValues.floats(graph.constant(node.input(1)).orElseThrow())) {
                        assertThat(scale).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
                    }
                }
                case "Conv", "ConvTranspose", "Gemm", "MatMul" -> {
                    GraphNode weights = graph.producer(node.input(1)).orElse(null);
                    if (weights != null && weights.opType().equals("DequantizeLinear")) {
                        assertThat(graph.constant(weights.input(0))
                                        .orElseThrow()
                                        .getDataType())
                                .isEqualTo(ElementType.INT8.number());
                        assertThat(graph.producer(node.input(0)).orElseThrow().opType())
                                .isEqualTo("DequantizeLinear");
                    }
                    if (!node.input(2).isEmpty()) {
                        assertThat(graph.constant(node.input(2)).orElseThrow().getDataType())
                                .isEqualTo(ElementType.FLOAT.number());
                    }
                }
                case "Add" ->
                    assertThat(node.inputs().stream()
                                    .flatMap(input -> graph.producer(input).stream())
                                    .filter(producer -> producer.opType().equals("DequantizeLinear")))
                            .hasSizeLessThanOrEqualTo(1);
                default ->
                    assertThat(node.inputs().stream()
                                    .flatMap(input -> graph.producer(input).stream())
                                    .map(GraphNode::opType))
                            .as(node.toString())
                            .doesNotContain("DequantizeLinear");
            }
        }
    }

    private static GraphNode only(Graph graph, String opType) {
        List<GraphNode> nodes = graph.nodes().stream()
                .filter(node -> node.opType().equals(opType))
                .toList();
        assertThat(nodes).hasSize(1);
        return nodes.getFirst();
    }

    private static List<NodeReport> quantized(TinyRun run, String opType) {
        return run.quantized().nodes().stream()
                .filter(node -> node.opType().equals(opType) && node.placement().equals(NodeReport.QUANTIZED))
                .toList();
    }

    private static Map<String, String> reasons(TinyRun run) {
        return run.quantized().nodes().stream()
                .filter(node -> Set.of("Relu", "GlobalAveragePool").contains(node.opType()))
                .collect(toMap(NodeReport::opType, NodeReport::reason, (first, second) -> first));
    }
}
