-- Of the documents that the job is about. What services of the version before file is about first ones.
ALTER TABLE job
    ADD COLUMN recipe_version integer NOT NULL DEFAULT 1,
    ADD COLUMN policy_version integer NOT NULL DEFAULT 1;
