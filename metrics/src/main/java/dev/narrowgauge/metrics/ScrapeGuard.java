package dev.narrowgauge.metrics;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.metrics.ScrapeAccess.Scrape;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Lets only those requests for the metrics through whose callers may read them. */
@Singleton
final class ScrapeGuard {
    private static final String PATH = "/q/metrics";

    /** Later than what looks at every request, and before any route. */
    private static final int PRIORITY = 500;

    /** What a proxy adds. */
    private static final List<String> BY_PROXIES = List.of("Forwarded", "X-Forwarded-For", "Via");

    private final ScrapeAccess access;

    ScrapeGuard(MetricsConfig config) {
        this.access = new ScrapeAccess(config.token());
    }

    void guard(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        Optional<NarrowgaugeException> refusal =
                isOfMetrics(context) ? access.refusal(scrape(context.request())) : Optional.empty();
        refusal.ifPresentOrElse(reason -> refuse(context, reason), context::next);
    }

    private static boolean isOfMetrics(RoutingContext context) {
        try {
            String path = context.normalizedPath();
            return path.equals(PATH) || path.startsWith(PATH + '/');
        } catch (IllegalArgumentException e) {
            // A path that is none leads nowhere.
            return false;
        }
    }

    private static Scrape scrape(HttpServerRequest request) {
        return new Scrape(
                Optional.ofNullable(request.remoteAddress()).map(SocketAddress::hostAddress),
                Optional.ofNullable(request.authority()).map(HostAndPort::host),
                BY_PROXIES.stream().anyMatch(name -> request.headers().contains(name)),
                Optional.ofNullable(request.getHeader("Authorization")));
    }

    /** As the API answers (RFC 9457), in programs that have no other answers as well. */
    private static void refuse(RoutingContext context, NarrowgaugeException refusal) {
        ErrorCode code = refusal.code();
        JsonObject problem = new JsonObject()
                .put("type", code.typeUri())
                .put("title", code.name())
                .put("status", code.httpStatus())
                .put("detail", refusal.getMessage())
                .put("code", code.name())
                .put("instance", PATH);
        if (code == ErrorCode.TOKEN_REFUSED) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"narrowgauge metrics\"");
        }
        var _ = context.response()
                .setStatusCode(code.httpStatus())
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.encode());
    }
}
