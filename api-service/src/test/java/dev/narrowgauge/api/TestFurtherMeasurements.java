package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that measure more than they were asked for, and runs that measure less. */
@QuarkusTest
@Timeout(600)
class TestFurtherMeasurements extends ApiTest {
    private static final String EXTENDING = """
            {"rules": [{"metric": "latency.p50.ratio", "max": 1, "onInconclusive": "extend"}], "extend": {"forks": 40}}""";

    private static final String REUSING = """
            {"rules": [{"metric": "latency.p50.ratio", "max": 1}], "reuse": "1d"}""";

    @BeforeEach
    void register() {
        fixture.registerNode();
    }

    @Test
    void undecidedRunIsExtendedAndDecidedByAllForks() {
        String run = extended();
        assertThat(http.get("/v1/runs/" + run).with(200).json().path("state").asText())
                .isEqualTo("RUNNING");

        fixture.benchmark(run, "", near(0.95, 30));

        JsonNode verdict = verdict(run);
        assertThat(verdict.path("verdict").asText()).isEqualTo("PASS");
        JsonNode row = verdict.path("variants").path(1);
        assertThat(row.at("/extension/forks").valueStream().map(JsonNode::asInt))
                .containsExactly(8, 30);
        assertThat(row.at("/latency/forks").asInt()).isEqualTo(38);
        assertThat(row.path("notes").valueStream().map(JsonNode::asText))
                .contains("Extended: the forks of 2 measurements, 8 + 30, count as one.");
        assertThat(events(run)).anyMatch(data -> data.contains("rule latency.p50.ratio is not decided by 8"));
    }

    @Test
    void forksOfAMachineThatIsAnotherDoNotCount() {
        String run = extended();

        fixture.benchmark(run, "e".repeat(64), near(0.5, 30));

        JsonNode verdict = verdict(run);
        assertThat(verdict.path("verdict").asText()).isEqualTo("INCONCLUSIVE");
        JsonNode row = verdict.path("variants").path(1);
        assertThat(row.at("/latency/forks").asInt()).isEqualTo(8);
        assertThat(row.at("/extension/apart/0").asText())
                .startsWith("An extension came to nothing: test-node is not the machine any more that it was before");
    }

    /** The limit of the policy, and what nobody measures, end a run all the same. */
    @Test
    void extensionThatFailsLeavesWhatThereWas() {
        String run = extended();

        fixture.fail(run);

        JsonNode verdict = verdict(run);
        assertThat(verdict.path("verdict").asText()).isEqualTo("INCONCLUSIVE");
        assertThat(verdict.at("/variants/1/extension/apart/0").asText())
                .isEqualTo("An extension came to nothing: The model has a Frobnicate node.");
    }

    @Test
    void measurementOfTheSameBytesIsReusedAndSaidSo() {
        String model = fixture.model();
        String calibration = fixture.dataset("1,2,3");
        String evaluation = fixture.dataset("4,5,6");
        String request = RunFixture.request(model, calibration, evaluation, "[{\"precision\": \"int8\"}]")
                .replaceFirst("\\{", "{\"policy\": " + REUSING + ", ");
        String first = submitted(request);
        fixture.quantize(first);
        fixture.benchmark(first);
        JsonNode measured = verdict(first);
        assertThat(measured.at("/variants/1/reused").isMissingNode()
                        || measured.at("/variants/1/reused").isNull())
                .isTrue();

        String second = submitted(request);
        fixture.quantize(second);

        JsonNode row = verdict(second).path("variants").path(1);
        assertThat(row.at("/reused/run").asText()).isEqualTo(first);
        assertThat(row.at("/reused/measuredAt").asText()).startsWith("20");
        assertThat(row.path("verdict").asText()).isEqualTo("PASS");
        assertThat(row.at("/latency/ratio")).isEqualTo(measured.at("/variants/1/latency/ratio"));
        assertThat(row.path("notes").path(0).asText())
                .startsWith("Reused: not measured again, but taken from run " + first);
        assertThat(events(second)).anyMatch(data -> data.contains("\"reused\""));

        String fresh = submitted(request.replaceFirst("\\{", "{\"fresh\": true, "));
        fixture.quantize(fresh);
        assertThat(jobs(fresh)).isEqualTo(2);
        fixture.benchmark(fresh);
        assertThat(verdict(fresh).at("/variants/1/reused").path("run").asText()).isEmpty();
    }

    /** A run whose latency is not decided, and that waits for further forks. */
    private String extended() {
        String run = submitted(fixture.request().replaceFirst("\\{", "{\"policy\": " + EXTENDING + ", "));
        fixture.quantize(run);
        fixture.benchmark(run, "", near(0.97, 8));
        await("extended", () -> jobs(run) == 3);
        return run;
    }

    private String submitted(String request) {
        return RunFixture.id(http.post("/v1/runs", request).with(201));
    }

    private int jobs(String run) {
        return http.get("/v1/runs/" + run + "/jobs")
                .with(200)
                .json()
                .path("items")
                .size();
    }

    private JsonNode verdict(String run) {
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);
        return http.get("/v1/runs/" + run + "/verdict").with(200).json();
    }

    private List<String> events(String run) {
        return SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0).stream()
                .map(SseEvent::data)
                .toList();
    }

    /** Ratios that scatter by 5 %. */
    private static List<Double> near(double ratio, int forks) {
        return IntStream.range(0, forks)
                .mapToObj(fork -> ratio * Math.exp(0.07 * Math.sin(2.4 * fork)))
                .toList();
    }
}
