-- The process whose agent speaks for the node; null where it has left, or is older than this column.
ALTER TABLE node ADD COLUMN holder text;
