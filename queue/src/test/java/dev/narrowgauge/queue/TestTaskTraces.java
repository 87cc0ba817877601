package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.Submitter;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.run.Priority;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.trace.TraceParent;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class TestTaskTraces extends TaskLoopTest {
    private static final TraceParent REQUEST =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01");
    private static final String ATTEMPT = "quantize job";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final TaskTraces traces = new TaskTraces(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build());

    @Test
    void oneTraceHasARunFromItsRequestToTheStagesOfItsJobs() {
        Set<Object> logged = ConcurrentHashMap.newKeySet();
        Run run = traced();
        relayTraced();
        loopTraced(task -> {
            logged.add(MDC.get("trace"));
            task.progress("prepare", 0, 0);
            task.progress("calibrate", 0, 0);
            return finish(task);
        });
        await("all quantized", () -> quantized(run));
        await("all told", () -> named(ATTEMPT).size() == 2);

        assertThat(exported.getFinishedSpanItems())
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(REQUEST.traceId()));
        assertThat(logged).containsOnly(REQUEST.traceId());
        assertThat(named("send " + TaskTopic.QUANTIZE))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(REQUEST.spanId()));
        for (SpanData attempt : named(ATTEMPT)) {
            assertThat(attempt.getParentSpanId()).isEqualTo(REQUEST.spanId());
            assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
            assertThat(attempt.getLinks())
                    .as("the sending of a message")
                    .singleElement()
                    .satisfies(link ->
                            assertThat(link.getSpanContext().getTraceId()).isEqualTo(REQUEST.traceId()));
            List<SpanData> below = exported.getFinishedSpanItems().stream()
                    .filter(span -> span.getParentSpanId().equals(attempt.getSpanId()))
                    .toList();
            assertThat(below)
                    .extracting(SpanData::getName)
                    .containsExactly("queue", "prepare", "calibrate", "quantize");
            assertThat(below.getFirst().getStartEpochNanos()).isEqualTo(attempt.getStartEpochNanos());
            assertThat(below.getLast().getEndEpochNanos()).isEqualTo(attempt.getEndEpochNanos());
        }
    }

    @Test
    void failureSaysItsCodeAndNothingOfWhatWasUploaded() {
        Run run = traced();
        relayTraced();
        loopTraced(_ -> {
            throw new NarrowgaugeException(ErrorCode.MODEL_INVALID, "node 'a name of theirs' has no input");
        });
        await(
                "all failed",
                () -> ofKind(run, JobKind.QUANTIZE).allMatch(job -> job.state().terminal()));
        await("all told", () -> named(ATTEMPT).size() == 2);

        assertThat(named(ATTEMPT)).allSatisfy(attempt -> {
            assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(attempt.getStatus().getDescription()).isEqualTo("MODEL_INVALID");
            assertThat(attempt.toString()).doesNotContain("a name of theirs");
        });
    }

    private Run traced() {
        Samples.uploads(jdbi);
        Submitter submitter = new Submitter(Priority.NORMAL, Optional.empty(), Optional.of(REQUEST));
        return new RunStore(jdbi)
                .submit(Samples.request(List.of("x86-vnni")), Optional.empty(), submitter)
                .run();
    }

    private void relayTraced() {
        started.add(
                OutboxRelay.start(new OutboxStore(jdbi), notifications, KafkaFixture.brokers(), traces, hopeless::add));
    }

    private void loopTraced(TaskHandler handler) {
        TaskSettings settings = new TaskSettings("worker", 1, LONG, LONG.dividedBy(4), traces);
        loop(settings, source(List.of(TaskTopic.QUANTIZE)), handler);
    }

    private List<SpanData> named(String name) {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }
}
