package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.grpc.ReplaceableKeys;
import dev.narrowgauge.api.grpc.ReplaceableTrust;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * TLS of gRPC, by the certificate that HTTPS has: that of the framework's TLS configuration which {@code
 * quarkus.http.tls-configuration-name} names, otherwise of the default one. Where the framework reads new files, gRPC has
 * them, too.
 */
@Singleton
final class GrpcTls {
    private static final Logger LOG = Logger.getLogger(GrpcTls.class);

    private final Vertx vertx;
    private final boolean clientCertificates;
    private final Optional<TlsConfiguration> configuration;
    private final Optional<ReplaceableKeys> keys;
    private final Optional<ReplaceableTrust> trusted;

    GrpcTls(
            ApiConfig config,
            TlsConfigurationRegistry registry,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.tls-configuration-name") Optional<String> name) {
        this.vertx = vertx;
        this.clientCertificates = config.grpc().clientCertificates();
        this.configuration = name.map(registry::get)
                .orElseGet(registry::getDefault)
                .filter(configured -> configured.getKeyStoreOptions() != null);
        this.keys = configuration.map(configured -> new ReplaceableKeys(keysOf(configured)));
        this.trusted = configuration
                .filter(configured -> clientCertificates && configured.getTrustStoreOptions() != null)
                .map(configured -> new ReplaceableTrust(trustOf(configured)));
    }

    boolean isEncrypted() {
        return keys.isPresent();
    }

    /** Fails with {@link ErrorCode#REQUEST_INVALID} where clients are to be asked for what nothing can be held against. */
    ServerCredentials credentials() {
        if (!clientCertificates) {
            return keys.map(own ->
                            TlsServerCredentials.newBuilder().keyManager(own).build())
                    .orElseGet(InsecureServerCredentials::create);
        }
        ReplaceableTrust authorities = trusted.orElseThrow(
                () -> new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "narrowgauge.api.grpc.client-certificates is true, and there is no TLS with authorities to hold them against: give quarkus.tls a key store and a trust store (docs/operations.md)."));
        return TlsServerCredentials.newBuilder()
                .keyManager(keys.orElseThrow())
                .trustManager(authorities)
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    /** Told whenever the framework has read it, whether it is another or not. */
    void replace(@Observes CertificateUpdatedEvent event) {
        if (!configuration.equals(Optional.of(event.tlsConfiguration()))) {
            return;
        }
        try {
            keys.orElseThrow().replace(keysOf(event.tlsConfiguration()));
            trusted.ifPresent(own -> own.replace(trustOf(event.tlsConfiguration())));
        } catch (NarrowgaugeException e) {
            LOG.warnf("gRPC keeps what it had of TLS: %s", e.getMessage());
        }
    }

    private X509ExtendedKeyManager keysOf(TlsConfiguration configured) {
        try {
            return Stream.of(configured
                            .getKeyStoreOptions()
                            .getKeyManagerFactory(vertx)
                            .getKeyManagers())
                    .filter(X509ExtendedKeyManager.class::isInstance)
                    .map(X509ExtendedKeyManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("it has no key"));
        } catch (Exception e) {
            throw unusable("key store", e);
        }
    }

    private X509TrustManager trustOf(TlsConfiguration configured) {
        try {
            return Stream.of(configured
                            .getTrustStoreOptions()
                            .getTrustManagerFactory(vertx)
                            .getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("it has no certificate"));
        } catch (Exception e) {
            throw unusable("trust store", e);
        }
    }

    private static NarrowgaugeException unusable(String part, Exception reason) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The %s of quarkus.tls cannot be used (%s): it must be one of the kind that its settings say, which this user may read."
                        .formatted(part, reason.getMessage()),
                reason);
    }
}
