package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.PresenceStore;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestStatus extends ApiTest {
    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    @Test
    void serviceItselfIsThere() {
        await("it has said so", () -> !status().path("roles").isEmpty());
        JsonNode api = find("roles", role -> role.path("role").asText().equals("api"));
        assertThat(api.path("live").asBoolean()).isTrue();
        assertThat(api.path("version").asText()).isNotEmpty();
        assertThat(api.path("process").asText()).startsWith("api@");
        assertThat(api.path("paused").isNull()).isTrue();
        assertThat(status().path("schemaVersion").asInt()).isGreaterThanOrEqualTo(14);
    }

    @Test
    void quantizeJobsWaitForAWorker() {
        String run = fixture.submitted();
        JsonNode queue = find("queues", one -> one.path("kind").asText().equals("QUANTIZE"));
        assertThat(queue.path("queued").asInt()).isPositive();
        assertThat(queue.path("oldestSeconds").isIntegralNumber()).isTrue();
        assertThat(queue.path("deviceClass").isNull()).isTrue();
        assertThat(obstacle("NO_WORKER").path("sentence").asText()).endsWith("quantize jobs wait and no worker lives.");
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
    }

    @Test
    void pausedWorkerSaysWhy() {
        PresenceStore presences = new PresenceStore(Database.jdbi(database));
        PresenceStore.Role worker = new PresenceStore.Role("worker@lab", "worker", "1.2");
        presences.seen(worker, Optional.of("the mount is missing"));
        JsonNode wait = obstacle("PAUSED");
        assertThat(wait.path("subject").asText()).isEqualTo("worker@lab");
        assertThat(wait.path("sentence").asText()).isEqualTo("worker@lab takes no work: the mount is missing");
        presences.leave(worker);
    }

    @Test
    void measurementsWaitForADrainedNode() {
        fixture.registerNode("status-node", "arm-status");
        String run = RunFixture.id(
                http.post("/v1/runs", fixture.request().replaceFirst("\\{", "{\"deviceClasses\": [\"arm-status\"],"))
                        .with(201));
        fixture.quantize(run);
        http.post("/v1/nodes/status-node/drain", "").with(200);

        assertThat(obstacle("NO_NODE").path("sentence").asText())
                .startsWith("1 benchmark jobs wait for 'arm-status'. No node that offers 'arm-status' takes jobs now:");
        JsonNode queue = find("queues", one -> one.path("deviceClass").asText().equals("arm-status"));
        assertThat(queue.path("queued").asInt()).isEqualTo(1);
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
        fixture.leave("status-node");
        http.post("/v1/nodes/status-node/forget", "").with(200);
    }

    /** As in the middle of an upgrade whose workers come last. */
    @Test
    void jobsWaitForAWorkerOfANewerRelease() {
        PresenceStore presences = new PresenceStore(Database.jdbi(database));
        PresenceStore.Role worker = new PresenceStore.Role("worker@old", "worker", "1.2");
        presences.begin(worker);
        String run = fixture.submitted();
        Database.jdbi(database)
                .useHandle(handle ->
                        handle.execute("UPDATE job SET recipe_version = 2 WHERE run_id = CAST(? AS uuid)", run));
        assertThat(obstacle("TOO_NEW").path("subject").asText()).isEqualTo("worker");
        assertThat(obstacle("TOO_NEW").path("sentence").asText())
                .contains("quantize jobs wait that are about a recipe of version 2", "start one of a newer release");
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
        presences.leave(worker);
    }

    private JsonNode status() {
        return http.get("/v1/status").with(200).json();
    }

    private JsonNode obstacle(String reason) {
        return find("waits", one -> one.path("reason").asText().equals(reason));
    }

    private JsonNode find(String list, Predicate<JsonNode> wanted) {
        return status().path(list).valueStream().filter(wanted).findFirst().orElseThrow();
    }
}
