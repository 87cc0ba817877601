package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.report.ReportPage;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
class TestRunLife extends ApiTest {
    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    @Test
    void runEndsWithItsVerdict() {
        String run = fixture.submitted();
        UUID variant = fixture.quantize(run);
        fixture.benchmark(run);

        List<SseEvent> events = SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);

        assertThat(events.getLast().type()).isEqualTo("run-state");
        assertThat(events.getLast().data()).contains("\"state\"", "\"DONE\"", "\"PASS\"");
        JsonNode verdict = http.get("/v1/runs/" + run + "/verdict").with(200).json();
        assertThat(verdict.path("verdict").asText()).isEqualTo("PASS");
        assertThat(verdict.at("/variants/0/precision").asText()).isEqualTo("fp32");
        assertThat(verdict.at("/variants/1/precision").asText()).isEqualTo("int8");
        assertThat(verdict.at("/variants/1/variantId").asText()).isEqualTo(variant.toString());
        assertThat(verdict.at("/variants/1/latency/ratio/estimate").asDouble()).isBetween(0.45, 0.55);
        assertThat(verdict.at("/variants/1/latency/speed").asText()).isEqualTo("FASTER");
        assertThat(verdict.at("/variants/1/latency/forks").asInt()).isEqualTo(6);
        assertThat(verdict.at("/variants/1/latency/control/confidence").asDouble())
                .isEqualTo(0.99);
        assertThat(verdict.at("/variants/1/latency/noiseFloor/needed").asInt()).isEqualTo(20);
        assertThat(verdict.at("/variants/1/latency/noiseFloor/controls").isInt())
                .isTrue();
        assertThat(verdict.at("/variants/1/accuracy/loss/estimate").asDouble()).isZero();
        assertThat(verdict.at("/policy/gate/0").asText()).isEqualTo("int8");
        JsonNode view = http.get("/v1/runs/" + run).with(200).json();
        assertThat(view.path("state").asText()).isEqualTo("DONE");
        assertThat(view.path("verdict").asText()).isEqualTo("PASS");
        http.post("/v1/runs/" + run + "/cancel", "").problem(ErrorCode.CONFLICT);
    }

    @Test
    void variantsAndMeasurementsAreServed() {
        String run = fixture.submitted();
        UUID variant = fixture.quantize(run);
        fixture.benchmark(run);

        JsonNode variants = http.get("/v1/runs/" + run + "/variants").items();
        assertThat(variants.at("/0/id").asText()).isEqualTo(variant.toString());
        assertThat(variants.at("/0/precision").asText()).isEqualTo("int8");
        String address = "/v1/variants/" + variant;
        assertThat(http.get(address).with(200).json()).isEqualTo(variants.get(0));
        assertThat(http.get(address + "/content").with(200).text()).isEqualTo(RunFixture.VARIANT_CONTENT);
        assertThat(http.get(address + "/report")
                        .with(200)
                        .json()
                        .path("tensors")
                        .isArray())
                .isTrue();
        assertThat(http.get(address + "/report.html").with(200).text()).startsWith("<!doctype html>");
        assertThat(http.get(address + "/report.html").header("Content-Security-Policy"))
                .as("the page has its script in it")
                .startsWith(ReportPage.policy())
                .endsWith("; frame-ancestors 'none'");
        JsonNode measurements = http.get("/v1/runs/" + run + "/measurements").items();
        assertThat(measurements.at("/0/variantId").asText()).isEqualTo(variant.toString());
        assertThat(http.get("/v1/nodes").with(200).json().at("/items/0/live").asBoolean())
                .isTrue();
        http.get("/v1/variants/" + UUID.randomUUID()).problem(ErrorCode.NOT_FOUND);
        http.get("/v1/runs/none/variants").problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void failedQuantizationMakesTheRunInvalid() {
        String run = fixture.submitted();
        fixture.fail(run);

        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);

        JsonNode verdict = http.get("/v1/runs/" + run + "/verdict").with(200).json();
        assertThat(verdict.path("verdict").asText()).isEqualTo("INVALID");
        assertThat(verdict.at("/variants/0/failure/code").asText()).isEqualTo("MODEL_UNSUPPORTED_OPERATOR");
        assertThat(verdict.at("/variants/0/failure/message").asText()).isEqualTo("The model has a Frobnicate node.");
    }

    @Test
    void timelineSaysWhereTheTimeWent() {
        String run = fixture.submitted();
        fixture.progress(run);
        fixture.quantize(run);
        fixture.benchmark(run);
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);

        JsonNode timeline = http.get("/v1/runs/" + run + "/timeline").with(200).json();

        assertThat(timeline.path("state").asText()).isEqualTo("DONE");
        assertThat(timeline.at("/jobs/0/kind").asText()).isEqualTo("QUANTIZE");
        assertThat(timeline.at("/jobs/0/attempts/0/end").asText()).isEqualTo("SUCCEEDED");
        assertThat(timeline.at("/jobs/0/attempts/0/phases").findValuesAsText("name"))
                .containsExactly("queued", "unknown", "calibrate");
        assertThat(timeline.at("/jobs/1/deviceClass").asText()).isEqualTo(RunFixture.CLASS);
        assertThat(timeline.path("shares").findValuesAsText("phase"))
                .containsExactly("queued", "unknown", "calibrate", "queued", "unknown", "decide");
        http.get("/v1/runs/none/timeline").problem(ErrorCode.NOT_FOUND);
        http.get("/v1/runs/" + UUID.randomUUID() + "/timeline").problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void cancelledRunStaysCancelled() {
        String run = fixture.submitted();

        assertThat(http.post("/v1/runs/" + run + "/cancel", "")
                        .with(200)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("CANCELLED");
        http.post("/v1/runs/" + run + "/cancel", "").with(200);

        assertThat(http.get("/v1/runs/" + run + "/jobs")
                        .json()
                        .at("/items/0/state")
                        .asText())
                .isEqualTo("CANCELLED");
        http.get("/v1/runs/" + run + "/verdict").problem(ErrorCode.CONFLICT);
        http.post("/v1/runs/none/cancel", "").problem(ErrorCode.NOT_FOUND);
        assertThat(SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0)
                        .getLast()
                        .data())
                .contains("CANCELLED");
    }

    @Test
    void streamResumesAfterTheLastEventThatWasSeen() {
        String run = fixture.submitted();
        fixture.progress(run);
        http.post("/v1/runs/" + run + "/cancel", "").with(200);

        List<SseEvent> all = SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);
        List<SseEvent> rest = SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 2);

        assertThat(all).extracting(SseEvent::id).containsExactlyElementsOf(SseEvent.numbers(1, all.size()));
        assertThat(all).extracting(SseEvent::type).contains("run-state", "job-state", "progress");
        assertThat(rest).isEqualTo(all.subList(2, all.size()));
        http.get("/v1/runs/none/events", "Accept", "text/event-stream").problem(ErrorCode.NOT_FOUND);
        http.get("/v1/runs/" + run + "/events", "Last-Event-ID", "x", "Accept", "text/event-stream")
                .problem(ErrorCode.REQUEST_INVALID);
    }

    @Test
    @Timeout(600)
    void followerOfAnEndedRunIsSentHomeThoughItHasSeenAll() {
        String run = fixture.submitted();
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
        URI events = root.resolve("/v1/runs/" + run + "/events");
        int last = SseEvent.follow(key, events, 0).size();

        assertThat(SseEvent.follow(key, events, last)).isEmpty();
        assertThat(SseEvent.follow(key, events, last + 7L)).isEmpty();
    }

    @Test
    @Timeout(600)
    void followerHearsWhatHappensWhileItListens() throws Exception {
        String run = fixture.submitted();
        try (SseEvent.Stream stream = SseEvent.open(key, root.resolve("/v1/runs/" + run + "/events"), 0)) {
            assertThat(stream.next().type()).isEqualTo("run-state");
            assertThat(stream.next().type()).isEqualTo("job-state");
            fixture.progress(run);
            SseEvent begun = stream.next();
            assertThat(begun.type()).isEqualTo("run-state");
            assertThat(begun.data()).contains("RUNNING");
            assertThat(stream.next().data()).contains("RUNNING").contains("QUANTIZE");
            assertThat(stream.next().data()).contains("calibrate");
        }
    }

    @Test
    void silentStreamSaysAgainAndAgainWhereTheRunStands() throws Exception {
        String run = fixture.submitted();
        try (SseEvent.Stream stream = SseEvent.open(key, root.resolve("/v1/runs/" + run + "/events"), 0)) {
            for (int i = 0; i < 2; i++) {
                SseEvent told = stream.notice();
                assertThat(told.type()).isEqualTo("heartbeat");
                JsonNode status = new ObjectMapper().readTree(told.data());
                assertThat(status.path("state").asText()).isEqualTo("QUEUED");
                assertThat(status.path("jobs").asInt()).isEqualTo(1);
                assertThat(status.path("ended").asInt()).isZero();
                assertThat(status.path("running").asInt()).isZero();
                assertThat(status.at("/waiting/0/kind").asText()).isEqualTo("QUANTIZE");
                assertThat(status.at("/waiting/0/place").asLong()).isPositive();
                assertThat(status.at("/waiting/0/queuedAt").asText()).startsWith("20");
                assertThat(status.path("sentence").asText())
                        .startsWith("The run is QUEUED: of its 1 jobs so far 0 have ended, 0 run and 1 wait.")
                        .contains("for a worker and has place");
            }
        }
    }

    @Test
    @Timeout(600)
    void streamThatTheClientHasLimitedEndsAndSaysWhereTheRunStands() throws Exception {
        String run = fixture.submitted();
        fixture.quantize(run);
        URI address = root.resolve("/v1/runs/" + run + "/events?timeout=1");
        SseEvent last = null;
        try (SseEvent.Stream stream = SseEvent.open(key, address, 0)) {
            for (SseEvent told = stream.notice(); told != null; told = stream.notice()) {
                last = told;
            }
        }
        assertThat(last.type()).isEqualTo("timeout");
        assertThat(last.data())
                .contains("\"state\":\"RUNNING\"")
                .contains("for a node that offers " + RunFixture.CLASS);
        for (String wrong : List.of("0", "soon", "86401")) {
            assertThat(http.get("/v1/runs/" + run + "/events?timeout=" + wrong, "Accept", "text/event-stream")
                            .problem(ErrorCode.REQUEST_INVALID))
                    .contains("'timeout'")
                    .contains("from 1 to 86400");
        }
    }
}
