-- Texts that leave the house, as the practice writes them. Portable subset: see ../README.md.
-- They name nobody: what differs from person to person is a placeholder.

-- Which version of a text is the newest; moved on by whoever writes one, held by whoever decides about one.
CREATE TABLE template_heads (
    kind    TEXT    NOT NULL,
    channel TEXT    NOT NULL CHECK (channel IN ('email')),
    version INTEGER NOT NULL CHECK (version >= 0),
    PRIMARY KEY (kind, channel)
) STRICT, WITHOUT ROWID;

-- Versions of a text; a ledger. One that nobody has decided about is a draft while it is the newest.
CREATE TABLE templates (
    kind        TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    author_id   BLOB    NOT NULL REFERENCES people (id),
    authored_at INTEGER NOT NULL,
    PRIMARY KEY (kind, channel, version),
    -- Serves the decision, which has to name the author to be compared with them.
    UNIQUE (kind, channel, version, author_id),
    FOREIGN KEY (kind, channel) REFERENCES template_heads (kind, channel)
) STRICT, WITHOUT ROWID;

-- What a version says in each language; a ledger.
CREATE TABLE template_texts (
    kind    TEXT    NOT NULL,
    channel TEXT    NOT NULL,
    version INTEGER NOT NULL,
    lang    TEXT    NOT NULL CHECK (lang IN ('de', 'en')),
    subject TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    PRIMARY KEY (kind, channel, version, lang),
    FOREIGN KEY (kind, channel, version) REFERENCES templates (kind, channel, version)
) STRICT, WITHOUT ROWID;

-- What was decided about a version; a ledger. It is sent from its release on, until a newer one is released or it is
-- retired.
CREATE TABLE template_decisions (
    kind       TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    verdict    TEXT    NOT NULL CHECK (verdict IN ('released', 'rejected', 'retired')),
    author_id  BLOB    NOT NULL,
    decided_by BLOB    NOT NULL REFERENCES people (id),
    decided_at INTEGER NOT NULL,
    -- Why; empty for a release.
    reason_enc BLOB,
    PRIMARY KEY (kind, channel, version, verdict),
    FOREIGN KEY (kind, channel, version, author_id) REFERENCES templates (kind, channel, version, author_id),
    -- Four eyes.
    CHECK (verdict <> 'released' OR decided_by <> author_id),
    CHECK ((verdict = 'released') = (reason_enc IS NULL))
) STRICT, WITHOUT ROWID;

-- A version is released or rejected, once.
CREATE UNIQUE INDEX template_decisions_once ON template_decisions (kind, channel, version)
    WHERE verdict IN ('released', 'rejected');

-- Ledgers: rows are added and read, never changed or removed.
-- REPLACE deletes without firing delete triggers unless a connection asks for recursive ones.

CREATE TRIGGER templates_are_never_updated BEFORE UPDATE ON templates
BEGIN
    SELECT RAISE(ABORT, 'templates is append-only');
END;

CREATE TRIGGER templates_are_never_replaced BEFORE INSERT ON templates
WHEN EXISTS (SELECT 1 FROM templates WHERE kind = NEW.kind AND channel = NEW.channel AND version = NEW.version)
BEGIN
    SELECT RAISE(ABORT, 'templates is append-only');
END;

CREATE TRIGGER templates_are_never_deleted BEFORE DELETE ON templates
BEGIN
    SELECT RAISE(ABORT, 'templates is append-only');
END;

CREATE TRIGGER template_texts_are_never_updated BEFORE UPDATE ON template_texts
BEGIN
    SELECT RAISE(ABORT, 'template_texts is append-only');
END;

CREATE TRIGGER template_texts_are_never_replaced BEFORE INSERT ON template_texts
WHEN EXISTS (SELECT 1 FROM template_texts
    WHERE kind = NEW.kind AND channel = NEW.channel AND version = NEW.version AND lang = NEW.lang)
BEGIN
    SELECT RAISE(ABORT, 'template_texts is append-only');
END;

CREATE TRIGGER template_texts_are_never_deleted BEFORE DELETE ON template_texts
BEGIN
    SELECT RAISE(ABORT, 'template_texts is append-only');
END;

CREATE TRIGGER template_decisions_are_never_updated BEFORE UPDATE ON template_decisions
BEGIN
    SELECT RAISE(ABORT, 'template_decisions is append-only');
END;

CREATE TRIGGER template_decisions_are_never_replaced BEFORE INSERT ON template_decisions
WHEN EXISTS (SELECT 1 FROM template_decisions
    WHERE kind = NEW.kind AND channel = NEW.channel AND version = NEW.version
        AND (verdict = NEW.verdict OR (verdict <> 'retired' AND NEW.verdict <> 'retired')))
BEGIN
    SELECT RAISE(ABORT, 'template_decisions is append-only');
END;

CREATE TRIGGER template_decisions_are_never_deleted BEFORE DELETE ON template_decisions
BEGIN
    SELECT RAISE(ABORT, 'template_decisions is append-only');
END;

-- Versions go on, never back.
CREATE TRIGGER template_heads_only_go_on BEFORE UPDATE ON template_heads
WHEN NEW.version < OLD.version OR NEW.kind <> OLD.kind OR NEW.channel <> OLD.channel
BEGIN
    SELECT RAISE(ABORT, 'template_heads only go on');
END;
