package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.WebhookOutbox.Due;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestVerdictNotices extends WebhookTest {
    @Test
    void verdictAndItsDeliveriesAreOneTransaction() {
        Webhook first = webhook(WebhookEvent.RUN_DECIDED);
        Webhook second = webhook(WebhookEvent.RUN_DECIDED);
        Run run = Samples.submit(jdbi);
        assertThat(runs.decide(run.id(), document(run, Verdict.PASS), Samples.proof()))
                .isFalse();
        assertThat(webhooks.deliveries(first.id(), Optional.empty(), 10).items())
                .as("of no verdict nobody is told")
                .isEmpty();

        Run ended = ended();
        assertThat(runs.decide(
                        ended.id(), document(ended, Verdict.PASS), Samples.proof(), "https://narrowgauge.example"))
                .isTrue();
        assertThat(runs.decide(ended.id(), document(ended, Verdict.PASS), Samples.proof()))
                .isFalse();
        assertThat(only(first).eventId()).isEqualTo(only(second).eventId());
        assertThat(only(first).id()).isNotEqualTo(only(second).id());
    }

    @Test
    void bodySaysWhatWasDecidedAndWhereItIs() {
        webhook(WebhookEvent.RUN_DECIDED);
        Run run = ended();
        runs.decide(run.id(), document(run, Verdict.FAIL), Samples.proof(), "https://narrowgauge.example");
        Due due = claimed();
        assertThat(Json.read(due.body(), Map.class))
                .containsEntry("id", due.eventId().toString())
                .containsEntry("event", "run.decided")
                .containsEntry("at", Samples.TIME.toString())
                .containsEntry("run", Map.of("id", run.id().toString(), "name", "nightly"))
                .containsEntry("model", Map.of("id", Samples.MODEL, "name", "digits"))
                .containsEntry("status", "FAIL")
                .containsEntry("previousStatus", null)
                .containsEntry(
                        "decisions",
                        List.of(Map.of(
                                "deviceClass",
                                "x86-vnni",
                                "recipe",
                                "int8",
                                "headline",
                                "INVALID",
                                "sentence",
                                "Nothing was measured.")))
                .containsEntry("page", "https://narrowgauge.example/#run=" + run.id())
                .containsEntry("verdict", "https://narrowgauge.example/v1/runs/" + run.id() + "/verdict");
    }

    @Test
    void changeIsToldOnceItIsOne() {
        Webhook webhook = webhook(WebhookEvent.VERDICT_CHANGED);
        for (Verdict verdict : List.of(Verdict.PASS, Verdict.PASS, Verdict.FAIL, Verdict.FAIL)) {
            Run run = ended();
            assertThat(runs.decide(run.id(), document(run, verdict), Samples.proof()))
                    .isTrue();
        }
        assertThat(only(webhook).event()).isEqualTo("verdict.changed");
        assertThat(Json.read(claimed().body(), Map.class))
                .containsEntry("status", "FAIL")
                .containsEntry("previousStatus", "PASS");
    }

    @Test
    void otherProjectsAreNotTold() {
        UUID other = new ProjectStore(jdbi).add("another").orElseThrow().id();
        WebhookStore others = new WebhookStore(Database.jdbi(database, () -> new Scope.Tenant(other)));
        Webhook theirs = others.add("https://hooks.example/", List.of(WebhookEvent.RUN_DECIDED), "a secret")
                .orElseThrow();
        Run run = ended();
        assertThat(runs.decide(run.id(), document(run, Verdict.PASS), Samples.proof()))
                .isTrue();
        assertThat(others.deliveries(theirs.id(), Optional.empty(), 10).items()).isEmpty();
        assertThat(webhooks.list()).isEmpty();
    }
}
