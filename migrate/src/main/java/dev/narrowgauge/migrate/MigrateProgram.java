package dev.narrowgauge.migrate;

import dev.narrowgauge.service.RoleProcess;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/** What somebody does who owns the servers: prepares Postgres and Kafka for the programs of its release, or looks at a backup. */
@QuarkusMain
public final class MigrateProgram {
    private static final String BACKUP_CHECK = "backup-check";

    private MigrateProgram() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(BACKUP_CHECK)) {
            checkBackup(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        RoleProcess.takeNoArguments(
                "migrate",
                "Brings the schema of the database to the version of this release, makes the topics and groups that are missing in Kafka, and ends.",
                arguments);
        new RoleProcess().run(Preparation.class);
    }

    /** What was restored is looked at as it is. */
    private static void checkBackup(String[] arguments) {
        RoleProcess.takeNoArguments(
                BACKUP_CHECK,
                "Looks at an installation that was restored, before its programs start: whether all content that the database refers to is stored and has its SHA-256, and every verdict follows from its evidence. Ends with status 1 where that is not so, and otherwise with 0; with 4, 5 or 6 where it could not look.",
                arguments);
        System.setProperty("narrowgauge.schema.migrate", "false");
        new RoleProcess().run(BackupVerification.class);
    }
}
