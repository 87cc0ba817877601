package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.connection.ConnectionDeadline;
import dev.narrowgauge.api.error.RequestGuard;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells each connection's deadline of its requests. */
@Singleton
final class ConnectionUse {
    void watch(@Observes Filters filters) {
        filters.register(
                context -> {
                    ConnectionDeadline.of(context.request().connection())
                            .ifPresent(deadline -> tell(deadline, context));
                    context.next();
                },
                RequestGuard.BEFORE_ALL);
    }

    private static void tell(ConnectionDeadline deadline, RoutingContext request) {
        deadline.requestBegins();
        request.addEndHandler(_ -> deadline.requestEnds());
    }
}
