package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.webhook.Receiver;
import dev.narrowgauge.db.Eventually;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The settings of the tests name this machine. */
@QuarkusTest
class TestWebhooks extends ApiTest {
    private static final String NONE = "00000000-0000-0000-0000-000000000000";

    @Test
    void receiverIsToldOfAVerdict() throws IOException, InterruptedException {
        try (Receiver receiver = Receiver.answering(200)) {
            String id = made(receiver.url()).path("id").asText();
            fixture.registerNode();
            String run = fixture.submitted();
            fixture.quantize(run);
            fixture.benchmark(run);
            Receiver.Received told = receiver.next();
            JsonNode body = new ObjectMapper().readTree(told.body());
            assertThat(body.at("/event").asText()).isEqualTo("run.decided");
            assertThat(body.at("/run/id").asText()).isEqualTo(run);
            assertThat(body.at("/status").asText())
                    .isEqualTo(http.get("/v1/runs/" + run + "/verdict")
                            .with(200)
                            .json()
                            .path("verdict")
                            .asText());
            assertThat(body.at("/verdict").asText())
                    .isEqualTo("https://narrowgauge.example/v1/runs/%s/verdict".formatted(run));
            assertThat(told.header("Narrowgauge-Event-Id"))
                    .isEqualTo(body.at("/id").asText());

            JsonNode delivery = delivered(id);
            String again = http.post(
                            "/v1/webhooks/%s/deliveries/%s/resend"
                                    .formatted(id, delivery.path("id").asText()),
                            "")
                    .with(201)
                    .json()
                    .path("eventId")
                    .asText();
            assertThat(again).isEqualTo(body.at("/id").asText());
            Receiver.Received second = receiver.next();
            assertThat(second.header("Narrowgauge-Event-Id")).isEqualTo(again);
            assertThat(second.body()).isEqualTo(told.body());
            http.delete("/v1/webhooks/" + id).with(200);
        }
    }

    @Test
    void receiverThatIsGoneIsNotToldAgain() throws IOException, InterruptedException {
        try (Receiver receiver = Receiver.answering(410)) {
            String id = made(receiver.url()).path("id").asText();
            http.post("/v1/webhooks/" + id + "/test", "").with(201);
            receiver.next();
            Eventually.await("deactivated", () -> !listed(id).path("active").asBoolean());
            assertThat(http.post("/v1/webhooks/" + id + "/test", "").problem(ErrorCode.CONFLICT))
                    .contains("410");
            http.delete("/v1/webhooks/" + id).with(200);
        }
    }

    @Test
    void secretsAreToldOnce() {
        JsonNode made = made("https://hooks.example/");
        String id = made.path("id").asText();
        assertThat(made.path("events")).hasSize(1);
        JsonNode rotated = http.post("/v1/webhooks/" + id + "/secrets", "{\"overlapHours\": 1}")
                .with(201)
                .json();
        assertThat(rotated.path("secret").asText())
                .startsWith("narrowgauge_webhook_")
                .isNotEqualTo(made.path("secret").asText());
        assertThat(listed(id).path("signedTwice").asBoolean()).isTrue();
        assertThat(listed(id).path("previousSecretUntil").asText()).startsWith("20");
        assertThat(http.get("/v1/webhooks").text()).doesNotContain("narrowgauge_webhook_");
        http.post("/v1/webhooks/" + id + "/secrets", "{\"overlapHours\": 0}").with(201);
        assertThat(listed(id).path("signedTwice").asBoolean()).isFalse();
        assertThat(http.delete("/v1/webhooks/" + id).with(200).text()).doesNotContain("narrowgauge_webhook_");
        http.delete("/v1/webhooks/" + id).problem(ErrorCode.NOT_FOUND);
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        http.post("/v1/webhooks", "{}").problem(ErrorCode.REQUEST_INVALID);
        assertThat(http.post("/v1/webhooks", "{\"url\": \"https://10.0.0.1/\"}").problem(ErrorCode.REQUEST_INVALID))
                .contains("narrowgauge.api.webhooks.allowed-addresses");
        assertThat(http.post("/v1/webhooks", "{\"url\": \"https://hooks.example/\", \"events\": [\"run.decide\"]}")
                        .problem(ErrorCode.REQUEST_INVALID))
                .contains("did you mean 'run.decided'?");
        for (String events : new String[] {"[]", "[null]", "[\"ping\"]"}) {
            http.post("/v1/webhooks", "{\"url\": \"https://hooks.example/\", \"events\": %s}".formatted(events))
                    .problem(ErrorCode.REQUEST_INVALID);
        }
        String id = made("https://hooks.example/").path("id").asText();
        for (String hours : new String[] {"-1", "2161"}) {
            http.post("/v1/webhooks/" + id + "/secrets", "{\"overlapHours\": %s}".formatted(hours))
                    .problem(ErrorCode.REQUEST_INVALID);
        }
        http.post("/v1/webhooks/%s/deliveries/%s/resend".formatted(id, NONE), "")
                .problem(ErrorCode.NOT_FOUND);
        http.get("/v1/webhooks/" + NONE + "/deliveries").problem(ErrorCode.NOT_FOUND);
        http.delete("/v1/webhooks/" + id).with(200);
    }

    private JsonNode made(String url) {
        return http.post("/v1/webhooks", "{\"url\": \"%s\"}".formatted(url))
                .with(201)
                .json();
    }

    private JsonNode listed(String id) {
        return http.get("/v1/webhooks")
                .items()
                .valueStream()
                .filter(item -> item.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The only delivery, once it is known that it arrived. */
    private JsonNode delivered(String id) {
        String path = "/v1/webhooks/" + id + "/deliveries";
        Eventually.await(
                "delivered",
                () -> http.get(path).items().path(0).path("state").asText().equals("DELIVERED"));
        JsonNode items = http.get(path).items();
        assertThat(items).hasSize(1);
        assertThat(items.at("/0/lastStatus").asInt()).isEqualTo(200);
        assertThat(items.at("/0/attempts").asInt()).isOne();
        return items.path(0);
    }
}
