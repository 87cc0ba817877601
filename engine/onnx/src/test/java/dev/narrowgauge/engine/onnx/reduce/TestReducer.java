package dev.narrowgauge.engine.onnx.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelValidator;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Reduces random networks while a property of the graph holds, which stands for a fault. */
class TestReducer {
    private static final long SEEDS = 40;

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void leavesThePlantedNodesAlone() {
        for (long seed = 0; seed < SEEDS; seed++) {
            ModelProto whole = RandomGraphs.planted(seed, 90);
            FaultyModel reduced =
                    reduce(whole, model -> eluBehindSoftplus(model.model().getGraph()));
            GraphProto graph = reduced.model().getGraph();
            assertThat(graph.getNodeList())
                    .as("seed %d", seed)
                    .extracting(NodeProto::getOpType)
                    .containsExactly("Softplus", "Elu");
            assertThat(graph.getInputList()).as("seed %d", seed).hasSize(1);
            assertThat(graph.getOutputList()).as("seed %d", seed).hasSize(1);
            assertThat(graph.getInitializerList()).as("seed %d", seed).isEmpty();
        }
        // Fewer than there are nodes: one by one it would be many times as many.
        assertThat(tries.get() / SEEDS).isLessThan(90);
    }

    @Test
    void leavesNothingThatTellsWhereItComesFrom() {
        ModelProto whole = RandomGraphs.planted(3, 60);
        ModelProto reduced = reduce(
                        whole, model -> eluBehindSoftplus(model.model().getGraph()))
                .model();
        assertThat(reduced.toString()).doesNotContain("company", "planted", "microsoft", "random");
        assertThat(reduced.getGraph().getInput(0).getName()).isEqualTo("x1");
    }

    @Test
    void namesGoAlsoWhereTheTimeIsOver() {
        FaultyModel start = new FaultyModel(RandomGraphs.planted(3, 60), Samples.NONE);
        Trials trials = new Trials(start, model -> true, () -> false, (stage, done, total) -> {});
        FaultyModel reduced = new Reducer(trials, model -> new KnownValues(model, Samples.NONE, 1)).reduce(start);
        assertThat(reduced.nodes()).isEqualTo(start.nodes());
        assertThat(reduced.model().toString()).doesNotContain("company", "planted", "random");
    }

    /** What is slow is slow because of them. */
    @Test
    void lengthsStayWhereTheyMatter() {
        FaultyModel start = new FaultyModel(RandomGraphs.planted(3, 60), Samples.NONE);
        Predicate<FaultyModel> fault = model -> hasElu(model.model().getGraph().getNodeList());
        Trials trials = new Trials(start, fault, () -> true, (stage, done, total) -> {});
        FaultyModel reduced =
                new Reducer(trials, model -> new KnownValues(model, Samples.NONE, 1), false).reduce(start);
        assertThat(reduced.model().getGraph().getNodeList()).hasSize(1);
        assertThat(reduced.model()
                        .getGraph()
                        .getInput(0)
                        .getType()
                        .getTensorType()
                        .getShape()
                        .getDim(1)
                        .getDimValue())
                .isEqualTo(RandomGraphs.WIDTH);
    }

    @Test
    void keepsAttributesAndWeightsThatTheFaultNeeds() {
        ModelProto whole = RandomGraphs.planted(5, 60);
        FaultyModel reduced = reduce(
                whole,
                model -> model.model().getGraph().getNodeList().stream()
                        .anyMatch(node -> node.getOpType().equals("Elu")
                                && node.getAttributeList().stream().anyMatch(attribute -> attribute.getF() == 7)));
        assertThat(reduced.model().getGraph().getNodeList()).hasSize(1);
        assertThat(reduced.model().getGraph().getNode(0).getAttributeList()).hasSize(1);
        FaultyModel weighted = reduce(
                whole,
                model -> model.model().getGraph().getInitializerList().stream()
                        .anyMatch(tensor -> tensor.getDims(0) >= 3));
        assertThat(weighted.model().getGraph().getNodeList()).hasSize(1);
        assertThat(weighted.model().getGraph().getInitializer(0).getDimsList()).containsExactly(4L, 4L);
    }

    /** As some exporters write all weights: nodes that would be cut off from who reads them. */
    @Test
    void weightsInConstantNodesAreWeights() {
        ModelProto whole = RandomGraphs.planted(8, 60);
        GraphProto.Builder graph =
                whole.getGraph().toBuilder().clearInitializer().clearNode();
        whole.getGraph()
                .getInitializerList()
                .forEach(tensor -> graph.addNode(NodeProto.newBuilder()
                        .setOpType("Constant")
                        .addOutput(tensor.getName())
                        .addAttribute(Attributes.tensor("value", tensor))));
        graph.addAllNode(whole.getGraph().getNodeList());
        FaultyModel reduced = reduce(
                whole.toBuilder().setGraph(graph).build(),
                model -> model.model().getGraph().getNodeList().stream()
                        .anyMatch(node -> node.getOpType().equals("MatMul")
                                && node.getInputCount() == 2
                                && isConstant(node.getInput(1), model.model().getGraph())));
        assertThat(reduced.model().getGraph().getNodeList())
                .singleElement()
                .extracting(NodeProto::getOpType)
                .isEqualTo("MatMul");
        assertThat(reduced.model().getGraph().getInitializerList()).hasSize(1);
    }

    private static boolean isConstant(String value, GraphProto graph) {
        return graph.getInitializerList().stream()
                        .anyMatch(tensor -> tensor.getName().equals(value))
                || graph.getNodeList().stream()
                        .anyMatch(node -> node.getOpType().equals("Constant")
                                && node.getOutputList().contains(value));
    }

    @Test
    void putsTheBranchThatShowsItIntoTheGraph() {
        NodeProto planted = NodeProto.newBuilder()
                .setOpType("Elu")
                .addInput("x")
                .addOutput("inner")
                .build();
        NodeProto harmless =
                planted.toBuilder().setOpType("Relu").setOutput(0, "plain").build();
        ModelProto whole = RandomGraphs.planted(1, 9);
        GraphProto.Builder graph = whole.getGraph().toBuilder().clearNode().clearOutput();
        graph.setInput(0, graph.getInput(0).toBuilder().setName("x"));
        graph.addNode(NodeProto.newBuilder().setOpType("IsNaN").addInput("x").addOutput("nan"));
        graph.addNode(
                NodeProto.newBuilder().setOpType("ReduceMax").addInput("x").addOutput("flat"));
        graph.addNode(NodeProto.newBuilder().setOpType("IsInf").addInput("flat").addOutput("condition"));
        graph.addNode(NodeProto.newBuilder()
                .setOpType("If")
                .addInput("condition")
                .addOutput("y")
                .addAttribute(Attributes.graph("then_branch", branch(harmless)))
                .addAttribute(Attributes.graph("else_branch", branch(planted))));
        graph.addOutput(graph.getInput(0).toBuilder().setName("y"));
        FaultyModel reduced = reduce(
                whole.toBuilder().setGraph(graph).build(),
                model -> hasElu(model.model().getGraph().getNodeList()));
        assertThat(reduced.model().getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Elu");
    }

    @Test
    void isTheSameEveryTime() {
        ModelProto whole = RandomGraphs.planted(11, 90);
        Predicate<FaultyModel> fault = model -> eluBehindSoftplus(model.model().getGraph());
        assertThat(reduce(whole, fault)).isEqualTo(reduce(whole, fault));
    }

    /** What is refused for a tensor that no one can read is reduced to who reads that tensor. */
    @Test
    void damagedTensorsDoNotStopIt() {
        TensorProto weight = Tensors.floats("damaged", new float[64], 8, 8);
        TensorProto shape = Tensors.int64("damaged", new long[] {1, 8}, 2);
        reducedToOneNode(
                "MatMul", weight.toBuilder().setRawData(weight.getRawData().substring(0, 60)));
        reducedToOneNode("MatMul", weight.toBuilder().setDataType(99));
        reducedToOneNode("MatMul", weight.toBuilder().setDims(0, 1L << 62));
        reducedToOneNode("MatMul", weight.toBuilder().setDims(0, -8));
        reducedToOneNode(
                "Reshape", shape.toBuilder().setRawData(shape.getRawData().substring(0, 12)));
    }

    private void reducedToOneNode(String reader, TensorProto.Builder damaged) {
        ModelProto.Builder whole = RandomGraphs.planted(5, 60).toBuilder();
        GraphProto.Builder graph = whole.getGraphBuilder();
        graph.addInitializer(damaged)
                .addNode(
                        0,
                        NodeProto.newBuilder()
                                .setOpType(reader)
                                .addInput(graph.getInput(0).getName())
                                .addInput("damaged")
                                .addOutput("result"))
                .addOutput(ValueInfoProto.newBuilder().setName("result"));
        FaultyModel start = new FaultyModel(whole.build(), Samples.NONE);
        Trials trials = new Trials(
                start,
                candidate -> candidate.model().getGraph().getInitializerList().stream()
                        .anyMatch(TestReducer::isDamaged),
                () -> true,
                (_, _, _) -> {});
        FaultyModel reduced = new Reducer(trials, model -> new KnownValues(model, Samples.NONE, 1)).reduce(start);
        assertThat(reduced.model().getGraph().getNodeList())
                .singleElement()
                .extracting(NodeProto::getOpType)
                .isEqualTo(reader);
    }

    private static boolean isDamaged(TensorProto tensor) {
        try {
            TensorValues.bytes(tensor);
            return tensor.getDimsList().stream().anyMatch(length -> length < 0);
        } catch (NarrowgaugeException | ArithmeticException e) {
            return true;
        }
    }

    private static GraphProto branch(NodeProto node) {
        return GraphProto.newBuilder()
                .setName("branch")
                .addNode(node)
                .addOutput(RandomGraphs.planted(1, 3).getGraph().getOutput(0).toBuilder()
                        .setName(node.getOutput(0)))
                .build();
    }

    private static boolean hasElu(List<NodeProto> nodes) {
        return nodes.stream()
                .anyMatch(node -> node.getOpType().equals("Elu")
                        || node.getAttributeList().stream()
                                .anyMatch(attribute -> hasElu(attribute.getG().getNodeList())));
    }

    private FaultyModel reduce(ModelProto whole, Predicate<FaultyModel> fault) {
        FaultyModel start = new FaultyModel(whole, Samples.NONE);
        Trials trials = new Trials(
                start,
                candidate -> {
                    tries.incrementAndGet();
                    return isValid(candidate.model()) && fault.test(candidate);
                },
                () -> true,
                (stage, done, total) -> assertThat(done).isLessThanOrEqualTo(total));
        FaultyModel reduced = new Reducer(trials, model -> new KnownValues(model, Samples.NONE, 1)).reduce(start);
        assertThat(reduced).isEqualTo(trials.best());
        assertThat(fault.test(reduced)).isTrue();
        OnnxModelValidator.validate(OnnxModel.of(reduced.model()));
        return reduced;
    }

    private static boolean isValid(ModelProto model) {
        try {
            OnnxModelValidator.validate(OnnxModel.of(model));
            return true;
        } catch (NarrowgaugeException e) {
            return false;
        }
    }

    /** Directly or not. */
    private static boolean eluBehindSoftplus(GraphProto graph) {
        Set<String> behind = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            boolean reads = node.getInputList().stream().anyMatch(behind::contains);
            if (node.getOpType().equals("Elu") && reads) {
                return true;
            }
            if (node.getOpType().equals("Softplus") || reads) {
                behind.addAll(node.getOutputList());
            }
        }
        return false;
    }
}
