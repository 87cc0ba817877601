-- By which request a run was asked for, as W3C's traceparent has it; null where that was not traced. A dispatch message only says
-- that there is work, so who takes a job learns from its row which trace it belongs to.
ALTER TABLE run ADD COLUMN trace_parent text;
ALTER TABLE job ADD COLUMN trace_parent text;
