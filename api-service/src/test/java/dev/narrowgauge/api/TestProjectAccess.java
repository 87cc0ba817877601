package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may enter which project, and what goes with one that is deleted. */
@QuarkusTest
class TestProjectAccess extends TenantTest {
    private static final String HEADER = ProjectName.HEADER;

    @Test
    void callerIsRefusedAProjectWhetherThereIsOneOrNot() {
        String name = second.project().name();
        String refused = first.http().get("/v1/runs", HEADER, name).problem(ErrorCode.ACCESS_DENIED);
        assertThat(first.http().get("/v1/runs", HEADER, "nowhere").problem(ErrorCode.ACCESS_DENIED))
                .isEqualTo(refused.replace(name, "nowhere"));
        first.http().get("/v1/nodes", HEADER, name).problem(ErrorCode.ACCESS_DENIED);
        first.http().get("/v1/runs", HEADER, first.project().name()).with(200);

        http.get("/v1/runs", HEADER, "nowhere").problem(ErrorCode.NOT_FOUND);
        http.get("/v1/runs", HEADER, name).with(200);
        http.get("/v1/runs", "Cookie", "narrowgauge_project=nowhere").problem(ErrorCode.NOT_FOUND);
    }

    /** It says NOT_FOUND to whoever may decide about one that there is. */
    @Test
    void nodesAreDecidedAboutByWhoeverMayInAllProjects() {
        Http one = http.with(Optional.of(newKey(Set.of(first.project().id()), Permission.APPROVE)));
        Http all = http.with(Optional.of(
                newKey(projects.list().stream().map(Project::id).collect(Collectors.toSet()), Permission.APPROVE)));
        Http reader = http.with(Optional.of(
                newKey(projects.list().stream().map(Project::id).collect(Collectors.toSet()), Permission.READ)));
        for (String action : List.of("clear", "recheck")) {
            String path = "/v1/nodes/nowhere/" + action;
            String reason = "{\"reason\": \"The fan was replaced.\"}";
            assertThat(one.post(path, reason).problem(ErrorCode.ACCESS_DENIED)).contains("'approve' in all projects");
            reader.post(path, reason).problem(ErrorCode.ACCESS_DENIED);
            all.post(path, reason).problem(ErrorCode.NOT_FOUND);
            http.post(path, reason).problem(ErrorCode.NOT_FOUND);
        }
    }

    @Test
    void keyOfSeveralProjectsSaysWhich() {
        Http both = http.with(
                Optional.of(newKey(Set.of(first.project().id(), second.project().id()), Permission.READ)));
        assertThat(both.get("/v1/runs").problem(ErrorCode.REQUEST_INVALID))
                .contains(first.project().name(), second.project().name(), HEADER);
        both.get("/v1/runs", HEADER, second.project().name()).with(200);
        assertThat(both.get("/v1/projects").items()).hasSize(2);
    }

    @Test
    void projectIsMadeAndKeysForIt() {
        String name = "made-" + System.nanoTime();
        http.post("/v1/projects", "{\"name\": \"%s\"}".formatted(name)).with(201);
        assertThat(http.post("/v1/projects", "{\"name\": \"%s\"}".formatted(name))
                        .problem(ErrorCode.CONFLICT))
                .contains(name);
        for (String wrong : List.of("", "A", "-a", "a_b", "a".repeat(64))) {
            http.post("/v1/projects", "{\"name\": \"%s\"}".formatted(wrong)).problem(ErrorCode.REQUEST_INVALID);
        }
        JsonNode made = http.post(
                        "/v1/keys",
                        "{\"name\": \"ci\", \"scopes\": [\"submit\", \"read\"], \"projects\": [\"%s\"]}"
                                .formatted(name))
                .with(201)
                .json();
        assertThat(made.path("projects").toString()).isEqualTo("[\"%s\"]".formatted(name));
        Http client = http.with(KeyText.read(made.path("key").asText()));
        assertThat(client.get("/v1/projects").items().path(0).path("name").asText())
                .isEqualTo(name);
        http.post("/v1/keys", "{\"name\": \"ci\", \"scopes\": [\"read\"], \"projects\": [\"nowhere\"]}")
                .problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void projectIsDeletedWithAllThatItHas() {
        Finished gone = finished(second);
        String open = second.fixture().submitted();
        String stays = first.fixture().submitted();
        String path = "/v1/projects/%s/delete".formatted(second.project().name());
        http.post(path, "").with(202);
        second.http().get("/v1/runs/" + open).problem(ErrorCode.KEY_REFUSED);

        await("deleted", () -> deleted(second).isPresent());
        JsonNode deleted = deleted(second).orElseThrow();
        assertThat(deleted.path("runs").asInt()).isEqualTo(2);
        assertThat(deleted.path("deletionAskedBy").asText()).isEqualTo(key.id().toString());
        assertThat(http.get("/v1/audit?limit=200").items()).anySatisfy(entry -> {
            assertThat(entry.path("target").asText()).isEqualTo(path);
            assertThat(entry.path("operation").asText()).isEqualTo("deleteProject");
            assertThat(entry.path("outcome").asText()).isEqualTo("done");
            assertThat(entry.path("key").asText()).isEqualTo(key.id().toString());
        });
        http.post(path, "").problem(ErrorCode.NOT_FOUND);
        http.get("/v1/variants/" + gone.variant()).problem(ErrorCode.NOT_FOUND);
        first.http().get("/v1/runs/" + stays).with(200);
        http.post("/v1/projects/default/delete", "").problem(ErrorCode.CONFLICT);
    }

    private Optional<JsonNode> deleted(Tenant tenant) {
        return http.get("/v1/projects/deleted")
                .items()
                .valueStream()
                .filter(item ->
                        item.path("name").asText().equals(tenant.project().name()))
                .findFirst();
    }
}
