package dev.narrowgauge.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.tls.SelfSigned;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestGrpcTls {
    private static final long LIMIT_SECONDS = 60;
    private static final int CALLS = 20;

    @TempDir
    private Path folder;

    private SelfSigned first;
    private ReplaceableKeys keys;
    private GrpcServer server;

    @BeforeEach
    void makeKeys() throws Exception {
        first = SelfSigned.create("first");
        keys = new ReplaceableKeys(manager(first));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void clientsThatTrustTheServerAloneAreServed() throws Exception {
        start(TlsServerCredentials.newBuilder().keyManager(keys));
        assertThat(asked(trusting(first))).isEqualTo(ServingStatus.SERVING);
        assertRefused(trusting(SelfSigned.create("another")));
        assertRefused(InsecureChannelCredentials.create());
    }

    @Test
    void certificateOfAClientIsAskedFor() throws Exception {
        SelfSigned client = SelfSigned.create("agent");
        start(TlsServerCredentials.newBuilder()
                .keyManager(keys)
                .trustManager(trust(client).getTrustManagers())
                .clientAuth(ClientAuth.REQUIRE));
        assertThat(asked(trusting(first, client))).isEqualTo(ServingStatus.SERVING);
        assertRefused(trusting(first));
        assertRefused(trusting(first, SelfSigned.create("stranger")));
    }

    /** Calls go on over the connections that there are, and each new one gets the newest certificate, every time. */
    @Test
    void certificateIsReplacedWhileCallsRun() throws Exception {
        start(TlsServerCredentials.newBuilder().keyManager(keys));
        ManagedChannel lasting = channel(trusting(first));
        try {
            assertThat(status(lasting)).isEqualTo(ServingStatus.SERVING);
            SelfSigned before = first;
            for (int i = 0; i < CALLS; i++) {
                SelfSigned next = SelfSigned.create("next");
                keys.replace(manager(next));
                assertThat(asked(trusting(next))).isEqualTo(ServingStatus.SERVING);
                assertRefused(trusting(before));
                assertThat(status(lasting)).isEqualTo(ServingStatus.SERVING);
                before = next;
            }
        } finally {
            lasting.shutdownNow();
        }
    }

    /** Clients of authorities that are trusted no more come in no more, and those of new ones do, without a restart. */
    @Test
    void authoritiesOfClientsAreReplacedWhileCallsRun() throws Exception {
        SelfSigned before = SelfSigned.create("before");
        SelfSigned after = SelfSigned.create("after");
        ReplaceableTrust trusted = new ReplaceableTrust(authorities(before));
        start(TlsServerCredentials.newBuilder()
                .keyManager(keys)
                .trustManager(trusted)
                .clientAuth(ClientAuth.REQUIRE));
        ManagedChannel lasting = channel(trusting(first, before));
        try {
            assertThat(status(lasting)).isEqualTo(ServingStatus.SERVING);
            assertRefused(trusting(first, after));
            trusted.replace(authorities(after));
            assertThat(asked(trusting(first, after))).isEqualTo(ServingStatus.SERVING);
            assertRefused(trusting(first, before));
            assertThat(status(lasting)).isEqualTo(ServingStatus.SERVING);
        } finally {
            lasting.shutdownNow();
        }
    }

    private void start(TlsServerCredentials.Builder credentials) {
        server = new GrpcServer(
                new InetSocketAddress("localhost", 0),
                credentials.build(),
                Duration.ofSeconds(LIMIT_SECONDS),
                List.of(),
                TestGrpcTls::letPass);
        server.start();
    }

    private static <Q, R> Listener<Q> letPass(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return next.startCall(call, headers);
    }

    private ChannelCredentials trusting(SelfSigned trusted) throws Exception {
        return TlsChannelCredentials.newBuilder()
                .trustManager(
                        trusted.writeCertificate(folder.resolve("trusted.pem")).toFile())
                .build();
    }

    private ChannelCredentials trusting(SelfSigned trusted, SelfSigned own) throws Exception {
        return TlsChannelCredentials.newBuilder()
                .trustManager(
                        trusted.writeCertificate(folder.resolve("trusted.pem")).toFile())
                .keyManager(
                        own.writeCertificate(folder.resolve("own.pem")).toFile(),
                        own.writeKey(folder.resolve("own.key")).toFile())
                .build();
    }

    private void assertRefused(ChannelCredentials credentials) {
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> asked(credentials));
    }

    private ServingStatus asked(ChannelCredentials credentials) {
        ManagedChannel channel = channel(credentials);
        try {
            return status(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private ManagedChannel channel(ChannelCredentials credentials) {
        return Grpc.newChannelBuilderForAddress("localhost", server.port(), credentials)
                .build();
    }

    private static ServingStatus status(ManagedChannel channel) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    private static X509ExtendedKeyManager manager(SelfSigned own) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own.store(), SelfSigned.PASSWORD.toCharArray());
        return Stream.of(factory.getKeyManagers())
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static X509ExtendedTrustManager authorities(SelfSigned trusted) throws Exception {
        return Stream.of(trust(trusted).getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static TrustManagerFactory trust(SelfSigned trusted) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("trusted", trusted.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
