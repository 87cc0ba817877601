package dev.narrowgauge.service;

import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.AuditStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.DeletedRunStore;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.HistoryIntake;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.QuotaStore;
import dev.narrowgauge.db.ReleaseStore;
import dev.narrowgauge.db.RetentionStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.StatusStore;
import dev.narrowgauge.db.StorageStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.WaitStore;
import dev.narrowgauge.db.WebhookOutbox;
import dev.narrowgauge.db.notify.Notifications;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.jdbi.v3.core.Jdbi;

/** What lies in the database and what it notifies of, made once for all roles of a process. */
@Singleton
final class StoreBeans {
    private final Instance<DataSource> dataSource;
    private final SchemaConfig schema;
    private final Config config;
    private Optional<Notifications> notifications = Optional.empty();

    /** @param dataSource only asked for in a process that has a database */
    StoreBeans(Instance<DataSource> dataSource, SchemaConfig schema, Config config) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.config = config;
    }

    /** For whoever begins to read the database. */
    @Produces
    @Singleton
    DatabaseStart databaseStart(PresenceStore presences) {
        return new DatabaseStart(dataSource.get(), schema, new WaitingProcess(presences, config));
    }

    @Produces
    @Singleton
    Jdbi jdbi() {
        return Database.jdbi(dataSource.get());
    }

    @Produces
    @Singleton
    ModelStore models(Jdbi jdbi) {
        return new ModelStore(jdbi);
    }

    @Produces
    @Singleton
    DatasetStore datasets(Jdbi jdbi) {
        return new DatasetStore(jdbi);
    }

    @Produces
    @Singleton
    ContentStore content(Jdbi jdbi) {
        return new ContentStore(jdbi);
    }

    @Produces
    @Singleton
    RunStore runs(Jdbi jdbi) {
        return new RunStore(jdbi);
    }

    @Produces
    @Singleton
    JobStore jobs(Jdbi jdbi) {
        return new JobStore(jdbi);
    }

    @Produces
    @Singleton
    VariantStore variants(Jdbi jdbi) {
        return new VariantStore(jdbi);
    }

    @Produces
    @Singleton
    MeasurementStore measurements(Jdbi jdbi) {
        return new MeasurementStore(jdbi);
    }

    @Produces
    @Singleton
    ControlStore controls(Jdbi jdbi) {
        return new ControlStore(jdbi);
    }

    @Produces
    @Singleton
    HistoryIntake historyIntake(Jdbi jdbi) {
        return new HistoryIntake(jdbi);
    }

    @Produces
    @Singleton
    NodeStore nodes(Jdbi jdbi) {
        return new NodeStore(jdbi);
    }

    @Produces
    @Singleton
    NodeTokenStore nodeTokens(Jdbi jdbi) {
        return new NodeTokenStore(jdbi);
    }

    @Produces
    @Singleton
    ApiKeyStore apiKeys(Jdbi jdbi) {
        return new ApiKeyStore(jdbi);
    }

    @Produces
    @Singleton
    PageSessionStore pageSessions(Jdbi jdbi) {
        return new PageSessionStore(jdbi);
    }

    @Produces
    @Singleton
    ProjectStore projects(Jdbi jdbi) {
        return new ProjectStore(jdbi);
    }

    @Produces
    @Singleton
    IdentitySessionStore identitySessions(Jdbi jdbi) {
        return new IdentitySessionStore(jdbi);
    }

    @Produces
    @Singleton
    AuditStore audit(Jdbi jdbi) {
        return new AuditStore(jdbi);
    }

    @Produces
    @Singleton
    EventStore events(Jdbi jdbi) {
        return new EventStore(jdbi);
    }

    @Produces
    @Singleton
    OutboxStore outbox(Jdbi jdbi) {
        return new OutboxStore(jdbi);
    }

    @Produces
    @Singleton
    WaitStore waits(Jdbi jdbi) {
        return new WaitStore(jdbi);
    }

    @Produces
    @Singleton
    PresenceStore presences(Jdbi jdbi) {
        return new PresenceStore(jdbi);
    }

    @Produces
    @Singleton
    QuotaStore quotas(Jdbi jdbi) {
        return new QuotaStore(jdbi);
    }

    @Produces
    @Singleton
    RetentionStore retention(Jdbi jdbi) {
        return new RetentionStore(jdbi);
    }

    @Produces
    @Singleton
    StorageStore storage(Jdbi jdbi) {
        return new StorageStore(jdbi);
    }

    @Produces
    @Singleton
    WebhookOutbox webhookOutbox(Jdbi jdbi) {
        return new WebhookOutbox(jdbi);
    }

    @Produces
    @Singleton
    ReleaseStore releases(Jdbi jdbi) {
        return new ReleaseStore(jdbi);
    }

    @Produces
    @Singleton
    DeletedRunStore deletedRuns(Jdbi jdbi) {
        return new DeletedRunStore(jdbi);
    }

    @Produces
    @Singleton
    StatusStore status(Jdbi jdbi) {
        return new StatusStore(jdbi);
    }

    @Produces
    @Singleton
    synchronized Notifications notifications() {
        Notifications started = Notifications.start(dataSource.get());
        notifications = Optional.of(started);
        return started;
    }

    /** After those who listen have stopped, and while a database that is part of this process still runs. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        close();
    }

    /** Nobody is told of a stop where the start failed. */
    @PreDestroy
    synchronized void close() {
        notifications.ifPresent(Notifications::close);
    }
}
