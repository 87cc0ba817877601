package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Priority;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.trace.TraceParent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestJobTraces extends JobStoreTest {
    private static final TraceParent REQUEST =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01");

    @Test
    void everyJobOfARunAndItsMessagesNameTheRequest() {
        drain();
        Run traced = new RunStore(jdbi)
                .submit(
                        Samples.request(List.of("x86-vnni")),
                        Optional.empty(),
                        new Submitter(Priority.NORMAL, Optional.empty(), Optional.of(REQUEST)))
                .run();

        assertThat(drain())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.trace()).contains(REQUEST));
        Job quantize = jobs.ofRun(traced.id()).getFirst();
        Job claimed = jobs.claim(quantize.id(), 1, "worker", LEASE).orElseThrow();
        assertThat(claimed.trace().parent()).contains(REQUEST);
        assertThat(claimed.trace().queuedAt())
                .contains(jobs.standing(quantize.id()).orElseThrow().queuedAt());
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        assertThat(jobs.ofRun(traced.id()).getLast().deviceClass()).isPresent();
        assertThat(jobs.ofRun(traced.id()).getLast().trace().parent()).contains(REQUEST);
        assertThat(drain())
                .singleElement()
                .satisfies(message -> assertThat(message.trace()).contains(REQUEST));
    }

    @Test
    void jobOfARequestThatWasNotTracedNamesNone() {
        assertThat(job.trace().parent()).isEmpty();
        assertThat(drain())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.trace()).isEmpty());
    }
}
