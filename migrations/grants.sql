-- The rights of the application's role on PostgreSQL; run after the migrations by the owner of the tables.
-- The role's name arrives in the setting obhut.role.
DO $$
DECLARE
    app_role text := current_setting('obhut.role');
    app_schema text := current_schema();
    -- Ledgers: rows may be added and read, never changed or removed.
    ledgers text[] := ARRAY['instance', 'audit_entries', 'consent_events', 'consent_exports', 'consent_papers',
                             'consent_paper_pieces', 'purpose_texts', 'purpose_versions', 'send_decisions', 'templates', 'template_texts',
                             'template_decisions', '_sqlx_migrations'];
    ledger text;
BEGIN
    -- One role for everything: taking rights from the owner would only lock it out of the next migration.
    IF app_role = current_user THEN
        RETURN;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', app_schema, app_role);
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM %I', app_schema, app_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', app_schema, app_role);
    FOREACH ledger IN ARRAY ledgers LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I.%I FROM %I', app_schema, ledger, app_role);
    END LOOP;
    -- The end of a chain moves on and never goes away.
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I.audit_heads FROM %I', app_schema, app_role);
    -- Its one row is there from the migration on, and stays.
    EXECUTE format('REVOKE INSERT, DELETE, TRUNCATE ON %I.audit_checkpoints FROM %I', app_schema, app_role);
    EXECUTE format('REVOKE INSERT ON %I._sqlx_migrations FROM %I', app_schema, app_role);
END;
$$;
