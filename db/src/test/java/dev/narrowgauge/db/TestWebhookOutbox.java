package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.WebhookOutbox.Due;
import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.DeliveryState;
import dev.narrowgauge.domain.webhook.RetrySchedule;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** In one database, whose webhooks each test makes anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestWebhookOutbox extends WebhookTest {
    private static final DeliveryOutcome TAKEN = new DeliveryOutcome.Taken(200);
    private static final DeliveryOutcome BUSY = DeliveryOutcome.of(503);

    @BeforeEach
    void deleteThoseBefore() {
        webhooks.list().forEach(webhook -> webhooks.delete(webhook.id()));
    }

    @Test
    void whatTheReceiverTookIsDelivered() {
        Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
        WebhookDelivery filed = ping(webhook);
        Due due = claimed();
        assertThat(due.id()).isEqualTo(filed.id());
        assertThat(due.attempt()).isOne();
        assertThat(due.secrets()).containsExactly("a secret");
        assertThat(due.toString()).doesNotContain("a secret");
        assertThat(outbox.claim(10, LEASE)).as("while the lease lasts").isEmpty();
        outbox.end(due, TAKEN, 0);
        assertThat(only(webhook)).satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(delivery.lastStatus()).isEqualTo(OptionalInt.of(200));
            assertThat(delivery.lastError()).isEmpty();
            assertThat(delivery.nextAttemptAt()).isEmpty();
            assertThat(delivery.endedAt()).isPresent();
        });
        assertThat(outbox.claim(10, LEASE)).isEmpty();
    }

    @Test
    void whatFailsIsTriedAgainUntilTheLastTime() {
        Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
        ping(webhook);
        for (int attempt = 1; attempt <= RetrySchedule.MOST_ATTEMPTS; attempt++) {
            Due due = claimed();
            assertThat(due.attempt()).isEqualTo(attempt);
            outbox.end(due, BUSY, 0.5);
            assertThat(outbox.claim(1, LEASE)).as("not before its time").isEmpty();
            WebhookDelivery delivery = only(webhook);
            assertThat(delivery.lastStatus()).isEqualTo(OptionalInt.of(503));
            assertThat(delivery.lastError()).contains("The receiver answered 503.");
            Optional<Duration> wait = RetrySchedule.after(attempt, 0.5);
            assertThat(delivery.nextAttemptAt().isPresent()).isEqualTo(wait.isPresent());
            jdbi.useHandle(handle -> handle.execute("UPDATE webhook_delivery SET next_attempt_at = now()"));
        }
        assertThat(only(webhook).state()).isEqualTo(DeliveryState.FAILED);
        assertThat(outbox.claim(1, LEASE)).isEmpty();
    }

    @Test
    void whatAKilledProcessHadIsSentAgainByAnother() {
        Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
        ping(webhook);
        Due lost = outbox.claim(1, NO_TIME).getFirst();
        Due again = claimed();
        assertThat(again.eventId()).isEqualTo(lost.eventId());
        assertThat(again.body()).isEqualTo(lost.body());
        assertThat(again.attempt()).isEqualTo(2);

        outbox.end(lost, BUSY, 0);
        assertThat(only(webhook).state())
                .as("the one that lost it says nothing more")
                .isEqualTo(DeliveryState.WAITING);
        assertThat(only(webhook).lastStatus()).isEmpty();
        ping(webhook);
        assertThat(outbox.claim(1, LEASE)).as("the other still sends").isEmpty();
        outbox.end(again, TAKEN, 0);
        assertThat(claimed().attempt()).isOne();
    }

    /** Two processes, both of which are killed now and then between taking one and writing how it went. */
    @Test
    void eachDeliveryIsSentAtLeastOnceByWhoeverIsThere() throws InterruptedException, ExecutionException {
        long seed = System.nanoTime();
        Set<UUID> filed = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
            for (int j = 0; j < 15; j++) {
                filed.add(ping(webhook).eventId());
            }
        }
        ConcurrentLinkedQueue<UUID> sent = new ConcurrentLinkedQueue<>();
        try (ExecutorService processes = Executors.newFixedThreadPool(2)) {
            List<Callable<Void>> loops = List.of(process(seed, sent), process(seed + 1, sent));
            for (Future<Void> loop : processes.invokeAll(loops)) {
                loop.get();
            }
        }
        assertThat(new HashSet<>(sent)).as("seed %d", seed).isEqualTo(filed);
        assertThat(states()).containsOnly("DELIVERED");
    }

    private Callable<Void> process(long seed, ConcurrentLinkedQueue<UUID> sent) {
        Random random = new Random(seed);
        WebhookOutbox own = new WebhookOutbox(jdbi);
        return () -> {
            while (states().contains("WAITING")) {
                boolean killed = random.nextInt(5) == 0;
                for (Due due : own.claim(1 + random.nextInt(3), killed ? NO_TIME : LEASE)) {
                    sent.add(due.eventId());
                    if (!killed) {
                        own.end(due, TAKEN, 0);
                    }
                }
            }
            return null;
        };
    }

    private Set<String> states() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT DISTINCT state FROM webhook_delivery")
                .mapTo(String.class)
                .set());
    }

    @Test
    void oneThatHangsHoldsUpNoOther() {
        Webhook hanging = webhook(WebhookEvent.RUN_DECIDED);
        List<WebhookDelivery> all = new ArrayList<>(List.of(ping(hanging), ping(hanging), ping(hanging)));
        assertThat(claimed().id()).isEqualTo(all.getFirst().id());
        WebhookDelivery other = ping(webhook(WebhookEvent.RUN_DECIDED));
        assertThat(outbox.claim(10, LEASE)).extracting(Due::id).containsExactly(other.id());
    }

    @Test
    void receiverThatIsGoneIsToldNothingMore() {
        Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
        ping(webhook);
        ping(webhook);
        outbox.end(claimed(), DeliveryOutcome.of(410), 0);
        assertThat(webhooks.find(webhook.id()).orElseThrow().deactivatedAt()).isPresent();
        assertThat(webhooks.deliveries(webhook.id(), Optional.empty(), 10).items())
                .hasSize(2)
                .allSatisfy(delivery -> {
                    assertThat(delivery.state()).isEqualTo(DeliveryState.FAILED);
                    assertThat(delivery.lastError().orElseThrow()).contains("410");
                });
        ping(webhook);
        assertThat(outbox.claim(10, LEASE)).isEmpty();
    }

    @Test
    void sameEventIsSentAgainAsADeliveryOfItsOwn() {
        Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
        WebhookDelivery filed = ping(webhook);
        outbox.end(claimed(), DeliveryOutcome.of(404), 0);
        WebhookDelivery again = webhooks.fileAgain(webhook.id(), filed.id()).orElseThrow();
        assertThat(again.eventId()).isEqualTo(filed.eventId());
        assertThat(again.id()).isNotEqualTo(filed.id());
        assertThat(claimed().body()).isEqualTo("{}");
        Webhook other = webhook(WebhookEvent.RUN_DECIDED);
        assertThat(webhooks.fileAgain(other.id(), filed.id())).isEmpty();
    }

    @Test
    void twoSecretsAreLiveAndNoThird() {
        Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
        assertThat(webhook.hasPreviousSecret()).isFalse();
        assertThat(webhooks.rotate(webhook.id(), "second", Optional.empty()).orElseThrow())
                .satisfies(rotated -> {
                    assertThat(rotated.hasPreviousSecret()).isTrue();
                    assertThat(rotated.previousSecretUntil()).isEmpty();
                });
        assertThat(signedWith(webhook)).containsExactly("second", "a secret");
        assertThat(webhooks.rotate(webhook.id(), "third", Optional.of(Duration.ofHours(1)))
                        .orElseThrow()
                        .previousSecretUntil())
                .isPresent();
        assertThat(signedWith(webhook)).containsExactly("third", "second");
        assertThat(webhooks.rotate(webhook.id(), "fourth", Optional.of(NO_TIME))
                        .orElseThrow()
                        .hasPreviousSecret())
                .isFalse();
        assertThat(signedWith(webhook)).containsExactly("fourth");
        assertThat(webhooks.rotate(UUID.randomUUID(), "fifth", Optional.empty()))
                .isEmpty();
    }

    private List<String> signedWith(Webhook webhook) {
        ping(webhook);
        Due due = claimed();
        outbox.end(due, TAKEN, 0);
        return due.secrets();
    }

    @Test
    void whatEndedLongAgoAndWhatWaitsTooLongGoes() {
        Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
        WebhookDelivery old = ping(webhook);
        outbox.end(claimed(), TAKEN, 0);
        WebhookDelivery slow = ping(webhook);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE webhook_delivery SET created_at = now() - interval '49 hours' WHERE id = ?", slow.id()));
        WebhookDelivery young = ping(webhook);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE webhook_delivery SET ended_at = now() - interval '31 days' WHERE id = ?", old.id()));
        assertThat(outbox.drop(Duration.ofDays(30), 10)).isEqualTo(2);
        assertThat(outbox.drop(Duration.ofDays(30), 10)).isZero();
        assertThat(webhooks.deliveries(webhook.id(), Optional.empty(), 10).items())
                .extracting(WebhookDelivery::id)
                .containsExactly(young.id(), slow.id());
        assertThat(claimed().id()).isEqualTo(young.id());
    }

    @Test
    void webhookIsDeletedWithItsDeliveries() {
        Webhook webhook = webhook(WebhookEvent.RUN_DECIDED);
        ping(webhook);
        Due due = claimed();
        assertThat(webhooks.delete(webhook.id())).isPresent();
        outbox.end(due, TAKEN, 0);
        assertThat(states()).isEmpty();
        assertThat(webhooks.delete(webhook.id())).isEmpty();
    }

    @Test
    void projectHasSoMany() {
        for (int i = 0; i < WebhookStore.MOST; i++) {
            webhook(WebhookEvent.RUN_DECIDED);
        }
        assertThat(webhooks.add("https://hooks.example/", List.of(WebhookEvent.RUN_DECIDED), "a secret"))
                .isEmpty();
        assertThat(webhooks.list()).hasSize(WebhookStore.MOST);
    }
}
