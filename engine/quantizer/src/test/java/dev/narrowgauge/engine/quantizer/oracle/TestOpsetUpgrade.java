package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Old models give the same results after they were raised, and their convolutions become integer kernels. */
class TestOpsetUpgrade {
    private static final long SEED = 11;

    static Stream<Arguments> oldForms() {
        return Stream.of(
                row("Clip", 7, (m, x) -> m.node("Clip", List.of(x), real("min", 0), real("max", 0.6f))),
                row("Clip one-sided", 10, (m, x) -> m.node("Clip", List.of(x), real("max", 0.6f))),
                row(
                        "Pad",
                        8,
                        (m, x) ->
                                m.node("Pad", List.of(x), integers("pads", 0, 0, 1, 1, 0, 0, 1, 1), real("value", 1))),
                row(
                        "Slice",
                        9,
                        (m, x) -> m.node(
                                "Slice", List.of(x), integers("starts", 1), integers("ends", 5), integers("axes", 2))),
                row(
                        "Squeeze",
                        11,
                        (m, x) -> m.node(
                                "Unsqueeze",
                                List.of(m.node("Squeeze", List.of(x), integers("axes", 0))),
                                integers("axes", 0))),
                row(
                        "ReduceSum",
                        12,
                        (m, x) -> m.node("ReduceSum", List.of(x), integers("axes", 2), integer("keepdims", 1))),
                row("Softmax", 11, (m, x) -> m.node("Softmax", List.of(x))),
                row("Softmax last axis", 12, (m, x) -> m.node("Softmax", List.of(x), integer("axis", -1))),
                row("LogSoftmax", 9, (m, x) -> m.node("LogSoftmax", List.of(x), integer("axis", 2))),
                row(
                        "Upsample 7",
                        7,
                        (m, x) -> m.node(
                                "Upsample",
                                List.of(x),
                                Attributes.text("mode", "nearest"),
                                Attributes.reals("scales", 1, 1, 2, 2))),
                row(
                        "Upsample 9",
                        9,
                        (m, x) -> m.node(
                                "Upsample",
                                List.of(x, m.constant(new float[] {1, 1, 2, 2}, 4)),
                                Attributes.text("mode", "linear"))),
                row(
                        "Resize 10",
                        10,
                        (m, x) -> m.node(
                                "Resize",
                                List.of(x, m.constant(new float[] {1, 1, 0.5f, 0.5f}, 4)),
                                Attributes.text("mode", "nearest"))),
                row(
                        "Resize 11",
                        11,
                        (m, x) -> m.node(
                                "Resize",
                                List.of(x, m.constant(new float[0], 0), m.constant(new float[] {1, 1, 2, 2}, 4)),
                                Attributes.text("mode", "linear"))));
    }

    private static Arguments row(String name, long opset, BiFunction<TinyModel, String, String> form) {
        return Arguments.of(name, opset, form);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oldForms")
    void meansTheSame(String name, long opset, BiFunction<TinyModel, String, String> form) {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, 3, 8, 8);
        model.output(form.apply(model, x));
        ModelProto old = model.build(opset);
        ModelProto raised = StaticQuantizer.plan(old, Recipe.INT8_STATIC).floatModel();
        assertThat(raised.getOpsetImport(0).getVersion()).isEqualTo(13);
        float[] values = new TinyModel(3).normal(3 * 64, 1);
        String output = old.getGraph().getOutput(0).getName();
        assertThat(run(raised, values).get(output))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(run(old, values).get(output));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oldForms")
    void convolutionsAroundItFuse(String name, long opset, BiFunction<TinyModel, String, String> form) {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.output(model.conv(form.apply(model, x), 8, 4));
        TinyRun run = TinyRun.of(model.build(opset), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2);
        assertThat(run.worstSqnr()).isGreaterThan(20);
    }

    @Test
    void refusesWhatIsTooOld() {
        TinyModel model = new TinyModel(SEED);
        model.output(model.node("Relu", List.of(model.input("x", 2))));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> StaticQuantizer.plan(model.build(6), Recipe.INT8_STATIC))
                .withMessageContaining("opset 6")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNSUPPORTED_OPSET));
    }

    @Test
    void refusesWhatIsQuantizedAlready() {
        TinyModel model = new TinyModel(SEED);
        model.output(model.conv(model.input("x", 1, 3, 8, 8), 3, 8));
        ModelProto quantized =
                TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED).quantized().model();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> StaticQuantizer.plan(quantized, Recipe.INT8_STATIC))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_ALREADY_QUANTIZED));
    }

    private static Map<String, float[]> run(ModelProto model, float[] values) {
        return Oracle.run(model, Map.of("x", Oracle.tensor(values, 1, 3, 8, 8)), OptLevel.NO_OPT);
    }
}
