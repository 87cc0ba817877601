package dev.narrowgauge.queue;

import dev.narrowgauge.domain.trace.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** Between what programs tell each other of a trace and what the tracing library knows of it. */
public final class TraceContexts {
    private TraceContexts() {}

    /** Below that span of another program, or of none. */
    public static Context below(Optional<TraceParent> parent) {
        return parent.map(TraceContexts::remote)
                .map(remote -> Context.root().with(Span.wrap(remote)))
                .orElseGet(Context::root);
    }

    static SpanContext remote(TraceParent parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(), parent.spanId(), TraceFlags.fromHex(parent.flags(), 0), TraceState.getDefault());
    }

    /** What others are to be told who go on below the span; empty for a span that is in no trace. */
    public static Optional<TraceParent> of(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? Optional.of(new TraceParent(
                        context.getTraceId(),
                        context.getSpanId(),
                        context.getTraceFlags().asHex()))
                : Optional.empty();
    }
}
