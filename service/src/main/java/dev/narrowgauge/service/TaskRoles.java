package dev.narrowgauge.service;

import dev.narrowgauge.blob.BlobStore;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the roles that take tasks with the application, and stops them with it. */
@Singleton
public final class TaskRoles {
    private final List<TaskRole> roles;
    private final Provider<BlobStore> blobs;
    private final Provider<Presences> presences;
    private final Provider<DatabaseStart> database;
    private final SchemaConfig schema;
    private final ProcessEnd end;
    private volatile Map<String, TaskService> running = Map.of();
    private volatile Started started = new Started();

    /**
     * @param blobs only asked for where there is a role that needs it
     * @param presences only asked for where there is a role that does not announce itself, for it reaches the database
     * @param database as presences
     */
    TaskRoles(
            @All List<TaskRole> roles,
            Provider<BlobStore> blobs,
            Provider<Presences> presences,
            Provider<DatabaseStart> database,
            SchemaConfig schema,
            ProcessEnd end) {
        this.roles = List.copyOf(roles);
        this.blobs = blobs;
        this.presences = presences;
        this.database = database;
        this.schema = schema;
        this.end = end;
    }

    /** Last of all that starts: nobody is told of a stop where a start fails, so this undoes its own part. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        Map<String, TaskService> services = new HashMap<>();
        try (Started starting = new Started()) {
            for (TaskRole role : roles) {
                if (role.config().enabled()) {
                    announce(role, starting);
                    TaskService service = PatientRole.start(role.name(), () -> start(role), schema.maxWait(), end);
                    starting.add(service);
                    services.put(role.name(), service);
                }
            }
            started = starting.keep();
        }
        running = Map.copyOf(services);
    }

    private TaskService start(TaskRole role) {
        if (!role.announcesItself()) {
            database.get().requireSchema();
        }
        return role.start(blobs::get);
    }

    /** Before the service of the role, so that it is there until that has ended. */
    private void announce(TaskRole role, Started starting) {
        if (!role.announcesItself()) {
            starting.add(presences.get().announce(role.name(), role.process(), () -> whyPaused(role.name())));
        }
    }

    /** Why a role takes no tasks for now; empty where it does, and where this process does not have it. */
    Optional<String> whyPaused(String role) {
        return Optional.ofNullable(running.get(role)).flatMap(TaskService::whyPaused);
    }

    /** Before an API in the same process waits for its requests: a task that is begun meanwhile would be cut. */
    void leave(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownDelayInitiatedEvent event) {
        running.values().forEach(TaskService::takeNoMore);
    }

    void stop(@Observes ShutdownEvent event) {
        started.close();
    }
}
