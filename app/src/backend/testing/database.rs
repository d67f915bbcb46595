//! A migrated database for one test: a SQLite file, or a schema of the throw-away PostgreSQL cluster.

use super::TempDir;
use crate::backend::{
    db::{Db, Limits, migrate_postgres, migrate_sqlite},
    rng::{SystemRng, crockford},
};
#[expect(
    clippy::disallowed_types,
    reason = "tests arrange tables of their own, and a schema's name cannot be bound"
)]
use sqlx::AssertSqlSafe;
use sqlx::{Connection as _, FromRow, PgConnection, SqliteConnection, postgres::PgRow, sqlite::SqliteRow};
use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// One test's own database.
pub struct TestDb {
    /// What a configuration would name it; `None` means the SQLite file in [`TestDb::folder`].
    pub postgres_url: Option<String>,
    folder: TempDir,
}

impl TestDb {
    /// A place for a database that is not migrated yet.
    pub async fn empty(engine: Engine) -> Self {
        let folder = TempDir::new("db");
        let postgres_url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(create_schema().await),
        };
        Self { postgres_url, folder }
    }

    /// A migrated database.
    pub async fn migrated(engine: Engine) -> Self {
        let test = Self::empty(engine).await;
        match &test.postgres_url {
            None => migrate_sqlite(&test.file()).await.expect("migrates"),
            Some(url) => migrate_postgres(url, None).await.expect("migrates"),
        }
        test
    }

    /// Opens it; a busy machine gets more time than production would grant.
    pub async fn open(&self) -> Db {
        let patient = Limits { closure_time: Duration::from_secs(20), ..Limits::default() };
        match &self.postgres_url {
            None => Db::sqlite_within(&self.file(), patient).await.expect("opens"),
            Some(url) => Db::postgres(url).await.expect("connects"),
        }
    }

    /// The folder that is removed with the test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The SQLite file.
    pub fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("obhut.db")
    }

    /// Runs statements as the owner of the schema, for what a test must arrange behind the application's back.
    pub async fn arrange(&self, statements: &str) {
        let Some(url) = &self.postgres_url else {
            return Self::arrange_file(&self.file(), statements).await;
        };
        let mut connection = PgConnection::connect(url).await.expect("connects");
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.expect("runs");
        connection.close().await.expect("closes");
    }

    /// The same for a SQLite file.
    pub async fn arrange_file(path: &Path, statements: &str) {
        let url = format!("sqlite://{}", path.display());
        let mut connection = SqliteConnection::connect(&url).await.expect("connects");
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.expect("runs");
        connection.close().await.expect("closes");
    }
}

/// What somebody sees and does who owns the tables, for tests that look at all of them.
impl TestDb {
    /// The values of one column of bytes.
    pub async fn bytes(&self, select: &str) -> Vec<Vec<u8>> {
        self.rows(select).await
    }

    /// Every column that holds bytes: its table, its name, and its type.
    pub async fn byte_columns(&self) -> Vec<(String, String, String)> {
        let select = match self.postgres_url {
            None => {
                "SELECT m.name || ' ' || p.name || ' ' || p.type FROM sqlite_schema m \
                 JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND p.type = 'BLOB' \
                 AND m.name <> '_sqlx_migrations'"
            }
            Some(_) => {
                "SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND data_type IN ('bytea', 'uuid') \
                 AND table_name <> '_sqlx_migrations'"
            }
        };
        let lines: Vec<String> = self.rows(select).await;
        let words = |line: String| {
            let mut words = line.split(' ').map(str::to_owned);
            Some((words.next()?, words.next()?, words.next()?))
        };
        lines.into_iter().filter_map(words).collect()
    }

    /// Takes every trigger out of the way.
    pub async fn unlock(&self) {
        let select = match self.postgres_url {
            None => "SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'",
            Some(_) => {
                "SELECT 'ALTER TABLE ' || table_name || ' DISABLE TRIGGER ALL' FROM information_schema.tables \
                 WHERE table_schema = current_schema()"
            }
        };
        let statements: Vec<String> = self.rows(select).await;
        self.arrange(&statements.join(";")).await;
    }

    /// The values of one column of bytes, of the database at a URL.
    pub async fn bytes_at(url: &str, select: &str) -> Vec<Vec<u8>> {
        rows(url, select).await
    }

    async fn rows<T>(&self, select: &str) -> Vec<T>
    where
        T: Send + Unpin,
        (T,): for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let file = || format!("sqlite://{}", self.file().display());
        rows(&self.postgres_url.clone().unwrap_or_else(file), select).await
    }
}

/// The only column of a query.
async fn rows<T>(url: &str, select: &str) -> Vec<T>
where
    T: Send + Unpin,
    (T,): for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
{
    let select = AssertSqlSafe(select.to_owned());
    let found: Vec<(T,)> = if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.expect("connects");
        sqlx::query_as(select).fetch_all(&mut connection).await.expect("reads")
    } else {
        let mut connection = PgConnection::connect(url).await.expect("connects");
        sqlx::query_as(select).fetch_all(&mut connection).await.expect("reads")
    };
    found.into_iter().map(|(value,)| value).collect()
}

/// Makes a schema of its own and returns a URL whose connections see only that.
async fn create_schema() -> String {
    let url = postgres_url();
    let schema = format!("t_{}", crockford::<16>(&SystemRng).expect("random").to_lowercase());
    let mut connection = PgConnection::connect(url).await.expect("the throw-away PostgreSQL cluster answers");
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
        .execute(&mut connection)
        .await
        .expect("schema");
    connection.close().await.expect("closes");
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}options[search_path]={schema}")
}

/// The throw-away cluster: the one `make test` started, or one that dies with this process.
pub fn postgres_url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| std::env::var("TEST_POSTGRES_URL").unwrap_or_else(|_| start_cluster()))
}

/// Starts the cluster script, which stops the cluster when its standard input closes, that is when we end.
fn start_cluster() -> String {
    static KEEP: OnceLock<(Child, ChildStdin)> = OnceLock::new();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.build/with-postgres.sh");
    let mut child = Command::new("bash")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bash starts the PostgreSQL script");
    let mut url = String::new();
    let stdout = child.stdout.take().expect("piped");
    BufReader::new(stdout).read_line(&mut url).expect("the script prints a URL");
    assert!(!url.trim().is_empty(), "PostgreSQL did not start; its server binaries are needed for the tests");
    let stdin = child.stdin.take().expect("piped");
    drop(KEEP.set((child, stdin)));
    url.trim().to_owned()
}
