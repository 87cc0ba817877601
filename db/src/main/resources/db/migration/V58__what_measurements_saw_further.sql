-- Baseline and variant alone on the node, in a scenario: cold start, memory, energy; null where nobody looked.
ALTER TABLE measurement ADD COLUMN scenarios jsonb;
-- Whether the variant gives the same bytes again; null likewise.
ALTER TABLE measurement ADD COLUMN determinism jsonb;
