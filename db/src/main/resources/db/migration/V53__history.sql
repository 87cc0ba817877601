-- What the profile of a node was when it had that fingerprint: its own row says what it is now.
CREATE TABLE environment (
    fingerprint   text PRIMARY KEY,
    profile       jsonb NOT NULL,
    first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO environment (fingerprint, profile)
SELECT DISTINCT ON (fingerprint) fingerprint, profile FROM node ORDER BY fingerprint, last_seen_at DESC;

CREATE FUNCTION keep_environment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
AS $$
BEGIN
    INSERT INTO environment (fingerprint, profile) VALUES (NEW.fingerprint, NEW.profile) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER node_keep_environment AFTER INSERT OR UPDATE OF fingerprint, profile ON node
FOR EACH ROW EXECUTE FUNCTION keep_environment();

-- All that values must have in common to be compared, once for each project that has such values.
CREATE TABLE comparison_key (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id uuid NOT NULL DEFAULT current_project() REFERENCES project ON DELETE CASCADE,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    content    jsonb NOT NULL,
    UNIQUE (project_id, sha256)
);

CREATE TABLE series (
    id                  uuid PRIMARY KEY,
    project_id          uuid NOT NULL DEFAULT current_project() REFERENCES project ON DELETE CASCADE,
    family              text NOT NULL,
    recipe              text NOT NULL,
    device_class        text NOT NULL,
    scenario            text NOT NULL,
    metric              text NOT NULL,
    created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    measurements        bigint NOT NULL DEFAULT 0,
    -- Of the newest value, so that a matrix of thousands of series is read from their rows alone.
    last_at             timestamptz,
    last_measurement_id uuid,
    last_key_id         bigint,
    last_value          double precision,
    last_low            double precision,
    last_high           double precision,
    -- From one measurement to the next; null while nobody knows when the next is due.
    usual_gap_seconds   double precision,
    -- Of the values since the last change under the newest conditions; null while they are too few.
    steady_values       integer,
    deviation           double precision,
    smallest_visible    double precision,
    -- Changes that nobody has confirmed or dismissed.
    open_changes        integer NOT NULL DEFAULT 0,
    UNIQUE (project_id, family, recipe, device_class, scenario, metric),
    UNIQUE (project_id, id)
);
CREATE INDEX series_by_age ON series (project_id, created_at DESC, id DESC);

-- What is kept of a measurement for as long as its project is there, whatever becomes of its documents.
CREATE TABLE measured (
    measurement_id uuid PRIMARY KEY,
    project_id     uuid NOT NULL DEFAULT current_project() REFERENCES project ON DELETE CASCADE,
    run_id         uuid NOT NULL,
    variant_id     uuid NOT NULL,
    model_id       text NOT NULL,
    family         text NOT NULL,
    recipe         text NOT NULL,
    recipe_sha256  text NOT NULL,
    device_class   text NOT NULL,
    scenario       text NOT NULL,
    node           text NOT NULL,
    -- Of the sources that the model was built from; null where the run names none.
    commit_id      text,
    at             timestamptz NOT NULL
);

CREATE TABLE series_point (
    series_id      uuid NOT NULL,
    at             timestamptz NOT NULL,
    measurement_id uuid NOT NULL,
    project_id     uuid NOT NULL DEFAULT current_project(),
    key_id         bigint NOT NULL,
    value          double precision NOT NULL,
    -- Of the 95 % interval; null where there is none.
    low            double precision,
    high           double precision,
    PRIMARY KEY (series_id, at, measurement_id),
    FOREIGN KEY (project_id, series_id) REFERENCES series (project_id, id) ON DELETE CASCADE
);
CREATE INDEX series_point_of_measurement ON series_point (measurement_id);

CREATE TABLE change_point (
    id             uuid PRIMARY KEY,
    project_id     uuid NOT NULL DEFAULT current_project(),
    series_id      uuid NOT NULL,
    key_id         bigint NOT NULL,
    -- Of the first value after it.
    at             timestamptz NOT NULL,
    measurement_id uuid NOT NULL,
    -- Of the first and the last of the values that it was seen in.
    seen_from      timestamptz NOT NULL,
    seen_to        timestamptz NOT NULL,
    mean_before    double precision NOT NULL,
    mean_after     double precision NOT NULL,
    magnitude      double precision NOT NULL,
    p_value        double precision NOT NULL,
    found_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    state          text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'CONFIRMED', 'DISMISSED')),
    decided_at     timestamptz,
    -- As the caller is called to people; null where nobody is asked.
    decided_by     text,
    reason         text,
    CHECK ((state = 'OPEN') = (decided_at IS NULL)),
    FOREIGN KEY (project_id, series_id) REFERENCES series (project_id, id) ON DELETE CASCADE
);
CREATE INDEX change_point_of_series ON change_point (series_id, at);

CREATE TABLE annotation (
    id         uuid PRIMARY KEY,
    project_id uuid NOT NULL DEFAULT current_project() REFERENCES project ON DELETE CASCADE,
    -- Null for what concerns every series of the project.
    series_id  uuid,
    at         timestamptz NOT NULL,
    text       text NOT NULL,
    author     text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (project_id, series_id) REFERENCES series (project_id, id) ON DELETE CASCADE
);
CREATE INDEX annotation_by_time ON annotation (project_id, at);

-- Measurements that are in no history yet, whichever program wrote them.
CREATE TABLE history_pending (
    measurement_id uuid PRIMARY KEY REFERENCES measurement ON DELETE CASCADE,
    project_id     uuid NOT NULL DEFAULT current_project(),
    version        integer NOT NULL,
    not_before     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX history_pending_due ON history_pending (not_before);
-- Those of all projects.
SELECT set_config('narrowgauge.role', 'services', true);
INSERT INTO history_pending (measurement_id, project_id, version, not_before)
SELECT id, project_id, version, created_at FROM measurement;

CREATE FUNCTION keep_for_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
AS $$
BEGIN
    INSERT INTO history_pending (measurement_id, project_id, version) VALUES (NEW.id, NEW.project_id, NEW.version);
    RETURN NULL;
END
$$;
CREATE TRIGGER measurement_keep_for_history AFTER INSERT ON measurement
FOR EACH ROW EXECUTE FUNCTION keep_for_history();

-- Nobody who may have it run puts a table of his own in the place of one of these.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION keep_environment SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION keep_for_history SET search_path = %I, pg_temp', current_schema());
END
$$;

DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY[
        'comparison_key', 'series', 'measured', 'series_point', 'change_point', 'annotation', 'history_pending']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenants);
        EXECUTE format('CREATE POLICY of_project ON %I USING (project_id = (SELECT current_project()))', tenants);
        EXECUTE format('CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects()))', tenants);
    END LOOP;
END
$$;
