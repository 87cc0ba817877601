package dev.narrowgauge.service;

import dev.narrowgauge.db.StoredContent;
import dev.narrowgauge.db.blob.BlobStore;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** Starts the roles that take tasks with the application, and stops them with it. */
@Singleton
public final class TaskRoles {
    private final List<TaskRole> roles;
    private final Jdbi jdbi;
    private final Map<String, TaskService> running = new ConcurrentHashMap<>();

    TaskRoles(@All List<TaskRole> roles, Jdbi jdbi) {
        this.roles = List.copyOf(roles);
        this.jdbi = jdbi;
    }

    void start(@Observes StartupEvent event) {
        for (TaskRole role : roles) {
            if (role.config().enabled()) {
                running.put(role.name(), role.start(blobs(role)));
            }
        }
    }

    private BlobStore blobs(TaskRole role) {
        BlobStore blobs = BlobStore.open(role.config().blobDir());
        StoredContent.require(jdbi, blobs);
        return blobs;
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
        running.values().forEach(TaskService::close);
    }
}
