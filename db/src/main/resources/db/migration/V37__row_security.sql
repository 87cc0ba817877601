-- Whether the transaction is of a program that serves all projects: it takes jobs, decides runs, asks who calls.
CREATE FUNCTION serves_all_projects() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('narrowgauge.role', true), '') = 'services';

-- Workers and agents have no need to know what was uploaded, or who may call.
CREATE FUNCTION may_file_runs() RETURNS boolean
LANGUAGE sql STABLE
RETURN has_table_privilege(CAST('run' AS regclass), 'INSERT');

-- A key is good for these projects. Programs of the release before know no others, and are not to let its holder into the first.
ALTER TABLE api_key
    ADD COLUMN projects uuid[] NOT NULL DEFAULT '{00000000-0000-0000-0000-000000000001}'
        CHECK (cardinality(projects) > 0);

-- What is compared with a row does not depend on it, and is computed once for a statement.
DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY[
        'run', 'job', 'variant', 'measurement', 'job_event', 'outbox', 'control',
        'idempotency', 'model', 'model_name', 'dataset', 'dataset_name']
    LOOP
        EXECUTE format('CREATE POLICY of_project ON %I USING (project_id = (SELECT current_project()))', tenants);
    END LOOP;

    FOREACH tenants IN ARRAY ARRAY[
        'run', 'job', 'variant', 'measurement', 'job_event', 'outbox', 'control']
    LOOP
        EXECUTE format('CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects()))', tenants);
    END LOOP;

    FOREACH tenants IN ARRAY ARRAY[
        'idempotency', 'model', 'model_name', 'dataset', 'dataset_name', 'project', 'api_key', 'identity_session']
    LOOP
        EXECUTE format(
            'CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects() AND may_file_runs()))', tenants);
    END LOOP;

    FOREACH tenants IN ARRAY ARRAY[
        'run', 'job', 'variant', 'measurement', 'job_event', 'outbox', 'control',
        'idempotency', 'model', 'model_name', 'dataset', 'dataset_name', 'project', 'api_key', 'page_session', 'sign_in',
        'identity_session']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenants);
    END LOOP;
END
$$;

CREATE POLICY of_project ON project USING (id = (SELECT current_project()));
CREATE POLICY of_project ON api_key USING ((SELECT current_project()) = ANY (projects));

-- Whoever sees the key sees what it has opened.
CREATE POLICY of_key ON page_session USING (EXISTS (SELECT FROM api_key WHERE api_key.id = page_session.api_key));
CREATE POLICY of_key ON sign_in USING (EXISTS (SELECT FROM api_key WHERE api_key.id = sign_in.api_key));
