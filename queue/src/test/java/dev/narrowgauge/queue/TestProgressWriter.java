package dev.narrowgauge.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.RunEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestProgressWriter {
    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final JobStore jobs = new JobStore(jdbi);
    private final Job job = jobs.ofRun(Samples.submit(jdbi).id()).getFirst();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void stageIsWrittenWhenItStartsAndEndsAndTwiceASecondBetween() {
        jobs.claim(job.id(), 1, "worker", Duration.ofMinutes(1));
        ProgressWriter writer = writer();
        for (int done = 0; done <= 100; done++) {
            assertThat(writer.report("calibrate", done, 100)).isTrue();
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(writer.report("quantize", 0, 0)).isTrue();
        List<String> written = written();
        assertThat(written).hasSize(4);
        assertThat(written.get(1)).contains("\"done\": 50").contains("\"remainingSeconds\": 0.5");
        assertThat(written.get(2)).contains("\"done\": 100").contains("\"remainingSeconds\": 0");
        assertThat(written.get(3)).contains("quantize").doesNotContain("remainingSeconds");
    }

    @Test
    void whatWasFoundIsNeverLeftOut() {
        jobs.claim(job.id(), 1, "agent", Duration.ofMinutes(1));
        ProgressWriter writer = writer();
        for (int fork = 1; fork <= 4; fork++) {
            assertThat(writer.found(
                            "measure", fork, 20, "ratio 0.%d".formatted(fork), Optional.of(Duration.ofMillis(12_500))))
                    .isTrue();
            assertThat(writer.report("measure", fork, 20))
                    .as("too soon for another row")
                    .isTrue();
        }
        assertThat(written()).hasSize(4).allSatisfy(data -> assertThat(data).contains("\"remainingSeconds\": 12.5"));
        assertThat(written().getLast()).contains("\"found\": \"ratio 0.4\"").contains("\"done\": 4");
    }

    @Test
    void timeLeftIsAbsentUntilSomethingForetellsIt() {
        jobs.claim(job.id(), 1, "agent", Duration.ofMinutes(1));
        assertThat(writer().found("measure", 1, 20, "ratio not known yet", Optional.empty()))
                .isTrue();
        assertThat(written())
                .singleElement()
                .asString()
                .contains("ratio not known yet")
                .doesNotContain("remainingSeconds");
    }

    @Test
    void lostAttemptIsSaidSo() {
        ProgressWriter writer = writer();
        assertThat(writer.report("calibrate", 0, 100)).isFalse();
        assertThat(written()).isEmpty();
    }

    private ProgressWriter writer() {
        return new ProgressWriter(progress -> jobs.progress(job.id(), job.attempt(), progress), nanos::get);
    }

    private List<String> written() {
        return new EventStore(jdbi)
                .after(job.runId(), 0, 100).stream()
                        .filter(event -> event.type().equals("progress"))
                        .map(RunEvent::data)
                        .toList();
    }
}
