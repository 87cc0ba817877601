package dev.narrowgauge.domain.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestRecipe {
    @Test
    void testNothingSaidGivesTheDefaults() {
        assertThat(Recipe.fromMap(Map.of())).isEqualTo(Recipe.INT8_STATIC);
        assertThat(Recipe.fromMap(Map.of("precision", "fp16"))).isEqualTo(Recipe.FP16_CONVERSION);
    }

    @Test
    void testWhatIsWrittenReadsBackTheSame() {
        Recipe recipe = new Recipe(
                "mine",
                Precision.INT8,
                new ActivationSettings(IntegerType.INT8, true),
                new WeightSettings(IntegerType.INT8, Granularity.PER_TENSOR),
                CalibrationMethod.MINMAX,
                new NodeSelection(List.of("Gemm", "Conv"), List.of()),
                new NodeSelection(List.of(), List.of("/head/*")),
                false);
        assertThat(Recipe.fromMap(recipe.toMap())).isEqualTo(recipe);
        assertThat(recipe.toMap().toString())
                .isEqualTo(Recipe.fromMap(recipe.toMap()).toMap().toString());
    }

    @Test
    void testEqualSelectionsAreEqualWhateverTheirOrder() {
        assertThat(new NodeSelection(List.of("Gemm", "Conv", "Gemm"), List.of()))
                .isEqualTo(new NodeSelection(List.of("Conv", "Gemm"), List.of()));
    }

    @Test
    void testUnknownKeysSuggestTheNearest() {
        assertRefused(Map.of("wieghts", Map.of()), ErrorCode.RECIPE_UNKNOWN_KEY, "'wieghts'", "'weights'");
        assertRefused(
                Map.of("weights", Map.of("granularty", "per-channel")),
                ErrorCode.RECIPE_UNKNOWN_KEY,
                "'weights.granularty'",
                "'weights.granularity'");
        assertRefused(Map.of("exclude", Map.of("optypes", List.of())), ErrorCode.RECIPE_UNKNOWN_KEY, "exclude.opTypes");
    }

    @Test
    void testWrongValuesSayWhatIsAllowed() {
        assertRefused(
                Map.of("precision", "int4"), ErrorCode.RECIPE_INVALID_VALUE, "'precision'", "int4", "int8 or fp16");
        assertRefused(
                Map.of("precision", "fp32"), ErrorCode.RECIPE_INVALID_VALUE, "'precision'", "fp32", "int8 or fp16");
        assertRefused(Map.of("weights", "int8"), ErrorCode.RECIPE_INVALID_VALUE, "'weights'", "section");
        assertRefused(
                Map.of("activations", Map.of("symmetric", "yes")),
                ErrorCode.RECIPE_INVALID_VALUE,
                "'activations.symmetric'",
                "true or false");
        assertRefused(Map.of("include", Map.of("nodes", List.of(3))), ErrorCode.RECIPE_INVALID_VALUE, "include.nodes");
        assertRefused(Map.of("name", " "), ErrorCode.RECIPE_INVALID_VALUE, "'name'");
        assertRefused(
                Map.of("activations", Map.of("type", "int8"), "weights", Map.of("type", "uint8")),
                ErrorCode.RECIPE_INVALID_VALUE,
                "weights.type");
    }

    @Test
    void testSelectionByTypeAndPattern() {
        Recipe recipe = Recipe.fromMap(Map.of(
                "include", Map.of("opTypes", List.of("Conv")),
                "exclude", Map.of("nodes", List.of("/head/*", "stem?"))));
        assertThat(recipe.selects("Conv", "/body/conv")).isTrue();
        assertThat(recipe.selects("Conv", "/head/a/b")).isFalse();
        assertThat(recipe.selects("Conv", "stem1")).isFalse();
        assertThat(recipe.selects("Conv", "stem12")).isTrue();
        assertThat(recipe.selects("Gemm", "/body/fc")).isFalse();
    }

    private static void assertRefused(Map<String, ?> map, ErrorCode code, String... words) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Recipe.fromMap(map))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessageContainingAll(words);
    }
}
