-- What callers did and what was refused to them, until it is chained.
CREATE TABLE audit_pending (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- An object in one line, kept as it was written.
    entry json NOT NULL CHECK (
        left(CAST(entry AS text), 2) = '{"' AND right(CAST(entry AS text), 1) = '}'
        AND strpos(CAST(entry AS text), chr(10)) = 0)
);

-- One chain of the whole deployment. A line's hash is of all that is in it, the hash of the line before included.
CREATE TABLE audit_entry (
    sequence bigint PRIMARY KEY CHECK (sequence > 0),
    pending  bigint NOT NULL UNIQUE,
    at       timestamptz NOT NULL,
    hash     text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    line     text NOT NULL
);

-- With the rights of the owner, as nobody else may write the chain. Row security holds the owner, too: whoever calls it does so for
-- all projects.
CREATE FUNCTION chain_audit(most integer) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
AS $$
DECLARE
    last_sequence bigint;
    last_hash     text;
    waiting       record;
    head          text;
    chained       bigint[] := '{}';
BEGIN
    -- Who comes at the same time waits, and sees afterwards what was chained meanwhile.
    PERFORM pg_advisory_xact_lock(hashtext('narrowgauge audit'));
    SELECT audit_entry.sequence, audit_entry.hash INTO last_sequence, last_hash
    FROM audit_entry ORDER BY audit_entry.sequence DESC LIMIT 1;
    last_sequence := coalesce(last_sequence, 0);
    last_hash := coalesce(last_hash, repeat('0', 64));
    FOR waiting IN SELECT id, at, CAST(entry AS text) AS entry FROM audit_pending ORDER BY id LIMIT most LOOP
        last_sequence := last_sequence + 1;
        head := '{"sequence":' || last_sequence || ',"previous":"' || last_hash || '","at":"'
            || to_char(waiting.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '",'
            || substr(waiting.entry, 2, length(waiting.entry) - 2);
        last_hash := encode(sha256(convert_to(head, 'UTF8')), 'hex');
        INSERT INTO audit_entry (sequence, pending, at, hash, line)
        VALUES (last_sequence, waiting.id, waiting.at, last_hash, head || ',"hash":"' || last_hash || '"}');
        chained := chained || waiting.id;
    END LOOP;
    DELETE FROM audit_pending WHERE id = ANY (chained);
    RETURN cardinality(chained);
END
$$;
-- Nobody who may have it run puts a table of his own in the place of one of these.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION chain_audit SET search_path = %I, pg_temp', current_schema());
END
$$;
REVOKE ALL ON FUNCTION chain_audit FROM PUBLIC;

CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE insufficient_privilege
        USING MESSAGE = format('what stands in %s is never changed or removed', TG_TABLE_NAME);
END
$$;

CREATE TRIGGER audit_entry_stays
BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_pending_stays
BEFORE UPDATE OR TRUNCATE ON audit_pending
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION require_chained() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM gone WHERE NOT EXISTS (SELECT FROM audit_entry WHERE audit_entry.pending = gone.id)) THEN
        RAISE insufficient_privilege
            USING MESSAGE = format('what stands in %s is removed only once it is chained', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER audit_pending_is_chained
AFTER DELETE ON audit_pending REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION require_chained();

-- It tells of all projects, so none sees it.
ALTER TABLE audit_pending ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_pending FORCE ROW LEVEL SECURITY;
CREATE POLICY of_services ON audit_pending USING ((SELECT serves_all_projects() AND may_file_runs()));
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY of_services ON audit_entry USING ((SELECT serves_all_projects() AND may_file_runs()));
