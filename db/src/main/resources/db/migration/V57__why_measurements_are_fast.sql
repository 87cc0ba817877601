-- Why the variant is as fast as it is on that node: a profile of it beside its baseline's; null where nobody looked.
ALTER TABLE measurement ADD COLUMN insight jsonb;
