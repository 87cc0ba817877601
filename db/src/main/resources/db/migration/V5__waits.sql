-- When the job's current attempt began to wait for somebody who takes it.
ALTER TABLE job ADD COLUMN queued_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE INDEX job_queue ON job (kind, coalesce(device_class, ''), queued_at, id) WHERE state = 'QUEUED';

ALTER TABLE run
    -- The policy's, in SQL's words.
    ADD COLUMN max_wait     interval NOT NULL DEFAULT interval '1 hour',
    -- The document is large, and who only wants to know how a run ended needs none of its evidence.
    ADD COLUMN verdict_word text GENERATED ALWAYS AS (verdict ->> 'verdict') STORED;
