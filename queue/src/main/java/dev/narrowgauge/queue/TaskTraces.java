package dev.narrowgauge.queue;

import dev.narrowgauge.db.OutboxStore;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/** Goes on with the traces of runs: where their jobs are dispatched, and where somebody works on them. */
public final class TaskTraces {
    /** Tells nobody anything. */
    public static final TaskTraces NONE = new TaskTraces(OpenTelemetry.noop());

    private final Tracer tracer;

    public TaskTraces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.narrowgauge.queue");
    }

    /**
     * Of a message that is about to be sent; to be ended once the brokers have it. One of a run that nobody traces is in no trace
     * of its own.
     */
    Span sending(OutboxStore.Entry message) {
        if (message.trace().isEmpty()) {
            return Span.getInvalid();
        }
        return tracer.spanBuilder("send " + message.topic())
                .setParent(TraceContexts.below(message.trace()))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", message.topic())
                .setAttribute("narrowgauge.job.id", message.jobId().toString())
                .setAttribute("narrowgauge.job.attempt", message.attempt())
                .startSpan();
    }

    /** @param owner who has the lease */
    TaskTrace begin(Claim claim, String owner) {
        return TaskTrace.begin(tracer, claim, owner);
    }
}
