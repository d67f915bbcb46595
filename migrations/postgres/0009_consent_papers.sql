-- Consents that somebody has signed on paper. Portable subset: see ../README.md. No row tells whose form it is or when it
-- was recorded: that is encrypted under the subject's evidence key.

-- A signed form, as the practice has recorded it; a ledger.
CREATE TABLE consent_papers (
    id           UUID  NOT NULL PRIMARY KEY,
    subject_id   UUID  NOT NULL REFERENCES subjects (id),
    -- Which decisions were recorded from it, by whom, when, and what kind of file the scan is.
    about_enc    BYTEA NOT NULL,
    -- The key of the scan.
    file_key_enc BYTEA NOT NULL
);

-- Serves the list of somebody's forms.
CREATE INDEX consent_papers_of_subject ON consent_papers (subject_id);

-- The scan, in encrypted pieces; a ledger.
CREATE TABLE consent_paper_pieces (
    paper_id  UUID   NOT NULL REFERENCES consent_papers (id),
    number    BIGINT NOT NULL CHECK (number >= 0),
    piece_enc BYTEA  NOT NULL,
    PRIMARY KEY (paper_id, number)
);

-- Ledgers: rows are added and read, never changed or removed.

CREATE TRIGGER consent_papers_are_never_changed BEFORE UPDATE OR DELETE ON consent_papers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consent_papers_are_never_emptied BEFORE TRUNCATE ON consent_papers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER consent_paper_pieces_are_never_changed BEFORE UPDATE OR DELETE ON consent_paper_pieces
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consent_paper_pieces_are_never_emptied BEFORE TRUNCATE ON consent_paper_pieces
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
