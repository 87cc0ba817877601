package dev.narrowgauge.checks.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.checks.service.HttpConnection;
import dev.narrowgauge.checks.service.RunningService;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The requests of the check: what a client sends who wants a run, and later asks for it. */
final class Submissions {
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final byte[] run;

    private Submissions(byte[] run) {
        this.run = run;
    }

    /** Uploads what the runs are about. */
    static Submissions prepare(Path demo, RunningService service) {
        try (HttpConnection connection = service.connect()) {
            String model = upload(connection, "/v1/models?name=digits", demo.resolve("digits-resnet.onnx"));
            String calibration =
                    upload(connection, "/v1/datasets?name=calibration", demo.resolve("digits-calibration.npz"));
            String evaluation =
                    upload(connection, "/v1/datasets?name=evaluation", demo.resolve("digits-evaluation.npz"));
            return new Submissions("""
                    {"modelId":"%s","calibrationDatasetId":"%s","evaluationDatasetId":"%s",\
                    "recipes":[{"precision":"int8"}]}""".formatted(model, calibration, evaluation).getBytes(UTF_8));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "The demo's files cannot be uploaded to the service: " + e, e);
        }
    }

    private static String upload(HttpConnection connection, String path, Path file) throws IOException {
        HttpConnection.Answer answer =
                connection.post(path, "Content-Type: application/octet-stream\r\n", Files.readAllBytes(file));
        if (answer.status() != CREATED) {
            throw new IOException("%s: %d %s".formatted(file.getFileName(), answer.status(), answer.text()));
        }
        return Figures.MAPPER.readTree(answer.body()).path("id").asText();
    }

    /** Files a run with each request, each with a key of its own, as the command line does. */
    OpenLoop.Connector filing(RunningService service) {
        return () -> new Keeping(service.connect()) {
            @Override
            public OpenLoop.Answer send(int request) throws IOException {
                HttpConnection.Answer answer = connection.post(
                        "/v1/runs",
                        "Content-Type: application/json\r\nIdempotency-Key: " + UUID.randomUUID() + "\r\n",
                        run);
                String id = answer.location().substring(answer.location().lastIndexOf('/') + 1);
                return said(answer.status() == CREATED && !id.isEmpty(), id, answer);
            }
        };
    }

    /** Asks for one of the runs with each request. */
    static OpenLoop.Connector asking(RunningService service, List<String> ids) {
        return () -> new Keeping(service.connect()) {
            @Override
            public OpenLoop.Answer send(int request) throws IOException {
                String id = ids.get(request);
                HttpConnection.Answer answer = connection.get("/v1/runs/" + id);
                return said(answer.status() == OK && answer.text().contains('"' + id + '"'), id, answer);
            }
        };
    }

    private static OpenLoop.Answer said(boolean accepted, String id, HttpConnection.Answer answer) {
        return accepted
                ? new OpenLoop.Answer(true, id)
                : new OpenLoop.Answer(false, answer.status() + " " + answer.text());
    }

    private abstract static class Keeping implements OpenLoop.Connection {
        final HttpConnection connection;

        Keeping(HttpConnection connection) {
            this.connection = connection;
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
