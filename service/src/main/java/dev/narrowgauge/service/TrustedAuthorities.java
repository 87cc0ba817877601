package dev.narrowgauge.service;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Authorities of a company's own, by which everything that a process connects to may be vouched for, beside those that Java
 * knows: buckets, brokers, identity providers. Each client has a setting of its own for that, or none; what they have in common is
 * the trust store of Java, of which it takes one file in a format of its own.
 */
final class TrustedAuthorities {
    static final String ENVIRONMENT = "NARROWGAUGE_AUTHORITIES";
    static final String STORE = "javax.net.ssl.trustStore";

    private static final String STORE_TYPE = "javax.net.ssl.trustStoreType";
    private static final String STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final String PKCS12 = "PKCS12";

    /** The format asks for one; certificates are no secret. */
    private static final String PASSWORD = "certificates";

    private TrustedAuthorities() {}

    /**
     * Before anything connects: Java reads the store when it first needs it.
     *
     * @param environment may name a PEM file with their certificates
     * @throws NarrowgaugeException REQUEST_INVALID where the file is none
     */
    static void trust(Map<String, String> environment) {
        String file = environment.get(ENVIRONMENT);
        if (file == null || file.isBlank()) {
            return;
        }
        try {
            List<Certificate> all = new ArrayList<>(read(Path.of(file)));
            if (all.isEmpty()) {
                throw unusable(file, "there is no certificate in it", null);
            }
            all.addAll(known());
            System.setProperty(STORE, write(all).toString());
            System.setProperty(STORE_TYPE, PKCS12);
            System.setProperty(STORE_PASSWORD, PASSWORD);
        } catch (IOException | GeneralSecurityException | InvalidPathException e) {
            throw unusable(file, "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()), e);
        }
    }

    private static List<Certificate> read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }

    /** Those of this Java, or of the store that its options name. */
    private static List<X509Certificate> known() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
                .toList();
    }

    private static Path write(List<Certificate> certificates) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(PKCS12);
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry(String.valueOf(i), certificates.get(i));
        }
        Path file = Files.createTempFile("narrowgauge-authorities", ".p12");
        file.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static NarrowgaugeException unusable(String file, String reason, Exception cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s names the file '%s', whose certificates cannot be read (%s): it must be a PEM file that this user may read."
                        .formatted(ENVIRONMENT, file, reason),
                cause);
    }
}
