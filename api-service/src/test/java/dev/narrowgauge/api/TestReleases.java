package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestReleases extends ApiTest {
    private static final String WHY = "{\"reason\": \"It was tried.\"}";
    private static final String NONE = "00000000-0000-0000-0000-000000000000";

    private String name;

    @BeforeEach
    void uploadUnderAnotherName() {
        name = "released-" + System.nanoTime();
        fixture.registerNode();
    }

    @Test
    void releaseIsApprovedBySomebodyElse() {
        Http submitter = http(Permission.READ, Permission.SUBMIT);
        Http approver = http(Permission.READ, Permission.SUBMIT, Permission.APPROVE);
        JsonNode proposed = proposed(approver, judged());
        String path = "/v1/releases/" + proposed.path("id").asText();
        assertThat(proposed.path("state").asText()).isEqualTo("PROPOSED");
        assertThat(proposed.path("number").asInt()).isOne();
        assertThat(proposed.path("deviceClasses")).extracting(JsonNode::asText).containsExactly(RunFixture.CLASS);
        assertThat(approver.post(path + "/approve", WHY).problem(ErrorCode.ACCESS_DENIED))
                .contains("somebody else");
        assertThat(submitter.post(path + "/approve", WHY).problem(ErrorCode.ACCESS_DENIED))
                .contains("approve");
        http.post(path + "/approve", "{}").problem(ErrorCode.REQUEST_INVALID);

        JsonNode approved =
                http(Permission.APPROVE).post(path + "/approve", WHY).with(200).json();
        assertThat(approved.path("state").asText()).isEqualTo("ACTIVE");
        assertThat(approved.at("/steps/1/by").asText()).isEqualTo("tests");
        assertThat(approved.at("/steps/1/reason").asText()).isEqualTo("It was tried.");
        assertThat(http.post(path + "/approve", WHY).problem(ErrorCode.CONFLICT))
                .contains("ACTIVE");
        assertThat(submitter.get(path).with(200).json()).isEqualTo(approved);
        assertThat(http.get("/v1/audit?limit=200").items()).anySatisfy(entry -> {
            assertThat(entry.path("operation").asText()).isEqualTo("approveRelease");
            assertThat(entry.path("target").asText()).contains(path, "It was tried.");
        });
    }

    @Test
    void rollBackReturnsToTheReleaseBefore() {
        String first = approved();
        String second = approved();
        JsonNode taken =
                http.post("/v1/releases/" + second + "/rollback", WHY).with(200).json();
        assertThat(taken.path("state").asText()).isEqualTo("ROLLED_BACK");
        assertThat(http.get("/v1/releases?state=ACTIVE&modelName=" + name).items())
                .extracting(item -> item.path("id").asText())
                .containsExactly(first);
        assertThat(http.get("/v1/releases?number=2&modelName=" + name).items())
                .extracting(item -> item.path("id").asText())
                .containsExactly(second);
        assertThat(http.post("/v1/releases/" + first + "/rollback", WHY).problem(ErrorCode.CONFLICT))
                .contains("no release of " + name + " before");
        http.post("/v1/releases/" + second + "/rollback", WHY).problem(ErrorCode.CONFLICT);
    }

    @Test
    void runOfAReleaseIsNotDeleted() {
        String run = judged();
        String path = "/v1/releases/" + proposed(http, run).path("id").asText();
        assertThat(http.delete("/v1/runs/" + run).problem(ErrorCode.CONFLICT)).contains(name + "@1 (PROPOSED)");
        http.post(path + "/withdraw", WHY).with(200);
        http.delete("/v1/runs/" + run).with(200);
        assertThat(http.get(path).with(200).json().path("state").asText()).isEqualTo("WITHDRAWN");
    }

    @Test
    void ruleHoldsVariantsAgainstTheRelease() {
        String policy = ", \"policy\": {\"rules\": [{\"metric\": \"size.ratio\", \"max\": 1, \"baseline\": \"%s\"}]}";
        JsonNode without = http.get("/v1/runs/" + judged(policy.formatted("release")) + "/verdict")
                .with(200)
                .json();
        assertThat(without.path("verdict").asText()).isEqualTo("INVALID");
        assertThat(without.at("/variants/1/rules/0/sentence").asText())
                .isEqualTo(
                        "There is no release of %s yet: promote one first, by 'narrowgauge release promote RUN' and 'narrowgauge release approve %1$s'."
                                .formatted(name));
        assertThat(without.path("previous").isNull()).isTrue();

        String released = judged();
        String id = proposed(http, released).path("id").asText();
        http.post("/v1/releases/" + id + "/approve", WHY).with(200);
        JsonNode beside = http.get("/v1/runs/" + judged(policy.formatted("release")) + "/verdict")
                .with(200)
                .json();
        assertThat(beside.path("verdict").asText()).isEqualTo("PASS");
        assertThat(beside.at("/variants/1/rules/0/sentence").asText()).contains("Against the release " + name + "@1: ");
        assertThat(beside.at("/variants/1/further/baselines/0/runId").asText()).isEqualTo(released);
        assertThat(beside.at("/previous/verdict").asText()).isEqualTo("INVALID");
        assertThat(beside.at("/previous/outcomes/0/before/verdict").asText()).isEqualTo("INVALID");
        assertThat(beside.at("/previous/outcomes/0/after/verdict").asText()).isEqualTo("PASS");

        JsonNode named = http.get("/v1/runs/" + judged(policy.formatted("result:" + released)) + "/verdict")
                .with(200)
                .json();
        assertThat(named.path("verdict").asText()).isEqualTo("PASS");
        JsonNode unknown = http.get("/v1/runs/" + judged(policy.formatted("result:" + NONE)) + "/verdict")
                .with(200)
                .json();
        assertThat(unknown.path("verdict").asText()).isEqualTo("INVALID");
    }

    @Test
    void whatHasNotPassedIsNotReleased() {
        String failed = fixture.submitted();
        fixture.fail(failed);
        SseEvent.follow(key, root.resolve("/v1/runs/" + failed + "/events"), 0);
        assertThat(propose(failed, "").problem(ErrorCode.CONFLICT)).isNotBlank();
        String open = fixture.submitted();
        assertThat(propose(open, "").problem(ErrorCode.CONFLICT)).contains("has not ended");
        http.post("/v1/runs/" + open + "/cancel", "").with(200);
        propose(NONE, "").problem(ErrorCode.NOT_FOUND);
        http.post("/v1/releases", "{\"reason\": \"because\"}").problem(ErrorCode.REQUEST_INVALID);
        String passed = judged();
        assertThat(propose(passed, ", \"modelName\": \"another\"").problem(ErrorCode.REQUEST_INVALID))
                .contains("'another'", name);
        assertThat(propose(passed, ", \"variantId\": \"%s\"".formatted(NONE)).problem(ErrorCode.NOT_FOUND))
                .contains("int8");
        http.post("/v1/releases", "{\"runId\": \"%s\"}".formatted(passed)).problem(ErrorCode.REQUEST_INVALID);
        http.get("/v1/releases/" + NONE).problem(ErrorCode.NOT_FOUND);
        http.get("/v1/releases?state=DONE").problem(ErrorCode.REQUEST_INVALID);
    }

    private Http http(Permission... permissions) {
        return new Http(root, Optional.of(newKey(permissions)));
    }

    /** A run whose variant has passed, of a model of that name. */
    private String judged() {
        return judged("");
    }

    /** @param more members of the request */
    private String judged(String more) {
        String model = RunFixture.id(http.upload("/v1/models?name=" + name, RunFixture.unique(TestingInspector.MODEL))
                .with(201));
        String request = RunFixture.request(
                model, fixture.dataset("1,2,3"), fixture.dataset("4,5,6"), "[{\"precision\": \"int8\"}]");
        String asked = request.substring(0, request.lastIndexOf('}')) + more + '}';
        String run = RunFixture.id(http.post("/v1/runs", asked).with(201));
        fixture.quantize(run);
        fixture.benchmark(run);
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);
        return run;
    }

    private String approved() {
        String id = proposed(http, judged()).path("id").asText();
        http.post("/v1/releases/" + id + "/approve", WHY).with(200);
        return id;
    }

    private static JsonNode proposed(Http by, String run) {
        return by.post("/v1/releases", "{\"runId\": \"%s\", \"reason\": \"nightly\"}".formatted(run))
                .with(201)
                .json();
    }

    private Http.Answer propose(String run, String more) {
        return http.post("/v1/releases", "{\"runId\": \"%s\", \"reason\": \"nightly\"%s}".formatted(run, more));
    }
}
