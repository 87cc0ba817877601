package dev.narrowgauge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ExitCode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands ask of a service and how they show its answers; the service itself is tested end to end. */
class TestServiceCommands {
    private static final String RUN = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";

    @TempDir
    private Path directory;

    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();
    private final List<String> asked = new ArrayList<>();
    private HttpServer service;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void pushSendsNothingThatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("digits.v2.onnx"), "content");
        answer("/v1/models/", 200, "{\"id\":\"abc\",\"name\":\"first\",\"names\":[\"first\",\"digits.v2\"]}");

        assertThat(execute("model", "push", file.toString())).isZero();
        assertThat(output.toString()).isEqualTo("model        abc (first, the service had it already)\n");
        assertThat(asked).singleElement().asString().startsWith("GET /v1/models/ed7002b4");
    }

    @Test
    void pushUnderAnotherNameKeepsBoth() throws IOException {
        Path file = Files.writeString(directory.resolve("digits.onnx"), "content");
        answer("/v1/datasets/", 200, "{\"id\":\"abc\",\"name\":\"first\"}");
        answer("/v1/datasets", 200, "{\"id\":\"abc\",\"name\":\"first\"}");

        assertThat(execute("dataset", "push", file.toString(), "--name", "my digits"))
                .isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/datasets?name=my+digits content");
        assertThat(output.toString()).contains("abc (first, uploaded)");
    }

    @Test
    void filtersAreTheServicesParameters() {
        answer("/v1/runs", 200, "{\"items\":[],\"nextCursor\":\"x\"}");

        assertThat(execute("run", "list", "--state", "QUEUED,RUNNING", "--text", "a&b", "--limit", "7"))
                .isZero();
        assertThat(asked).containsExactly("GET /v1/runs?limit=7&state=QUEUED&state=RUNNING&text=a%26b ");
        assertThat(output.toString()).contains("run  name").contains("There are more");
        for (String limit : List.of("0", "201")) {
            assertThat(execute("run", "list", "--limit", limit)).isEqualTo(ExitCode.BAD_INPUT.status());
        }
    }

    @Test
    void reasonsOfEveryNodeAreShown() {
        answer("/v1/runs/" + RUN + "/measurements", 200, """
                {"items":[
                  {"variantId":"v1","device":{"node":"n1","deviceClass":"x86-vnni"},"insight":{"reasons":["Because."],
                   "parts":[{"name":"conv","baseline":{"operator":"Conv","micros":40.5},"variant":null}]}},
                  {"variantId":"v2","device":{"node":"n1","deviceClass":"x86-vnni"},"insight":null}]}""");

        assertThat(execute("run", "why", RUN)).isZero();
        assertThat(output.toString())
                .contains("v1 on n1 (x86-vnni)", "Because.", "40.5 µs")
                .containsPattern("conv +Conv +40.5 µs +- +-")
                .contains("v2 on n1 (x86-vnni)\nNobody profiled it there.");
        assertThat(execute("run", "why", "no-id")).isEqualTo(ExitCode.BAD_INPUT.status());
    }

    @Test
    void jsonIsTheAnswerAsItCame() {
        answer("/v1/nodes", 200, "{\"items\":[{\"name\":\"a\",\"added\":1}]}");

        assertThat(execute("node", "list", "--json")).isZero();
        assertThat(output.toString()).contains("\"added\" : 1");
    }

    @Test
    void nodesAreFoundByTheirLabelsAndDrained() {
        answer("/v1/nodes", 200, """
                {"items":[{"name":"a","live":true,"labels":["rack=7"],"drainedSince":"2026-11-27T03:00:00Z"}]}""");
        answer("/v1/nodes/a/forget", 200, "{\"name\":\"a\",\"live\":false}");

        assertThat(execute("node", "list", "--label", "rack=7,nightly")).isZero();
        assertThat(asked).containsExactly("GET /v1/nodes?label=rack%3D7&label=nightly ");
        assertThat(output.toString()).contains("labels", "rack=7", "live, drained");
        assertThat(execute("node", "forget", "a")).isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/nodes/a/forget ");
        assertThat(output.toString()).contains("forgotten");
    }

    @Test
    void keyIsMadeForARoleOrForScopes() {
        answer("/v1/keys", 201, "{\"id\":\"1\",\"name\":\"ci\",\"key\":\"ng_it\"}");

        assertThat(execute("key", "create", "ci", "--role", "Submitter", "--expires-in", "7"))
                .isZero();
        assertThat(asked.getLast())
                .isEqualTo("POST /v1/keys {\"name\":\"ci\",\"scopes\":[\"read\",\"submit\"],\"expiresInDays\":7}");
        assertThat(output.toString()).isEqualTo("ci           ng_it\n");
        assertThat(execute("key", "create", "ci", "--scope", "approve,read")).isZero();
        assertThat(asked.getLast()).endsWith("\"scopes\":[\"approve\",\"read\"]}");
        for (String[] arguments : new String[][] {{}, {"--scope", "read", "--role", "viewer"}, {"--role", "king"}}) {
            List<String> all = new ArrayList<>(List.of("key", "create", "ci"));
            all.addAll(List.of(arguments));
            assertThat(execute(all.toArray(String[]::new))).isEqualTo(ExitCode.BAD_INPUT.status());
        }
    }

    @Test
    void keysAreListedRotatedAndRevoked() {
        answer("/v1/keys", 200, """
                {"items":[{"id":"1","name":"ci","scopes":["read","submit"],"expiresAt":"2020-01-01T00:00:00Z"},
                          {"id":"2","name":"old","scopes":[],"revokedAt":"2020-01-01T00:00:00Z"}]}""");
        answer("/v1/keys/1/rotate", 201, "{\"name\":\"ci\",\"key\":\"ng_next\"}");
        answer("/v1/keys/1/revoke", 200, "{\"name\":\"ci\"}");

        assertThat(execute("key", "list")).isZero();
        assertThat(output.toString())
                .containsPattern("1 +ci +read submit +expired")
                .containsPattern("2 +old .*revoked");
        assertThat(execute("key", "rotate", "1", "--overlap", "2")).isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/keys/1/rotate {\"overlapHours\":2}");
        assertThat(execute("key", "revoke", "1")).isZero();
        assertThat(output.toString()).contains("ng_next", "revoked");
    }

    @Test
    void linkSignsThePageIn() {
        answer("/v1/session/codes", 201, "{\"code\":\"abc\",\"path\":\"/#sign-in=abc\"}");

        assertThat(execute("key", "link")).isZero();
        assertThat(output.toString())
                .isEqualTo("page         http://127.0.0.1:%d/#sign-in=abc\n"
                        .formatted(service.getAddress().getPort()));
    }

    @Test
    void lostAdminKeyIsReplacedOnItsMachine() {
        Path file = directory.resolve(KeyFile.OF_ADMIN);
        answer("/v1/session", 200, "{\"key\":\"admin\"}");

        assertThat(execute("admin", "reset-key", "--data-dir", directory.toString()))
                .isZero();
        KeyText first = KeyFile.find(file).orElseThrow();
        assertThat(output.toString()).isEqualTo("admin key    %s (in force)\n".formatted(first.text()));
        service.removeContext("/v1/session");
        answer("/v1/session", 401, "{\"code\":\"KEY_REFUSED\",\"detail\":\"It is not known.\"}");
        assertThat(execute("admin", "reset-key", "--data-dir", directory.toString()))
                .isZero();
        assertThat(KeyFile.find(file)).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(output.toString()).contains("at the next start");
        assertThat(execute("admin", "reset-key", "--data-dir", file.toString())).isEqualTo(ExitCode.BAD_INPUT.status());
    }

    @Test
    void submissionLeavesOutWhatIsNotSaid() {
        answer("/v1/runs", 201, "{\"id\":\"%s\"}".formatted(RUN));
        String id = "0".repeat(64);

        assertThat(execute("run", "submit", "--model", id, "--calibration", id, "--evaluation", id, "--tag", "a,b"))
                .isZero();
        assertThat(output.toString()).isEqualTo("run          %s\n".formatted(RUN));
        assertThat(asked.getFirst())
                .startsWith("POST /v1/runs {\"modelId\":\"000")
                .contains("\"tags\":[\"a\",\"b\"]", "\"recipes\":[{}]")
                .doesNotContain("policy", "name\":null", "deviceClasses", "commit");
    }

    @Test
    void badFilesCostNoUpload() throws IOException {
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), "precision: int9");

        assertThat(execute("run", "submit", "--model=m", "--calibration=c", "--evaluation=e", "--recipe=" + recipe))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).startsWith("error RECIPE_INVALID_VALUE: " + recipe);

        error.getBuffer().setLength(0);
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "maxWait: soon\nrule: []\n");
        assertThat(execute("run", "submit", "--model=m", "--calibration=c", "--evaluation=e", "--policy=" + policy))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString().lines().limit(2))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("error POLICY_UNKNOWN_KEY: %s: Unknown key 'rule'".formatted(policy)),
                        line -> assertThat(line)
                                .startsWith("error POLICY_INVALID_VALUE: %s: The policy's".formatted(policy)));
        assertThat(asked).isEmpty();
    }

    @Test
    void everyWrongFileIsToldByItsName() throws IOException {
        Path first = Files.writeString(directory.resolve("first.yaml"), "mode: statik");
        Path right = Files.writeString(directory.resolve("right.yaml"), "mode: static");
        Path second = Files.writeString(directory.resolve("second.yaml"), "precison: int8");
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "maxWait: soon");

        assertThat(execute(
                        "run",
                        "submit",
                        "--model=" + right,
                        "--calibration=" + right,
                        "--evaluation=nowhere.npz",
                        "--recipe=" + first,
                        "--recipe=" + right,
                        "--recipe=" + second,
                        "--policy=" + policy))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("error RECIPE_INVALID_VALUE: %s: ".formatted(first)),
                        line -> assertThat(line).startsWith("error RECIPE_UNKNOWN_KEY: %s: ".formatted(second)),
                        line -> assertThat(line).startsWith("error POLICY_INVALID_VALUE: %s: ".formatted(policy)),
                        line -> assertThat(line).startsWith("error FILE_NOT_FOUND: nowhere.npz: "));
        assertThat(asked).isEmpty();
    }

    @Test
    void faultThatTheServiceFindsNamesTheFile() throws IOException {
        Path first = Files.writeString(directory.resolve("first.yaml"), "name: a");
        Path second = Files.writeString(directory.resolve("second.yaml"), "name: b");
        answer("/v1/runs", 422, """
                {"code": "RECIPE_MATCHES_NOTHING", "faults": [
                  {"code": "RECIPE_MATCHES_NOTHING", "detail": "One.", "pointer": "/recipes/1/exclude/nodes"},
                  {"code": "NOT_FOUND", "detail": "Two.", "pointer": "/modelId"}]}""");
        String id = "0".repeat(64);

        assertThat(execute(
                        "run",
                        "submit",
                        "--model=" + id,
                        "--calibration=" + id,
                        "--evaluation=" + id,
                        "--recipe=" + first,
                        "--recipe=" + second))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString().lines())
                .containsExactly(
                        "error RECIPE_MATCHES_NOTHING: %s: One. (at /recipes/1/exclude/nodes)".formatted(second),
                        "error NOT_FOUND: Two. (at /modelId)");
    }

    @Test
    void badPoliciesAndMissingFilesCostNoUpload() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "gates: [int8]");
        Path file = Files.writeString(directory.resolve("digits.onnx"), "content");
        String model = "--model=" + file;
        String calibration = "--calibration=" + file;

        assertThat(execute("run", "submit", model, calibration, "--evaluation=" + file, "--policy=" + policy))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).startsWith("error POLICY_UNKNOWN_KEY");
        assertThat(execute("run", "submit", model, calibration, "--evaluation=nowhere.npz"))
                .isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("error FILE_NOT_FOUND: nowhere.npz: there is no such file");
        assertThat(asked).isEmpty();
    }

    @Test
    void cancelAsksForEachRun() {
        answer("/v1/runs/" + RUN + "/cancel", 200, "{\"id\":\"%s\",\"state\":\"CANCELLED\"}".formatted(RUN));

        assertThat(execute("run", "cancel", RUN, RUN)).isZero();
        assertThat(asked).hasSize(2);
        assertThat(output.toString()).contains(RUN + " is CANCELLED");
        assertThat(execute("run", "cancel", "7")).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(error.toString()).contains("'7' is not the id of a run");
    }

    @Test
    void pullLeavesNoHalfFile() throws IOException {
        answer("/v1/variants/" + RUN, 200, "{\"id\":\"%s\"}".formatted(RUN));
        service.createContext("/v1/variants/" + RUN + "/content", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.close();
        });
        Path file = Files.writeString(directory.resolve("variant.onnx"), "before");

        assertThat(execute("variant", "pull", RUN, "-o", file.toString())).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(directory.toFile().list()).containsExactly("variant.onnx");
        assertThat(file).hasContent("before");
    }

    @Test
    void pullTakesBytes() {
        List<String> accepted = new ArrayList<>();
        answer("/v1/variants/" + RUN, 200, "{\"id\":\"%s\"}".formatted(RUN));
        service.createContext("/v1/variants/" + RUN + "/content", exchange -> {
            accepted.add(exchange.getRequestHeaders().getFirst("Accept"));
            respond(exchange, 200, "bytes");
        });
        Path file = directory.resolve("variant.onnx");

        assertThat(execute("variant", "pull", RUN, "-o", file.toString())).isZero();
        assertThat(file).hasContent("bytes");
        assertThat(accepted).singleElement().asString().contains("application/octet-stream");
    }

    @Test
    void statusSaysWhatIsDown() {
        answer("/q/health/ready", 503, """
                {"status":"DOWN","checks":[{"name":"database","status":"DOWN","data":{"why":"no connection"}}]}""");

        assertThat(execute("status")).isEqualTo(ExitCode.UNREACHABLE.status());
        assertThat(output.toString()).contains("NOT READY").contains("down         database no connection");
    }

    @Test
    void statusSaysWhoIsThereAndWhatWaits() {
        answer("/q/health/ready", 200, "{\"status\":\"UP\",\"checks\":[]}");
        answer("/v1/nodes", 200, "{\"items\":[]}");
        answer("/v1/status", 200, """
                {"schemaVersion":"14",
                 "roles":[{"role":"worker","process":"worker@a","version":"1.2","startedAt":"2026-11-27T03:00:00Z",
                           "lastSeenAt":"2026-11-27T04:00:00.5Z","live":true,"paused":"the mount is missing"}],
                 "queues":[{"kind":"BENCHMARK","deviceClass":"x86-vnni","queued":80000,"running":1,
                            "oldestQueuedAt":"2026-11-27T03:00:00Z","oldestSeconds":3725}],
                 "waits":[{"reason":"PAUSED","subject":"worker@a","sentence":"worker@a takes no work: the mount is missing"}]}""");

        assertThat(execute("status")).isZero();
        assertThat(output.toString())
                .contains("READY", "waits        worker@a takes no work: the mount is missing")
                .containsPattern("worker +paused +1.2 +2026-11-27T03:00:00Z +2026-11-27T04:00:00Z +worker@a")
                .containsPattern("benchmark x86-vnni +80000 +1 +1 h 02 min");

        output.getBuffer().setLength(0);
        assertThat(execute("status", "--json")).isZero();
        assertThat(output.toString()).contains("\"status\" : \"UP\"", "\"schemaVersion\" : \"14\"");
    }

    @Test
    void auditLogIsVerifiedFromItsLinesAlone() throws IOException {
        String first = auditLine(1, "0".repeat(64));
        String hash = first.substring(first.length() - 66, first.length() - 2);
        String second = auditLine(2, hash);
        answer("/v1/audit/lines", 200, first + '\n' + second + '\n');

        assertThat(execute("audit", "verify")).isZero();
        assertThat(asked).containsExactly("GET /v1/audit/lines?limit=10000&after=0 ");
        assertThat(output.toString()).contains("VERIFIED", "All 2 lines", "mark         2:");
        assertThat(execute("audit", "verify", "--mark", "1:" + hash)).isZero();

        Path log = directory.resolve("log.jsonl");
        assertThat(execute("audit", "export", "-o", log.toString())).isZero();
        assertThat(log).hasContent(first + '\n' + second);
        Files.writeString(log, first + '\n' + second.replace("\"it\"", "\"another\"") + '\n');
        output.getBuffer().setLength(0);
        assertThat(execute("audit", "verify", log.toString())).isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString()).contains("CHANGED", "line 2 has another hash than it says");

        Files.writeString(log, first + '\n');
        output.getBuffer().setLength(0);
        assertThat(execute("audit", "verify", log.toString(), "--mark", "2:" + "f".repeat(64)))
                .isEqualTo(ExitCode.FAIL.status());
        assertThat(output.toString()).contains("CHANGED").containsPattern("no\\s+line\\s+with\\s+the\\s+mark");
    }

    private static String auditLine(int sequence, String previous) {
        String body = "{\"sequence\":%d,\"previous\":\"%s\",\"what\":\"it\"".formatted(sequence, previous);
        return body + ",\"hash\":\"" + Sha256.of(body) + "\"}";
    }

    @Test
    void quotaLeavesOutWhatHasNoLimit() {
        answer("/v1/quotas/default", 200, """
                {"project":"default","weight":3,"queuedRuns":{"used":7,"limit":100},"openRuns":{"used":9,"limit":null},
                 "storedBytes":{"used":5,"limit":null},"deviceMinutes":{"used":0,"limit":null}}""");

        assertThat(execute("quota", "set", "default", "--weight", "3", "--queued-runs", "100"))
                .isZero();
        assertThat(asked).containsExactly("POST /v1/quotas/default {\"weight\":3,\"queuedRuns\":100}");
        assertThat(output.toString()).containsPattern("default +3 +7 of 100 +9 +5 +0");
    }

    /** To a writer that keeps what it is not told to pass on, as that of a pipe does. */
    @Test
    void completionIsAWholeScriptOfEveryCommand() throws Exception {
        CommandLine main = Main.commandLine().setOut(new PrintWriter(new BufferedWriter(output, 1 << 20)));

        assertThat(main.execute("completion")).isZero();
        assertThat(output.toString()).contains("submit", "--watch", "quantize");
        Path script = Files.writeString(directory.resolve("completion"), output.toString());
        Process bash = new ProcessBuilder("bash", "-c", "source " + script + " && complete -p narrowgauge")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("complete -o default -F _complete_narrowgauge narrowgauge\n");
        assertThat(bash.waitFor()).isZero();
    }

    private int execute(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("completion")) {
            all.add("--server=http://127.0.0.1:%d"
                    .formatted(service.getAddress().getPort()));
        }
        return Main.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(error, true))
                .execute(all.toArray(String[]::new));
    }

    private void answer(String path, int status, String body) {
        service.createContext(path, exchange -> {
            asked.add("%s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            respond(exchange, status, body);
        });
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
