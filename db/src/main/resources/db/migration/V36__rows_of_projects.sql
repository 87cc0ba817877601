ALTER TABLE model VALIDATE CONSTRAINT model_of_project;
ALTER TABLE dataset VALIDATE CONSTRAINT dataset_of_project;
ALTER TABLE model_name VALIDATE CONSTRAINT model_name_of_model;
ALTER TABLE dataset_name VALIDATE CONSTRAINT dataset_name_of_dataset;
ALTER TABLE run
    VALIDATE CONSTRAINT run_of_project,
    VALIDATE CONSTRAINT run_of_own_model,
    VALIDATE CONSTRAINT run_of_own_calibration,
    VALIDATE CONSTRAINT run_of_own_evaluation;
ALTER TABLE job VALIDATE CONSTRAINT job_of_run;
ALTER TABLE variant VALIDATE CONSTRAINT variant_of_own_run;
ALTER TABLE measurement VALIDATE CONSTRAINT measurement_of_own_run;
ALTER TABLE job_event VALIDATE CONSTRAINT job_event_of_run;
ALTER TABLE idempotency VALIDATE CONSTRAINT idempotency_of_run;

-- A page of a list is read of one project, however many others there are.
DROP INDEX model_by_age;
CREATE INDEX model_by_age ON model (project_id, created_at DESC, sha256 DESC);
DROP INDEX dataset_by_age;
CREATE INDEX dataset_by_age ON dataset (project_id, created_at DESC, sha256 DESC);
DROP INDEX run_by_age;
CREATE INDEX run_by_age ON run (project_id, created_at DESC, id DESC);
