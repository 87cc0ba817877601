package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported to GitHub, by the requests that its REST documentation asks for. */
class TestGitHubReport {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COMMIT = "ffac537e6cbbf934b08745a378932722df287a53";
    private static final String MARKER = "<!-- narrowgauge-gate: digits -->";

    private record Request(String line, String authorization, JsonNode body) {}

    private final List<Request> requests = new ArrayList<>();
    private String comments = "[]";
    private HttpServer github;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(isThere("curl"), "there is no curl");
        assumeTrue(isThere("jq"), "there is no jq");
        github = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        github.createContext("/", exchange -> {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(
                    new Request(line, exchange.getRequestHeaders().getFirst("Authorization"), JSON.readTree(body)));
            String answer = line.contains("/pulls")
                    ? "[{\"number\":6,\"state\":\"closed\"},{\"number\":7,\"state\":\"open\"}]"
                    : line.startsWith("GET") ? comments : "{\"id\":1}";
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(line.startsWith("POST") ? 201 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        github.start();
        Files.writeString(
                directory.resolve("receipt.json"),
                "{\"gate\":\"digits\",\"status\":\"FAIL\",\"link\":\"https://gate.example/#run=7\"}");
        Files.writeString(directory.resolve("summary.md"), "## It \"fails\"\n| a | b |\n");
        Files.writeString(directory.resolve("comment.md"), MARKER + "\nIt fails.\n");
    }

    @AfterEach
    void stop() {
        github.stop(0);
    }

    @Test
    void firstReportMakesACheckAndAComment() throws Exception {
        assertThat(report().status()).isZero();

        assertThat(requests)
                .extracting(Request::line)
                .containsExactly(
                        "POST /repos/octocat/models/check-runs",
                        "GET /repos/octocat/models/commits/%s/pulls".formatted(COMMIT),
                        "GET /repos/octocat/models/issues/7/comments?per_page=100&page=1",
                        "POST /repos/octocat/models/issues/7/comments");
        assertThat(requests).extracting(Request::authorization).containsOnly("Bearer t0ken");
        JsonNode check = requests.getFirst().body();
        assertThat(check.path("name").asText()).isEqualTo("narrowgauge / digits");
        assertThat(check.path("head_sha").asText()).isEqualTo(COMMIT);
        assertThat(check.path("status").asText()).isEqualTo("completed");
        assertThat(check.path("conclusion").asText()).isEqualTo("failure");
        assertThat(check.at("/output/summary").asText()).isEqualTo("## It \"fails\"\n| a | b |\n");
        assertThat(check.path("details_url").asText()).isEqualTo("https://gate.example/#run=7");
        assertThat(requests.getLast().body().path("body").asText()).isEqualTo(MARKER + "\nIt fails.\n");
    }

    @Test
    void laterReportEditsItsOwnCommentAndNobodyElses() throws Exception {
        comments = """
                [{"id":1,"user":{"type":"User"},"body":"%1$s\\nquoted by a person"},
                 {"id":2,"user":{"type":"Bot"},"body":"<!-- narrowgauge-gate: other -->\\nx"},
                 {"id":3,"user":{"type":"Bot"},"body":"%1$s\\nas it was"}]""".formatted(MARKER);

        assertThat(report().status()).isZero();
        assertThat(requests.getLast().line()).isEqualTo("PATCH /repos/octocat/models/issues/comments/3");
    }

    @Test
    void gateWithoutAVerdictIsNoSuccess() throws Exception {
        for (String file : List.of("receipt.json", "summary.md", "comment.md")) {
            Files.delete(directory.resolve(file));
        }
        assertThat(report().status()).isZero();
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().body().path("conclusion").asText()).isEqualTo("action_required");
    }

    @Test
    void whatAPullRequestLeftIsDataAlone() throws Exception {
        Files.writeString(
                directory.resolve("receipt.json"),
                "{\"gate\":\"$(touch pwned) \\\"\",\"status\":\"PASS; x\",\"link\":\"javascript:alert(1)\"}");
        Files.writeString(directory.resolve("comment.md"), "no marker");

        assertThat(report().status()).isEqualTo(4);
        JsonNode check = requests.getFirst().body();
        assertThat(check.path("conclusion").asText()).isEqualTo("action_required");
        assertThat(check.has("details_url")).isFalse();
        assertThat(check.path("name").asText()).isEqualTo("narrowgauge / $(touch pwned) \"");
        assertThat(requests).hasSize(1);
    }

    private ShellCommand report() throws Exception {
        return ShellCommand.run(
                Map.of(
                        "GITHUB_TOKEN",
                        "t0ken",
                        "GITHUB_API_URL",
                        "http://127.0.0.1:" + github.getAddress().getPort(),
                        "GITHUB_REPOSITORY",
                        "octocat/models",
                        "NARROWGAUGE_GATE_SHA",
                        COMMIT,
                        "NARROWGAUGE_GATE_OUTPUT_DIR",
                        directory.toString()),
                List.of(DeployFiles.FOLDER.resolve("ci/github/report.sh").toString()));
    }

    private static boolean isThere(String program) {
        try {
            return ShellCommand.works(program, "--version");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
