package dev.narrowgauge.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The users of programs, who own nothing: a superuser, as whom a test prepares its database, is held to no right and no row. */
public final class ProgramUsers {
    private ProgramUsers() {}

    /** A user with the rights of the programs, made where there is none. */
    public static void make(DataSource owner, String user, String password, Set<Rights> programs) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$ BEGIN
                        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                            CREATE ROLE "%1$s" LOGIN PASSWORD '%2$s';
                        END IF;
                    END $$
                    """.formatted(user, password));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Rights.give(owner, user, programs);
    }

    public static DataSource dataSource(String url, String user, String password) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }
}
