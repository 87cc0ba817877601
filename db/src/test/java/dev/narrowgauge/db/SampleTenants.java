package dev.narrowgauge.db;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Projects that are there once they are named, each with the uploads of the samples. */
final class SampleTenants {
    private final DataSource database;
    private final ProjectStore projects;
    private final Map<String, UUID> ids = new ConcurrentHashMap<>();

    SampleTenants(DataSource database) {
        this.database = database;
        this.projects = new ProjectStore(Database.jdbi(database));
    }

    UUID id(String name) {
        return ids.computeIfAbsent(name, this::made);
    }

    /** The runs of its callers. */
    RunStore runs(String name) {
        return new RunStore(callers(id(name)));
    }

    private UUID made(String name) {
        UUID id = name.equals("default")
                ? Project.FIRST
                : projects.add(name).orElseThrow().id();
        Samples.uploads(callers(id));
        return id;
    }

    private Jdbi callers(UUID project) {
        return Database.jdbi(database, () -> new Scope.Tenant(project));
    }
}
