package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.Http.Answer;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestMetrics extends ApiTest {
    @Test
    void scrapeHasOurMetricsAndThoseOfTheFramework() {
        fixture.model();
        await("the database was read", () -> scrape().contains("narrowgauge_blob_stored_bytes "));
        assertThat(scrape())
                .contains(
                        "narrowgauge_readings_age_seconds ",
                        "narrowgauge_processes{role=\"agent\",state=\"paused\"} ",
                        "narrowgauge_jobs{",
                        "narrowgauge_followers ",
                        "narrowgauge_leases_lost_total ",
                        "narrowgauge_upload_seconds_count{content=\"dataset\",outcome=\"refused\"} ",
                        "jvm_memory_used_bytes{")
                .containsPattern("narrowgauge_uploaded_bytes_total\\{content=\"model\"} [1-9]");
    }

    @Test
    void proxyReadsNoMetricsForSomebodyElse() {
        for (String header : List.of("X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.7", "Via: 1.1 proxy")) {
            refused("/q/metrics", "Host: localhost\r\n" + header);
        }
    }

    /** Whoever calls this service by a name may be anybody that the name leads here. */
    @Test
    void onlyThisMachineReadsThemByItsOwnName() {
        refused("/q/metrics", "Host: narrowgauge.example");
        refused("/q/metrics/", "Host: narrowgauge.example");
        refused("/q/./metrics", "Host: narrowgauge.example");
        refused("/q/%6detrics", "Host: narrowgauge.example");
    }

    private void refused(String path, String headers) {
        Answer answer = raw(path, headers);
        assertThat(answer.problem(ErrorCode.ACCESS_DENIED)).as(path).contains("narrowgauge.metrics.token");
    }

    private String scrape() {
        return raw("/q/metrics", "Host: localhost").with(200).text();
    }

    private Answer raw(String path, String headers) {
        return http.with(Optional.empty())
                .raw("GET " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
    }
}
