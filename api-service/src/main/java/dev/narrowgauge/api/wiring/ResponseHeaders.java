package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.error.RequestGuard;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * What every answer tells a browser, unless the answer has a word of its own: it runs no script but those of our page, takes
 * nothing for what it is not called, shows nothing in the frame of another site, tells no other site where it was, and keeps
 * nothing but parts of our page.
 */
@Singleton
final class ResponseHeaders {
    private static final Map<String, String> OF_ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    /** Parts of the page whose names change with their content: what has one of them has it for good. */
    private static final String ASSETS = "/assets/";

    private static final int OK = 200;
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    void add(@Observes Filters filters) {
        filters.register(
                context -> {
                    // Last of all, whoever answers.
                    context.addHeadersEndHandler(_ -> add(context));
                    context.next();
                },
                RequestGuard.BEFORE_ALL);
    }

    private static void add(RoutingContext context) {
        MultiMap headers = context.response().headers();
        if (context.request().path().startsWith(ASSETS) && context.response().getStatusCode() == OK) {
            headers.set("Cache-Control", FOR_GOOD);
            // Who shares what it keeps has it compressed or not.
            headers.set("Vary", "Accept-Encoding");
        }
        OF_ALL.forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.set(name, value);
            }
        });
    }
}
