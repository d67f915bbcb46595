-- Calls: what the team says on the telephone. Portable subset: see ../README.md.

-- In whose hands a call is, and how often it was tried; a call without a row was never taken.
CREATE TABLE calls (
    dispatch_id UUID   NOT NULL PRIMARY KEY REFERENCES outbox (id),
    -- Who makes it, and until when nobody else does; empty while nobody does.
    taken_by    UUID   REFERENCES people (id),
    taken_until BIGINT,
    -- In vain.
    attempts    BIGINT NOT NULL CHECK (attempts >= 0),
    -- Before, it is not tried again; empty when nothing is in the way.
    not_before  BIGINT,
    CHECK ((taken_by IS NULL) = (taken_until IS NULL))
);

-- Serves the search for calls that wait.
CREATE INDEX outbox_calls ON outbox (due_at) WHERE channel = 'phone' AND state = 'queued';
