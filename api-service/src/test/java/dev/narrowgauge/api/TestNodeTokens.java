package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestNodeTokens extends ApiTest {
    @Test
    void secretIsToldOnceAndTokensAreListedAndRevoked() {
        JsonNode first = made("lab-7");
        JsonNode second = made("lab-7");
        assertThat(first.path("token").asText())
                .startsWith("narrowgauge_node_")
                .isNotEqualTo(second.path("token").asText());

        JsonNode revoked = http.post(
                        "/v1/node-tokens/%s/revoke".formatted(first.path("id").asText()), "")
                .with(200)
                .json();
        assertThat(revoked.path("revokedAt").asText()).startsWith("20");
        Http.Answer list = http.get("/v1/node-tokens?node=lab-7").with(200);
        assertThat(list.text()).doesNotContain("narrowgauge_node_");
        assertThat(list.json().at("/items/0")).isEqualTo(revoked);
        assertThat(list.json().at("/items/1/id")).isEqualTo(second.path("id"));
        assertThat(list.json().at("/items/1/revokedAt").isNull()).isTrue();
        assertThat(list.json().at("/items").size()).isEqualTo(2);
    }

    @Test
    void whatWasDoneWithARevokedTokenGoesToOthers() {
        String token = made("lab-10").path("id").asText();
        fixture.registerNode();
        JobStore jobs = new JobStore(Database.jdbi(database));
        Job job = jobs.ofRun(UUID.fromString(fixture.submitted())).getFirst();
        jobs.claim(job.id(), 1, "agent by token " + token, Duration.ofHours(1));
        http.post("/v1/node-tokens/%s/revoke".formatted(token), "").with(200);
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void classesOfATokenAreTold() {
        JsonNode token = http.post(
                        "/v1/node-tokens", "{\"node\": \"lab-8\", \"deviceClasses\": [\"x86-vnni\", \"x86-avx2\"]}")
                .with(201)
                .json();
        assertThat(token.at("/deviceClasses/1").asText()).isEqualTo("x86-avx2");
        JsonNode list = http.get("/v1/node-tokens?node=lab-8").with(200).json();
        assertThat(list.at("/items/0/deviceClasses")).isEqualTo(token.path("deviceClasses"));
        assertThat(made("lab-9").path("deviceClasses").isEmpty()).isTrue();
        http.post("/v1/node-tokens", "{\"node\": \"lab-8\", \"deviceClasses\": [\"a class\"]}")
                .problem(ErrorCode.REQUEST_INVALID);
    }

    @Test
    void whatNamesNoNodeOrTokenIsRefused() {
        http.post("/v1/node-tokens", "{}").problem(ErrorCode.REQUEST_INVALID);
        http.post("/v1/node-tokens", "{\"node\": \" \"}").problem(ErrorCode.REQUEST_INVALID);
        http.get("/v1/node-tokens").problem(ErrorCode.REQUEST_INVALID);
        http.post("/v1/node-tokens/lab-7/revoke", "").problem(ErrorCode.NOT_FOUND);
        http.post("/v1/node-tokens/00000000-0000-0000-0000-000000000000/revoke", "")
                .problem(ErrorCode.NOT_FOUND);
    }

    private JsonNode made(String node) {
        return http.post("/v1/node-tokens", "{\"node\": \"%s\"}".formatted(node))
                .with(201)
                .json();
    }
}
