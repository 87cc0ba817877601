package dev.narrowgauge.endtoend;

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
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The public interface of a service on this machine, as a stranger's program would call it. */
final class Service implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    /** Of HTTP/2 all requests share a connection, which a stream of events that is left early may take with it. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final Path key;

    /** @param key file that has the admin key by the time that the service is up */
    Service(int port, Path key) {
        this.port = port;
        this.key = key;
    }

    /** Where a service keeps its admin key that has its data in that folder. */
    static Path keyIn(Path data) {
        return data.resolve("admin-key");
    }

    JsonNode get(String path) throws Exception {
        return read(send(request(path).build()));
    }

    JsonNode items(String path) throws Exception {
        return get(path).path("items");
    }

    Path download(String path, Path file) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofFile(file)).body();
    }

    /** @return the identifier of what was uploaded */
    String upload(String path, Path file) throws Exception {
        return id(send(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofFile(file))
                .build()));
    }

    /** Whether it is up and has somewhere to measure. */
    boolean hasNode() throws Exception {
        try {
            return Files.exists(key) && !items("/v1/nodes").isEmpty();
        } catch (ConnectException _) {
            return false;
        }
    }

    boolean hasNode(String name) throws Exception {
        return items("/v1/nodes")
                .valueStream()
                .anyMatch(node -> node.path("name").asText().equals(name));
    }

    /** @return the secret of a join token */
    String nodeToken(String node) throws Exception {
        return read(send(request("/v1/node-tokens")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"node\":\"%s\"}".formatted(node)))
                        .build()))
                .path("token")
                .asText();
    }

    void createProject(String name) throws Exception {
        id(send(request("/v1/projects")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"%s\"}".formatted(name)))
                .build()));
    }

    String submitRun(String model, String calibration, String evaluation) throws Exception {
        return submitRun(model, calibration, evaluation, "int8");
    }

    String submitRun(String model, String calibration, String evaluation, String precision) throws Exception {
        String run = """
                {"modelId":"%s","calibrationDatasetId":"%s","evaluationDatasetId":"%s","recipes":[{"precision":"%s"}]}
                """.formatted(model, calibration, evaluation, precision);
        return id(send(request("/v1/runs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(run))
                .build()));
    }

    /** @param body JSON; empty for none */
    JsonNode post(String path, String body) throws Exception {
        return read(send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build()));
    }

    void cancel(String run) throws Exception {
        id(send(request("/v1/runs/%s/cancel".formatted(run))
                .POST(BodyPublishers.noBody())
                .build()));
    }

    /** Follows the run until something of that kind happens in it. */
    void awaitEvent(String run, String type) throws Exception {
        HttpRequest request = request("/v1/runs/%s/events".formatted(run))
                .header("Accept", "text/event-stream")
                .build();
        try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
            boolean happened = lines.anyMatch(line -> line.startsWith("event:") && line.endsWith(type));
            if (!happened) {
                throw new AssertionError("run %s ended without %s".formatted(run, type));
            }
        }
    }

    JsonNode awaitEnd(String run) throws Exception {
        await(Duration.ofMinutes(5), () -> Set.of("DONE", "CANCELLED").contains(state(run)));
        return get("/v1/runs/" + run);
    }

    private String state(String run) throws Exception {
        return get("/v1/runs/" + run).path("state").asText();
    }

    static void await(Duration limit, Condition condition) throws Exception {
        Instant deadline = Instant.now().plus(limit);
        while (!condition.holds()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + limit);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .header("Authorization", "Bearer " + Files.readString(key).strip())
                .timeout(Duration.ofMinutes(3));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private static String id(HttpResponse<String> answer) throws IOException {
        JsonNode id = read(answer).path("id");
        if (!id.isTextual()) {
            throw new AssertionError("no id in " + answer.body());
        }
        return id.asText();
    }

    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /** What a test waits for. */
    interface Condition {
        boolean holds() throws Exception;
    }
}
