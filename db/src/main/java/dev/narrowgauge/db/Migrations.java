package dev.narrowgauge.db;

import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the schema to the version of this code, and says whether it is there. */
public final class Migrations {
    private Migrations() {}

    /** Safe to run from several processes at once. */
    public static void migrate(DataSource dataSource) {
        flyway(dataSource).migrate();
    }

    /** What is missing of the schema, which is only read; empty where it is of the version of this code or of a later one. */
    public static Optional<SchemaGap> gap(DataSource dataSource) {
        MigrationInfoService info = flyway(dataSource).info();
        MigrationInfo[] pending = info.pending();
        if (pending.length == 0) {
            return Optional.empty();
        }
        Optional<String> present = Optional.ofNullable(info.current())
                .map(MigrationInfo::getVersion)
                .map(MigrationVersion::getVersion);
        return Optional.of(
                new SchemaGap(present, pending[pending.length - 1].getVersion().getVersion()));
    }

    private static Flyway flyway(DataSource dataSource) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load();
    }
}
