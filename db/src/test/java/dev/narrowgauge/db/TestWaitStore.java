package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestWaitStore {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final NodeStore.Holder AGENT = new NodeStore.Holder("agent", Duration.ofMinutes(1));
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final JobStore jobs = new JobStore(jdbi);
    private final NodeStore nodes = new NodeStore(jdbi);
    private final WaitStore waits = new WaitStore(jdbi);

    @Test
    void jobsExpireWhenNobodyHasTakenThemForAsLongAsThePolicyAllows() {
        Run run = submit("30m");
        passes("29 minutes");
        assertThat(waits.expired(LONG)).isEmpty();
        passes("2 minutes");
        assertThat(waits.expired(Duration.ofMinutes(29)))
                .as("looked on too shortly")
                .isEmpty();

        List<WaitStore.Expired> expired = waits.expired(LONG);

        assertThat(expired).extracting(one -> one.job().job()).containsExactlyElementsOf(jobs.ofRun(run.id()));
        assertThat(expired).extracting(one -> one.job().place().getAsLong()).containsExactly(1L, 2L);
        assertThat(expired.getFirst().maxWait()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void policyWithoutAWaitAllowsAnHour() {
        Samples.submit(jdbi);
        passes("59 minutes");
        assertThat(waits.expired(LONG)).isEmpty();
        passes("2 minutes");
        assertThat(waits.expired(LONG)).hasSize(2);
    }

    @Test
    void runDoesNotWaitInVainWhileAJobOfItIsAtWork() {
        Job first = jobs.ofRun(submit("30m").id()).getFirst();
        jobs.claim(first.id(), 1, "worker", LEASE);
        passes("2 hours");
        assertThat(waits.expired(LONG)).as("its sibling is at work").isEmpty();

        jobs.finishQuantize(first.id(), 1, Samples.variant(first));
        assertThat(waits.expired(LONG)).as("its sibling has just ended").isEmpty();
        passes("31 minutes");
        assertThat(waits.expired(LONG))
                .extracting(one -> one.job().job().subject())
                .contains("1");
    }

    /** Nobody who could do it has had it. */
    @Test
    void aJobThatIsTooNewForItsWorkersWaitsOn() {
        Job job = jobs.ofRun(submit("30m").id()).getFirst();
        passes("29 minutes");
        jobs.claim(job.id(), 1, "worker", LEASE);
        jobs.fail(job.id(), 1, ErrorCode.DOCUMENT_TOO_NEW, "of a newer version");
        assertThat(waits.expired(LONG)).isEmpty();
        passes("2 minutes");
        assertThat(waits.expired(LONG)).extracting(one -> one.job().job().id()).contains(job.id());
    }

    @Test
    void anAttemptThatIsGivenBackWaitsAnew() {
        Job job = jobs.ofRun(submit("30m").id()).getFirst();
        passes("2 hours");
        jobs.claim(job.id(), 1, "worker", LEASE);
        jobs.release(job.id(), 1);
        assertThat(waits.expired(LONG)).isEmpty();
    }

    @Test
    void aClassIsWithoutANodeWhereNoneOfItsNodesLivesAndIsTrusted() {
        assertThat(nodes.register(node("dead"), AGENT)).isPresent();
        Job benchmark = benchmark();
        assertThat(waits.classesWithoutNode(MINUTE)).as("has just come").isEmpty();
        passes("2 minutes");
        assertThat(waits.classesWithoutNode(MINUTE)).containsExactly("x86-vnni");
        assertThat(waits.waitingFor("x86-vnni", MINUTE)).containsExactly(benchmark.id());

        assertThat(nodes.register(node("alive"), AGENT)).isPresent();
        assertThat(waits.classesWithoutNode(MINUTE)).isEmpty();
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE node SET quarantined_at = now(), quarantine_reason = 'why' WHERE name = 'alive'"));
        assertThat(waits.classesWithoutNode(MINUTE))
                .as("one dead, the other quarantined")
                .containsExactly("x86-vnni");
    }

    @Test
    void aJobThatIsGivenUpFailsForGoodUnlessSomebodyHasTakenIt() {
        List<Job> all = jobs.ofRun(submit("30m").id());
        assertThat(waits.giveUp(all.getFirst().id(), ErrorCode.NO_DEVICE, "no node"))
                .isTrue();
        assertThat(waits.giveUp(all.getFirst().id(), ErrorCode.NO_DEVICE, "no node"))
                .isFalse();
        Job failed = jobs.find(all.getFirst().id()).orElseThrow();
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error()).contains(new Job.JobError(ErrorCode.NO_DEVICE, "no node"));

        jobs.claim(all.getLast().id(), 1, "worker", LEASE);
        assertThat(waits.giveUp(all.getLast().id(), ErrorCode.NO_DEVICE, "no node"))
                .isFalse();
        assertThat(waits.giveUp(UUID.randomUUID(), ErrorCode.NO_DEVICE, "no node"))
                .isFalse();
    }

    private Run submit(String maxWait) {
        Samples.uploads(jdbi);
        RunRequest request = Samples.request(List.of("x86-vnni"));
        return new RunStore(jdbi)
                .submit(request.withPolicy(Policy.fromMap(Map.of("maxWait", maxWait))), Optional.empty())
                .run();
    }

    /** Of a run whose first variant is made. */
    private Job benchmark() {
        Run run = submit("1h");
        Job quantize = jobs.ofRun(run.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        return jobs.ofRun(run.id()).getLast();
    }

    private void passes(String time) {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "UPDATE job SET queued_at = queued_at - CAST(? AS interval), "
                            + "started_at = started_at - CAST(? AS interval), ended_at = ended_at - CAST(? AS interval)",
                    time,
                    time,
                    time);
            handle.execute("UPDATE node SET last_seen_at = last_seen_at - CAST(? AS interval)", time);
        });
    }

    private static Node node(String name) {
        return new Node(
                name, "a processor", List.of("x86-vnni"), "f".repeat(64), Map.of(), Instant.EPOCH, Instant.EPOCH);
    }
}
