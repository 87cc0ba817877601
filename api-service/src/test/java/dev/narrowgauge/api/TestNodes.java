package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestNodes extends ApiTest {
    private static final String REASON = "{\"reason\": \"The fan was replaced.\"}";

    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    /** The other tests share the node. */
    @AfterEach
    void clear() {
        http.post("/v1/nodes/test-node/clear", REASON);
    }

    @Test
    void noiseFloorIsToldWithTheNode() {
        JsonNode node = node();
        assertThat(node.at("/noiseFloor/needed").asInt()).isEqualTo(20);
        assertThat(node.at("/noiseFloor").has("controls")).isTrue();
        assertThat(node.at("/noiseFloor").has("smallestDifference")).isTrue();
        assertThat(node.path("quarantine").isNull()).isTrue();
    }

    @Test
    void quarantinedNodeIsNotOfferedUntilAPersonClearsIt() {
        String request = fixture.request();
        fixture.quarantineNode();

        assertThat(http.post("/v1/nodes/test-node/forget", "").problem(ErrorCode.CONFLICT))
                .contains("clear it first, with a reason");
        JsonNode quarantine = node().path("quarantine");
        assertThat(quarantine.path("reason").asText()).contains("exclude 1");
        assertThat(quarantine.path("since").asText()).startsWith("20");
        String named = request.replaceFirst("\\{", "{\"deviceClasses\": [\"x86-avx2\"],");
        for (String refused : new String[] {request, named}) {
            assertThat(http.post("/v1/runs", refused).problem(ErrorCode.NODE_QUARANTINED))
                    .startsWith("The node 'test-node' has been quarantined since 20")
                    .contains(quarantine.path("reason").asText())
                    .contains("POST /v1/nodes/test-node/clear")
                    .contains("POST /v1/nodes/test-node/recheck");
        }

        JsonNode cleared =
                http.post("/v1/nodes/test-node/clear", REASON).with(200).json();
        assertThat(cleared).isEqualTo(node());
        assertThat(cleared.path("quarantine").isNull()).isTrue();
        assertThat(cleared.at("/clearance/reason").asText()).isEqualTo("The fan was replaced.");
        assertThat(cleared.at("/noiseFloor/controls").asInt()).isZero();
        http.post("/v1/runs", request).with(201);
    }

    @Test
    void controlsThatCountAreToldNewestFirst() {
        fixture.quarantineNode();
        JsonNode controls = http.get("/v1/nodes/test-node/controls").items();
        assertThat(controls.size()).isEqualTo(node().at("/noiseFloor/controls").asInt());
        assertThat(controls.get(0).path("alarm").asBoolean()).isTrue();
        assertThat(controls.get(0).path("low").asDouble()).isGreaterThan(1);
        assertThat(controls.get(0).path("ratio").asDouble())
                .isBetween(
                        controls.get(0).path("low").asDouble(),
                        controls.get(0).path("high").asDouble());
        assertThat(controls)
                .extracting(control -> Instant.parse(control.path("at").asText()))
                .isSortedAccordingTo(Comparator.reverseOrder());

        http.post("/v1/nodes/test-node/clear", REASON).with(200);
        assertThat(http.get("/v1/nodes/test-node/controls").items()).isEmpty();
        http.get("/v1/nodes/no-such-node/controls").problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void sessionIsAskedForUntilTheAgentHasMeasured() {
        fixture.quarantineNode();
        assertThat(node().at("/quarantine/recheckAsked").asBoolean()).isFalse();

        JsonNode asked = http.post("/v1/nodes/test-node/recheck", "").with(200).json();
        assertThat(asked.at("/quarantine/recheckAsked").asBoolean()).isTrue();
        assertThat(node().at("/quarantine/recheckAsked").asBoolean()).isTrue();
    }

    @Test
    void drainedNodeIsToldWhereItIsWaitedFor() throws IOException {
        fixture.registerNode("drained-node", "arm-drained");
        String request = fixture.request().replaceFirst("\\{", "{\"deviceClasses\": [\"arm-drained\"],");
        JsonNode drained =
                http.post("/v1/nodes/drained-node/drain", "").with(200).json();
        assertThat(drained.path("drainedSince").asText()).startsWith("20");
        assertThat(http.post("/v1/nodes/drained-node/drain", "")
                        .with(200)
                        .json()
                        .path("drainedSince"))
                .as("drained since it was")
                .isEqualTo(drained.path("drainedSince"));

        String run = RunFixture.id(http.post("/v1/runs", request).with(201));
        fixture.quantize(run);
        try (SseEvent.Stream stream = SseEvent.open(key, root.resolve("/v1/runs/" + run + "/events"), 0)) {
            assertThat(stream.notice().data())
                    .contains(
                            "No node that offers 'arm-drained' takes jobs now: 'drained-node' has been drained since 20");
        }
        http.post("/v1/runs/" + run + "/cancel", "").with(200);

        JsonNode resumed =
                http.post("/v1/nodes/drained-node/resume", "").with(200).json();
        assertThat(resumed.path("drainedSince").isNull()).isTrue();
        assertThat(http.post("/v1/nodes/drained-node/forget", "").problem(ErrorCode.CONFLICT))
                .contains("an agent that lives");
        fixture.leave("drained-node");
        http.post("/v1/nodes/drained-node/forget", "").with(200);
        for (String action : new String[] {"drain", "resume", "forget"}) {
            assertThat(http.post("/v1/nodes/drained-node/" + action, "").problem(ErrorCode.NOT_FOUND))
                    .contains("'drained-node'");
        }
    }

    /** One can wait for a class of drained nodes, but nobody has to. */
    @Test
    void drainedNodeIsNotChosen() {
        String request = fixture.request();
        http.post("/v1/nodes/test-node/drain", "").with(200);
        try {
            assertThat(http.post("/v1/runs", request).problem(ErrorCode.NO_DEVICE))
                    .contains("drained (test-node)", "/resume");
        } finally {
            http.post("/v1/nodes/test-node/resume", "").with(200);
        }
    }

    @Test
    void nodesAreListedByTheirLabels() {
        fixture.registerLabelledNode("labelled", "arm-labelled", "rack=7", "nightly");
        JsonNode found = http.get("/v1/nodes?label=rack%3D7&label=nightly").items();
        assertThat(found.valueStream().map(node -> node.path("name").asText())).containsExactly("labelled");
        assertThat(found.at("/0/labels/0").asText()).isEqualTo("rack=7");
        assertThat(http.get("/v1/nodes?label=rack%3D7&label=weekly").items()).isEmpty();
        fixture.leave("labelled");
        http.post("/v1/nodes/labelled/forget", "").with(200);
    }

    @Test
    void whatCannotBeClearedIsToldWhy() {
        assertThat(http.post("/v1/nodes/nowhere/clear", REASON).problem(ErrorCode.NOT_FOUND))
                .contains("'nowhere'");
        assertThat(http.post("/v1/nodes/test-node/clear", REASON).problem(ErrorCode.CONFLICT))
                .contains("not quarantined");
        http.post("/v1/nodes/test-node/recheck", "").problem(ErrorCode.CONFLICT);
        for (String body :
                new String[] {"", "{}", "{\"reason\": \" \"}", "{\"reason\": \"" + "x".repeat(501) + "\"}"}) {
            assertThat(http.post("/v1/nodes/test-node/clear", body).problem(ErrorCode.REQUEST_INVALID))
                    .contains("'reason'");
        }
    }

    private JsonNode node() {
        return http.get("/v1/nodes")
                .items()
                .valueStream()
                .filter(node -> node.path("name").asText().equals("test-node"))
                .findFirst()
                .orElseThrow();
    }
}
