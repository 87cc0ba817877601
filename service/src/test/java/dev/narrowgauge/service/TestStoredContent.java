package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
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
        BlobStore blobs = FolderBlobStore.open(folder);
        StoredContent.require(jdbi, blobs);

        Samples.uploads(jdbi);
        assertThatThrownBy(() -> StoredContent.require(jdbi, blobs))
                .hasMessageContainingAll(folder.toString(), "mounted")
                .extracting("code")
                .hasToString("STORAGE_UNAVAILABLE");

        blobs.store(InputStream.nullInputStream());
        StoredContent.require(jdbi, blobs);
    }
}
