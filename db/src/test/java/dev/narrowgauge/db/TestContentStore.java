package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.narrowgauge.db.ContentStore.Reference;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What of the stored content rows refer to, and when the rest may be deleted. */
class TestContentStore {
    private static final String ORPHAN = "9".repeat(64);
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final ContentStore content = new ContentStore(jdbi);

    @Test
    void contentOfAnyProjectIsReferredTo() {
        Run run = new SampleTenants(database)
                .runs("other")
                .submit(Samples.request(List.of("x86-vnni")), Optional.empty())
                .run();
        JobStore jobs = new JobStore(jdbi);
        Job job = jobs.ofRun(run.id()).getFirst();
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.finishQuantize(job.id(), 1, Samples.variant(job))).isTrue();

        content.compare(List.of(Samples.MODEL, Samples.CALIBRATION, Samples.EVALUATION, "d".repeat(64), ORPHAN));
        assertThat(content.unreferenced(Duration.ZERO, 10)).containsExactly(ORPHAN);
        assertThat(content.references("", 3))
                .containsExactly(
                        new Reference(Samples.MODEL, 2600, "model"),
                        new Reference(Samples.CALIBRATION, 25_600, "dataset"),
                        new Reference(Samples.EVALUATION, 25_600, "dataset"));
        assertThat(content.references(Samples.EVALUATION, 3))
                .containsExactly(new Reference("d".repeat(64), 700, "variant"));
    }

    @Test
    void contentIsKeptForAsLongAsIsSaid() {
        content.compare(List.of(ORPHAN));
        assertThat(content.unreferenced(LEASE, 10)).isEmpty();
        assertThat(content.delete(ORPHAN, LEASE, TestContentStore::refuse)).isFalse();
        execute("UPDATE unreferenced_content SET since = since - interval '2 minutes'");
        content.compare(List.of(ORPHAN));
        assertThat(content.unreferenced(LEASE, 10)).as("known since before").containsExactly(ORPHAN);
        content.startAnew();
        assertThat(content.unreferenced(LEASE, 10)).isEmpty();
    }

    @Test
    void contentThatIsWantedAgainStays() {
        content.compare(List.of(ORPHAN));
        content.want(ORPHAN);
        assertThat(content.delete(ORPHAN, Duration.ZERO, TestContentStore::refuse))
                .isFalse();

        content.compare(List.of(ORPHAN));
        new ModelStore(jdbi).save(new Blob(ORPHAN, 1), "a model", Samples.modelDescription());
        assertThat(content.delete(ORPHAN, Duration.ZERO, TestContentStore::refuse))
                .as("a row refers to it")
                .isFalse();
        assertThat(content.unreferenced(Duration.ZERO, 10)).isEmpty();
    }

    /** As of a bucket that refuses it. */
    @Test
    void contentThatCouldNotBeDeletedIsTriedAgain() {
        content.compare(List.of(ORPHAN));
        assertThatIllegalStateException()
                .isThrownBy(() -> content.delete(ORPHAN, Duration.ZERO, TestContentStore::refuse));
        assertThat(content.unreferenced(Duration.ZERO, 10)).containsExactly(ORPHAN);
        assertThat(content.delete(ORPHAN, Duration.ZERO, _ -> {})).isTrue();
    }

    /** Who comes while it is being deleted is let on once it is gone, and so does not take it for stored. */
    @Test
    void whoWantsContentWaitsUntilItIsGone() {
        content.compare(List.of(ORPHAN));
        AtomicBoolean gone = new AtomicBoolean();
        CompletableFuture<Boolean> wanted = new CompletableFuture<>();
        assertThat(content.delete(ORPHAN, Duration.ZERO, sha256 -> {
                    Thread.startVirtualThread(() -> {
                        content.want(sha256);
                        wanted.complete(gone.get());
                    });
                    Eventually.await("whoever wants it waits", () -> LockWaits.isAny(database));
                    gone.set(true);
                }))
                .isTrue();
        assertThat(wanted.join()).isTrue();
    }

    @Test
    void oneProcessOfAllListsWhatIsStored() {
        assertThat(content.beginListing(LEASE)).isTrue();
        assertThat(new ContentStore(Database.jdbi(database)).beginListing(LEASE))
                .isFalse();
        execute("UPDATE content_listing SET begun_at = begun_at - interval '2 minutes'");
        assertThat(content.beginListing(LEASE)).isTrue();
    }

    private static void refuse(String sha256) {
        throw new IllegalStateException("is not to be deleted: " + sha256);
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
