package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.db.blob.BlobStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestStoredContent {
    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());

    @TempDir
    private Path folder;

    /** The folder of a mount that is missing is there; to fill it would hide the content from everybody else. */
    @Test
    void emptyFolderIsNoStoreOfWhatTheDatabaseKnows() {
        BlobStore blobs = BlobStore.open(folder);
        StoredContent.require(jdbi, blobs);

        Samples.uploads(jdbi);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> StoredContent.require(jdbi, blobs))
                .withMessageContainingAll(folder.toString(), "mounted")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));

        blobs.write(InputStream.nullInputStream());
        StoredContent.require(jdbi, blobs);
    }
}
