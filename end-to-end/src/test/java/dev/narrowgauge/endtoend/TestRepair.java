package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A gate that fails by planted damage says what lost it, and repairs it where it can. */
@ExtendWith(RunningService.class)
class TestRepair {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SAMPLES = 797;

    /** Of what does not depend on how busy the machine is. */
    private static final String POLICY = """
            rules:
              - {id: accuracy, metric: accuracy.top1.loss, max: 0.02}
              - {id: size, metric: size.ratio, max: 0.9}
            """;

    @TempDir
    private Path directory;

    /** What the first layer gives is cut off at a fraction of its range: half of the answers are lost. */
    @Test
    void oneLayerThatIsCutOffIsNamedAndPutIntoFloat() throws Exception {
        Path folder = directory.resolve("clipped");
        Command.Result gate = gate(folder, "2", """
                name: clipped
                mode: static
                overrides:
                  tensors:
                    - match: ["/Relu_output_0"]
                      minimum: 0
                      maximum: 0.02
                """);

        assertThat(gate.exitStatus()).as(gate.output() + gate.error()).isZero();
        JsonNode repair = read(folder, "repair.json");
        JsonNode failed = verdict(repair.path("failedRun").asText());
        namesTheLayer(failed);
        triesLoseLess(failed, repair);
        isJudgedOnSamplesThatNoTrySaw(repair, read(folder, "verdict.json"));
        assertThat(folder.resolve("summary.md")).content().contains("gate digits: PASS", "### Repair", "Pareto set");
        assertThat(gate.output()).contains("Try 1 passes there", "Pareto set");
        isCoveredByTheDigests(failed);
    }

    private static void namesTheLayer(JsonNode failed) {
        JsonNode row = failed.at("/variants/1");
        assertThat(row.at("/rules/0/verdict").asText()).isEqualTo("FAIL");
        assertThat(row.at("/rules/0/cause").asText())
                .contains("most comes from Conv '/c1/Conv' ", "in float it is expected");
        assertThat(row.at("/rules/1/cause").isNull()).as("the size was kept").isTrue();
        assertThat(row.at("/further/loss/layers/0/node").asText()).isEqualTo("/c1/Conv");
        assertThat(row.at("/further/loss/remedy/recipe/overrides/nodes/0/placement")
                        .asText())
                .isEqualTo("float");
    }

    private static void triesLoseLess(JsonNode failed, JsonNode repair) {
        assertThat(loss(failed)).isGreaterThan(0.3);
        assertThat(repair.path("tries")).hasSize(2);
        assertThat(repair.path("tries").valueStream()).allSatisfy(made -> {
            assertThat(made.path("verdict").asText()).isEqualTo("PASS");
            assertThat(loss(verdict(made.path("run").asText()))).isLessThan(0.02);
        });
        assertThat(repair.at("/tries/0/recipe/overrides/nodes/0/match/0").asText())
                .isEqualTo("/c1/Conv");
        assertThat(repair.at("/tries/1/what").asText()).isEqualTo("what the search finds");
        assertThat(repair.path("choices")
                        .valueStream()
                        .filter(line -> line.path("pareto").asBoolean()))
                .isNotEmpty();
    }

    private static void isJudgedOnSamplesThatNoTrySaw(JsonNode repair, JsonNode verdict) {
        JsonNode seen = repair.at("/samples/repair");
        JsonNode held = repair.at("/samples/heldOut");
        assertThat(seen.path("samples").asInt() + held.path("samples").asInt()).isEqualTo(SAMPLES);
        assertThat(repair.path("tries").valueStream())
                .allSatisfy(made -> assertThat(verdict(made.path("run").asText())
                                .at("/evaluationDataset/id")
                                .asText())
                        .isEqualTo(seen.path("sha256").asText()));
        assertThat(verdict.at("/evaluationDataset/id").asText())
                .isEqualTo(held.path("sha256").asText())
                .isNotEqualTo(seen.path("sha256").asText());
        assertThat(verdict.at("/evaluation/samples").asInt())
                .isEqualTo(held.path("samples").asInt());
        assertThat(verdict.at("/evaluation/earlierVerdicts").asInt(-1)).isZero();
        int chosen = repair.path("chosen").asInt();
        assertThat(verdict.at("/variants/1/sha256").asText())
                .as("the very file that was chosen")
                .isEqualTo(repair.at("/tries/%d/variantSha256".formatted(chosen - 1))
                        .asText());
        assertThat(repair.path("judgedRun").asText())
                .isEqualTo(verdict.path("runId").asText());
        assertThat(repair.path("sentence").asText())
                .contains("no try saw it is PASS. No verdict on this model was made with this half alone before");
    }

    private void isCoveredByTheDigests(JsonNode failed) throws Exception {
        Path document = Files.writeString(directory.resolve("failed.json"), failed.toString());
        Command.Result honest = Command.run(directory, "verify", document.toString());
        assertThat(honest.exitStatus()).as(honest.output() + honest.error()).isZero();
        Files.writeString(document, failed.toString().replace("/c1/Conv", "/c9/Conv"));
        Command.Result forged = Command.run(directory, "verify", document.toString());
        assertThat(forged.exitStatus()).isNotZero();
        assertThat(forged.output() + forged.error()).contains("(/variants/1) was changed");
    }

    /** Every range is cut off in the middle, which one layer less in integers does not mend. */
    @Test
    void failOfAPipelineStandsWhereTheBudgetEndsFirst() throws Exception {
        Path folder = directory.resolve("halved");
        ShellCommand job = job(folder, "1", """
                name: halved
                mode: static
                calibration:
                  method: percentile
                  percentile: 50
                """);

        assertThat(job.status()).as(job.printed()).isEqualTo(1);
        JsonNode repair = read(folder, "repair.json");
        assertThat(repair.path("tries")).hasSize(1);
        assertThat(repair.path("budgetSpent").asBoolean()).isTrue();
        assertThat(repair.path("chosen").isNull()).isTrue();
        assertThat(repair.at("/samples/heldOut").isNull()).isTrue();
        assertThat(repair.path("sentence").asText())
                .contains("until the budget of 1 recipe was spent", "None passes, so the verdict stays FAIL.");
        assertThat(read(folder, "receipt.json").path("status").asText()).isEqualTo("FAIL");
        assertThat(read(folder, "verdict.json").path("runId").asText())
                .isEqualTo(repair.path("failedRun").asText());
    }

    private Command.Result gate(Path folder, String budget, String recipe) throws Exception {
        return Command.run(
                directory,
                Map.of(
                        "NARROWGAUGE_API_KEY",
                        Files.readString(RunningService.key()).strip()),
                "gate",
                "--server=" + RunningService.address(),
                "--model=" + Installation.demo("digits-cnn.onnx"),
                "--calibration=" + Installation.demo("digits-calibration.npz"),
                "--evaluation=" + Installation.demo("digits-evaluation.npz"),
                "--recipe=" + written("recipe.yaml", recipe),
                "--policy=" + written("policy.yaml", POLICY),
                "--name=digits",
                "--repair",
                "--repair-budget=" + budget,
                "--output-dir=" + folder);
    }

    private ShellCommand job(Path folder, String budget, String recipe) throws Exception {
        Map<String, String> settings = new HashMap<>(PipelineJob.settings(directory, folder));
        settings.put("NARROWGAUGE_GATE_RECIPES", written("recipe.yaml", recipe));
        settings.put("NARROWGAUGE_GATE_POLICY", written("policy.yaml", POLICY));
        settings.put("NARROWGAUGE_GATE_REPAIR", budget);
        return PipelineJob.run(settings);
    }

    private String written(String name, String document) throws Exception {
        return Files.writeString(directory.resolve(name), document).toString();
    }

    private static double loss(JsonNode verdict) {
        return verdict.at("/variants/1/accuracy/loss/estimate").asDouble();
    }

    private static JsonNode verdict(String run) {
        try {
            return RunningService.service().get("/v1/runs/" + run + "/verdict");
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JsonNode read(Path folder, String file) throws Exception {
        return JSON.readTree(folder.resolve(file).toFile());
    }
}
