package dev.narrowgauge.api.answer;

import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Answers with what a request has filed, which say where that is from now on. */
public final class Located {
    private Located() {}

    /** @param place below the address of the service */
    public static Response made(String place, Object item) {
        return at(place, item, true);
    }

    /** @param made false where an earlier request had filed the same */
    public static Response at(String place, Object item, boolean made) {
        return Response.status(made ? 201 : 200)
                .location(URI.create(place))
                .entity(item)
                .build();
    }
}
