package dev.narrowgauge.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.db.ContentStore.Reference;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.DeletedRunStore;
import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Scope;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups as docs/operations.md tells: first the database, then the blobs, while uploads, runs, deletions and sweeps go on.
 */
class TestBackup {
    private static final String POINT = "before the mistake";
    private static final Duration KEEP = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private Jdbi jdbi;
    private BlobStore blobs;

    /** A project of which there is one run, which has its verdict. */
    private record Doomed(UUID project, UUID run) {}

    /** What a check of an installation found. */
    private record Checked(BackupCheck.Result result, List<String> faults) {}

    @Test
    void backupUnderLoadIsWholeAndSoIsEveryMomentSince() throws Exception {
        Path running = folder.resolve("postgres");
        Path stored = folder.resolve("blobs");
        Path copied = folder.resolve("blobs of the backup");
        Path log = folder.resolve("log");
        BaseBackup backup;
        Doomed doomed;
        Doomed mistaken;
        int decided;
        try (EmbeddedPostgres server = EmbeddedPostgres.startThrowAway(running)) {
            DataSource database = BaseBackup.database(server);
            Migrations.migrate(database);
            jdbi = Database.jdbi(database);
            blobs = new WantedBlobs(FolderBlobStore.open(stored).verifying(), new ContentStore(jdbi));
            String abandoned = abandoned();
            try (SampleLoad load = SampleLoad.start(jdbi, blobs, 2)) {
                doomed = doomed("doomed", load, database);
                mistaken = doomed("mistaken", load, database);
                load.awaitMore(3);
                decided = new RunStore(jdbi).decided(Optional.empty(), 10_000).size();
                backup = BaseBackup.take(server, running, folder.resolve("backup"));

                delete(doomed);
                assertThat(sweep()).as("what was abandoned long ago").isOne();
                load.awaitMore(2);
                FolderCopy.make(stored, copied, Set.of(Path.of("incoming")));
                assertThat(blobs.exists(abandoned)).isFalse();

                execute("SELECT pg_create_restore_point('%s')".formatted(POINT));
                delete(mistaken);
                assertThat(sweep()).isZero();
                load.awaitMore(2);
            }
            BaseBackup.copyLog(running, log);
        }

        try (EmbeddedPostgres restored = backup.restore(folder.resolve("restored"))) {
            open(restored, copied);
            Checked checked = check();
            assertThat(checked.faults()).isEmpty();
            assertThat(checked.result().verdicts()).isGreaterThanOrEqualTo(decided);
            assertThat(checked.result().withoutEvidence()).isZero();
            assertThat(checked.result().contents()).isGreaterThanOrEqualTo(4L * decided);
            assertThat(verdictOf(doomed)).isPresent();
            assertThat(verdictOf(mistaken)).isPresent();
            whatIsNotWholeIsTold(copied);
        }
        try (EmbeddedPostgres restored = backup.restoreTo(POINT, log, folder.resolve("earlier"))) {
            open(restored, stored);
            Checked checked = check();
            assertThat(checked.faults()).isEmpty();
            assertThat(checked.result().verdicts()).isGreaterThanOrEqualTo(decided);
            assertThat(verdictOf(doomed)).isEmpty();
            assertThat(verdictOf(mistaken)).isPresent();
        }
    }

    /** One content that is missing, one that is damaged, and one verdict that somebody has changed. */
    private void whatIsNotWholeIsTold(Path copied) throws Exception {
        List<Reference> some = new ContentStore(jdbi).references("", 2);
        Files.delete(place(copied, some.getFirst()));
        Files.writeString(
                place(copied, some.getLast()), "x".repeat((int) some.getLast().sizeBytes()), UTF_8);
        UUID changed = new RunStore(jdbi).decided(Optional.empty(), 1).getFirst();
        execute("UPDATE run SET verdict = verdict || '{\"verdict\": \"INVALID\"}' WHERE id = '%s'".formatted(changed));

        blobs = FolderBlobStore.open(copied).verifying();
        Checked checked = check();
        assertThat(checked.result().faults()).isEqualTo(3);
        assertThat(checked.faults())
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).contains(some.getFirst().sha256(), "is not stored"),
                        fault -> assertThat(fault).contains(some.getLast().sha256(), "damaged"),
                        fault -> assertThat(fault).contains(changed.toString(), "INVALID"));
    }

    private static Path place(Path folder, Reference content) {
        return folder.resolve(content.sha256().substring(0, 2)).resolve(content.sha256());
    }

    private void open(EmbeddedPostgres restored, Path store) {
        jdbi = Database.jdbi(BaseBackup.database(restored));
        blobs = FolderBlobStore.open(store).verifying();
    }

    private Checked check() {
        List<String> faults = new ArrayList<>();
        BackupCheck.Result result = new BackupCheck(
                        new ContentStore(jdbi), new RunStore(jdbi), new DeletedRunStore(jdbi), blobs, faults::add)
                .run();
        return new Checked(result, faults);
    }

    private Optional<VerdictDocument> verdictOf(Doomed doomed) {
        return new RunStore(jdbi).verdict(doomed.run());
    }

    /** Content that has had no row for longer than it is kept. */
    private String abandoned() {
        String sha256 = blobs.store(new ByteArrayInputStream("abandoned".getBytes(UTF_8)))
                .sha256();
        new ContentStore(jdbi).compare(List.of(sha256));
        execute("UPDATE unreferenced_content SET since = since - interval '2 hours'");
        return sha256;
    }

    private Doomed doomed(String name, SampleLoad load, DataSource database) {
        UUID project = new ProjectStore(jdbi).add(name).orElseThrow().id();
        return new Doomed(project, load.run(Database.jdbi(database, () -> new Scope.Tenant(project))));
    }

    private void delete(Doomed doomed) {
        ProjectStore projects = new ProjectStore(jdbi);
        projects.askDeletion(doomed.project(), Optional.empty());
        boolean more = true;
        while (more) {
            more = projects.deletePart(doomed.project(), 10);
        }
        assertThat(verdictOf(doomed)).isEmpty();
    }

    private int sweep() {
        return new ContentSweep(new ContentStore(jdbi), blobs, KEEP, Duration.ZERO).run();
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
