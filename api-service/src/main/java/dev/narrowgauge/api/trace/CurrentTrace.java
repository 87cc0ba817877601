package dev.narrowgauge.api.trace;

import dev.narrowgauge.domain.trace.TraceParent;
import dev.narrowgauge.queue.TraceContexts;
import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The span of the request of HTTP that this thread answers. */
@Singleton
public final class CurrentTrace {
    private static final String SPAN = CurrentTrace.class.getName() + ".span";

    private final CurrentVertxRequest current;

    CurrentTrace(CurrentVertxRequest current) {
        this.current = current;
    }

    void set(Span span) {
        current.getCurrent().put(SPAN, span);
    }

    /** Empty where the request did not come to a resource. */
    Optional<Span> span() {
        return Optional.ofNullable(current.getCurrent()).map(context -> context.get(SPAN));
    }

    /** What those are to be told who go on with what is asked for; empty where it is not traced. */
    public Optional<TraceParent> parent() {
        return span().flatMap(TraceContexts::of);
    }
}
