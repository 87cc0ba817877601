-- Of the documents in the row. Recipes, policies, reports and verdicts have theirs inside; without one it is the first.
ALTER TABLE measurement ADD COLUMN version integer NOT NULL DEFAULT 1;
