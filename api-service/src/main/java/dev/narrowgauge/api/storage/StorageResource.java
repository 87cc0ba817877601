package dev.narrowgauge.api.storage;

import static java.util.stream.Collectors.groupingBy;

import dev.narrowgauge.api.access.Caller;
import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.api.node.SharedLook;
import dev.narrowgauge.api.retention.RetentionView;
import dev.narrowgauge.api.retention.Retentions;
import dev.narrowgauge.api.storage.StorageView.Kind;
import dev.narrowgauge.api.storage.StorageView.ProjectStorage;
import dev.narrowgauge.api.storage.StorageView.UnreferencedContent;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.Retention;
import dev.narrowgauge.db.StorageStore;
import dev.narrowgauge.db.StorageStore.Use;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/storage}. */
@Path("/v1/storage")
@Tag(name = "status")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class StorageResource {
    private final StorageStore store;
    private final Retentions retentions;
    private final ProjectChoice projects;
    private final CurrentCaller caller;
    private final SharedLook<List<Use>> uses;

    StorageResource(StorageStore store, Retentions retentions, ProjectChoice projects, CurrentCaller caller) {
        this.store = store;
        this.retentions = retentions;
        this.projects = projects;
        this.caller = caller;
        this.uses = new SharedLook<>(store::uses);
    }

    @GET
    @Operation(
            operationId = "getStorage",
            summary = "What takes how much, by project and kind",
            description = "All rows are counted for it, which takes a while where there are many.")
    public StorageView get() {
        Caller asking = caller.get();
        Map<UUID, List<Use>> byProject = uses.get().stream().collect(groupingBy(Use::project));
        Function<UUID, Retention> kept = retentions.ofProjects();
        return new StorageView(
                projects.open(asking).stream()
                        .map(project ->
                                of(project, byProject.getOrDefault(project.id(), List.of()), kept.apply(project.id())))
                        .toList(),
                ProjectChoice.entersAll(asking) ? Optional.of(unreferenced()) : Optional.empty());
    }

    private static ProjectStorage of(Project project, List<Use> uses, Retention retention) {
        return new ProjectStorage(
                project.name(),
                uses.stream()
                        .map(use -> new Kind(use.kind(), use.items(), use.bytes()))
                        .toList(),
                RetentionView.of(project.name(), retention));
    }

    private UnreferencedContent unreferenced() {
        StorageStore.Unreferenced unreferenced = store.unreferenced();
        return new UnreferencedContent(unreferenced.items(), unreferenced.oldest());
    }
}
