package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestDatabaseConnections extends ApiTest {
    @Inject
    DataSource services;

    /** A server or a network that vanishes without a word would be waited for for ever. */
    @Test
    void statementsFailWhenNothingIsHeardForAMinute() throws SQLException {
        try (Connection connection = services.getConnection()) {
            assertThat(connection.getNetworkTimeout()).as("milliseconds").isEqualTo(60_000);
        }
    }
}
