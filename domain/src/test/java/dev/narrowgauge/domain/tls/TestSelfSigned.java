package dev.narrowgauge.domain.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestSelfSigned {
    @Test
    void certificateIsOneOfThisMachineForNow() throws Exception {
        X509Certificate certificate = SelfSigned.create("a test").certificate();
        certificate.checkValidity();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=a test");
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> name.get(1))
                .isEqualTo(List.of("localhost", "127.0.0.1"));
    }
}
