package dev.narrowgauge.queue;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.trace.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An attempt as a span of its run's trace, since it began to wait, and below it one for the wait and one for each stage of the
 * work. What an engine child does comes over its pipe as the stages that it begins: it knows nothing of traces.
 */
final class TaskTrace {
    private final Tracer tracer;
    private final Span attempt;
    private final Context below;
    private Optional<Stage> stage = Optional.empty();
    private boolean ended;

    private record Stage(String name, Span span) {}

    private TaskTrace(Tracer tracer, Span attempt) {
        this.tracer = tracer;
        this.attempt = attempt;
        this.below = Context.root().with(attempt);
    }

    static TaskTrace begin(Tracer tracer, Claim claim, String owner) {
        Job job = claim.job();
        Instant now = Instant.now();
        // The database has a clock of its own.
        Instant queued = job.trace().queuedAt().filter(now::isAfter).orElse(now);
        SpanBuilder builder = tracer.spanBuilder(job.kind().name().toLowerCase(Locale.ROOT) + " job")
                .setParent(TraceContexts.below(job.trace().parent()))
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(queued)
                .setAttribute("narrowgauge.run.id", job.runId().toString())
                .setAttribute("narrowgauge.job.id", job.id().toString())
                .setAttribute("narrowgauge.job.attempt", job.attempt())
                .setAttribute("narrowgauge.job.subject", job.subject())
                .setAttribute("narrowgauge.process", owner);
        job.deviceClass().ifPresent(deviceClass -> builder.setAttribute("narrowgauge.device_class", deviceClass));
        // A message tells of work; the job that is taken for it may be another's.
        claim.told().map(TraceContexts::remote).ifPresent(builder::addLink);
        TaskTrace trace = new TaskTrace(tracer, builder.startSpan());
        trace.child("queue", queued).end(now);
        return trace;
    }

    private Span child(String name, Instant start) {
        return tracer.spanBuilder(name)
                .setParent(below)
                .setStartTimestamp(start)
                .startSpan();
    }

    /** By which the trace is found; empty where it is none. */
    Optional<String> id() {
        return TraceContexts.of(attempt).map(TraceParent::traceId);
    }

    /** The work is at that stage now. */
    synchronized void stage(String name) {
        if (ended || stage.filter(present -> present.name().equals(name)).isPresent()) {
            return;
        }
        Instant now = Instant.now();
        endStage(now);
        stage = Optional.of(new Stage(name, child(name, now)));
    }

    /** The present stage has found something. */
    synchronized void found(String phrase) {
        stage.ifPresent(present -> present.span().addEvent(phrase));
    }

    void succeeded() {
        end(StatusCode.OK, "SUCCEEDED");
    }

    void failed(ErrorCode code) {
        end(StatusCode.ERROR, code.name());
    }

    /** Nobody was to blame: the lease was lost, the job cancelled, or the process stops. */
    void dropped() {
        end(StatusCode.UNSET, "DROPPED");
    }

    /** Only the first end counts. */
    private synchronized void end(StatusCode status, String outcome) {
        if (ended) {
            return;
        }
        ended = true;
        Instant now = Instant.now();
        endStage(now);
        attempt.setAttribute("narrowgauge.outcome", outcome);
        // What a failure says may quote what its user uploaded; the code says what it was.
        attempt.setStatus(status, status == StatusCode.ERROR ? outcome : "");
        attempt.end(now);
    }

    private void endStage(Instant now) {
        stage.ifPresent(present -> present.span().end(now));
        stage = Optional.empty();
    }
}
