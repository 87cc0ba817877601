package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.tls.SelfSigned;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.GatewayAccess;
import dev.narrowgauge.gateway.GatewayAddress;
import dev.narrowgauge.gateway.GatewayConnection;
import dev.narrowgauge.gateway.GatewayControlPlane;
import dev.narrowgauge.servers.LoopbackPort;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP and gRPC by one certificate of the framework's TLS configuration; that and who vouches for agents is replaced while they run. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestProfile(TestTls.Encrypted.class)
class TestTls {
    private static final String FOLDER = "narrowgauge.test.tls";
    private static final String STORE = "server.p12";
    private static final String AGENT = "agent.pem";
    private static final String AGENT_KEY = "agent.key";
    private static final String VOUCHING = "agents.pem";
    private static final int CLIENTS = 4;

    @Inject
    @ConfigProperty(name = FOLDER)
    String certificates;

    @Inject
    @ConfigProperty(name = "quarkus.http.test-ssl-port")
    int port;

    @Inject
    GrpcServer grpc;

    @TempDir
    Path folder;

    /** With a certificate of its own for each start. */
    public static final class Encrypted implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path folder = Files.createTempDirectory("tls");
                SelfSigned.create("first").writeStore(folder.resolve(STORE));
                SelfSigned agent = SelfSigned.create("agent");
                agent.writeCertificate(folder.resolve(AGENT));
                agent.writeKey(folder.resolve(AGENT_KEY));
                agent.writeCertificate(folder.resolve(VOUCHING));
                return Map.of(
                        "narrowgauge.api.grpc.client-certificates",
                        "true",
                        "quarkus.tls.trust-store.pem.certs",
                        folder.resolve(VOUCHING).toString(),
                        FOLDER,
                        folder.toString(),
                        "quarkus.tls.key-store.p12.path",
                        folder.resolve(STORE).toString(),
                        "quarkus.tls.key-store.p12.password",
                        SelfSigned.PASSWORD,
                        "quarkus.tls.reload-period",
                        "1s",
                        "quarkus.http.test-ssl-port",
                        String.valueOf(LoopbackPort.free()));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void certificateIsReplacedWhileRequestsRun() throws Exception {
        SelfSigned first = SelfSigned.readStore(store());
        SelfSigned replacement = SelfSigned.create("replacement");
        SSLContext both = trusting(first, replacement);
        assertThat(shown(both)).isEqualTo(first.certificate());
        assertThat(throughGateway(first, Optional.of(agent()))).isEqualTo(ErrorCode.TOKEN_REFUSED);
        assertThat(throughGateway(replacement, Optional.of(agent()))).isEqualTo(ErrorCode.SERVICE_UNREACHABLE);

        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> load = Stream.<Future<Integer>>generate(
                            () -> clients.submit(() -> served(both, ended)))
                    .limit(CLIENTS)
                    .toList();
            try {
                replacement.writeStore(store());
                // There is no moment at which a client that comes twice gets neither.
                X509Certificate shown = first.certificate();
                while (!shown.equals(replacement.certificate())) {
                    assertThat(shown).isEqualTo(first.certificate());
                    shown = shown(both);
                }
            } finally {
                ended.set(true);
            }
            for (Future<Integer> client : load) {
                assertThat(client.get()).isPositive();
            }
        }
        // gRPC is told after HTTPS, or before.
        awaitAnswer(replacement, agent());
    }

    /** As when the authority of a lab's agents is changed. */
    @Test
    void agentsComeByTheCertificatesThatAreTrustedNow() throws Exception {
        SelfSigned server = SelfSigned.readStore(store());
        GatewayAccess.Identity first = agent();
        SelfSigned other = SelfSigned.create("other");
        GatewayAccess.Identity next = new GatewayAccess.Identity(
                other.writeCertificate(folder.resolve(AGENT)), other.writeKey(folder.resolve(AGENT_KEY)));
        assertThat(throughGateway(server, Optional.of(first))).isEqualTo(ErrorCode.TOKEN_REFUSED);
        assertThat(throughGateway(server, Optional.of(next))).isEqualTo(ErrorCode.SERVICE_UNREACHABLE);
        assertThat(throughGateway(server, Optional.empty())).isEqualTo(ErrorCode.SERVICE_UNREACHABLE);

        Path vouching = file(VOUCHING);
        String before = Files.readString(vouching);
        String after = Files.readString(next.certificate());
        replace(vouching, after);
        awaitAnswer(server, next);
        assertThat(throughGateway(server, Optional.of(first))).isEqualTo(ErrorCode.SERVICE_UNREACHABLE);
        replace(vouching, before);
        awaitAnswer(server, first);
    }

    private void replace(Path file, String content) throws Exception {
        Path written = Files.writeString(file.resolveSibling("new"), content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitAnswer(SelfSigned server, GatewayAccess.Identity agent) throws Exception {
        ErrorCode answer = throughGateway(server, Optional.of(agent));
        while (answer == ErrorCode.SERVICE_UNREACHABLE) {
            answer = throughGateway(server, Optional.of(agent));
        }
        assertThat(answer).isEqualTo(ErrorCode.TOKEN_REFUSED);
    }

    private GatewayAccess.Identity agent() {
        return new GatewayAccess.Identity(file(AGENT), file(AGENT_KEY));
    }

    private Path store() {
        return file(STORE);
    }

    private Path file(String name) {
        return Path.of(certificates).resolve(name);
    }

    /** How many requests were answered until then, each over a connection that lasts and over one of its own. */
    private int served(SSLContext trusted, AtomicBoolean ended) throws Exception {
        int answered = 0;
        try (HttpClient lasting = HttpClient.newBuilder().sslContext(trusted).build()) {
            do {
                answer(lasting);
                shown(trusted);
                answered++;
            } while (!ended.get());
        }
        return answered;
    }

    /**
     * What the service shows to a client that has not spoken to it before. Vert.x closes a connection that comes while it
     * builds the context of the new certificate (seen in 4.5), so a client may have to come a second time.
     */
    private X509Certificate shown(SSLContext trusted) throws Exception {
        try {
            return shownAtOnce(trusted);
        } catch (IOException e) {
            return shownAtOnce(trusted);
        }
    }

    private X509Certificate shownAtOnce(SSLContext trusted) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusted).build()) {
            return (X509Certificate) answer(client).sslSession().orElseThrow().getPeerCertificates()[0];
        }
    }

    private HttpResponse<Void> answer(HttpClient client) throws Exception {
        URI open = URI.create("https://localhost:%d/v1/schemas/recipe".formatted(port));
        HttpRequest request =
                HttpRequest.newBuilder(open).timeout(Duration.ofMinutes(1)).build();
        HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
        assertThat(response.statusCode()).isEqualTo(200);
        return response;
    }

    /** What an agent with a token that is none is told; its word counts only where both can speak to each other. */
    private ErrorCode throughGateway(SelfSigned trusted, Optional<GatewayAccess.Identity> agent) throws Exception {
        Path authorities = trusted.writeCertificate(folder.resolve("authorities.pem"));
        GatewayAddress address = GatewayAddress.of("https://localhost:" + grpc.port());
        GatewayAccess access = new GatewayAccess(address, "no token", Optional.of(authorities), agent);
        try (GatewayConnection connection = GatewayConnection.to(access, "agent", "1")) {
            ControlPlane plane = new GatewayControlPlane(connection, Duration.ofMinutes(1));
            Throwable refusal = catchThrowable(() -> plane.seen("lab-1", Optional.empty()));
            return ((NarrowgaugeException) refusal).code();
        }
    }

    private static SSLContext trusting(SelfSigned... trusted) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (SelfSigned each : trusted) {
            store.setCertificateEntry(
                    each.certificate().getSubjectX500Principal().getName(), each.certificate());
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
