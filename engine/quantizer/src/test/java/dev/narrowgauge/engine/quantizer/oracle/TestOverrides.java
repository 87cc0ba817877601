package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a recipe says of single nodes and tensors reaches the file. */
class TestOverrides {
    private static final long SEED = 5;

    private final TinyModel model = new TinyModel(SEED);
    private final String first = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
    private final String second = model.conv(first, 8, 4);

    @Test
    void weightsOfOneNode() {
        TinyRun run = run(Map.of(
                "nodes",
                List.of(Map.of(
                        "match",
                        List.of(nodeOf(second)),
                        "weights",
                        Map.of("granularity", "per-tensor", "reducedRange", true)))));
        List<TensorReport> weights = run.quantized().tensors().stream()
                .filter(tensor -> tensor.kind().equals("weight"))
                .toList();
        assertThat(weights.get(0).scales()).hasSize(8);
        assertThat(weights.get(1).scales()).hasSize(1);
        assertThat(run.fused()).containsEntry("QLinearConv", 2);
    }

    @Test
    void rangeAndTypeOfOneTensor() {
        TinyRun run = run(Map.of(
                "tensors", List.of(Map.of("match", List.of("x"), "minimum", -2.55, "maximum", 0, "type", "int8"))));
        QuantizedTensor input = run.quantized().activations().stream()
                .filter(tensor -> tensor.floatName().equals("x"))
                .findFirst()
                .orElseThrow();
        assertThat(input.parameters().type()).isEqualTo(IntegerType.INT8);
        assertThat(input.parameters().zeroPoint()).isEqualTo(127);
        assertThat(input.parameters().scale()).isCloseTo(0.01f, within(1e-6f));
    }

    @Test
    void nodeThatIsToldToStayFloat() {
        TinyRun run = run(Map.of("nodes", List.of(Map.of("match", List.of("Conv*"), "placement", "float"))));
        assertThat(run.fused()).doesNotContainKeys("QLinearConv", "QuantizeLinear");
    }

    @Test
    void whatDoesNotPayIsDoneOnDemand() {
        TinyModel tiny = new TinyModel(SEED);
        tiny.output(tiny.node("Sigmoid", List.of(tiny.input("x", 1, 8))));
        ModelProto float32 = tiny.build();
        Recipe recipe = recipe(Map.of("nodes", List.of(Map.of("match", List.of("*"), "placement", "quantized"))));
        assertThat(TinyRun.of(float32, Recipe.INT8_STATIC, SEED).fused()).doesNotContainKey("QLinearSigmoid");
        assertThat(TinyRun.of(float32, recipe, SEED).fused()).containsKey("QLinearSigmoid");
    }

    @Test
    void patternThatMatchesNothingNamesTheNearest() {
        model.output(second);
        Recipe nodes = recipe(Map.of("nodes", List.of(Map.of("match", List.of("Cnv3"), "placement", "float"))));
        assertThatThrownBy(() -> StaticQuantizer.plan(model.build(), nodes))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RECIPE_MATCHES_NOTHING))
                .hasMessageContaining("'Cnv3'")
                .hasMessageContaining("'" + nodeOf(first) + "'");
        Recipe tensors = recipe(Map.of("tensors", List.of(Map.of("match", List.of("y"), "symmetric", true))));
        assertThatThrownBy(() -> StaticQuantizer.plan(model.build(), tensors)).hasMessageContaining("'x'");
    }

    @Test
    void everyPatternThatMatchesNothingIsNamed() {
        model.output(second);
        Recipe recipe = recipe(Map.of(
                "nodes",
                List.of(Map.of("match", List.of("Cnv3", "Cnv4"), "placement", "float")),
                "tensors",
                List.of(Map.of("match", List.of("nothing"), "symmetric", true))));
        assertThatThrownBy(() -> StaticQuantizer.plan(model.build(), recipe))
                .hasMessageContainingAll("'Cnv3'", "'Cnv4'", "'nothing'");
    }

    @Test
    void selectionThatMatchesNothingNamesTheNearest() {
        model.output(second);
        Recipe recipe = Recipe.fromMap(Map.of(
                "mode",
                "static",
                "include",
                Map.of("opTypes", List.of("Conv", "Gemm"), "nodes", List.of("Conv*")),
                "exclude",
                Map.of("nodes", List.of("Cnv3"))));
        assertThatThrownBy(() -> StaticQuantizer.plan(model.build(), recipe))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.faults())
                                .extracting(fault -> fault.pointer().orElse(""))
                                .containsExactly("/include/opTypes", "/exclude/nodes"))
                .hasMessageContainingAll("'Gemm'", "'Conv'", "'Cnv3'", "'" + nodeOf(first) + "'");
    }

    private String nodeOf(String value) {
        return model.build().getGraph().getNodeList().stream()
                .filter(node -> node.getOutput(0).equals(value))
                .findFirst()
                .orElseThrow()
                .getName();
    }

    private TinyRun run(Map<String, ?> overrides) {
        model.output(second);
        return TinyRun.of(model.build(), recipe(overrides), SEED);
    }

    private static Recipe recipe(Map<String, ?> overrides) {
        return Recipe.fromMap(Map.of("mode", "static", "overrides", overrides));
    }
}
