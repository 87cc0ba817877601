package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static dev.narrowgauge.engine.quantizer.oracle.RefinementCheck.assertSame;
import static dev.narrowgauge.engine.quantizer.oracle.RefinementCheck.operators;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.GraphRefinement;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums, products and normalizations by constants go into the weights of their neighbour, and give the same numbers. */
class TestConstantsInWeights {
    private static final long SEED = 5;

    private static Arguments row(String name, String expected, BiFunction<TinyModel, String, String> form) {
        return Arguments.of(name, expected, form);
    }

    /** As PaddleOCR writes its activations: a product and a sum with numbers behind each. */
    @Test
    void numbersGoIntoTheConvolutionsThatReadThem() {
        TinyModel m = new TinyModel(SEED);
        String x = m.node("Tanh", List.of(m.input("x", 2, 4, 6, 8)));
        String y = m.node("Add", List.of(m.node("Mul", List.of(m.scalar(-1.7f), x)), m.scalar(0.3f)));
        m.output(m.node("Conv", List.of(y, m.random(0.4, 3, 4, 1, 1))));
        m.output(m.node("Conv", List.of(y, m.random(0.4, 3, 4, 2, 2), m.random(0.4, 3))));
        assertThat(operators(assertSame(m.build(), 1e-5f))).containsExactly("Tanh", "Conv", "Conv");
    }

    /** The sum is not at the zeros that the convolution puts around its image. */
    @Test
    void aSumStaysInFrontOfZeros() {
        TinyModel m = new TinyModel(SEED);
        String x = m.node("Tanh", List.of(m.input("x", 2, 4, 6, 8)));
        String y = m.node("Add", List.of(m.node("Mul", List.of(m.scalar(-1.7f), x)), m.scalar(0.3f)));
        m.output(m.conv(y, 4, 3));
        m.output(m.node("Conv", List.of(y, m.random(0.4, 3, 4, 1, 1))));
        assertThat(operators(assertSame(m.build(), 1e-5f))).containsExactly("Tanh", "Add", "Conv", "Conv");
    }

    @Test
    void numbersThatOthersReadStay() {
        TinyModel m = new TinyModel(SEED);
        String x = m.node("Tanh", List.of(m.input("x", 2, 4, 6, 8)));
        String y = m.node("Mul", List.of(x, m.scalar(0.4f)));
        m.output(m.conv(y, 4, 3));
        m.output(m.node("Exp", List.of(y)));
        assertThat(GraphRefinement.refine(m.build(), (before, after) -> true).steps())
                .isEmpty();
    }

    static Stream<Arguments> foldings() {
        return Stream.of(
                row("Conv, Add first", "Conv", (m, x) -> m.node("Add", List.of(m.random(1, 5, 1, 1), conv(m, x)))),
                row("Conv, Sub", "Conv", (m, x) -> m.node("Sub", List.of(conv(m, x), m.random(1, 5, 1, 1)))),
                row("Conv, Sub from", "Conv", (m, x) -> m.node("Sub", List.of(m.scalar(1.5f), conv(m, x)))),
                row("Conv, Div", "Conv", (m, x) -> m.node("Div", List.of(conv(m, x), m.random(1, 1, 5, 1, 1)))),
                row("Conv, BN", "Conv", (m, x) -> batchNorm(m, conv(m, x), 5)),
                row("ConvTranspose, BN", "ConvTranspose", (m, x) -> batchNorm(m, transposed(m, x, 1), 6)),
                row("ConvTranspose in groups, BN", "ConvTranspose", (m, x) -> batchNorm(m, transposed(m, x, 2), 6)),
                row("Gemm, BN", "Gemm", (m, x) -> batchNorm(m, gemm(m, x, 0, true), 5)),
                row("Gemm, Mul", "Gemm", (m, x) -> m.node("Mul", List.of(gemm(m, x, 1, true), m.random(1, 5)))),
                row(
                        "Gemm without bias",
                        "Gemm",
                        (m, x) -> m.node("Sub", List.of(gemm(m, x, 1, false), m.random(1, 1, 5)))),
                row("all in a row", "Conv", (m, x) -> {
                    String y = m.node("Div", List.of(conv(m, x), m.scalar(3)));
                    String z = batchNorm(m, m.node("Sub", List.of(m.scalar(1), y)), 5);
                    return m.node("Mul", List.of(z, m.random(1, 5, 1, 1)));
                }),
                row("BN alone", "Conv", (m, x) -> batchNorm(m, m.node("Relu", List.of(x)), 4)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foldings")
    void constantsGoIntoWeights(String name, String expected, BiFunction<TinyModel, String, String> form) {
        TinyModel model = new TinyModel(SEED);
        model.output(form.apply(model, model.input("x", 2, 4, 6, 8)));
        ModelProto refined = assertSame(model.build(), 1e-5f);
        assertThat(operators(refined)).contains(expected).hasSizeLessThanOrEqualTo(2);
        assertThat(operators(refined)).doesNotContain("Add", "Sub", "Mul", "Div", "BatchNormalization");
    }

    @Test
    void operandsOfOtherShapesStay() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 2, 4, 6, 8);
        model.output(model.node("Sub", List.of(conv(model, x), model.random(1, 6, 8))));
        String shared = conv(model, x);
        model.output(model.node("Mul", List.of(shared, model.scalar(2))));
        model.output(shared);
        model.output(model.node("Div", List.of(model.scalar(2), conv(model, x))));
        model.output(model.node("Add", List.of(gemm(model, x, 0, true), model.random(1, 8, 5))));
        assertThat(GraphRefinement.refine(model.build(), (before, after) -> true)
                        .steps())
                .isEmpty();
    }

    private static String transposed(TinyModel model, String x, int groups) {
        return model.node(
                "ConvTranspose",
                List.of(x, model.random(0.3, 4, 6 / groups, 2, 2), model.random(1, 6)),
                integer("group", groups));
    }

    private static String gemm(TinyModel model, String x, int transposed, boolean bias) {
        String rows = model.node("Reshape", List.of(x, model.constant(48L, 8L)));
        String weights = transposed == 0 ? model.random(0.3, 8, 5) : model.random(0.3, 5, 8);
        List<String> inputs = bias ? List.of(rows, weights, model.random(1, 5)) : List.of(rows, weights);
        return model.node(
                "Gemm", inputs, integer("transB", transposed), real("alpha", 0.7f), real("beta", bias ? 1.3f : 1));
    }

    private static String batchNorm(TinyModel model, String x, int channels) {
        float[] variances = model.normal(channels, 1);
        for (int i = 0; i < channels; i++) {
            variances[i] = Math.abs(variances[i]) + 0.5f;
        }
        return model.node(
                "BatchNormalization",
                List.of(
                        x,
                        model.random(1, channels),
                        model.random(1, channels),
                        model.random(1, channels),
                        model.constant(variances, channels)),
                real("epsilon", 1e-3f));
    }

    private static String conv(TinyModel model, String x) {
        return model.node("Conv", List.of(x, model.random(0.3, 5, 4, 3, 3)), integers("pads", 1, 1, 1, 1));
    }
}
