-- The access log: who did what with whose data, when and why.
-- Portable subset: see ../README.md. Nothing here is in clear but the order within a chain.

-- Entries of all chains. A chain is a keyed pseudonym of whom it is about, and everything readable is encrypted, so that
-- without keys no row here can be laid beside a row of the identity or the care store.
CREATE TABLE audit_entries (
    chain       BLOB    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    details_enc BLOB    NOT NULL,
    -- Covers this entry, its place, and the entry before it.
    mac         BLOB    NOT NULL,
    -- Serves the walk along a chain in both directions.
    PRIMARY KEY (chain, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_entries_are_never_updated BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit_entries is append-only');
END;

-- REPLACE deletes without firing delete triggers unless a connection asks for recursive ones.
CREATE TRIGGER audit_entries_are_never_replaced BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries WHERE chain = NEW.chain AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'audit_entries is append-only');
END;

CREATE TRIGGER audit_entries_are_never_deleted BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit_entries is append-only');
END;

-- Where each chain ends; moved on by the last statements of the transaction that adds an entry.
CREATE TABLE audit_heads (
    chain BLOB    NOT NULL PRIMARY KEY,
    seq   INTEGER NOT NULL CHECK (seq > 0),
    -- Covers chain, number and MAC of the last entry; the next entry is linked to it. Empty for the moment in which a
    -- transaction begins a chain.
    mac   BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_heads_are_never_deleted BEFORE DELETE ON audit_heads
BEGIN
    SELECT RAISE(ABORT, 'audit_heads are never deleted');
END;

-- The newest checkpoint in the file outside the database, so that a file cut short is noticed.
CREATE TABLE audit_checkpoints (
    singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
    number    INTEGER NOT NULL CHECK (number > 0),
    hash      BLOB    NOT NULL,
    -- Covers number and hash.
    mac       BLOB    NOT NULL
) STRICT;
