package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.CancelRunRequest;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.ListRunsRequest;
import dev.narrowgauge.proto.v1.Run;
import dev.narrowgauge.proto.v1.RunsGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two tenants that do the same with the same, each with a key for its own project alone. */
@QuarkusTest
class TestTenants extends GrpcTest {
    private static final String HEADER = ProjectName.HEADER;

    @Inject
    ProjectStore projects;

    private Tenant first;
    private Tenant second;

    /** @param fixture with its key */
    private record Tenant(Project project, KeyText key, Http http, RunFixture fixture) {}

    @BeforeEach
    void makeTenants() {
        first = tenant("first");
        second = tenant("second");
    }

    @Test
    void identicalUploadsDoNotRevealEachOther() {
        byte[] content = RunFixture.unique(TestingInspector.MODEL);
        Http.Answer own =
                first.http().upload("/v1/models?name=ranking-secret", content).with(201);
        Http.Answer same = second.http().upload("/v1/models?name=mine", content).with(201);

        String id = RunFixture.id(own);
        assertThat(RunFixture.id(same)).isEqualTo(id);
        assertThat(same.text()).doesNotContain("ranking-secret");
        assertThat(first.http().get("/v1/models/" + id).with(200).text()).doesNotContain("mine");
        second.http().upload("/v1/models?name=mine", content).with(200);

        String alone = RunFixture.id(first.http()
                .upload("/v1/models?name=alone", RunFixture.unique(TestingInspector.MODEL))
                .with(201));
        second.http().delete("/v1/models/" + alone).problem(ErrorCode.NOT_FOUND);
        second.http().delete("/v1/models/" + id).with(200);
        first.http().get("/v1/models/" + id + "/content").with(200);
        for (String path : List.of("/v1/models/", "/v1/datasets/")) {
            second.http().get(path + alone).problem(ErrorCode.NOT_FOUND);
            second.http().get(path + alone + "/content").problem(ErrorCode.NOT_FOUND);
        }
        assertThat(second.http().get("/v1/models?text=secret").items()).isEmpty();
    }

    @Test
    void runsOfTheOtherAreNotThere() {
        Finished other = finished(second);
        finished(first);
        List<String> paths = List.of(
                "/v1/runs/" + other.run(),
                "/v1/runs/" + other.run() + "/verdict",
                "/v1/runs/" + other.run() + "/events",
                "/v1/runs/" + other.run() + "/jobs",
                "/v1/runs/" + other.run() + "/timeline",
                "/v1/runs/" + other.run() + "/variants",
                "/v1/runs/" + other.run() + "/measurements",
                "/v1/jobs/" + other.job(),
                "/v1/variants/" + other.variant(),
                "/v1/variants/" + other.variant() + "/content",
                "/v1/variants/" + other.variant() + "/report",
                "/v1/variants/" + other.variant() + "/report.html");
        for (String path : paths) {
            if (!path.endsWith("/events")) {
                assertThat(second.http().get(path).status()).as(path).isLessThan(300);
            }
            first.http().get(path).problem(ErrorCode.NOT_FOUND);
        }
        first.http().post("/v1/runs/" + other.run() + "/cancel", "").problem(ErrorCode.NOT_FOUND);
        first.http().delete("/v1/runs/" + other.run()).problem(ErrorCode.NOT_FOUND);
        second.http().delete("/v1/runs/" + other.run()).with(200);
        second.http().get("/v1/deleted-runs/" + other.run()).with(200);
        first.http().get("/v1/deleted-runs/" + other.run()).problem(ErrorCode.NOT_FOUND);
        first.http().get("/v1/runs/" + other.run() + "/verdict").problem(ErrorCode.NOT_FOUND);
        assertThat(first.http().get("/v1/deleted-runs").items()).isEmpty();
    }

    @Test
    void listsAndFiltersEndAtTheProject() {
        byte[] model = RunFixture.unique(TestingInspector.MODEL);
        String own = submitted(first, model);
        String other = submitted(second, model);
        assertThat(listed(first)).containsExactly(own);
        assertThat(listed(second)).containsExactly(other);

        submitted(second, model);
        String cursor = second.http()
                .get("/v1/runs?limit=1")
                .with(200)
                .json()
                .path("nextCursor")
                .asText();
        assertThat(first.http()
                        .get("/v1/runs?limit=10&cursor=" + cursor)
                        .with(200)
                        .text())
                .as("a place in a list of the other")
                .doesNotContain(other);

        JsonNode cancelled =
                first.http().post("/v1/runs:cancel?text=a%20run", "").with(200).json();
        assertThat(cancelled.toString()).contains(own).doesNotContain(other);
        assertThat(second.http()
                        .get("/v1/runs/" + other)
                        .with(200)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("QUEUED");
    }

    @Test
    void historiesOfTheOtherAreNotThere() {
        RunFixture.Histories own = first.fixture().histories();
        RunFixture.Histories other = second.fixture().histories();
        String pair = "?a=%s&b=%s".formatted(other.first(), other.second());
        second.http().get("/v1/series/" + other.series()).with(200);
        second.http().get("/v1/compare" + pair).with(200);
        for (String path : List.of(
                "/v1/series/" + other.series(), "/v1/series/%s/csv".formatted(other.series()), "/v1/compare" + pair)) {
            first.http().get(path).problem(ErrorCode.NOT_FOUND);
        }
        for (String path : List.of(
                "/v1/series?limit=200",
                "/v1/series/csv",
                "/v1/matrix",
                "/v1/matrix/csv",
                "/v1/noise",
                "/v1/pareto?family=digits&deviceClass=" + RunFixture.CLASS)) {
            assertThat(first.http().get(path).with(200).text())
                    .as(path)
                    .doesNotContain(other.series().toString(), other.second().toString());
        }
        assertThat(first.http().get("/v1/matrix").with(200).text())
                .contains(own.second().toString());

        String text = "{\"seriesId\": \"%s\", \"text\": \"a word\"}";
        first.http().post("/v1/annotations", text.formatted(other.series())).problem(ErrorCode.NOT_FOUND);
        String annotation = RunFixture.id(second.http()
                .post("/v1/annotations", text.formatted(other.series()))
                .with(201));
        first.http().post("/v1/annotations/%s/delete".formatted(annotation), "").problem(ErrorCode.NOT_FOUND);
        Http approver = http.with(Optional.of(newKey(Set.of(first.project().id()), Permission.APPROVE)));
        approver.post("/v1/series/%s/changes/%s/confirm".formatted(other.series(), other.change()), "")
                .problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void statusTellsOfOwnProjectsAlone() {
        for (Tenant tenant : List.of(first, second)) {
            tenant.http()
                    .upload("/v1/models?name=own", RunFixture.unique(TestingInspector.MODEL))
                    .with(201);
        }
        assertThat(first.http()
                        .get("/v1/status")
                        .with(200)
                        .json()
                        .path("projects")
                        .findValuesAsText("project"))
                .containsOnly(first.project().name());
    }

    @Test
    void sameIdempotencyKeyIsOfEach() {
        byte[] model = RunFixture.unique(TestingInspector.MODEL);
        String own = filed(first, model, "one key");
        String other = filed(second, model, "one key");
        assertThat(own).isNotEqualTo(other);
    }

    @Test
    void grpcKeepsTenantsApart() {
        String own = first.fixture().submitted();
        String other = second.fixture().submitted();
        ManagedChannel client = channel(Optional.of(first.key()));
        try {
            RunsGrpc.RunsBlockingStub calls =
                    RunsGrpc.newBlockingStub(client).withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(calls.list(ListRunsRequest.getDefaultInstance()).getRunsList())
                    .extracting(Run::getRunId)
                    .containsExactly(own);
            assertFails(
                    () -> calls.get(GetRunRequest.newBuilder().setRunId(other).build()), ErrorCode.NOT_FOUND);
            assertFails(
                    () -> calls.cancel(
                            CancelRunRequest.newBuilder().setRunId(other).build()),
                    ErrorCode.NOT_FOUND);
            assertFails(() -> calls.watch(watch(other, 0)).forEachRemaining(_ -> {}), ErrorCode.NOT_FOUND);

            Metadata named = new Metadata();
            named.put(
                    Metadata.Key.of("narrowgauge-project", Metadata.ASCII_STRING_MARSHALLER),
                    second.project().name());
            RunsGrpc.RunsBlockingStub elsewhere =
                    calls.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(named));
            assertFails(() -> elsewhere.list(ListRunsRequest.getDefaultInstance()), ErrorCode.ACCESS_DENIED);
        } finally {
            client.shutdownNow();
        }
    }

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

    /** A run that has ended, with its quantize job and what that made. */
    private record Finished(String run, String job, String variant) {}

    private Finished finished(Tenant tenant) {
        String run = tenant.fixture().submitted();
        String job = tenant.http()
                .get("/v1/runs/" + run + "/jobs")
                .items()
                .path(0)
                .path("id")
                .asText();
        UUID variant = tenant.fixture().quantize(run);
        tenant.fixture().benchmark(run);
        await("ended", () -> tenant.http().get("/v1/runs/" + run + "/verdict").status() == 200);
        return new Finished(run, job, variant.toString());
    }

    private Optional<JsonNode> deleted(Tenant tenant) {
        return http.get("/v1/projects/deleted")
                .items()
                .valueStream()
                .filter(item ->
                        item.path("name").asText().equals(tenant.project().name()))
                .findFirst();
    }

    private static List<String> listed(Tenant tenant) {
        return tenant.http()
                .get("/v1/runs")
                .items()
                .valueStream()
                .map(item -> item.path("id").asText())
                .toList();
    }

    private static String submitted(Tenant tenant, byte[] model) {
        return filed(tenant, model, UUID.randomUUID().toString());
    }

    private static String filed(Tenant tenant, byte[] model, String key) {
        String id = RunFixture.id(tenant.http().upload("/v1/models?name=digits", model));
        String request = RunFixture.request(
                id,
                tenant.fixture().dataset("1,2,3"),
                tenant.fixture().dataset("4,5,6"),
                "[{\"precision\": \"int8\"}]");
        return RunFixture.id(
                tenant.http().post("/v1/runs", request, "Idempotency-Key", key).with(201));
    }

    private Tenant tenant(String name) {
        Project project =
                projects.add("%s-%d".formatted(name, System.nanoTime())).orElseThrow();
        KeyText own = newKey(Set.of(project.id()), Permission.READ, Permission.SUBMIT, Permission.APPROVE);
        Http client = http.with(Optional.of(own));
        return new Tenant(project, own, client, new RunFixture(client, database, blobConfig.dir()));
    }
}
