package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.access.AuditTrail;
import dev.narrowgauge.api.audit.AuditLoop;
import dev.narrowgauge.api.content.SweepLoop;
import dev.narrowgauge.api.history.HistoryLoop;
import dev.narrowgauge.api.metrics.DeploymentLoop;
import dev.narrowgauge.api.metrics.DeploymentMeters;
import dev.narrowgauge.api.metrics.DeploymentReader;
import dev.narrowgauge.api.metrics.ServiceMeters;
import dev.narrowgauge.api.project.DeletionLoop;
import dev.narrowgauge.api.retention.RetentionLoop;
import dev.narrowgauge.api.retention.RetentionSweep;
import dev.narrowgauge.api.verdict.ConcluderLoop;
import dev.narrowgauge.api.verdict.RunConcluder;
import dev.narrowgauge.api.wait.WaitLimits;
import dev.narrowgauge.api.wait.WaitLoop;
import dev.narrowgauge.api.webhook.WebhookLoop;
import dev.narrowgauge.api.webhook.WebhookSender;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.db.HistoryIntake;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.WebhookOutbox;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.metrics.ClaimMeters;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.OutboxRelay;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.service.BlobConfig;
import dev.narrowgauge.service.ContentSweep;
import dev.narrowgauge.service.ProcessEnd;
import dev.narrowgauge.service.Started;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What runs without being asked. */
@Singleton
final class BackgroundWork {
    private final ApiConfig config;
    private final Notifications notifications;
    private final OutboxStore outbox;
    private final Brokers brokers;
    private final WaitLimits limits;
    private final RunConcluder concluder;
    private final ProjectStore projects;
    private final RunStore runs;
    private final HistoryIntake history;
    private final AuditTrail trail;
    private final ServiceMeters meters;
    private final ClaimMeters claims;
    private final DeploymentReader deployment;
    private final DeploymentMeters deploymentMeters;
    private final TaskTraces traces;
    private final BlobConfig blobConfig;
    private final ContentStore content;
    private final Provider<BlobStore> blobs;
    private final RetentionSweep retention;
    private final WebhookOutbox webhooks;
    private final WebhookSender sender;
    private final ProcessEnd end;
    private volatile Optional<OutboxRelay> relay = Optional.empty();

    /** @param blobs only asked for once work begins: health checks are made before there is a schema, and with them this */
    BackgroundWork(
            ApiConfig config,
            Notifications notifications,
            OutboxStore outbox,
            Brokers brokers,
            WaitLimits limits,
            RunConcluder concluder,
            ProjectStore projects,
            RunStore runs,
            HistoryIntake history,
            AuditTrail trail,
            ServiceMeters meters,
            ClaimMeters claims,
            DeploymentReader deployment,
            DeploymentMeters deploymentMeters,
            TaskTraces traces,
            BlobConfig blobConfig,
            ContentStore content,
            Provider<BlobStore> blobs,
            RetentionSweep retention,
            WebhookOutbox webhooks,
            WebhookSender sender,
            ProcessEnd end) {
        this.config = config;
        this.notifications = notifications;
        this.outbox = outbox;
        this.brokers = brokers;
        this.limits = limits;
        this.concluder = concluder;
        this.projects = projects;
        this.runs = runs;
        this.history = history;
        this.trail = trail;
        this.meters = meters;
        this.claims = claims;
        this.deployment = deployment;
        this.deploymentMeters = deploymentMeters;
        this.traces = traces;
        this.blobConfig = blobConfig;
        this.content = content;
        this.blobs = blobs;
        this.retention = retention;
        this.webhooks = webhooks;
        this.sender = sender;
        this.end = end;
    }

    Started start() {
        try (Started starting = new Started()) {
            starting.add(AuditLoop.start(trail));
            OutboxRelay started = OutboxRelay.start(outbox, notifications, brokers, traces, end::because);
            starting.add(started);
            relay = Optional.of(started);
            starting.add(WaitLoop.start(limits, claims, meters, config.sweep()));
            starting.add(ConcluderLoop.start(concluder, notifications, config.sweep()));
            starting.add(DeletionLoop.start(projects, runs, config.sweep()));
            starting.add(RetentionLoop.start(retention));
            starting.add(DeploymentLoop.start(deployment, deploymentMeters));
            blobConfig
                    .keepUnreferenced()
                    .map(keep -> ContentSweep.after(keep, content, blobs.get()))
                    .ifPresent(sweep -> starting.add(SweepLoop.start(sweep)));
            starting.add(HistoryLoop.start(history, config.sweep()));
            starting.add(WebhookLoop.start(webhooks, sender, config.sweep()));
            return starting.keep();
        }
    }

    /** Why what the API takes cannot be passed on as things are set; empty where it can, or will be. */
    Optional<String> obstacle() {
        return relay.flatMap(OutboxRelay::obstacle);
    }
}
