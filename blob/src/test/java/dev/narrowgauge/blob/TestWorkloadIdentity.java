package dev.narrowgauge.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.narrowgauge.blob.s3.S3Blobs;
import dev.narrowgauge.blob.s3.S3Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workload has no keys: a cluster gives it a token, which a server of the AWS protocol exchanges for a session. */
class TestWorkloadIdentity {
    private static final String SESSION = """
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleWithWebIdentityResult>
                <Credentials>
                  <AccessKeyId>of-the-session</AccessKeyId>
                  <SecretAccessKey>secret</SecretAccessKey>
                  <SessionToken>token-of-the-session</SessionToken>
                  <Expiration>2099-01-01T00:00:00Z</Expiration>
                </Credentials>
              </AssumeRoleWithWebIdentityResult>
            </AssumeRoleWithWebIdentityResponse>
            """;

    @TempDir
    private Path folder;

    private final List<String> exchanged = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private final List<String> sessions = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Map<String, String> identity;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        identity = Map.of(
                "aws.webIdentityTokenFile",
                        Files.writeString(folder.resolve("token"), "token-of-the-cluster")
                                .toString(),
                "aws.roleArn", "arn:aws:iam::000000000000:role/narrowgauge",
                "aws.roleSessionName", "worker",
                "aws.region", "us-east-1",
                "aws.endpointUrlSts", address().toString());
        identity.forEach(System::setProperty);
    }

    @AfterEach
    void stop() {
        identity.keySet().forEach(System::clearProperty);
        server.stop(0);
    }

    @Test
    void tokenOfTheClusterIsExchangedForASession() {
        S3Settings settings =
                new S3Settings("blobs", "", Optional.of("us-east-1"), Optional.of(address()), true, false);
        S3Blobs.connect(settings).close();
        assertThat(exchanged).singleElement().asString().contains("token-of-the-cluster", "narrowgauge");
        assertThat(signatures).singleElement().asString().contains("Credential=of-the-session/");
        assertThat(sessions).containsExactly("token-of-the-session");
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Both servers in one: the session is asked for by POST, the bucket by HEAD. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                exchanged.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                byte[] body = SESSION.getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/xml");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                return;
            }
            signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
            sessions.add(exchange.getRequestHeaders().getFirst("X-Amz-Security-Token"));
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
