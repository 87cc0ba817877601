package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client of the service that is tested, as any other program would be one. Each answer is held against what the service's
 * OpenAPI document says of it.
 */
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Map<URI, Contract> CONTRACTS = new ConcurrentHashMap<>();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;
    private final Optional<? extends Bearer> key;
    private final Optional<String> project;
    private final Optional<Granted> granted;

    /** @param key that it sends with each request */
    Http(URI root, Optional<? extends Bearer> key) {
        this(root, key, Optional.empty(), Optional.empty());
    }

    private Http(URI root, Optional<? extends Bearer> key, Optional<String> project, Optional<Granted> granted) {
        this.root = root;
        this.key = key;
        this.project = project;
        this.granted = granted;
    }

    /** One that names that project in each request. */
    Http about(String named) {
        return new Http(root, key, Optional.of(named), granted);
    }

    /** One that does with the other's key what is granted to that, and with its own the rest. */
    Http granting(Granted other) {
        return new Http(root, key, project, Optional.of(other));
    }

    /** One with another key, or none. */
    Http with(Optional<? extends Bearer> other) {
        return new Http(root, other);
    }

    record Answer(int status, byte[] body, HttpHeaders headers) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(text(), e);
            }
        }

        /** Of a list that was given. */
        JsonNode items() {
            return with(200).json().path("items");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        Answer with(int expected) {
            assertThat(status).as(this::text).isEqualTo(expected);
            return this;
        }

        /** Asserts that this is a complete problem+json with the code; returns its detail. */
        String problem(ErrorCode code) {
            String detail = problem(code.name(), code.httpStatus());
            assertThat(json().path("type").asText()).isEqualTo(code.typeUri());
            return detail;
        }

        String problem(String code, int expected) {
            assertThat(status).as(this::text).isEqualTo(expected);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(json().fieldNames())
                    .toIterable()
                    .contains("type", "title", "status", "detail", "code", "instance");
            assertThat(json().path("code").asText()).as(this::text).isEqualTo(code);
            assertThat(json().path("status").asInt()).isEqualTo(expected);
            return json().path("detail").asText();
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer upload(String path, byte[] content) {
        return upload(path, BodyPublishers.ofByteArray(content));
    }

    Answer upload(String path, BodyPublisher content) {
        return send("POST", path, content, "Content-Type", "application/octet-stream");
    }

    Answer post(String path, String json, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return send("POST", path, BodyPublishers.ofString(json), all);
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** What the service promises. */
    Contract contract() {
        return CONTRACTS.computeIfAbsent(
                root,
                _ -> new Contract(sent("GET", "/q/openapi?format=json", BodyPublishers.noBody())
                        .with(200)
                        .json()));
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        Answer answer = sent(method, path, body, headers);
        contract().check(method, path, answer);
        if (answer.status() < 400) {
            contract()
                    .operation(method, path)
                    .ifPresent(operation -> granted(method, path)
                            .ifPresent(grant -> grant.done().add(operation.id())));
        }
        return answer;
    }

    /** What is to be done with its key. */
    private Optional<Granted> granted(String method, String path) {
        return granted.filter(grant -> contract()
                .operation(method, path)
                .filter(operation -> grant.operations().contains(operation.id()))
                .isPresent());
    }

    private Answer sent(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve(path)).timeout(LIMIT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        granted(method, path)
                .<Bearer>map(Granted::key)
                .or(() -> key)
                .ifPresent(text -> request.header("Authorization", "Bearer " + text.text()));
        project.ifPresent(name -> request.header(ProjectName.HEADER, name));
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the text as it stands but for the key, whatever a client would think of it, and reads until the service hangs up. */
    Answer raw(String request) {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            String whole = key.map(
                            text -> request.replaceFirst("\r\n", "\r\nAuthorization: Bearer " + text.text() + "\r\n"))
                    .orElse(request);
            socket.getOutputStream().write(whole.getBytes(ISO_8859_1));
            return WireAnswer.parsed(received(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends lines of a request as {@link #raw} does.
     *
     * @param first without the version
     * @param lines headers, and what follows an empty one as the body
     */
    Answer lines(String first, String... lines) {
        StringBuilder text = new StringBuilder(first).append(" HTTP/1.1\r\nConnection: close\r\n");
        boolean body = false;
        for (String line : lines) {
            text.append(line).append(body ? "" : "\r\n");
            body = body || line.isEmpty();
        }
        return raw(body ? text.toString() : text.append("\r\n").toString());
    }

    /** A byte is a character. */
    private static String received(Socket socket) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(received);
        } catch (SocketException e) {
            // Hung up on what it had not read; what it said before counts.
        }
        return received.toString(ISO_8859_1);
    }
}
