package dev.narrowgauge.api.trace;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.trace.TraceParent;
import dev.narrowgauge.queue.TraceContexts;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.MDC;

/**
 * Makes a span of each call of gRPC, and hands it to who looks at the call next. Agents call all the time, and what they do is in
 * the traces of runs: their calls have one only where they say in which trace they are.
 */
public final class RpcTraces implements ServerInterceptor {
    private static final Context.Key<Span> CURRENT = Context.key("span");
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final String OF_AGENTS = "narrowgauge.v1.Agents";

    /** Of the service, and not of what it was asked. */
    private static final Set<Status.Code> FAULTS = EnumSet.of(
            Status.Code.UNKNOWN,
            Status.Code.INTERNAL,
            Status.Code.UNAVAILABLE,
            Status.Code.DATA_LOSS,
            Status.Code.UNIMPLEMENTED,
            Status.Code.DEADLINE_EXCEEDED);

    private final Tracer tracer;
    private final ServerInterceptor next;

    public RpcTraces(OpenTelemetry telemetry, ServerInterceptor next) {
        this.tracer = telemetry.getTracer("dev.narrowgauge.api");
        this.next = requireNonNull(next, "next is null");
    }

    /** What those are to be told who go on with what this thread is asked for; empty where it is not traced. */
    public static Optional<TraceParent> parent() {
        return Optional.ofNullable(CURRENT.get()).flatMap(TraceContexts::of);
    }

    @Override
    public <Q, R> Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> handler) {
        Optional<TraceParent> parent = TraceParent.read(headers.get(HEADER));
        if (parent.isEmpty() && OF_AGENTS.equals(call.getMethodDescriptor().getServiceName())) {
            return next.interceptCall(call, headers, handler);
        }
        Span span = tracer.spanBuilder(call.getMethodDescriptor().getFullMethodName())
                .setParent(TraceContexts.below(parent))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("rpc.system", "grpc")
                .startSpan();
        Context context = Context.current().withValue(CURRENT, span);
        try {
            return listening(
                    Contexts.interceptCall(
                            context,
                            ended(call, span),
                            headers,
                            (inner, sent) -> next.interceptCall(inner, sent, handler)),
                    span);
        } catch (RuntimeException | Error refusal) {
            span.end();
            throw refusal;
        }
    }

    private static <Q, R> ServerCall<Q, R> ended(ServerCall<Q, R> call, Span span) {
        return new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                span.setAttribute("rpc.grpc.status_code", status.getCode().value());
                if (FAULTS.contains(status.getCode())) {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
                super.close(status, trailers);
            }
        };
    }

    private static <Q> Listener<Q> listening(Listener<Q> inner, Span span) {
        return new SimpleForwardingServerCallListener<>(inner) {
            /** The method runs in here. */
            @Override
            public void onHalfClose() {
                TraceContexts.of(span).ifPresent(parent -> MDC.put(RestTraces.TRACE, parent.traceId()));
                try {
                    super.onHalfClose();
                } finally {
                    MDC.remove(RestTraces.TRACE);
                }
            }

            @Override
            public void onCancel() {
                span.end();
                super.onCancel();
            }
        };
    }
}
