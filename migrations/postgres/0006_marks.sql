-- What the database knows of the checkpoints of the access log: one for each data directory, and never nothing.
-- Portable subset: see ../README.md.

CREATE TABLE audit_marks (
    singleton BIGINT NOT NULL PRIMARY KEY CHECK (singleton = 1),
    -- The newest checkpoint of each data directory, sealed. Empty from this migration until the installation is opened.
    marks_enc BYTEA  NOT NULL
);

-- The one mark there was, as number, hash and MAC.
INSERT INTO audit_marks (singleton, marks_enc)
    SELECT 1, COALESCE((SELECT int8send(number) || hash || mac FROM audit_checkpoints), ''::bytea);

DROP TABLE audit_checkpoints;
ALTER TABLE audit_marks RENAME TO audit_checkpoints;

CREATE TRIGGER audit_checkpoints_are_never_deleted BEFORE DELETE ON audit_checkpoints
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_checkpoints_are_never_emptied BEFORE TRUNCATE ON audit_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The end of a chain goes on, never back, and never to another chain.
CREATE TRIGGER audit_heads_only_go_on BEFORE UPDATE ON audit_heads
    FOR EACH ROW WHEN (NEW.seq < OLD.seq OR NEW.chain <> OLD.chain) EXECUTE FUNCTION refuse_change();
