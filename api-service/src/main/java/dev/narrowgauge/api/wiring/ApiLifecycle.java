package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.db.Migrations;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Starts what works in the background, and stops it in reverse, after the requests under way. */
@Singleton
final class ApiLifecycle {
    private final ApiConfig config;
    private final OpenRequests requests;
    private final GrpcServer grpc;
    private final BackgroundWork work;
    private final RunFeed feed;
    private final ApiNotifications notifications;

    ApiLifecycle(
            ApiConfig config,
            OpenRequests requests,
            GrpcServer grpc,
            BackgroundWork work,
            RunFeed feed,
            ApiNotifications notifications) {
        this.config = config;
        this.requests = requests;
        this.grpc = grpc;
        this.work = work;
        this.feed = feed;
        this.notifications = notifications;
    }

    /** Before anything of this process reads the database. */
    static void migrate(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event, AgroalDataSource dataSource) {
        Migrations.migrate(dataSource);
    }

    /** The inspector is asked for here, so that a service without its engine does not start. */
    void start(@Observes StartupEvent event, Inspector inspector, ApiAssembly assembly) {
        assembly.requireContent();
        // Before the rest, because a port in use then ends the start before there is work to stop.
        grpc.start();
        work.start();
    }

    /** HTTP is still served here, and is not any more when the other event comes. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        grpc.takeNoMore();
        feed.close();
        requests.drain(config.grace());
    }

    void stop(@Observes ShutdownEvent event) {
        grpc.stop();
        work.stop();
        notifications.close();
    }
}
