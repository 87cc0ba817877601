package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunEvent;
import dev.narrowgauge.domain.run.RunRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestRunFiler {
    private static final String UNKNOWN = "f".repeat(64);

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final RunStore runs = new RunStore(jdbi);
    private final JobStore jobs = new JobStore(jdbi);
    private final EventStore events = new EventStore(jdbi);

    @Test
    void eachRunOfOneStatementIsFiledAsItIs() {
        Samples.uploads(jdbi);
        RunRequest plain = Samples.request(List.of("x86-vnni", "x86-amx"));
        RunRequest odd = new RunRequest(
                "'quotes', \"more of them\", {braces} and a \\",
                Samples.MODEL,
                Samples.CALIBRATION,
                Samples.EVALUATION,
                List.of(Recipe.INT8_DYNAMIC.toStored()),
                List.of("arm,\"odd\""),
                Policy.standard().toStored(),
                List.of("{a}", "b \"c\", d"),
                Optional.of("0123abc"));
        IdempotencyKey first = new IdempotencyKey("first", "hash");
        List<NewRun> together = List.of(
                NewRun.of(Project.FIRST, plain, Optional.of(new IdempotencyKey("second", "hash")), Submitter.NOBODY),
                NewRun.of(Project.FIRST, odd, Optional.of(first), Submitter.NOBODY),
                NewRun.of(Project.FIRST, plain, Optional.empty(), Submitter.NOBODY));

        Map<UUID, Instant> filed =
                jdbi.withHandle(handle -> RunRows.file(handle, together)).at();

        assertThat(filed).hasSize(3);
        for (NewRun run : together) {
            assertThat(runs.find(run.id())).contains(run.filed(filed.get(run.id())));
            assertThat(jobs.ofRun(run.id()))
                    .as("but for when the database took them")
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("trace.queuedAt")
                    .isEqualTo(run.jobs());
            assertThat(events.after(run.id(), 0, 10))
                    .extracting(RunEvent::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 1 + run.jobs().size())
                                    .boxed()
                                    .toList());
        }
        assertThat(runs.earlier(first).map(Run::id)).contains(together.get(1).id());
    }

    @Test
    void keyOfAnotherRunKeepsOutNoneBesides() {
        Samples.uploads(jdbi);
        RunRequest request = Samples.request(List.of("x86-vnni"));
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("key", "hash"));
        runs.submit(request, key);
        NewRun again = NewRun.of(Project.FIRST, request, key, Submitter.NOBODY);
        NewRun other = NewRun.of(Project.FIRST, request, Optional.empty(), Submitter.NOBODY);

        Map<UUID, Instant> filed = jdbi.withHandle(handle -> RunRows.file(handle, List.of(again, other)))
                .at();

        assertThat(filed).containsOnlyKeys(other.id());
        assertThat(runs.find(again.id())).isEmpty();
        assertThat(jobs.ofRun(again.id())).isEmpty();
    }

    /** Those who share a statement are then filed one by one, and the second finds the key taken. */
    @Test
    void keyOfTwoRunsOfOneStatementIsRefused() {
        Samples.uploads(jdbi);
        RunRequest request = Samples.request(List.of("x86-vnni"));
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("key", "hash"));
        List<NewRun> together = List.of(
                NewRun.of(Project.FIRST, request, key, Submitter.NOBODY),
                NewRun.of(Project.FIRST, request, key, Submitter.NOBODY));

        assertThatThrownBy(() -> jdbi.withHandle(handle -> RunRows.file(handle, together)))
                .hasMessageContaining("cannot affect row a second time");
        assertThat(runs.list(RunFilter.ALL, Optional.empty(), 10).items()).isEmpty();
    }

    @Test
    void refusedRunTakesNoneOfItsCompanyWithIt() throws Exception {
        Samples.uploads(jdbi);
        List<Callable<Optional<ErrorCode>>> submissions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String model = i % 3 == 0 ? UNKNOWN : Samples.MODEL;
            submissions.add(() -> refusal(model));
        }
        List<Optional<ErrorCode>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Optional<ErrorCode>> answer : threads.invokeAll(submissions)) {
                answers.add(answer.get());
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i)).isEqualTo(i % 3 == 0 ? Optional.of(ErrorCode.NOT_FOUND) : Optional.empty());
        }
        assertThat(runs.list(RunFilter.ALL, Optional.empty(), 100).items()).hasSize(20);
    }

    private Optional<ErrorCode> refusal(String model) {
        RunRequest request = new RunRequest(
                "a run",
                model,
                Samples.CALIBRATION,
                Samples.EVALUATION,
                List.of(Recipe.INT8_STATIC.toStored()),
                List.of("x86-vnni"),
                Policy.standard().toStored(),
                List.of(),
                Optional.empty());
        try {
            runs.submit(request, Optional.empty());
            return Optional.empty();
        } catch (NarrowgaugeException e) {
            return Optional.of(e.code());
        }
    }
}
