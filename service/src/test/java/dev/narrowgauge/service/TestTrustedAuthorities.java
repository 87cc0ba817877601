package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.tls.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTrustedAuthorities {
    private final Properties before = (Properties) System.getProperties().clone();

    @TempDir
    private Path folder;

    @AfterEach
    void restoreTheProperties() {
        System.setProperties(before);
    }

    @Test
    void authoritiesAreTrustedBesideThoseThatJavaKnows() throws Exception {
        List<X509Certificate> known = trusted();
        SelfSigned own = SelfSigned.create("company");
        trust(own.writeCertificate(folder.resolve("company.pem")));

        assertThat(trusted()).contains(own.certificate()).containsAll(known).hasSize(known.size() + 1);
    }

    @Test
    void fileWithSeveralIsReadWhole() throws Exception {
        SelfSigned first = SelfSigned.create("first");
        SelfSigned second = SelfSigned.create("second");
        String both = Files.readString(first.writeCertificate(folder.resolve("first.pem")))
                + Files.readString(second.writeCertificate(folder.resolve("second.pem")));
        trust(Files.writeString(folder.resolve("both.pem"), both));

        assertThat(trusted()).contains(first.certificate(), second.certificate());
    }

    @Test
    void withoutTheVariableNothingIsDone() {
        TrustedAuthorities.trust(Map.of());
        TrustedAuthorities.trust(Map.of(TrustedAuthorities.ENVIRONMENT, " "));
        assertThat(System.getProperty(TrustedAuthorities.STORE))
                .isEqualTo(before.getProperty(TrustedAuthorities.STORE));
    }

    @Test
    void fileThatIsNoneIsNamed() throws Exception {
        for (Path file : List.of(
                folder.resolve("absent.pem"),
                Files.writeString(folder.resolve("empty.pem"), ""),
                Files.writeString(folder.resolve("text.pem"), "no certificate"))) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> trust(file))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                    .withMessageContainingAll(TrustedAuthorities.ENVIRONMENT, file.toString(), "PEM");
        }
    }

    private static void trust(Path file) {
        TrustedAuthorities.trust(Map.of(TrustedAuthorities.ENVIRONMENT, file.toString()));
    }

    /** As every client asks for it that has no store of its own. */
    private static List<X509Certificate> trusted() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Stream.of(factory.getTrustManagers())
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
                .toList();
    }
}
