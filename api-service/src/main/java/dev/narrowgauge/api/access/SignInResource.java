package dev.narrowgauge.api.access;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.identity.SignIns;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/sign-in}. */
@Path("/v1/sign-in")
@Tag(name = "keys")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class SignInResource {
    /** Some providers have long ones. */
    static final int MAX_CODE = 4096;

    private final SignIns signIns;
    private final PageSessions sessions;
    private final CurrentCaller caller;

    SignInResource(SignIns signIns, PageSessions sessions, CurrentCaller caller) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listSignIns",
            summary = "The identity providers with which people can sign in, in one page")
    public PageView<SignInProvider> list() {
        return PageView.whole(
                signIns.providers().stream().map(SignInProvider::of).toList());
    }

    @POST
    @Path("{provider}")
    @Operation(
            operationId = "beginSignIn",
            summary = "Begin to sign a page in with an identity provider",
            description =
                    "The answer sets a cookie, which the same browser has to send with what the provider gives it.")
    @APIResponse(
            responseCode = "200",
            description = "Where the browser has to go",
            content = @Content(schema = @Schema(implementation = SignInStart.class)))
    public Response begin(@PathParam("provider") String provider, @Context UriInfo uri, @Context HttpHeaders headers) {
        SignIns.Begun begun = signIns.begin(provider, origin(headers));
        return Response.ok(new SignInStart(begun.address().toString()))
                .header(HttpHeaders.SET_COOKIE, signInCookie(begun.cookie(), SignIns.LIMIT, uri, headers))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "finishSignIn",
            summary = "Open a session for a page, with what an identity provider has sent its browser back with",
            description = "The answer sets a cookie that scripts cannot read and that other sites cannot send.")
    @APIResponse(
            responseCode = "201",
            description = "Opened",
            content = @Content(schema = @Schema(implementation = SessionView.class)))
    public Response finish(SignInRequest request, @Context UriInfo uri, @Context HttpHeaders headers) {
        String code = PlainText.require("Field 'code'", request == null ? null : request.code(), MAX_CODE);
        String state = PlainText.require("Field 'state'", request.state(), MAX_CODE);
        Optional<String> issuer =
                Optional.ofNullable(request.iss()).map(iss -> PlainText.require("Field 'iss'", iss, MAX_CODE));
        String begun = Optional.ofNullable(headers.getCookies().get(SessionCookie.SIGN_IN))
                .map(Cookie::getValue)
                .orElse("");
        String page = origin(headers);
        PageSessions.Opened opened = sessions.open(
                caller.call().address(),
                () -> signIns.finish(begun, new SignIns.SentBack(state, code, issuer), page),
                caller::isKnownAs);
        return SessionAnswer.opened(opened, caller, uri, page)
                .header(HttpHeaders.SET_COOKIE, signInCookie("", Duration.ZERO, uri, headers))
                .build();
    }

    /** Browsers say it with every POST, and that it is our page was looked at before. */
    private static String origin(HttpHeaders headers) {
        return Optional.ofNullable(headers.getHeaderString("Origin"))
                .orElseThrow(
                        () -> new NarrowgaugeException(
                                ErrorCode.REQUEST_INVALID,
                                "The request has no header 'Origin', which says where the page is that is signed in; send one."));
    }

    private static String signInCookie(String value, Duration lifetime, UriInfo uri, HttpHeaders headers) {
        return SessionCookie.ofSignIn(value, lifetime, uri.getBaseUri().getScheme(), origin(headers));
    }
}
