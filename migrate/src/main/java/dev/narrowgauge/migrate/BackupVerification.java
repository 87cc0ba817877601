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
    private static final long MIB = 1L << 20;

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
        System.out.printf(
                "Looked at %d contents of %d MiB and %d verdicts, %d of which have no evidence that this release can read.%n",
                found.contents(), found.bytes() / MIB, found.verdicts(), found.withoutEvidence());
        if (found.faults() > 0) {
            System.out.printf("%d faults were found: this installation is not whole.%n", found.faults());
            return ExitCode.FAIL.status();
        }
        System.out.println("All content is there, and every verdict follows from its evidence.");
        return ExitCode.OK.status();
    }
}
