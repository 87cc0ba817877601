package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What the API keeps and deletes, as a user of its own. */
class TestRightsOfTheApi {
    private static final RightsUsers USERS = new RightsUsers();

    private static final Duration LEASE = Duration.ofMinutes(1);

    @Test
    void apiDeletesWhatNobodyRefersTo() {
        ContentStore content = new ContentStore(USERS.jdbi(Rights.API));
        String orphan = "8".repeat(64);
        assertThat(content.beginListing(Duration.ZERO)).isTrue();
        content.compare(List.of(orphan));
        assertThat(content.unreferenced(Duration.ZERO, 10)).contains(orphan);
        assertThat(content.delete(orphan, Duration.ZERO, _ -> {})).isTrue();
        content.want(orphan);
        assertThat(content.references("", 10)).isNotNull();
    }

    @Test
    void apiDeletesRunsAndUploads() {
        Jdbi api = USERS.jdbi(Rights.API);
        UUID run = Samples.submit(api).id();
        assertThat(new RunStore(api).cancel(run)).isTrue();
        DeletedRunStore deleted = new DeletedRunStore(api);
        assertThat(deleted.delete(run)).isTrue();
        assertThat(deleted.find(run)).isPresent();
        String model = "7".repeat(64);
        Samples.model(api, model, "unused");
        assertThat(new ModelStore(api).wanted(model)).isPresent();
        assertThat(new ModelStore(api).delete(model)).isTrue();
        String dataset = "6".repeat(64);
        Samples.dataset(api, dataset, 7, 8);
        assertThat(new DatasetStore(api).wanted(dataset)).isPresent();
        assertThat(new DatasetStore(api).delete(dataset)).isTrue();
        RetentionStore retention = new RetentionStore(api);
        retention.set(new Retention(Project.FIRST, OptionalInt.of(30), OptionalInt.of(30)));
        assertThat(retention.list()).hasSize(1);
        assertThat(retention.oldRuns(Project.FIRST, 30, 10)).isEmpty();
        assertThat(retention.thinEvents(Duration.ofDays(7), 10)).isZero();
        assertThat(retention.forgetKeys()).isZero();
        assertThat(new OutboxStore(api).dropStale(Duration.ofHours(1))).isZero();
        assertThat(new StorageStore(api).uses()).isNotEmpty();
        assertThat(new StorageStore(api).unreferenced().items()).isNotNegative();
    }

    @Test
    void apiKeepsKeysAndSessions() {
        Jdbi api = USERS.jdbi(Rights.API);
        ApiKeyStore keys = new ApiKeyStore(api);
        KeyText key = KeyText.random();
        assertThat(keys.install(key)).isTrue();
        KeyText next = KeyText.random();
        assertThat(keys.rotate(key.id(), next, LEASE, Optional.of(LEASE), Optional.of(key.id())))
                .isPresent();
        keys.used(next.id());
        PageSessionStore sessions = new PageSessionStore(api);
        sessions.offer(next.id(), key.sha256(), LEASE);
        KeyText session = KeyText.random();
        assertThat(sessions.open(key.sha256(), session, LEASE)).isPresent();
        sessions.end(session.id());
        IdentitySessionStore identities = new IdentitySessionStore(api);
        KeyText identified = KeyText.random();
        identities.open(
                identified, new Identity("company", "1", "ann", Map.of("default", Set.of(Permission.READ))), LEASE);
        assertThat(identities.find(identified.id(), identified.sha256())).isPresent();
        identities.end(identified.id());
        assertThat(keys.revoke(next.id())).isPresent();
    }

    @Test
    void apiTellsWebhooks() {
        Jdbi api = USERS.jdbi(Rights.API);
        WebhookStore webhooks = new WebhookStore(api);
        UUID webhook = webhooks.add("https://hooks.example/", List.of(WebhookEvent.RUN_DECIDED), "a secret")
                .orElseThrow()
                .id();
        assertThat(webhooks.rotate(webhook, "another", Optional.of(LEASE))).isPresent();
        webhooks.file(webhook, UUID.randomUUID(), WebhookEvent.PING, "{}");
        WebhookOutbox outbox = new WebhookOutbox(api);
        outbox.end(outbox.claim(1, LEASE).getFirst(), DeliveryOutcome.of(410), 0);
        assertThat(outbox.drop(Duration.ZERO, 10)).isOne();
        assertThat(webhooks.delete(webhook)).isPresent();
    }

    @Test
    void apiKeepsReleases() {
        Jdbi api = USERS.jdbi(Rights.API);
        ReleaseStore releases = new ReleaseStore(api);
        UUID run = Samples.submit(api).id();
        UUID release = releases.propose("rights", Samples.release(run), Samples.RELEASE_CALL)
                .orElseThrow()
                .id();
        assertThat(releases.change(release, all -> all.approve(release), Samples.RELEASE_CALL))
                .isPresent();
        assertThat(releases.keeping(run)).hasSize(1);
    }

    @Test
    void apiWritesTheAuditLog() {
        AuditStore audit = new AuditStore(USERS.jdbi(Rights.API));
        audit.add(List.of(new AuditEntry(
                UUID.randomUUID(),
                "revokeKey",
                AuditEntry.DONE,
                AuditEntry.By.NOBODY,
                Optional.empty(),
                "192.0.2.1",
                "a key",
                0)));
        audit.chain();
        assertThat(audit.after(0, 10)).isNotEmpty();
    }
}
