package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.audit.AuditChain;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.CancelRunRequest;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.RunsGrpc;
import io.grpc.ManagedChannel;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What the audit log says of calls over HTTP and gRPC. */
@QuarkusTest
class TestAudit extends GrpcTest {
    @ConfigProperty(name = "narrowgauge.oidc.company.issuer")
    String issuer;

    @Test
    void saysWhoDidWhatToWhatFromWhere() {
        String made = RunFixture.id(http.post("/v1/keys", "{\"name\": \"ci\", \"scopes\": [\"read\"]}")
                .with(201));
        JsonNode done = entry(line -> line.path("target").asText().equals("/v1/keys/" + made));
        assertThat(done.path("operation").asText()).isEqualTo("createKey");
        assertThat(done.path("outcome").asText()).isEqualTo("done");
        assertThat(done.path("by").asText()).isEqualTo("KEY");
        assertThat(done.path("key").asText()).isEqualTo(key.id().toString());
        assertThat(done.path("keyName").asText()).isEqualTo("tests");
        assertThat(done.path("address").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        JsonNode begun = entry(line -> line.path("call").equals(done.path("call"))
                && line.path("outcome").asText().equals("begun"));
        assertThat(begun.path("target").asText()).isEqualTo("/v1/keys");
        assertThat(begun.path("sequence").asLong())
                .isLessThan(done.path("sequence").asLong());
    }

    @Test
    void projectThatIsMadeIsNamed() {
        String name = "audited-" + System.nanoTime();
        http.post("/v1/projects", "{\"name\": \"%s\"}".formatted(name)).with(201);
        JsonNode done = entry(line -> line.path("target").asText().equals("/v1/projects/" + name));
        assertThat(done.path("operation").asText()).isEqualTo("createProject");
        assertThat(done.path("outcome").asText()).isEqualTo("done");
    }

    @Test
    void quotaThatWasSetIsTold() {
        http.post("/v1/quotas/default", "{\"weight\": 7}").with(200);
        JsonNode done = entry(line -> line.path("target").asText().contains("weight=7"));
        assertThat(done.path("operation").asText()).isEqualTo("setQuota");
        assertThat(done.path("target").asText()).startsWith("/v1/quotas/default ");
        http.post("/v1/quotas/default", "{}").with(200);
    }

    @Test
    void runIsRecordedOnceWithItsId() {
        String run = fixture.submitted();
        List<JsonNode> lines = entries(line -> line.path("target").asText().equals(run));
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.path("operation").asText()).isEqualTo("submitRun");
            assertThat(line.path("outcome").asText()).isEqualTo("done");
            assertThat(line.path("key").asText()).isEqualTo(key.id().toString());
        });
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
    }

    @Test
    void refusedAndFailedCallsAreRecorded() {
        KeyText reader = newKey(Permission.READ);
        http.with(Optional.of(reader)).post("/v1/runs", fixture.request()).problem(ErrorCode.ACCESS_DENIED);
        assertThat(entry(line -> line.path("key").asText().equals(reader.id().toString()))
                        .path("outcome")
                        .asText())
                .isEqualTo("ACCESS_DENIED");
        KeyText stranger = KeyText.random();
        assertFails(() -> runs(stranger, "nope"), ErrorCode.KEY_REFUSED);
        assertThat(entry(line -> line.path("key").asText().equals(stranger.id().toString()))
                        .path("operation")
                        .asText())
                .isEqualTo("getRun");
        KeyText submitter = newKey(Permission.SUBMIT, Permission.READ);
        http.with(Optional.of(submitter)).post("/v1/runs", "{}");
        assertThat(entry(line -> line.path("key").asText().equals(submitter.id().toString()))
                        .path("outcome")
                        .asText())
                .isEqualTo("REQUEST_INVALID");
    }

    @Test
    void personWhoIsRefusedIsNamed() {
        String subject = "refused-" + System.nanoTime();
        http.with(Optional.of(new Issuer(issuer).token("{\"sub\": \"%s\"}".formatted(subject))))
                .get("/v1/keys")
                .problem(ErrorCode.ACCESS_DENIED);
        assertThat(entry(line -> line.path("identity").asText().equals("company/" + subject))
                        .path("outcome")
                        .asText())
                .isEqualTo("ACCESS_DENIED");
    }

    @Test
    void personWhomNoRuleMeetsIsNamed() {
        String subject = "unknown-" + System.nanoTime();
        http.with(Optional.of(new Issuer(issuer).token("{\"sub\": \"%s\", \"groups\": []}".formatted(subject))))
                .get("/v1/session")
                .problem(ErrorCode.ACCESS_DENIED);
        JsonNode refused = entry(line -> line.path("identity").asText().equals("company/" + subject));
        assertThat(refused.path("outcome").asText()).isEqualTo("ACCESS_DENIED");
        assertThat(refused.path("by").asText()).isEqualTo("IDENTITY");
    }

    @Test
    void callsOfGrpcSayWhatTheyAreAbout() {
        String run = fixture.submitted();
        runs().cancel(CancelRunRequest.newBuilder().setRunId(run).build());
        List<JsonNode> lines = entries(line -> line.path("target").asText().contains("run_id: \"" + run));
        assertThat(lines).extracting(line -> line.path("outcome").asText()).containsExactlyInAnyOrder("begun", "done");
        assertFails(
                () -> runs().cancel(CancelRunRequest.newBuilder()
                        .setRunId("nope " + run)
                        .build()),
                ErrorCode.NOT_FOUND);
        assertThat(entries(line -> line.path("target").asText().contains("nope " + run)))
                .extracting(line -> line.path("outcome").asText())
                .containsExactlyInAnyOrder("begun", "NOT_FOUND");
    }

    /** By no more than the lines, as whoever has them does. */
    @Test
    void linesAreOneChain() {
        fixture.model();
        AuditChain chain = new AuditChain();
        String part = http.get("/v1/audit/lines?limit=1").with(200).text();
        assertThat(part.lines().toList()).hasSize(1);
        List<String> faults = new ArrayList<>();
        do {
            part.lines().forEach(line -> chain.add(line).ifPresent(faults::add));
            part = http.get("/v1/audit/lines?limit=500&after=" + chain.last())
                    .with(200)
                    .text();
        } while (!part.isEmpty() && faults.isEmpty());
        assertThat(faults).isEmpty();
        assertThat(chain.first()).isEqualTo(1);
        assertThat(chain.last()).isGreaterThan(1);
    }

    private JsonNode entry(Predicate<JsonNode> wanted) {
        return entries(wanted).getFirst();
    }

    /** Of the newest. */
    private List<JsonNode> entries(Predicate<JsonNode> wanted) {
        return http.get("/v1/audit?limit=200")
                .items()
                .valueStream()
                .filter(wanted)
                .toList();
    }

    private void runs(KeyText sent, String run) {
        ManagedChannel other = channel(Optional.of(sent));
        try {
            RunsGrpc.newBlockingStub(other)
                    .get(GetRunRequest.newBuilder().setRunId(run).build());
        } finally {
            other.shutdownNow();
        }
    }
}
