package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.verdict.ConcluderLoop;
import dev.narrowgauge.api.verdict.RunConcluder;
import dev.narrowgauge.api.wait.WaitLimits;
import dev.narrowgauge.api.wait.WaitLoop;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.OutboxRelay;
import dev.narrowgauge.service.Started;
import jakarta.inject.Singleton;

/** What runs without being asked. */
@Singleton
final class BackgroundWork {
    private final ApiConfig config;
    private final Notifications notifications;
    private final OutboxStore outbox;
    private final Brokers brokers;
    private final WaitLimits limits;
    private final RunConcluder concluder;

    BackgroundWork(
            ApiConfig config,
            Notifications notifications,
            OutboxStore outbox,
            Brokers brokers,
            WaitLimits limits,
            RunConcluder concluder) {
        this.config = config;
        this.notifications = notifications;
        this.outbox = outbox;
        this.brokers = brokers;
        this.limits = limits;
        this.concluder = concluder;
    }

    Started start() {
        try (Started starting = new Started()) {
            starting.add(OutboxRelay.start(outbox, notifications, brokers));
            starting.add(WaitLoop.start(limits, config.sweep()));
            starting.add(ConcluderLoop.start(concluder, notifications, config.sweep()));
            return starting.keep();
        }
    }
}
