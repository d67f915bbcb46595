-- Letters: what the team prints and takes to the post. Portable subset: see ../README.md.

-- What was printed together.
CREATE TABLE letter_batches (
    id        BLOB    NOT NULL PRIMARY KEY,
    made_at   INTEGER NOT NULL,
    made_by   BLOB    NOT NULL REFERENCES people (id),
    -- Empty until somebody has said that it was taken to the post; it can be printed again until then.
    posted_at INTEGER,
    posted_by BLOB    REFERENCES people (id),
    CHECK ((posted_at IS NULL) = (posted_by IS NULL))
) STRICT, WITHOUT ROWID;

-- Serves the list of what was printed and not posted yet.
CREATE INDEX letter_batches_open ON letter_batches (made_at) WHERE posted_at IS NULL;

-- Which letters belong to it.
CREATE TABLE letters (
    -- The key, so that no letter is ever in two batches.
    dispatch_id BLOB    NOT NULL PRIMARY KEY REFERENCES outbox (id),
    batch_id    BLOB    NOT NULL REFERENCES letter_batches (id),
    -- The number that stands on the sheet. Unique, so that one that was called off can be found.
    number      INTEGER NOT NULL CHECK (number > 0),
    -- When it was printed last; empty as long as it was not.
    printed_at  INTEGER,
    UNIQUE (batch_id, number)
) STRICT, WITHOUT ROWID;

-- Serves the search for letters that wait.
CREATE INDEX outbox_letters ON outbox (due_at) WHERE channel = 'letter' AND state = 'queued';
