//! The two folders of migrations describe the same schema, and a database from the future is refused.

use super::{Db, MigrateError, migrate_postgres, migrate_sqlite};
use crate::{
    backend::testing::{Engine, TestDb},
    on_both_databases,
};
use sqlx::Connection as _;
use std::{collections::BTreeSet, fs, path::Path};

fn files(folder: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(folder);
    fs::read_dir(path)
        .expect("folder")
        .map(|entry| entry.expect("entry").file_name().into_string().expect("text"))
        .collect()
}

/// Brings a database to the present schema, the way its engine is.
async fn migrate(test: &TestDb) -> Result<(), MigrateError> {
    match &test.postgres_url {
        None => migrate_sqlite(&test.file()).await,
        Some(url) => migrate_postgres(url, None).await,
    }
}

#[test]
fn both_folders_hold_the_same_file_names() {
    assert_eq!(files("sqlite"), files("postgres"));
    assert!(!files("sqlite").is_empty());
}

#[tokio::test]
async fn both_schemas_have_the_same_tables_and_columns() {
    let sqlite = TestDb::migrated(Engine::Sqlite).await;
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", sqlite.file().display()))
        .await
        .expect("opens");
    let of_sqlite: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("reads");
    let postgres = TestDb::migrated(Engine::Postgres).await;
    let url = postgres.postgres_url.as_deref().expect("a URL");
    let mut connection = sqlx::PgConnection::connect(url).await.expect("connects");
    let of_postgres: Vec<(String, String)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_%'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("reads");
    let set = |rows: Vec<(String, String)>| rows.into_iter().collect::<BTreeSet<_>>();
    let (of_sqlite, of_postgres) = (set(of_sqlite), set(of_postgres));
    assert!(of_sqlite.contains(&("instance".to_owned(), "kind".to_owned())));
    assert_eq!(of_sqlite, of_postgres);
}

on_both_databases! {
    async fn migrating_twice_changes_nothing(engine: Engine) {
        let test = TestDb::migrated(engine).await;
        migrate(&test).await.expect("nothing to do");
    }

    async fn several_first_starts_at_once_all_find_a_migrated_database(engine: Engine) {
        for _ in 0..5 {
            let test = TestDb::empty(engine).await;
            let outcomes = futures::future::join_all((0..4).map(|_| migrate(&test))).await;
            assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        }
    }

    async fn a_schema_from_the_future_is_refused(engine: Engine) {
        let test = TestDb::migrated(engine).await;
        let checksum = if engine == Engine::Sqlite { "X'00'" } else { "'\\x00'" };
        test.arrange(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (9999, 'from the future', TRUE, {checksum}, 0)"
        )).await;
        assert!(matches!(migrate(&test).await, Err(MigrateError::Newer(9999))));
    }

    async fn an_altered_migration_is_refused(engine: Engine) {
        let test = TestDb::migrated(engine).await;
        let checksum = if engine == Engine::Sqlite { "X'00'" } else { "'\\x00'" };
        test.arrange(&format!("UPDATE _sqlx_migrations SET checksum = {checksum} WHERE version = 1")).await;
        assert!(matches!(migrate(&test).await, Err(MigrateError::Altered(1))));
    }
}

/// The application's role of one test, and a URL that signs in as it.
async fn application_role(test: &TestDb) -> (String, String) {
    let owner_url = test.postgres_url.clone().expect("a URL");
    let schema = owner_url.rsplit_once("search_path]=").expect("a schema").1.to_owned();
    let role = format!("app_{schema}");
    test.arrange(&format!("CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {schema} TO {role}")).await;
    (owner_url.replacen("postgres://postgres@", &format!("postgres://{role}@"), 1), role)
}

#[tokio::test]
async fn the_application_role_can_use_tables_but_not_rewrite_ledgers_or_the_schema() {
    let test = TestDb::empty(Engine::Postgres).await;
    let (url, role) = application_role(&test).await;
    migrate_postgres(&url, test.postgres_url.as_deref()).await.expect("the owner migrates");
    migrate_postgres(&url, None).await.expect("the application sees that nothing is left to do");
    let mut application = sqlx::PgConnection::connect(&url).await.expect("connects");
    for (statement, allowed) in [
        ("INSERT INTO instance VALUES (gen_random_uuid(), 1, 'real', 'localhost', 0, '')", true),
        ("INSERT INTO purpose_keys VALUES ('x', 1, '')", true),
        ("DELETE FROM purpose_keys", true),
        ("UPDATE instance SET kind = 'demo'", false),
        ("DELETE FROM instance", false),
        ("TRUNCATE instance", false),
        ("INSERT INTO audit_entries VALUES (gen_random_uuid(), 1, '', '')", true),
        ("INSERT INTO audit_heads VALUES (gen_random_uuid(), 1, '')", true),
        ("UPDATE audit_heads SET seq = 2", true),
        ("UPDATE audit_entries SET seq = 2", false),
        ("DELETE FROM audit_entries", false),
        ("TRUNCATE audit_entries", false),
        ("DELETE FROM audit_heads", false),
        ("UPDATE audit_heads SET seq = 1", false),
        ("UPDATE audit_checkpoints SET marks_enc = 'x'", true),
        ("INSERT INTO audit_checkpoints VALUES (2, '')", false),
        ("DELETE FROM audit_checkpoints", false),
        ("TRUNCATE audit_checkpoints", false),
        ("CREATE TABLE mine (n BIGINT)", false),
        ("DROP TABLE purpose_keys", false),
        ("ALTER TABLE instance DISABLE TRIGGER ALL", false),
        ("DELETE FROM _sqlx_migrations", false),
    ] {
        let outcome = sqlx::query(statement).execute(&mut application).await;
        assert_eq!(outcome.is_ok(), allowed, "{statement} as {role}: {outcome:?}");
    }
    assert!(Db::postgres(&url).await.is_ok());
}

#[tokio::test]
async fn without_the_owner_a_role_that_may_not_migrate_is_told_so() {
    let test = TestDb::empty(Engine::Postgres).await;
    let (url, _) = application_role(&test).await;
    assert!(matches!(migrate_postgres(&url, None).await, Err(MigrateError::Denied)));
}

#[tokio::test]
async fn one_role_for_both_urls_keeps_the_rights_it_needs_to_migrate_again() {
    let test = TestDb::empty(Engine::Postgres).await;
    let url = test.postgres_url.as_deref().expect("a URL");
    let (as_role, role) = application_role(&test).await;
    let schema = url.rsplit_once("search_path]=").expect("a schema").1;
    test.arrange(&format!("GRANT CREATE ON SCHEMA {schema} TO {role}")).await;
    migrate_postgres(&as_role, Some(&as_role)).await.expect("migrates");
    let mut connection = sqlx::PgConnection::connect(&as_role).await.expect("connects");
    let insert = "INSERT INTO _sqlx_migrations VALUES (9999, 'the next one', now(), TRUE, '', 0)";
    sqlx::query(insert).execute(&mut connection).await.expect("the next migration can be recorded");
}
