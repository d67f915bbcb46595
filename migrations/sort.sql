-- Puts the rows of every table into the order of its primary key; run on PostgreSQL by the owner of the tables, before a
-- dump. Keys are random or keyed hashes, so what was written together no longer stands together.
--
-- CLUSTER and not VACUUM FULL: that one copies the rows in the order in which they stand.
DO $$
DECLARE
    next record;
BEGIN
    FOR next IN
        SELECT t.relname AS name, i.relname AS key
        FROM pg_index x
        JOIN pg_class t ON t.oid = x.indrelid
        JOIN pg_class i ON i.oid = x.indexrelid
        WHERE x.indisprimary AND t.relnamespace = current_schema()::regnamespace AND t.relname <> '_sqlx_migrations'
        ORDER BY t.relname
    LOOP
        EXECUTE format('CLUSTER %I.%I USING %I', current_schema(), next.name, next.key);
        -- A table is locked while it is sorted, and not while the others are.
        COMMIT;
    END LOOP;
END;
$$;
