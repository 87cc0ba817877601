package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunEvent;
import dev.narrowgauge.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestRunStore {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final RunStore runs = new RunStore(jdbi);
    private final JobStore jobs = new JobStore(jdbi);
    private final OutboxStore outbox = new OutboxStore(jdbi);
    private final EventStore events = new EventStore(jdbi);

    @Test
    void submitWritesRunJobsMessagesAndEventsTogether() {
        Run run = Samples.submit(jdbi);
        assertThat(runs.find(run.id())).contains(run);
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.request()).isEqualTo(Samples.request(List.of("x86-vnni")));
        assertThat(jobs.ofRun(run.id())).extracting(Job::subject).containsExactly("0", "1");
        List<OutboxStore.Entry> messages = new ArrayList<>();
        assertThat(outbox.forward(10, due -> {
                    messages.addAll(due);
                    return List.of();
                }))
                .isEqualTo(2);
        assertThat(messages)
                .allMatch(message -> message.topic().equals("narrowgauge.quantize") && message.attempt() == 1);
        assertThat(events.after(run.id(), 0, 10))
                .extracting(RunEvent::type)
                .containsExactly("run-state", "job-state", "job-state");
    }

    @Test
    void unknownModelLeavesNothingBehind() {
        assertThatThrownBy(() -> runs.submit(
                        Samples.request(List.of("x86-vnni")), Optional.of(new IdempotencyKey("key", "hash"))))
                .isInstanceOf(NarrowgaugeException.class)
                .hasMessageContaining(Samples.MODEL);
        assertThat(runs.list(RunFilter.ALL, Optional.empty(), 10).items()).isEmpty();
        assertThat(outbox.forward(10, _ -> List.of())).isZero();
    }

    @Test
    void sameKeyWithSameRequestIsOneRunHoweverManyAskAtOnce() throws Exception {
        Samples.uploads(jdbi);
        IdempotencyKey key = new IdempotencyKey("key", "hash");
        Callable<RunStore.Submission> submit =
                () -> runs.submit(Samples.request(List.of("x86-vnni")), Optional.of(key));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<UUID> ids = new ArrayList<>();
            int fresh = 0;
            for (Future<RunStore.Submission> answer : threads.invokeAll(Collections.nCopies(8, submit))) {
                ids.add(answer.get().run().id());
                fresh += answer.get().replayed() ? 0 : 1;
            }
            assertThat(ids).containsOnly(ids.getFirst());
            assertThat(fresh).isEqualTo(1);
        }
        assertThat(runs.list(RunFilter.ALL, Optional.empty(), 10).items()).hasSize(1);
    }

    @Test
    void sameKeyWithAnotherRequestIsRefused() {
        Samples.uploads(jdbi);
        runs.submit(Samples.request(List.of("x86-vnni")), Optional.of(new IdempotencyKey("key", "hash")));
        assertThatThrownBy(() -> runs.submit(
                        Samples.request(List.of("x86-amx")), Optional.of(new IdempotencyKey("key", "other"))))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void keyIsFreeAgainAfterSevenDays() {
        Samples.uploads(jdbi);
        Run first = runs.submit(Samples.request(List.of("x86-vnni")), Optional.of(new IdempotencyKey("key", "hash")))
                .run();
        jdbi.useHandle(handle -> handle.execute("UPDATE idempotency SET created_at = created_at - interval '7 days'"));
        IdempotencyKey again = new IdempotencyKey("key", "other");
        RunStore.Submission second = runs.submit(Samples.request(List.of("x86-amx")), Optional.of(again));
        assertThat(second.replayed()).isFalse();
        assertThat(second.run().id()).isNotEqualTo(first.id());
        assertThat(runs.earlier(again)).contains(second.run());
    }

    @Test
    void cancelEndsTheRunAndEveryJobOfIt() {
        Run run = Samples.submit(jdbi);
        Job running = jobs.ofRun(run.id()).getFirst();
        jobs.claim(running.id(), 1, "worker", LEASE);
        assertThat(runs.cancel(run.id())).isTrue();
        assertThat(runs.find(run.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
        assertThat(jobs.ofRun(run.id())).extracting(Job::state).containsOnly(JobState.CANCELLED);
        assertThat(jobs.heartbeat(running.id(), 1, "worker", LEASE)).isFalse();
        assertThat(jobs.finishQuantize(running.id(), 1, Samples.variant(running)))
                .isFalse();
        assertThat(runs.cancel(run.id())).isFalse();
        assertThat(events.after(run.id(), 0, 100).getLast().data()).contains("CANCELLED");
    }

    @Test
    void runIsQueuedUntilSomebodyTakesAJobOfItAndRunsFromThenOn() {
        Run run = Samples.submit(jdbi);
        List<Job> all = jobs.ofRun(run.id());
        assertThat(runs.state(run.id())).contains(RunState.QUEUED);

        jobs.claim(all.getFirst().id(), 1, "worker", LEASE);
        assertThat(runs.state(run.id())).contains(RunState.RUNNING);
        jobs.release(all.getFirst().id(), 1);
        assertThat(runs.find(run.id()).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        jobs.claim(all.getLast().id(), 1, "worker", LEASE);

        assertThat(events.after(run.id(), 0, 100))
                .filteredOn(event -> event.type().equals("run-state"))
                .allSatisfy(event -> assertThat(event.data().replaceFirst(".*\"at\": \"([^\"]*)\".*", "$1"))
                        .satisfies(at -> assertThat(Instant.parse(at)).isEqualTo(event.at())))
                .extracting(event -> event.data().replaceFirst("\"at\": \"[^\"]*\", ", ""))
                .containsExactly("{\"state\": \"QUEUED\"}", "{\"state\": \"RUNNING\"}");
        runs.cancel(run.id());
        assertThat(runs.state(run.id())).contains(RunState.CANCELLED);
        assertThat(runs.state(UUID.randomUUID())).isEmpty();
    }

    /** A hundred that cannot be decided stood before all the others. */
    @Test
    void undecidedRunsComeInPartsThatPassByThoseThatStay() {
        Set<UUID> filed = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Run run = Samples.submit(jdbi);
            failAll(run);
            filed.add(run.id());
        }
        Samples.submit(jdbi);
        List<UUID> seen = new ArrayList<>();
        Optional<UUID> last = Optional.empty();
        do {
            RunStore.Undecided part = runs.undecided(last, 2);
            seen.addAll(part.runs());
            last = part.last();
        } while (last.isPresent());
        assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(filed);
    }

    /** Tens of thousands that wait would take the database a while, again and again. */
    @Test
    void onlySoManyRunsThatWaitAreLookedAtAsWereAskedFor() {
        List<UUID> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(Samples.submit(jdbi).id());
        }
        waiting.sort(Comparator.comparing(UUID::toString));
        RunStore.Undecided first = runs.undecided(Optional.empty(), 2);
        assertThat(first).isEqualTo(new RunStore.Undecided(List.of(), Optional.of(waiting.get(1))));
        assertThat(runs.undecided(first.last(), 2)).isEqualTo(new RunStore.Undecided(List.of(), Optional.empty()));
    }

    @Test
    void roundEndsHoweverManyRunsAreFiledMeanwhile() {
        UUID before = Samples.submit(jdbi).id();
        RunStore.Undecided first = runs.undecided(Optional.empty(), 1);
        long begun = System.currentTimeMillis();
        while (System.currentTimeMillis() <= begun) {
            Thread.onSpinWait();
        }
        Samples.submit(jdbi);
        assertThat(first.last()).contains(before);
        assertThat(runs.undecided(first.last(), 1)).isEqualTo(new RunStore.Undecided(List.of(), Optional.empty()));
    }

    @Test
    void runIsDecidedOnceAndOnlyWhenItsJobsHaveEnded() {
        Run run = Samples.submit(jdbi);
        VerdictDocument verdict = verdict(run);
        assertThat(undecided()).isEmpty();
        assertThat(runs.undecided(Set.of(run.id()))).isEmpty();
        assertThat(runs.decide(run.id(), verdict, Samples.proof())).isFalse();
        failAll(run);
        assertThat(undecided()).containsExactly(run.id());
        assertThat(runs.undecided(Set.of(UUID.randomUUID(), run.id()))).containsExactly(run.id());
        assertThat(runs.verdict(run.id())).isEmpty();
        assertThat(runs.decide(run.id(), verdict, Samples.proof())).isTrue();
        assertThat(runs.decide(run.id(), verdict, Samples.proof())).isFalse();
        assertThat(undecided()).isEmpty();
        Run done = runs.find(run.id()).orElseThrow();
        assertThat(done.verdict()).contains(Verdict.INVALID);
        assertThat(runs.verdict(run.id())).contains(verdict);
        assertThat(done.endedAt()).isPresent();
    }

    @Test
    void verdictsWithTheSameSamplesAreCounted() {
        Run first = Samples.submit(jdbi);
        Run second = Samples.submit(jdbi);
        assertThat(runs.earlierVerdicts(second.id(), 10)).isZero();
        failAll(first);
        assertThat(runs.decide(first.id(), verdict(first), Samples.proof())).isTrue();

        assertThat(runs.earlierVerdicts(second.id(), 10)).isEqualTo(1);
        assertThat(runs.earlierVerdicts(second.id(), 0))
                .as("no more than asked for")
                .isZero();
        assertThat(runs.earlierVerdicts(first.id(), 10))
                .as("its own does not count")
                .isZero();
    }

    private List<UUID> undecided() {
        return runs.undecided(Optional.empty(), 100).runs();
    }

    private void failAll(Run run) {
        for (Job job : jobs.ofRun(run.id())) {
            jobs.claim(job.id(), 1, "worker", LEASE);
            jobs.fail(job.id(), 1, ErrorCode.MODEL_INVALID, "no");
        }
    }

    private static VerdictDocument verdict(Run run) {
        VerdictDocument.Subject subject = new VerdictDocument.Subject(Samples.MODEL, "digits");
        return new VerdictDocument(
                VerdictDocument.SCHEMA_VERSION,
                run.id().toString(),
                "nightly",
                Samples.TIME,
                Verdict.INVALID,
                subject,
                subject,
                subject,
                Policy.standard(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }
}
