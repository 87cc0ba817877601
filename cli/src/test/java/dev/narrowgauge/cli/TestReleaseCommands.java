package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class TestReleaseCommands extends ServiceCommandTest {
    private static final String ID = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";
    private static final String RUN = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c56";
    private static final String RELEASE = """
            {"id":"%s","modelName":"digits","number":3,"state":"PROPOSED","runId":"%s","recipe":"int8",
             "deviceClasses":["x86-vnni","x86-avx2"],
             "steps":[{"state":"PROPOSED","at":"2026-01-01T00:00:00Z","by":"ci","reason":"nightly"}]}""".formatted(ID, RUN);

    @Test
    void releaseIsProposed() {
        answer("/v1/releases", 201, RELEASE);
        assertThat(ask("release", "promote", RUN, "--reason", "nightly")).isZero();
        assertThat(asked.getLast())
                .isEqualTo("POST /v1/releases {\"runId\":\"%s\",\"reason\":\"nightly\"}".formatted(RUN));
        assertThat(output.toString()).contains("digits@3", "PROPOSED");
        assertThat(ask("release", "promote", RUN, "--variant", ID, "--model-name", "b", "--reason", "x"))
                .isZero();
        assertThat(asked.getLast()).contains("\"variantId\":\"" + ID, "\"modelName\":\"b\"");
        assertThat(ask("release", "promote", RUN)).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(ask("release", "promote", "run", "--reason", "x")).isEqualTo(ExitCode.BAD_INPUT.status());
    }

    @Test
    void releaseIsFoundByItsName() {
        answer("/v1/releases", 200, "{\"items\":[%s]}".formatted(RELEASE));
        answer("/v1/releases/" + ID, 200, RELEASE);
        assertThat(ask("release", "approve", "digits", "--reason", "tried")).isZero();
        assertThat(asked)
                .containsExactly(
                        "GET /v1/releases?limit=1&modelName=digits&state=PROPOSED ",
                        "POST /v1/releases/%s/approve {\"reason\":\"tried\"}".formatted(ID));
        assertThat(ask("release", "rollback", "a@b@12", "--to", "2", "--reason", "slow"))
                .isZero();
        assertThat(asked)
                .endsWith(
                        "GET /v1/releases?limit=1&modelName=a%40b&number=12 ",
                        "POST /v1/releases/%s/rollback {\"to\":2,\"reason\":\"slow\"}".formatted(ID));
        assertThat(ask("release", "withdraw", "digits@3", "--reason", "old")).isZero();
        assertThat(asked.getLast()).startsWith("POST /v1/releases/%s/withdraw".formatted(ID));
    }

    @Test
    void releasesAreShown() {
        answer("/v1/releases", 200, "{\"items\":[%s]}".formatted(RELEASE));
        assertThat(ask("release", "list", "--model-name", "digits", "--state", "proposed"))
                .isZero();
        assertThat(asked.getLast()).contains("modelName=digits", "state=PROPOSED");
        assertThat(output.toString())
                .containsPattern("digits@3 +PROPOSED +int8 +x86-vnni x86-avx2 +" + RUN + " +ci +2026-01-01");
        assertThat(ask("release", "show", "digits")).isZero();
        assertThat(asked.getLast()).contains("state=ACTIVE");
        assertThat(output.toString()).containsPattern("2026-01-01T00:00:00Z +PROPOSED +ci +nightly");
    }

    @Test
    void releaseIsRecheckedByWhatTheServiceHas() throws IOException {
        String data = "--data=" + Files.writeString(directory.resolve("data.npz"), "data");
        assertThat(ask("recheck", data, "VERDICT.json")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("needs --model beside it");
        answer("/v1/releases", 200, "{\"items\":[%s]}".formatted(RELEASE));
        answer("/v1/runs/" + RUN + "/verdict", 404, "{\"code\":\"NOT_FOUND\",\"detail\":\"There is no such run.\"}");
        assertThat(ask("recheck", data, "digits@3")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(asked)
                .containsExactly(
                        "GET /v1/releases?limit=1&modelName=digits&number=3 ",
                        "GET /v1/runs/%s/verdict ".formatted(RUN));
        assertThat(error.toString()).contains("There is no such run.");
        assertThat(ask("recheck", "--data=none.npz", "digits")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(asked).as("nothing is asked for without data").hasSize(2);
    }

    @Test
    void nameWithoutReleaseSaysWhatToDo() {
        answer("/v1/releases", 200, "{\"items\":[]}");
        assertThat(ask("release", "show", "digits")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("there is no release of digits yet: promote one first");
        assertThat(ask("release", "show", "digits@7")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("no release 7 of digits");
    }
}
