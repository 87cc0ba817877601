package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the users of programs may not do. */
class TestRefusedRights {
    private static final RightsUsers USERS = new RightsUsers();

    private static final String REFUSED = "42501";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    API    | DELETE FROM run
                    API    | DELETE FROM job_event
                    API    | DELETE FROM deleted_run
                    API    | UPDATE deleted_run SET verdict = NULL
                    API    | DELETE FROM run_verdict
                    API    | UPDATE run_verdict SET attestation = NULL
                    API    | UPDATE content_verdict SET status = 'PASS'
                    WORKER | SELECT status FROM content_verdict
                    API    | UPDATE model SET size_bytes = 0
                    API    | SELECT delete_runs('{}')
                    WORKER | SELECT delete_run(gen_random_uuid(), gen_random_uuid(), false)
                    WORKER | SELECT thin_events(interval '1 s', 1)
                    WORKER | DELETE FROM model
                    API    | INSERT INTO variant SELECT * FROM variant
                    API    | UPDATE measurement SET version = 1
                    API    | DELETE FROM node_token
                    API    | DELETE FROM api_key
                    API    | UPDATE api_key SET permissions = '{admin}'
                    API    | UPDATE flyway_schema_history SET success = false
                    API    | UPDATE audit_entry SET line = line
                    API    | DELETE FROM audit_entry
                    API    | INSERT INTO audit_entry SELECT * FROM audit_entry
                    API    | DELETE FROM audit_pending
                    API    | UPDATE stored_use SET bytes = 0
                    API    | UPDATE measured SET node = node
                    API    | UPDATE series_point SET value = value
                    API    | DELETE FROM series
                    AGENT  | SELECT FROM series_point
                    AGENT  | INSERT INTO history_pending SELECT * FROM history_pending
                    WORKER | SELECT FROM annotation
                    API    | UPDATE device_use SET seconds = 0
                    WORKER | UPDATE quota SET weight = 100
                    AGENT  | UPDATE quota SET weight = 100
                    WORKER | SELECT chain_audit(1)
                    WORKER | INSERT INTO unreferenced_content (sha256) VALUES (repeat('a', 64))
                    WORKER | UPDATE content_listing SET begun_at = now()
                    AGENT  | DELETE FROM unreferenced_content
                    WORKER | INSERT INTO audit_pending (entry) VALUES ('{"a":1}')
                    API    | ALTER TABLE run ADD COLUMN more text
                    WORKER | UPDATE run SET ended_at = now()
                    WORKER | DELETE FROM job
                    WORKER | INSERT INTO measurement SELECT * FROM measurement
                    WORKER | UPDATE variant SET size_bytes = 0
                    WORKER | SELECT * FROM idempotency
                    WORKER | SELECT * FROM page_session
                    WORKER | SELECT * FROM identity_session
                    WORKER | DROP TABLE job
                    API    | DELETE FROM release
                    API    | UPDATE release SET run_id = run_id
                    API    | UPDATE release_step SET reason = reason
                    WORKER | SELECT state FROM release
                    AGENT  | SELECT state FROM release
                    API    | UPDATE webhook SET url = url
                    API    | UPDATE webhook_delivery SET body = body
                    WORKER | SELECT secret FROM webhook
                    AGENT  | SELECT secret FROM webhook
                    WORKER | INSERT INTO webhook_delivery SELECT * FROM webhook_delivery
                    AGENT  | INSERT INTO job SELECT * FROM job
                    AGENT  | INSERT INTO variant SELECT * FROM variant
                    AGENT  | UPDATE run SET verdict = NULL
                    AGENT  | UPDATE measurement SET version = 1
                    AGENT  | DELETE FROM node
                    AGENT  | SELECT * FROM node_token
                    AGENT  | SELECT * FROM api_key
                    AGENT  | CREATE TABLE more (id integer)
                    """)
    void programsDoNothingElse(Rights rights, String sql) throws SQLException {
        try (Connection connection = USERS.dataSource(rights).getConnection();
                Statement statement = connection.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute(sql))
                    .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo(REFUSED));
        }
    }

    @Test
    void userThatThereIsNotIsNamed() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Rights.give(USERS.owner(), "no\"body", Set.of(Rights.API)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .withMessageContaining("no\"body");
    }
}
