-- The care store begins: pseudonyms, records and their files; and the link between the two stores.
-- Portable subset: see ../README.md. No row of the care store names, reaches or dates a person; everything readable is
-- encrypted.

-- The pseudonyms, made in batches; a person gets one of the free ones by lot.
CREATE TABLE subjects (
    id         UUID    NOT NULL PRIMARY KEY,
    -- Whose it is, encrypted under the subject's own key; of a free one the same number of bytes, which say nobody.
    person_enc BYTEA   NOT NULL,
    taken      BOOLEAN NOT NULL
);

-- Serves the lot among the free ones.
CREATE INDEX subjects_free ON subjects (id) WHERE taken = FALSE;

-- The other half of the link, in the identity store.
CREATE TABLE person_subjects (
    person_id   UUID NOT NULL PRIMARY KEY REFERENCES people (id),
    -- Which pseudonym it is, encrypted under the person's key.
    subject_enc BYTEA NOT NULL
);

-- Entries of health records; an update leaves the old version.
CREATE TABLE record_entries (
    id          UUID    NOT NULL PRIMARY KEY,
    subject_id  UUID    NOT NULL REFERENCES subjects (id),
    -- Keyed hash of subject, source, resource type and id, by which a second import finds the entry again.
    source_hash BYTEA   NOT NULL,
    current     BOOLEAN NOT NULL,
    -- The entry, which source it is from, when it came, and what its files are recognised by.
    content_enc BYTEA   NOT NULL
);

-- One present version of an entry; serves the look-up at import and the whole record of a subject.
CREATE UNIQUE INDEX record_entries_current ON record_entries (subject_id, source_hash) WHERE current = TRUE;

-- Documents, each with a key of its own.
CREATE TABLE record_files (
    id         UUID    NOT NULL PRIMARY KEY,
    subject_id UUID    NOT NULL REFERENCES subjects (id),
    entry_id   UUID    NOT NULL REFERENCES record_entries (id),
    -- Which file of the entry, counted from zero.
    number     BIGINT  NOT NULL CHECK (number >= 0),
    -- Name and size.
    about_enc  BYTEA   NOT NULL,
    -- The file's key, encrypted under the record key of the subject.
    key_enc    BYTEA   NOT NULL,
    -- Serves the download of a file of an entry.
    UNIQUE (entry_id, number)
);

-- Their content in pieces of 64 KiB, each sealed with its place in the file (STREAM).
CREATE TABLE record_file_pieces (
    file_id UUID    NOT NULL REFERENCES record_files (id),
    number  BIGINT  NOT NULL CHECK (number >= 0),
    sealed  BYTEA   NOT NULL,
    PRIMARY KEY (file_id, number)
);
