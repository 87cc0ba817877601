package dev.narrowgauge.api.access;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/** Answers to a page that has opened a session, however it has. */
final class SessionAnswer {
    private SessionAnswer() {}

    /**
     * Sets the cookie of the session. The call counts as one of whoever that is of.
     *
     * @param origin of the page; null where none is told
     */
    static Response.ResponseBuilder opened(
            PageSessions.Opened opened, CurrentCaller caller, UriInfo uri, String origin) {
        caller.set(caller.call(), Optional.of(opened.caller()));
        return Response.status(201)
                .entity(SessionView.of(opened.caller()))
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.of(
                                opened.cookie().text(),
                                opened.lifetime(),
                                uri.getBaseUri().getScheme(),
                                origin));
    }
}
