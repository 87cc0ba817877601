-- How urgent a run is to its project: -1, 0 or 1. Its jobs have the same.
ALTER TABLE run ADD COLUMN priority smallint NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN priority smallint NOT NULL DEFAULT 0;

-- Of a queue, whose turn it is.
CREATE TABLE project_turn (
    kind         text NOT NULL,
    device_class text NOT NULL,
    project_id   uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    -- When the project's last turn was over.
    served_at    timestamptz NOT NULL,
    -- Jobs that it may still take in this turn, and those of a whole one.
    jobs_left    integer NOT NULL,
    weight       integer NOT NULL,
    PRIMARY KEY (kind, device_class, project_id)
);

-- Row security keeps what might tell of hidden rows from indexes: coalesce is taken for such, this is not.
CREATE INDEX job_in_turn ON job (
    kind, (CASE WHEN device_class IS NULL THEN '' ELSE device_class END), project_id, priority DESC,
    greatest(queued_at, run_served_at), queued_at, id)
    WHERE state = 'QUEUED';
DROP INDEX job_turn;
DROP INDEX job_queue;
CREATE INDEX job_queue ON job (
    kind, (CASE WHEN device_class IS NULL THEN '' ELSE device_class END), queued_at, id)
    WHERE state = 'QUEUED';

ALTER TABLE project_turn ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_turn FORCE ROW LEVEL SECURITY;
CREATE POLICY of_project ON project_turn USING (project_id = (SELECT current_project()));
CREATE POLICY of_services ON project_turn USING ((SELECT serves_all_projects()));
