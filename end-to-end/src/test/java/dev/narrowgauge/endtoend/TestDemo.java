package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that a user types, with everything behind it. */
class TestDemo {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, Integer> EXIT_STATUS = Map.of("PASS", 0, "INCONCLUSIVE", 2, "INVALID", 3);

    @TempDir
    private Path directory;

    @Test
    void demoEndsInAVerdict() throws Exception {
        Path document = directory.resolve("result.json");
        int port = Installation.freePort();
        try (Command demo = Command.start(
                        directory,
                        "demo",
                        "--output=" + document,
                        "--port=" + port,
                        "--data-dir=" + directory.resolve("data"));
                Service service = new Service(port, Service.keyIn(directory.resolve("data")))) {
            JsonNode variant = awaitVariant(demo, service, "int8");
            assertProvenance(variant.path("provenance"));
            Path int8 = service.download(
                    "/v1/variants/%s/content".formatted(variant.path("id").asText()), directory.resolve("int8.onnx"));

            Command.Result result = demo.awaitEnd();
            JsonNode verdict = JSON.readTree(document.toFile());
            // On a busy machine the measurement of speed may not tell or not be to be used, but nothing else may go
            // wrong.
            assertThat(verdict.path("verdict").asText())
                    .as(result.output() + result.error())
                    .isIn(EXIT_STATUS.keySet());
            assertThat(result.exitStatus())
                    .isEqualTo(EXIT_STATUS.get(verdict.path("verdict").asText()));
            assertThat(row(verdict.path("variants"), "int8").path("failure").isNull())
                    .isTrue();
            assertThat(result.output())
                    .contains("Verdict: " + verdict.path("verdict").asText())
                    .as("what a measurement has found while it goes on")
                    .containsPattern("benchmark .*: measure 1/40, ratio not known yet, time left not known yet");
            assertVariants(verdict.path("variants"));
            assertThat(Command.run(directory, "verify", document.toString()).output())
                    .contains("VERIFIED");
            assertHoldsOnItsOwnData(verdict, document, int8);
            assertThat(row(verdict.path("variants"), "int8").path("variantId").asText())
                    .isEqualTo(variant.path("id").asText());
        }
    }

    /** The same data give the same answers, and so the same outcome of every rule. */
    private void assertHoldsOnItsOwnData(JsonNode verdict, Path document, Path int8) throws Exception {
        JsonNode row = row(verdict.path("variants"), "int8");
        Path evaluation = Installation.demo("digits-evaluation.npz");
        Command.Result result = Command.run(
                directory,
                "recheck",
                document.toString(),
                "--model=" + Installation.demo("digits-resnet.onnx"),
                "--variant=" + int8,
                "--data=" + evaluation,
                "--reference=" + evaluation,
                "--recipe=" + row.path("recipe").asText(),
                "--output=" + directory.resolve("recheck.json"));
        assertThat(result.output() + result.error())
                .contains("HOLDS: " + row.path("verdict").asText());
        assertThat(result.exitStatus())
                .isEqualTo(EXIT_STATUS.get(row.path("verdict").asText()));
        JsonNode recheck = JSON.readTree(directory.resolve("recheck.json").toFile());
        assertThat(recheck.path("holds").asBoolean()).isTrue();
        assertThat(verdicts(recheck.path("rules"))).isNotEmpty().isEqualTo(verdicts(row.path("rules")));
        assertThat(recheck.path("ranges")).isNotEmpty();
        assertThat(recheck.path("left")).isEmpty();
    }

    private static List<String> verdicts(JsonNode rules) {
        return rules.valueStream()
                .map(rule ->
                        rule.path("rule").asText() + ' ' + rule.path("verdict").asText())
                .toList();
    }

    private static JsonNode awaitVariant(Command demo, Service service, String precision) throws Exception {
        Service.await(
                Duration.ofMinutes(5),
                () -> !demo.runs() || !variant(service, precision).isMissingNode());
        assertThat(demo.runs()).as("still measures").isTrue();
        String id = variant(service, precision).path("id").asText();
        return service.get("/v1/variants/" + id);
    }

    private static JsonNode variant(Service service, String precision) throws Exception {
        JsonNode runs = service.hasNode() ? service.items("/v1/runs") : JSON.missingNode();
        return runs.isEmpty()
                ? JSON.missingNode()
                : row(
                        service.items("/v1/runs/%s/variants"
                                .formatted(runs.get(0).path("id").asText())),
                        precision);
    }

    private static JsonNode row(JsonNode rows, String precision) {
        return rows.valueStream()
                .filter(row -> row.path("precision").asText().equals(precision))
                .findFirst()
                .orElse(JSON.missingNode());
    }

    private static void assertProvenance(JsonNode provenance) {
        assertThat(provenance.path("modelSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(provenance.path("calibrationSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(provenance.path("evaluationSha256").asText())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(provenance.path("calibrationSha256").asText());
        assertThat(provenance.path("engineVersion").asText()).isNotEmpty();
        assertThat(provenance.path("runtimeVersion").asText()).matches("\\d+\\.\\d+.*");
        assertThat(provenance.path("host").asText()).isNotEmpty();
    }

    private static void assertVariants(JsonNode rows) {
        assertThat(rows.valueStream().map(row -> row.path("precision").asText()))
                .containsExactlyInAnyOrder("fp32", "fp16", "int8");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.path("sizeBytes").asLong()).isPositive();
            assertThat(row.path("accuracy").path("top1").asDouble()).isBetween(0.9, 1.0);
            assertThat(row.path("latency").path("p50Millis").asDouble()).isPositive();
            assertThat(row.path("verdict").isTextual() || row.path("baseline").asBoolean())
                    .isTrue();
        });
        assertThat(rows)
                .filteredOn(row -> !row.path("baseline").asBoolean())
                .hasSize(2)
                .allSatisfy(row -> {
                    assertInterval(row.path("accuracy").path("loss"));
                    if (!row.path("latency").path("speed").asText().equals("INVALID")) {
                        assertInterval(row.path("latency").path("ratio"));
                    }
                });
        JsonNode int8 = row(rows, "int8");
        assertThat(int8.path("sizeBytes").asDouble())
                .isLessThan(0.35 * row(rows, "fp32").path("sizeBytes").asDouble());
        assertThat(int8.path("rules"))
                .filteredOn(rule -> rule.path("metric").asText().contains("accuracy"))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.path("verdict").asText()).isEqualTo("PASS"));
    }

    private static void assertInterval(JsonNode interval) {
        assertThat(interval.path("estimate").isNumber()).isTrue();
        assertThat(interval.path("low").asDouble())
                .isLessThanOrEqualTo(interval.path("estimate").asDouble());
        assertThat(interval.path("high").asDouble())
                .isGreaterThanOrEqualTo(interval.path("estimate").asDouble());
    }
}
