package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.narrowgauge.api.Contract.Operation;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.Role;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls every operation of the OpenAPI document, so that it answers with success and with an error; {@link Http} holds each
 * answer against the document.
 */
@QuarkusTest
class TestContract extends ApiTest {
    private static final Path DEMO =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("demo");

    private static final String WHY = "{\"reason\": \"It was the test.\"}";

    /** Answered with one document, whatever is asked. */
    private static final List<String> WITHOUT_ERRORS = List.of(
            "listNodes",
            "getReportSchema",
            "getRecipeSchema",
            "getPolicySchema",
            "getVerdictSchema",
            "createSessionCode",
            "getSigningKey",
            "getModelSigningKey");

    @ConfigProperty(name = "narrowgauge.oidc.company.issuer")
    String issuer;

    /** By those who may, with the keys of each role; what a role may not do is done by somebody who may. */
    @ParameterizedTest
    @EnumSource
    void everyOperationSucceedsAsPromised(Role role) throws IOException {
        KeyText holder = newKey(role.permissions().toArray(Permission[]::new));
        Granted granted = Granted.to(role, holder, http.contract());
        http = http.granting(granted);
        fixture = new RunFixture(http, database, blobConfig.dir());
        fixture.registerNode();
        contents("/v1/models", fixture.model());
        contents("/v1/datasets", fixture.dataset("1,2,3"));
        judgedRun();
        releases();
        endedRuns();
        histories();
        deletions();
        nodes();
        nodeTokens();
        webhooks();
        keysAndSessions();
        projects();
        recipes();
        List.of(
                        "/v1/schemas/recipe",
                        "/v1/schemas/quality-report",
                        "/v1/schemas/policy",
                        "/v1/schemas/verdict",
                        "/v1/signing-key",
                        "/v1/model-signing-key")
                .forEach(path -> http.get(path).with(200));

        assertThat(http.contract().answered(true)).containsExactlyInAnyOrderElementsOf(names());
        assertThat(granted.done()).containsExactlyInAnyOrderElementsOf(granted.operations());
    }

    @Test
    void everyOperationRefusesAsPromised() {
        for (Operation operation : http.contract().operations()) {
            if (WITHOUT_ERRORS.contains(operation.id())) {
                continue;
            }
            String path = operation.pathOf("nope");
            Http.Answer answer = switch (operation.method()) {
                case "POST" -> http.post(path, "[]");
                case "DELETE" -> http.delete(path);
                default -> http.get(operation.hasParameter() ? path : path + "?limit=nope");
            };
            assertThat(answer.status())
                    .as("%s: %s", operation.id(), answer.text())
                    .isBetween(400, 499);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(http.contract().answered(false)).containsAll(namesOfThoseWithErrors());
    }

    private void contents(String path, String id) {
        http.get(path).with(200);
        http.get(path + "/" + id).with(200);
        http.get(path + "/" + id + "/content").with(200);
    }

    private void judgedRun() {
        String run = fixture.submitted();
        http.get("/v1/runs?limit=3").with(200);
        fixture.progress(run);
        UUID variant = fixture.quantize(run);
        fixture.benchmark(run);
        String path = "/v1/runs/" + run;
        List<SseEvent> events = SseEvent.follow(key, root.resolve(path + "/events"), 0);
        assertThat(events).extracting(SseEvent::type).contains("run-state", "job-state", "progress");
        events.forEach(event -> http.contract().checkEvent(path + "/events", event.data()));
        http.get(path + "/events", "Accept", "text/event-stream").with(200);
        for (String part :
                List.of("", "/jobs", "/timeline", "/variants", "/measurements", "/verdict", "/attestation")) {
            http.get(path + part).with(200);
        }
        http.get("/v1/jobs/" + http.get(path + "/jobs").json().at("/items/0/id").asText())
                .with(200);
        for (String part : List.of("", "/content", "/signature", "/report", "/report.html")) {
            http.get("/v1/variants/" + variant + part).with(200);
        }
        String content =
                http.get("/v1/variants/" + variant).json().path("sha256").asText();
        http.get("/v1/verdicts/" + content).with(200);
        http.get("/v1/verdicts/" + content + "/attestation").with(200);
        http.post("/v1/admission/strict", Reviews.pod("CREATE", "")).with(200);
        http.post("/v1/admission/warn/default", Reviews.pod("CREATE", "")).with(200);
    }

    /** Of two runs, of which the second is taken back, and of a third that is not to be approved. */
    private void releases() {
        // Nobody approves what is proposed by himself.
        Http somebody = new Http(root, Optional.of(key));
        String first = proposed(somebody);
        http.post("/v1/releases/" + first + "/approve", WHY).with(200);
        String second = proposed(somebody);
        http.post("/v1/releases/" + second + "/approve", WHY).with(200);
        http.post("/v1/releases/" + second + "/rollback", WHY).with(200);
        http.post("/v1/releases/" + proposed(http) + "/withdraw", WHY).with(200);
        http.get("/v1/releases").with(200);
        http.get("/v1/releases/" + first).with(200);
    }

    private String proposed(Http by) {
        String run = fixture.submitted();
        fixture.quantize(run);
        fixture.benchmark(run);
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);
        return RunFixture.id(by.post("/v1/releases", "{\"runId\": \"%s\", \"reason\": \"contract\"}".formatted(run))
                .with(201));
    }

    private void endedRuns() {
        http.post("/v1/runs/" + fixture.submitted() + "/cancel", "").with(200);
        http.post("/v1/runs:cancel?id=" + fixture.submitted(), "").with(200);
    }

    private void histories() {
        HistoryFixture.Made made = histories.make();
        String series = "/v1/series/" + made.series();
        String pair = "?a=%s&b=%s".formatted(made.first(), made.second());
        String recipes = "?family=digits&deviceClass=" + RunFixture.CLASS;
        List.of(
                        "/v1/series",
                        "/v1/series/csv",
                        series,
                        series + "/csv",
                        "/v1/compare" + pair,
                        "/v1/compare/csv" + pair,
                        "/v1/matrix",
                        "/v1/matrix/csv",
                        "/v1/pareto" + recipes,
                        "/v1/pareto/csv" + recipes,
                        "/v1/noise",
                        "/v1/noise/csv")
                .forEach(path -> http.get(path).with(200));
        String change = series + "/changes/" + made.change();
        http.post(change + "/confirm", "").with(200);
        http.post(change + "/dismiss", WHY).with(200);
        String annotation = RunFixture.id(
                http.post("/v1/annotations", "{\"text\": \"a new kernel\"}").with(201));
        http.post("/v1/annotations/" + annotation + "/delete", "").with(200);
    }

    private void deletions() {
        http.delete("/v1/models/" + fixture.model()).with(200);
        http.delete("/v1/datasets/" + fixture.dataset("7,8,9")).with(200);
        String run = fixture.submitted();
        http.post("/v1/runs/" + run + "/cancel", "").with(200);
        http.delete("/v1/runs/" + run).with(200);
        http.get("/v1/deleted-runs?limit=3").with(200);
        http.get("/v1/deleted-runs/" + run).with(200);
    }

    private void nodes() {
        http.get("/v1/status").with(200);
        http.post("/v1/quotas/default", "{}").with(200);
        http.post("/v1/retention/default", "{}").with(200);
        http.get("/v1/storage").with(200);
        http.get("/v1/audit").with(200);
        http.get("/v1/audit/lines").with(200);
        http.get("/v1/nodes").with(200);
        fixture.quarantineNode();
        http.get("/v1/nodes/test-node/controls").with(200);
        http.post("/v1/nodes/test-node/recheck", "").with(200);
        http.post("/v1/nodes/test-node/clear", WHY).with(200);
        fixture.registerNode("passing-node", "arm-passing");
        http.post("/v1/nodes/passing-node/drain", "").with(200);
        http.post("/v1/nodes/passing-node/resume", "").with(200);
        fixture.leave("passing-node");
        http.post("/v1/nodes/passing-node/forget", "").with(200);
    }

    private void nodeTokens() {
        String token = RunFixture.id(
                http.post("/v1/node-tokens", "{\"node\": \"lab-1\"}").with(201));
        http.get("/v1/node-tokens?node=lab-1").with(200);
        http.post("/v1/node-tokens/" + token + "/revoke", "").with(200);
    }

    private void webhooks() {
        String path = "/v1/webhooks/"
                + RunFixture.id(http.post("/v1/webhooks", "{\"url\": \"https://127.0.0.1:1/\"}")
                        .with(201));
        http.get("/v1/webhooks").with(200);
        http.post(path + "/secrets", "{}").with(201);
        String delivery = RunFixture.id(http.post(path + "/test", "").with(201));
        http.get(path + "/deliveries").with(200);
        http.post(path + "/deliveries/%s/resend".formatted(delivery), "").with(201);
        http.delete(path).with(200);
    }

    private void keysAndSessions() {
        String made = RunFixture.id(http.post("/v1/keys", "{\"name\": \"ci\", \"scopes\": [\"read\"]}")
                .with(201));
        http.get("/v1/keys").with(200);
        http.post("/v1/keys/" + made + "/rotate", "{}").with(201);
        http.post("/v1/keys/" + made + "/revoke", "").with(200);
        http.get("/v1/session").with(200);
        http.post("/v1/session/codes", "").with(201);
        Page page = Page.open(http, root);
        page.post("/v1/session/end", page.origin()).with(200);
        http.get("/v1/sign-in").with(200);
        SignIn.at(http, root, new Issuer(issuer)).page();
    }

    private void projects() {
        String name = "contract-" + System.nanoTime();
        http.post("/v1/projects", "{\"name\": \"%s\"}".formatted(name)).with(201);
        http.get("/v1/projects").with(200);
        http.post("/v1/projects/%s/delete".formatted(name), "").with(202);
        http.get("/v1/projects/deleted").with(200);
    }

    private void recipes() throws IOException {
        assumeThat(TestingInspector.engineHome()).as("an engine").isPresent();
        http.post("/v1/recipes:validate", "{\"recipe\": {}}").with(200);
        String model = RunFixture.id(
                http.upload("/v1/models?name=digits", Files.readAllBytes(DEMO.resolve("digits-cnn.onnx"))));
        http.post("/v1/recipes:explain", "{\"recipe\": {}, \"modelId\": \"%s\"}".formatted(model))
                .with(200);
    }

    private List<String> names() {
        return http.contract().operations().stream().map(Operation::id).toList();
    }

    private List<String> namesOfThoseWithErrors() {
        return names().stream().filter(name -> !WITHOUT_ERRORS.contains(name)).collect(Collectors.toList());
    }
}
