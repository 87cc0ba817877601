package dev.narrowgauge.engine.onnx.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelValidator;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What lies in a Loop is reduced like what lies around it. */
class TestReducedBodies {
    private static final int WIDTH = 16;

    @Test
    void aNodeThatShowsItAnywhereIsTakenOutOfTheBody() {
        FaultyModel reduced = reduce(model -> operators(model).contains("Elu"));
        assertThat(operators(reduced)).containsExactly("Elu");
    }

    /** What shows in a body only keeps the Loop, and of its body what the node's result goes through. */
    @Test
    void aNodeThatShowsItInTheBodyOnlyIsLeftThere() {
        FaultyModel reduced = reduce(TestReducedBodies::hasEluThatGoesRound);
        assertThat(reduced.model().getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("Loop");
        assertThat(operators(reduced)).startsWith("Loop").contains("Elu").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void namesAndNumbersInABodyArePlain() {
        FaultyModel reduced = reduce(model -> hasEluThatGoesRound(model)
                && operators(model).contains("MatMul")
                && operators(model).contains("Div"));
        String text = reduced.model().toString();
        assertThat(text).doesNotContain("secret");
        bodyOf(reduced).getInitializerList().forEach(tensor -> {
            if (tensor.getDataType() == ElementType.FLOAT.number()) {
                assertThat(TensorValues.floats(tensor)).containsOnly(0);
            }
        });
    }

    /** A length is the same in the body as around it. */
    @Test
    void lengthsInABodyAreThoseAroundIt() {
        FaultyModel reduced = reduce(TestReducedBodies::hasEluThatGoesRound);
        List<Long> lengths = new ArrayList<>();
        bodyOf(reduced)
                .getInputList()
                .forEach(input -> input.getType()
                        .getTensorType()
                        .getShape()
                        .getDimList()
                        .forEach(dim -> lengths.add(dim.getDimValue())));
        assertThat(lengths).isNotEmpty().doesNotContain((long) WIDTH);
    }

    @Test
    void theBranchThatTheSamplesTakeIsPreferred() {
        for (boolean condition : new boolean[] {false, true}) {
            assertThat(branch(condition, List.of("Elu", "Selu"), false)).isEqualTo(condition ? "Selu" : "Elu");
        }
        assertThat(branch(false, List.of("Selu"), true)).isEqualTo("Selu");
    }

    /** What is left of an If with a Selu in its first branch and an Elu in the other. */
    private static String branch(boolean condition, List<String> faulty, boolean untaken) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("branches");
        graph.addInput(value("x", ElementType.FLOAT, 1, 2)).addInput(value("c", ElementType.BOOL));
        graph.addNode(node("Not", "n", "c")).addNode(node("Not", "condition", "n"));
        graph.addNode(node("If", "y", "condition").toBuilder()
                .addAttribute(Attributes.graph("then_branch", branch("Selu")))
                .addAttribute(Attributes.graph("else_branch", branch("Elu"))));
        graph.addOutput(value("y", ElementType.FLOAT, 1, 2));
        ByteString given = ByteString.copyFrom(new byte[] {(byte) (condition ? 1 : 0)});
        Map<String, TensorProto> sample =
                Map.of("x", Tensors.floats("x", new float[2], 1, 2), "c", Tensors.raw("c", ElementType.BOOL, given));
        Samples seen = new Samples(List.of(Map.of("condition", Tensors.raw("condition", ElementType.BOOL, given))));
        FaultyModel start = new FaultyModel(loop().toBuilder().setGraph(graph).build(), new Samples(List.of(sample)));
        Trials trials = new Trials(
                start,
                candidate -> operators(candidate).stream().anyMatch(faulty::contains),
                () -> true,
                (_, _, _) -> {});
        Reducer reducer = new Reducer(trials, model -> new KnownValues(model, seen, 1));
        FaultyModel reduced = reducer.reduce(start);
        assertThat(reducer.isOfUntakenBranch()).isEqualTo(untaken);
        assertThat(operators(reduced)).hasSize(1);
        return operators(reduced).getFirst();
    }

    private static GraphProto branch(String opType) {
        return GraphProto.newBuilder()
                .setName(opType)
                .addNode(node(opType, "result_" + opType, "x"))
                .addOutput(value("result_" + opType, ElementType.FLOAT, 1, 2))
                .build();
    }

    /** Nodes behind it could not be fed alone, which is no reason to keep them. */
    @Test
    void whatStandsBehindANodeOfUnknownShapeIsCut() {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("unknown");
        graph.addInput(value("x", ElementType.FLOAT, 1, WIDTH));
        graph.addNode(node("NonZero", "places", "x"));
        graph.addNode(node("Cast", "numbers", "places").toBuilder().addAttribute(Attributes.integer("to", 1)));
        graph.addNode(node("Elu", "elu", "numbers"));
        graph.addNode(node("Relu", "r1", "elu"));
        graph.addNode(node("Tanh", "r2", "r1"));
        graph.addNode(node("Sigmoid", "y", "r2"));
        graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
        ModelProto model = loop().toBuilder().setGraph(graph).build();
        assertThat(operators(
                        reduce(model, "x", candidate -> operators(candidate).contains("Elu"))))
                .containsExactly("NonZero", "Cast", "Elu");
    }

    /** The result of an Elu in a Loop is what the next turn begins with, by way of at most one other node. */
    private static boolean hasEluThatGoesRound(FaultyModel model) {
        return model.model().getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("Loop"))
                .flatMap(node -> Subgraphs.of(node).stream())
                .anyMatch(body -> body.getNodeList().stream()
                        .filter(node -> node.getOpType().equals("Elu"))
                        .anyMatch(node ->
                                leads(body, node.getOutput(0), body.getOutput(1).getName())));
    }

    private static boolean leads(GraphProto body, String from, String to) {
        return from.equals(to)
                || body.getNodeList().stream()
                        .filter(node -> node.getInputList().contains(from))
                        .anyMatch(node -> leads(body, node.getOutput(0), to));
    }

    private static GraphProto bodyOf(FaultyModel model) {
        return model.model().getGraph().getNodeList().stream()
                .flatMap(node -> Subgraphs.of(node).stream())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> operators(FaultyModel model) {
        List<String> operators = new ArrayList<>();
        Subgraphs.visitNodes(model.model().getGraph(), node -> operators.add(node.getOpType()));
        return operators;
    }

    private static FaultyModel reduce(Predicate<FaultyModel> fault) {
        return reduce(loop(), "secret_x", fault);
    }

    private static FaultyModel reduce(ModelProto whole, String input, Predicate<FaultyModel> fault) {
        Samples fed = new Samples(List.of(Map.of(input, Tensors.floats(input, new float[WIDTH], 1, WIDTH))));
        FaultyModel start = new FaultyModel(whole, fed);
        assertThat(fault.test(start)).isTrue();
        Trials trials = new Trials(
                start,
                candidate -> isValid(candidate.model()) && fault.test(candidate),
                () -> true,
                (stage, done, total) -> assertThat(done).isLessThanOrEqualTo(total));
        FaultyModel reduced = new Reducer(trials, model -> new KnownValues(model, Samples.NONE, 1)).reduce(start);
        OnnxModelValidator.validate(OnnxModel.of(reduced.model()));
        assertThat(fault.test(reduced)).isTrue();
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

    /** Chains of nodes before, in and behind the body. */
    private static ModelProto loop() {
        GraphProto.Builder body = GraphProto.newBuilder().setName("secret_body").setDocString("secret");
        body.addInput(value("secret_turn", ElementType.INT64)).addInput(value("secret_go", ElementType.BOOL));
        body.addInput(value("secret_state", ElementType.FLOAT, 1, WIDTH));
        body.addNode(node("Identity", "secret_on", "secret_go"));
        String last = chain(body, "secret_inner", "secret_state");
        body.addNode(node("Elu", "secret_elu", last));
        body.addNode(node("Cast", "secret_real", "secret_turn").toBuilder().addAttribute(Attributes.integer("to", 1)));
        body.addNode(node("Div", "secret_part", "secret_elu", "secret_real"));
        last = chain(body, "secret_later", "secret_part");
        body.addOutput(value("secret_on", ElementType.BOOL)).addOutput(value(last, ElementType.FLOAT, 1, WIDTH));
        GraphProto.Builder graph = GraphProto.newBuilder().setName("secret");
        graph.addInput(value("secret_x", ElementType.FLOAT, 1, WIDTH));
        last = chain(graph, "secret_before", "secret_x");
        graph.addInitializer(Tensors.int64("secret_trip", new long[] {4}));
        graph.addNode(node("Loop", "secret_loop", "secret_trip", "", last).toBuilder()
                .addAttribute(Attributes.graph("body", body.build())));
        last = chain(graph, "secret_behind", "secret_loop");
        graph.addOutput(value(last, ElementType.FLOAT, 1, WIDTH));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
    }

    private static String chain(GraphProto.Builder graph, String name, String from) {
        String last = from;
        for (int i = 0; i < 3; i++) {
            float[] weights = new float[WIDTH * WIDTH];
            for (int k = 0; k < weights.length; k++) {
                weights[k] = k % 7 - 3;
            }
            graph.addInitializer(Tensors.floats(name + "_w" + i, weights, WIDTH, WIDTH));
            graph.addNode(node("MatMul", name + "_m" + i, last, name + "_w" + i));
            graph.addNode(node("Relu", name + "_r" + i, name + "_m" + i));
            last = name + "_r" + i;
        }
        return last;
    }

    private static NodeProto node(String opType, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(opType)
                .setName(output + "_node")
                .setDocString("secret")
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static ValueInfoProto value(String name, ElementType type, long... dims) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(type.number()).getShapeBuilder();
        for (long dim : dims) {
            value.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .addDimBuilder()
                    .setDimValue(dim);
        }
        return value.build();
    }
}
