-- Stored content that no row refers to, and since when that is known. It is deleted once that is long enough; whoever is about to
-- store the same content takes it from here first.
CREATE TABLE unreferenced_content (
    sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    since  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX unreferenced_content_by_age ON unreferenced_content (since, sha256);

-- When a process last began to list what is stored: one of all does so at a time.
CREATE TABLE content_listing (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    begun_at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO content_listing DEFAULT VALUES;

-- Whoever refers to content, of whichever project.
CREATE INDEX model_of_content ON model (sha256);
CREATE INDEX dataset_of_content ON dataset (sha256);
CREATE INDEX variant_of_content ON variant (sha256);

-- It tells what was stored in any project, so none sees it.
ALTER TABLE unreferenced_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE unreferenced_content FORCE ROW LEVEL SECURITY;
CREATE POLICY of_services ON unreferenced_content USING ((SELECT serves_all_projects()));
ALTER TABLE content_listing ENABLE ROW LEVEL SECURITY;
ALTER TABLE content_listing FORCE ROW LEVEL SECURITY;
CREATE POLICY of_services ON content_listing USING ((SELECT serves_all_projects() AND may_file_runs()));
