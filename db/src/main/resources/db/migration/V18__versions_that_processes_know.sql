-- The newest documents that the program of a role knows; null of programs that do not say so, which know the first ones.
ALTER TABLE presence
    ADD COLUMN recipe_version integer,
    ADD COLUMN policy_version integer;
