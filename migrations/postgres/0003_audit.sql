-- The access log: who did what with whose data, when and why.
-- Portable subset: see ../README.md. Nothing here is in clear but the order within a chain.

-- Entries of all chains. A chain is a keyed pseudonym of whom it is about, and everything readable is encrypted, so that
-- without keys no row here can be laid beside a row of the identity or the care store.
CREATE TABLE audit_entries (
    chain       UUID    NOT NULL,
    seq         BIGINT  NOT NULL CHECK (seq > 0),
    details_enc BYTEA   NOT NULL,
    -- Covers this entry, its place, and the entry before it.
    mac         BYTEA   NOT NULL,
    -- Serves the walk along a chain in both directions.
    PRIMARY KEY (chain, seq)
);

CREATE TRIGGER audit_entries_are_never_changed BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_are_never_emptied BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Where each chain ends; moved on by the last statements of the transaction that adds an entry.
CREATE TABLE audit_heads (
    chain UUID    NOT NULL PRIMARY KEY,
    seq   BIGINT  NOT NULL CHECK (seq > 0),
    -- Covers chain, number and MAC of the last entry; the next entry is linked to it. Empty for the moment in which a
    -- transaction begins a chain.
    mac   BYTEA   NOT NULL
);

CREATE TRIGGER audit_heads_are_never_deleted BEFORE DELETE ON audit_heads
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_heads_are_never_emptied BEFORE TRUNCATE ON audit_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The newest checkpoint in the file outside the database, so that a file cut short is noticed.
CREATE TABLE audit_checkpoints (
    singleton BIGINT  NOT NULL PRIMARY KEY CHECK (singleton = 1),
    number    BIGINT  NOT NULL CHECK (number > 0),
    hash      BYTEA   NOT NULL,
    -- Covers number and hash.
    mac       BYTEA   NOT NULL
);
