package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.RunEvent;
import dev.narrowgauge.proto.v1.RunsGrpc;
import io.grpc.ManagedChannel;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TestKeys extends GrpcTest {
    @Test
    void keyIsToldOnceAndGoodForItsScopes() {
        JsonNode made = made("\"read\", \"submit\"");
        Http client = client(made);
        client.get("/v1/runs").with(200);
        assertThat(client.get("/v1/session").with(200).json().path("scopes").toString())
                .isEqualTo("[\"read\",\"submit\"]");
        assertThat(client.get("/v1/keys").problem(ErrorCode.ACCESS_DENIED))
                .contains("'ci'", "good for read, submit", "'admin'");

        Http.Answer list = http.get("/v1/keys").with(200);
        assertThat(list.text()).doesNotContain(made.path("key").asText().substring(26));
        JsonNode listed = listed(made);
        assertThat(listed.path("lastUsedAt").asText()).as("noted").startsWith("20");
        assertThat(Instant.parse(listed.path("expiresAt").asText()))
                .isEqualTo(Instant.parse(listed.path("createdAt").asText()).plus(Duration.ofDays(90)));
    }

    @Test
    void keyThatIsRevokedIsRefusedAtOnce() {
        JsonNode made = made("\"read\"");
        Http client = client(made);
        client.get("/v1/runs").with(200);
        http.post(path(made, "revoke"), "").with(200);
        assertThat(client.get("/v1/runs").problem(ErrorCode.KEY_REFUSED)).contains("'ci'", "was revoked at 20");
    }

    /** As another replica does it, of which this one hears through the database alone. */
    @Test
    void keyThatAnotherReplicaRevokesIsRefused() {
        KeyText other = newKey(Permission.READ);
        Http client = http.with(Optional.of(other));
        client.get("/v1/runs").with(200);
        keys.revoke(other.id());
        await("refused", () -> client.get("/v1/runs").status() != 200);
        client.get("/v1/runs").problem(ErrorCode.KEY_REFUSED);
    }

    @Test
    void keyThatIsRotatedStaysGoodForTheOverlap() {
        JsonNode first = made("\"read\"");
        JsonNode second = http.post(path(first, "rotate"), "{\"overlapHours\": 1, \"expiresInDays\": 2}")
                .with(201)
                .json();
        assertThat(second.path("name")).isEqualTo(first.path("name"));
        assertThat(second.path("scopes")).isEqualTo(first.path("scopes"));
        client(first).get("/v1/runs").with(200);
        client(second).get("/v1/runs").with(200);
        assertThat(Instant.parse(listed(first).path("expiresAt").asText()))
                .isBefore(Instant.now().plus(Duration.ofHours(2)));

        JsonNode third = http.post(path(second, "rotate"), "{\"overlapHours\": 0}")
                .with(201)
                .json();
        assertThat(client(second).get("/v1/runs").problem(ErrorCode.KEY_REFUSED))
                .contains("expired");
        client(third).get("/v1/runs").with(200);
        http.post(path(second, "rotate"), "{}").problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void keyThatIsRevokedEndsTheStreamsOfItsHolder() throws Exception {
        String run = fixture.submitted();
        KeyText follower = newKey(Permission.READ);
        ManagedChannel watching = channel(Optional.of(follower));
        try (SseEvent.Stream stream = SseEvent.open(follower, root.resolve("/v1/runs/" + run + "/events"), 0)) {
            Iterator<RunEvent> watched = RunsGrpc.newBlockingStub(watching)
                    .withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .watch(watch(run, 0));
            assertThat(stream.next().type()).isEqualTo("run-state");
            assertThat(watched.next().getType()).isEqualTo("run-state");
            http.post("/v1/keys/%s/revoke".formatted(follower.id()), "").with(200);
            assertFails(() -> watched.forEachRemaining(_ -> {}), ErrorCode.KEY_REFUSED);
            assertThat(stream.next().type()).as("told before").isEqualTo("job-state");
            assertThat(stream.next()).as("end of the stream").isNull();
        } finally {
            watching.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                            | 'name'
            {"name": "ci"}                                                | 'scopes'
            {"name": "ci", "scopes": []}                                  | 'scopes'
            {"name": "ci", "scopes": ["read", "write"]}                   | 'scopes[1]' is 'write'
            {"name": "ci", "scopes": ["read"], "expiresInDays": 0}        | 'expiresInDays' is 0
            {"name": "ci", "scopes": ["read"], "expiresInDays": 4000}     | from 1 to 3650
            """)
    void whatCannotBeAKeyIsNamed(String request, String told) {
        assertThat(http.post("/v1/keys", request).problem(ErrorCode.REQUEST_INVALID))
                .contains(told);
    }

    @Test
    void keyThatThereIsNotIsNamed() {
        for (String id : new String[] {"nope", "00000000-0000-0000-0000-000000000000"}) {
            http.post("/v1/keys/" + id + "/revoke", "").problem(ErrorCode.NOT_FOUND);
            http.post("/v1/keys/" + id + "/rotate", "{}").problem(ErrorCode.NOT_FOUND);
        }
    }

    @Test
    void keyThatHasExpiredIsRefused() {
        KeyText expired = KeyText.random();
        keys.add(
                expired,
                new ApiKeyStore.Wanted("old", Set.of(Permission.READ), Optional.of(Duration.ZERO), Optional.empty()));
        assertThat(http.with(Optional.of(expired)).get("/v1/runs").problem(ErrorCode.KEY_REFUSED))
                .contains("'old' expired at 20");
    }

    private JsonNode made(String scopes) {
        return http.post("/v1/keys", "{\"name\": \"ci\", \"scopes\": [%s]}".formatted(scopes))
                .with(201)
                .json();
    }

    private JsonNode listed(JsonNode made) {
        return http.get("/v1/keys")
                .items()
                .valueStream()
                .filter(item -> item.path("id").equals(made.path("id")))
                .findFirst()
                .orElseThrow();
    }

    private Http client(JsonNode made) {
        return http.with(KeyText.read(made.path("key").asText()));
    }

    private static String path(JsonNode made, String action) {
        return "/v1/keys/%s/%s".formatted(made.path("id").asText(), action);
    }
}
