-- Letters: what the team prints and takes to the post. Portable subset: see ../README.md.

-- What was printed together.
CREATE TABLE letter_batches (
    id        UUID    NOT NULL PRIMARY KEY,
    made_at   BIGINT  NOT NULL,
    made_by   UUID    NOT NULL REFERENCES people (id),
    -- Empty until somebody has said that it was taken to the post; it can be printed again until then.
    posted_at BIGINT,
    posted_by UUID    REFERENCES people (id),
    CHECK ((posted_at IS NULL) = (posted_by IS NULL))
);

-- Serves the list of what was printed and not posted yet.
CREATE INDEX letter_batches_open ON letter_batches (made_at) WHERE posted_at IS NULL;

-- Which letters belong to it.
CREATE TABLE letters (
    -- The key, so that no letter is ever in two batches.
    dispatch_id UUID    NOT NULL PRIMARY KEY REFERENCES outbox (id),
    batch_id    UUID    NOT NULL REFERENCES letter_batches (id),
    -- The number that stands on the sheet. Unique, so that one that was called off can be found.
    number      BIGINT  NOT NULL CHECK (number > 0),
    -- When it was printed last; empty as long as it was not.
    printed_at  BIGINT,
    UNIQUE (batch_id, number)
);

-- Serves the search for letters that wait.
CREATE INDEX outbox_letters ON outbox (due_at) WHERE channel = 'letter' AND state = 'queued';
