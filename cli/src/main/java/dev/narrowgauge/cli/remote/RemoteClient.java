package dev.narrowgauge.cli.remote;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/** The service's REST interface, as far as the command line needs it. */
public final class RemoteClient implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);

    private final URI service;
    private final HttpClient http;

    public RemoteClient(URI service) {
        this.service = service;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** Whether the service takes work now. */
    public boolean isReady() {
        try {
            HttpRequest request =
                    request("/q/health/ready").timeout(Duration.ofSeconds(5)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    /** Gives the model's identifier. */
    public String uploadModel(Path file, String name) {
        return upload("/v1/models", file, name);
    }

    /** Gives the dataset's identifier. */
    public String uploadDataset(Path file, String name) {
        return upload("/v1/datasets", file, name);
    }

    /** Gives the run's identifier. */
    public String submitRun(RunSubmission submission) {
        HttpRequest request = request("/v1/runs")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofByteArray(Json.write(submission)))
                .build();
        return text(Json.read(body(request)), "id");
    }

    public JsonNode run(String runId) {
        return Json.read(body(request("/v1/runs/" + runId).build()));
    }

    public JsonNode variant(String variantId) {
        return Json.read(body(request("/v1/variants/" + variantId).build()));
    }

    /** The verdict document, byte for byte as the service gives it. */
    public byte[] verdict(String runId) {
        return body(request("/v1/runs/" + runId + "/verdict").build());
    }

    public void cancelRun(String runId) {
        body(request("/v1/runs/" + runId + "/cancel")
                .POST(BodyPublishers.noBody())
                .build());
    }

    /** The run's events after the given one, until the service ends the stream. */
    public EventStream events(String runId, long afterSequence) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/runs/" + runId + "/events"))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", String.valueOf(afterSequence))
                .build();
        HttpResponse<InputStream> response = send(request);
        return new EventStream(checked(response).body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private String upload(String path, Path file, String name) {
        HttpRequest request = request(path + "?name=" + encode(name, UTF_8))
                .header("Content-Type", "application/octet-stream")
                .POST(contentOf(file))
                .build();
        return text(Json.read(body(request)), "id");
    }

    private static BodyPublisher contentOf(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "The file %s cannot be read.".formatted(file), failure);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .header("Accept", "application/json, application/problem+json")
                .timeout(ANSWER_LIMIT);
    }

    private byte[] body(HttpRequest request) {
        try (InputStream body = checked(send(request)).body()) {
            return body.readAllBytes();
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException failure) {
            throw unreachable(failure);
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private HttpResponse<InputStream> checked(HttpResponse<InputStream> response) {
        if (response.statusCode() < 300) {
            return response;
        }
        try (InputStream body = response.body()) {
            throw Problems.exception(response.statusCode(), response.uri(), body.readAllBytes());
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private NarrowgaugeException unreachable(IOException failure) {
        return new NarrowgaugeException(
                ErrorCode.SERVICE_UNREACHABLE,
                "The service at %s does not answer (%s): start it with 'narrowgauge up', or check the address."
                        .formatted(service, failure),
                failure);
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException();
    }

    private static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isTextual()) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "The service's answer has no '%s': %s".formatted(member, object));
        }
        return value.textValue();
    }
}
