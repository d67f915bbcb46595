-- A call no longer names the contact point it was made to. Portable subset: see ../README.md.

-- The row leads to the outbox and from there to a pseudonym; a contact point leads to a person. Side by side they would tie
-- the two together for whoever has the database and nothing else.
ALTER TABLE calls DROP COLUMN contact_id;
