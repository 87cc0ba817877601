package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.access.AuditTrail;
import dev.narrowgauge.api.audit.AuditLoop;
import dev.narrowgauge.api.history.HistoryLoop;
import dev.narrowgauge.api.project.DeletionLoop;
import dev.narrowgauge.api.verdict.ConcluderLoop;
import dev.narrowgauge.api.verdict.RunConcluder;
import dev.narrowgauge.api.wait.WaitLimits;
import dev.narrowgauge.api.wait.WaitLoop;
import dev.narrowgauge.db.HistoryIntake;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.OutboxRelay;
import dev.narrowgauge.service.ProcessEnd;
import dev.narrowgauge.service.Started;
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
    private final ProcessEnd end;
    private volatile Optional<OutboxRelay> relay = Optional.empty();

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
        this.end = end;
    }

    Started start() {
        try (Started starting = new Started()) {
            starting.add(AuditLoop.start(trail));
            OutboxRelay started = OutboxRelay.start(outbox, notifications, brokers, end::because);
            starting.add(started);
            relay = Optional.of(started);
            starting.add(WaitLoop.start(limits, config.sweep()));
            starting.add(ConcluderLoop.start(concluder, notifications, config.sweep()));
            starting.add(DeletionLoop.start(projects, runs, config.sweep()));
            starting.add(HistoryLoop.start(history, config.sweep()));
            return starting.keep();
        }
    }

    /** Why what the API takes cannot be passed on as things are set; empty where it can, or will be. */
    Optional<String> obstacle() {
        return relay.flatMap(OutboxRelay::obstacle);
    }
}
