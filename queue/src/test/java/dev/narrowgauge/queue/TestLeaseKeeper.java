package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.SilentProxy;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.Job;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TestLeaseKeeper {
    private static final Duration HEARTBEAT = Duration.ofMillis(200);
    private static final Duration CLAIMED = Duration.ofMinutes(1);
    private static final String OWNER = "worker";

    private final PGSimpleDataSource sound = (PGSimpleDataSource) PostgresFixture.migrated();
    private final HangingDataSource hanging = new HangingDataSource(sound);
    private final Jdbi jdbi = Database.jdbi(sound);
    private final JobStore jobs = new JobStore(jdbi);
    private final Notifications notifications = Notifications.start(sound);

    @AfterEach
    void stop() {
        hanging.close();
        notifications.close();
    }

    @Test
    void connectionThatHangsHoldsUpNoOtherHeartbeat() {
        List<Job> queued = jobs.ofRun(Samples.submit(jdbi).id());
        try (LeaseKeeper leases = keeper(Duration.ofMinutes(1))) {
            Attempts attempts = attempts(leases);
            List<Task> tasks =
                    queued.stream().map(job -> claimed(attempts, job.id(), 1)).toList();
            Instant claimed = until(tasks.getLast());
            hanging.hang(1);
            tasks.forEach(attempts::keep);
            leases.start();
            await(
                    "both extended",
                    () -> tasks.stream().allMatch(task -> until(task).isAfter(claimed.plusMillis(1))));
            assertThat(tasks).noneMatch(Task::isStopped);
        }
    }

    /** Nothing is heard of the database, so nobody but the clock says that another may have the job. */
    @Test
    void taskStopsOnceItsLeaseCannotBeExtendedInTime() {
        Job job = jobs.ofRun(Samples.submit(jdbi).id()).getFirst();
        try (LeaseKeeper leases = keeper(Duration.ofSeconds(2))) {
            Attempts attempts = attempts(leases);
            Task task = claimed(attempts, job.id(), 1);
            hanging.hang(Integer.MAX_VALUE);
            attempts.keep(task);
            assertThat(leases.holds(task)).isTrue();
            leases.start();
            await("stopped", task::isStopped);
            assertThat(leases.holds(task)).isFalse();
        }
    }

    /** This process has lost the first attempt, and does not know yet when it gets the second. */
    @Test
    void formerAttemptOfTheSameJobIsStopped() {
        UUID job = jobs.ofRun(Samples.submit(jdbi).id()).getFirst().id();
        try (LeaseKeeper leases = keeper(Duration.ofMinutes(1))) {
            Attempts attempts = attempts(leases);
            Task first = claimed(attempts, job, 1);
            attempts.keep(first);
            jobs.release(job, 1);
            Task second = claimed(attempts, job, 2);
            attempts.keep(second);
            leases.start();
            await("the first is stopped", first::isStopped);
            assertThat(second.isStopped()).isFalse();
            assertThat(leases.holds(second)).isTrue();
        }
    }

    /** No reset, no end of the stream: who waits for an answer waits for ever, unless the data source has a time-out. */
    @Test
    void leasesAreKeptAgainAfterANetworkThatWasLostWithoutAWord() throws IOException {
        List<Job> queued = jobs.ofRun(Samples.submit(jdbi).id());
        try (SilentProxy network = SilentProxy.to(sound.getPortNumbers()[0]);
                LeaseKeeper leases = keeper(Duration.ofMinutes(1), impatient(network.over(sound)))) {
            Attempts attempts = attempts(leases);
            Task task = claimed(attempts, queued.getFirst().id(), 1);
            attempts.keep(task);
            network.lose();
            leases.start();
            await("a heartbeat and a sweep get no answer", () -> network.madeInVain() >= 3);

            Instant before = until(task);
            network.mend();
            await("extended", () -> until(task).isAfter(before));
            UUID lost = queued.getLast().id();
            assertThat(jobs.claim(lost, 1, "a worker that dies", Duration.ZERO)).isPresent();
            await("taken back", () -> jobs.find(lost).orElseThrow().attempt() == 2);
            assertThat(task.isStopped()).isFalse();
        }
    }

    private static DataSource impatient(PGSimpleDataSource database) {
        database.setConnectTimeout(1);
        database.setSocketTimeout(1);
        return database;
    }

    private Instant until(Task task) {
        return jobs.find(task.jobId()).orElseThrow().lease().orElseThrow().until();
    }

    private LeaseKeeper keeper(Duration lease) {
        return keeper(lease, hanging);
    }

    private LeaseKeeper keeper(Duration lease, DataSource database) {
        return new LeaseKeeper(settings(lease), source(new JobStore(Database.jdbi(database))));
    }

    private Attempts attempts(LeaseKeeper leases) {
        return new Attempts(settings(CLAIMED), source(jobs), leases, FaultPause.standard());
    }

    private static TaskSettings settings(Duration lease) {
        return new TaskSettings(OWNER, 2, lease, HEARTBEAT, TaskTraces.NONE);
    }

    private TaskSource source(JobStore store) {
        DispatchGroup group = new DispatchGroup(Brokers.at("localhost:1"), "tests", List.of(TaskTopic.QUANTIZE));
        return new DispatchedTasks(store, notifications, group);
    }

    private Task claimed(Attempts attempts, UUID job, int attempt) {
        long now = System.nanoTime();
        return attempts.begin(
                new Claim(jobs.claimFirst(job, attempt, OWNER, CLAIMED).orElseThrow(), now));
    }
}
