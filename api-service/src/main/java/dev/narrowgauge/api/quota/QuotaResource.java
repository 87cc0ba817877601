package dev.narrowgauge.api.quota;

import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.Quota;
import dev.narrowgauge.db.QuotaStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/quotas}. */
@Path("/v1/quotas")
@Tag(name = "status")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class QuotaResource {
    private final QuotaStore store;
    private final ProjectChoice projects;
    private final CurrentCaller caller;

    QuotaResource(QuotaStore store, ProjectChoice projects, CurrentCaller caller) {
        this.store = store;
        this.projects = projects;
        this.caller = caller;
    }

    @POST
    @Path("{project}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setQuota",
            summary = "Set how much a project may have, and how many jobs it takes in a turn",
            description =
                    "In the place of what was set before. What is left out is without limit. Runs beyond it are refused with"
                            + " 429; what is there already stays.")
    public ProjectUse set(@PathParam("project") String name, QuotaRequest request) {
        Project project = projects.of(caller.get(), Optional.of(name));
        store.set(read(project.id(), request));
        // What stood there before is gone.
        caller.tell(request);
        return ProjectUse.of(project.name(), store.of(List.of(project.id())).getFirst());
    }

    private static Quota read(UUID project, QuotaRequest request) {
        if (request == null) {
            throw invalid("The request has no body; send a JSON object, {} for a quota without limits.");
        }
        int weight = request.weight() == null ? 1 : request.weight();
        if (weight < 1 || weight > Quota.MOST_WEIGHT) {
            throw invalid("Field 'weight' is %d; it must be a whole number from 1 to %d."
                    .formatted(weight, Quota.MOST_WEIGHT));
        }
        return new Quota(
                project,
                weight,
                limit("queuedRuns", request.queuedRuns()),
                limit("openRuns", request.openRuns()),
                limit("storedBytes", request.storedBytes()),
                limit("deviceMinutes", request.deviceMinutes()));
    }

    private static OptionalLong limit(String field, Long given) {
        if (given == null) {
            return OptionalLong.empty();
        }
        if (given < 0) {
            throw invalid("Field '%s' is %d; it must be a whole number from 0, or absent for no limit."
                    .formatted(field, given));
        }
        return OptionalLong.of(given);
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
