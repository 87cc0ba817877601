package dev.narrowgauge.cli.remote;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The service's REST interface, as far as the command line needs it. */
public final class RemoteClient implements AutoCloseable {
    private static final int COPIED_BYTES = 1 << 16;

    private final ServiceHttp http;

    /**
     * Of a service for which those vouch that Java knows.
     *
     * @param bearer that each request is made with, if there is one by then
     */
    public RemoteClient(URI service, Supplier<? extends Optional<? extends Bearer>> bearer) {
        this(service, bearer, Optional.empty(), Optional.empty());
    }

    /** Of no project but that which the caller may enter. */
    public RemoteClient(
            URI service, Supplier<? extends Optional<? extends Bearer>> bearer, Optional<Path> authorities) {
        this(service, bearer, authorities, Optional.empty());
    }

    /**
     * @param bearer that each request is made with, if there is one by then
     * @param authorities PEM file with the certificates of those who vouch for the service; those that Java knows unless given
     * @param project name of the project that each request is about; that which the key is good for unless given
     * @throws NarrowgaugeException REQUEST_INVALID where that file is none
     */
    public RemoteClient(
            URI service,
            Supplier<? extends Optional<? extends Bearer>> bearer,
            Optional<Path> authorities,
            Optional<String> project) {
        this.http = new ServiceHttp(service, bearer, authorities, project);
    }

    /** Whether the service takes work now. */
    public boolean isReady() {
        return http.isOk(this::readiness);
    }

    private HttpRequest readiness() {
        return http.request("/q/health/ready").timeout(Duration.ofSeconds(5)).build();
    }

    /** What the service says of its readiness, as MicroProfile Health words it, also where it is not ready. */
    public JsonNode health() {
        try (InputStream body = http.send(readiness()).body()) {
            return Json.read(body.readAllBytes());
        } catch (IOException failure) {
            throw http.unreachable(failure);
        }
    }

    /** Gives the model's identifier. */
    public String uploadModel(Path file, String name) {
        return text(upload(Content.MODEL, file, name, _ -> {}), "id");
    }

    /** Gives the dataset's identifier. */
    public String uploadDataset(Path file, String name) {
        return text(upload(Content.DATASET, file, name, _ -> {}), "id");
    }

    /**
     * Gives what the service says of it.
     *
     * @param taken told again and again how many bytes have been taken to be sent
     */
    public JsonNode upload(Content kind, Path file, String name, LongConsumer taken) {
        return Json.read(http.body(http.request(kind.path() + "?name=" + encode(name, UTF_8))
                .header("Content-Type", "application/octet-stream")
                .POST(new CountedContent(contentOf(file), taken))
                .build()));
    }

    /** What the service says of the content with that SHA-256; empty where it has none. */
    public Optional<JsonNode> content(Content kind, String sha256) {
        try {
            return Optional.of(get(kind.path() + "/" + sha256));
        } catch (NarrowgaugeException failure) {
            if (failure.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** @param path with its query, encoded */
    public JsonNode get(String path) {
        return Json.read(http.body(http.request(path).build()));
    }

    /**
     * Lines of text.
     *
     * @param path with its query, encoded
     */
    public String lines(String path) {
        return new String(
                http.body(http.request(path)
                        .setHeader("Accept", "application/jsonl, text/csv, application/problem+json")
                        .build()),
                UTF_8);
    }

    /** @param content null sends none */
    public JsonNode post(String path, Map<String, Object> content) {
        HttpRequest.Builder request = http.request(path);
        if (content == null) {
            return Json.read(http.body(request.POST(BodyPublishers.noBody()).build()));
        }
        return Json.read(http.body(request.header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.write(content)))
                .build()));
    }

    /** Gives what the service says of what is gone. */
    public JsonNode delete(String path) {
        return Json.read(http.body(http.request(path).DELETE().build()));
    }

    /** Keeps an answer, byte for byte, in a file that appears whole or not at all. */
    public void download(String path, OutputFile file) {
        HttpRequest request = http.request(path).setHeader("Accept", "*/*").build();
        try (InputStream answer = http.checked(request).body()) {
            file.write(target -> copy(answer, target));
        } catch (IOException failure) {
            throw http.unreachable(failure);
        }
    }

    private void copy(InputStream answer, OutputStream target) throws IOException {
        byte[] buffer = new byte[COPIED_BYTES];
        for (int count = read(answer, buffer); count >= 0; count = read(answer, buffer)) {
            target.write(buffer, 0, count);
        }
    }

    /** What breaks off is the connection's fault, not the file's. */
    private int read(InputStream answer, byte[] buffer) {
        try {
            return answer.read(buffer);
        } catch (IOException failure) {
            throw http.unreachable(failure);
        }
    }

    /** Gives the run's identifier. */
    public String submitRun(RunSubmission submission) {
        return text(submit(submission), "id");
    }

    /** Gives the run. */
    public JsonNode submit(RunSubmission submission) {
        return submit(submission, UUID.randomUUID().toString());
    }

    /**
     * Gives the run, which is an earlier one where the same key came with the same request in the last seven days.
     *
     * @param idempotencyKey that the service knows the request by
     */
    public JsonNode submit(RunSubmission submission, String idempotencyKey) {
        return Json.read(http.body(http.request("/v1/runs")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofByteArray(Json.write(submission.toMap())))
                .build()));
    }

    public JsonNode run(String runId) {
        return get("/v1/runs/" + runId);
    }

    public JsonNode variant(String variantId) {
        return get("/v1/variants/" + variantId);
    }

    /** The verdict document, byte for byte as the service gives it. */
    public byte[] verdict(String runId) {
        return http.body(http.request("/v1/runs/" + runId + "/verdict").build());
    }

    /** Gives the run. */
    public JsonNode cancelRun(String runId) {
        return post("/v1/runs/" + runId + "/cancel", null);
    }

    /** The run's events after the given one, until the service ends the stream. */
    public EventStream events(String runId, long afterSequence) {
        HttpRequest request = http.request("/v1/runs/" + runId + "/events")
                .setHeader("Accept", "text/event-stream")
                .header("Last-Event-ID", String.valueOf(afterSequence))
                .build();
        return new EventStream(http.checked(request).body());
    }

    @Override
    public void close() {
        http.close();
    }

    private static BodyPublisher contentOf(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "The file %s cannot be read.".formatted(file), failure);
        }
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
