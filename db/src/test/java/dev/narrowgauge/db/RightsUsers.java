package dev.narrowgauge.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with a user for each program, none of them the owner of the tables. */
final class RightsUsers {
    private static final String PASSWORD = "secret";

    private final PGSimpleDataSource owner = (PGSimpleDataSource) PostgresFixture.migrated();

    RightsUsers() {
        giveRightsToNewUsers();
    }

    PGSimpleDataSource owner() {
        return owner;
    }

    private void giveRightsToNewUsers() {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (Rights rights : Rights.values()) {
                statement.execute("CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(user(rights), PASSWORD));
                Rights.give(owner, user(rights), Set.of(rights));
                Rights.give(owner, user(rights), Set.of(rights));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Roles are those of the whole server. */
    private String user(Rights rights) {
        return "rights of %s in %s".formatted(rights, owner.getDatabaseName());
    }

    Jdbi jdbi(Rights rights) {
        return Database.jdbi(dataSource(rights));
    }

    PGSimpleDataSource dataSource(Rights rights) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(PostgresFixture.url(owner.getDatabaseName()));
        dataSource.setUser(user(rights));
        dataSource.setPassword(PASSWORD);
        return dataSource;
    }
}
