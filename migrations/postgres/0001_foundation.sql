-- The marker of this installation and its wrapped keys.
-- Portable subset: see ../README.md.

-- One row, written at creation, never changed; its MAC covers every other column.
CREATE TABLE instance (
    id         UUID    NOT NULL PRIMARY KEY,
    -- The unique constraint keeps a second process from creating the installation twice.
    singleton  BIGINT  NOT NULL UNIQUE CHECK (singleton = 1),
    kind       TEXT    NOT NULL CHECK (kind IN ('real', 'demo')),
    -- The WebAuthn relying party id; passkeys are bound to it for ever.
    rp_id      TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    mac        BYTEA   NOT NULL
);

-- Every ledger uses this one; grants.sql takes the rights away as a second fence.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;

CREATE TRIGGER instance_is_never_changed BEFORE UPDATE OR DELETE ON instance
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER instance_is_never_emptied BEFORE TRUNCATE ON instance
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Random keys of the installation, each wrapped under a key-encryption key of the key file.
CREATE TABLE purpose_keys (
    purpose   TEXT    NOT NULL PRIMARY KEY,
    kek_epoch BIGINT  NOT NULL,
    wrapped   BYTEA   NOT NULL
);

-- Data keys of the identity store: one per person and retention class.
-- Destroying a row destroys what it encrypts.
CREATE TABLE identity_data_keys (
    id        UUID    NOT NULL PRIMARY KEY,
    owner_id  UUID    NOT NULL,
    class     TEXT    NOT NULL CHECK (class IN ('identity', 'audit')),
    kek_epoch BIGINT  NOT NULL,
    wrapped   BYTEA   NOT NULL,
    -- Serves the look-up of a person's key by class.
    UNIQUE (owner_id, class)
);

-- Data keys of the care store: one per subject and retention class, in a table of its own.
CREATE TABLE care_data_keys (
    id        UUID    NOT NULL PRIMARY KEY,
    owner_id  UUID    NOT NULL,
    class     TEXT    NOT NULL CHECK (class IN ('record', 'messages', 'appointments', 'evidence', 'audit')),
    kek_epoch BIGINT  NOT NULL,
    wrapped   BYTEA   NOT NULL,
    -- Serves the look-up of a subject's key by class.
    UNIQUE (owner_id, class)
);

-- The one row a health check writes, to know that writing works.
CREATE TABLE readiness (
    singleton BIGINT  NOT NULL PRIMARY KEY CHECK (singleton = 1),
    probed_at BIGINT  NOT NULL
);
