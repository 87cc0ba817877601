package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs: what is submitted and what is shown of them. */
final class TestRunCommands extends ServiceCommandTest {
    private static final String RUN = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";

    @Test
    void filtersAreTheServicesParameters() {
        answer("/v1/runs", 200, "{\"items\":[],\"nextCursor\":\"x\"}");

        assertThat(ask("run", "list", "--state", "QUEUED,RUNNING", "--text", "a&b", "--limit", "7"))
                .isZero();
        assertThat(asked).containsExactly("GET /v1/runs?limit=7&state=QUEUED&state=RUNNING&text=a%26b ");
        assertThat(output.toString()).contains("run  name").contains("There are more");
        for (String limit : List.of("0", "201")) {
            assertThat(ask("run", "list", "--limit", limit)).isEqualTo(ExitCode.BAD_INPUT.status());
        }
    }

    @Test
    void submissionLeavesOutWhatIsNotSaid() {
        answer("/v1/runs", 201, "{\"id\":\"%s\"}".formatted(RUN));
        String id = "0".repeat(64);

        assertThat(ask("run", "submit", "--model", id, "--calibration", id, "--evaluation", id, "--tag", "a,b"))
                .isZero();
        assertThat(output.toString()).isEqualTo("run          %s\n".formatted(RUN));
        assertThat(asked.getFirst())
                .startsWith("POST /v1/runs {\"modelId\":\"000")
                .contains("\"tags\":[\"a\",\"b\"]", "\"recipes\":[{}]")
                .doesNotContain("policy", "name\":null", "deviceClasses", "commit");
    }

    @Test
    void badFilesCostNoUpload() throws IOException {
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), "precision: int9");

        assertThat(ask("run", "submit", "--model=m", "--calibration=c", "--evaluation=e", "--recipe=" + recipe))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).startsWith("error RECIPE_INVALID_VALUE: " + recipe);

        error.getBuffer().setLength(0);
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "maxWait: soon\nrule: []\n");
        assertThat(ask("run", "submit", "--model=m", "--calibration=c", "--evaluation=e", "--policy=" + policy))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString().lines().limit(2))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("error POLICY_UNKNOWN_KEY: %s: Unknown key 'rule'".formatted(policy)),
                        line -> assertThat(line)
                                .startsWith("error POLICY_INVALID_VALUE: %s: The policy's".formatted(policy)));
        assertThat(asked).isEmpty();
    }

    @Test
    void everyWrongFileIsToldByItsName() throws IOException {
        Path first = Files.writeString(directory.resolve("first.yaml"), "mode: statik");
        Path right = Files.writeString(directory.resolve("right.yaml"), "mode: static");
        Path second = Files.writeString(directory.resolve("second.yaml"), "precison: int8");
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "maxWait: soon");

        assertThat(ask(
                        "run",
                        "submit",
                        "--model=" + right,
                        "--calibration=" + right,
                        "--evaluation=nowhere.npz",
                        "--recipe=" + first,
                        "--recipe=" + right,
                        "--recipe=" + second,
                        "--policy=" + policy))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("error RECIPE_INVALID_VALUE: %s: ".formatted(first)),
                        line -> assertThat(line).startsWith("error RECIPE_UNKNOWN_KEY: %s: ".formatted(second)),
                        line -> assertThat(line).startsWith("error POLICY_INVALID_VALUE: %s: ".formatted(policy)),
                        line -> assertThat(line).startsWith("error FILE_NOT_FOUND: nowhere.npz: "));
        assertThat(asked).isEmpty();
    }

    @Test
    void faultThatTheServiceFindsNamesTheFile() throws IOException {
        Path first = Files.writeString(directory.resolve("first.yaml"), "name: a");
        Path second = Files.writeString(directory.resolve("second.yaml"), "name: b");
        answer("/v1/runs", 422, """
                {"code": "RECIPE_MATCHES_NOTHING", "faults": [
                  {"code": "RECIPE_MATCHES_NOTHING", "detail": "One.", "pointer": "/recipes/1/exclude/nodes"},
                  {"code": "NOT_FOUND", "detail": "Two.", "pointer": "/modelId"}]}""");
        String id = "0".repeat(64);

        assertThat(ask(
                        "run",
                        "submit",
                        "--model=" + id,
                        "--calibration=" + id,
                        "--evaluation=" + id,
                        "--recipe=" + first,
                        "--recipe=" + second))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString().lines())
                .containsExactly(
                        "error RECIPE_MATCHES_NOTHING: %s: One. (at /recipes/1/exclude/nodes)".formatted(second),
                        "error NOT_FOUND: Two. (at /modelId)");
    }

    @Test
    void badPoliciesAndMissingFilesCostNoUpload() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "gates: [int8]");
        Path file = Files.writeString(directory.resolve("digits.onnx"), "content");
        String model = "--model=" + file;
        String calibration = "--calibration=" + file;

        assertThat(ask("run", "submit", model, calibration, "--evaluation=" + file, "--policy=" + policy))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).startsWith("error POLICY_UNKNOWN_KEY");
        assertThat(ask("run", "submit", model, calibration, "--evaluation=nowhere.npz"))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("error FILE_NOT_FOUND: nowhere.npz: there is no such file");
        assertThat(asked).isEmpty();
    }

    @Test
    void cancelAsksForEachRun() {
        answer("/v1/runs/" + RUN + "/cancel", 200, "{\"id\":\"%s\",\"state\":\"CANCELLED\"}".formatted(RUN));

        assertThat(ask("run", "cancel", RUN, RUN)).isZero();
        assertThat(asked).hasSize(2);
        assertThat(output.toString()).contains(RUN + " is CANCELLED");
        assertThat(ask("run", "cancel", "7")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("'7' is not the id of a run");
    }

    @Test
    void timelineSaysWhatIsNotKnown() {
        answer("/v1/runs/" + RUN + "/timeline", 200, """
                {"runId":"%s","state":"DONE","createdAt":"2026-11-27T03:00:00Z","endedAt":"2026-11-27T03:01:00Z","seconds":60.0,
                 "shares":[{"phase":"calibrate","kind":"QUANTIZE","deviceClass":null,"jobs":2,"seconds":41.26},
                           {"phase":"decide","kind":null,"deviceClass":null,"jobs":0,"seconds":0.1}],
                 "jobs":[{"jobId":"a","kind":"QUANTIZE","subject":"0","deviceClass":null,
                          "attempts":[{"attempt":1,"queuedAt":"2026-11-27T03:00:00.5Z","takenAt":null,
                                       "endedAt":"2026-11-27T03:00:59Z","end":"LEASE_LOST","phases":[]}]}]}""".formatted(RUN));

        assertThat(ask("run", "timeline", RUN)).isZero();
        assertThat(output.toString())
                .contains(RUN + " is DONE: it ended after 60.0 s")
                .containsPattern("quantize +calibrate +2 +41.3 s")
                .containsPattern("run +decide +- +0.1 s")
                .containsPattern("quantize 0 +1 +2026-11-27T03:00:00Z +- +2026-11-27T03:00:59Z +LEASE_LOST");
    }

    /** Another variant of the same run, on the same node, may well count. */
    @Test
    void whatIsInvalidIsNotExplained() {
        answer("/v1/runs/" + RUN, 200, "{\"verdict\":\"INVALID\"}");
        answer("/v1/runs/" + RUN + "/verdict", 200, """
                {"verdict":"INVALID","variants":[
                  {"variantId":"v1","precision":"int8","gating":true,"verdict":"INVALID",
                   "device":{"node":"n1","deviceClass":"x86-vnni"},
                   "latency":{"speed":"INVALID","reason":"The control differs."},
                   "rules":[{"verdict":"INVALID","sentence":"The control differs."}, {"verdict":"PASS","sentence":"Small."},
                            {"verdict":"INVALID","sentence":"On trial.","effect":"OBSERVED"}]},
                  {"variantId":"v2","precision":"fp16","gating":false,"verdict":"FAIL",
                   "device":{"node":"n1","deviceClass":"x86-vnni"},"latency":{"speed":"SLOWER"},"rules":[]},
                  {"variantId":null,"precision":"int8","gating":true,"verdict":"INVALID","device":null,"rules":[],
                   "failure":{"code":"ENGINE_CRASHED","message":"It crashed."}}]}""");
        answer("/v1/runs/" + RUN + "/measurements", 200, """
                {"items":[
                  {"variantId":"v1","device":{"node":"n1","deviceClass":"x86-vnni"},"insight":{"reasons":["Fast kernels."],"parts":[]}},
                  {"variantId":"v2","device":{"node":"n1","deviceClass":"x86-vnni"},"insight":{"reasons":["Slow casts."],"parts":[]}}]}""");

        assertThat(ask("run", "why", RUN)).isZero();
        assertThat(output.toString()).startsWith("""
            verdict      INVALID
            INT8 on x86-vnni: The control differs.
            INT8: ENGINE_CRASHED: It crashed.

            variant      v1 on n1 (x86-vnni)
            INVALID: The control differs.

            variant      v2 on n1 (x86-vnni)
            Slow casts.
            """).doesNotContain("Fast kernels", "On trial");
    }

    @Test
    void reasonsOfEveryNodeAreShown() {
        answer("/v1/runs/" + RUN, 200, "{\"verdict\":null}");
        answer("/v1/runs/" + RUN + "/measurements", 200, """
                {"items":[
                  {"variantId":"v1","device":{"node":"n1","deviceClass":"x86-vnni"},"insight":{"reasons":["Because."],
                   "parts":[{"name":"conv","baseline":{"operator":"Conv","micros":40.5},"variant":null}]}},
                  {"variantId":"v2","device":{"node":"n1","deviceClass":"x86-vnni"},"insight":null}]}""");

        assertThat(ask("run", "why", RUN)).isZero();
        assertThat(output.toString())
                .contains("v1 on n1 (x86-vnni)", "Because.", "40.5 µs")
                .containsPattern("conv +Conv +40.5 µs +- +-")
                .contains("v2 on n1 (x86-vnni)\nNobody profiled it there.");
        assertThat(ask("run", "why", "no-id")).isEqualTo(ExitCode.BAD_INPUT.status());
    }
}
