-- A run whose verdict forks may yet decide gets further benchmark jobs of the same variants and classes: of which extension a job is, the
-- first measurement being none.
ALTER TABLE job
    ADD COLUMN extension integer NOT NULL DEFAULT 0 CHECK (extension >= 0),
    DROP CONSTRAINT job_run_id_kind_subject_device_class_key,
    ADD CONSTRAINT job_once UNIQUE NULLS NOT DISTINCT (run_id, kind, subject, device_class, extension);

-- What such a job is to measure, and why.
CREATE TABLE extension (
    job_id     uuid PRIMARY KEY REFERENCES job ON DELETE CASCADE,
    project_id uuid NOT NULL DEFAULT current_project(),
    run_id     uuid NOT NULL,
    forks      integer NOT NULL CHECK (forks >= 1),
    reason     text NOT NULL,
    FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) ON DELETE CASCADE
);
CREATE INDEX extension_of_run ON extension (run_id);

-- What a run has taken of another of its project instead of measuring: one measurement, or those that an extension made of it.
CREATE TABLE reused_measurement (
    variant_id     uuid NOT NULL REFERENCES variant ON DELETE CASCADE,
    measurement_id uuid NOT NULL REFERENCES measurement ON DELETE CASCADE,
    project_id     uuid NOT NULL DEFAULT current_project(),
    run_id         uuid NOT NULL,
    device_class   text NOT NULL,
    PRIMARY KEY (variant_id, measurement_id),
    FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) ON DELETE CASCADE
);
CREATE INDEX reused_measurement_of_run ON reused_measurement (run_id);
CREATE INDEX reused_measurement_of ON reused_measurement (measurement_id);

-- Whether whoever asked for it wants everything measured anew, whatever its policy says.
ALTER TABLE run ADD COLUMN fresh boolean NOT NULL DEFAULT false;

DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY['extension', 'reused_measurement'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenants);
        EXECUTE format('CREATE POLICY of_project ON %I USING (project_id = (SELECT current_project()))', tenants);
        EXECUTE format('CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects()))', tenants);
    END LOOP;
END
$$;
