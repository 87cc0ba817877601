package dev.narrowgauge.standalone.packaged;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.servers.LoopbackPort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those around a service learn of it, and what they can hold of it. */
class TestEdge {
    private static final String GIVEN = "a-secret-that-was-given";
    private static final List<String> VARIABLES = List.of(
            "AWS_SECRET_ACCESS_KEY",
            "NARROWGAUGE_AGENT_GATEWAY_TOKEN",
            "KAFKA_SSL_KEYSTORE_PASSWORD",
            "SOMETHING_ELSE");

    private static final String HEAD = "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int TRIES = 120;

    @TempDir
    private static Path directory;

    private static int port;
    private static int grpcPort;
    private static PackagedApp app;
    private static List<String> said;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        VARIABLES.forEach(name -> environment.put(name, GIVEN));
        environment.put("NARROWGAUGE_API_CONNECTION_IDLE", "3s");
        port = LoopbackPort.free();
        grpcPort = LoopbackPort.free();
        app = PackagedApp.start(environment, directory, port, grpcPort);
        said = app.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        app.close();
    }

    @Test
    void secretsAreInNoChildNoListOfProcessesNoLogAndNoAnswer() throws Exception {
        PackagedApp.await(Duration.ofMinutes(3), () -> isSomeChild("onnxruntime"));
        assertThat(isSomeChild("postgres")).isTrue();

        String password = Files.readString(directory.resolve("postgres/password"));
        assertThat(String.join("\n", said)).doesNotContain(GIVEN, password);
        String adminKey =
                KeyFile.find(directory.resolve(KeyFile.OF_ADMIN)).orElseThrow().text();
        KeyText unknown = KeyText.random();
        for (String shown : List.of(unknown.text(), "ng_" + GIVEN, GIVEN + "." + GIVEN + "." + GIVEN)) {
            assertThat(answer(shown)).startsWith("HTTP/1.1 401 ").doesNotContain(GIVEN, unknown.secret());
        }
        for (String secret : List.of(GIVEN, password, adminKey, unknown.secret())) {
            assertThat(commandLine(app.pid())).doesNotContain(secret);
            for (ProcessHandle child : app.children()) {
                assertThat(shown(child)).as("process %d", child.pid()).doesNotContain(secret);
            }
            assertThat(app.postJson("/v1/runs", "{\"name\": 7}")).doesNotContain(secret);
            assertThat(app.get("/v1/models?limit=x")).doesNotContain(secret);
            for (Path log : List.of(directory.resolve("logs"), directory.resolve("postgres/postgres.log"))) {
                assertThat(written(log)).doesNotContain(secret);
            }
        }
    }

    /** To a caller who shows that. */
    private static String answer(String shown) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("""
                    GET /v1/runs HTTP/1.1
                    Host: localhost
                    Connection: close
                    Authorization: Bearer %s

                    """.replace("\n", "\r\n").formatted(shown).getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    /** An upload that takes longer than connections may be idle is under way all the time, and is not cut. */
    @Test
    void connectionsThatBringNoRequestAreClosed() throws Exception {
        byte[] model = Files.readAllBytes(PackagedApp.ROOT.resolve("demo/digits-cnn.onnx"));
        int half = model.length / 2;
        try (Socket upload = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream content = upload.getOutputStream();
            content.write("""
                    POST /v1/models?name=slow HTTP/1.1
                    Host: localhost
                    Connection: close
                    Authorization: %s
                    Content-Type: application/octet-stream
                    Content-Length: %d

                    """.replace("\n", "\r\n")
                    .formatted(app.authorization(), model.length)
                    .getBytes(US_ASCII));
            content.write(model, 0, half);

            closes(port, HEAD + "x".repeat(TRIES));
            closes(port, "");
            closes(grpcPort, PREFACE + "\0".repeat(TRIES));
            closes(grpcPort, "");

            content.write(model, half, model.length - half);
            assertThat(new String(upload.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    /** A byte of the text each second, and then none; whatever the server says meanwhile is not what the client waits for. */
    private static void closes(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            for (int i = 0; i < TRIES; i++) {
                if (i < text.length()) {
                    socket.getOutputStream().write(text.charAt(i));
                }
                if (isClosed(socket)) {
                    return;
                }
            }
        } catch (SocketException _) {
            // Closed on what it had not read.
            return;
        }
        throw new AssertionError("port %d keeps a connection that brings nothing".formatted(port));
    }

    /** Looks for a second. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read(new byte[8192]) < 0;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    private static boolean isSomeChild(String word) throws IOException {
        for (ProcessHandle child : app.children()) {
            if (shown(child).contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Its command line and its environment; nothing of one that has ended meanwhile. */
    private static String shown(ProcessHandle child) throws IOException {
        try {
            return commandLine(child.pid()) + Files.readString(proc(child.pid(), "environ"), ISO_8859_1);
        } catch (IOException e) {
            if (child.isAlive()) {
                throw e;
            }
            return "";
        }
    }

    private static String commandLine(long pid) throws IOException {
        return Files.readString(proc(pid, "cmdline"), ISO_8859_1);
    }

    private static Path proc(long pid, String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }

    private static String written(Path log) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(log)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, ISO_8859_1));
            }
        }
        assertThat(text).isNotEmpty();
        return text.toString();
    }
}
