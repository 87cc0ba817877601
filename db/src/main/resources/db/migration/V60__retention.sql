-- Whoever files a run asks for its table first, and for those of what it is about afterwards: so does this.
-- Whether the events of the run are only those that say when something began or ended.
ALTER TABLE run ADD COLUMN events_thinned boolean NOT NULL DEFAULT false;

-- What is left of a run that was deleted: its verdict, and the digests of what it was about.
CREATE TABLE deleted_run (
    id                     uuid PRIMARY KEY,
    project_id             uuid NOT NULL DEFAULT current_project() REFERENCES project ON DELETE CASCADE,
    name                   text NOT NULL,
    tags                   text[] NOT NULL,
    commit_id              text,
    model_id               text NOT NULL,
    calibration_dataset_id text NOT NULL,
    evaluation_dataset_id  text NOT NULL,
    state                  text NOT NULL CHECK (state IN ('DONE', 'CANCELLED')),
    verdict                jsonb,
    verdict_word           text,
    -- An array of objects: what was made, with its SHA-256 and what it was made from.
    variants               jsonb NOT NULL,
    created_at             timestamptz NOT NULL,
    ended_at               timestamptz NOT NULL,
    deleted_at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Whether it was deleted because it was old, and not because somebody asked.
    by_age                 boolean NOT NULL
);
CREATE INDEX deleted_run_by_age ON deleted_run (project_id, created_at DESC, id DESC);
ALTER TABLE deleted_run
    ALTER COLUMN verdict SET STATISTICS 0,
    ALTER COLUMN variants SET STATISTICS 0;

-- How long a project keeps what it has. Null is for good; of a project without a row the installation says it.
CREATE TABLE retention (
    project_id  uuid PRIMARY KEY REFERENCES project ON DELETE CASCADE,
    -- After their end.
    run_days    integer CHECK (run_days > 0),
    -- Of models and datasets that no run is about, after somebody last asked for them.
    upload_days integer CHECK (upload_days > 0)
);

DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY['deleted_run', 'retention'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenants);
        EXECUTE format('CREATE POLICY of_project ON %I USING (project_id = (SELECT current_project()))', tenants);
        EXECUTE format('CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects()))', tenants);
    END LOOP;
END
$$;

-- When somebody last uploaded it or asked for it: whoever is told that it is there may be about to file a run about it.
ALTER TABLE model ADD COLUMN wanted_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE dataset ADD COLUMN wanted_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX model_by_want ON model (project_id, wanted_at);
CREATE INDEX dataset_by_want ON dataset (project_id, wanted_at);

CREATE INDEX run_to_thin ON run (ended_at) WHERE ended_at IS NOT NULL AND NOT events_thinned;
CREATE INDEX run_ended ON run (project_id, ended_at) WHERE ended_at IS NOT NULL;

-- What still refers to what is deleted: without these each deletion reads a whole table.
CREATE INDEX run_of_calibration ON run (calibration_dataset_id, created_at DESC);
CREATE INDEX run_of_evaluation ON run (evaluation_dataset_id, created_at DESC);
CREATE INDEX measurement_of_variant ON measurement (variant_id);
CREATE INDEX control_of_measurement ON control (measurement_id) WHERE measurement_id IS NOT NULL;
CREATE INDEX idempotency_of_run_id ON idempotency (run_id);
-- An event goes with its run, as its job does; an index would cost every event something.
ALTER TABLE job_event DROP CONSTRAINT job_event_job_id_fkey;

-- Notes those of the stored contents that no row refers to, from now on or from before. Returns how many are new.
CREATE FUNCTION note_unreferenced(stored text[]) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    noted bigint;
BEGIN
    INSERT INTO unreferenced_content (sha256)
    SELECT DISTINCT named.sha256 FROM unnest(stored) AS named (sha256)
    WHERE NOT EXISTS (SELECT FROM model WHERE model.sha256 = named.sha256)
        AND NOT EXISTS (SELECT FROM dataset WHERE dataset.sha256 = named.sha256)
        AND NOT EXISTS (SELECT FROM variant WHERE variant.sha256 = named.sha256)
    -- In one order: others note some of the same.
    ORDER BY named.sha256
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS noted = ROW_COUNT;
    RETURN noted;
END
$$;
REVOKE ALL ON FUNCTION note_unreferenced FROM PUBLIC;

-- Deletes runs with all that belongs to them. Whoever has it done serves all projects, and holds the runs.
CREATE FUNCTION delete_runs(part uuid[]) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    made text[] := ARRAY(SELECT DISTINCT sha256 FROM variant WHERE run_id = ANY (part));
BEGIN
    DELETE FROM outbox WHERE job_id IN (SELECT id FROM job WHERE run_id = ANY (part));
    DELETE FROM idempotency WHERE run_id = ANY (part);
    DELETE FROM job_event WHERE run_id = ANY (part);
    -- How steady a node is stays known.
    UPDATE control SET measurement_id = NULL, project_id = '00000000-0000-0000-0000-000000000001'
    WHERE measurement_id IN (SELECT id FROM measurement WHERE run_id = ANY (part));
    DELETE FROM measurement WHERE run_id = ANY (part);
    DELETE FROM variant WHERE run_id = ANY (part);
    DELETE FROM job WHERE run_id = ANY (part);
    DELETE FROM run WHERE id = ANY (part);
    PERFORM note_unreferenced(made);
END
$$;
REVOKE ALL ON FUNCTION delete_runs FROM PUBLIC;

-- Deletes a run of the project that has ended; what is left of it stays. False where there is none, or it has not ended.
CREATE FUNCTION delete_run(of_project uuid, doomed uuid, is_old boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
AS $$
BEGIN
    PERFORM id FROM run WHERE id = doomed AND project_id = of_project AND state <> 'RUNNING' FOR UPDATE;
    IF NOT FOUND THEN
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
REVOKE ALL ON FUNCTION delete_run FROM PUBLIC;

-- Of some runs that ended long enough ago deletes the events that only said how far a stage was; the first of each stays. Returns of
-- how many runs.
CREATE FUNCTION thin_events(older interval, most_runs integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    part uuid[];
BEGIN
    part := ARRAY(
        SELECT id FROM run WHERE ended_at < now() - older AND NOT events_thinned
        ORDER BY ended_at LIMIT most_runs FOR UPDATE SKIP LOCKED);
    DELETE FROM job_event USING (
        SELECT run_id, sequence, type,
            (type, data ->> 'attempt', data ->> 'stage') IS NOT DISTINCT FROM (
                lag(type) OVER of_job, lag(data ->> 'attempt') OVER of_job, lag(data ->> 'stage') OVER of_job) AS goes_on
        FROM job_event
        WHERE run_id = ANY (part) AND job_id IS NOT NULL
        WINDOW of_job AS (PARTITION BY run_id, job_id ORDER BY sequence)) AS told
    WHERE job_event.run_id = told.run_id AND job_event.sequence = told.sequence
        AND told.type = 'progress' AND told.goes_on;
    UPDATE run SET events_thinned = true WHERE id = ANY (part);
    RETURN cardinality(part);
END
$$;
REVOKE ALL ON FUNCTION thin_events FROM PUBLIC;

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

-- Nobody who may have one run puts a table of his own in the place of one of these.
DO $$
DECLARE
    definer text;
BEGIN
    FOREACH definer IN ARRAY ARRAY['delete_run', 'thin_events', 'delete_part_of_project'] LOOP
        EXECUTE format('ALTER FUNCTION %I SET search_path = %I, pg_temp', definer, current_schema());
    END LOOP;
END
$$;
