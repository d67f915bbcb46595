-- What somebody may be contacted for, how they are reached, and everything that leaves the house.
-- Portable subset: see ../README.md. No row of the care store names, reaches or dates a person. Rows that carry a time
-- carry no id of either store: whom they are about is a keyed hash, and what they say is encrypted.

-- Work that waits: claimed with a lease, done at least once, taken away in the transaction that has its effect.
CREATE TABLE jobs (
    id          UUID    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    -- Keyed hash of what it is about. Unique, so that the same work waits once.
    unique_hash BYTEA   NOT NULL UNIQUE,
    -- Keyed hash of what it is called off with; empty when nothing calls it off.
    group_hash  BYTEA,
    payload_enc BYTEA   NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'dead')),
    run_at      BIGINT  NOT NULL,
    -- Who works on it, and until when nobody else does; empty while nobody does.
    lease       BYTEA,
    lease_until BIGINT,
    attempts    BIGINT  NOT NULL CHECK (attempts >= 0),
    -- When it failed last, and the code of why; empty before.
    failed_at   BIGINT,
    failure     TEXT,
    CHECK ((lease IS NULL) = (lease_until IS NULL)),
    CHECK ((failed_at IS NULL) = (failure IS NULL))
);

-- Serves the search for what is due.
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'waiting';
-- Serves calling off what belongs together, and saying what would be.
CREATE INDEX jobs_of_group ON jobs (group_hash) WHERE group_hash IS NOT NULL;

-- What the practice may contact somebody for.
CREATE TABLE purposes (
    id         UUID    NOT NULL PRIMARY KEY,
    -- The name in decisions and exports. Unique, and never changed.
    key        TEXT    NOT NULL UNIQUE,
    class      TEXT    NOT NULL CHECK (class IN ('care', 'outreach')),
    -- The place in the list.
    position   BIGINT  NOT NULL,
    -- Empty as long as it is offered.
    retired_at BIGINT
);

-- Published versions of a purpose; a ledger.
CREATE TABLE purpose_versions (
    purpose_id      UUID    NOT NULL REFERENCES purposes (id),
    version         BIGINT  NOT NULL CHECK (version > 0),
    -- Words separated by spaces.
    channels        TEXT    NOT NULL,
    -- After how many months a consent expires; empty when it does not.
    validity_months BIGINT  CHECK (validity_months > 0),
    legal_basis     TEXT    NOT NULL,
    contact         TEXT    NOT NULL,
    -- When consents to older versions expire; empty when they stay as they are.
    renew_by        BIGINT,
    published_at    BIGINT  NOT NULL,
    -- Empty when the portal brought it along.
    published_by    UUID    REFERENCES people (id),
    PRIMARY KEY (purpose_id, version)
);

-- Their texts in each language, word for word; a ledger.
CREATE TABLE purpose_texts (
    purpose_id UUID    NOT NULL,
    version    BIGINT  NOT NULL,
    lang       TEXT    NOT NULL CHECK (lang IN ('de', 'en')),
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    -- SHA-256 of title and body, as it stands in every decision.
    text_hash  BYTEA   NOT NULL,
    PRIMARY KEY (purpose_id, version, lang),
    FOREIGN KEY (purpose_id, version) REFERENCES purpose_versions (purpose_id, version)
);

-- Where each subject's history ends; moved on by whoever adds to it, held by whoever relies on it.
CREATE TABLE consent_heads (
    subject_id UUID    NOT NULL PRIMARY KEY REFERENCES subjects (id),
    seq        BIGINT  NOT NULL CHECK (seq >= 0)
);

-- Everything ever decided, encrypted under the subject's evidence key; a ledger. The present state is its fold.
CREATE TABLE consent_events (
    subject_id UUID    NOT NULL REFERENCES subjects (id),
    seq        BIGINT  NOT NULL CHECK (seq > 0),
    event_enc  BYTEA   NOT NULL,
    PRIMARY KEY (subject_id, seq)
);

-- Codes that were sent to a channel and not entered yet.
CREATE TABLE consent_codes (
    id         UUID    NOT NULL PRIMARY KEY,
    subject_id UUID    NOT NULL REFERENCES subjects (id),
    -- Keyed hash of subject, purpose and channel. Unique, because a new code replaces the one before.
    cell_hash  BYTEA   NOT NULL UNIQUE,
    -- Keyed hash of the code, which is stored nowhere once it was sent.
    code_hash  BYTEA   NOT NULL,
    tries_left BIGINT  NOT NULL CHECK (tries_left >= 0),
    -- What it confirms, and until when.
    about_enc  BYTEA   NOT NULL
);

-- Every version of every subject's consent export, encrypted under the evidence key; a ledger.
CREATE TABLE consent_exports (
    subject_id  UUID    NOT NULL REFERENCES subjects (id),
    version     BIGINT  NOT NULL CHECK (version > 0),
    content_enc BYTEA   NOT NULL,
    PRIMARY KEY (subject_id, version)
);

-- The identity store: how somebody wants to be reached.
CREATE TABLE contact_points (
    id          UUID    NOT NULL PRIMARY KEY,
    person_id   UUID    NOT NULL REFERENCES people (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('email', 'phone', 'post')),
    value_enc   BYTEA   NOT NULL,
    -- Keyed hash of the normalised value. Unique for a person, so that nobody adds the same twice.
    value_hash  BYTEA   NOT NULL,
    since       BIGINT  NOT NULL,
    -- Empty until the code that was sent there was entered; before, it receives nothing else.
    verified_at BIGINT,
    preferred   BOOLEAN NOT NULL,
    UNIQUE (person_id, value_hash)
);

-- At most one of a kind is preferred.
CREATE UNIQUE INDEX contact_points_preferred ON contact_points (person_id, kind) WHERE preferred = TRUE;

-- Codes that were sent to a contact point and not entered yet.
CREATE TABLE contact_codes (
    contact_id UUID    NOT NULL PRIMARY KEY REFERENCES contact_points (id),
    code_hash  BYTEA   NOT NULL,
    tries_left BIGINT  NOT NULL CHECK (tries_left >= 0),
    expires_at BIGINT  NOT NULL
);

-- How discreet the practice is to be.
CREATE TABLE contact_settings (
    person_id UUID    NOT NULL PRIMARY KEY REFERENCES people (id),
    -- No name of the practice in anything that leaves the house.
    discreet  BOOLEAN NOT NULL
);

-- Every answer of the gate; a ledger. Nothing leaves the house without one.
CREATE TABLE send_decisions (
    id           UUID NOT NULL PRIMARY KEY,
    -- Keyed hash of the subject.
    owner_hash   BYTEA NOT NULL,
    -- What was asked and answered, when and on which ground; encrypted under the subject's evidence key, unnamed.
    decision_enc BYTEA NOT NULL
);

-- Serves the list of what was decided about somebody.
CREATE INDEX send_decisions_of_owner ON send_decisions (owner_hash);

-- What is to leave the house, and what has left it.
CREATE TABLE outbox (
    id          UUID    NOT NULL PRIMARY KEY,
    -- The newest answer of the gate about it.
    decision_id UUID    NOT NULL REFERENCES send_decisions (id),
    channel     TEXT    NOT NULL CHECK (channel IN ('portal', 'email', 'sms', 'phone', 'letter')),
    -- Keyed hash of subject, purpose and channel, by which a withdrawal finds what it calls off.
    cell_hash   BYTEA   NOT NULL,
    -- Keyed hash of what it is about. Unique, so that nothing is said twice.
    about_hash  BYTEA   NOT NULL UNIQUE,
    state       TEXT    NOT NULL CHECK (state IN ('queued', 'sent', 'cancelled', 'refused')),
    due_at      BIGINT  NOT NULL,
    -- To whom and what; a code is taken out once it has left.
    content_enc BYTEA   NOT NULL,
    -- When it was sent, cancelled or refused; empty while it waits.
    ended_at    BIGINT,
    CHECK ((state = 'queued') = (ended_at IS NULL))
);

-- Serves the withdrawal, what-if, and the frequency cap.
CREATE INDEX outbox_of_cell ON outbox (cell_hash, state, ended_at);

-- What somebody is told inside the portal.
CREATE TABLE portal_notices (
    id          UUID    NOT NULL PRIMARY KEY,
    -- Keyed hash of the person.
    owner_hash  BYTEA   NOT NULL,
    content_enc BYTEA   NOT NULL,
    at          BIGINT  NOT NULL,
    -- Empty until it was put away.
    seen_at     BIGINT
);

-- Serves the list of what is new, and its number in the header.
CREATE INDEX portal_notices_unseen ON portal_notices (owner_hash, at) WHERE seen_at IS NULL;

-- Ledgers: rows are added and read, never changed or removed.

CREATE TRIGGER purpose_versions_are_never_changed BEFORE UPDATE OR DELETE ON purpose_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER purpose_versions_are_never_emptied BEFORE TRUNCATE ON purpose_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER purpose_texts_are_never_changed BEFORE UPDATE OR DELETE ON purpose_texts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER purpose_texts_are_never_emptied BEFORE TRUNCATE ON purpose_texts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER consent_events_are_never_changed BEFORE UPDATE OR DELETE ON consent_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consent_events_are_never_emptied BEFORE TRUNCATE ON consent_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER consent_exports_are_never_changed BEFORE UPDATE OR DELETE ON consent_exports
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consent_exports_are_never_emptied BEFORE TRUNCATE ON consent_exports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER send_decisions_are_never_changed BEFORE UPDATE OR DELETE ON send_decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER send_decisions_are_never_emptied BEFORE TRUNCATE ON send_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A history goes on, never back.
CREATE TRIGGER consent_heads_only_go_on BEFORE UPDATE ON consent_heads
    FOR EACH ROW WHEN (NEW.seq < OLD.seq OR NEW.subject_id <> OLD.subject_id) EXECUTE FUNCTION refuse_change();
