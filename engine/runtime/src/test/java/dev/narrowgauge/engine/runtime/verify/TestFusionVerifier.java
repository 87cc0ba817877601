package dev.narrowgauge.engine.runtime.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.runtime.TinyGraph;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** What is said of graphs whose conversions were put in by hand, where planning would never put them. */
class TestFusionVerifier {
    @TempDir
    private Path directory;

    @Test
    void conversionsThatFeedIntegerKernelsAreFused() throws IOException {
        TinyGraph graph = new TinyGraph();
        String a = graph.integerConv("a", unsigned(graph, "x"), 3, 8);
        String b = graph.node("Tanh", "b", List.of(unsigned(graph, a)));
        graph.integerConv("c", unsigned(graph, b), 8, 4);
        graph.node("Tanh", "y", List.of(unsigned(graph, "c")));
        Fusion fusion = check(graph.build("y", 4));

        Map<String, NodeReport> nodes = byName(fusion);
        assertThat(nodes.get("a").placement()).isEqualTo(NodeReport.QUANTIZED);
        assertThat(nodes.get("a").kernel().operator()).isEqualTo("QLinearConv");
        assertThat(nodes.get("a").kernel().micros()).isBetween(0.0, 1e6);
        assertThat(nodes.get("b").placement()).isEqualTo(NodeReport.FLOAT);
        assertThat(nodes.get("b").kernel().unfusedQdqNodes()).isZero();
        assertThat(fusion.needed().count()).isEqualTo(4);
        assertThat(fusion.unfused().count()).isZero();
        assertThat(fusion.wouldBeFloat()).isEmpty();
        assertThat(fusion.integerMacShare()).isEqualTo(1);
    }

    @Test
    void conversionsAroundFloatOperatorsAreUnfused() throws IOException {
        TinyGraph graph = new TinyGraph();
        String a = graph.node("Tanh", "a", List.of(unsigned(graph, "x")));
        String b = graph.node("Div", "b", List.of(unsigned(graph, a), graph.constant(1.7f)));
        String weights = graph.random(8);
        String c = graph.node(
                "LayerNormalization", "c", List.of(unsigned(graph, b), weights), Attributes.integer("axis", -1));
        graph.node("Tanh", "y", List.of(unsigned(graph, c)));
        Fusion fusion = check(graph.build("y", 3));

        assertThat(fusion.unfused().count()).isGreaterThanOrEqualTo(6);
        assertThat(fusion.unfused().micros()).isBetween(0.0, 1e6);
        assertThat(fusion.needed().count()).isZero();
        assertThat(fusion.wouldBeFloat()).containsKeys("a", "b", "c");
        assertThat(fusion.nodes())
                .allSatisfy(node -> assertThat(node.placement()).isEqualTo(NodeReport.FLOAT));
        assertThat(fusion.nodes().stream()
                        .mapToInt(node -> node.kernel().unfusedQdqNodes())
                        .sum())
                .isEqualTo(fusion.unfused().count());
        assertThat(fusion.integerMacShare()).isNull();
    }

    /** On x86 a Relu before signed codes with zero point 0 is not redundant, and stands between convolution and codes. */
    @Test
    @EnabledOnOs(architectures = {"amd64", "x86_64"})
    void convolutionThatReluKeepsFromFusingIsUnfused() throws IOException {
        TinyGraph graph = new TinyGraph();
        String a = graph.integerConv("a", graph.codesAndBack("x", ElementType.INT8, 0), 3, 8);
        String b = graph.node("Relu", "b", List.of(a));
        graph.integerConv("c", graph.codesAndBack(b, ElementType.INT8, 0), 8, 4);
        graph.node("Tanh", "y", List.of("c"));
        Fusion fusion = check(graph.build("y", 4));

        assertThat(fusion.unfused().count()).isPositive();
        assertThat(fusion.wouldBeFloat()).containsKey("a");
        assertThat(byName(fusion).get("a").placement()).isEqualTo(NodeReport.FLOAT);
        assertThat(byName(fusion).get("a").kernel().unfusedQdqNodes()).isPositive();
        assertThat(fusion.integerMacShare()).isLessThan(1);
    }

    @Test
    void resultWithFloatAndIntegerReadersIsFused() throws IOException {
        TinyGraph graph = new TinyGraph();
        String a = unsigned(graph, graph.integerConv("a", unsigned(graph, "x"), 3, 8));
        graph.integerConv("c", a, 8, 8);
        String b = graph.node("Tanh", "b", List.of(a));
        graph.node("Sub", "y", List.of(unsigned(graph, "c"), b));
        Fusion fusion = check(graph.build("y", 8));

        assertThat(fusion.unfused().count()).isZero();
        assertThat(fusion.needed().count()).isEqualTo(3);
        assertThat(byName(fusion).get("c").kernel().operator()).isEqualTo("QLinearConv");
    }

    @Test
    void withoutSamplesTheGraphIsLookedAtAlone() throws IOException {
        TinyGraph graph = new TinyGraph();
        graph.node("Tanh", "y", List.of(unsigned(graph, graph.integerConv("a", unsigned(graph, "x"), 3, 4))));
        Fusion fusion = check(graph.build("y", 4), false);

        assertThat(byName(fusion).get("a").kernel().operator()).isEqualTo("QLinearConv");
        assertThat(byName(fusion).get("a").kernel().micros()).isNull();
        assertThat(fusion.needed().micros()).isNull();
        assertThat(fusion.integerMacShare()).isNull();
    }

    /** ONNX Runtime fuses the two under the name of the second. */
    @Test
    void floatConvolutionIsFoundUnderTheNameOfItsActivation() throws IOException {
        TinyGraph graph = new TinyGraph();
        graph.node("Tanh", "y", List.of(graph.integerConv("a", "x", 3, 4)));
        Fusion fusion = check(graph.build("y", 4));

        NodeReport convolution = byName(fusion).get("a");
        assertThat(convolution.placement()).isEqualTo(NodeReport.FLOAT);
        assertThat(convolution.reason()).isEqualTo(FusionVerifier.NOT_FUSED);
        assertThat(convolution.kernel().micros()).isBetween(0.0, 1e6);
        assertThat(fusion.wouldBeFloat()).containsKey("a");
    }

    private static String unsigned(TinyGraph graph, String value) {
        return graph.codesAndBack(value, ElementType.UINT8, 100);
    }

    private Fusion check(ModelProto quantized) throws IOException {
        return check(quantized, true);
    }

    private Fusion check(ModelProto quantized, boolean withSamples) throws IOException {
        Path file = TinyGraph.write(quantized, directory.resolve("variant.onnx"));
        ModelProto baseline = withoutConversions(quantized);
        List<NodeReport> planned = baseline.getGraph().getNodeList().stream()
                .map(node -> new NodeReport(node.getName(), node.getOpType(), NodeReport.QUANTIZED, ""))
                .toList();
        QuantizedModel variant = new QuantizedModel(quantized, List.of(), planned, List.of());
        OnnxRuntime runtime = new OnnxRuntime(1);
        try (TaskDirectory work = TaskDirectory.create(directory.toString());
                SampleSet samples = SampleSet.open(TinyGraph.samples(directory.resolve("samples.npz")))) {
            List<InputSpec> inputs = OnnxModelReader.read(file).describe().inputs().stream()
                    .map(InputSpec::of)
                    .toList();
            return FusionCheck.check(
                    Precision.INT8,
                    baseline,
                    variant,
                    file,
                    withSamples ? Optional.of(samples.bind(inputs)) : Optional.empty(),
                    Optional.empty(),
                    runtime,
                    work);
        }
    }

    /** The float model; its constants do not matter. */
    private static ModelProto withoutConversions(ModelProto quantized) {
        GraphProto.Builder graph = quantized.getGraph().toBuilder().clearNode();
        for (NodeProto node : quantized.getGraph().getNodeList()) {
            if (!node.getOpType().endsWith("quantizeLinear")
                    && !node.getOpType().equals("QuantizeLinear")) {
                NodeProto.Builder bare = node.toBuilder().clearInput();
                node.getInputList().forEach(input -> bare.addInput(input.replaceFirst("(\\.[qd])+$", "")));
                graph.addNode(bare);
            }
        }
        return quantized.toBuilder().setGraph(graph).build();
    }

    private static Map<String, NodeReport> byName(Fusion fusion) {
        return fusion.nodes().stream().collect(Collectors.toMap(NodeReport::name, node -> node));
    }
}
