package dev.narrowgauge.api.quota;

import dev.narrowgauge.api.error.PlainText;
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
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/quotas}. */
@Path("/v1/quotas")
@Tag(name = "status")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class QuotaResource {
    private static final int MAX_PROJECT = 100;

    private final QuotaStore store;

    QuotaResource(QuotaStore store) {
        this.store = store;
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
    public ProjectView set(@PathParam("project") String project, QuotaRequest request) {
        Quota quota = read(PlainText.require("The project", project, MAX_PROJECT), request);
        store.set(quota);
        return store.list().stream()
                .filter(use -> use.quota().project().equals(project))
                .map(ProjectView::of)
                .findFirst()
                .orElseThrow();
    }

    private static Quota read(String project, QuotaRequest request) {
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
