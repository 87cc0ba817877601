package dev.narrowgauge.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with a user for each program, none of them the owner of the tables. */
final class RightsUsers {
    static final PGSimpleDataSource OWNER = (PGSimpleDataSource) PostgresFixture.migrated();

    private static final String PASSWORD = "secret";

    static {
        giveRightsToNewUsers();
    }

    private RightsUsers() {}

    private static void giveRightsToNewUsers() {
        try (Connection connection = OWNER.getConnection();
                Statement statement = connection.createStatement()) {
            for (Rights rights : Rights.values()) {
                statement.execute("CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(user(rights), PASSWORD));
                Rights.give(OWNER, user(rights), Set.of(rights));
                Rights.give(OWNER, user(rights), Set.of(rights));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String user(Rights rights) {
        return "rights of " + rights;
    }

    static Jdbi jdbi(Rights rights) {
        return Database.jdbi(dataSource(rights));
    }

    static PGSimpleDataSource dataSource(Rights rights) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(PostgresFixture.url(OWNER.getDatabaseName()));
        dataSource.setUser(user(rights));
        dataSource.setPassword(PASSWORD);
        return dataSource;
    }
}
