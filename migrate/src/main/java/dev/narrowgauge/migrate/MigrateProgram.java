package dev.narrowgauge.migrate;

import dev.narrowgauge.service.RoleProcess;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Prepares Postgres and Kafka for the programs of its release, and ends. */
@QuarkusMain
public final class MigrateProgram {
    private MigrateProgram() {}

    public static void main(String[] arguments) {
        RoleProcess.takeNoArguments(
                "migrate",
                "Brings the schema of the database to the version of this release, makes the topics and groups that are missing in Kafka, and ends.",
                arguments);
        new RoleProcess().run(Preparation.class);
    }
}
