-- The marker of this installation and its wrapped keys.
-- Portable subset: see ../README.md.

-- One row, written at creation, never changed; its MAC covers every other column.
CREATE TABLE instance (
    id         BLOB    NOT NULL PRIMARY KEY,
    -- The unique constraint keeps a second process from creating the installation twice.
    singleton  INTEGER NOT NULL UNIQUE CHECK (singleton = 1),
    kind       TEXT    NOT NULL CHECK (kind IN ('real', 'demo')),
    -- The WebAuthn relying party id; passkeys are bound to it for ever.
    rp_id      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    mac        BLOB    NOT NULL
) STRICT;

CREATE TRIGGER instance_is_never_updated BEFORE UPDATE ON instance
BEGIN
    SELECT RAISE(ABORT, 'instance is append-only');
END;

-- REPLACE deletes without firing delete triggers unless a connection asks for recursive ones.
CREATE TRIGGER instance_is_never_replaced BEFORE INSERT ON instance
WHEN EXISTS (SELECT 1 FROM instance)
BEGIN
    SELECT RAISE(ABORT, 'instance is append-only');
END;

CREATE TRIGGER instance_is_never_deleted BEFORE DELETE ON instance
BEGIN
    SELECT RAISE(ABORT, 'instance is append-only');
END;

-- Random keys of the installation, each wrapped under a key-encryption key of the key file.
CREATE TABLE purpose_keys (
    purpose   TEXT    NOT NULL PRIMARY KEY,
    kek_epoch INTEGER NOT NULL,
    wrapped   BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Data keys of the identity store: one per person and retention class.
-- Destroying a row destroys what it encrypts. WITHOUT ROWID keeps no insertion order.
CREATE TABLE identity_data_keys (
    id        BLOB    NOT NULL PRIMARY KEY,
    owner_id  BLOB    NOT NULL,
    class     TEXT    NOT NULL CHECK (class IN ('identity', 'audit')),
    kek_epoch INTEGER NOT NULL,
    wrapped   BLOB    NOT NULL,
    -- Serves the look-up of a person's key by class.
    UNIQUE (owner_id, class)
) STRICT, WITHOUT ROWID;

-- Data keys of the care store: one per subject and retention class, in a table of its own.
CREATE TABLE care_data_keys (
    id        BLOB    NOT NULL PRIMARY KEY,
    owner_id  BLOB    NOT NULL,
    class     TEXT    NOT NULL CHECK (class IN ('record', 'messages', 'appointments', 'evidence', 'audit')),
    kek_epoch INTEGER NOT NULL,
    wrapped   BLOB    NOT NULL,
    -- Serves the look-up of a subject's key by class.
    UNIQUE (owner_id, class)
) STRICT, WITHOUT ROWID;

-- The one row a health check writes, to know that writing works.
CREATE TABLE readiness (
    singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
    probed_at INTEGER NOT NULL
) STRICT;
