package dev.narrowgauge.migrate;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.db.DeletedRunStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.service.BackupCheck;
import dev.narrowgauge.service.DatabaseStart;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Provider;

/** Says whether a restored installation is whole, and gives content that nobody refers to its time anew. */
public final class BackupVerification implements QuarkusApplication {
    private final DatabaseStart database;
    private final ContentStore content;
    private final RunStore runs;
    private final DeletedRunStore deletedRuns;
    private final Provider<BlobStore> blobs;

    /** @param blobs only asked for once the database has its schema */
    BackupVerification(
            DatabaseStart database,
            ContentStore content,
            RunStore runs,
            DeletedRunStore deletedRuns,
            Provider<BlobStore> blobs) {
        this.database = database;
        this.content = content;
        this.runs = runs;
        this.deletedRuns = deletedRuns;
        this.blobs = blobs;
    }

    @Override
    public int run(String... arguments) {
        database.awaitSchema();
        // The database may be older than the blobs: what it knows to be unreferenced may have been referred to since.
        content.startAnew();
        BackupCheck.Result found = new BackupCheck(content, runs, deletedRuns, blobs.get(), System.out::println).run();
        found.sentences().forEach(System.out::println);
        return (found.faults() > 0 ? ExitCode.FAIL : ExitCode.OK).status();
    }
}
