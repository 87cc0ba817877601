-- Tenants. The first has all that there was before, and all of programs that say no project.
CREATE TABLE project (
    id                uuid PRIMARY KEY,
    name              text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Since when nobody enters it any more, and what it has is deleted; null while it is not to be.
    deletion_asked_at timestamptz,
    -- The key whose holder asked; null where nobody was known.
    deletion_asked_by uuid REFERENCES api_key,
    -- Of its deletion so far.
    runs_deleted      bigint NOT NULL DEFAULT 0,
    CHECK (id <> '00000000-0000-0000-0000-000000000001' OR deletion_asked_at IS NULL)
);
INSERT INTO project (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'default');

-- Whose rows the transaction reads and writes. Programs of the release before say nothing, and know the first project alone.
CREATE FUNCTION current_project() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(
    CAST(nullif(current_setting('narrowgauge.project', true), '') AS uuid),
    CAST('00000000-0000-0000-0000-000000000001' AS uuid));

-- Who changes a job locks its run first: so does this.
ALTER TABLE run
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    DROP CONSTRAINT run_model_id_fkey,
    DROP CONSTRAINT run_calibration_dataset_id_fkey,
    DROP CONSTRAINT run_evaluation_dataset_id_fkey;
ALTER TABLE job
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    DROP CONSTRAINT job_run_id_fkey;
ALTER TABLE variant
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    DROP CONSTRAINT variant_run_id_fkey;
ALTER TABLE measurement
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    DROP CONSTRAINT measurement_run_id_fkey;
ALTER TABLE job_event
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    DROP CONSTRAINT job_event_run_id_fkey;
ALTER TABLE outbox ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001';
-- Of a measurement's control the measurement's; those of A/A sessions are the first project's.
ALTER TABLE control ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001';
ALTER TABLE idempotency
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    ADD COLUMN request_key text,
    DROP CONSTRAINT idempotency_run_id_fkey;
ALTER TABLE model_name
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    DROP CONSTRAINT model_name_model_id_fkey,
    DROP CONSTRAINT model_name_pkey;
ALTER TABLE dataset_name
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    DROP CONSTRAINT dataset_name_dataset_id_fkey,
    DROP CONSTRAINT dataset_name_pkey;
ALTER TABLE model
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    ADD COLUMN sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    DROP CONSTRAINT model_pkey;
ALTER TABLE dataset
    ADD COLUMN project_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    ADD COLUMN sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    DROP CONSTRAINT dataset_pkey;

-- Programs of the release before know content by id, and requests by key, whose rows must be the only ones: outside the first
-- project both are null. A later migration drops them.
CREATE FUNCTION same_content() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.sha256 := coalesce(NEW.sha256, NEW.id);
    NEW.id := CASE WHEN NEW.project_id = '00000000-0000-0000-0000-000000000001' THEN NEW.sha256 END;
    RETURN NEW;
END
$$;

CREATE FUNCTION same_request_key() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.request_key := coalesce(NEW.request_key, NEW.key);
    NEW.key := CASE WHEN NEW.project_id = '00000000-0000-0000-0000-000000000001' THEN NEW.request_key END;
    RETURN NEW;
END
$$;

CREATE TRIGGER model_same_content BEFORE INSERT ON model FOR EACH ROW EXECUTE FUNCTION same_content();
CREATE TRIGGER dataset_same_content BEFORE INSERT ON dataset FOR EACH ROW EXECUTE FUNCTION same_content();
CREATE TRIGGER idempotency_same_request_key
BEFORE INSERT ON idempotency
FOR EACH ROW EXECUTE FUNCTION same_request_key();

UPDATE model SET sha256 = id;
UPDATE dataset SET sha256 = id;
UPDATE idempotency SET request_key = key;

-- Of two keys that a row has, the one that is older is compared first: that by which this release finds a conflict.
ALTER TABLE model ADD PRIMARY KEY (project_id, sha256);
ALTER TABLE model ALTER COLUMN id DROP NOT NULL, ADD UNIQUE (id);
ALTER TABLE dataset ADD PRIMARY KEY (project_id, sha256);
ALTER TABLE dataset ALTER COLUMN id DROP NOT NULL, ADD UNIQUE (id);
ALTER TABLE idempotency DROP CONSTRAINT idempotency_pkey;
ALTER TABLE idempotency ADD PRIMARY KEY (project_id, request_key);
ALTER TABLE idempotency ALTER COLUMN key DROP NOT NULL, ADD UNIQUE (key);
ALTER TABLE model_name ADD PRIMARY KEY (project_id, model_id, name);
ALTER TABLE dataset_name ADD PRIMARY KEY (project_id, dataset_id, name);
ALTER TABLE run ADD UNIQUE (project_id, id);

-- Nothing is of a project that what it belongs to is not of. What lies there is looked at by the next migration.
ALTER TABLE model ADD CONSTRAINT model_of_project FOREIGN KEY (project_id) REFERENCES project NOT VALID;
ALTER TABLE dataset ADD CONSTRAINT dataset_of_project FOREIGN KEY (project_id) REFERENCES project NOT VALID;
ALTER TABLE model_name
    ADD CONSTRAINT model_name_of_model FOREIGN KEY (project_id, model_id) REFERENCES model NOT VALID;
ALTER TABLE dataset_name
    ADD CONSTRAINT dataset_name_of_dataset FOREIGN KEY (project_id, dataset_id) REFERENCES dataset NOT VALID;
ALTER TABLE run
    ADD CONSTRAINT run_of_project FOREIGN KEY (project_id) REFERENCES project NOT VALID,
    ADD CONSTRAINT run_of_own_model FOREIGN KEY (project_id, model_id) REFERENCES model NOT VALID,
    ADD CONSTRAINT run_of_own_calibration
        FOREIGN KEY (project_id, calibration_dataset_id) REFERENCES dataset NOT VALID,
    ADD CONSTRAINT run_of_own_evaluation
        FOREIGN KEY (project_id, evaluation_dataset_id) REFERENCES dataset NOT VALID;
ALTER TABLE job
    ADD CONSTRAINT job_of_run FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) NOT VALID;
ALTER TABLE variant
    ADD CONSTRAINT variant_of_own_run FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) NOT VALID;
ALTER TABLE measurement
    ADD CONSTRAINT measurement_of_own_run FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) NOT VALID;
ALTER TABLE job_event
    ADD CONSTRAINT job_event_of_run FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) NOT VALID;
ALTER TABLE idempotency
    ADD CONSTRAINT idempotency_of_run
        FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) DEFERRABLE INITIALLY DEFERRED NOT VALID;

ALTER TABLE run ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE job ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE variant ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE measurement ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE job_event ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE outbox ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE control ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE idempotency ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE model_name ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE dataset_name ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE model ALTER COLUMN project_id SET DEFAULT current_project();
ALTER TABLE dataset ALTER COLUMN project_id SET DEFAULT current_project();
