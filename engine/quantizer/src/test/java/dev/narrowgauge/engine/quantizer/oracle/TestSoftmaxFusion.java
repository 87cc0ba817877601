package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.preparation.GraphRefinement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A softmax that is written out becomes the one operator for it and gives the same numbers. */
class TestSoftmaxFusion {
    static Stream<Arguments> softmaxes() {
        return Stream.of(
                Arguments.of("quotient, last axis", true, false, -1L),
                Arguments.of("quotient without maximum", false, false, 3L),
                Arguments.of("reciprocal, channels", true, true, 1L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("softmaxes")
    void softmaxBecomesOneOperator(String name, boolean maximum, boolean reciprocal, long axis) {
        for (long opset : new long[] {11, 13, 20}) {
            TinyModel model = new TinyModel(5);
            String x = model.node("Neg", List.of(model.input("x", 2, 4, 6, 8)));
            String exponent =
                    maximum ? model.node("Sub", List.of(x, reduced(model, "ReduceMax", opset >= 18, x, axis))) : x;
            String e = model.node("Exp", List.of(exponent));
            String sum = reduced(model, "ReduceSum", opset >= 13, e, axis);
            model.output(
                    reciprocal
                            ? model.node("Mul", List.of(model.node("Reciprocal", List.of(sum)), e))
                            : model.node("Div", List.of(e, sum)));
            ModelProto refined = assertSame(model.build(opset));
            assertThat(operators(refined)).containsExactlyInAnyOrder("Neg", "Softmax");
        }
    }

    /** Another axis for the sum than for the maximum is still a softmax, along the axis of the sum. */
    @Test
    void maximumAlongAnotherAxisStays() {
        TinyModel model = new TinyModel(5);
        String x = model.input("x", 2, 4, 6, 8);
        String e = model.node("Exp", List.of(model.node("Sub", List.of(x, reduced(model, "ReduceMax", false, x, 2)))));
        model.output(model.node("Div", List.of(e, reduced(model, "ReduceSum", true, e, 3))));
        ModelProto refined = assertSame(model.build(17));
        assertThat(operators(refined)).contains("ReduceMax", "Sub", "Softmax");
    }

    /** A reduction with its axis as an input or as an attribute, as the opset has it. */
    private static String reduced(TinyModel model, String opType, boolean byInput, String x, long axis) {
        return byInput
                ? model.node(opType, List.of(x, model.constant(new long[] {axis})))
                : model.node(opType, List.of(x), integers("axes", axis));
    }

    private static List<String> operators(ModelProto model) {
        return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
    }

    private static ModelProto assertSame(ModelProto model) {
        ModelProto refined =
                GraphRefinement.refine(model, (before, after) -> true).model();
        Map<String, float[]> samples = TinyRun.samples(model, new Random(5));
        Map<String, float[]> expected = Oracle.run(model, TinyRun.tensors(model, samples), OptLevel.NO_OPT);
        Map<String, float[]> actual = Oracle.run(refined, TinyRun.tensors(model, samples), OptLevel.NO_OPT);
        expected.forEach((name, values) ->
                assertThat(actual.get(name)).usingComparatorWithPrecision(1e-6f).containsExactly(values));
        return refined;
    }
}
