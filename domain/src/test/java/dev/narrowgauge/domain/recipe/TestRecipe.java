package dev.narrowgauge.domain.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
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
    void unknownKeysSuggestTheNearest() {
        assertRefused(Map.of("wieghts", Map.of()), ErrorCode.RECIPE_UNKNOWN_KEY, "'wieghts'", "'weights'");
        assertRefused(
                Map.of("weights", Map.of("granularty", "per-channel")),
                ErrorCode.RECIPE_UNKNOWN_KEY,
                "'weights.granularty'",
                "'weights.granularity'");
        assertRefused(Map.of("exclude", Map.of("optypes", List.of())), ErrorCode.RECIPE_UNKNOWN_KEY, "exclude.opTypes");
    }

    @Test
    void wrongValuesSayWhatIsAllowed() {
        assertRefused(Map.of("precision", "int4"), ErrorCode.RECIPE_INVALID_VALUE, "'precision'", "int4", "fp16");
        assertRefused(Map.of("precision", "fp32"), ErrorCode.RECIPE_INVALID_VALUE, "'precision'", "fp32", "fp16");
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
        assertRefused(
                Map.of("calibration", Map.of("percentile", 0.9999)),
                ErrorCode.RECIPE_INVALID_VALUE,
                "calibration.percentile");
        assertRefused(
                Map.of("target", "tensorrt", "activations", Map.of("symmetric", false)),
                ErrorCode.RECIPE_INVALID_VALUE,
                "tensorrt");
        assertRefused(
                Map.of("overrides", Map.of("tensors", List.of(Map.of("match", List.of("x"), "minimum", 1)))),
                ErrorCode.RECIPE_INVALID_VALUE,
                "overrides.tensors[0].maximum");
        assertRefused(
                Map.of("overrides", Map.of("nodes", List.of(Map.of("placement", "float")))),
                ErrorCode.RECIPE_INVALID_VALUE,
                "overrides.nodes[0].match");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        NarrowgaugeException failure = refused(Map.of(
                "precison",
                "int8",
                "mode",
                "statik",
                "weights",
                Map.of("type", "int16", "granularty", "per-tensor"),
                "calibration",
                Map.of("percentile", 20),
                "overrides",
                Map.of(
                        "nodes",
                        List.of(Map.of("placement", "flaot"), 7),
                        "tensors",
                        List.of(Map.of("match", List.of("x"), "minimum", 2, "maximum", 1)))));
        assertThat(failure.code()).isEqualTo(ErrorCode.RECIPE_UNKNOWN_KEY);
        assertThat(failure.faults())
                .extracting(Fault::code, fault -> fault.pointer().orElseThrow())
                .containsExactly(
                        tuple(ErrorCode.RECIPE_UNKNOWN_KEY, "/precison"),
                        tuple(ErrorCode.RECIPE_INVALID_VALUE, "/mode"),
                        tuple(ErrorCode.RECIPE_UNKNOWN_KEY, "/weights/granularty"),
                        tuple(ErrorCode.RECIPE_INVALID_VALUE, "/weights/type"),
                        tuple(ErrorCode.RECIPE_INVALID_VALUE, "/calibration/percentile"),
                        tuple(ErrorCode.RECIPE_INVALID_VALUE, "/overrides/nodes/0/match"),
                        tuple(ErrorCode.RECIPE_INVALID_VALUE, "/overrides/nodes/0/placement"),
                        tuple(ErrorCode.RECIPE_INVALID_VALUE, "/overrides/nodes/1"),
                        tuple(ErrorCode.RECIPE_INVALID_VALUE, "/overrides/tensors/0/minimum"));
        assertThat(failure.faults()).allSatisfy(fault -> assertThat(failure).hasMessageContaining(fault.sentence()));
    }

    @Test
    void whatSettingsAskOfEachOtherIsToldBesideOtherFaults() {
        Map<String, Object> recipe = Map.of(
                "name",
                " ",
                "target",
                "tensorrt",
                "format",
                "qoperator",
                "activations",
                Map.of("symmetric", false),
                "overrides",
                Map.of("nodes", List.of(Map.of("match", List.of("a"), "placement", "dynamic"))));
        assertThat(pointers(recipe)).containsExactly("/name", "/activations", "/format", "/mode");
    }

    /** What stands where a fault is could be anything, so that nothing follows from it. */
    @Test
    void nothingIsConcludedFromWhatHasAFault() {
        assertThat(pointers(Map.of(
                        "mode",
                        "mixd",
                        "overrides",
                        Map.of("nodes", List.of(Map.of("match", List.of("a"), "placement", "dynamic"))))))
                .containsExactly("/mode");
        assertThat(pointers(Map.of("target", "tensort", "activations", Map.of("type", "uint8"))))
                .containsExactly("/target");
        assertThat(pointers(Map.of(
                        "moed",
                        "mixed",
                        "overrides",
                        Map.of("nodes", List.of(Map.of("match", List.of("a"), "placement", "dynamic"))))))
                .containsExactly("/moed");
    }

    @Test
    void boundsOfARangeAreRefusedAsWritten() {
        assertThat(refusedRange(5, 5.0))
                .containsExactly("minimum' is '5.0'; it must be less than 'maximum', which is 5.0");
        assertThat(refusedRange(-1, 1e39))
                .containsExactly("maximum' is '1.0E39'; it must be a finite number that float32 holds");
        assertThat(refusedRange(-1e39, 1e39))
                .containsExactly(
                        "minimum' is '-1.0E39'; it must be a finite number that float32 holds",
                        "maximum' is '1.0E39'; it must be a finite number that float32 holds");
    }

    /** What is said of the bounds. */
    private static List<String> refusedRange(Number minimum, Number maximum) {
        Map<String, Object> tensor = Map.of("match", List.of("x"), "minimum", minimum, "maximum", maximum);
        Map<String, Object> recipe = Map.of("overrides", Map.of("tensors", List.of(tensor)));
        return refused(recipe).faults().stream()
                .map(Fault::sentence)
                .map(sentence -> sentence.replace("The recipe's 'overrides.tensors[0].", ""))
                .map(sentence -> sentence.substring(0, sentence.length() - 1))
                .toList();
    }

    @Test
    void namesAreEscapedInPointers() {
        assertThat(pointers(Map.of("a/b~c", 1))).containsExactly("/a~1b~0c");
    }

    @Test
    void pointerHasTheWholeKey() {
        String key = "x".repeat(300);
        assertThat(pointers(Map.of(key, 1))).containsExactly('/' + key);
        assertThat(refused(Map.of("x".repeat(501), 1)).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEmpty());
    }

    @Test
    void complaintIsNoLongerThanAPersonReads() {
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put("key" + i, 1);
        }
        NarrowgaugeException failure = refused(many);
        assertThat(failure.faults()).hasSize(20);
        assertThat(failure.untold()).isEqualTo(980);
        assertThat(failure.getMessage()).endsWith("\n980 more.").hasSizeLessThan(20_000);
        assertThat(refused(Map.of("precision", "x".repeat(100_000))).getMessage())
                .hasSizeLessThan(1000)
                .contains("must be int8 or fp16 or bf16");
        assertThat(refused(Map.of("x".repeat(100_000), 1)).getMessage()).hasSizeLessThan(1000);
    }

    private static List<String> pointers(Map<String, Object> recipe) {
        return refused(recipe).faults().stream()
                .map(fault -> fault.pointer().orElseThrow())
                .toList();
    }

    private static NarrowgaugeException refused(Map<String, Object> recipe) {
        NarrowgaugeException failure = catchThrowableOfType(NarrowgaugeException.class, () -> Recipe.fromMap(recipe));
        assertThat(failure).isNotNull();
        return failure;
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

    private static void assertRefused(Map<String, ?> map, ErrorCode code, String... words) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Recipe.fromMap(map))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessageContainingAll(words);
    }

    @Test
    void whoWritesARecipeMayNotBeAheadOfThisProgram() {
        assertRefused(
                OF_TOMORROW, ErrorCode.RECIPE_INVALID_VALUE, "'version' is '" + (Recipe.VERSION + 1) + "'; it must be");
        assertRefused(Map.of("version", 0), ErrorCode.RECIPE_INVALID_VALUE, "version");
        assertThat(Recipe.fromMap(Map.of("version", 1))).isEqualTo(Recipe.DEFAULT);
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
