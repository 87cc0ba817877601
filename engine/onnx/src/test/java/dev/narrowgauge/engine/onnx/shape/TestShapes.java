package dev.narrowgauge.engine.onnx.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestShapes {
    private static final Dimension BATCH = Dimension.named("batch");

    private final GraphProto.Builder graph = GraphProto.newBuilder();

    @Test
    void namedLengthsGoThroughTheArithmeticAroundAReshape() {
        input("x", "batch", 48, 16, 16);
        constant("zero", 0);
        constant("two", 2);
        constant("rest", -1);
        node("Shape", "shape", "x");
        node("Slice", "kept", "shape", "zero", "two", "zero");
        node("Concat", "wanted", List.of(Attributes.integer("axis", 0)), "kept", "rest");
        node("Reshape", "rows", "x", "wanted");
        node("Transpose", "tokens", List.of(Attributes.integers("perm", 0, 2, 1)), "rows");
        assertShape("rows", BATCH, Dimension.of(48), Dimension.of(256));
        assertShape("tokens", BATCH, Dimension.of(256), Dimension.of(48));
    }

    @Test
    void headsFoldedIntoTheBatchAreAProduct() {
        input("x", "batch", 12, "steps", 64);
        constant("folded", -1, 64);
        node("Reshape", "matrix", "x", "folded");
        node("Flatten", "flat", List.of(Attributes.integer("axis", 2)), "x");
        Dimension rows = BATCH.times(Dimension.of(12)).times(Dimension.named("steps"));
        assertShape("matrix", rows, Dimension.of(64));
        assertShape(
                "flat", BATCH.times(Dimension.of(12)), Dimension.named("steps").times(Dimension.of(64)));
    }

    @Test
    void namesMeetNumbersInBroadcastsAndOneAnotherNever() {
        input("x", "batch", 1, 5);
        input("y", "other", 7, 1);
        input("row", 5);
        node("Add", "sum", "x", "y");
        node("Mul", "scaled", "x", "row");
        assertShape("sum", Dimension.UNKNOWN, Dimension.of(7), Dimension.of(5));
        assertShape("scaled", BATCH, Dimension.ONE, Dimension.of(5));
    }

    @Test
    void productsOfBatchesOfMatrices() {
        input("a", "batch", 4, "steps", 32);
        input("b", "batch", 4, 32, "steps");
        input("v", 32);
        node("MatMul", "scores", "a", "b");
        node("MatMul", "vector", "a", "v");
        assertShape("scores", BATCH, Dimension.of(4), Dimension.named("steps"), Dimension.named("steps"));
        assertShape("vector", BATCH, Dimension.of(4), Dimension.named("steps"));
    }

    @Test
    void whatDoesNotFollowIsUnknown() {
        input("x", "batch", 8);
        input("indices", "found");
        node("NonZero", "places", "x");
        node("Gather", "picked", "x", "indices");
        constant("third", 3);
        node("Shape", "shape", "x");
        node("Div", "thirds", "shape", "third");
        node("Reshape", "cut", "x", "thirds");
        assertThat(shapes().of("places")).isEmpty();
        assertShape("picked", Dimension.named("found"), Dimension.of(8));
        assertShape("cut", Dimension.UNKNOWN, Dimension.UNKNOWN);
    }

    @Test
    void anAxisThatTheOperandDoesNotHaveIsNoFailure() {
        input("x", "batch", 8);
        node("Transpose", "turned", List.of(Attributes.integers("perm", 0, 3)), "x");
        node("Relu", "after", "turned");
        assertThat(shapes().of("after")).isEmpty();
    }

    private void assertShape(String value, Dimension... expected) {
        assertThat(shapes().of(value)).as(value).contains(List.of(expected));
    }

    private Shapes shapes() {
        return Shapes.of(Graph.of(graph.build()));
    }

    private void input(String name, Object... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dim : dims) {
            if (dim instanceof String symbol) {
                shape.addDimBuilder().setDimParam(symbol);
            } else {
                shape.addDimBuilder().setDimValue((int) dim);
            }
        }
        ValueInfoProto.Builder input = ValueInfoProto.newBuilder().setName(name);
        input.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(ElementType.FLOAT.number())
                .setShape(shape);
        graph.addInput(input);
    }

    private void constant(String name, long... values) {
        graph.addInitializer(Tensors.int64(name, values, values.length));
    }

    private void node(String opType, String output, String... inputs) {
        node(opType, output, List.of(), inputs);
    }

    private void node(String opType, String output, List<AttributeProto> attributes, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(opType)
                .setName(output + "_node")
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .addAllAttribute(attributes));
    }
}
