package dev.narrowgauge.api.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.db.KnownVerdict;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestAdmissionModes {
    private static final String PASSED = "a".repeat(64);
    private static final String FAILED = "b".repeat(64);
    private static final String UNSIGNED = "c".repeat(64);
    private static final String UNKNOWN = "d".repeat(64);
    private static final String POLICY = "e".repeat(64);
    private static final UUID RUN = UUID.fromString("018f4a40-0000-7000-8000-000000000001");

    private static final Map<String, KnownVerdict> VERDICTS = Map.of(
            PASSED, verdict(PASSED, Verdict.PASS, true),
            FAILED, verdict(FAILED, Verdict.FAIL, true),
            UNSIGNED, verdict(UNSIGNED, Verdict.PASS, false));

    private final Admission admission = admission(Set.of());

    /** Of each kind of object whether it is taken, and how many warnings there are. */
    @ParameterizedTest
    @CsvSource({
        "strict, true 0, false 0, false 0, false 0, false 0, false 0",
        "named, true 0, false 0, false 0, false 0, true 0, false 0",
        "known, true 0, false 0, false 0, true 1, true 0, false 0",
        "warn, true 0, true 1, true 1, true 1, true 1, true 1"
    })
    void modeSaysWhatIsRefused(
            String mode,
            String passed,
            String failed,
            String unsigned,
            String unknown,
            String unnamed,
            String malformed) {
        assertThat(List.of(
                        told(mode, pod(PASSED)),
                        told(mode, pod(FAILED)),
                        told(mode, pod(UNSIGNED)),
                        told(mode, pod(UNKNOWN)),
                        told(mode, Map.of("metadata", Map.of("labels", Map.of()))),
                        told(mode, pod("latest"))))
                .containsExactly(passed, failed, unsigned, unknown, unnamed, malformed);
    }

    @Test
    void refusalSaysWhichModelWhyAndWhere() {
        AdmissionAnswer answer =
                admission.answer(review("CREATE", pod(PASSED + ", sha256:" + FAILED)), AdmissionMode.STRICT);

        assertThat(answer.apiVersion()).isEqualTo("admission.k8s.io/v1");
        assertThat(answer.kind()).isEqualTo("AdmissionReview");
        assertThat(answer.response().uid()).isEqualTo("uid-1");
        assertThat(answer.response().status().code()).isEqualTo(403);
        assertThat(answer.response().status().message())
                .isEqualTo("Model %s: FAIL. On x86-vnni: it lost too much. See https://gate.example/#run=%s"
                        .formatted(FAILED, RUN));
    }

    @Test
    void onlyPoliciesThatCountLetPass() {
        assertThat(admission(Set.of(POLICY))
                        .answer(review("CREATE", pod(PASSED)), AdmissionMode.STRICT)
                        .response()
                        .allowed())
                .isTrue();
        AdmissionAnswer.Response other = admission(Set.of(UNKNOWN))
                .answer(review("CREATE", pod(PASSED)), AdmissionMode.STRICT)
                .response();
        assertThat(other.allowed()).isFalse();
        assertThat(other.status().message()).contains("PASS by the policy " + POLICY);
    }

    @Test
    void modelsAreNamedByObjectsAndTheirTemplates() {
        Map<String, Object> template = Map.of("template", pod(FAILED));
        for (Map<String, Object> object : List.<Map<String, Object>>of(
                pod(FAILED),
                Map.of("metadata", Map.of(), "spec", template),
                Map.of("spec", Map.of("jobTemplate", Map.of("spec", template))),
                Map.of("metadata", pod(PASSED).get("metadata"), "spec", template))) {
            assertThat(admission
                            .answer(review("UPDATE", object), AdmissionMode.STRICT)
                            .response()
                            .allowed())
                    .as("%s", object)
                    .isFalse();
        }
    }

    @Test
    void whatStartsNothingIsTaken() {
        Map<String, Object> leaving =
                Map.of("metadata", Map.of("deletionTimestamp", "2026-11-01T10:00:00Z", "annotations", Map.of()));
        Map<String, Object> scale = Map.of(
                "kind", "AdmissionReview",
                "apiVersion", "admission.k8s.io/v1",
                "request",
                        Map.of(
                                "uid", "uid-1",
                                "operation", "UPDATE",
                                "subResource", "scale",
                                "object", Map.of("kind", "Scale")));
        assertThat(List.of(review("DELETE", null), review("CONNECT", null), review("UPDATE", leaving), scale))
                .allMatch(review -> admission
                        .answer(review, AdmissionMode.STRICT)
                        .response()
                        .allowed());
    }

    @Test
    void tooManyModelsAreLookedUpForNobody() {
        String many = IntStream.range(0, 65).mapToObj("%064x"::formatted).collect(Collectors.joining(","));
        assertThat(admission
                        .answer(review("CREATE", pod(many)), AdmissionMode.KNOWN)
                        .response()
                        .status()
                        .message())
                .contains("names 65 models; at most 64");
    }

    @Test
    void warningsAreOfOneShortLine() {
        String lines = "x\ny".repeat(200);
        assertThat(admission
                        .answer(review("CREATE", pod(lines)), AdmissionMode.WARN)
                        .response()
                        .warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).hasSizeLessThan(256).doesNotContain("\n"));
    }

    @Test
    void whatIsNoReviewOfThisVersionIsRefused() {
        Map<String, Object> old = Map.of("kind", "AdmissionReview", "apiVersion", "admission.k8s.io/v1beta1");
        assertThatThrownBy(() -> admission.answer(old, AdmissionMode.STRICT))
                .isInstanceOf(NarrowgaugeException.class)
                .hasMessageContainingAll("admission.k8s.io/v1beta1", "admissionReviewVersions: [v1]");
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("kind", "Pod", "apiVersion", "v1"),
                Map.of("kind", "AdmissionReview", "apiVersion", "admission.k8s.io/v1"),
                review("BIND", pod(PASSED)),
                review("CREATE", null))) {
            assertThatThrownBy(() -> admission.answer(wrong, AdmissionMode.STRICT))
                    .as("%s", wrong)
                    .isInstanceOf(NarrowgaugeException.class)
                    .hasMessageStartingWith("The review ");
        }
    }

    private String told(String mode, Map<String, Object> object) {
        AdmissionAnswer.Response response = admission
                .answer(review("CREATE", object), AdmissionMode.of(mode))
                .response();
        return response.allowed() + " " + response.warnings().size();
    }

    private static Admission admission(Set<String> policies) {
        return new Admission(digest -> Optional.ofNullable(VERDICTS.get(digest)), policies, "https://gate.example");
    }

    private static Map<String, Object> pod(String models) {
        return Map.of("metadata", Map.of("annotations", Map.of("narrowgauge.dev/model-sha256", models)));
    }

    /** @param object null where the operation has none */
    private static Map<String, Object> review(String operation, Map<String, Object> object) {
        Map<String, Object> request = object == null
                ? Map.of("uid", "uid-1", "operation", operation)
                : Map.of("uid", "uid-1", "operation", operation, "object", object);
        return Map.of("kind", "AdmissionReview", "apiVersion", "admission.k8s.io/v1", "request", request);
    }

    private static KnownVerdict verdict(String sha256, Verdict status, boolean signed) {
        return new KnownVerdict(
                sha256, RUN, status, true, "On x86-vnni: it lost too much.", Instant.EPOCH, POLICY, POLICY, signed);
    }
}
