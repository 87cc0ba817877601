-- Who files runs may change every job. Otherwise who writes variants changes jobs that end with one, and likewise with measurements.
CREATE FUNCTION may_change_jobs(kind text) RETURNS boolean
LANGUAGE sql STABLE
RETURN has_table_privilege(CAST('run' AS regclass), 'INSERT')
    OR has_table_privilege(
        CASE kind WHEN 'QUANTIZE' THEN CAST('variant' AS regclass) ELSE CAST('measurement' AS regclass) END,
        'INSERT');

CREATE FUNCTION require_own_kind() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT may_change_jobs(NEW.kind) THEN
        RAISE insufficient_privilege
            USING MESSAGE = format('%s has no right to change jobs of kind %s', current_user, NEW.kind);
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER job_of_own_kind
BEFORE UPDATE ON job
FOR EACH ROW EXECUTE FUNCTION require_own_kind();
