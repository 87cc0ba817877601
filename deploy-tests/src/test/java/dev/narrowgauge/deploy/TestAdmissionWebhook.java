package dev.narrowgauge.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhook that the cluster calls: where, about what, and what becomes of it where nobody answers. */
class TestAdmissionWebhook {
    /** What an API server takes as a part of the path of a service's webhook: a subdomain of RFC 1123. */
    private static final String SEGMENT = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    @TempDir
    private Path folder;

    private Chart chart;

    @BeforeEach
    void copyTheChart() throws IOException {
        chart = Chart.copiedTo(Files.createDirectory(folder.resolve("chart")));
    }

    @Test
    void thereIsNoneUnlessAskedFor() throws IOException {
        assertThat(chart.manifests(values("{}")).names("ValidatingWebhookConfiguration"))
                .isEmpty();
    }

    @Test
    void callsTheServiceWhereTheApiAnswers() throws IOException {
        Manifests manifests = chart.manifests(values("admission: {enabled: true, mode: known, project: team-a}"));
        JsonNode webhook = webhook(manifests);
        JsonNode service = webhook.path("clientConfig").path("service");
        JsonNode served = manifests
                .ofKind("Service")
                .filter(object ->
                        Manifests.name(object).equals(service.path("name").asText()))
                .findFirst()
                .orElseThrow();

        assertThat(service.path("namespace")).isEqualTo(served.path("metadata").path("namespace"));
        assertThat(served.path("spec").path("ports").findValuesAsText("port"))
                .contains(service.path("port").asText());
        assertThat(service.path("path").asText()).isEqualTo("/v1/admission/known/team-a");
        assertThat(List.of(service.path("path").asText().substring(1).split("/")))
                .allMatch(segment -> segment.matches(SEGMENT));
        assertThat(Files.readString(Chart.ROOT.resolve("api-service/openapi.yaml")))
                .contains("  /v1/admission/{mode}:\n", "  /v1/admission/{mode}/{project}:\n");
        Pods api = manifests.pods("api").getFirst();
        assertThat(api.environment().get("NARROWGAUGE_ADMISSION_OPEN_PROJECTS")).contains("team-a");
        assertThat(api.environment().get("NARROWGAUGE_API_HOSTS").orElseThrow().split(","))
                .as("by which the API server calls it")
                .contains("%s.%s.svc"
                        .formatted(
                                service.path("name").asText(),
                                service.path("namespace").asText()));
    }

    @Test
    void failsClosedUnlessChosenAndAsksAboutNamespacesThatSaySo() throws IOException {
        JsonNode webhook = webhook(chart.manifests(values("admission: {enabled: true}")));

        assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Fail");
        assertThat(webhook.path("sideEffects").asText()).isEqualTo("None");
        assertThat(webhook.path("admissionReviewVersions").valueStream().map(JsonNode::asText))
                .containsExactly("v1");
        assertThat(Manifests.texts(webhook.path("namespaceSelector").path("matchLabels")))
                .containsEntry("narrowgauge.dev/admission", "enforce");
        assertThat(webhook(chart.manifests(values("admission: {enabled: true, failurePolicy: Ignore}")))
                        .path("failurePolicy")
                        .asText())
                .isEqualTo("Ignore");
    }

    @Test
    void authorityIsKnownByItsCertificate() throws IOException {
        String pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        JsonNode webhook = webhook(chart.manifests(
                values("admission: {enabled: true, authority: \"%s\"}".formatted(pem.replace("\n", "\\n")))));

        String bundle = webhook.path("clientConfig").path("caBundle").asText();
        assertThat(new String(Base64.getDecoder().decode(bundle), UTF_8)).isEqualTo(pem);
    }

    /** An API server calls nothing without TLS. */
    @Test
    void proxyThatEndsTlsHasToBeNamed() throws IOException {
        Path unnamed = values("{api: {tls: {behindProxy: true}}, admission: {enabled: true}}");
        assertThatIllegalStateException()
                .isThrownBy(() -> chart.render(unnamed))
                .withMessageContaining("admission.url has to name the proxy");

        JsonNode webhook = webhook(chart.manifests(values(
                "{api: {tls: {behindProxy: true}}, admission: {enabled: true, url: 'https://narrowgauge.example'}}")));
        assertThat(webhook.path("clientConfig").path("url").asText())
                .isEqualTo("https://narrowgauge.example/v1/admission/strict");
        assertThat(webhook.path("clientConfig").has("service")).isFalse();
    }

    private static JsonNode webhook(Manifests manifests) {
        return manifests
                .ofKind("ValidatingWebhookConfiguration")
                .findFirst()
                .orElseThrow()
                .path("webhooks")
                .path(0);
    }

    private Path values(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "values", ".yaml"), yaml);
    }
}
