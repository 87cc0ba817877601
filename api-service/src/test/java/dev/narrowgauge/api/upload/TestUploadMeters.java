package dev.narrowgauge.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.api.upload.UploadMeters.Content;
import dev.narrowgauge.api.upload.Uploads.Uploaded;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class TestUploadMeters {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final UploadMeters meters = new UploadMeters(registry);

    @Test
    void uploadsAreCountedByHowTheyEndAndByTheirBytes() {
        upload(new Uploaded<>("new", true));
        upload(new Uploaded<>("old", false));
        assertThat(registry.scrape())
                .contains(
                        "narrowgauge_upload_seconds_count{content=\"model\",outcome=\"created\",} 1.0",
                        "narrowgauge_upload_seconds_count{content=\"model\",outcome=\"known\",} 1.0",
                        "narrowgauge_upload_seconds_count{content=\"dataset\",outcome=\"created\",} 0.0",
                        "narrowgauge_uploaded_bytes_total{content=\"model\",} 14.0");
    }

    @Test
    void whatTheSenderCannotHelpIsCountedApart() {
        fail(new NarrowgaugeException(ErrorCode.MODEL_NOT_ONNX, "it is a picture"));
        fail(new NarrowgaugeException(ErrorCode.DISK_FULL, "there is no room"));
        fail(new IllegalStateException("a defect"));
        assertThat(registry.scrape())
                .contains(
                        "narrowgauge_upload_seconds_count{content=\"model\",outcome=\"refused\",} 1.0",
                        "narrowgauge_upload_seconds_count{content=\"model\",outcome=\"failed\",} 2.0",
                        "narrowgauge_uploaded_bytes_total{content=\"model\",} 21.0");
    }

    private void upload(Uploaded<String> uploaded) {
        assertThat(meters.<String>count(Content.MODEL, sevenBytes(), sent -> {
                    readAll(sent);
                    return uploaded;
                }))
                .isSameAs(uploaded);
    }

    private void fail(RuntimeException failure) {
        assertThatThrownBy(() -> meters.<String>count(Content.MODEL, sevenBytes(), sent -> {
                    readAll(sent);
                    throw failure;
                }))
                .isSameAs(failure);
    }

    private static InputStream sevenBytes() {
        return new ByteArrayInputStream(new byte[7]);
    }

    private static void readAll(InputStream sent) {
        try {
            assertThat(sent.readAllBytes()).hasSize(7);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
