-- Consents that somebody has signed on paper. Portable subset: see ../README.md. No row tells whose form it is or when it
-- was recorded: that is encrypted under the subject's evidence key.

-- A signed form, as the practice has recorded it; a ledger.
CREATE TABLE consent_papers (
    id           BLOB NOT NULL PRIMARY KEY,
    subject_id   BLOB NOT NULL REFERENCES subjects (id),
    -- Which decisions were recorded from it, by whom, when, and what kind of file the scan is.
    about_enc    BLOB NOT NULL,
    -- The key of the scan.
    file_key_enc BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Serves the list of somebody's forms.
CREATE INDEX consent_papers_of_subject ON consent_papers (subject_id);

-- The scan, in encrypted pieces; a ledger.
CREATE TABLE consent_paper_pieces (
    paper_id  BLOB    NOT NULL REFERENCES consent_papers (id),
    number    INTEGER NOT NULL CHECK (number >= 0),
    piece_enc BLOB    NOT NULL,
    PRIMARY KEY (paper_id, number)
) STRICT, WITHOUT ROWID;

-- Ledgers: rows are added and read, never changed or removed.
-- REPLACE deletes without firing delete triggers unless a connection asks for recursive ones.

CREATE TRIGGER consent_papers_are_never_updated BEFORE UPDATE ON consent_papers
BEGIN
    SELECT RAISE(ABORT, 'consent_papers is append-only');
END;

CREATE TRIGGER consent_papers_are_never_replaced BEFORE INSERT ON consent_papers
WHEN EXISTS (SELECT 1 FROM consent_papers WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'consent_papers is append-only');
END;

CREATE TRIGGER consent_papers_are_never_deleted BEFORE DELETE ON consent_papers
BEGIN
    SELECT RAISE(ABORT, 'consent_papers is append-only');
END;

CREATE TRIGGER consent_paper_pieces_are_never_updated BEFORE UPDATE ON consent_paper_pieces
BEGIN
    SELECT RAISE(ABORT, 'consent_paper_pieces is append-only');
END;

CREATE TRIGGER consent_paper_pieces_are_never_replaced BEFORE INSERT ON consent_paper_pieces
WHEN EXISTS (SELECT 1 FROM consent_paper_pieces WHERE paper_id = NEW.paper_id AND number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'consent_paper_pieces is append-only');
END;

CREATE TRIGGER consent_paper_pieces_are_never_deleted BEFORE DELETE ON consent_paper_pieces
BEGIN
    SELECT RAISE(ABORT, 'consent_paper_pieces is append-only');
END;
