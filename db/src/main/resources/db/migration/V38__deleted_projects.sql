-- What is left of a project: that there was one, and who had it deleted.
CREATE TABLE deleted_project (
    id                uuid PRIMARY KEY,
    name              text NOT NULL,
    created_at        timestamptz NOT NULL,
    deletion_asked_at timestamptz NOT NULL,
    deletion_asked_by uuid REFERENCES api_key,
    deleted_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    runs_deleted      bigint NOT NULL
);
ALTER TABLE deleted_project ENABLE ROW LEVEL SECURITY;
ALTER TABLE deleted_project FORCE ROW LEVEL SECURITY;
CREATE POLICY of_services ON deleted_project USING ((SELECT serves_all_projects() AND may_file_runs()));

-- Deletes some runs of a project that is to be deleted, or the rest once it has none. False where nothing is left to do. The
-- only way in which a program deletes runs: it has no right to do so itself.
CREATE FUNCTION delete_part_of_project(doomed uuid, most_runs integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    part uuid[];
BEGIN
    PERFORM id FROM project WHERE id = doomed AND deletion_asked_at IS NOT NULL FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    part := ARRAY(SELECT id FROM run WHERE project_id = doomed ORDER BY id LIMIT most_runs);
    IF cardinality(part) > 0 THEN
        DELETE FROM outbox WHERE job_id IN (SELECT id FROM job WHERE run_id = ANY (part));
        DELETE FROM idempotency WHERE project_id = doomed AND run_id = ANY (part);
        DELETE FROM job_event WHERE run_id = ANY (part);
        -- How steady a node is stays known.
        UPDATE control SET measurement_id = NULL, project_id = '00000000-0000-0000-0000-000000000001'
        WHERE project_id = doomed AND measurement_id IN (SELECT id FROM measurement WHERE run_id = ANY (part));
        DELETE FROM measurement WHERE run_id = ANY (part);
        DELETE FROM variant WHERE run_id = ANY (part);
        DELETE FROM job WHERE run_id = ANY (part);
        DELETE FROM run WHERE id = ANY (part);
        UPDATE project SET runs_deleted = runs_deleted + cardinality(part) WHERE id = doomed;
        RETURN true;
    END IF;

    DELETE FROM model_name WHERE project_id = doomed;
    DELETE FROM model WHERE project_id = doomed;
    DELETE FROM dataset_name WHERE project_id = doomed;
    DELETE FROM dataset WHERE project_id = doomed;
    INSERT INTO deleted_project
        (id, name, created_at, deletion_asked_at, deletion_asked_by, runs_deleted)
    SELECT id, name, created_at, deletion_asked_at, deletion_asked_by, runs_deleted FROM project WHERE id = doomed;
    -- Who came in before it was to be deleted, and writes only now, finds no project.
    DELETE FROM project WHERE id = doomed;
    RETURN false;
END
$$;
-- Nobody who may call it puts a table of his own in the place of one of these.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION delete_part_of_project SET search_path = %I, pg_temp', current_schema());
END
$$;
REVOKE ALL ON FUNCTION delete_part_of_project FROM PUBLIC;
