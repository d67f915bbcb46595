-- Texts that leave the house, as the practice writes them. Portable subset: see ../README.md.
-- They name nobody: what differs from person to person is a placeholder.

-- Which version of a text is the newest; moved on by whoever writes one, held by whoever decides about one.
CREATE TABLE template_heads (
    kind    TEXT    NOT NULL,
    channel TEXT    NOT NULL CHECK (channel IN ('email')),
    version BIGINT  NOT NULL CHECK (version >= 0),
    PRIMARY KEY (kind, channel)
);

-- Versions of a text; a ledger. One that nobody has decided about is a draft while it is the newest.
CREATE TABLE templates (
    kind        TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    version     BIGINT  NOT NULL CHECK (version > 0),
    author_id   UUID    NOT NULL REFERENCES people (id),
    authored_at BIGINT  NOT NULL,
    PRIMARY KEY (kind, channel, version),
    -- Serves the decision, which has to name the author to be compared with them.
    UNIQUE (kind, channel, version, author_id),
    FOREIGN KEY (kind, channel) REFERENCES template_heads (kind, channel)
);

-- What a version says in each language; a ledger.
CREATE TABLE template_texts (
    kind    TEXT    NOT NULL,
    channel TEXT    NOT NULL,
    version BIGINT  NOT NULL,
    lang    TEXT    NOT NULL CHECK (lang IN ('de', 'en')),
    subject TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    PRIMARY KEY (kind, channel, version, lang),
    FOREIGN KEY (kind, channel, version) REFERENCES templates (kind, channel, version)
);

-- What was decided about a version; a ledger. It is sent from its release on, until a newer one is released or it is
-- retired.
CREATE TABLE template_decisions (
    kind       TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    version    BIGINT  NOT NULL,
    verdict    TEXT    NOT NULL CHECK (verdict IN ('released', 'rejected', 'retired')),
    author_id  UUID    NOT NULL,
    decided_by UUID    NOT NULL REFERENCES people (id),
    decided_at BIGINT  NOT NULL,
    -- Why; empty for a release.
    reason_enc BYTEA,
    PRIMARY KEY (kind, channel, version, verdict),
    FOREIGN KEY (kind, channel, version, author_id) REFERENCES templates (kind, channel, version, author_id),
    -- Four eyes.
    CHECK (verdict <> 'released' OR decided_by <> author_id),
    CHECK ((verdict = 'released') = (reason_enc IS NULL))
);

-- A version is released or rejected, once.
CREATE UNIQUE INDEX template_decisions_once ON template_decisions (kind, channel, version)
    WHERE verdict IN ('released', 'rejected');

-- Ledgers: rows are added and read, never changed or removed.

CREATE TRIGGER templates_are_never_changed BEFORE UPDATE OR DELETE ON templates
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER templates_are_never_emptied BEFORE TRUNCATE ON templates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER template_texts_are_never_changed BEFORE UPDATE OR DELETE ON template_texts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER template_texts_are_never_emptied BEFORE TRUNCATE ON template_texts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER template_decisions_are_never_changed BEFORE UPDATE OR DELETE ON template_decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER template_decisions_are_never_emptied BEFORE TRUNCATE ON template_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Versions go on, never back.
CREATE TRIGGER template_heads_only_go_on BEFORE UPDATE ON template_heads
    FOR EACH ROW WHEN (NEW.version < OLD.version OR NEW.kind <> OLD.kind OR NEW.channel <> OLD.channel)
    EXECUTE FUNCTION refuse_change();
