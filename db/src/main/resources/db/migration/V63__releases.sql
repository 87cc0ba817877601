-- What of a model name is deployed, was, or should be: a variant whose verdict passes.
CREATE TABLE release (
    id             uuid PRIMARY KEY,
    project_id     uuid NOT NULL DEFAULT current_project() REFERENCES project ON DELETE CASCADE,
    model_name     text NOT NULL,
    number         integer NOT NULL CHECK (number > 0),
    state          text NOT NULL CHECK (state IN ('PROPOSED', 'ACTIVE', 'REPLACED', 'ROLLED_BACK', 'WITHDRAWN')),
    -- Whether its run stays. No foreign key: what was taken back outlives its run.
    keeps_run      boolean NOT NULL GENERATED ALWAYS AS (state IN ('PROPOSED', 'ACTIVE', 'REPLACED')) STORED,
    model_id       text NOT NULL,
    run_id         uuid NOT NULL,
    variant_id     uuid NOT NULL,
    sha256         text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    recipe         text NOT NULL,
    precision      text NOT NULL,
    device_classes text[] NOT NULL,
    policy_sha256  text NOT NULL CHECK (policy_sha256 ~ '^[0-9a-f]{64}$'),
    evidence_root  text NOT NULL CHECK (evidence_root ~ '^[0-9a-f]{64}$'),
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (project_id, id),
    UNIQUE (project_id, model_name, number)
);
CREATE UNIQUE INDEX release_active ON release (project_id, model_name) WHERE state = 'ACTIVE';
CREATE INDEX release_of_run ON release (run_id) WHERE keeps_run;
CREATE INDEX release_by_age ON release (project_id, created_at DESC, id DESC);

-- How each came to where it stands. Nothing of it is ever changed.
CREATE TABLE release_step (
    release_id uuid NOT NULL,
    number     integer NOT NULL,
    project_id uuid NOT NULL DEFAULT current_project(),
    state      text NOT NULL,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Whose call it was; null where the service asked nobody for a key.
    by_name    text,
    by_mark    text,
    reason     text NOT NULL,
    PRIMARY KEY (release_id, number),
    FOREIGN KEY (project_id, release_id) REFERENCES release (project_id, id) ON DELETE CASCADE,
    CHECK ((by_name IS NULL) = (by_mark IS NULL))
);

DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY['release', 'release_step'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenants);
        EXECUTE format('CREATE POLICY of_project ON %I USING (project_id = (SELECT current_project()))', tenants);
        EXECUTE format(
            'CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects() AND may_file_runs()))', tenants);
    END LOOP;
END
$$;

-- Deletes a run of the project that has ended; what is left of it stays. False where there is none, it has not ended, or a release
-- refers to it.
CREATE OR REPLACE FUNCTION delete_run(of_project uuid, doomed uuid, is_old boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
AS $$
BEGIN
    PERFORM id FROM run WHERE id = doomed AND project_id = of_project AND state <> 'RUNNING' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- Whoever proposes one holds the run until then.
    PERFORM id FROM release WHERE run_id = doomed AND keeps_run;
    IF FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO deleted_run
        (id, project_id, name, tags, commit_id, model_id, calibration_dataset_id, evaluation_dataset_id, state, verdict,
         verdict_word, variants, created_at, ended_at, by_age)
    SELECT id, project_id, name, tags, commit_id, model_id, calibration_dataset_id, evaluation_dataset_id, state, verdict,
        verdict_word, coalesce((
            SELECT jsonb_agg(jsonb_build_object(
                'id', variant.id, 'precision', variant.precision, 'sha256', variant.sha256, 'sizeBytes', variant.size_bytes,
                'provenance', variant.provenance) ORDER BY variant.created_at, variant.id)
            FROM variant WHERE variant.run_id = doomed), '[]'),
        created_at, ended_at, is_old
    FROM run WHERE id = doomed;
    PERFORM delete_runs(ARRAY[doomed]);
    RETURN true;
END
$$;

-- Nobody who may have it run puts a table of his own in the place of one of its.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION delete_run SET search_path = %I, pg_temp', current_schema());
END
$$;
