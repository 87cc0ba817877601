package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestLists extends ApiTest {
    private static final String COMMIT = "%040x";

    /** Unlike those of all other runs. */
    private final String tag = "tag" + System.nanoTime();

    private final String commit = COMMIT.formatted(System.nanoTime());

    @BeforeEach
    void registerNode() {
        fixture.registerNode();
    }

    @Test
    void runsAreFoundByWhatTheySay() {
        String waiting = submitted("100 % of it", tag, "x");
        String running = submitted("1000 of it", tag, "y");
        fixture.quantize(running);
        String cancelled = submitted("none of it", tag, "x");
        http.post("/v1/runs/" + cancelled + "/cancel", "").with(200);

        assertThat(runs("tag=" + tag)).containsExactly(cancelled, running, waiting);
        assertThat(runs("tag=" + tag + "&tag=x")).containsExactly(cancelled, waiting);
        assertThat(runs("tag=" + tag + "&state=QUEUED")).containsExactly(waiting);
        assertThat(runs("tag=" + tag + "&state=RUNNING&state=CANCELLED")).containsExactly(cancelled, running);
        assertThat(runs("tag=" + tag + "&name=1000%20of%20it")).containsExactly(running);
        assertThat(runs("tag=" + tag + "&text=OF%20IT")).hasSize(3);
        assertThat(runs("tag=" + tag + "&text=00%20%25")).containsExactly(waiting);
        assertThat(runs("tag=" + tag + "&text=NONE")).containsExactly(cancelled);
        assertThat(runs("text=" + tag.toUpperCase(Locale.ROOT))).hasSize(3);
        assertThat(runs("commit=" + commit)).hasSize(3);
        assertThat(runs("tag=" + tag + "&verdict=PASS")).isEmpty();
        assertThat(runs("id=" + waiting + "&id=" + running)).containsExactly(running, waiting);
        String created = created(running);
        assertThat(runs("tag=" + tag + "&createdAfter=" + created)).containsExactly(cancelled, running);
        assertThat(runs("tag=" + tag + "&createdBefore=" + created)).containsExactly(waiting);
        JsonNode first = http.get("/v1/runs?limit=2&tag=" + tag).with(200).json();
        assertThat(runs("tag=" + tag + "&cursor=" + first.path("nextCursor").asText()))
                .containsExactly(waiting);
    }

    @Test
    void runsAreFoundByTheirModelAndTheirVerdict() {
        byte[] content = RunFixture.unique(TestingInspector.MODEL);
        String model = RunFixture.id(
                http.upload("/v1/models?name=first" + tag, content).with(201));
        http.upload("/v1/models?name=second" + tag, content).with(200);
        String run = RunFixture.id(http.post(
                        "/v1/runs",
                        RunFixture.request(
                                model, fixture.dataset("1"), fixture.dataset("2"), "[{\"precision\": \"int8\"}]"))
                .with(201));
        fixture.fail(run);
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);

        for (String named : List.of(model, "first" + tag, "second" + tag)) {
            assertThat(runs("model=" + named)).containsExactly(run);
            assertThat(runs("verdict=INVALID&state=DONE&model=" + named)).containsExactly(run);
            assertThat(runs("verdict=PASS&verdict=FAIL&model=" + named)).isEmpty();
        }
        assertThat(runs("text=SECOND" + tag)).containsExactly(run);
    }

    @Test
    void uploadsAreFoundByAnyOfTheirNames() {
        byte[] content = RunFixture.unique(TestingInspector.dataset("1,2", ""));
        String one = RunFixture.id(
                http.upload("/v1/datasets?name=one" + tag, content).with(201));
        http.upload("/v1/datasets?name=other" + tag, content).with(200);

        for (String query : List.of("name=one" + tag, "name=other" + tag, "text=THER" + tag)) {
            assertThat(ids("/v1/datasets?" + query)).containsExactly(one);
        }
        assertThat(ids("/v1/datasets?name=her" + tag)).isEmpty();
        assertThat(ids("/v1/datasets?text=" + tag + "&createdBefore=2020-01-01T00:00:00Z"))
                .isEmpty();
        assertThat(ids("/v1/models?name=one" + tag)).isEmpty();
    }

    @Test
    void whatAListDoesNotKnowIsRefused() {
        assertThat(refused("/v1/runs?stat=DONE"))
                .startsWith("The parameter 'stat' is unknown; did you mean 'state'? Known parameters are commit, ");
        assertThat(refused("/v1/models?verdict=PASS")).contains("'verdict'");
        assertThat(refused("/v1/nodes?name=x")).contains("Known parameters are label.");
        assertThat(refused("/v1/status?name=x")).contains("this address has no parameters");
        assertThat(refused("/v1/runs?state=WAITING"))
                .isEqualTo("The parameter 'state' is 'WAITING'; it must be QUEUED or RUNNING or DONE or CANCELLED.");
        assertThat(refused("/v1/runs?verdict=pass")).contains("PASS or INCONCLUSIVE or INVALID or FAIL");
        assertThat(refused("/v1/runs?createdAfter=yesterday")).contains("2026-11-27T03:00:00Z");
        assertThat(refused("/v1/datasets?createdBefore=2026")).contains("'createdBefore'");
        assertThat(refused("/v1/runs?commit=main")).contains("'commit'");
        assertThat(refused("/v1/runs?id=7")).contains("'id'");
        assertThat(refused("/v1/runs?text=%00")).contains("'text' contains a NUL");
    }

    @Test
    void manyRunsAreCancelledAtOnceAndNoOthers() {
        String waiting = submitted("a", tag, "x");
        String running = submitted("b", tag, "x");
        fixture.quantize(running);
        String other = submitted("c", "other" + tag, "x");

        assertThat(cancelled("state=QUEUED&tag=" + tag)).containsExactly(waiting);
        assertThat(cancelled("state=DONE&state=CANCELLED&tag=" + tag)).isEmpty();
        assertThat(state(running)).isEqualTo("RUNNING");
        assertThat(cancelled("tag=" + tag)).containsExactly(running);
        assertThat(cancelled("tag=" + tag)).isEmpty();

        assertThat(state(waiting)).isEqualTo("CANCELLED");
        assertThat(state(running)).isEqualTo("CANCELLED");
        assertThat(state(other)).isEqualTo("QUEUED");
        assertThat(http.post("/v1/runs:cancel", "").problem(ErrorCode.REQUEST_INVALID))
                .contains("which runs to cancel");
        assertThat(http.post("/v1/runs:cancel?tags=" + tag, "").problem(ErrorCode.REQUEST_INVALID))
                .contains("did you mean 'tag'?");
        assertThat(state(other)).isEqualTo("QUEUED");
    }

    private String submitted(String name, String... tags) {
        String request = fixture.request().replace("\"a run\"", '"' + name + '"');
        String members = "{\"commit\": \"%s\", \"tags\": [\"%s\"], ".formatted(commit, String.join("\", \"", tags));
        return RunFixture.id(
                http.post("/v1/runs", members + request.substring(1)).with(201));
    }

    private List<String> runs(String query) {
        return ids("/v1/runs?" + query);
    }

    private List<String> ids(String path) {
        return http.get(path)
                .items()
                .valueStream()
                .map(item -> item.path("id").asText())
                .toList();
    }

    private List<String> cancelled(String query) {
        JsonNode answer = http.post("/v1/runs:cancel?" + query, "").with(200).json();
        assertThat(answer.path("more").asBoolean()).isFalse();
        return answer.path("cancelled").valueStream().map(JsonNode::asText).toList();
    }

    private String refused(String path) {
        return http.get(path).problem(ErrorCode.REQUEST_INVALID);
    }

    private String state(String run) {
        return http.get("/v1/runs/" + run).with(200).json().path("state").asText();
    }

    private String created(String run) {
        return http.get("/v1/runs/" + run).with(200).json().path("createdAt").asText();
    }
}
