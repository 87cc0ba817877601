package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.api.Http.Answer;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a project is told that has as much as it may have. */
@QuarkusTest
class TestQuotas extends GrpcTest {
    private static final String DEFAULT = "/v1/quotas/default";

    @AfterEach
    void takeTheLimitsAway() {
        http.post(DEFAULT, "{}").with(200);
    }

    @Test
    void fullQueueSaysWhenToComeBack() {
        String request = fixture.request();
        var rpc = request("{}").build();
        http.post(DEFAULT, "{\"queuedRuns\": 0}").with(200);
        Answer refused = http.post("/v1/runs", request);
        assertThat(refused.problem(ErrorCode.QUEUE_FULL)).contains("runs that wait", "narrowgauge status");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refused.json().path("retryAfterSeconds").asInt()).isEqualTo(30);
        assertFails(() -> runs().submit(rpc), ErrorCode.QUEUE_FULL);
        http.post(DEFAULT, "{\"queuedRuns\": 1000000}").with(200);
        String run = RunFixture.id(http.post("/v1/runs", request).with(201));
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
    }

    @Test
    void contentIsTakenWhileThereIsRoom() {
        String known = fixture.model();
        http.post(DEFAULT, "{\"storedBytes\": 0}").with(200);
        byte[] content = RunFixture.unique(TestingInspector.MODEL);
        Answer refused = http.upload("/v1/models?name=new", content);
        refused.problem(ErrorCode.QUOTA_REACHED);
        assertThat(refused.header("Retry-After")).isEqualTo("3600");
        http.get("/v1/models/" + known).with(200);
        http.post(DEFAULT, "{}").with(200);
        http.upload("/v1/models?name=new", content).with(201);
    }

    @Test
    void statusShowsWhatAProjectHasAndMayHave() {
        String run = fixture.submitted();
        http.post(DEFAULT, "{\"weight\": 3, \"openRuns\": 1000000}").with(200);
        JsonNode project = http.get("/v1/status")
                .with(200)
                .json()
                .path("projects")
                .valueStream()
                .filter(one -> one.path("project").asText().equals("default"))
                .findFirst()
                .orElseThrow();
        assertThat(project.path("weight").asInt()).isEqualTo(3);
        assertThat(project.at("/openRuns/used").asInt()).isPositive();
        assertThat(project.at("/openRuns/limit").asInt()).isEqualTo(1_000_000);
        assertThat(project.at("/storedBytes/used").asInt()).isPositive();
        assertThat(project.at("/storedBytes/limit").isNull()).isTrue();
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"weight\": 0}", "{\"weight\": 101}", "{\"storedBytes\": -1}", "{\"space\": 1}", "[]"})
    void quotaThatIsNoneIsRefused(String quota) {
        assertThat(http.post(DEFAULT, quota).problem(ErrorCode.REQUEST_INVALID)).isNotBlank();
    }

    @Test
    void priorityIsOneOfThree() {
        String request = fixture.request();
        assertThat(http.post("/v1/runs", request.replaceFirst("\\{", "{\"priority\": \"urgent\","))
                        .problem(ErrorCode.REQUEST_INVALID))
                .contains("'urgent'", "low, normal or high");
        String run = RunFixture.id(http.post("/v1/runs", request.replaceFirst("\\{", "{\"priority\": \"high\","))
                .with(201));
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
    }
}
