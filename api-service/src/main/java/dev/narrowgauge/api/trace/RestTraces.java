package dev.narrowgauge.api.trace;

import dev.narrowgauge.domain.trace.TraceParent;
import dev.narrowgauge.queue.TraceContexts;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Makes a span of each request of HTTP, from before anybody looks who calls until its answer begins. */
@Singleton
public final class RestTraces {
    /** In the log's lines. */
    static final String TRACE = "trace";

    private static final int FIRST_FAULT = 500;

    private final Provider<OpenTelemetry> telemetry;
    private final CurrentTrace current;

    /** @param telemetry asked for with the first request: filters are made before there is a configuration */
    RestTraces(Provider<OpenTelemetry> telemetry, CurrentTrace current) {
        this.telemetry = telemetry;
        this.current = current;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION - 1)
    public void begin(ContainerRequestContext request, ResourceInfo resource) {
        Span span = telemetry
                .get()
                .getTracer("dev.narrowgauge.api")
                .spanBuilder(operation(resource.getResourceMethod()))
                .setParent(TraceContexts.below(TraceParent.read(request.getHeaderString(TraceParent.HEADER))))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", request.getMethod())
                .startSpan();
        current.set(span);
        current.parent().ifPresent(parent -> MDC.put(TRACE, parent.traceId()));
    }

    @ServerResponseFilter
    public void end(ContainerResponseContext response) {
        current.span().ifPresent(span -> end(span, response.getStatus()));
        MDC.remove(TRACE);
    }

    private static void end(Span span, int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= FIRST_FAULT) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /** As OpenAPI calls it. */
    private static String operation(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        return operation == null ? method.getName() : operation.operationId();
    }
}
