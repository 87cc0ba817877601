-- Most runs have no tags, and each had an entry that says so.
DROP INDEX run_of_tag;
CREATE INDEX run_of_tag ON run USING gin (tags) WHERE tags <> '{}';
