package dev.narrowgauge.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.tls.SelfSigned;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that proves its name by a certificate that its company made. */
class TestAuthorities {
    @TempDir
    private Path folder;

    private SelfSigned certificate;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        certificate = SelfSigned.create("a company");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificate.store(), SelfSigned.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/v1/nodes", exchange -> {
            byte[] answer = "{}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void serviceIsBelievedWhereItsAuthoritiesAreGiven() throws Exception {
        Path given = certificate.writeCertificate(folder.resolve("ca.pem"));
        try (RemoteClient client = client(Optional.of(given))) {
            assertThat(client.get("/v1/nodes")).isEmpty();
        }
    }

    @Test
    void serviceThatNobodyVouchesForIsNotBelieved() throws Exception {
        Path others = SelfSigned.create("another").writeCertificate(folder.resolve("others.pem"));
        for (Optional<Path> authorities : List.of(Optional.<Path>empty(), Optional.of(others))) {
            try (RemoteClient client = client(authorities)) {
                assertRefused(ErrorCode.SERVICE_UNREACHABLE, () -> client.get("/v1/nodes"));
            }
        }
    }

    @Test
    void filesThatHoldNoCertificateAreNamed() throws Exception {
        Path text = Files.writeString(folder.resolve("text.pem"), "nothing");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        for (Path file : List.of(text, empty, folder.resolve("none.pem"))) {
            assertRefused(ErrorCode.REQUEST_INVALID, () -> client(Optional.of(file)))
                    .withMessageContaining(file.toString());
        }
    }

    private static ThrowableAssertAlternative<NarrowgaugeException> assertRefused(
            ErrorCode code, ThrowingCallable call) {
        return assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private RemoteClient client(Optional<Path> authorities) {
        return new RemoteClient(
                URI.create("https://127.0.0.1:%d/".formatted(server.getAddress().getPort())),
                Optional::empty,
                authorities);
    }
}
