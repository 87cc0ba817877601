package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.api.wait.WaitLimits;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.WaitStore;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that nobody works on end, and say why. */
@QuarkusTest
class TestRunEnds extends ApiTest {
    private static final Duration GONE_AFTER = Duration.ofMinutes(5);

    private final AtomicLong time = new AtomicLong();
    private Jdbi jdbi;
    private WaitLimits limits;

    @BeforeEach
    void watch() {
        fixture.registerNode();
        jdbi = Database.jdbi(database);
        limits = new WaitLimits(new WaitStore(jdbi), new NodeStore(jdbi), GONE_AFTER, time::get);
    }

    /** The other tests know of one node. */
    @AfterEach
    void forgetNodes() {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM node WHERE name <> 'test-node'"));
    }

    @Test
    void classWhoseOnlyNodeIsDeadMakesTheRunInvalid() {
        fixture.registerNode("dead-node", "arm-dead");
        String run = submitted("\"deviceClasses\": [\"arm-dead\"]");
        fixture.quantize(run);
        passes("10 minutes", "dead-node", run);

        assertThat(limits.enforce()).as("nobody has looked on").isZero();
        time.addAndGet(GONE_AFTER.toNanos());
        limits.enforce();

        JsonNode failure = invalid(run);
        assertThat(failure.path("code").asText()).isEqualTo("NO_DEVICE");
        assertThat(failure.path("message").asText())
                .startsWith("No live node offers the device class 'arm-dead' ('dead-node' was last seen at 20")
                .contains("Start a benchmark agent");
    }

    /** Neither is a node that could take the job, and each for another reason. */
    @Test
    void classOfADeadAndAQuarantinedNodeMakesTheRunInvalid() {
        fixture.registerNode("gone-node", "arm-mixed");
        fixture.registerNode("odd-node", "arm-mixed");
        String run = submitted("\"deviceClasses\": [\"arm-mixed\"]");
        fixture.quantize(run);
        passes("10 minutes", "gone-node", run);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE node SET quarantined_at = now(), quarantine_reason = 'It is odd.' WHERE name = 'odd-node'"));
        time.addAndGet(GONE_AFTER.toNanos());

        limits.enforce();

        JsonNode failure = invalid(run);
        assertThat(failure.path("code").asText()).isEqualTo("NODE_QUARANTINED");
        assertThat(failure.path("message").asText()).contains("'odd-node' has been quarantined", "It is odd.");
    }

    @Test
    void measurementThatNoNodeTakesInTimeMakesTheRunInvalid() {
        String run = submitted("\"policy\": {\"maxWait\": \"2h\"}");
        fixture.quantize(run);
        passes("3 hours", "nobody", run);
        time.addAndGet(Duration.ofHours(2).toNanos());

        assertThat(limits.enforce()).isEqualTo(1);

        JsonNode failure = invalid(run);
        assertThat(failure.path("code").asText()).isEqualTo("WAIT_EXPIRED");
        assertThat(failure.path("message").asText())
                .startsWith("No node that offers 'x86-vnni' took this job within 2h, the policy's 'maxWait'")
                .contains("had place 1 in the queue", "'test-node' was last seen at 20");
    }

    /** By the service itself, which looks every second here. */
    @Test
    @Timeout(600)
    void quantizationThatNoWorkerTakesInTimeMakesTheRunInvalid() {
        String run = submitted("\"policy\": {\"maxWait\": \"1s\"}");

        JsonNode failure = invalid(run);

        assertThat(failure.path("code").asText()).isEqualTo("WAIT_EXPIRED");
        assertThat(failure.path("message").asText())
                .startsWith("No worker took this job within 1s")
                .contains("Start a worker");
        assertThat(http.get("/v1/runs/" + run + "/jobs")
                        .with(200)
                        .json()
                        .at("/items/0/error/code")
                        .asText())
                .isEqualTo(ErrorCode.WAIT_EXPIRED.name());
    }

    private String submitted(String member) {
        return RunFixture.id(http.post("/v1/runs", fixture.request().replaceFirst("\\{", "{" + member + ", "))
                .with(201));
    }

    /** Waits for the end of the run; what is said of the variant that is missing. */
    private JsonNode invalid(String run) {
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);
        JsonNode verdict = http.get("/v1/runs/" + run + "/verdict").with(200).json();
        assertThat(verdict.path("verdict").asText()).isEqualTo("INVALID");
        return verdict.at("/variants/0/failure");
    }

    /** Since the node was seen, and since the run's jobs began to wait. */
    private void passes(String passed, String node, String run) {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "UPDATE node SET last_seen_at = last_seen_at - CAST(? AS interval) WHERE name = ?", passed, node);
            handle.execute("""
                    UPDATE job SET queued_at = queued_at - CAST(? AS interval), started_at = started_at - CAST(? AS interval),
                        ended_at = ended_at - CAST(? AS interval)
                    WHERE run_id = CAST(? AS uuid)
                    """, passed, passed, passed, run);
        });
    }
}
