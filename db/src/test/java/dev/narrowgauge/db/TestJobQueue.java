package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.Run;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** A message says that there is work of a kind; which job is next is decided here. */
class TestJobQueue extends JobStoreTest {
    private final Job second = jobs.ofRun(run.id()).getLast();

    @Test
    void jobsAreTakenInTheOrderOfTheQueue() {
        Run later = Samples.submit(jdbi);
        Job last = jobs.ofRun(later.id()).getLast();
        assertThat(claim(last, 1)).isEqualTo(job.id());
        assertThat(claim(last, 1))
                .as("the first run has had its turn")
                .isEqualTo(jobs.ofRun(later.id()).getFirst().id());
        assertThat(claim(job, 1)).as("a message whose job is taken").isEqualTo(second.id());
        assertThat(claim(last, 1)).isEqualTo(last.id());
        assertThat(jobs.claimFirst(last.id(), 1, "worker", LEASE)).isEmpty();
    }

    /** One job at a time, as by the only agent of a class. */
    @Test
    void runOfManyJobsHoldsUpNoOther() {
        more(run, 500);
        Run two = Samples.submit(jdbi);
        assertThat(runsInTurn(5)).containsExactly(run.id(), two.id(), run.id(), two.id(), run.id());
        Run later = Samples.submit(jdbi);
        assertThat(runsInTurn(4))
                .as("nor is it held up by those that keep coming")
                .containsExactly(run.id(), later.id(), run.id(), later.id());
    }

    /** With tens of thousands of jobs nothing is sorted but the first few of each project, also under row security. */
    @Test
    void nextJobIsReadFromTheIndex() {
        more(run, 20_000);
        Scopes.ofServices(jdbi).useTransaction(handle -> {
            handle.execute("ANALYZE job");
            requireIndexes(handle);
            handle.execute("CREATE ROLE queue_reader");
            handle.execute("GRANT SELECT ON job, project_turn TO queue_reader");
            handle.execute("SET LOCAL ROLE queue_reader");
            requireIndexes(handle);
        });
    }

    private void requireIndexes(Handle handle) {
        List<String> like = handle.createQuery("EXPLAIN " + JobQueue.NEXT_LIKE)
                .bind("id", job.id())
                .bind("attempt", 1)
                .bind("limit", 5)
                .mapTo(String.class)
                .list();
        assertThat(like)
                .anyMatch(line -> line.contains("job_in_turn"))
                .noneMatch(line -> line.contains("Seq Scan on job"))
                .filteredOn(line -> line.contains("Sort Key"))
                .allMatch(line -> line.contains("turn.served_at"));
        List<String> ofClass = handle.createQuery("EXPLAIN " + JobQueue.NEXT_OF_CLASS)
                .bind("deviceClass", "x86-vnni")
                .bind("recipe", 1)
                .bind("policy", 1)
                .bind("limit", 5)
                .mapTo(String.class)
                .list();
        assertThat(ofClass).noneMatch(line -> line.contains("Seq Scan on job"));
    }

    @Test
    void jobThatWaitsForItsTimeIsPassedByUntilAMessageNamesIt() {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE job SET dispatched_at = now() + interval '1 hour' WHERE id = ?", job.id()));
        assertThat(claim(second, 1)).isEqualTo(second.id());
        assertThat(jobs.claimFirst(second.id(), 1, "worker", LEASE)).isEmpty();
        assertThat(jobs.claimFirst(job.id(), 2, "worker", LEASE))
                .as("a message of another attempt")
                .isEmpty();
        assertThat(claim(job, 1)).isEqualTo(job.id());
    }

    @Test
    void workOfAnotherKindOrClassIsLeftAlone() {
        Run other = new RunStore(jdbi)
                .submit(Samples.request(List.of("x86-vnni", "arm-i8mm")), Optional.empty())
                .run();
        Job quantize = jobs.ofRun(other.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        List<Job> benchmarks = jobs.ofRun(other.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .toList();
        assertThat(benchmarks).hasSize(2);
        for (Job benchmark : benchmarks) {
            assertThat(claim(benchmark, 1)).isEqualTo(benchmark.id());
            assertThat(jobs.claimFirst(benchmark.id(), 1, "agent", LEASE)).isEmpty();
        }
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.QUEUED);
    }

    /** The worker that was told of a job knows documents of its versions, and maybe of no others. */
    @Test
    void jobsOfOtherVersionsAreLeftToTheirOwnMessages() {
        drain();
        Job newer = jobs.ofRun(Samples.submitNewer(jdbi).id()).getFirst();
        String topic = "narrowgauge.quantize.recipe-%d.policy-1".formatted(Recipe.VERSION + 1);
        assertThat(drain()).extracting(OutboxStore.Entry::topic).containsExactly(topic);
        assertThat(newer.documents()).isEqualTo(new DocumentVersions(Recipe.VERSION + 1, 1));

        assertThat(claim(newer, 1)).as("though it waits behind others").isEqualTo(newer.id());
        jobs.release(newer.id(), 1);
        assertThat(drain()).extracting(OutboxStore.Entry::topic).containsExactly(topic);
        assertThat(claim(job, 1)).isEqualTo(job.id());
        assertThat(claim(second, 1)).isEqualTo(second.id());
        assertThat(jobs.claimFirst(second.id(), 1, "worker", LEASE)).isEmpty();
        assertThat(jobs.find(newer.id()).orElseThrow().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void measurementsAreOfTheVersionsOfTheirVariant() {
        Job newer = jobs.ofRun(Samples.submitNewer(jdbi).id()).getFirst();
        jobs.claim(newer.id(), 1, "worker", LEASE);
        jobs.finishQuantize(newer.id(), 1, Samples.variant(newer));
        Job benchmark = jobs.ofRun(newer.runId()).getLast();
        assertThat(benchmark.kind()).isEqualTo(JobKind.BENCHMARK);
        assertThat(benchmark.documents()).isEqualTo(newer.documents());
    }

    /** A worker of the release before takes the job that its message names, and no other. */
    @Test
    void jobWhoseMessageBroughtAnotherHasAMessageAgain() {
        drain();
        assertThat(claim(second, 1)).isEqualTo(job.id());
        assertThat(jobs.claim(job.id(), 1, "older", LEASE))
                .as("an older worker was told of it at the same time")
                .isEmpty();
        assertThat(drain()).extracting(OutboxStore.Entry::jobId).containsExactly(second.id());
        assertThat(jobs.claim(second.id(), 1, "older", LEASE)).isPresent();
    }

    @Test
    void jobThatIsTakenHasNoMessageAgain() {
        drain();
        assertThat(claim(job, 1)).isEqualTo(job.id());
        assertThat(claim(job, 1)).as("a message whose job is taken").isEqualTo(second.id());
        assertThat(drain()).isEmpty();
    }

    @Test
    void messageOfAJobThatIsNotThereTakesNothing() {
        assertThat(jobs.claimFirst(UUID.randomUUID(), 1, "worker", LEASE)).isEmpty();
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.QUEUED);
    }

    /** Whoever asks for the work of a class has had no message of it. */
    @Test
    void benchmarkJobsOfAClassAreTakenInTheOrderOfTheirQueue() {
        for (Job waiting : List.of(job, second)) {
            jobs.claim(waiting.id(), 1, "worker", LEASE);
            assertThat(jobs.finishQuantize(waiting.id(), 1, Samples.variant(waiting)))
                    .isTrue();
        }
        List<Job> benchmarks = jobs.ofRun(run.id()).stream()
                .filter(one -> one.kind() == JobKind.BENCHMARK)
                .toList();
        assertThat(benchmarks).hasSize(2);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE job SET dispatched_at = now() + interval '1 hour' WHERE id = ?",
                benchmarks.getFirst().id()));
        List<String> classes = List.of("arm-i8mm", "x86-vnni");
        assertThat(jobs.claimNext(classes, DocumentVersions.known(), "agent", LEASE)
                        .orElseThrow()
                        .id())
                .as("the first waits for its time")
                .isEqualTo(benchmarks.getLast().id());
        assertThat(jobs.claimNext(classes, DocumentVersions.known(), "agent", LEASE))
                .isEmpty();
        assertThat(jobs.heldBy("agent"))
                .extracting(Job::id)
                .containsExactly(benchmarks.getLast().id());
        assertThat(jobs.heldBy("another")).isEmpty();
    }

    @Test
    void classesAreAskedInTheirOrderWhateverWaitsLonger() {
        assertThat(jobs.waitingClasses()).isEmpty();
        for (Job waiting : List.of(job, second)) {
            jobs.claim(waiting.id(), 1, "worker", LEASE);
            assertThat(jobs.finishQuantize(waiting.id(), 1, Samples.variant(waiting)))
                    .isTrue();
        }
        Job older = jobs.ofRun(run.id()).stream()
                .filter(one -> one.kind() == JobKind.BENCHMARK)
                .findFirst()
                .orElseThrow();
        jdbi.useHandle(handle -> handle.execute("UPDATE job SET device_class = 'arm-i8mm' WHERE id = ?", older.id()));
        assertThat(jobs.waitingClasses()).containsExactly("arm-i8mm", "x86-vnni");
        List<String> classes = List.of("x86-vnni", "arm-i8mm");
        assertThat(jobs.claimNext(classes, DocumentVersions.known(), "agent", LEASE)
                        .orElseThrow()
                        .deviceClass())
                .contains("x86-vnni");
        assertThat(jobs.claimNext(classes, DocumentVersions.known(), "agent", LEASE)
                        .orElseThrow()
                        .id())
                .isEqualTo(older.id());
        assertThat(jobs.waitingClasses()).isEmpty();
    }

    /** As no message has told of them, none has a topic that would keep them from the older one. */
    @Test
    void benchmarkJobsOfNewerVersionsAreLeftToThoseWhoKnowThem() {
        Job newer = jobs.ofRun(Samples.submitNewer(jdbi).id()).getFirst();
        jobs.claim(newer.id(), 1, "worker", LEASE);
        jobs.finishQuantize(newer.id(), 1, Samples.variant(newer));
        List<String> classes = List.of("x86-vnni");
        assertThat(jobs.claimNext(classes, DocumentVersions.known(), "older", LEASE))
                .isEmpty();
        assertThat(jobs.claimNext(classes, newer.documents(), "newer", LEASE)
                        .orElseThrow()
                        .runId())
                .isEqualTo(newer.runId());
    }

    /** More quantize jobs of the run, which wait since now. */
    private void more(Run run, int count) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO job (id, run_id, kind, subject, state, attempt, created_at, dispatched_at)
                SELECT gen_random_uuid(), CAST(? AS uuid), 'QUANTIZE', 'more ' || n, 'QUEUED', 1, now(), now()
                FROM generate_series(1, ?) AS n
                """, run.id().toString(), count));
    }

    /** Whose jobs are taken one after the other. */
    private List<UUID> runsInTurn(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> jobs.claimFirst(job.id(), 1, "worker", LEASE).orElseThrow())
                .map(Job::runId)
                .toList();
    }

    private UUID claim(Job named, int attempt) {
        Job claimed = jobs.claimFirst(named.id(), attempt, "worker", LEASE).orElseThrow();
        assertThat(claimed.state()).isEqualTo(JobState.RUNNING);
        return claimed.id();
    }
}
