-- As what the variant's file stores its weights: how many there are of each type; null in older measurements.
ALTER TABLE measurement ADD COLUMN weights jsonb;
