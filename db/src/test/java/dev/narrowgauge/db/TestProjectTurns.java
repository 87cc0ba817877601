package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Priority;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Whose job is taken next, where several projects have some. */
class TestProjectTurns {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final SampleTenants tenants = new SampleTenants(database);
    private final JobStore jobs = new JobStore(jdbi);
    private final QuotaStore quotas = new QuotaStore(jdbi);

    /** However many runs it has. */
    @Test
    void projectHoldsUpNoOther() {
        for (int i = 0; i < 20; i++) {
            submitted("a", Priority.NORMAL);
        }
        submitted("b", Priority.NORMAL);
        submitted("c", Priority.NORMAL);
        assertThat(taken(9)).isEqualTo("abcabcaaa");
    }

    @Test
    void projectTakesAsManyInATurnAsItHasWeight() {
        quotas.set(weight("b", 3));
        for (int i = 0; i < 5; i++) {
            submitted("a", Priority.NORMAL);
            submitted("b", Priority.NORMAL);
        }
        assertThat(taken(12)).isEqualTo("abbbabbbabbb");
        quotas.set(weight("b", 1));
        assertThat(taken(6)).as("b has one left").isEqualTo("abaaaa");
    }

    /** What it did not take it has not saved up. */
    @Test
    void projectThatComesBackWaitsForItsTurnOnly() {
        submitted("b", Priority.NORMAL);
        for (int i = 0; i < 10; i++) {
            submitted("a", Priority.NORMAL);
        }
        assertThat(taken(10)).isEqualTo("babaaaaaaa");
        for (int i = 0; i < 2; i++) {
            submitted("b", Priority.NORMAL);
        }
        assertThat(taken(6)).isEqualTo("bababa");
    }

    @Test
    void urgentRunGoesFirstInItsProjectAndHoldsUpNoOther() {
        submitted("a", Priority.LOW);
        submitted("a", Priority.NORMAL);
        submitted("b", Priority.LOW);
        Run urgent = submitted("a", Priority.HIGH);
        assertThat(project(claimed())).as("its job came first").isEqualTo("b");
        assertThat(claimed().runId()).isEqualTo(urgent.id());
        assertThat(jobs.standing(jobs.ofRun(urgent.id()).getLast().id())
                        .orElseThrow()
                        .place())
                .hasValue(1);
        assertThat(project(claimed())).isEqualTo("b");
        assertThat(claimed().runId()).isEqualTo(urgent.id());
    }

    @Test
    void placeIsAmongThoseOfTheProject() {
        submitted("a", Priority.NORMAL);
        Run other = submitted("b", Priority.NORMAL);
        Run later = submitted("b", Priority.HIGH);
        assertThat(places(other)).containsExactly(3L, 4L);
        assertThat(places(later)).containsExactly(1L, 2L);
    }

    private List<Long> places(Run run) {
        return jobs.standingsOfRun(run.id()).stream()
                .map(standing -> standing.place().orElseThrow())
                .toList();
    }

    private Quota weight(String project, int weight) {
        OptionalLong none = OptionalLong.empty();
        return new Quota(tenants.id(project), weight, none, none, none, none);
    }

    /** Two quantize jobs wait of it. */
    private Run submitted(String project, Priority priority) {
        return tenants.runs(project)
                .submit(
                        Samples.request(List.of("x86-vnni")),
                        Optional.empty(),
                        new Submitter(priority, Optional.empty()))
                .run();
    }

    /** The projects whose jobs are taken, one after the other. */
    private String taken(int count) {
        return IntStream.range(0, count).mapToObj(_ -> project(claimed())).collect(Collectors.joining());
    }

    /** As a worker does that was told of some job of the queue. */
    private Job claimed() {
        Job any = jobs.find(jdbi.withHandle(
                        handle -> handle.createQuery("SELECT id FROM job WHERE state = 'QUEUED' LIMIT 1")
                                .mapTo(UUID.class)
                                .one()))
                .orElseThrow();
        return jobs.claimFirst(any.id(), any.attempt(), "worker", LEASE).orElseThrow();
    }

    private String project(Job job) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT project.name FROM job JOIN project ON project.id = job.project_id WHERE job.id = :id")
                .bind("id", job.id())
                .mapTo(String.class)
                .one());
    }
}
