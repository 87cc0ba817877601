package dev.narrowgauge.db;

import dev.narrowgauge.db.WebhookOutbox.Due;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.PreviousVerdict;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A database with webhooks of the first project. */
abstract class WebhookTest {
    static final Duration LEASE = Duration.ofMinutes(1);
    static final Duration NO_TIME = Duration.ZERO;

    final DataSource database = PostgresFixture.migrated();
    final Jdbi jdbi = Database.jdbi(database);
    final RunStore runs = new RunStore(jdbi);
    final JobStore jobs = new JobStore(jdbi);
    final WebhookStore webhooks = new WebhookStore(jdbi);
    final WebhookOutbox outbox = new WebhookOutbox(jdbi);

    final Webhook webhook(WebhookEvent... events) {
        return webhooks.add("https://hooks.example/", List.of(events), "a secret")
                .orElseThrow();
    }

    final WebhookDelivery ping(Webhook webhook) {
        return webhooks.file(webhook.id(), UUID.randomUUID(), WebhookEvent.PING, "{}");
    }

    final Due claimed() {
        return outbox.claim(1, LEASE).getFirst();
    }

    final WebhookDelivery only(Webhook webhook) {
        List<WebhookDelivery> all =
                webhooks.deliveries(webhook.id(), Optional.empty(), 10).items();
        if (all.size() != 1) {
            throw new AssertionError(all);
        }
        return all.getFirst();
    }

    /** All of whose jobs have failed. */
    final Run ended() {
        Run run = Samples.submit(jdbi);
        jobs.ofRun(run.id()).forEach(job -> {
            jobs.claim(job.id(), 1, "worker", LEASE);
            jobs.fail(job.id(), 1, ErrorCode.MODEL_INVALID, "no graph");
        });
        return run;
    }

    final VerdictDocument document(Run run, Verdict verdict) {
        VerdictDocument.Subject subject = new VerdictDocument.Subject(Samples.MODEL, "digits");
        return new VerdictDocument(
                VerdictDocument.SCHEMA_VERSION,
                run.id().toString(),
                "nightly",
                Samples.TIME,
                verdict,
                subject,
                subject,
                subject,
                Policy.standard(),
                List.of(),
                List.of(new VerdictDocument.DeviceDecision(
                        "x86-vnni", "node-1", "int8", Decision.invalid("INT8", "Nothing was measured."))),
                List.of(),
                null,
                runs.previousVerdict(run.id())
                        .map(earlier -> PreviousVerdict.of(
                                earlier.runId().toString(),
                                earlier.decidedAt(),
                                earlier.verdict(),
                                earlier.rows(),
                                List.of()))
                        .orElse(null),
                null);
    }
}
