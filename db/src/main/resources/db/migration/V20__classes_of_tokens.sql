-- The device classes that an agent may offer with the token: as a person has said, or as its agent offered first. Empty until then.
ALTER TABLE node_token ADD COLUMN device_classes text[] NOT NULL DEFAULT '{}';
