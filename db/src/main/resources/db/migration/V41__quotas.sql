-- How much a project may have, and how many jobs it takes in a turn. Null is without limit, as is all of a project without a row.
CREATE TABLE quota (
    project_id     uuid PRIMARY KEY REFERENCES project ON DELETE CASCADE,
    weight         integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
    -- Of which no job was ever taken.
    queued_runs    bigint CHECK (queued_runs >= 0),
    -- That have not ended, those that wait among them.
    open_runs      bigint CHECK (open_runs >= 0),
    stored_bytes   bigint CHECK (stored_bytes >= 0),
    -- On each day of UTC.
    device_minutes bigint CHECK (device_minutes >= 0)
);

-- The sizes of a project's models, datasets and variants.
CREATE TABLE stored_use (
    project_id uuid PRIMARY KEY REFERENCES project ON DELETE CASCADE,
    bytes      bigint NOT NULL
);
INSERT INTO stored_use (project_id, bytes)
SELECT project_id, sum(size_bytes)
FROM (
    SELECT project_id, size_bytes FROM model
    UNION ALL SELECT project_id, size_bytes FROM dataset
    UNION ALL SELECT project_id, size_bytes FROM variant) AS stored
GROUP BY project_id;

-- How long attempts of a project's benchmark jobs have had a node, by the day of UTC on which they ended.
CREATE TABLE device_use (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    day        date NOT NULL,
    seconds    double precision NOT NULL,
    PRIMARY KEY (project_id, day)
);

CREATE INDEX run_open_of_project ON run (project_id, id) WHERE state = 'RUNNING';

-- With the rights of the owner: who writes a variant or ends a job does not say what was used.
CREATE FUNCTION count_stored() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE stored_use SET bytes = bytes - OLD.size_bytes WHERE project_id = OLD.project_id;
    ELSE
        INSERT INTO stored_use (project_id, bytes) VALUES (NEW.project_id, NEW.size_bytes)
        ON CONFLICT (project_id) DO UPDATE SET bytes = stored_use.bytes + excluded.bytes;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER model_is_counted AFTER INSERT OR DELETE ON model FOR EACH ROW EXECUTE FUNCTION count_stored();
CREATE TRIGGER dataset_is_counted AFTER INSERT OR DELETE ON dataset FOR EACH ROW EXECUTE FUNCTION count_stored();
CREATE TRIGGER variant_is_counted AFTER INSERT OR DELETE ON variant FOR EACH ROW EXECUTE FUNCTION count_stored();

CREATE FUNCTION count_device_time() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
AS $$
DECLARE
    ended timestamptz := clock_timestamp();
BEGIN
    INSERT INTO device_use (project_id, day, seconds)
    VALUES (OLD.project_id, CAST(ended AT TIME ZONE 'UTC' AS date), extract(epoch FROM ended - OLD.started_at))
    ON CONFLICT (project_id, day) DO UPDATE SET seconds = device_use.seconds + excluded.seconds;
    RETURN NULL;
END
$$;

CREATE TRIGGER job_time_is_counted AFTER UPDATE ON job FOR EACH ROW
WHEN (OLD.state = 'RUNNING' AND NEW.state <> 'RUNNING' AND OLD.kind = 'BENCHMARK' AND OLD.started_at IS NOT NULL)
EXECUTE FUNCTION count_device_time();

-- How many runs a project may file now, and the limit that says so; null for as many as it likes. Whoever files for the project
-- at the same time waits, and then counts what was filed before it: each statement of a function sees what is there by then.
CREATE FUNCTION filing_room(of_project uuid, OUT room bigint, OUT reached text)
LANGUAGE plpgsql
AS $$
DECLARE
    limits quota;
    used   bigint;
BEGIN
    SELECT * INTO limits FROM quota WHERE quota.project_id = of_project FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF EXISTS (
            SELECT FROM stored_use WHERE stored_use.project_id = of_project AND stored_use.bytes >= limits.stored_bytes) THEN
        room := 0;
        reached := 'STORED_BYTES';
        RETURN;
    END IF;
    IF EXISTS (
            SELECT FROM device_use
            WHERE device_use.project_id = of_project
                AND device_use.day = CAST(clock_timestamp() AT TIME ZONE 'UTC' AS date)
                AND device_use.seconds >= 60 * limits.device_minutes) THEN
        room := 0;
        reached := 'DEVICE_MINUTES';
        RETURN;
    END IF;
    -- No more are counted than there may be.
    IF limits.open_runs IS NOT NULL THEN
        SELECT count(*) INTO used FROM (
            SELECT FROM run WHERE run.state = 'RUNNING' AND run.project_id = of_project
            LIMIT limits.open_runs) AS open;
        room := limits.open_runs - used;
        reached := 'OPEN_RUNS';
    END IF;
    IF limits.queued_runs IS NOT NULL THEN
        SELECT count(*) INTO used FROM (
            SELECT FROM run WHERE run.state = 'RUNNING' AND run.project_id = of_project
                AND NOT EXISTS (SELECT FROM job WHERE job.run_id = run.id AND job.started_at IS NOT NULL)
            LIMIT limits.queued_runs) AS queued;
        IF room IS NULL OR limits.queued_runs - used < room THEN
            room := limits.queued_runs - used;
            reached := 'QUEUED_RUNS';
        END IF;
    END IF;
END
$$;

-- Nobody who may have it run puts a table of his own in the place of one of these.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION count_stored SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION count_device_time SET search_path = %I, pg_temp', current_schema());
END
$$;

DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY['quota', 'stored_use', 'device_use'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenants);
        EXECUTE format('CREATE POLICY of_project ON %I USING (project_id = (SELECT current_project()))', tenants);
        EXECUTE format('CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects()))', tenants);
    END LOOP;
END
$$;
