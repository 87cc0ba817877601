package dev.narrowgauge.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestGraph {
    @Test
    void knowsProducersAndConsumers() {
        Graph graph = Graph.of(GraphProto.newBuilder()
                .addInput(value("x"))
                .addNode(node("a", "Relu", List.of("x"), List.of("y")))
                .addNode(node("b", "Add", List.of("y", "y"), List.of("z")))
                .addOutput(value("z"))
                .build());
        assertThat(graph.producer("y")).map(GraphNode::name).contains("a");
        assertThat(graph.producer("x")).isEmpty();
        assertThat(graph.consumers("y")).extracting(GraphNode::name).containsExactly("b");
        assertThat(graph.consumers("nothing")).isEmpty();
        assertThat(graph.isGraphOutput("z")).isTrue();
    }

    @Test
    void newNodesLandWhereTheDataFlowWantsThem() {
        Graph graph = Graph.of(GraphProto.newBuilder()
                .addInput(value("x"))
                .addNode(node("a", "Relu", List.of("x"), List.of("y")))
                .addNode(node("b", "Relu", List.of("y"), List.of("z")))
                .addOutput(value("z"))
                .build());
        GraphNode b = graph.producer("z").orElseThrow();
        graph.add("Sigmoid", "s", List.of("y"), List.of("w"), List.of());
        graph.replaceInput(b, 0, "w");
        assertThat(graph.toProto().getNodeList()).extracting(NodeProto::getName).containsExactly("a", "s", "b");
        assertThat(graph.consumers("y")).extracting(GraphNode::name).containsExactly("s");
    }

    @Test
    void replacingOneOfTwoEqualInputsKeepsTheOther() {
        Graph graph = Graph.of(GraphProto.newBuilder()
                .addInput(value("x"))
                .addNode(node("a", "Add", List.of("x", "x"), List.of("y")))
                .build());
        GraphNode node = graph.producer("y").orElseThrow();
        graph.replaceInput(node, 0, "other");
        assertThat(graph.consumers("x")).containsExactly(node);
        graph.replaceInput(node, 1, "other");
        assertThat(graph.consumers("x")).isEmpty();
        assertThat(graph.consumers("other")).containsExactly(node);
    }

    @Test
    void subgraphsReadFromTheGraphAroundThem() {
        GraphProto inner = GraphProto.newBuilder()
                .addNode(node("i", "Add", List.of("y", "own"), List.of("r")))
                .addInitializer(Tensors.floats("own", new float[] {1}))
                .addOutput(value("r"))
                .build();
        NodeProto branch = node("if", "If", List.of("c"), List.of("z")).toBuilder()
                .addAttribute(Attributes.graph("then_branch", inner))
                .build();
        Graph graph = Graph.of(GraphProto.newBuilder()
                .addInput(value("x"))
                .addInput(value("c"))
                .addNode(branch)
                .addNode(node("a", "Relu", List.of("x"), List.of("y")))
                .build());
        assertThat(graph.consumers("y")).extracting(GraphNode::name).containsExactly("if");
        assertThat(graph.consumers("own")).isEmpty();
        assertThat(graph.topologicalOrder()).extracting(GraphNode::name).containsExactly("a", "if");
        assertThat(graph.uniqueName("r")).isNotEqualTo("r");
    }

    @Test
    void namesAreMadeUnique() {
        Graph graph = Graph.of(GraphProto.newBuilder()
                .addNode(node("", "Relu", List.of("x"), List.of("a")))
                .addNode(node("same", "Relu", List.of("x"), List.of("b")))
                .addNode(node("same", "Relu", List.of("x"), List.of("c")))
                .build());
        assertThat(graph.nodes())
                .extracting(GraphNode::name)
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(graph.uniqueName("a")).isNotEqualTo("a");
        assertThat(graph.uniqueName("free")).isEqualTo("free");
        assertThat(graph.freshName("q")).isNotEqualTo(graph.freshName("q"));
    }

    @Test
    void refusesCyclesAndTwoProducers() {
        GraphProto cycle = GraphProto.newBuilder()
                .addNode(node("a", "Relu", List.of("y"), List.of("x")))
                .addNode(node("b", "Relu", List.of("x"), List.of("y")))
                .build();
        assertInvalid(() -> Graph.of(cycle).topologicalOrder());
        GraphProto twice = GraphProto.newBuilder()
                .addNode(node("a", "Relu", List.of("x"), List.of("y")))
                .addNode(node("b", "Relu", List.of("x"), List.of("y")))
                .build();
        assertInvalid(() -> Graph.of(twice));
    }

    @Test
    void deepGraphsDoNotOverflowTheStack() {
        GraphProto.Builder builder = GraphProto.newBuilder();
        int depth = 50_000;
        for (int i = depth; i > 0; i--) {
            builder.addNode(node("n" + i, "Relu", List.of("v" + (i - 1)), List.of("v" + i)));
        }
        assertThat(Graph.of(builder.build()).topologicalOrder())
                .hasSize(depth)
                .first()
                .hasToString("Relu n1");
    }

    @Test
    void unusedInitializersGo() {
        Graph graph = Graph.of(GraphProto.newBuilder()
                .addNode(node("a", "Add", List.of("x", "used"), List.of("y")))
                .addInitializer(Tensors.floats("used", new float[] {1}))
                .addInitializer(Tensors.floats("unused", new float[] {1}))
                .addInitializer(Tensors.floats("given", new float[] {1}))
                .addOutput(value("given"))
                .build());
        graph.removeUnusedInitializers();
        assertThat(graph.initializer("used")).isPresent();
        assertThat(graph.initializer("unused")).isEmpty();
        assertThat(graph.initializer("given")).isPresent();
    }

    @Test
    void elementTypesFollowFromTheOperators() {
        Graph graph = Graph.of(GraphProto.newBuilder()
                .addInput(value("x"))
                .addNode(node("a", "Relu", List.of("x"), List.of("y")))
                .addNode(node("b", "Shape", List.of("y"), List.of("shape")))
                .addNode(node("c", "Reshape", List.of("y", "shape"), List.of("z")))
                .addNode(node("d", "TopK", List.of("z", "k"), List.of("best", "places")))
                .addNode(node("e", "Less", List.of("y", "z"), List.of("mask")))
                .addNode(node("f", "Where", List.of("mask", "y", "z"), List.of("w")))
                .addNode(node("g", "Strange", List.of("y"), List.of("odd")).toBuilder()
                        .setDomain("elsewhere")
                        .build())
                .build());
        ElementTypes types = ElementTypes.of(graph);
        assertThat(List.of("y", "z", "best", "w")).allMatch(types::isFloat32);
        assertThat(types.of("shape")).isEqualTo(ElementType.INT64);
        assertThat(types.of("places")).isEqualTo(ElementType.INT64);
        assertThat(types.of("mask")).isEqualTo(ElementType.BOOL);
        assertThat(types.of("odd")).isEqualTo(ElementType.UNDEFINED);
    }

    private static void assertInvalid(Runnable action) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(action::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID));
    }

    private static NodeProto node(String name, String opType, List<String> inputs, List<String> outputs) {
        return NodeProto.newBuilder()
                .setName(name)
                .setOpType(opType)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .build();
    }

    private static ValueInfoProto value(String name) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(ElementType.FLOAT.number())))
                .build();
    }
}
