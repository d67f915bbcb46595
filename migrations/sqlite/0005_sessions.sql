-- What is left of a session that is over.
-- Portable subset: see ../README.md.

-- Who held it, sealed like the whole content, which gives way to it at the end. Empty in rows from before this column.
ALTER TABLE sessions ADD COLUMN holder_enc BLOB;
