package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import org.junit.jupiter.api.Test;

/** What was measured over time, and what people say of it. */
final class TestHistoryCommands extends ServiceCommandTest {
    @Test
    void historiesAreListedAndWrittenAsTables() {
        String id = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";
        answer("/v1/series", 200, """
                {"items":[{"id":"%s","family":"digits","recipe":"int8-static","deviceClass":"x86-vnni","metric":"LATENCY_RATIO",
                           "measurements":12,"lastValue":0.51234,"lastAt":"2026-11-27T03:00:00Z","standing":"UNCHANGED",
                           "missedBy":"2026-11-28T03:00:00Z"}]}""".formatted(id));
        answer("/v1/series/csv", 200, "id,family\r\n");

        assertThat(ask("history", "list", "--family", "digits", "--metric", "LATENCY_RATIO", "--changed"))
                .isZero();
        assertThat(asked).containsExactly("GET /v1/series?limit=20&family=digits&metric=LATENCY_RATIO&changed=true ");
        assertThat(output.toString()).contains(id, "0.5123", "UNCHANGED, missing since 2026-11-28T03:00:00Z");
        output.getBuffer().setLength(0);
        assertThat(ask("history", "list", "--csv")).isZero();
        assertThat(output.toString()).isEqualTo("id,family\r\n");
        assertThat(asked.getLast()).isEqualTo("GET /v1/series/csv?limit=20 ");
    }

    @Test
    void changesAreDecidedAndMeasurementsCompared() {
        String series = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";
        String change = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c56";
        String path = "/v1/series/%s/changes/%s/".formatted(series, change);
        answer(path + "confirm", 200, "{\"state\":\"CONFIRMED\"}");
        answer(path + "dismiss", 200, "{\"state\":\"DISMISSED\"}");
        answer("/v1/compare", 200, """
                {"first":{"reasons":["Its convolutions run as integers."]},
                 "values":[{"metric":"LATENCY_RATIO","outcome":"NOT_COMPARABLE","first":0.5,"second":0.6,
                            "sentence":"Not comparable, as they differ in machine.kernel."}]}""");

        assertThat(ask("history", "confirm", series, change)).isZero();
        assertThat(ask("history", "dismiss", series, change, "--reason", "other inputs"))
                .isZero();
        assertThat(asked.getLast()).isEqualTo("POST %sdismiss {\"reason\":\"other inputs\"}".formatted(path));
        assertThat(output.toString()).contains("confirmed", "dismissed");
        assertThat(ask("history", "compare", series, change)).isZero();
        assertThat(output.toString())
                .contains("NOT_COMPARABLE", "machine.kernel")
                .containsPattern("first +Its convolutions run as integers.");
        assertThat(ask("history", "compare", "nothing", change)).isEqualTo(ExitCode.BAD_INPUT.status());
    }
}
