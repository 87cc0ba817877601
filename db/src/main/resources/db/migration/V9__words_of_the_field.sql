-- Services of the version before write rung_at for as long as they are replaced one by one; a later migration drops it.
ALTER TABLE job ADD COLUMN dispatched_at timestamptz;
UPDATE job SET dispatched_at = rung_at;
ALTER TABLE job ALTER COLUMN dispatched_at SET NOT NULL;

CREATE FUNCTION same_dispatched_at() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.dispatched_at := coalesce(NEW.dispatched_at, NEW.rung_at);
        NEW.rung_at := NEW.dispatched_at;
    ELSIF NEW.rung_at IS DISTINCT FROM OLD.rung_at THEN
        NEW.dispatched_at := NEW.rung_at;
    ELSE
        NEW.rung_at := NEW.dispatched_at;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER job_same_dispatched_at
BEFORE INSERT OR UPDATE OF rung_at, dispatched_at ON job
FOR EACH ROW EXECUTE FUNCTION same_dispatched_at();

DROP INDEX job_waiting;
CREATE INDEX job_waiting ON job (dispatched_at) WHERE state = 'QUEUED';
