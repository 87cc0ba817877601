package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static dev.narrowgauge.engine.quantizer.oracle.RefinementCheck.assertSame;
import static dev.narrowgauge.engine.quantizer.oracle.RefinementCheck.operators;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.GraphRefinement;
import dev.narrowgauge.engine.quantizer.preparation.Preparation;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever way a known function is written, it becomes the one operator for it and gives the same numbers. */
class TestGraphRefinement {
    private static final long SEED = 5;

    private static Arguments row(String name, String expected, BiFunction<TinyModel, String, String> form) {
        return Arguments.of(name, expected, form);
    }

    static Stream<Arguments> activations() {
        return Stream.of(
                row("erf of quotient", "Gelu", (m, x) -> {
                    String erf = m.node("Erf", List.of(m.node("Div", List.of(x, m.scalar(1.41421356f)))));
                    String sum = m.node("Add", List.of(erf, m.scalar(1)));
                    return m.node("Mul", List.of(m.node("Mul", List.of(x, sum)), m.scalar(0.5f)));
                }),
                row("erf of product, half first", "Gelu", (m, x) -> {
                    String erf = m.node("Erf", List.of(m.node("Mul", List.of(m.scalar(0.70710677f), x))));
                    String sum = m.node("Add", List.of(m.scalar(1), erf));
                    return m.node("Mul", List.of(m.node("Mul", List.of(x, m.scalar(0.5f))), sum));
                }),
                row("erf of a sum that is computed", "Gelu", (m, x) -> {
                    String y = m.node("Add", List.of(x, m.random(1, 8)));
                    String erf = m.node("Erf", List.of(m.node("Div", List.of(y, m.scalar(1.41421356f)))));
                    String half = m.node("Mul", List.of(m.scalar(0.5f), m.node("Add", List.of(erf, m.scalar(1)))));
                    return m.node("Mul", List.of(y, half));
                }),
                row("tanh with power", "Gelu", (m, x) -> {
                    String cube = m.node("Mul", List.of(m.scalar(0.044715f), m.node("Pow", List.of(x, m.scalar(3)))));
                    String inner = m.node("Mul", List.of(m.node("Add", List.of(x, cube)), m.scalar(0.7978845608f)));
                    String sum = m.node("Add", List.of(m.node("Tanh", List.of(inner)), m.scalar(1)));
                    return m.node("Mul", List.of(m.node("Mul", List.of(x, m.scalar(0.5f))), sum));
                }),
                row("tanh with products", "Gelu", (m, x) -> {
                    String square = m.node("Mul", List.of(m.node("Mul", List.of(x, m.scalar(0.044715f))), x));
                    String factor = m.node("Add", List.of(square, m.scalar(1)));
                    String inner = m.node("Mul", List.of(m.node("Mul", List.of(x, m.scalar(0.79788456f))), factor));
                    String sum = m.node("Add", List.of(m.node("Tanh", List.of(inner)), m.scalar(1)));
                    return m.node("Mul", List.of(m.scalar(0.5f), m.node("Mul", List.of(x, sum))));
                }),
                row("product with hard sigmoid", "HardSwish", (m, x) -> {
                    String gate = m.node("HardSigmoid", List.of(x), real("alpha", 1f / 6), real("beta", 0.5f));
                    return m.node("Mul", List.of(x, gate));
                }),
                row("product with clip", "HardSwish", (m, x) -> {
                    String six =
                            m.node("Clip", List.of(m.node("Add", List.of(x, m.scalar(3))), m.scalar(0), m.scalar(6)));
                    return m.node("Div", List.of(m.node("Mul", List.of(x, six)), m.scalar(6)));
                }),
                row("quotient of clip", "HardSigmoid", (m, x) -> {
                    String six =
                            m.node("Clip", List.of(m.node("Add", List.of(x, m.scalar(3))), m.scalar(0), m.scalar(6)));
                    return m.node("Div", List.of(six, m.scalar(6)));
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("activations")
    void activationBecomesOneOperator(String name, String expected, BiFunction<TinyModel, String, String> form) {
        for (long opset : new long[] {13, 17, 20}) {
            TinyModel model = new TinyModel(SEED);
            String y = form.apply(model, model.node("Neg", List.of(model.input("x", 2, 4, 6, 8))));
            model.output(model.node("Abs", List.of(y)));
            ModelProto refined = assertSame(model.build(opset), 2e-6f);
            assertThat(operators(refined)).contains(expected).doesNotContain("Erf", "Tanh", "Clip", "Mul", "Div");
            Oracle.optimized(refined, OptLevel.ALL_OPT);
        }
    }

    /** Close to a GELU is not enough, and what others read has to stay. */
    @Test
    void otherFunctionsStay() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 2, 4, 6, 8);
        String sigmoid = model.node("Sigmoid", List.of(model.node("Mul", List.of(x, model.scalar(1.702f)))));
        model.output(model.node("Mul", List.of(x, sigmoid)));
        String erf = model.node("Erf", List.of(model.node("Div", List.of(x, model.scalar(1.41421356f)))));
        String sum = model.node("Add", List.of(erf, model.scalar(1)));
        model.output(model.node("Mul", List.of(model.node("Mul", List.of(x, sum)), model.scalar(0.5f))));
        model.output(erf);
        Preparation prepared = GraphRefinement.refine(model.build(), (before, after) -> true);
        assertThat(prepared.steps()).isEmpty();
    }

    @Test
    void gateOverASkippedImage() {
        for (boolean skipFirst : new boolean[] {true, false}) {
            TinyModel m = new TinyModel(SEED);
            String x = m.node("Tanh", List.of(m.input("x", 2, 4, 6, 8)));
            String gate = m.node("Sigmoid", List.of(m.node("GlobalAveragePool", List.of(x))));
            String gated = m.node("Mul", List.of(gate, x));
            m.output(m.node("Add", skipFirst ? List.of(x, gated) : List.of(gated, x)));
            ModelProto refined = assertSame(m.build(), 1e-6f);
            assertThat(operators(refined)).containsExactly("Tanh", "GlobalAveragePool", "Sigmoid", "Add", "Mul");
        }
    }

    @Test
    void aGateForEachPixelStays() {
        TinyModel m = new TinyModel(SEED);
        String x = m.node("Tanh", List.of(m.input("x", 2, 4, 6, 8)));
        String gate = m.node("Sigmoid", List.of(x));
        m.output(m.node("Add", List.of(x, m.node("Mul", List.of(gate, x)))));
        assertThat(GraphRefinement.refine(m.build(), (before, after) -> true).steps())
                .isEmpty();
    }

    static Stream<Arguments> layerNorms() {
        return Stream.of(
                Arguments.of("one axis", 1, false, false),
                Arguments.of("two axes", 2, false, false),
                Arguments.of("square by product", 1, true, false),
                Arguments.of("reciprocal", 1, false, true),
                Arguments.of("both", 2, true, true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layerNorms")
    void layerNormalizationBecomesOneOperator(String name, int axes, boolean product, boolean reciprocal) {
        for (boolean fromEnd : new boolean[] {true, false}) {
            TinyModel model = new TinyModel(SEED);
            String x = model.input("x", 2, 4, 6, 8);
            long[] reduced = axes == 1 ? new long[] {fromEnd ? -1 : 3} : new long[] {fromEnd ? -1 : 3, 2};
            long[] dims = axes == 1 ? new long[] {8} : new long[] {1, 6, 8};
            String mean = model.node("ReduceMean", List.of(x), integers("axes", reduced));
            String d = model.node("Sub", List.of(x, mean));
            String square = product ? model.node("Mul", List.of(d, d)) : model.node("Pow", List.of(d, model.scalar(2)));
            String variance = model.node("ReduceMean", List.of(square), integers("axes", reduced));
            String root = model.node("Sqrt", List.of(model.node("Add", List.of(variance, model.scalar(1e-5f)))));
            String quotient = reciprocal
                    ? model.node("Mul", List.of(d, model.node("Reciprocal", List.of(root))))
                    : model.node("Div", List.of(d, root));
            String scaled = model.node("Mul", List.of(model.random(1, dims), quotient));
            model.output(model.node("Add", List.of(scaled, model.random(1, dims))));
            ModelProto refined = assertSame(model.build(13), 5e-6f);
            assertThat(operators(refined)).containsExactly("LayerNormalization");
            assertThat(refined.getOpsetImport(0).getVersion()).isEqualTo(17);
        }
    }

    /** Normalizing over other axes than the last is another function. */
    @Test
    void otherNormalizationsStay() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 2, 4, 6, 8);
        String mean = model.node("ReduceMean", List.of(x), integers("axes", 1));
        String d = model.node("Sub", List.of(x, mean));
        String variance = model.node("ReduceMean", List.of(model.node("Mul", List.of(d, d))), integers("axes", 1));
        String root = model.node("Sqrt", List.of(model.node("Add", List.of(variance, model.scalar(1e-5f)))));
        String quotient = model.node("Div", List.of(d, root));
        model.output(model.node("Mul", List.of(quotient, model.random(1, 4, 1, 1))));
        assertThat(GraphRefinement.refine(model.build(), (before, after) -> true)
                        .steps())
                .isEmpty();
    }

    @Test
    void stepWithOtherResultsIsUndone() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 2, 4, 6, 8);
        String y = model.node("Sub", List.of(conv(model, x), model.scalar(1)));
        String gate = model.node("HardSigmoid", List.of(y), real("alpha", 1f / 6), real("beta", 0.5f));
        model.output(model.node("Mul", List.of(y, gate)));
        Preparation prepared = GraphRefinement.refine(
                model.build(), (before, after) -> !operators(after).contains("HardSwish"));
        assertThat(operators(prepared.model())).containsExactly("Conv", "HardSigmoid", "Mul");
        assertThat(prepared.steps())
                .extracting(PreparationReport::step)
                .containsExactly("affine-folding", "hard-swish");
        assertThat(prepared.steps()).extracting(PreparationReport::count).containsExactly(1, 0);
        assertThat(prepared.steps().getLast().detail()).contains("Undone");
    }

    private static String conv(TinyModel model, String x) {
        return model.node("Conv", List.of(x, model.random(0.3, 5, 4, 3, 3)), integers("pads", 1, 1, 1, 1));
    }
}
