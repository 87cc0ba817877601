package dev.narrowgauge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestPatientWrites extends TaskLoopTest {
    private static final String CONNECTION_FAILURE = "08006";

    /** As of a result that a proxy refuses whenever it is sent. */
    @Test
    void writeThatNeverComesThroughWhileTheLeaseHoldsIsGivenUp() {
        Job job = jobs.ofRun(Samples.submit(jdbi).id()).getFirst();
        TaskSettings settings = settings("worker", 1, LONG);
        TaskSource source = source(List.of(TaskTopic.QUANTIZE));
        try (LeaseKeeper leases = new LeaseKeeper(settings, source)) {
            Attempts attempts = new Attempts(settings, source, leases, FaultPause.standard());
            Task task = attempts.begin(new Claim(job, System.nanoTime()));
            attempts.keep(task);
            PatientWrites writes = new PatientWrites(source, leases, Duration.ofMillis(1));
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> writes.write(task, () -> {
                        throw new IllegalStateException(new SQLException("no answer", CONNECTION_FAILURE));
                    }))
                    .withMessageContaining("no answer")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL_ERROR))
                    .satisfies(failure -> assertThat(source.isOutage(failure))
                            .as("given back")
                            .isFalse());
        }
    }
}
