package dev.narrowgauge.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class TestRepairPlan {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String RUN = """
            {"recipes": [{"name": "int8", "target": "x86-vnni", "precision": "int8", "mode": "static"}]}
            """;

    private static final String FAILED = """
            {"verdict": "FAIL", "runId": "r", "variants": [
              {"recipe": "baseline", "baseline": true, "gating": false, "rules": []},
              {"recipe": "int8", "gating": true, "verdict": "FAIL",
               "further": {"loss": {"remedy": {"recipe": {"name": "int8", "mode": "static", "exclude": {"nodes": ["a"]}},
                                               "expected": "Better."}}},
               "rules": [{"rule": "accuracy", "verdict": "FAIL", "effect": "DECIDES", "cause": "Conv 'a'."}]}]}
            """;

    @Test
    void offerComesFirstThenTheSearchThenWhatTriesOffer() throws Exception {
        RepairPlan plan = new RepairPlan(tree(RUN), tree(FAILED));

        RepairPlan.Candidate offered = plan.next().orElseThrow();
        assertThat(offered.recipe())
                .isEqualTo(Map.of("mode", "static", "exclude", Map.of("nodes", java.util.List.of("a"))));
        assertThat(offered.named(1)).containsEntry("name", "int8, try 1");
        assertThat(plan.next().orElseThrow().recipe()).isEqualTo(Map.of("target", "x86-vnni", "mode", "auto"));
        assertThat(plan.next()).isEmpty();

        plan.addFrom(new RepairTry(1, "", Map.of(), tree(FAILED)));
        assertThat(plan.next()).as("tried before").isEmpty();
        plan.addFrom(new RepairTry(
                2,
                "",
                Map.of(),
                tree(FAILED.replace("[\"a\"]", "[\"a\", \"b\"]")
                        .replace("\"int8\", \"gating\"", "\"int8, try 2\", \"gating\""))));
        RepairPlan.Candidate further = plan.next().orElseThrow();
        assertThat(further.what()).isEqualTo("what the verdict on try 2 offers");
        assertThat(further.named(3)).containsEntry("name", "int8, try 3");
    }

    @Test
    void whatHasSearchedIsNotSearchedAgain() throws Exception {
        RepairPlan plan = new RepairPlan(tree(RUN.replace("static", "auto")), tree(FAILED));

        assertThat(plan.next()).isPresent();
        assertThat(plan.next()).isEmpty();
    }

    @Test
    void onlyAccuracyThatDecidesIsRepaired() throws Exception {
        assertThat(RepairPlan.failed(tree(FAILED))).containsExactly("int8");
        assertThat(RepairPlan.failed(tree(FAILED.replace("\"gating\": true", "\"gating\": false"))))
                .isEmpty();
        assertThat(RepairPlan.failed(tree(FAILED.replace("DECIDES", "WARNS")))).isEmpty();
        assertThat(RepairPlan.failed(tree(FAILED.replace("\"Conv 'a'.\"", "null"))))
                .isEmpty();
        assertThat(RepairPlan.failed(tree(FAILED.replaceFirst("FAIL", "PASS")))).isEmpty();
    }

    @Test
    void budgetIsANumberOrATime() {
        RepairBudget.Converter converter = new RepairBudget.Converter();

        RepairBudget tries = converter.convert("2");
        assertThat(tries.allows(1, Duration.ofDays(9))).isTrue();
        assertThat(tries.allows(2, Duration.ZERO)).isFalse();
        RepairBudget time = converter.convert("30m");
        assertThat(time.allows(50, Duration.ofMinutes(29))).isTrue();
        assertThat(time.allows(0, Duration.ofMinutes(30))).isFalse();
        assertThatThrownBy(() -> converter.convert("soon"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'soon' is no budget");
    }

    private static JsonNode tree(String json) throws Exception {
        return MAPPER.readTree(json);
    }
}
