package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.MoreForks;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Runs whose jobs have all ended, and that get more of them instead of a verdict. */
class TestRunExtensions {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final RunStore runs = new RunStore(jdbi);
    private final JobStore jobs = new JobStore(jdbi);
    private final EventStore events = new EventStore(jdbi);
    private final UUID run = Samples.submit(jdbi).id();

    @Test
    void runIsExtendedByAJobForTheSameVariantAndClass() {
        Job first = measured();
        int before = jobs.ofRun(run).size();
        assertThat(jobs.forks(first.id())).isEmpty();

        assertThat(runs.extend(run, before, List.of(more(first, 68)))).isTrue();

        List<Job> all = jobs.ofRun(run);
        assertThat(all).hasSize(before + 1);
        Job further = all.getLast();
        assertThat(further.kind()).isEqualTo(JobKind.BENCHMARK);
        assertThat(further.subject()).isEqualTo(first.subject());
        assertThat(further.deviceClass()).isEqualTo(first.deviceClass());
        assertThat(further.documents()).isEqualTo(first.documents());
        assertThat(further.state()).isEqualTo(JobState.QUEUED);
        assertThat(jobs.forks(further.id())).isEqualTo(OptionalInt.of(68));
        assertThat(events.after(run, 0, 100))
                .anySatisfy(event -> assertThat(event.data()).contains("\"extended\": [\"Why.\"]", "RUNNING"));
        assertThat(runs.undecided(Optional.empty(), 10).runs()).isEmpty();
        // A second time, once that has ended.
        end(further);
        assertThat(runs.extend(run, before + 1, List.of(more(first, 10)))).isTrue();
        assertThat(jobs.ofRun(run)).hasSize(before + 2);
    }

    /** Each process that decides looks by itself. */
    @Test
    void extensionAndVerdictOfYesterdayComeToNothing() {
        Job first = measured();
        int before = jobs.ofRun(run).size();
        VerdictDocument verdict = verdict();
        assertThat(runs.extend(run, before, List.of(more(first, 6)))).isTrue();
        assertThat(runs.extend(run, before, List.of(more(first, 6))))
                .as("at work")
                .isFalse();
        assertThat(runs.decide(run, before, verdict, Samples.proof(), ""))
                .as("at work")
                .isFalse();

        end(jobs.ofRun(run).getLast());

        assertThat(runs.extend(run, before, List.of(more(first, 6)))).isFalse();
        assertThat(runs.decide(run, before, verdict, Samples.proof(), "")).isFalse();
        assertThat(runs.decide(run, before + 1, verdict, Samples.proof(), "")).isTrue();
        assertThat(runs.extend(run, before + 1, List.of(more(first, 6)))).isFalse();
    }

    @Test
    void cancelEndsAnExtensionToo() {
        Job first = measured();
        runs.extend(run, jobs.ofRun(run).size(), List.of(more(first, 6)));

        assertThat(runs.cancel(run)).isTrue();

        assertThat(jobs.ofRun(run).getLast().state()).isEqualTo(JobState.CANCELLED);
        assertThat(runs.state(run)).contains(RunState.CANCELLED);
        assertThat(new DeletedRunStore(jdbi).delete(run)).isTrue();
        assertThat(jobs.ofRun(run)).isEmpty();
    }

    private static MoreForks more(Job first, int forks) {
        return new MoreForks(first.subject(), first.deviceClass().orElseThrow(), forks, "Why.");
    }

    /** Its benchmark job; the second recipe of the run has failed. */
    private Job measured() {
        Job quantize = jobs.ofRun(run).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        assertThat(jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize)))
                .isTrue();
        Job other = jobs.ofRun(run).get(1);
        jobs.claim(other.id(), 1, "worker", LEASE);
        jobs.fail(other.id(), 1, ErrorCode.MODEL_INVALID, "no");
        Job benchmark = jobs.ofRun(run).getLast();
        end(benchmark);
        return benchmark;
    }

    private void end(Job benchmark) {
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", Samples.measurement(benchmark)))
                .isTrue();
    }

    private VerdictDocument verdict() {
        return new VerdictDocument(
                1,
                run.toString(),
                "a run",
                Samples.TIME,
                Verdict.INCONCLUSIVE,
                null,
                null,
                null,
                runs.find(run).orElseThrow().request().policy().value(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }
}
