package dev.narrowgauge.api.access;

import dev.narrowgauge.api.identity.SignIns;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/session}. */
@Path("/v1/session")
@Tag(name = "keys")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
    private final PageSessions sessions;
    private final SignIns signIns;
    private final CurrentCaller caller;

    SessionResource(PageSessions sessions, SignIns signIns, CurrentCaller caller) {
        this.sessions = sessions;
        this.signIns = signIns;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "openSession",
            summary = "Open a session for a page, with a code that is good once",
            description = "The answer sets a cookie that scripts cannot read and that other sites cannot send.")
    @APIResponse(
            responseCode = "201",
            description = "Opened",
            content = @Content(schema = @Schema(implementation = SessionView.class)))
    public Response open(SessionRequest request, @Context UriInfo uri, @Context HttpHeaders headers) {
        PageSessions.Opened opened = sessions.open(request, caller.call().address());
        return SessionAnswer.opened(opened, caller, uri, headers.getHeaderString("Origin"))
                .build();
    }

    @GET
    @Operation(operationId = "getSession", summary = "Who the caller is to the service, and what it may do")
    public SessionView get() {
        return SessionView.of(caller.get());
    }

    @POST
    @Path("end")
    @Operation(
            operationId = "endSession",
            summary = "End the session of a page",
            description = "409 for a caller that has come with an API key or a token.")
    @APIResponse(
            responseCode = "200",
            description = "Ended",
            content = @Content(schema = @Schema(implementation = SessionEnd.class)))
    public Response end(@Context UriInfo uri, @Context HttpHeaders headers) {
        Caller ended = caller.get();
        sessions.end(ended);
        return Response.ok(new SessionEnd(signOutUrl(ended, headers)))
                .header(HttpHeaders.SET_COOKIE, noCookie(uri, headers))
                .build();
    }

    @POST
    @Path("codes")
    @Operation(
            operationId = "createSessionCode",
            summary = "Make a code that opens a session for a page, for the holder of the caller's key",
            description = "It is told once, and good once and for a quarter of an hour.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = SessionCode.class)))
    public Response code() {
        return Response.status(201).entity(sessions.offer(caller.get())).build();
    }

    private Optional<String> signOutUrl(Caller ended, HttpHeaders headers) {
        String origin = headers.getHeaderString("Origin");
        return origin != null && ended instanceof Caller.Identified identified
                ? signIns.end(identified.identity().provider(), origin).map(URI::toString)
                : Optional.empty();
    }

    private static String noCookie(UriInfo uri, HttpHeaders headers) {
        return SessionCookie.of("", Duration.ZERO, uri.getBaseUri().getScheme(), headers.getHeaderString("Origin"));
    }
}
