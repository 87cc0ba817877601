package dev.narrowgauge.domain.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestRecipe {
    private static final Map<String, Object> OF_TOMORROW =
            Map.of("version", Recipe.VERSION + 1, "name", "next", "mode", "of tomorrow");

    @Test
    void nothingSaidGivesTheDefaults() {
        assertThat(Recipe.fromMap(Map.of())).isEqualTo(Recipe.DEFAULT);
        assertThat(Recipe.fromMap(Map.of("precision", "fp16"))).isEqualTo(Recipe.FP16_CONVERSION);
        assertThat(Recipe.fromMap(Map.of("mode", "static"))).isEqualTo(Recipe.INT8_STATIC);
        assertThat(Recipe.fromMap(Map.of("mode", "dynamic"))).isEqualTo(Recipe.INT8_DYNAMIC);
    }

    @Test
    void theTargetDecidesWhatIsLeftOpen() {
        Recipe arm = Recipe.fromMap(Map.of(), Target.ARM_I8MM);
        assertThat(arm.activations()).isEqualTo(new ActivationSettings(IntegerType.INT8, false));
        assertThat(Recipe.fromMap(arm.toMap())).isEqualTo(arm);

        Recipe written =
                Recipe.fromMap(Map.of("target", "x86-avx2", "weights", Map.of("type", "uint8")), Target.TENSORRT);
        assertThat(written.target()).isEqualTo(Target.X86_AVX2);
        assertThat(written.weights()).isEqualTo(new WeightSettings(IntegerType.UINT8, Granularity.PER_CHANNEL, true));
    }

    @Test
    void laterOverridesWin() {
        Recipe recipe = Recipe.fromMap(Map.of(
                "overrides",
                Map.of(
                        "nodes",
                        List.of(
                                Map.of("match", List.of("/head/*"), "placement", "float"),
                                Map.of(
                                        "match",
                                        List.of("/head/last"),
                                        "placement",
                                        "quantized",
                                        "weights",
                                        Map.of("granularity", "per-tensor"))),
                        "tensors",
                        List.of(Map.of("match", List.of("x?"), "minimum", -1, "maximum", 2.5, "method", "mse")))));
        assertThat(recipe.selects("Conv", "/head/first")).isFalse();
        assertThat(recipe.selects("Conv", "/head/last")).isTrue();
        assertThat(recipe.weightsOf("/head/last").granularity()).isEqualTo(Granularity.PER_TENSOR);
        assertThat(recipe.weightsOf("/head/first")).isEqualTo(Target.GENERIC.weights());
        assertThat(recipe.rangeOf("x1")).contains(new TensorOverride.Range(-1, 2.5f));
        assertThat(recipe.calibrationOf("x1").method()).isEqualTo(CalibrationMethod.MSE);
        assertThat(recipe.rangeOf("x")).isEmpty();
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        Recipe recipe = new Recipe(
                "mine",
                Target.X86_AMX,
                Precision.INT8,
                Mode.DYNAMIC,
                Format.QOPERATOR,
                new ActivationSettings(IntegerType.INT8, true),
                new WeightSettings(IntegerType.INT8, Granularity.PER_TENSOR, true),
                new CalibrationSettings(CalibrationMethod.PERCENTILE, 99.5, true),
                new NodeSelection(List.of("Gemm", "Conv"), List.of()),
                new NodeSelection(List.of(), List.of("/head/*")),
                new Overrides(
                        List.of(new NodeOverride(
                                List.of("*"),
                                Optional.of(NodeOverride.Placement.FLOAT),
                                Optional.of(IntegerType.UINT8),
                                Optional.empty(),
                                Optional.of(true))),
                        List.of(new TensorOverride(
                                List.of("a", "b*"),
                                Optional.of(new TensorOverride.Range(0, 6)),
                                Optional.of(CalibrationMethod.ENTROPY),
                                Optional.of(IntegerType.INT16),
                                Optional.of(false)))),
                false);
        assertThat(Recipe.fromMap(recipe.toMap())).isEqualTo(recipe);
        assertThat(recipe.toMap().toString())
                .isEqualTo(Recipe.fromMap(recipe.toMap()).toMap().toString());
    }

    @Test
    void equalSelectionsAreEqualWhateverTheirOrder() {
        assertThat(new NodeSelection(List.of("Gemm", "Conv", "Gemm"), List.of()))
                .isEqualTo(new NodeSelection(List.of("Conv", "Gemm"), List.of()));
    }

    @Test
    void selectionByTypeAndPattern() {
        Recipe recipe = Recipe.fromMap(Map.of(
                "include", Map.of("opTypes", List.of("Conv")),
                "exclude", Map.of("nodes", List.of("/head/*", "stem?"))));
        assertThat(recipe.selects("Conv", "/body/conv")).isTrue();
        assertThat(recipe.selects("Conv", "/head/a/b")).isFalse();
        assertThat(recipe.selects("Conv", "stem1")).isFalse();
        assertThat(recipe.selects("Conv", "stem12")).isTrue();
        assertThat(recipe.selects("Gemm", "/body/fc")).isFalse();
    }

    @Test
    void storedRecipeMayHaveKeysThatThisProgramDoesNotKnow() {
        Map<String, Object> newer = new LinkedHashMap<>(Recipe.INT8_STATIC.toMap());
        newer.put("weights", Map.of("type", "uint8", "rounding", "up"));
        newer.put("overrides", Map.of("nodes", List.of(Map.of("match", List.of("a"), "hint", 1))));
        newer.put("comment", "for the night");
        Recipe read = Recipe.fromStored(newer).value();
        assertThat(read.weights().type()).isEqualTo(IntegerType.UINT8);
        assertThat(read.overrides().nodes()).hasSize(1);
        assertThat(Recipe.fromStored(Recipe.INT8_STATIC.toMap())).isEqualTo(Recipe.INT8_STATIC.toStored());
    }

    @Test
    void storedRecipeOfANewerVersionIsKeptAndNotInterpreted() {
        Stored<Recipe> stored = Recipe.fromStored(OF_TOMORROW);
        assertThat(stored.document()).isEqualTo(OF_TOMORROW);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(stored::value)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DOCUMENT_TOO_NEW))
                .withMessageContainingAll("recipe", "version " + (Recipe.VERSION + 1));
    }
}
