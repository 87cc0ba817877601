package dev.narrowgauge.standalone.packaged;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.servers.LoopbackPort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestStandaloneProcess {
    /** Of {@code postmaster.pid}, from 0. */
    private static final int PORT_LINE = 3;

    @TempDir
    private Path directory;

    @Test
    void portInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PackagedApp app = PackagedApp.start(directory, taken.getLocalPort())) {
            assertThat(app.awaitEnd()).singleElement().asString().startsWith("error PORT_IN_USE: ");
            assertThat(app.exitStatus()).isEqualTo(6);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void grpcPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PackagedApp app = PackagedApp.start(directory, LoopbackPort.free(), taken.getLocalPort())) {
            assertThat(app.awaitEnd())
                    .singleElement()
                    .asString()
                    .startsWith("error PORT_IN_USE: Port " + taken.getLocalPort());
            assertThat(app.exitStatus()).isEqualTo(6);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void otherMachinesNeedTls() throws Exception {
        try (PackagedApp app = PackagedApp.start(directory, LoopbackPort.free(), 0, "--host=0.0.0.0")) {
            assertThat(app.awaitEnd())
                    .singleElement()
                    .asString()
                    .startsWith("error REQUEST_INVALID: ")
                    .contains("0.0.0.0", "--behind-tls-proxy");
            assertThat(app.exitStatus()).isEqualTo(4);
        }
    }

    /** Between the look whether it is free and the moment at which the services listen, another program may take it. */
    @Test
    void portTakenDuringTheStart() throws Exception {
        int port = LoopbackPort.free();
        try (PackagedApp app = PackagedApp.start(directory, port)) {
            PackagedApp.await(Duration.ofMinutes(1), () -> Files.exists(directory.resolve("postgres")));
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(app.awaitEnd())
                        .singleElement()
                        .asString()
                        .startsWith("error PORT_IN_USE: ")
                        .contains(String.valueOf(port));
                assertThat(app.exitStatus()).isEqualTo(6);
            }
        }
    }

    @Test
    void directoryInUseAndCleanStop() throws Exception {
        // As releases before this one left it.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (PackagedApp first = PackagedApp.start(directory, LoopbackPort.free())) {
            assertThat(first.awaitReady()).anySatisfy(line -> assertListens(line, "gRPC is on 127.0.0.1:(\\d+)\\."));
            try (PackagedApp second = PackagedApp.start(directory, LoopbackPort.free())) {
                assertThat(second.awaitEnd())
                        .singleElement()
                        .asString()
                        .startsWith("error DATA_DIRECTORY_IN_USE: ")
                        .contains("process " + first.pid());
                assertThat(second.exitStatus()).isEqualTo(6);
            }

            for (String folder : List.of("", "blobs", "kafka", "logs", "postgres")) {
                assertThat(Files.getPosixFilePermissions(directory.resolve(folder)))
                        .as("who may look into " + folder)
                        .doesNotContain(GROUP_READ, GROUP_WRITE, OTHERS_READ, OTHERS_WRITE);
            }

            assertThat(first.get("/q/health/ready"))
                    .as("whether jobs are taken is part of it")
                    .contains("\"worker\"", "\"agent\"");

            assertThat(usersOfTheDatabase()).isNotEmpty().containsOnly("narrowgauge_service");

            first.terminate();
            assertThat(first.awaitEnd()).isEmpty();
            assertThat(lastLine(directory.resolve("postgres/postgres.log"))).contains("database system is shut down");
            assertThat(directory.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        }
    }

    /** Who is connected, but for who asks; that user is no superuser and owns nothing. */
    private List<String> usersOfTheDatabase() throws Exception {
        Path postgres = directory.resolve("postgres");
        String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"))
                .get(PORT_LINE)
                .strip();
        List<String> users = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%s/postgres".formatted(port),
                        "narrowgauge",
                        Files.readString(postgres.resolve("password")));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT DISTINCT rolname,
                               rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
                        FROM pg_stat_activity JOIN pg_roles ON usesysid = pg_roles.oid
                        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()""")) {
            while (rows.next()) {
                assertThat(rows.getBoolean(2)).as(rows.getString(1)).isFalse();
                users.add(rows.getString(1));
            }
        }
        return users;
    }

    /** The admin key is shown at the first start alone, and nobody else reads it; whoever replaces its file replaces the key. */
    @Test
    void adminKeyIsMadeAtTheFirstStart() throws Exception {
        Path file = directory.resolve(KeyFile.OF_ADMIN);
        try (PackagedApp first = PackagedApp.start(directory, LoopbackPort.free())) {
            List<String> said = first.awaitReady();
            KeyText key = KeyFile.find(file).orElseThrow();
            assertThat(said).anyMatch(line -> line.endsWith(key.text()));
            assertThat(said).anyMatch(line -> line.matches("To sign the page in.*http://127.0.0.1:\\d+/#sign-in=\\w+"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(first.get("/v1/keys")).contains(key.id().toString()).doesNotContain(key.secret());

            String before = first.authorization();
            KeyFile.write(file, KeyText.random());
            assertThat(first.get("/v1/keys")).contains("\"revokedAt\":\"20");
            assertThat(answer(first.port(), "GET /v1/keys", "Authorization: " + before))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("was revoked");
        }
        try (PackagedApp second = PackagedApp.start(directory, LoopbackPort.free())) {
            String text = KeyFile.find(file).orElseThrow().text();
            assertThat(second.awaitReady()).noneMatch(line -> line.contains(text));
            assertThat(second.get("/v1/keys")).contains("\"scopes\":[\"read\",\"submit\",\"approve\",\"admin\"]");
        }
    }

    /** A client may have sent for minutes. */
    @Test
    void uploadUnderWayEndsBeforeTheServiceDoes() throws Exception {
        byte[] model = Files.readAllBytes(PackagedApp.ROOT.resolve("demo/digits-cnn.onnx"));
        int half = model.length / 2;
        int port = LoopbackPort.free();
        try (PackagedApp app = PackagedApp.start(directory, port)) {
            app.awaitReady();
            assertThat(answer(port, "GET /v1/runs/%zz"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "\"REQUEST_INVALID\"");
            try (Socket upload = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream content = upload.getOutputStream();
                content.write(head(
                        "POST /v1/models?name=digits",
                        "Authorization: " + app.authorization(),
                        "Content-Type: application/octet-stream",
                        "Content-Length: " + model.length));
                content.write(model, 0, half);
                PackagedApp.await(Duration.ofMinutes(1), this::isAnUploadUnderWay);

                app.terminate();
                PackagedApp.await(
                        Duration.ofMinutes(1),
                        () -> answer(port, "GET /v1/models").contains("\"SERVICE_UNREACHABLE\""));
                content.write(model, half, model.length - half);
                assertThat(received(upload)).startsWith("HTTP/1.1 201 ");
            }
            assertThat(app.awaitEnd()).isEmpty();
        }
    }

    private boolean isAnUploadUnderWay() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("blobs"))) {
            return files.anyMatch(file -> file.toString().endsWith(".part"));
        }
    }

    private static String answer(int port, String request, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head(request, headers));
            return received(socket);
        }
    }

    private static byte[] head(String request, String... headers) {
        String lines = Stream.of(headers).map(header -> header + "\r\n").collect(joining());
        return "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
                .formatted(request, lines)
                .getBytes(US_ASCII);
    }

    private static String received(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private static void assertListens(String line, String pattern) throws IOException {
        Matcher said = Pattern.compile(pattern).matcher(line);
        assertThat(said.matches()).as(line).isTrue();
        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(said.group(1))).close();
    }

    private static String lastLine(Path log) throws IOException {
        return Files.readAllLines(log).getLast();
    }
}
