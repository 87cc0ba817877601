package dev.narrowgauge.db;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What the user of a program may do in the database: what its program does, and nothing else. Only the owner of the tables
 * changes the schema, and nobody changes a variant, a measurement or what the audit log says.
 */
public enum Rights {
    /** Speaks for the agents outside, too. */
    API("""
            GRANT SELECT ON
                model, model_name, dataset, dataset_name, node, node_token, run, job, variant, measurement, control,
                job_event, outbox, idempotency, api_key, page_session, sign_in, identity_session, project,
                deleted_project, audit_pending, audit_entry, stored_use, device_use, unreferenced_content,
                content_listing, environment, comparison_key, series, measured, series_point, change_point, annotation,
                history_pending, deleted_run, retention, run_verdict, content_verdict, extension, reused_measurement TO %1$s;
            GRANT INSERT ON
                model, model_name, dataset, dataset_name, node, node_token, run, job, measurement, control, job_event,
                outbox, idempotency, api_key, page_session, sign_in, identity_session, project, audit_pending,
                unreferenced_content, comparison_key, series, measured, series_point, change_point, annotation,
                run_verdict, content_verdict, extension TO %1$s;
            GRANT INSERT, UPDATE ON quota, retention TO %1$s;
            GRANT EXECUTE ON FUNCTION chain_audit, filing_room, note_unreferenced TO %1$s;
            GRANT UPDATE ON
                node, node_token, outbox, idempotency, content_listing, series, change_point, history_pending TO %1$s;
            GRANT UPDATE (state, verdict, last_sequence, ended_at) ON run TO %1$s;
            """ + OfTasks.OF_JOBS + """
            GRANT UPDATE (expires_at, last_used_at, revoked_at) ON api_key TO %1$s;
            GRANT UPDATE (deletion_asked_at, deletion_asked_by) ON project TO %1$s;
            GRANT UPDATE (wanted_at) ON model, dataset TO %1$s;
            GRANT DELETE ON
                outbox, node, control, page_session, sign_in, identity_session, unreferenced_content, change_point,
                annotation, history_pending, model, model_name, dataset, dataset_name, idempotency TO %1$s;
            GRANT EXECUTE ON FUNCTION delete_part_of_project, delete_run, thin_events TO %1$s;
            GRANT SELECT, INSERT ON release, release_step TO %1$s;
            GRANT UPDATE (state) ON release TO %1$s;
            GRANT SELECT, INSERT, DELETE ON webhook, webhook_delivery TO %1$s;
            GRANT UPDATE (
                secret, previous_secret, previous_until, deactivated_at, sender, sender_until, served_at)
                ON webhook TO %1$s;
            GRANT UPDATE (
                state, attempts, next_attempt_at, last_status, last_error, attempted_at, ended_at)
                ON webhook_delivery TO %1$s;
            """),

    /** Files the jobs that follow on its own. */
    WORKER(OfTasks.SQL + """
            GRANT INSERT ON variant, job, reused_measurement TO %1$s;
            GRANT SELECT ON variant, measurement, node TO %1$s;
            GRANT SELECT, DELETE ON unreferenced_content TO %1$s;
            """),

    AGENT(OfTasks.SQL + """
            GRANT SELECT ON variant, measurement, control, node, extension TO %1$s;
            GRANT INSERT ON measurement, control, node TO %1$s;
            GRANT UPDATE (
                description, device_classes, fingerprint, profile, labels, holder, last_seen_at, quarantined_at,
                quarantine_reason, silence_seconds, recheck_asked_at, cleared_at, clearance_reason) ON node TO %1$s;
            """);

    /**
     * Of all programs: they look at the version of the schema, and say that they are there. What is given no more is taken:
     * what programs of the release before need is given for one release longer.
     */
    private static final String OF_ALL = """
            REVOKE ALL ON ALL TABLES IN SCHEMA %2$s FROM %1$s;
            REVOKE ALL ON FUNCTION
                delete_part_of_project, delete_run, thin_events, note_unreferenced, chain_audit, filing_room FROM %1$s;
            GRANT USAGE ON SCHEMA %2$s TO %1$s;
            GRANT EXECUTE ON FUNCTION may_change_jobs, current_project, serves_all_projects, may_file_runs TO %1$s;
            GRANT SELECT ON flyway_schema_history TO %1$s;
            GRANT SELECT, INSERT, UPDATE, DELETE ON presence TO %1$s;
            """;

    private final String sql;

    Rights(String sql) {
        this.sql = sql;
    }

    /** Of those who take jobs. They number the events of a run, but neither end nor decide it. */
    private static final class OfTasks {
        /** How it goes with a job, not what it is. Of which kinds stands in the schema. */
        static final String OF_JOBS = """
                GRANT UPDATE (
                    state, attempt, crashes, resources, lost_leases, infrastructure, lease_owner, lease_until, error_code,
                    error_message, started_at, queued_at, run_served_at, ended_at, dispatched_at) ON job TO %1$s;
                GRANT SELECT ON quota, project_turn TO %1$s;
                GRANT INSERT, UPDATE ON project_turn TO %1$s;
                """;

        static final String SQL = """
                GRANT SELECT ON model, run, job, outbox TO %1$s;
                GRANT UPDATE (last_sequence) ON run TO %1$s;
                GRANT INSERT ON outbox, job_event TO %1$s;
                """ + OF_JOBS;
    }

    /**
     * Gives a user that there is the rights of the programs that it is for, and takes all others from it. That happens at once,
     * so that programs which run notice nothing. The owner of the tables has all rights, and keeps them.
     *
     * @param owner connects as the owner of the tables
     * @throws NarrowgaugeException REQUEST_INVALID where the database refuses that
     */
    public static void give(DataSource owner, String user, Set<Rights> programs) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            if (user.equals(connection.getMetaData().getUserName())) {
                return;
            }
            String schema = statement.enquoteIdentifier(connection.getSchema(), true);
            String statements =
                    OF_ALL + programs.stream().map(program -> program.sql).collect(joining());
            statement.execute(statements.formatted(statement.enquoteIdentifier(user, true), schema));
        } catch (SQLException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Postgres gives the user '%s' no rights (%s): create that user first, and connect as the owner of the tables."
                            .formatted(user, e.getMessage()),
                    e);
        }
    }
}
