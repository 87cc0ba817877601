package dev.narrowgauge.db;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The way from a data source to the {@link Jdbi} that every store takes. */
public final class Database {
    private Database() {}

    /** For services, which serve all projects. */
    public static Jdbi jdbi(DataSource dataSource) {
        return Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    }

    /**
     * For callers.
     *
     * @param scope of the transaction that the thread is about to begin; throws where nobody calls
     */
    public static Jdbi jdbi(DataSource dataSource, Supplier<Scope> scope) {
        return jdbi(dataSource).configure(ScopeConfig.class, config -> config.setScope(scope));
    }
}
