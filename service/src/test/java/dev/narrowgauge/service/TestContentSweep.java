package dev.narrowgauge.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.Eventually;
import dev.narrowgauge.db.LockWaits;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.digest.Blob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored content that no row refers to any more. */
class TestContentSweep {
    private static final Duration KEEP = Duration.ofHours(1);

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final ContentStore content = new ContentStore(jdbi);

    @TempDir
    private Path folder;

    private BlobStore blobs;

    @BeforeEach
    void openStore() {
        blobs = FolderBlobStore.open(folder);
    }

    @Test
    void whatNoRowRefersToIsDeletedOnceItIsDue() {
        Blob model = blobs.store(text("a model"));
        new ModelStore(jdbi).save(model, "a model", Samples.modelDescription());
        Blob orphan = blobs.store(text("nobody's"));
        ContentSweep sweep = new ContentSweep(content, blobs, KEEP, Duration.ZERO);
        assertThat(sweep.run()).isZero();
        assertThat(blobs.exists(orphan.sha256())).isTrue();

        twoHoursPass();
        Blob young = blobs.store(text("just stored"));
        assertThat(sweep.run()).isOne();
        assertThat(blobs.exists(orphan.sha256())).isFalse();
        assertThat(blobs.exists(young.sha256())).isTrue();
        assertThat(blobs.exists(model.sha256())).isTrue();
    }

    /** As in a bucket that has it locked. */
    @Test
    void whatCannotBeDeletedHoldsUpNothingElse() throws IOException {
        Blob locked = blobs.store(text("locked"));
        Path place = folder.resolve(locked.sha256().substring(0, 2)).resolve(locked.sha256());
        Files.delete(place);
        Files.createDirectories(place.resolve("something"));
        Blob orphan = blobs.store(text("nobody's"));
        ContentSweep sweep = new ContentSweep(content, blobs, KEEP, Duration.ZERO);
        assertThat(sweep.run()).isZero();
        twoHoursPass();
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE unreferenced_content SET since = since - interval '1 hour' WHERE sha256 = ?", locked.sha256()));

        assertThatThrownBy(sweep::run).hasMessageContaining(locked.sha256());
        assertThat(blobs.exists(orphan.sha256())).isFalse();
        assertThat(content.unreferenced(KEEP, 10)).containsExactly(locked.sha256());
    }

    @Test
    void storeIsListedOnceInAWhile() {
        ContentSweep sweep = ContentSweep.after(KEEP, content, blobs);
        assertThat(sweep.run()).isZero();
        blobs.store(text("nobody's"));
        assertThat(sweep.run()).isZero();
        assertThat(content.unreferenced(Duration.ZERO, 10)).isEmpty();
    }

    /** It would rely on what is there, and then be gone. */
    @Test
    void uploadThatComesWhileTheSameContentIsDeletedIsStoredAnew() {
        Blob orphan = blobs.store(text("nobody's"));
        assertThat(new ContentSweep(content, blobs, KEEP, Duration.ZERO).run()).isZero();
        twoHoursPass();
        CompletableFuture<Blob> upload = new CompletableFuture<>();
        BlobStore wanted = new WantedBlobs(blobs, content);
        assertThat(content.delete(orphan.sha256(), KEEP, sha256 -> {
                    Thread.startVirtualThread(() -> upload.complete(wanted.store(text("nobody's"))));
                    Eventually.await(
                            "the upload is through or waits", () -> upload.isDone() || LockWaits.isAny(database));
                    blobs.delete(sha256);
                }))
                .isTrue();
        assertThat(upload.join()).isEqualTo(orphan);
        assertThat(blobs.exists(orphan.sha256())).isTrue();
    }

    @Test
    void uploadsUnderWayAreNotUnreferenced() {
        assertThatThrownBy(() -> ContentSweep.after(Duration.ofMinutes(5), content, blobs))
                .hasMessageContainingAll("narrowgauge.blob.keep-unreferenced", "PT5M", "PT1H")
                .extracting("code")
                .hasToString("REQUEST_INVALID");
    }

    private void twoHoursPass() {
        jdbi.useHandle(handle -> handle.execute("UPDATE unreferenced_content SET since = since - interval '2 hours'"));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
