package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The webhook as the API server of Kubernetes calls it. */
@QuarkusTest
@Timeout(600)
class TestAdmission extends ApiTest {
    private static final String CONTENT = Sha256.of(RunFixture.VARIANT_CONTENT);
    private static final String NAMED = "\"narrowgauge.dev/model-sha256\":\"%s\"".formatted(CONTENT);
    private static final String UNKNOWN = "\"narrowgauge.dev/model-sha256\":\"%s\"".formatted("0".repeat(64));

    private Http cluster;

    @BeforeEach
    void connectTheCluster() {
        cluster = http.with(Optional.of(newKey(Permission.READ)));
        fixture.registerNode();
    }

    @Test
    void signedPassIsLetThrough() {
        decide("{}");

        for (String review : new String[] {Reviews.pod("CREATE", NAMED), Reviews.deployment(NAMED)}) {
            JsonNode answer = reviewed("strict", review);
            assertThat(answer.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
            assertThat(answer.path("kind").asText()).isEqualTo("AdmissionReview");
            assertThat(answer.at("/response/uid").asText()).isEqualTo(Reviews.UID);
            assertThat(answer.at("/response/allowed").asBoolean()).isTrue();
            assertThat(answer.path("response").has("status")).isFalse();
        }
    }

    @Test
    void failureIsRefusedAndSaysWhy() {
        String run = decide("{\"rules\": [{\"metric\": \"latency.p50.ratio\", \"max\": 0.1}]}");

        for (String review : new String[] {Reviews.pod("CREATE", NAMED), Reviews.deployment(NAMED)}) {
            JsonNode answer = reviewed("strict", review);
            assertThat(answer.at("/response/uid").asText()).isEqualTo(Reviews.UID);
            assertThat(answer.at("/response/allowed").asBoolean(true)).isFalse();
            assertThat(answer.at("/response/status/code").asInt()).isEqualTo(403);
            assertThat(answer.at("/response/status/message").asText())
                    .contains("Model " + CONTENT + ": FAIL.", "https://narrowgauge.example/#run=" + run);
        }
        JsonNode warned = reviewed("warn", Reviews.pod("CREATE", NAMED));
        assertThat(warned.at("/response/allowed").asBoolean()).isTrue();
        assertThat(warned.at("/response/warnings/0").asText()).contains(CONTENT, "FAIL");
    }

    /** By choice it fails closed or open. */
    @Test
    void modeSaysWhatBecomesOfTheUnknown() {
        assertThat(isAllowed("strict", Reviews.pod("CREATE", UNKNOWN))).isFalse();
        assertThat(isAllowed("named", Reviews.deployment(UNKNOWN))).isFalse();
        assertThat(isAllowed("known", Reviews.pod("CREATE", UNKNOWN))).isTrue();
        assertThat(isAllowed("strict", Reviews.pod("CREATE", ""))).isFalse();
        assertThat(isAllowed("named", Reviews.pod("CREATE", ""))).isTrue();
        assertThat(isAllowed("strict", Reviews.pod("DELETE", ""))).isTrue();
    }

    /** What an API server takes for a failed call, of which its configuration says what follows. */
    @Test
    void whatIsNoReviewIsAnError() {
        assertThat(cluster.post(
                                "/v1/admission/strict?timeout=10s",
                                Reviews.pod("CREATE", NAMED).replace("admission.k8s.io/v1", "admission.k8s.io/v1beta1"))
                        .problem(ErrorCode.REQUEST_INVALID))
                .contains("'admission.k8s.io/v1'", "admissionReviewVersions");
        cluster.post("/v1/admission/strict", "{}").problem(ErrorCode.REQUEST_INVALID);
        cluster.post("/v1/admission/strict", "null").problem(ErrorCode.REQUEST_INVALID);
        assertThat(cluster.post("/v1/admission/maybe", Reviews.pod("CREATE", NAMED))
                        .problem(ErrorCode.REQUEST_INVALID))
                .contains("strict, named, known, warn");
    }

    /** An API server has no key to show unless it was started with one. */
    @Test
    void projectsAreAskedAboutWithoutAKeyWhereTheyAreOpen() {
        decide("{}");
        Http nobody = http.with(Optional.empty());

        assertThat(nobody.post("/v1/admission/strict/default?timeout=10s", Reviews.pod("CREATE", NAMED))
                        .with(200)
                        .json()
                        .at("/response/allowed")
                        .asBoolean())
                .isTrue();
        nobody.post("/v1/admission/strict/other", Reviews.pod("CREATE", NAMED)).problem(ErrorCode.NOT_FOUND);
        nobody.post("/v1/admission/strict", Reviews.pod("CREATE", NAMED)).problem(ErrorCode.KEY_MISSING);
    }

    /** Its client of Go, byte for byte but for the connection, with a token of {@code AdmissionConfiguration}. */
    @Test
    void requestIsTakenAsTheApiServerSendsIt() {
        decide("{}");
        KeyText reader = newKey(Permission.READ);
        String body = Reviews.deployment(NAMED);

        JsonNode answer = http.with(Optional.of(reader))
                .lines(
                        "POST /v1/admission/strict?timeout=10s",
                        "Host: narrowgauge.example:443",
                        "User-Agent: kube-apiserver-admission",
                        "Content-Length: " + body.length(),
                        "Accept: application/json, */*",
                        "Content-Type: application/json",
                        "Accept-Encoding: gzip",
                        "",
                        body)
                .with(200)
                .json();

        assertThat(answer.at("/response/allowed").asBoolean()).isTrue();
    }

    private boolean isAllowed(String mode, String review) {
        return reviewed(mode, review).at("/response/allowed").asBoolean();
    }

    private JsonNode reviewed(String mode, String review) {
        return cluster.post("/v1/admission/%s?timeout=10s".formatted(mode), review)
                .with(200)
                .json();
    }

    /** The id of a run that judges the content by that policy. */
    private String decide(String policy) {
        String request = fixture.request().replaceFirst("\\{", "{\"policy\": %s, ".formatted(policy));
        String run = RunFixture.id(http.post("/v1/runs", request).with(201));
        fixture.quantize(run);
        fixture.benchmark(run);
        SseEvent.follow(key, root.resolve("/v1/runs/" + run + "/events"), 0);
        return run;
    }
}
