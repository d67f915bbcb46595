//! Every column of the schema that holds bytes, and what notices that somebody has altered it.

/// What uses a column, and so what has to notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Start,
    Person,
    Search,
    Session,
    Device,
    KeptForm,
    Ceremony,
    Passkey,
    PasskeyName,
    Passphrase,
    RecoveryCode,
    Invitation,
    Event,
    Record,
    Log,
    Catalogue,
    Consents,
    Exports,
    Papers,
    Contacts,
    Decisions,
    Outbox,
    Work,
    News,
    Texts,
}

/// Why a column may be as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Random and in clear: it names a row, and is part of what the row's ciphertexts are bound to.
    Id,
    /// Sealed or a MAC: what is altered or moved is refused by this use.
    Sealed(Use),
    /// A keyed hash that something is found by: what is altered is not found any more.
    Found(Use),
    /// Altering it does what deleting the row would do as well, which nothing inside a database can prevent; and what.
    Deletable(&'static str),
}

pub struct Column {
    pub table: &'static str,
    pub name: &'static str,
    pub guard: Guard,
    /// Which rows are in use, where not all are.
    pub rows: &'static str,
}

const fn column(table: &'static str, name: &'static str, guard: Guard) -> Column {
    Column { table, name, guard, rows: "TRUE" }
}

const fn id(table: &'static str, name: &'static str) -> Column {
    column(table, name, Guard::Id)
}

const fn sealed(table: &'static str, name: &'static str, of: Use) -> Column {
    column(table, name, Guard::Sealed(of))
}

const fn found(table: &'static str, name: &'static str, of: Use) -> Column {
    column(table, name, Guard::Found(of))
}

impl Column {
    const fn only(self, rows: &'static str) -> Self {
        Self { rows, ..self }
    }
}

/// A column that is not listed here fails the test.
pub const COLUMNS: &[Column] = &[
    id("instance", "id"),
    sealed("instance", "mac", Use::Start),
    sealed("purpose_keys", "wrapped", Use::Start),
    id("identity_data_keys", "id"),
    id("identity_data_keys", "owner_id"),
    sealed("identity_data_keys", "wrapped", Use::Person),
    id("care_data_keys", "id"),
    id("care_data_keys", "owner_id"),
    // The pool of pseudonyms has keys that nothing was ever encrypted with.
    sealed("care_data_keys", "wrapped", Use::Record).only(
        "class IN ('record', 'audit') AND owner_id IN (SELECT s.id FROM subjects s WHERE s.taken = TRUE)",
    ),
    id("people", "id"),
    id("people", "user_handle"),
    id("people", "identity_confirmed_by"),
    id("master_data", "person_id"),
    sealed("master_data", "value_enc", Use::Person),
    id("blind_indexes", "person_id"),
    // The team is not searched for; its sign-in names are of a demo.
    found("blind_indexes", "value", Use::Search)
        .only("person_id IN (SELECT p.id FROM people p WHERE p.kind = 'patient')"),
    column(
        "creations",
        "form_hash",
        Guard::Deletable("a form that is sent twice meets the warning of a probable duplicate instead"),
    ),
    id("creations", "person_id"),
    id("staff", "id"),
    id("staff", "person_id"),
    id("invitations", "id"),
    found("invitations", "code_hash", Use::Invitation).only("issued_by IS NOT NULL"),
    id("invitations", "person_id"),
    id("invitations", "issued_by"),
    column(
        "invitations",
        "issuer_device",
        Guard::Deletable("the column may be empty; the issuer's account still cannot redeem the code"),
    ),
    id("invitations", "approved_by"),
    id("passkeys", "id"),
    id("passkeys", "person_id"),
    found("passkeys", "credential_hash", Use::Passkey),
    sealed("passkeys", "credential_enc", Use::Passkey),
    sealed("passkeys", "name_enc", Use::PasskeyName),
    id("passphrases", "person_id"),
    sealed("passphrases", "hash_enc", Use::Passphrase),
    sealed("passphrases", "totp_secret_enc", Use::Passphrase),
    id("recovery_codes", "person_id"),
    sealed("recovery_codes", "hash_enc", Use::RecoveryCode).only("slot < 2"),
    id("known_devices", "person_id"),
    found("known_devices", "device_hash", Use::Device),
    id("sessions", "id"),
    found("sessions", "token_hash", Use::Session),
    id("sessions", "person_id"),
    sealed("sessions", "content_enc", Use::Session),
    // Sealed to the same cookie as the content, whose place it takes at the end; so it opens there, and nowhere else.
    column(
        "sessions",
        "holder_enc",
        Guard::Deletable("the column may be empty; whose session it was is then not said when it is over"),
    ),
    id("kept_forms", "id"),
    id("kept_forms", "person_id"),
    sealed("kept_forms", "content_enc", Use::KeptForm),
    found("ceremonies", "ticket_hash", Use::Ceremony),
    sealed("ceremonies", "content_enc", Use::Ceremony),
    column("throttle_delays", "bucket", Guard::Deletable("counted tries are forgotten")),
    id("throttle_tries", "id"),
    column("throttle_tries", "bucket", Guard::Deletable("counted tries are forgotten")),
    id("security_events", "id"),
    id("security_events", "person_id"),
    sealed("security_events", "details_enc", Use::Event),
    id("audit_entries", "chain"),
    sealed("audit_entries", "details_enc", Use::Log),
    sealed("audit_entries", "mac", Use::Log),
    id("audit_heads", "chain"),
    sealed("audit_heads", "mac", Use::Log),
    sealed("audit_checkpoints", "marks_enc", Use::Log),
    id("subjects", "id"),
    sealed("subjects", "person_enc", Use::Record).only("taken = TRUE"),
    id("person_subjects", "person_id"),
    sealed("person_subjects", "subject_enc", Use::Record),
    id("record_entries", "id"),
    id("record_entries", "subject_id"),
    sealed("record_entries", "source_hash", Use::Record),
    sealed("record_entries", "content_enc", Use::Record),
    id("record_files", "id"),
    id("record_files", "subject_id"),
    id("record_files", "entry_id"),
    sealed("record_files", "about_enc", Use::Record),
    sealed("record_files", "key_enc", Use::Record),
    id("record_file_pieces", "file_id"),
    sealed("record_file_pieces", "sealed", Use::Record),
    id("purposes", "id"),
    id("purpose_versions", "purpose_id"),
    id("purpose_versions", "published_by"),
    id("purpose_texts", "purpose_id"),
    sealed("purpose_texts", "text_hash", Use::Catalogue),
    id("consent_heads", "subject_id"),
    id("consent_events", "subject_id"),
    sealed("consent_events", "event_enc", Use::Consents),
    id("consent_codes", "id"),
    id("consent_codes", "subject_id"),
    column(
        "consent_codes",
        "cell_hash",
        Guard::Deletable("the code is not found; another one can be asked for"),
    ),
    column(
        "consent_codes",
        "code_hash",
        Guard::Deletable("the code is a wrong one; another one can be asked for"),
    ),
    column(
        "consent_codes",
        "about_enc",
        Guard::Deletable("the code confirms nothing; another one can be asked for"),
    ),
    id("consent_exports", "subject_id"),
    sealed("consent_exports", "content_enc", Use::Exports),
    id("consent_papers", "id"),
    id("consent_papers", "subject_id"),
    sealed("consent_papers", "about_enc", Use::Papers),
    sealed("consent_papers", "file_key_enc", Use::Papers),
    id("consent_paper_pieces", "paper_id"),
    sealed("consent_paper_pieces", "piece_enc", Use::Papers),
    id("contact_points", "id"),
    id("contact_points", "person_id"),
    sealed("contact_points", "value_enc", Use::Contacts),
    column(
        "contact_points",
        "value_hash",
        Guard::Deletable("somebody could add the same address a second time"),
    ),
    id("contact_codes", "contact_id"),
    column(
        "contact_codes",
        "code_hash",
        Guard::Deletable("the code is a wrong one; another one can be asked for"),
    ),
    id("contact_settings", "person_id"),
    id("send_decisions", "id"),
    found("send_decisions", "owner_hash", Use::Decisions),
    sealed("send_decisions", "decision_enc", Use::Decisions),
    id("outbox", "id"),
    id("outbox", "decision_id"),
    found("outbox", "cell_hash", Use::Outbox).only("state = 'queued'"),
    column(
        "outbox",
        "about_hash",
        Guard::Deletable("the same could be said a second time, by the gate's leave"),
    ),
    sealed("outbox", "content_enc", Use::Outbox).only("state = 'queued'"),
    id("jobs", "id"),
    column(
        "jobs",
        "unique_hash",
        Guard::Deletable("the same work could wait twice; what it says is said once"),
    ),
    column(
        "jobs",
        "group_hash",
        Guard::Deletable("it is not called off; the gate is asked before it says anything"),
    ),
    // Of the kinds there are, the one that waits in the scene; all are sealed by one function.
    sealed("jobs", "payload_enc", Use::Work).only("kind = 'tell-security'"),
    column("jobs", "lease", Guard::Deletable("whoever works on it cannot finish, and it is done again")),
    id("portal_notices", "id"),
    found("portal_notices", "owner_hash", Use::News),
    sealed("portal_notices", "content_enc", Use::News),
    id("letter_batches", "id"),
    id("letter_batches", "made_by"),
    id("letter_batches", "posted_by"),
    id("letters", "dispatch_id"),
    id("letters", "batch_id"),
    id("calls", "dispatch_id"),
    id("calls", "taken_by"),
    id("templates", "author_id"),
    id("template_decisions", "author_id"),
    id("template_decisions", "decided_by"),
    sealed("template_decisions", "reason_enc", Use::Texts),
];
