package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;

/** What looks at every request before any route takes it, the first first (ADR 22). */
public enum RequestGuard {
    /** Whether the service still takes any. A connection of HTTP/2 may carry the very requests that are waited for. */
    STOPPING(false),

    LIMITS(true),

    /** Whether it is for us, and from a page of ours. Such a page may have the connection together with others. */
    SOURCE(false),

    CLEAR_TEXT(true);

    /** For a filter that has to have seen what these refuse. The framework runs what has a higher priority earlier. */
    public static final int BEFORE_ALL = 2000;

    /** Its own filters have less. */
    private static final int BEFORE_ALL_OTHERS = 1000;

    private final boolean closesSharedConnections;

    /** @param closesSharedConnections whether a refusal closes also a connection that other requests may share */
    RequestGuard(boolean closesSharedConnections) {
        this.closesSharedConnections = closesSharedConnections;
    }

    /** @param refusal why a request is not to be served; empty lets it pass */
    public void register(
            Filters filters, HttpErrors errors, Function<RoutingContext, Optional<NarrowgaugeException>> refusal) {
        filters.register(
                context -> refusal.apply(context)
                        .ifPresentOrElse(reason -> refuse(context, errors, reason), context::next),
                BEFORE_ALL_OTHERS + values().length - ordinal());
    }

    /** What follows of the request is not read, and must not be taken for another one. */
    private void refuse(RoutingContext context, HttpErrors errors, NarrowgaugeException reason) {
        boolean shared = context.request().version() == HttpVersion.HTTP_2;
        if (!shared) {
            context.response().putHeader("Connection", "close");
        }
        if (!shared || closesSharedConnections) {
            context.addEndHandler(_ -> context.request().connection().close());
        }
        errors.refuse(context, reason);
    }
}
