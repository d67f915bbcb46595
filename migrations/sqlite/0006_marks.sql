-- What the database knows of the checkpoints of the access log: one for each data directory, and never nothing.
-- Portable subset: see ../README.md.

CREATE TABLE audit_marks (
    singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
    -- The newest checkpoint of each data directory, sealed. Empty from this migration until the installation is opened.
    marks_enc BLOB    NOT NULL
) STRICT;

-- The one mark there was, as number, hash and MAC.
INSERT INTO audit_marks (singleton, marks_enc)
    SELECT 1, COALESCE((SELECT CAST(unhex(printf('%016X', number)) || hash || mac AS BLOB) FROM audit_checkpoints), X'');

DROP TABLE audit_checkpoints;
ALTER TABLE audit_marks RENAME TO audit_checkpoints;

CREATE TRIGGER audit_checkpoints_are_never_deleted BEFORE DELETE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'audit_checkpoints is never deleted');
END;

-- REPLACE deletes without firing delete triggers unless a connection asks for recursive ones.
CREATE TRIGGER audit_checkpoints_are_never_replaced BEFORE INSERT ON audit_checkpoints
WHEN EXISTS (SELECT 1 FROM audit_checkpoints)
BEGIN
    SELECT RAISE(ABORT, 'audit_checkpoints has its one row');
END;

-- The end of a chain goes on, never back, and never to another chain.
CREATE TRIGGER audit_heads_only_go_on BEFORE UPDATE ON audit_heads
WHEN NEW.seq < OLD.seq OR NEW.chain <> OLD.chain
BEGIN
    SELECT RAISE(ABORT, 'audit_heads only go on');
END;
