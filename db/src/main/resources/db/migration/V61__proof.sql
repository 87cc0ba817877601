-- What was decided about a run: whoever asks about bytes reads no document for it. Stays when the run is deleted, as its verdict does.
CREATE TABLE run_verdict (
    run_id        uuid PRIMARY KEY,
    project_id    uuid NOT NULL DEFAULT current_project() REFERENCES project ON DELETE CASCADE,
    decided_at    timestamptz NOT NULL,
    policy_sha256 text NOT NULL CHECK (policy_sha256 ~ '^[0-9a-f]{64}$'),
    evidence_root text NOT NULL CHECK (evidence_root ~ '^[0-9a-f]{64}$'),
    -- A signed statement, as it is sent; null where the installation had no key.
    attestation   json,
    UNIQUE (project_id, run_id)
);

-- What it says of the bytes of a variant. The time is that of the run, so that the latest is found without looking at others.
CREATE TABLE content_verdict (
    run_id      uuid NOT NULL,
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    project_id  uuid NOT NULL DEFAULT current_project(),
    decided_at  timestamptz NOT NULL,
    status      text NOT NULL,
    gating      boolean NOT NULL,
    sentence    text NOT NULL,
    attestation json,
    PRIMARY KEY (run_id, sha256),
    FOREIGN KEY (project_id, run_id) REFERENCES run_verdict (project_id, run_id) ON DELETE CASCADE
);
CREATE INDEX content_verdict_latest ON content_verdict (project_id, sha256, decided_at DESC, run_id DESC);

DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY['run_verdict', 'content_verdict'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenants);
        EXECUTE format('CREATE POLICY of_project ON %I USING (project_id = (SELECT current_project()))', tenants);
        EXECUTE format('CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects()))', tenants);
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION delete_part_of_project(doomed uuid, most_runs integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    part uuid[];
    gone text[];
BEGIN
    PERFORM id FROM project WHERE id = doomed AND deletion_asked_at IS NOT NULL FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    part := ARRAY(SELECT id FROM run WHERE project_id = doomed ORDER BY id LIMIT most_runs);
    IF cardinality(part) > 0 THEN
        PERFORM delete_runs(part);
        UPDATE project SET runs_deleted = runs_deleted + cardinality(part) WHERE id = doomed;
        RETURN true;
    END IF;

    -- What its runs have left, histories of many values and verdicts, may be more than one transaction gets through in its time.
    DELETE FROM series WHERE id IN (SELECT id FROM series WHERE project_id = doomed LIMIT most_runs);
    IF FOUND THEN
        RETURN true;
    END IF;
    DELETE FROM deleted_run WHERE id IN (SELECT id FROM deleted_run WHERE project_id = doomed LIMIT most_runs);
    IF FOUND THEN
        RETURN true;
    END IF;
    DELETE FROM run_verdict WHERE run_id IN (SELECT run_id FROM run_verdict WHERE project_id = doomed LIMIT most_runs);
    IF FOUND THEN
        RETURN true;
    END IF;

    gone := ARRAY(
        SELECT sha256 FROM model WHERE project_id = doomed
        UNION SELECT sha256 FROM dataset WHERE project_id = doomed);
    DELETE FROM model_name WHERE project_id = doomed;
    DELETE FROM model WHERE project_id = doomed;
    DELETE FROM dataset_name WHERE project_id = doomed;
    DELETE FROM dataset WHERE project_id = doomed;
    PERFORM note_unreferenced(gone);
    INSERT INTO deleted_project
        (id, name, created_at, deletion_asked_at, deletion_asked_by, runs_deleted)
    SELECT id, name, created_at, deletion_asked_at, deletion_asked_by, runs_deleted FROM project WHERE id = doomed;
    -- Who came in before it was to be deleted, and writes only now, finds no project.
    DELETE FROM project WHERE id = doomed;
    RETURN false;
END
$$;

-- Nobody who may have it run puts a table of his own in the place of one of its.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION delete_part_of_project SET search_path = %I, pg_temp', current_schema());
END
$$;
