-- The identity store: who somebody is, how they prove it, and from where.
-- Portable subset: see ../README.md. Nothing here is in clear that names, reaches or describes a person.

-- Everybody the portal knows: patients and members of the team.
CREATE TABLE people (
    id                    UUID    NOT NULL PRIMARY KEY,
    kind                  TEXT    NOT NULL CHECK (kind IN ('patient', 'staff')),
    -- WebAuthn's user.id; random and of no other use. Unique for the look-up at a sign-in without a name.
    user_handle           UUID    NOT NULL UNIQUE,
    -- Empty until the first enrolment is complete; nobody signs in before.
    enrolled_at           BIGINT,
    -- Empty until the first sign-in, which says who issued the invitation.
    first_signed_in_at    BIGINT,
    -- Until then a factor bound by a second invitation shows no content; empty when there is no such limit.
    content_hold_until    BIGINT,
    -- Who has checked that the enrolled person is the right one, and when; empty until that happened.
    identity_confirmed_by UUID    REFERENCES people (id),
    identity_confirmed_at BIGINT
);

-- Serves the list of enrolments that wait for their identity check.
CREATE INDEX people_to_confirm ON people (enrolled_at)
    WHERE kind = 'patient' AND enrolled_at IS NOT NULL AND identity_confirmed_at IS NULL;

-- Master data, one row an item, each with its origin.
CREATE TABLE master_data (
    person_id UUID    NOT NULL REFERENCES people (id),
    item      TEXT    NOT NULL CHECK (item IN ('family_name', 'given_name', 'birth_date', 'language', 'email',
                                               'phone', 'insurance_number', 'patient_number', 'sign_in_name')),
    value_enc BYTEA   NOT NULL,
    source    TEXT    NOT NULL CHECK (source IN ('reception', 'portal', 'command-line', 'import', 'patient')),
    since     BIGINT  NOT NULL,
    PRIMARY KEY (person_id, item)
);

-- Exact search over encrypted items: keyed hashes of normalised values.
CREATE TABLE blind_indexes (
    kind      TEXT    NOT NULL CHECK (kind IN ('email', 'phone', 'insurance_number', 'patient_number',
                                               'sign_in_name', 'family_birth', 'given_birth',
                                               'fhir_identifier')),
    value     BYTEA   NOT NULL,
    person_id UUID    NOT NULL REFERENCES people (id),
    PRIMARY KEY (kind, value, person_id)
);

-- Two people never share what the portal itself gives out.
CREATE UNIQUE INDEX blind_indexes_given_once ON blind_indexes (kind, value)
    WHERE kind IN ('patient_number', 'sign_in_name');
-- Serves the removal of a person's entries.
CREATE INDEX blind_indexes_of_person ON blind_indexes (person_id);

-- Which form has already added somebody, so that sending it twice adds nobody twice. Kept for a day.
CREATE TABLE creations (
    -- Keyed hash of who sent the form, its one-time id and everything typed.
    form_hash  BYTEA   NOT NULL PRIMARY KEY,
    person_id  UUID    NOT NULL REFERENCES people (id),
    created_at BIGINT  NOT NULL
);

-- Serves the removal of those nobody sends again.
CREATE INDEX creations_by_time ON creations (created_at);

CREATE TABLE staff (
    id          UUID    NOT NULL PRIMARY KEY,
    person_id   UUID    NOT NULL UNIQUE REFERENCES people (id),
    role        TEXT    NOT NULL CHECK (role IN ('reception', 'clinician', 'team-lead', 'privacy-officer', 'administrator')),
    added_by    TEXT    NOT NULL CHECK (added_by IN ('command-line', 'demo')),
    added_at    BIGINT  NOT NULL,
    -- Empty until the first session.
    last_signed_in_at BIGINT,
    -- Empty as long as the account may be used.
    disabled_at BIGINT
);

-- Invitations to become somebody: for patients by letter, for staff by a link from the command line.
CREATE TABLE invitations (
    id            UUID    NOT NULL PRIMARY KEY,
    -- Keyed hash of the code, which is stored nowhere. Unique for the look-up at redemption.
    code_hash     BYTEA   NOT NULL UNIQUE,
    person_id     UUID    NOT NULL REFERENCES people (id),
    -- Empty when the command line issued it.
    issued_by     UUID    REFERENCES people (id),
    -- Keyed hash of the issuer's device, which may not redeem it; empty when there was none.
    issuer_device BYTEA,
    issued_at     BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL,
    tries_left    BIGINT  NOT NULL CHECK (tries_left >= 0),
    -- Who let it replace a lost factor instead of a recovery code, and when; empty when nobody did.
    approved_by   UUID    REFERENCES people (id),
    approved_at   BIGINT,
    -- Empty until the last try was taken; a right one gives all of them back.
    tries_ended_at BIGINT,
    -- Empty until it was used, or made void.
    redeemed_at   BIGINT,
    voided_at     BIGINT,
    void_reason   TEXT    CHECK (void_reason IN ('replaced', 'withdrawn')),
    CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);

-- Serves the withdrawal of a person's older invitations and the list of open ones.
CREATE INDEX invitations_of_person ON invitations (person_id);

-- Path P.
CREATE TABLE passkeys (
    id              UUID    NOT NULL PRIMARY KEY,
    person_id       UUID    NOT NULL REFERENCES people (id),
    -- Keyed hash of the credential id. Unique for the look-up at sign-in, and because nobody else may bring it.
    credential_hash BYTEA   NOT NULL UNIQUE,
    credential_enc  BYTEA   NOT NULL,
    name_enc        BYTEA   NOT NULL,
    -- The signature counter after the last use; zero for passkeys that do not count (WebAuthn, section 6.1.1).
    sign_count      BIGINT  NOT NULL,
    -- Whether it is kept in a cloud (WebAuthn, "backup state").
    synced          BOOLEAN NOT NULL,
    created_at      BIGINT  NOT NULL,
    -- Empty until the first sign-in with it.
    last_used_at    BIGINT,
    -- Empty unless its counter went backwards, which means that there is a copy of it.
    suspended_at    BIGINT
);

-- Serves a person's list.
CREATE INDEX passkeys_of_person ON passkeys (person_id);

-- Path T: a passphrase together with a time-based code.
CREATE TABLE passphrases (
    person_id       UUID    NOT NULL PRIMARY KEY REFERENCES people (id),
    hash_enc        BYTEA   NOT NULL,
    totp_secret_enc BYTEA   NOT NULL,
    -- The last time step (RFC 6238) whose code was accepted; it and all before it are used up.
    totp_last_step  BIGINT  NOT NULL,
    created_at      BIGINT  NOT NULL,
    -- Empty until the first sign-in with it.
    last_used_at    BIGINT
);

CREATE TABLE recovery_codes (
    person_id UUID    NOT NULL REFERENCES people (id),
    -- Which of the ten; it stands in front of the code, so that one try costs one hash.
    slot      BIGINT  NOT NULL CHECK (slot BETWEEN 0 AND 9),
    hash_enc  BYTEA   NOT NULL,
    -- Empty until it was used.
    used_at   BIGINT,
    PRIMARY KEY (person_id, slot)
);

-- Browsers somebody has signed in from; the cookie itself is stored nowhere.
CREATE TABLE known_devices (
    person_id    UUID    NOT NULL REFERENCES people (id),
    device_hash  BYTEA   NOT NULL,
    last_seen_at BIGINT  NOT NULL,
    PRIMARY KEY (person_id, device_hash)
);

CREATE TABLE sessions (
    -- The handle people end it by; it opens nothing.
    id           UUID    NOT NULL PRIMARY KEY,
    -- Keyed hash of the cookie, which is stored nowhere. Unique for the look-up of each request.
    token_hash   BYTEA   NOT NULL UNIQUE,
    person_id    UUID    NOT NULL REFERENCES people (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('enrolment', 'recovery', 'patient', 'staff')),
    content_enc  BYTEA   NOT NULL,
    created_at   BIGINT  NOT NULL,
    -- Written at most once a minute.
    last_seen_at BIGINT  NOT NULL,
    -- The absolute end, whatever happens.
    ends_at      BIGINT  NOT NULL,
    -- Empty as long as nobody has ended it.
    ended_at     BIGINT
);

-- Serves a person's list, and ending all of them.
CREATE INDEX sessions_of_person ON sessions (person_id);
-- Serves the removal of those that are long over.
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- What was typed into a form whose session ended before it was sent.
CREATE TABLE kept_forms (
    id          UUID    NOT NULL PRIMARY KEY,
    person_id   UUID    NOT NULL REFERENCES people (id),
    -- What the form is for, by the name of its policy action; part of what the content is bound to.
    action      TEXT    NOT NULL,
    content_enc BYTEA   NOT NULL,
    expires_at  BIGINT  NOT NULL
);

-- Serves what waits for a person.
CREATE INDEX kept_forms_of_person ON kept_forms (person_id, expires_at);
-- Serves the removal of those that are over.
CREATE INDEX kept_forms_by_end ON kept_forms (expires_at);

-- What the server remembers between the two halves of a WebAuthn ceremony.
CREATE TABLE ceremonies (
    -- Keyed hash of the ticket the browser holds.
    ticket_hash BYTEA   NOT NULL PRIMARY KEY,
    content_enc BYTEA   NOT NULL,
    expires_at  BIGINT  NOT NULL
);

-- Serves the removal of those nobody finished.
CREATE INDEX ceremonies_by_end ON ceremonies (expires_at);

-- Failed tries in a row, by a keyed hash of who tries what from where.
CREATE TABLE throttle_delays (
    bucket      BYTEA   NOT NULL PRIMARY KEY,
    failures    BIGINT  NOT NULL,
    last_try_at BIGINT  NOT NULL
);

-- Serves the removal of those nobody needs any more.
CREATE INDEX throttle_delays_by_time ON throttle_delays (last_try_at);

-- Single tries, where a rolling window is counted.
CREATE TABLE throttle_tries (
    id        UUID    NOT NULL PRIMARY KEY,
    bucket    BYTEA   NOT NULL,
    at        BIGINT  NOT NULL,
    -- From then on no window looks at it.
    forget_at BIGINT  NOT NULL
);

-- Serves the count within a window.
CREATE INDEX throttle_tries_of_bucket ON throttle_tries (bucket, at);
-- Serves the removal of those outside every window.
CREATE INDEX throttle_tries_by_time ON throttle_tries (forget_at);

-- What happened to somebody's access, for them to see.
CREATE TABLE security_events (
    id          UUID    NOT NULL PRIMARY KEY,
    person_id   UUID    NOT NULL REFERENCES people (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('invited', 'enrolled', 'passkey_added', 'passkey_removed',
                                                 'passkey_suspended', 'passphrase_added', 'passphrase_removed',
                                                 'codes_renewed', 'recovered', 'new_device', 'invitation_approved',
                                                 'invitation_used_up', 'session_crowded_out', 'tries_before')),
    details_enc BYTEA   NOT NULL,
    at          BIGINT  NOT NULL,
    -- Empty until it was shown on the start page and put away.
    seen_at     BIGINT
);

-- Serves a person's list, newest first, paged by time and id.
CREATE INDEX security_events_of_person ON security_events (person_id, at, id);
