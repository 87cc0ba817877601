package dev.narrowgauge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate of a pipeline, against something that answers as a service is told to. */
final class TestGateCommand extends ServiceCommandTest {
    private static final String RUN = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";
    private static final String OTHER_RUN = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c56";
    private static final String ID = "0".repeat(64);
    private static final List<String> FORMS = List.of(
            "verdict.json",
            "receipt.json",
            "summary.md",
            "comment.md",
            "junit.xml",
            "metrics.txt",
            "badge.svg",
            "report.html");

    private final List<String> keys = new ArrayList<>();
    private Path policy;
    private Path outputs;
    private Path state;

    @BeforeEach
    void prepare() throws IOException {
        policy = Files.writeString(directory.resolve("policy.yaml"), "gate: [int8]");
        outputs = directory.resolve("made/outputs");
        state = directory.resolve("gate-state.json");
    }

    @Test
    void verdictIsLeftInEveryFormAndIsTheExitStatus() throws IOException {
        takesRuns(RUN);
        isDecided(RUN, "FAIL");

        assertThat(gate("--output-dir=" + outputs, "--name=digits", "--commit=c0ffee"))
                .isEqualTo(ExitCode.FAIL.status());

        assertThat(asked.getFirst()).contains("\"policy\":{\"gate\":[\"int8\"]}", "\"commit\":\"c0ffee\"");
        assertThat(output.toString()).startsWith("run          " + RUN).contains("Verdict: FAIL");
        assertThat(names(outputs)).containsExactlyInAnyOrderElementsOf(FORMS);
        assertThat(outputs.resolve("verdict.json")).hasContent(verdict("FAIL"));
        assertThat(outputs.resolve("comment.md"))
                .content()
                .startsWith("<!-- narrowgauge-gate: digits -->\n")
                .contains(
                        "SHIP FP32 on x86-vnni",
                        "| latency | int8 | x86-vnni | 1.200 &#91;1.100, 1.300&#93; | 1.000 | FAIL |")
                .contains(address() + "/#run=" + RUN);
        assertThat(outputs.resolve("receipt.json"))
                .content()
                .contains("\"status\" : \"FAIL\"", "\"exitStatus\" : 1", RUN);
    }

    @Test
    void everyVerdictHasItsStatus() {
        takesRuns(RUN);
        for (String[] each : new String[][] {{"PASS", "0"}, {"FAIL", "1"}, {"INCONCLUSIVE", "2"}, {"INVALID", "3"}}) {
            String run = OTHER_RUN.substring(0, OTHER_RUN.length() - 1) + each[1];
            isDecided(run, each[0]);
            assertThat(resume(run, ID)).as(each[0]).isEqualTo(Integer.parseInt(each[1]));
        }
    }

    @Test
    void allFaultsAreToldBeforeAnythingIsSent() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "gates: [int8]");
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), "precision: int9");

        assertThat(ask("gate", "--model=nowhere.onnx", "--evaluation=" + ID, "--policy=" + bad, "--recipe=" + recipe))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("error RECIPE_INVALID_VALUE: " + recipe),
                        line -> assertThat(line).startsWith("error POLICY_UNKNOWN_KEY: " + bad),
                        line -> assertThat(line).startsWith("error FILE_NOT_FOUND: nowhere.onnx: "),
                        line -> assertThat(line).startsWith("error REQUEST_INVALID: --calibration is missing"));
        assertThat(asked).isEmpty();
    }

    @Test
    void policyThatIsNotThereIsNoPass() {
        assertThat(ask("gate", "--model=" + ID, "--calibration=" + ID, "--evaluation=" + ID))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString())
                .contains("There is no narrowgauge-gate.yaml here: 'narrowgauge gate init' writes one");
    }

    @Test
    void jobThatIsStartedAgainFindsItsRun() throws IOException {
        takesRuns(RUN);
        isDecided(RUN, "PASS");

        assertThat(gate()).isZero();
        assertThat(gate()).isZero();
        Files.writeString(policy, "gate: [int8, fp16]");
        assertThat(gate()).isZero();

        assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }

    @Test
    void whatEndedUndecidedIsMeasuredAnew() {
        service.createContext("/v1/runs", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            boolean first = keys.size() == 1;
            respond(
                    exchange,
                    first ? 200 : 201,
                    first
                            ? "{\"id\":\"%s\",\"state\":\"DONE\",\"verdict\":\"INVALID\"}".formatted(OTHER_RUN)
                            : "{\"id\":\"%s\",\"state\":\"QUEUED\",\"verdict\":null}".formatted(RUN));
        });
        isDecided(RUN, "PASS");

        assertThat(gate()).isZero();
        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
        assertThat(output.toString()).contains(RUN).doesNotContain(OTHER_RUN);
    }

    @Test
    void earlierOutputsAreNotTakenForThisVerdict() throws IOException {
        Files.createDirectories(outputs);
        Files.writeString(outputs.resolve("receipt.json"), "{\"status\":\"PASS\"}");
        answer("/v1/runs", 503, "{\"code\":\"NO_DEVICE\",\"detail\":\"Nobody.\"}");

        assertThat(gate("--output-dir=" + outputs)).isEqualTo(ExitCode.THIS_MACHINE.status());
        assertThat(names(outputs)).isEmpty();
    }

    @Test
    void timeOutSaysThatNothingIsDecidedAndHowToGoOn() throws IOException {
        takesRuns(RUN);
        // One that says nothing, and stays open.
        service.createContext("/v1/runs/" + RUN + "/events", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
        });

        assertThat(gate("--timeout=1s", "--resume=" + state, "--output-dir=" + outputs))
                .isEqualTo(ExitCode.THIS_MACHINE.status());
        assertThat(error.toString())
                .contains("Not decided yet after 1 s. Run %s goes on: 'narrowgauge gate --resume %s"
                        .formatted(RUN, state));
        assertThat(state).content().contains(RUN, ID, address() + "/");
        assertThat(names(outputs)).isEmpty();

        service.removeContext("/v1/runs/" + RUN + "/events");
        isDecided(RUN, "PASS");
        error.getBuffer().setLength(0);
        assertThat(ask("gate", "--resume=" + state, "--output-dir=" + outputs)).isZero();
        assertThat(error.toString()).contains("Going on with run " + RUN);
        assertThat(state).as("nothing is under way any more").doesNotExist();
        assertThat(names(outputs)).containsAll(FORMS);
        assertThat(keys).as("filed once").hasSize(1);
    }

    @Test
    void stateOfAnotherGateIsRefused() throws IOException {
        Files.writeString(
                state,
                "{\"version\":1,\"server\":\"https://other.example/\",\"run\":\"%s\",\"model\":\"%s\"}"
                        .formatted(RUN, ID));
        assertThat(ask("gate", "--resume=" + state)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("is of a run of https://other.example/");

        error.getBuffer().setLength(0);
        assertThat(resume(RUN, "1".repeat(64), "--model=" + ID)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("is of a run of the model with the SHA-256 111");

        error.getBuffer().setLength(0);
        answer("/v1/runs/" + OTHER_RUN, 404, "{\"code\":\"NOT_FOUND\",\"detail\":\"No.\"}");
        assertThat(resume(OTHER_RUN, ID)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("has no run " + OTHER_RUN);

        error.getBuffer().setLength(0);
        Files.writeString(state, "gate: [int8]");
        assertThat(ask("gate", "--resume=" + state)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("is not what 'narrowgauge gate --resume' wrote");
    }

    @Test
    void localServiceIsNoOther() {
        assertFails("error REQUEST_INVALID: --local starts a service", "gate", "--local", "--server=" + address());
        assertFails("error REQUEST_INVALID: --local starts a service", "gate", "--local", "--resume=" + state);
    }

    @Test
    void cancelledRunIsNoVerdict() throws IOException {
        takesRuns(RUN);
        ends(RUN, "CANCELLED");

        assertThat(gate("--output-dir=" + outputs, "--resume=" + state)).isEqualTo(ExitCode.CANCELLED.status());
        assertThat(names(outputs)).isEmpty();
        assertThat(state).doesNotExist();
    }

    @Test
    void outputsAreMadeOfADocumentOffline() throws IOException {
        Path document = Files.writeString(directory.resolve("kept.json"), verdict("INCONCLUSIVE"));

        assertThat(execute("gate", "render", document.toString(), "--output-dir=" + outputs))
                .isZero();
        assertThat(names(outputs)).containsExactlyInAnyOrderElementsOf(FORMS);
        assertThat(outputs.resolve("summary.md")).content().startsWith("## Narrowgauge gate nightly: INCONCLUSIVE");

        output.getBuffer().setLength(0);
        assertFails(
                "error REQUEST_INVALID: --link is 'javascript:alert",
                "gate",
                "render",
                document.toString(),
                "--output-dir=" + outputs,
                "--link=javascript:alert(1)");
        assertFails("error REQUEST_INVALID: " + policy, "gate", "render", policy.toString(), "--output-dir=" + outputs);
    }

    private int gate(String... more) {
        return ask(Stream.concat(
                        Stream.of(
                                "gate",
                                "--model=" + ID,
                                "--calibration=" + ID,
                                "--evaluation=" + ID,
                                "--policy=" + policy),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private int resume(String run, String model, String... more) {
        try {
            Files.writeString(
                    state,
                    "{\"version\":1,\"server\":\"%s/\",\"run\":\"%s\",\"model\":\"%s\"}"
                            .formatted(address(), run, model));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return ask(Stream.concat(Stream.of("gate", "--resume=" + state), Stream.of(more))
                .toArray(String[]::new));
    }

    private void takesRuns(String run) {
        service.createContext("/v1/runs", exchange -> {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            respond(exchange, 201, "{\"id\":\"%s\",\"state\":\"QUEUED\",\"verdict\":null}".formatted(run));
        });
    }

    private void isDecided(String run, String verdict) {
        answer("/v1/runs/" + run, 200, "{\"id\":\"%s\",\"state\":\"DONE\"}".formatted(run));
        ends(run, "DONE");
        answer("/v1/runs/" + run + "/verdict", 200, verdict(verdict));
    }

    private void ends(String run, String state) {
        answer(
                "/v1/runs/" + run + "/events",
                200,
                "id: 1\nevent: run-state\ndata: {\"state\":\"%s\"}\n\n".formatted(state));
    }

    private static String verdict(String verdict) {
        return """
                {"schemaVersion":1,"runId":"%1$s","runName":"nightly","decidedAt":"2026-11-28T06:00:00Z","verdict":"%2$s",
                 "model":{"id":"%3$s","name":"digits"},"policy":{"version":1,"gate":["int8"]},"newKey":{"of":"a newer service"},
                 "variants":[
                  {"variantId":null,"recipe":"baseline","precision":"fp32","baseline":true,"sizeBytes":1000,"gating":false,
                   "verdict":"PASS","rules":[],"notes":[],"device":{"deviceClass":"x86-vnni","node":"n"}},
                  {"variantId":"v","recipe":"int8","precision":"int8","baseline":false,"sizeBytes":300,"gating":true,"verdict":"%2$s",
                   "device":{"deviceClass":"x86-vnni","node":"n"},"notes":["A note."],
                   "rules":[{"rule":"latency","metric":"latency.p50.ratio","max":1.0,"verdict":"%2$s","sentence":"As it is.",
                             "observed":{"estimate":1.2,"low":1.1,"high":1.3,"confidence":0.95}}]}],
                 "decisions":[{"deviceClass":"x86-vnni","node":"n","recipe":"int8",
                   "decision":{"outcome":"SHIP_FP32","subject":"INT8","reason":"It is slower.","findings":[],"missing":[]}}]}
                """.formatted(RUN, verdict, ID);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
