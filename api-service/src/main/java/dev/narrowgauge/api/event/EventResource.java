package dev.narrowgauge.api.event;

import dev.narrowgauge.api.access.Caller;
import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/runs/{id}/events}, as server-sent events. */
@Path("/v1/runs/{id}/events")
@Tag(name = "runs")
@RunOnVirtualThread
public final class EventResource {
    private final Runs runs;
    private final RunFeed feed;
    private final KnownKeys keys;
    private final CurrentCaller current;

    EventResource(Runs runs, RunFeed feed, KnownKeys keys, CurrentCaller current) {
        this.runs = runs;
        this.feed = feed;
        this.keys = keys;
        this.current = current;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @APIResponse(
            responseCode = "200",
            description = "A stream of events; the schema is that of the data of one",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema =
                                    @Schema(
                                            anyOf = {
                                                JobStateEvent.class,
                                                ProgressEvent.class,
                                                RunStateEvent.class,
                                                RunStatus.class
                                            })))
    @Operation(
            operationId = "followRun",
            summary = "What happens in a run, as server-sent events",
            description = "Replays what happened after `Last-Event-ID`, then follows the run and ends with it. "
                    + "Events are `job-state`, `progress` and `run-state`; their data is JSON. While nothing happens a "
                    + "`heartbeat` says every few seconds where the run stands: its `state`, how many `jobs` it has so far, "
                    + "how many of them have `ended` and are `running`, which are `waiting` since when and at which `place` "
                    + "in their queue, and the same as a `sentence`. A `timeout` is the last event where the client has "
                    + "set one, and says the same; both have no id. A `progress` has the job's "
                    + "`stage`, `done` of `total` (0 when not known), where it can be foretold `remainingSeconds` of the "
                    + "stage, and where there is something to say a phrase `found`, such as the latency ratio so far.")
    public Response follow(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Parameter(
                            description = "Sequence number of the last event that was seen",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
                    String lastEventId,
            @QueryParam("timeout")
                    @Parameter(
                            description = "Seconds after which the stream ends; absent: only with the run",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "86400"))
                    String timeout) {
        UUID runId = runs.get(id).id();
        long after = sequence(lastEventId);
        Optional<Duration> limit = RunFeed.timeout(timeout, "timeout");
        Caller caller = current.get();
        StreamingOutput events = output -> {
            try (GuardedFollower follower = new GuardedFollower(new SseFollower(output), keys, caller)) {
                feed.follow(runId, after, limit, follower);
            }
        };
        return Response.ok(events, MediaType.SERVER_SENT_EVENTS_TYPE).build();
    }

    private static long sequence(String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        try {
            return Long.parseLong(lastEventId.strip());
        } catch (NumberFormatException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The header 'Last-Event-ID' is '%s'; it must be the id of an event of this run."
                            .formatted(lastEventId));
        }
    }
}
