package dev.narrowgauge.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

/**
 * REST of the APIs of a fleet, as a client behind a balancer has it: where one does not answer, or not now, the next is
 * asked, for some minutes.
 */
public final class FleetApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> ENDED = Set.of("DONE", "CANCELLED");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration UPLOAD = Duration.ofMinutes(2);
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_ERROR_OF_SERVER = 500;
    private static final String EVENT = "event: ";
    private static final String RUN_STATE = "run-state";
    private static final String DATA = "data: ";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final List<Integer> ports;
    private final KeyText key;

    /**
     * @param ports of this machine at which the APIs are
     * @param key that may do everything
     */
    FleetApi(List<Integer> ports, KeyText key) {
        this.ports = List.copyOf(ports);
        this.key = key;
    }

    public JsonNode get(String path) {
        return read(send(path, ANSWER, UnaryOperator.identity()));
    }

    public List<JsonNode> items(String path) {
        return get(path).path("items").valueStream().toList();
    }

    /** Gives the identifier of what was uploaded. */
    public String upload(String path, Path file) {
        byte[] content = content(file);
        return id(send(
                path,
                UPLOAD,
                request -> request.header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(content))));
    }

    /**
     * Gives the run's identifier, and makes one run, however often it has to be asked for.
     *
     * @param recipes each as JSON
     */
    public String submit(RunInputs inputs, List<String> recipes, List<String> deviceClasses) {
        String body = inputs.request(recipes, deviceClasses);
        String key = UUID.randomUUID().toString();
        return id(send(
                "/v1/runs",
                ANSWER,
                request -> request.header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))));
    }

    public void cancel(String run) {
        post("/v1/runs/%s/cancel".formatted(run));
    }

    /** Makes a token with which an agent outside may speak for the node. */
    public String nodeToken(String node) {
        String body = "{\"node\": \"%s\"}".formatted(node);
        return read(send(
                        "/v1/node-tokens",
                        ANSWER,
                        request -> request.header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))))
                .path("token")
                .asText();
    }

    /** The node takes no more jobs; gives since when, by the clock of the database. */
    public Instant drain(String node) {
        return Instant.parse(read(post("/v1/nodes/%s/drain".formatted(node)))
                .path("drainedSince")
                .asText());
    }

    /** The node takes jobs again. */
    public void resume(String node) {
        post("/v1/nodes/%s/resume".formatted(node));
    }

    private String post(String path) {
        return send(path, ANSWER, request -> request.POST(BodyPublishers.noBody()));
    }

    /** False where it has not ended within the limit. */
    public boolean awaitEnd(String run, Duration limit) {
        long begin = System.nanoTime();
        while (!ENDED.contains(get("/v1/runs/" + run).path("state").asText())) {
            if (System.nanoTime() - begin > limit.toNanos()) {
                return false;
            }
            Waiting.pause(LOOK);
        }
        return true;
    }

    /**
     * What happened to a run.
     *
     * @param type as event streams have it
     */
    public record Event(String type, JsonNode data) {}

    /** What happened to a run which has ended, in order. */
    public List<Event> events(String run) {
        List<String> lines = send("/v1/runs/%s/events?timeout=5".formatted(run), ANSWER, UnaryOperator.identity())
                .lines()
                .toList();
        List<Event> events = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i - 1).startsWith(EVENT) && lines.get(i).startsWith(DATA)) {
                String type = lines.get(i - 1).substring(EVENT.length());
                events.add(new Event(type, read(lines.get(i).substring(DATA.length()))));
            }
        }
        return List.copyOf(events);
    }

    /** The states that a run which has ended was said to be in, in their order. */
    public List<String> states(String run) {
        return events(run).stream()
                .filter(event -> event.type().equals(RUN_STATE))
                .map(event -> event.data().path("state").asText())
                .toList();
    }

    private String send(String path, Duration limit, UnaryOperator<HttpRequest.Builder> completed) {
        long begin = System.nanoTime();
        for (int turn = 0; ; turn++) {
            int port = ports.get(turn % ports.size());
            URI address = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
            String problem;
            try {
                HttpRequest request = completed
                        .apply(HttpRequest.newBuilder(address)
                                .header("Authorization", "Bearer " + key.text())
                                .timeout(limit))
                        .build();
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() < FIRST_ERROR) {
                    return answer.body();
                }
                problem = answer.statusCode() + " " + answer.body();
                if (answer.statusCode() < FIRST_ERROR_OF_SERVER) {
                    throw failed(address, problem);
                }
            } catch (IOException e) {
                problem = e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while the fleet was asked");
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw failed(address, problem);
            }
            Waiting.pause(LOOK);
        }
    }

    private static NarrowgaugeException failed(URI address, String problem) {
        return new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "%s does not do: %s".formatted(address, problem));
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.FILE_NOT_FOUND, "%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static String id(String answer) {
        return read(answer).path("id").asText();
    }

    private static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "This is no JSON: " + document, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
