-- What somebody may be contacted for, how they are reached, and everything that leaves the house.
-- Portable subset: see ../README.md. No row of the care store names, reaches or dates a person. Rows that carry a time
-- carry no id of either store: whom they are about is a keyed hash, and what they say is encrypted.

-- Work that waits: claimed with a lease, done at least once, taken away in the transaction that has its effect.
CREATE TABLE jobs (
    id          BLOB    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    -- Keyed hash of what it is about. Unique, so that the same work waits once.
    unique_hash BLOB    NOT NULL UNIQUE,
    -- Keyed hash of what it is called off with; empty when nothing calls it off.
    group_hash  BLOB,
    payload_enc BLOB    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'dead')),
    run_at      INTEGER NOT NULL,
    -- Who works on it, and until when nobody else does; empty while nobody does.
    lease       BLOB,
    lease_until INTEGER,
    attempts    INTEGER NOT NULL CHECK (attempts >= 0),
    -- When it failed last, and the code of why; empty before.
    failed_at   INTEGER,
    failure     TEXT,
    CHECK ((lease IS NULL) = (lease_until IS NULL)),
    CHECK ((failed_at IS NULL) = (failure IS NULL))
) STRICT, WITHOUT ROWID;

-- Serves the search for what is due.
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'waiting';
-- Serves calling off what belongs together, and saying what would be.
CREATE INDEX jobs_of_group ON jobs (group_hash) WHERE group_hash IS NOT NULL;

-- What the practice may contact somebody for.
CREATE TABLE purposes (
    id         BLOB    NOT NULL PRIMARY KEY,
    -- The name in decisions and exports. Unique, and never changed.
    key        TEXT    NOT NULL UNIQUE,
    class      TEXT    NOT NULL CHECK (class IN ('care', 'outreach')),
    -- The place in the list.
    position   INTEGER NOT NULL,
    -- Empty as long as it is offered.
    retired_at INTEGER
) STRICT, WITHOUT ROWID;

-- Published versions of a purpose; a ledger.
CREATE TABLE purpose_versions (
    purpose_id      BLOB    NOT NULL REFERENCES purposes (id),
    version         INTEGER NOT NULL CHECK (version > 0),
    -- Words separated by spaces.
    channels        TEXT    NOT NULL,
    -- After how many months a consent expires; empty when it does not.
    validity_months INTEGER CHECK (validity_months > 0),
    legal_basis     TEXT    NOT NULL,
    contact         TEXT    NOT NULL,
    -- When consents to older versions expire; empty when they stay as they are.
    renew_by        INTEGER,
    published_at    INTEGER NOT NULL,
    -- Empty when the portal brought it along.
    published_by    BLOB    REFERENCES people (id),
    PRIMARY KEY (purpose_id, version)
) STRICT, WITHOUT ROWID;

-- Their texts in each language, word for word; a ledger.
CREATE TABLE purpose_texts (
    purpose_id BLOB    NOT NULL,
    version    INTEGER NOT NULL,
    lang       TEXT    NOT NULL CHECK (lang IN ('de', 'en')),
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    -- SHA-256 of title and body, as it stands in every decision.
    text_hash  BLOB    NOT NULL,
    PRIMARY KEY (purpose_id, version, lang),
    FOREIGN KEY (purpose_id, version) REFERENCES purpose_versions (purpose_id, version)
) STRICT, WITHOUT ROWID;

-- Where each subject's history ends; moved on by whoever adds to it, held by whoever relies on it.
CREATE TABLE consent_heads (
    subject_id BLOB    NOT NULL PRIMARY KEY REFERENCES subjects (id),
    seq        INTEGER NOT NULL CHECK (seq >= 0)
) STRICT, WITHOUT ROWID;

-- Everything ever decided, encrypted under the subject's evidence key; a ledger. The present state is its fold.
CREATE TABLE consent_events (
    subject_id BLOB    NOT NULL REFERENCES subjects (id),
    seq        INTEGER NOT NULL CHECK (seq > 0),
    event_enc  BLOB    NOT NULL,
    PRIMARY KEY (subject_id, seq)
) STRICT, WITHOUT ROWID;

-- Codes that were sent to a channel and not entered yet.
CREATE TABLE consent_codes (
    id         BLOB    NOT NULL PRIMARY KEY,
    subject_id BLOB    NOT NULL REFERENCES subjects (id),
    -- Keyed hash of subject, purpose and channel. Unique, because a new code replaces the one before.
    cell_hash  BLOB    NOT NULL UNIQUE,
    -- Keyed hash of the code, which is stored nowhere once it was sent.
    code_hash  BLOB    NOT NULL,
    tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
    -- What it confirms, and until when.
    about_enc  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Every version of every subject's consent export, encrypted under the evidence key; a ledger.
CREATE TABLE consent_exports (
    subject_id  BLOB    NOT NULL REFERENCES subjects (id),
    version     INTEGER NOT NULL CHECK (version > 0),
    content_enc BLOB    NOT NULL,
    PRIMARY KEY (subject_id, version)
) STRICT, WITHOUT ROWID;

-- The identity store: how somebody wants to be reached.
CREATE TABLE contact_points (
    id          BLOB    NOT NULL PRIMARY KEY,
    person_id   BLOB    NOT NULL REFERENCES people (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('email', 'phone', 'post')),
    value_enc   BLOB    NOT NULL,
    -- Keyed hash of the normalised value. Unique for a person, so that nobody adds the same twice.
    value_hash  BLOB    NOT NULL,
    since       INTEGER NOT NULL,
    -- Empty until the code that was sent there was entered; before, it receives nothing else.
    verified_at INTEGER,
    preferred   INTEGER NOT NULL CHECK (preferred IN (0, 1)),
    UNIQUE (person_id, value_hash)
) STRICT, WITHOUT ROWID;

-- At most one of a kind is preferred.
CREATE UNIQUE INDEX contact_points_preferred ON contact_points (person_id, kind) WHERE preferred = TRUE;

-- Codes that were sent to a contact point and not entered yet.
CREATE TABLE contact_codes (
    contact_id BLOB    NOT NULL PRIMARY KEY REFERENCES contact_points (id),
    code_hash  BLOB    NOT NULL,
    tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How discreet the practice is to be.
CREATE TABLE contact_settings (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES people (id),
    -- No name of the practice in anything that leaves the house.
    discreet  INTEGER NOT NULL CHECK (discreet IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Every answer of the gate; a ledger. Nothing leaves the house without one.
CREATE TABLE send_decisions (
    id           BLOB NOT NULL PRIMARY KEY,
    -- Keyed hash of the subject.
    owner_hash   BLOB NOT NULL,
    -- What was asked and answered, when and on which ground; encrypted under the subject's evidence key, unnamed.
    decision_enc BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Serves the list of what was decided about somebody.
CREATE INDEX send_decisions_of_owner ON send_decisions (owner_hash);

-- What is to leave the house, and what has left it.
CREATE TABLE outbox (
    id          BLOB    NOT NULL PRIMARY KEY,
    -- The newest answer of the gate about it.
    decision_id BLOB    NOT NULL REFERENCES send_decisions (id),
    channel     TEXT    NOT NULL CHECK (channel IN ('portal', 'email', 'sms', 'phone', 'letter')),
    -- Keyed hash of subject, purpose and channel, by which a withdrawal finds what it calls off.
    cell_hash   BLOB    NOT NULL,
    -- Keyed hash of what it is about. Unique, so that nothing is said twice.
    about_hash  BLOB    NOT NULL UNIQUE,
    state       TEXT    NOT NULL CHECK (state IN ('queued', 'sent', 'cancelled', 'refused')),
    due_at      INTEGER NOT NULL,
    -- To whom and what; a code is taken out once it has left.
    content_enc BLOB    NOT NULL,
    -- When it was sent, cancelled or refused; empty while it waits.
    ended_at    INTEGER,
    CHECK ((state = 'queued') = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;

-- Serves the withdrawal, what-if, and the frequency cap.
CREATE INDEX outbox_of_cell ON outbox (cell_hash, state, ended_at);

-- What somebody is told inside the portal.
CREATE TABLE portal_notices (
    id          BLOB    NOT NULL PRIMARY KEY,
    -- Keyed hash of the person.
    owner_hash  BLOB    NOT NULL,
    content_enc BLOB    NOT NULL,
    at          INTEGER NOT NULL,
    -- Empty until it was put away.
    seen_at     INTEGER
) STRICT, WITHOUT ROWID;

-- Serves the list of what is new, and its number in the header.
CREATE INDEX portal_notices_unseen ON portal_notices (owner_hash, at) WHERE seen_at IS NULL;

-- Ledgers: rows are added and read, never changed or removed.
-- REPLACE deletes without firing delete triggers unless a connection asks for recursive ones.

CREATE TRIGGER purpose_versions_are_never_updated BEFORE UPDATE ON purpose_versions
BEGIN
    SELECT RAISE(ABORT, 'purpose_versions is append-only');
END;

CREATE TRIGGER purpose_versions_are_never_replaced BEFORE INSERT ON purpose_versions
WHEN EXISTS (SELECT 1 FROM purpose_versions WHERE purpose_id = NEW.purpose_id AND version = NEW.version)
BEGIN
    SELECT RAISE(ABORT, 'purpose_versions is append-only');
END;

CREATE TRIGGER purpose_versions_are_never_deleted BEFORE DELETE ON purpose_versions
BEGIN
    SELECT RAISE(ABORT, 'purpose_versions is append-only');
END;

CREATE TRIGGER purpose_texts_are_never_updated BEFORE UPDATE ON purpose_texts
BEGIN
    SELECT RAISE(ABORT, 'purpose_texts is append-only');
END;

CREATE TRIGGER purpose_texts_are_never_replaced BEFORE INSERT ON purpose_texts
WHEN EXISTS (SELECT 1 FROM purpose_texts WHERE purpose_id = NEW.purpose_id AND version = NEW.version AND lang = NEW.lang)
BEGIN
    SELECT RAISE(ABORT, 'purpose_texts is append-only');
END;

CREATE TRIGGER purpose_texts_are_never_deleted BEFORE DELETE ON purpose_texts
BEGIN
    SELECT RAISE(ABORT, 'purpose_texts is append-only');
END;

CREATE TRIGGER consent_events_are_never_updated BEFORE UPDATE ON consent_events
BEGIN
    SELECT RAISE(ABORT, 'consent_events is append-only');
END;

CREATE TRIGGER consent_events_are_never_replaced BEFORE INSERT ON consent_events
WHEN EXISTS (SELECT 1 FROM consent_events WHERE subject_id = NEW.subject_id AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'consent_events is append-only');
END;

CREATE TRIGGER consent_events_are_never_deleted BEFORE DELETE ON consent_events
BEGIN
    SELECT RAISE(ABORT, 'consent_events is append-only');
END;

CREATE TRIGGER consent_exports_are_never_updated BEFORE UPDATE ON consent_exports
BEGIN
    SELECT RAISE(ABORT, 'consent_exports is append-only');
END;

CREATE TRIGGER consent_exports_are_never_replaced BEFORE INSERT ON consent_exports
WHEN EXISTS (SELECT 1 FROM consent_exports WHERE subject_id = NEW.subject_id AND version = NEW.version)
BEGIN
    SELECT RAISE(ABORT, 'consent_exports is append-only');
END;

CREATE TRIGGER consent_exports_are_never_deleted BEFORE DELETE ON consent_exports
BEGIN
    SELECT RAISE(ABORT, 'consent_exports is append-only');
END;

CREATE TRIGGER send_decisions_are_never_updated BEFORE UPDATE ON send_decisions
BEGIN
    SELECT RAISE(ABORT, 'send_decisions is append-only');
END;

CREATE TRIGGER send_decisions_are_never_replaced BEFORE INSERT ON send_decisions
WHEN EXISTS (SELECT 1 FROM send_decisions WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'send_decisions is append-only');
END;

CREATE TRIGGER send_decisions_are_never_deleted BEFORE DELETE ON send_decisions
BEGIN
    SELECT RAISE(ABORT, 'send_decisions is append-only');
END;

-- A history goes on, never back.
CREATE TRIGGER consent_heads_only_go_on BEFORE UPDATE ON consent_heads
WHEN NEW.seq < OLD.seq OR NEW.subject_id <> OLD.subject_id
BEGIN
    SELECT RAISE(ABORT, 'consent_heads only go on');
END;
