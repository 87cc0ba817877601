package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.agent.AgentsRpc;
import dev.narrowgauge.api.connection.ConnectionDeadlines;
import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.queue.ProcessName;
import dev.narrowgauge.service.Presences;
import dev.narrowgauge.service.Started;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Starts what works in the background, and stops it in reverse, after the requests under way. */
@Singleton
final class ApiLifecycle {
    static final String ROLE = "api";

    private final ApiConfig config;
    private final OpenRequests requests;
    private final GrpcServer grpc;
    private final BackgroundWork work;
    private final RunFeed feed;
    private final AgentsRpc agents;
    private final Presences presences;
    private volatile Started running = new Started();

    ApiLifecycle(
            ApiConfig config,
            OpenRequests requests,
            GrpcServer grpc,
            BackgroundWork work,
            RunFeed feed,
            AgentsRpc agents,
            Presences presences) {
        this.config = config;
        this.requests = requests;
        this.grpc = grpc;
        this.work = work;
        this.feed = feed;
        this.agents = agents;
        this.presences = presences;
    }

    /** The inspector and the store are asked for here, so that a service without its engine or its content does not start. */
    void start(@Observes StartupEvent event, Inspector inspector, BlobStore blobs) {
        try (Started starting = new Started()) {
            starting.add(presences.announce(ROLE, ProcessName.of(ROLE), work::obstacle));
            starting.add(work.start());
            grpc.start();
            starting.add(grpc::stop);
            ConnectionDeadlines.enforce(config.connectionIdle(), grpc.port());
            running = starting.keep();
        }
    }

    /** HTTP is still served here, and is not any more when the other event comes. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        grpc.takeNoMore();
        feed.close();
        agents.stopWaiting();
        requests.drain(config.grace());
    }

    void stop(@Observes ShutdownEvent event) {
        running.close();
    }

    /** Nobody is told of a stop where something else fails to start. */
    @PreDestroy
    void undo() {
        running.close();
    }
}
