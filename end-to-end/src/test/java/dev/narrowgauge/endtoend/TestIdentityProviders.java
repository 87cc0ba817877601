package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People and pipelines whom a real identity provider knows, at the packaged product. */
class TestIdentityProviders {
    private static final String PIPELINES = "https://narrowgauge.example";
    private static final String PROJECT = "vision";
    private static final Pattern LINK = Pattern.compile("To sign the page in, once and soon: (\\S+)");
    private static final Pattern COMPLETE = Pattern.compile("Or open (\\S+)");
    private static final int BAD_INPUT = 4;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    private static HttpClient http;
    private static int port;
    private static String address;
    private static Process service;
    private static Service admin;
    private static Keycloak provider;

    @BeforeAll
    static void start() throws Exception {
        http = HttpClient.newHttpClient();
        port = Installation.freePort();
        address = "http://127.0.0.1:" + port;
        provider = Keycloak.start(
                directory,
                Installation.freePort(),
                List.of(
                        Realms.company(address + "/"),
                        Realms.issuer("github", PIPELINES, ofGitHub()),
                        Realms.issuer("gitlab", PIPELINES, ofGitLab())));
        Path settings = Files.writeString(directory.resolve("identity.properties"), settings());
        ProcessBuilder builder = Command.isolate(
                        new ProcessBuilder(Installation.services(
                                "--port=" + port, "--grpc-port=0", "--data-dir=" + directory.resolve("data"))),
                        directory)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("service.log").toFile());
        builder.environment().put("QUARKUS_CONFIG_LOCATIONS", settings.toUri().toString());
        service = builder.start();
        for (String realm : List.of("company", "github", "gitlab")) {
            provider.awaitReady(realm);
        }
        Service.await(Duration.ofMinutes(5), TestIdentityProviders::isUp);
        admin = new Service(port, Service.keyIn(directory.resolve("data")));
        Service.await(Duration.ofMinutes(5), admin::hasNode);
        admin.createProject(PROJECT);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        provider.close();
        admin.close();
        service.destroy();
        service.waitFor();
        http.shutdownNow();
    }

    private static String settings() {
        return """
                narrowgauge.oidc.company.issuer=%s
                narrowgauge.oidc.company.audience=narrowgauge
                narrowgauge.oidc.company.client-id=narrowgauge
                narrowgauge.oidc.company.cli-client-id=narrowgauge-cli
                narrowgauge.oidc.company.rules.engineers.role=submitter
                narrowgauge.oidc.company.rules.engineers.claims.groups=engineers
                narrowgauge.oidc.github.issuer=%s
                narrowgauge.oidc.github.audience=%s
                narrowgauge.oidc.github.rules.releases.role=submitter
                narrowgauge.oidc.github.rules.releases.projects=%s
                narrowgauge.oidc.github.rules.releases.claims.repository=acme/models
                narrowgauge.oidc.github.rules.releases.claims.environment=production
                narrowgauge.oidc.gitlab.issuer=%s
                narrowgauge.oidc.gitlab.audience=%s
                narrowgauge.oidc.gitlab.rules.main.role=submitter
                narrowgauge.oidc.gitlab.rules.main.claims.project_path=acme/*
                narrowgauge.oidc.gitlab.rules.main.claims.ref=main
                narrowgauge.oidc.gitlab.rules.main.claims.ref_protected=true
                """.formatted(
                        provider.issuer("company"),
                        provider.issuer("github"),
                        PIPELINES,
                        PROJECT,
                        provider.issuer("gitlab"),
                        PIPELINES);
    }

    /** The claims of https://docs.github.com/actions/reference/openid-connect-reference, but for those of one run. */
    private static Map<String, Map<String, String>> ofGitHub() {
        return Map.of(
                "release", ofGitHub("acme/models", "production"),
                "trial", ofGitHub("acme/models", "staging"),
                "stranger", ofGitHub("evil/models", "production"));
    }

    private static Map<String, String> ofGitHub(String repository, String environment) {
        return Map.of(
                "repository", repository,
                "repository_owner", repository.split("/")[0],
                "environment", environment,
                "ref", "refs/heads/main",
                "ref_type", "branch",
                "event_name", "push",
                "workflow", "release",
                "job_workflow_ref", repository + "/.github/workflows/release.yml@refs/heads/main",
                "runner_environment", "github-hosted");
    }

    /** The claims of https://docs.gitlab.com/ci/secrets/id_token_authentication, likewise. */
    private static Map<String, Map<String, String>> ofGitLab() {
        return Map.of(
                "main", ofGitLab("acme/models", "main", "true"),
                "branch", ofGitLab("acme/models", "mine", "false"),
                "stranger", ofGitLab("evil/models", "main", "true"));
    }

    private static Map<String, String> ofGitLab(String project, String ref, String isProtected) {
        return Map.of(
                "project_path",
                project,
                "namespace_path",
                project.split("/")[0],
                "ref",
                ref,
                "ref_type",
                "branch",
                "ref_path",
                "refs/heads/" + ref,
                "ref_protected",
                isProtected,
                "pipeline_source",
                "push",
                "user_login",
                "ann");
    }

    @Test
    void personMayDoWhatTheirGroupsMay() throws Exception {
        JsonNode session =
                JSON.readTree(got("/v1/session", provider.ofPerson("ann")).body());
        assertThat(session.at("/identity/name").asText()).isEqualTo("ann");
        assertThat(session.at("/identity/provider").asText()).isEqualTo("company");
        assertThat(session.path("scopes").toString()).isEqualTo("[\"read\",\"submit\"]");
        assertRefused(got("/v1/keys", provider.ofPerson("ann")), 403, "ACCESS_DENIED");
        assertRefused(got("/v1/runs", provider.ofPerson("gus")), 403, "ACCESS_DENIED");
    }

    @Test
    void pipelineMayDoWhatItsClaimsSay() throws Exception {
        assertThat(got("/v1/runs", provider.ofPipeline("github", "release")).statusCode())
                .isEqualTo(200);
        assertThat(got("/v1/runs", provider.ofPipeline("gitlab", "main")).statusCode())
                .isEqualTo(200);
        assertRefused(
                sent(HttpRequest.newBuilder(URI.create(address + "/v1/runs"))
                        .header("Authorization", "Bearer " + provider.ofPipeline("github", "release"))
                        .header("Narrowgauge-Project", "others")),
                403,
                "ACCESS_DENIED");
        for (String client : List.of("trial", "stranger")) {
            assertRefused(got("/v1/runs", provider.ofPipeline("github", client)), 403, "ACCESS_DENIED");
        }
        for (String client : List.of("branch", "stranger")) {
            assertRefused(got("/v1/runs", provider.ofPipeline("gitlab", client)), 403, "ACCESS_DENIED");
        }
    }

    /** With a token that is made for it, and no stored secret. */
    @Test
    void pipelineSubmitsInItsProjectAndIsRefusedInOthers() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), provider.ofPipeline("github", "release"));
        try (Service pipeline = new Service(port, token)) {
            String run = pipeline.submitRun(
                    pipeline.upload("/v1/models?name=digits", Installation.demo("digits-cnn.onnx")),
                    pipeline.upload("/v1/datasets?name=calibration", Installation.demo("digits-calibration.npz")),
                    pipeline.upload("/v1/datasets?name=evaluation", Installation.demo("digits-evaluation.npz")));
            assertThat(pipeline.items("/v1/runs"))
                    .extracting(each -> each.path("id").asText())
                    .containsExactly(run);
            assertRefused(got("/v1/runs/" + run, provider.ofPipeline("gitlab", "main")), 404, "NOT_FOUND");
            Map<String, String> own = Map.of("NARROWGAUGE_TOKEN", Files.readString(token));
            assertThat(Command.run(directory, own, "run", "list", "--server", address)
                            .output())
                    .contains(run);
            assertThat(Command.run(directory, own, "run", "list", "--server", address, "--project", "default")
                            .error())
                    .contains("ACCESS_DENIED");
            pipeline.cancel(run);
        }
        // One of them is not there; which, nobody is told.
        for (String other : List.of("default", "others")) {
            HttpRequest.Builder submission = HttpRequest.newBuilder(URI.create(address + "/v1/runs"))
                    .header("Authorization", "Bearer " + Files.readString(token))
                    .header("Narrowgauge-Project", other)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}"));
            assertRefused(sent(submission), 403, "ACCESS_DENIED");
        }
    }

    /** As whoever has started it on their own machine. */
    @Test
    void linkThatIsPrintedSignsThePageInOnce() throws Exception {
        String run = admin.submitRun(
                admin.upload("/v1/models?name=digits", Installation.demo("digits-cnn.onnx")),
                admin.upload("/v1/datasets?name=calibration", Installation.demo("digits-calibration.npz")),
                admin.upload("/v1/datasets?name=evaluation", Installation.demo("digits-evaluation.npz")));
        admin.cancel(run);
        Matcher link = LINK.matcher(Files.readString(directory.resolve("service.log")));
        assertThat(link.find()).isTrue();
        assertThat(Browser.act(directory, "link", link.group(1), "ann"))
                .contains("#/runs/" + run, "submitRun", "was used before");
    }

    @Test
    void personSignsInAndOutAtThePage() throws Exception {
        assertThat(Browser.act(directory, "page", address, "ann")).contains("ann");
        assertThat(Browser.act(directory, "stranger", address, "gus")).contains("'gus'", "no rule");
    }

    @Test
    void personSignsInAndOutAtTheCommandLine() throws Exception {
        try (Command login = Command.start(directory, "login", "--oidc", "--server", address)) {
            Service.await(Duration.ofMinutes(2), () -> complete(login).find() || !login.runs());
            Matcher complete = complete(login);
            assertThat(complete.find()).as(login.told()).isTrue();
            Browser.act(directory, "device", complete.group(1), "ann");
            Command.Result result = login.awaitEnd();
            assertThat(result.exitStatus()).as(result.error()).isZero();
            assertThat(result.output()).contains("logged in", address, "as ann");
        }
        assertThat(Command.run(directory, "run", "list", "--server", address).exitStatus())
                .isZero();
        assertThat(Command.run(directory, "key", "list", "--server", address).error())
                .contains("ACCESS_DENIED", "'ann'");

        assertThat(Command.run(directory, "logout", "--server", address).exitStatus())
                .isZero();
        Command.Result again = Command.run(directory, "logout", "--server", address);
        assertThat(again.exitStatus()).isEqualTo(BAD_INPUT);
        assertThat(again.error()).contains("NOT_FOUND");
    }

    private static Matcher complete(Command login) throws IOException {
        return COMPLETE.matcher(login.told());
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(code);
    }

    private static boolean isUp() throws Exception {
        if (!service.isAlive()) {
            throw new AssertionError("ended: " + Files.readString(directory.resolve("service.log")));
        }
        try {
            return sent(HttpRequest.newBuilder(URI.create(address + "/v1/sign-in")))
                            .statusCode()
                    == 200;
        } catch (ConnectException _) {
            return false;
        }
    }

    private static HttpResponse<String> got(String path, String token) throws Exception {
        return sent(HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> sent(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
    }
}
