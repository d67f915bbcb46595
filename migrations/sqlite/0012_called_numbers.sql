-- Which number a call was opened with. Portable subset: see ../README.md.

-- Noted when the call is opened, so that "wrong number" is about the one that was dialled; empty before. It names no row
-- that has to stay: the number may be removed meanwhile.
ALTER TABLE calls ADD COLUMN contact_id BLOB;
