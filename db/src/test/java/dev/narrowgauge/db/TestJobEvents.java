package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobStanding;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TestJobEvents extends JobStoreTest {
    @Test
    void eventsHaveNoGapsWhenManyWriteAndNoneIsSeenOutOfOrder() throws Exception {
        int writers = 8;
        int each = 25;
        List<Job> all = jobs.ofRun(run.id());
        all.forEach(one -> jobs.claim(one.id(), 1, "worker", LEASE));
        int before = events.after(run.id(), 0, 1000).size();
        List<Long> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Job mine = all.get(writer % all.size());
                done.add(threads.submit(() -> IntStream.range(0, each)
                        .forEach(_ -> assertThat(jobs.progress(mine.id(), 1, PROGRESS))
                                .isTrue())));
            }
            long last = 0;
            while (last < before + writers * each) {
                for (RunEvent event : events.after(run.id(), last, 10)) {
                    last = event.sequence();
                    seen.add(last);
                }
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, before + writers * each)
                        .boxed()
                        .toList());
    }

    @Test
    void standingSaysWhenAJobWaitedBeganAndEndedAndItsPlace() {
        JobStanding first = jobs.standingsOfRun(run.id()).getFirst();
        assertThat(first.job()).isEqualTo(job);
        assertThat(first.place()).hasValue(1);
        assertThat(first.queuedAt())
                .isBetween(first.createdAt().minusMillis(1), first.createdAt().plusSeconds(60));
        assertThat(first.startedAt()).isEmpty();
        Run later = new RunStore(jdbi)
                .submit(Samples.request(List.of("x86-vnni")), Optional.empty())
                .run();
        assertThat(jobs.standingsOfRun(later.id()))
                .extracting(one -> one.place().getAsLong())
                .containsExactly(3L, 4L);

        jobs.claim(job.id(), 1, "worker", LEASE);
        JobStanding running = jobs.standing(job.id()).orElseThrow();
        assertThat(running.place()).isEmpty();
        assertThat(running.startedAt()).isPresent();
        assertThat(running.endedAt()).isEmpty();
        jobs.release(job.id(), 1);
        JobStanding back = jobs.standing(job.id()).orElseThrow();
        assertThat(back.place()).as("behind those that wait longer").hasValue(4);
        assertThat(back.queuedAt()).isAfterOrEqualTo(running.startedAt().orElseThrow());
        assertThat(back.createdAt()).isEqualTo(first.createdAt());

        jobs.claim(job.id(), 2, "worker", LEASE);
        jobs.finishQuantize(job.id(), 2, Samples.variant(job));
        JobStanding ended = jobs.standing(job.id()).orElseThrow();
        assertThat(ended.endedAt().orElseThrow())
                .isAfterOrEqualTo(ended.startedAt().orElseThrow());
        assertThat(jobs.standingsOfRun(run.id()).getLast().place())
                .as("a queue for each class")
                .hasValue(1);
    }

    @Test
    void eventTellsHowFarAnAttemptIs() {
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.progress(job.id(), 1, PROGRESS)).isTrue();
        RunEvent event = events.after(run.id(), 0, 100).getLast();
        assertThat(event.type()).isEqualTo("progress");
        assertThat(event.jobId()).contains(job.id());
        assertThat(event.data())
                .contains("\"stage\": \"measure\"")
                .contains("\"done\": 1")
                .contains("\"total\": 2")
                .contains("\"remainingSeconds\": 3")
                .contains("\"found\": \"ratio 0.520 [0.500, 0.540]\"");
    }
}
