package dev.narrowgauge.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Branches and bodies beside the main graph, and back. */
class TestFlatModel {
    /** {@code y = cond ? Neg(x) + w : Loop(x -> Abs(x))}, with names that both branches have. */
    private static ModelProto nested() {
        GraphProto then = GraphProto.newBuilder()
                .setName("then")
                .addNode(node("Neg", "first", "x", "t"))
                .addNode(node("Add", "second", "t", "w").toBuilder().setOutput(0, "r"))
                .addOutput(value("r"))
                .build();
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInput(value("i"))
                .addInput(value("c"))
                .addInput(value("s"))
                .addNode(node("Identity", "", "c", "again"))
                .addNode(node("Abs", "first", "s", "t"))
                .addOutput(value("again"))
                .addOutput(value("t"))
                .build();
        GraphProto otherwise = GraphProto.newBuilder()
                .setName("else")
                .addInitializer(Tensors.int64("n", new long[] {3}))
                .addNode(NodeProto.newBuilder()
                        .setName("first")
                        .setOpType("Loop")
                        .addInput("n")
                        .addInput("")
                        .addInput("x")
                        .addOutput("r")
                        .addAttribute(Attributes.graph("body", body)))
                .addOutput(value("r"))
                .build();
        return model(NodeProto.newBuilder()
                .setName("choice")
                .setOpType("If")
                .addInput("cond")
                .addOutput("y")
                .addAttribute(Attributes.graph("then_branch", then))
                .addAttribute(Attributes.graph("else_branch", otherwise))
                .build());
    }

    private static ModelProto model(NodeProto... nodes) {
        return ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder()
                        .addInput(value("cond"))
                        .addInput(value("x"))
                        .addInitializer(Tensors.floats("w", new float[] {1, 2}, 2))
                        .addAllNode(List.of(nodes))
                        .addOutput(value("y")))
                .build();
    }

    private static NodeProto node(String opType, String name, String input, String output) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(opType)
                .setName(name)
                .addInput(input)
                .addOutput(output);
        return opType.equals("Add") ? node.addInput(output).build() : node.build();
    }

    private static ValueInfoProto value(String name) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(ElementType.FLOAT.number())))
                .build();
    }

    private static NodeProto onlyNode(ModelProto model) {
        return model.getGraph().getNode(model.getGraph().getNodeCount() - 1);
    }

    private static GraphProto branch(ModelProto model, int index) {
        return onlyNode(model).getAttribute(index).getG();
    }

    @Test
    void givesEveryValueANameOfItsOwn() {
        FlatModel flat = FlatModel.named(nested());
        Graph graph = Graph.of(flat.graph());
        assertThat(graph.nodes())
                .extracting(GraphNode::name)
                .containsExactlyInAnyOrder(
                        "choice",
                        "choice/then_branch/first",
                        "choice/then_branch/second",
                        "choice/else_branch/first",
                        "choice/else_branch/first/body/Entry",
                        "choice/else_branch/first/body/Identity_0",
                        "choice/else_branch/first/body/first");
        assertThat(graph.nodes())
                .allSatisfy(node -> assertThat(node.hasSubgraphs()).isFalse());
        assertThat(graph.consumers("x")).hasSize(3);
    }

    @Test
    void comesBackWithEverythingWhereItWas() {
        FlatModel flat = FlatModel.named(nested());
        ModelProto back = flat.nested(flat.model());
        assertThat(branch(back, 0).getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Neg", "Add");
        assertThat(branch(back, 1).getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Loop");
        assertThat(branch(back, 1).getInitializerList()).hasSize(1);
        GraphProto body = branch(back, 1).getNode(0).getAttribute(0).getG();
        assertThat(body.getNodeList()).extracting(NodeProto::getOpType).containsExactly("Identity", "Abs");
        assertThat(body.getInputCount()).isEqualTo(3);
        FlatModel again = FlatModel.named(back);
        assertThat(again.model()).isEqualTo(FlatModel.of(back).model());
        assertThat(again.nested(again.model())).isEqualTo(back);
    }

    @Test
    void leavesAModelWithoutControlFlowAlone() {
        ModelProto plain = model(node("Neg", "first", "x", "y"));
        FlatModel flat = FlatModel.named(plain);
        assertThat(flat.model()).isSameAs(plain);
        assertThat(flat.nested(plain)).isSameAs(plain);
    }

    @Test
    void putsNewNodesWhereTheirReadersAre() {
        FlatModel flat = FlatModel.named(nested());
        Graph graph = Graph.of(flat.graph());
        graph.add("QuantizeLinear", "q", List.of("x"), List.of("q"), List.of());
        graph.add("DequantizeLinear", "d", List.of("q"), List.of("d"), List.of());
        GraphNode negative = graph.producer("t").orElseThrow();
        graph.replaceInput(negative, 0, "d");
        ModelProto one = flat.nested(changed(flat, graph));
        assertThat(branch(one, 0).getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("QuantizeLinear", "DequantizeLinear", "Neg", "Add");

        GraphNode absolute = graph.nodes().stream()
                .filter(node -> node.opType().equals("Abs"))
                .findFirst()
                .orElseThrow();
        graph.replaceInput(absolute, 0, "d");
        ModelProto both = flat.nested(changed(flat, graph));
        assertThat(both.getGraph().getNodeList())
                .as("codes that both branches read are made once, in front of them")
                .extracting(NodeProto::getOpType)
                .containsExactly("QuantizeLinear", "If");
        assertThat(branch(both, 0).getNodeList())
                .extracting(NodeProto::getOpType)
                .contains("DequantizeLinear");
        GraphProto body = branch(both, 1).getNode(0).getAttribute(0).getG();
        assertThat(body.getNodeList()).extracting(NodeProto::getOpType).contains("DequantizeLinear");
    }

    @Test
    void keepsOutOfLoopsWhatNeedNotBeRepeated() {
        FlatModel flat = FlatModel.named(nested());
        Graph graph = Graph.of(flat.graph());
        graph.add("Sqrt", "root", List.of("x"), List.of("root"), List.of());
        GraphNode absolute = graph.nodes().stream()
                .filter(node -> node.opType().equals("Abs"))
                .findFirst()
                .orElseThrow();
        graph.replaceInput(absolute, 0, "root");
        ModelProto back = flat.nested(changed(flat, graph));
        assertThat(branch(back, 1).getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Sqrt", "Loop");
    }

    @Test
    void givesWhatIsComputedOutsideUnderANameOfTheBranch() {
        FlatModel flat = FlatModel.named(nested());
        Graph graph = Graph.of(flat.graph());
        GraphNode exit = graph.producer("y").orElseThrow();
        graph.replaceInput(exit, 1, "x");
        ModelProto back = flat.nested(changed(flat, graph));
        assertThat(branch(back, 0).getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Identity");
        assertThat(branch(back, 0).getOutput(0).getName())
                .isEqualTo(branch(back, 0).getNode(0).getOutput(0));
    }

    private static ModelProto changed(FlatModel flat, Graph graph) {
        return flat.model().toBuilder().setGraph(graph.toProto()).build();
    }
}
