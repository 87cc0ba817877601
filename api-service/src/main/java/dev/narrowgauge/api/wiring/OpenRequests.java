package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.error.HttpErrors;
import dev.narrowgauge.api.error.RequestGuard;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Counts the requests under way. Before the service stops they end, and new ones are refused. */
@Singleton
final class OpenRequests {
    private static final Logger LOG = Logger.getLogger(OpenRequests.class);

    /** Who asks whether the process lives must not take it for dead because it stops. */
    private static final String LIVENESS = "/q/health/live";

    private final HttpErrors errors;
    private final Semaphore places = new Semaphore(Integer.MAX_VALUE);
    private volatile boolean draining;

    OpenRequests(HttpErrors errors) {
        this.errors = errors;
    }

    void guard(@Observes Filters filters) {
        RequestGuard.STOPPING.register(filters, errors, this::refusal);
    }

    private Optional<NarrowgaugeException> refusal(RoutingContext context) {
        if (LIVENESS.equals(context.request().path())) {
            return Optional.empty();
        }
        if (!draining && places.tryAcquire()) {
            context.addEndHandler(_ -> places.release());
            return Optional.empty();
        }
        return Optional.of(new NarrowgaugeException(
                ErrorCode.SERVICE_UNREACHABLE, "The service is stopping; send the request again once it is back."));
    }

    /** Refuses new requests, and waits until those under way have ended, but no longer than the grace. */
    void drain(Duration grace) {
        draining = true;
        try {
            if (!places.tryAcquire(Integer.MAX_VALUE, grace.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf(
                        "%d requests did not end within the grace of %s and are cut",
                        Integer.MAX_VALUE - places.availablePermits(), grace);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
