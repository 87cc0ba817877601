package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestHistories extends ApiTest {
    private RunFixture.Histories made;

    @BeforeEach
    void measure() {
        fixture.registerNode();
        made = fixture.histories();
    }

    @Test
    void seriesHasWhatWasMeasured() {
        JsonNode history = get("/v1/series/" + made.series());
        JsonNode series = history.path("series");
        assertThat(series.path("family").asText()).isEqualTo("digits");
        assertThat(series.path("metric").asText()).isEqualTo("LATENCY_RATIO");
        assertThat(series.path("unit").asText()).isEqualTo("ratio");
        assertThat(series.path("lastMeasurementId").asText())
                .isEqualTo(made.second().toString());
        List<String> measured = history.path("points").findValuesAsText("measurementId");
        assertThat(measured)
                .contains(made.first().toString())
                .endsWith(made.second().toString());
        assertThat(history.path("changes").findValuesAsText("id"))
                .contains(made.change().toString());

        JsonNode newest = get("/v1/series/" + made.series() + "?limit=1");
        assertThat(newest.path("points").findValuesAsText("measurementId"))
                .containsExactly(made.second().toString());
        String before = newest.at("/points/0/at").asText();
        assertThat(get("/v1/series/%s?before=%s".formatted(made.series(), before))
                        .path("points")
                        .findValuesAsText("measurementId"))
                .contains(made.first().toString())
                .doesNotContain(made.second().toString());
    }

    @Test
    void seriesAreListedByWhatTheyAreOf() {
        JsonNode some = get("/v1/series?family=digits&metric=LATENCY_RATIO&metric=SIZE_RATIO&limit=200");
        assertThat(some.path("items").findValuesAsText("metric")).containsOnly("LATENCY_RATIO", "SIZE_RATIO");
        assertThat(get("/v1/series?family=nothing").path("items")).isEmpty();
        http.get("/v1/series?metric=SPEED").problem(ErrorCode.REQUEST_INVALID);
        http.get("/v1/series?changed=maybe").problem(ErrorCode.REQUEST_INVALID);
        http.get("/v1/series/" + made.change()).problem(ErrorCode.NOT_FOUND);
        http.get("/v1/series/" + made.series() + "?limit=0").problem(ErrorCode.REQUEST_INVALID);
    }

    @Test
    void tablesHaveALineForEach() {
        List<String> lines = lines("/v1/series/%s/csv".formatted(made.series()));
        assertThat(lines.getFirst()).startsWith("at,measurementId,value,low,high,conditions,");
        assertThat(lines.getLast()).contains(made.second().toString());
        assertThat(lines("/v1/series/csv?family=digits&metric=FLIP_SHARE")).hasSizeGreaterThan(1);
        assertThat(lines("/v1/matrix/csv?family=digits").getFirst()).startsWith("family,recipe,deviceClass,");
        assertThat(lines("/v1/noise/csv").getFirst()).startsWith("id,family,");
    }

    @Test
    void measurementsUnderTheSameConditionsAreCompared() {
        JsonNode comparison = get("/v1/compare?a=%s&b=%s".formatted(made.first(), made.second()));
        assertThat(comparison.path("comparable").asBoolean()).isTrue();
        assertThat(comparison.path("differences")).isEmpty();
        assertThat(comparison.at("/first/measurementId").asText())
                .isEqualTo(made.first().toString());
        assertThat(comparison.at("/first/reasons").isArray()).isTrue();
        JsonNode ratio = value(comparison, "LATENCY_RATIO");
        assertThat(ratio.path("outcome").asText()).isEqualTo("UNCHANGED");
        assertThat(ratio.path("change").asDouble()).isZero();
        assertThat(value(comparison, "SIZE_RATIO").path("outcome").asText()).isNotEqualTo("NOT_COMPARABLE");
        http.get("/v1/compare?a=" + made.first()).problem(ErrorCode.REQUEST_INVALID);
        http.get("/v1/compare?a=%s&b=%s".formatted(made.first(), made.change())).problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void whatDiffersIsSaidInsteadOfAChange() {
        fixture.savePower(made.second());
        JsonNode comparison = get("/v1/compare?a=%s&b=%s".formatted(made.first(), made.second()));
        assertThat(comparison.path("comparable").asBoolean()).isFalse();
        assertThat(comparison.path("differences").findValuesAsText("name")).contains("machine.cpu.governor");
        JsonNode ratio = value(comparison, "LATENCY_RATIO");
        assertThat(ratio.path("outcome").asText()).isEqualTo("NOT_COMPARABLE");
        assertThat(ratio.path("change").isNull()).isTrue();
        assertThat(ratio.path("sentence").asText()).startsWith("Not comparable").contains("machine.cpu.governor");
        assertThat(lines("/v1/compare/csv?a=%s&b=%s".formatted(made.first(), made.second())))
                .anyMatch(line -> line.startsWith("LATENCY_RATIO,NOT_COMPARABLE,"));

        JsonNode breaks = get("/v1/series/" + made.series()).path("breaks");
        assertThat(breaks.findValuesAsText("measurementId"))
                .contains(made.second().toString());
    }

    @Test
    void personDecidesOnAChange() {
        String change = "/v1/series/%s/changes/%s".formatted(made.series(), made.change());
        JsonNode confirmed = http.post(change + "/confirm", "").with(200).json();
        assertThat(confirmed.path("state").asText()).isEqualTo("CONFIRMED");
        assertThat(confirmed.path("decidedBy").asText()).isEqualTo("tests");
        http.post(change + "/dismiss", "{}").problem(ErrorCode.REQUEST_INVALID);
        JsonNode dismissed = http.post(change + "/dismiss", "{\"reason\": \"other inputs\"}")
                .with(200)
                .json();
        assertThat(dismissed.path("state").asText()).isEqualTo("DISMISSED");
        assertThat(dismissed.path("reason").asText()).isEqualTo("other inputs");
        http.post("/v1/series/%s/changes/%s/confirm".formatted(made.series(), made.first()), "")
                .problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void annotationIsReadWithItsSeries() {
        String request = "{\"seriesId\": \"%s\", \"at\": \"2026-11-27T03:00:00Z\", \"text\": \"a new driver\"}"
                .formatted(made.series());
        String id = RunFixture.id(http.post("/v1/annotations", request).with(201));
        JsonNode annotations = get("/v1/series/" + made.series()).path("annotations");
        assertThat(annotations.findValuesAsText("id")).contains(id);
        assertThat(annotations.findValuesAsText("text")).contains("a new driver");
        http.post("/v1/annotations/%s/delete".formatted(id), "").with(200);
        http.post("/v1/annotations/%s/delete".formatted(id), "").problem(ErrorCode.NOT_FOUND);
        http.post("/v1/annotations", "{\"text\": \" \"}").problem(ErrorCode.REQUEST_INVALID);
        http.post("/v1/annotations", "{\"text\": \"now\", \"at\": \"yesterday\"}")
                .problem(ErrorCode.REQUEST_INVALID);
    }

    @Test
    void matrixAndParetoHaveTheNewest() {
        JsonNode row = newest("/v1/matrix?family=digits&deviceClass=" + RunFixture.CLASS);
        assertThat(row.path("values").findValuesAsText("metric")).contains("LATENCY_RATIO", "SIZE_RATIO");

        JsonNode best = newest("/v1/pareto?family=digits&deviceClass=" + RunFixture.CLASS);
        assertThat(best.path("state").asText())
                .as("other tests have other recipes")
                .isIn("BEST", "DOMINATED");
        assertThat(best.path("latency").asDouble()).isBetween(0.4, 0.6);
        assertThat(best.path("lossOf").asText()).isEqualTo("ACCURACY_DIFFERENCE");
        http.get("/v1/pareto?family=digits").problem(ErrorCode.REQUEST_INVALID);
    }

    /** The row that has the last measurement. */
    private JsonNode newest(String path) {
        return get(path)
                .path("items")
                .valueStream()
                .filter(row ->
                        row.path("measurementId").asText().equals(made.second().toString()))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode get(String path) {
        return http.get(path).with(200).json();
    }

    private List<String> lines(String path) {
        return http.get(path).with(200).text().lines().toList();
    }

    private static JsonNode value(JsonNode comparison, String metric) {
        return comparison
                .path("values")
                .valueStream()
                .filter(value -> value.path("metric").asText().equals(metric))
                .findFirst()
                .orElseThrow();
    }
}
