-- When another job of its run was last taken from the queue that the job waits in; null while none was.
ALTER TABLE job ADD COLUMN run_served_at timestamptz;

-- Programs of the version before take jobs by job_queue, which waits are looked up in, too.
CREATE INDEX job_turn ON job (kind, coalesce(device_class, ''), greatest(queued_at, run_served_at), queued_at, id)
    WHERE state = 'QUEUED';
