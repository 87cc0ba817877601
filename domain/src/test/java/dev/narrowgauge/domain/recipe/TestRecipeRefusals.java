package dev.narrowgauge.domain.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestRecipeRefusals {
    private static final Map<String, Object> DYNAMIC_NODE =
            Map.of("nodes", List.of(Map.of("match", List.of("a"), "placement", "dynamic")));

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
                DYNAMIC_NODE);
        assertThat(pointers(recipe)).containsExactly("/name", "/activations", "/format", "/mode");
    }

    /** What stands where a fault is could be anything, so that nothing follows from it. */
    @Test
    void nothingIsConcludedFromWhatHasAFault() {
        assertThat(pointers(Map.of("mode", "mixd", "overrides", DYNAMIC_NODE))).containsExactly("/mode");
        assertThat(pointers(Map.of("target", "tensort", "activations", Map.of("type", "uint8"))))
                .containsExactly("/target");
        assertThat(pointers(Map.of("moed", "mixed", "overrides", DYNAMIC_NODE))).containsExactly("/moed");
    }

    @Test
    void valueOfAnotherTypeIsToldWithItsType() {
        assertRefused(
                Map.of("calibration", Map.of("percentile", "99")),
                ErrorCode.RECIPE_INVALID_VALUE,
                "'calibration.percentile' is the string '99'; it must be a number from 50 to 100");
        assertRefused(
                Map.of("keepIoTypes", 1),
                ErrorCode.RECIPE_INVALID_VALUE,
                "'keepIoTypes' is the number 1; it must be true or false");
        assertRefused(Map.of("name", true), ErrorCode.RECIPE_INVALID_VALUE, "'name' is true; it must be a string");
        assertRefused(Map.of("mode", List.of("auto")), ErrorCode.RECIPE_INVALID_VALUE, "'mode' is the list [auto];");
        assertRefused(Map.of("mode", Map.of()), ErrorCode.RECIPE_INVALID_VALUE, "'mode' is the object {};");
    }

    @Test
    void boundsOfARangeAreRefusedAsWritten() {
        assertThat(refusedRange(5, 5.0))
                .containsExactly("minimum' is the number 5.0; it must be less than 'maximum', which is 5.0");
        assertThat(refusedRange(-1, 1e39))
                .containsExactly("maximum' is the number 1.0E39; it must be a finite number that float32 holds");
        assertThat(refusedRange(-1e39, 1e39))
                .containsExactly(
                        "minimum' is the number -1.0E39; it must be a finite number that float32 holds",
                        "maximum' is the number 1.0E39; it must be a finite number that float32 holds");
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

    private static void assertRefused(Map<String, ?> map, ErrorCode code, String... words) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Recipe.fromMap(map))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessageContainingAll(words);
    }

    @Test
    void whoWritesARecipeMayNotBeAheadOfThisProgram() {
        assertRefused(
                Map.of("version", Recipe.VERSION + 1, "mode", "of tomorrow"),
                ErrorCode.RECIPE_INVALID_VALUE,
                "'version' is the number " + (Recipe.VERSION + 1) + "; it must be");
        assertRefused(Map.of("version", 0), ErrorCode.RECIPE_INVALID_VALUE, "version");
        assertThat(Recipe.fromMap(Map.of("version", 1))).isEqualTo(Recipe.DEFAULT);
    }
}
