package dev.narrowgauge.cli.remote;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS to services for which others vouch than those that Java knows. */
final class Authorities {
    private Authorities() {}

    /**
     * @param file with their certificates, as PEM
     * @throws NarrowgaugeException REQUEST_INVALID
     */
    static SSLContext trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw unusable(file, "there is no certificate in it", null);
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry(String.valueOf(number++), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file, e.getMessage(), e);
        }
    }

    private static NarrowgaugeException unusable(Path file, String reason, Exception cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The certificates of the service's authorities cannot be read from %s (%s): it must be a PEM file that this user may read."
                        .formatted(file, reason),
                cause);
    }
}
