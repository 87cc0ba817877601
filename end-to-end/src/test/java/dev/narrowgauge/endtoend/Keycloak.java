package dev.narrowgauge.endtoend;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real identity provider in a process of its own, from its distribution, with nothing that outlives it. */
final class Keycloak implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path printed;
    private final int port;

    private Keycloak(Process process, Path printed, int port) {
        this.process = process;
        this.printed = printed;
        this.port = port;
    }

    /** @param folder for what it prints */
    static Keycloak start(Path folder, int port, List<Map<String, Object>> realms) throws IOException {
        Path home = home();
        Path imported = Files.createDirectories(home.resolve("data/import"));
        for (Map<String, Object> realm : realms) {
            JSON.writeValue(imported.resolve(realm.get("realm") + "-realm.json").toFile(), realm);
        }
        Path printed = folder.resolve("keycloak.log");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--import-realm")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        return new Keycloak(builder.start(), printed, port);
    }

    private static Path home() throws IOException {
        try (Stream<Path> unpacked = Files.list(Installation.ROOT.resolve("end-to-end/target/keycloak"))) {
            return unpacked.filter(folder -> folder.getFileName().toString().startsWith("keycloak-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    String issuer(String realm) {
        return "http://127.0.0.1:%d/realms/%s".formatted(port, realm);
    }

    /** Until it has that realm. */
    void awaitReady(String realm) throws Exception {
        Service.await(Duration.ofMinutes(5), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended: " + Files.readString(printed));
            }
            return isThere(realm);
        });
    }

    private boolean isThere(String realm) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer(realm) + "/.well-known/openid-configuration"))
                .timeout(Duration.ofMinutes(1))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (ConnectException _) {
            return false;
        }
    }

    /** The token of a person, who gives the command line their password. */
    String ofPerson(String name) throws Exception {
        return token(
                "company",
                Map.of(
                        "grant_type", "password",
                        "client_id", "narrowgauge-cli",
                        "username", name,
                        "password", Realms.PASSWORD,
                        "scope", "openid profile"));
    }

    /** The token of a pipeline. */
    String ofPipeline(String realm, String client) throws Exception {
        return token(
                realm, Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", Realms.SECRET));
    }

    private String token(String realm, Map<String, String> fields) throws Exception {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey(), UTF_8) + "=" + encode(field.getValue(), UTF_8))
                .collect(joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer(realm) + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        JsonNode token = JSON.readTree(answer.body()).path("access_token");
        if (!token.isTextual()) {
            throw new AssertionError("no token: " + answer.body());
        }
        return token.asText();
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        http.shutdownNow();
    }
}
