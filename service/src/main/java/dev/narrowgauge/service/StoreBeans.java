package dev.narrowgauge.service;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.WaitStore;
import dev.narrowgauge.db.notify.Notifications;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** What lies in the database and what it notifies of, made once for all roles of a process. */
@Singleton
final class StoreBeans {
    private final DataSource dataSource;
    private final DatabaseStart start;
    private final Jdbi jdbi;
    private Optional<Notifications> notifications = Optional.empty();

    StoreBeans(DataSource dataSource, SchemaConfig schema) {
        this.dataSource = dataSource;
        this.start = new DatabaseStart(dataSource, schema);
        this.jdbi = Database.jdbi(dataSource);
    }

    /** Before anything of this process reads the database. */
    void awaitSchema(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        start.awaitSchema();
    }

    @Produces
    @Singleton
    Jdbi jdbi() {
        return jdbi;
    }

    @Produces
    @Singleton
    ModelStore models() {
        return new ModelStore(jdbi);
    }

    @Produces
    @Singleton
    DatasetStore datasets() {
        return new DatasetStore(jdbi);
    }

    @Produces
    @Singleton
    RunStore runs() {
        return new RunStore(jdbi);
    }

    @Produces
    @Singleton
    JobStore jobs() {
        return new JobStore(jdbi);
    }

    @Produces
    @Singleton
    VariantStore variants() {
        return new VariantStore(jdbi);
    }

    @Produces
    @Singleton
    MeasurementStore measurements() {
        return new MeasurementStore(jdbi);
    }

    @Produces
    @Singleton
    ControlStore controls() {
        return new ControlStore(jdbi);
    }

    @Produces
    @Singleton
    NodeStore nodes() {
        return new NodeStore(jdbi);
    }

    @Produces
    @Singleton
    NodeTokenStore nodeTokens() {
        return new NodeTokenStore(jdbi);
    }

    @Produces
    @Singleton
    EventStore events() {
        return new EventStore(jdbi);
    }

    @Produces
    @Singleton
    OutboxStore outbox() {
        return new OutboxStore(jdbi);
    }

    @Produces
    @Singleton
    WaitStore waits() {
        return new WaitStore(jdbi);
    }

    @Produces
    @Singleton
    synchronized Notifications notifications() {
        Notifications started = Notifications.start(dataSource);
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
