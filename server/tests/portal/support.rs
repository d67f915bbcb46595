//! Everything a portal needs to start, and what it leaves behind.

use app::backend::{
    clock::SystemClock,
    crypto::{KeyFile, PassphraseHasher},
    db::Db,
    instance,
    rng::SystemRng,
    settings::{Assets, Origin, Outbound, Practice, Settings},
    state::{AppState, Parts},
    testing::{Engine, Mailbox, TempDir, TestDb},
};
use std::{
    collections::BTreeMap,
    io::Write as _,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

pub use crate::running::{Answer, Running, connect};

/// How long a start or a stop may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Everything a portal needs to start, before it does.
pub struct Setup {
    pub folder: TempDir,
    pub port: u16,
    variables: BTreeMap<String, String>,
    // Keeps the schema's folder until the end of the test.
    _database: Option<TestDb>,
}

impl Setup {
    /// A fresh installation on either database; nothing but the database URL differs.
    pub async fn new(engine: Engine) -> Self {
        let mut setup = Self::sqlite();
        if engine == Engine::Postgres {
            let database = TestDb::empty(Engine::Postgres).await;
            setup = setup.with("OBHUT_DATABASE_URL", database.postgres_url.as_deref().expect("a URL"));
            setup._database = Some(database);
        }
        setup
    }

    /// A fresh installation on SQLite.
    pub fn sqlite() -> Self {
        let folder = TempDir::new("portal");
        let port = free_port();
        let data = folder.path().join("data").display().to_string();
        let setup = Self { folder, port, variables: BTreeMap::new(), _database: None };
        setup
            .with("OBHUT_DATA_DIR", &data)
            .with("OBHUT_ADDR", &format!("127.0.0.1:{port}"))
            .with("OBHUT_ORIGIN", &format!("http://localhost:{port}"))
    }

    /// Sets a variable of the environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn key_file(&self) -> PathBuf {
        self.data_dir().join("keys/kek.toml")
    }

    /// Runs statements in its database, behind the portal's back.
    pub async fn arrange(&self, statements: &str) {
        match &self._database {
            Some(database) => database.arrange(statements).await,
            None => TestDb::arrange_file(&self.data_dir().join("obhut.db"), statements).await,
        }
    }

    /// The ids a query gives, as paths name them.
    pub async fn ids(&self, select: &str) -> Vec<String> {
        let file = || format!("sqlite://{}", self.data_dir().join("obhut.db").display());
        let url = self.variables.get("OBHUT_DATABASE_URL").cloned().unwrap_or_else(file);
        // PostgreSQL has a type of its own for ids; in text both look alike.
        let text = match self._database {
            Some(_) => {
                format!("SELECT convert_to(replace(id::text, '-', ''), 'UTF8') FROM ({select}) AS found")
            }
            None => format!("SELECT CAST(lower(hex(id)) AS BLOB) FROM ({select}) AS found"),
        };
        let rows = TestDb::bytes_at(&url, &text).await;
        rows.iter().map(|digits| hyphenated(std::str::from_utf8(digits).expect("digits"))).collect()
    }

    /// What stands in the tables of PostgreSQL, bytes in hexadecimal digits; SQLite's are among its files.
    pub async fn tables(&self) -> Vec<(String, Vec<u8>)> {
        let Some(url) = self.variables.get("OBHUT_DATABASE_URL") else { return Vec::new() };
        let names = "SELECT convert_to(table_name, 'UTF8') FROM information_schema.tables \
                     WHERE table_schema = current_schema()";
        let mut tables = Vec::new();
        for name in TestDb::bytes_at(url, names).await {
            let name = String::from_utf8(name).expect("a name");
            let rows =
                TestDb::bytes_at(url, &format!("SELECT convert_to(t::text, 'UTF8') FROM {name} t")).await;
            tables.push((name, rows.concat()));
        }
        tables
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_obhut"));
        command.args(arguments).env_clear().envs(&self.variables).current_dir(self.folder.path());
        command
    }

    /// Starts it and waits until it answers.
    pub fn start(&self, arguments: &[&str]) -> Running {
        let file = |name| std::fs::File::create(self.folder.path().join(name)).expect("a file");
        let mut child =
            self.command(arguments).stdout(file("out")).stderr(file("log")).spawn().expect("starts");
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = child.try_wait().expect("waits");
            assert!(ended.is_none(), "it did not start: {}", self.log());
            assert!(began.elapsed() < PATIENCE, "it does not answer: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        Running::new(child, self.port)
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("runs")
    }

    /// Starts a command whose output is read while it runs.
    pub fn spawn(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts")
    }

    /// Runs a command whose output goes to a terminal (script, of util-linux, makes one).
    pub fn run_on_terminal(&self, arguments: &str) -> String {
        let output = self.on_terminal(arguments).stdin(Stdio::null()).output().expect("script runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stdout).expect("text")
    }

    /// The same where somebody types these lines; gives the exit code and all that was to be seen.
    pub fn answer_on_terminal(&self, arguments: &str, lines: &str) -> (Option<i32>, String) {
        let (typed, shown) = (Stdio::piped(), Stdio::piped());
        let mut child = self.on_terminal(arguments).stdin(typed).stdout(shown).spawn().expect("script runs");
        child.stdin.take().expect("piped").write_all(lines.as_bytes()).expect("types");
        let output = child.wait_with_output().expect("ends");
        (output.status.code(), String::from_utf8(output.stdout).expect("text"))
    }

    fn on_terminal(&self, arguments: &str) -> Command {
        let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_obhut"));
        let mut script = Command::new("script");
        script
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(&self.variables)
            .current_dir(self.folder.path());
        script
    }

    /// The installation, opened beside whatever runs.
    pub async fn state(&self) -> AppState {
        let db = match self.variables.get("OBHUT_DATABASE_URL") {
            Some(url) => Db::postgres(url).await.expect("connects"),
            None => Db::sqlite(&self.data_dir().join("obhut.db")).await.expect("opens"),
        };
        let file = KeyFile::read(&self.key_file()).expect("a key file");
        let (instance, keys) = instance::open(&db, file).await.expect("an installation");
        let (kind, keys) = (instance.kind, Arc::new(keys));
        let settings = Settings {
            practice: Practice::default(),
            origin: Origin::parse(&self.variables["OBHUT_ORIGIN"]).expect("an origin"),
            kind,
            assets: Assets { folder: String::new() },
            staff_attestation: None,
            outbound: Outbound::default(),
        };
        AppState::new(Parts {
            db,
            hasher: PassphraseHasher::new(keys.clone(), &SystemRng).expect("a decoy"),
            keys,
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            instance,
            settings,
            mailer: Arc::new(Mailbox::default()),
        })
    }

    /// What a refused start says; exit code 2, one line, and nothing listening.
    pub fn refusal(&self, arguments: &[&str]) -> String {
        let mut child =
            self.command(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("starts");
        let began = Instant::now();
        while child.try_wait().expect("waits").is_none() {
            if began.elapsed() > PATIENCE {
                child.kill().expect("kills");
                panic!("it started although it should have refused");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let output = child.wait_with_output().expect("ends");
        let said = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{said}");
        let sentences: Vec<&str> = said.lines().filter(|line| line.starts_with("obhut: ")).collect();
        assert_eq!(sentences.len(), 1, "one clear sentence is expected: {said}");
        sentences[0].to_owned()
    }

    /// Everything the portal has printed so far.
    pub fn printed(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("out")).unwrap_or_default()
    }

    /// Everything the portal has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

/// A port nobody listens on at the moment.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// 32 digits as an id is written (RFC 9562, section 4).
fn hyphenated(digits: &str) -> String {
    let part = |range| digits.get(range).expect("32 digits");
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

/// The permission bits of a file.
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).expect("is there").permissions().mode() & 0o7777
}

/// Sets the permission bits of a file.
pub fn chmod(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
}
