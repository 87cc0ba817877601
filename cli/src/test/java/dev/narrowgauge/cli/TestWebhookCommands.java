package dev.narrowgauge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ExitCode;
import org.junit.jupiter.api.Test;

final class TestWebhookCommands extends ServiceCommandTest {
    private static final String ID = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";
    private static final String DELIVERY = "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c56";

    @Test
    void secretIsPrinted() {
        answer("/v1/webhooks", 201, "{\"id\":\"%s\",\"secret\":\"narrowgauge_webhook_x\"}".formatted(ID));
        assertThat(ask("webhook", "create", "https://hooks.example/")).isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/webhooks {\"url\":\"https://hooks.example/\"}");
        assertThat(output.toString()).contains(ID, "narrowgauge_webhook_x");
        assertThat(ask("webhook", "create", "https://hooks.example/", "--event", "run.decided,verdict.changed"))
                .isZero();
        assertThat(asked.getLast()).endsWith("\"events\":[\"run.decided\",\"verdict.changed\"]}");
        assertThat(ask("webhook", "rotate", ID, "--overlap", "2")).isZero();
        assertThat(asked.getLast()).isEqualTo("POST /v1/webhooks/%s/secrets {\"overlapHours\":2}".formatted(ID));
        assertThat(ask("webhook", "rotate", ID)).isZero();
        assertThat(asked.getLast()).endsWith("/secrets {}");
    }

    @Test
    void webhooksAndDeliveriesAreListed() {
        answer("/v1/webhooks", 200, """
                {"items":[{"id":"%s","url":"https://hooks.example/","events":["run.decided"],"active":true,
                           "createdAt":"2026-01-01T00:00:00Z"},
                          {"id":"%s","url":"https://old.example/","events":["run.decided"],"active":false}]}""".formatted(ID, DELIVERY));
        answer("/v1/webhooks/" + ID + "/deliveries", 200, """
                {"items":[{"id":"%s","event":"ping","state":"FAILED","attempts":1,"lastStatus":404,
                           "lastError":"The receiver answered 404."}]}""".formatted(DELIVERY));
        assertThat(ask("webhook", "list")).isZero();
        assertThat(output.toString())
                .containsPattern(ID + " +https://hooks.example/ +run.decided +active +2026-01-01")
                .containsPattern("https://old.example/ +run.decided +gone");
        assertThat(ask("webhook", "deliveries", ID, "--limit", "3")).isZero();
        assertThat(asked.getLast()).startsWith("GET /v1/webhooks/%s/deliveries?limit=3".formatted(ID));
        assertThat(output.toString()).containsPattern(DELIVERY + " +ping +failed +1 +404");
    }

    @Test
    void eventsAreSentAgain() {
        answer("/v1/webhooks/" + ID, 201, "{\"id\":\"%s\",\"url\":\"https://hooks.example/\"}".formatted(DELIVERY));
        assertThat(ask("webhook", "ping", ID)).isZero();
        assertThat(asked.getLast()).startsWith("POST /v1/webhooks/%s/test".formatted(ID));
        assertThat(output.toString()).contains(DELIVERY);
        assertThat(ask("webhook", "resend", ID, DELIVERY)).isZero();
        assertThat(asked.getLast()).startsWith("POST /v1/webhooks/%s/deliveries/%s/resend".formatted(ID, DELIVERY));
        assertThat(ask("webhook", "delete", ID)).isZero();
        assertThat(asked.getLast()).startsWith("DELETE /v1/webhooks/" + ID);
        assertThat(output.toString()).contains("https://hooks.example/", "deleted");
        assertThat(ask("webhook", "ping", "mine")).isEqualTo(ExitCode.BAD_INPUT.status());
    }
}
