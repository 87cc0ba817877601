package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
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
    void sessionIsAskedForUntilTheAgentHasMeasured() {
        fixture.quarantineNode();
        assertThat(node().at("/quarantine/recheckAsked").asBoolean()).isFalse();

        JsonNode asked = http.post("/v1/nodes/test-node/recheck", "").with(200).json();
        assertThat(asked.at("/quarantine/recheckAsked").asBoolean()).isTrue();
        assertThat(node().at("/quarantine/recheckAsked").asBoolean()).isTrue();
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
                .with(200)
                .json()
                .path("items")
                .valueStream()
                .filter(node -> node.path("name").asText().equals("test-node"))
                .findFirst()
                .orElseThrow();
    }
}
