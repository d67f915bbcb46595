//! An installation of its own, opened as `obhut serve` opens one, with a clock that stands until it is turned.

use super::{Arguments, Engine, Error, sink::Sink};
use crate::{config::Config, startup};
use app::{
    backend::{
        clock::{Clock, SystemClock},
        db::Limits,
        settings::Assets,
        state::AppState,
        testing::{Engine as TestEngine, TestDb},
    },
    time::Timestamp,
};
use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// A clock that stands until somebody turns it.
#[derive(Clone)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    /// Turns the clock to a moment.
    pub fn turn_to(&self, moment: Timestamp) {
        self.0.store(moment.0, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// A folder that goes with whoever holds it, also when a run fails.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "what was measured on could not be removed");
        }
    }
}

/// The portal that is measured.
pub struct House {
    pub state: AppState,
    pub clock: Hands,
    pub sink: Sink,
    folder: Folder,
    _database: Option<TestDb>,
}

impl House {
    /// Makes a new one below the present folder, because temporary folders may lie in memory.
    pub async fn open(arguments: &Arguments) -> Result<Self, Error> {
        let folder = std::env::current_dir()?.join(format!("target/bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let folder = Folder(folder);
        let sink = Sink::start(&folder.0).await?;
        let database = match arguments.db {
            Engine::Sqlite => None,
            Engine::Postgres => Some(TestDb::empty(TestEngine::Postgres).await),
        };
        let url = database.as_ref().and_then(|database| database.postgres_url.clone());
        let config = config(&folder.0, &sink, url)?;
        let clock = Hands(Arc::new(AtomicI64::new(SystemClock.now().0)));
        // No page is rendered, so that it may be built without web files.
        let assets = Assets { folder: "pkg/bench".to_owned() };
        let state = startup::open_within(&config, false, assets, Arc::new(clock.clone()), Limits::default());
        Ok(Self { state: state.await?, clock, sink, folder, _database: database })
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// Closes and removes it.
    pub async fn close(self) {
        self.state.db.close().await;
    }
}

/// As an operator would set it, but that nobody sleeps and nobody hears too much.
fn config(folder: &Path, sink: &Sink, database_url: Option<String>) -> Result<Config, Error> {
    let mut variables = BTreeMap::from([
        ("OBHUT_DATA_DIR", folder.join("data").display().to_string()),
        ("OBHUT_SMTP_HOST", "localhost".to_owned()),
        ("OBHUT_SMTP_PORT", sink.port.to_string()),
        ("OBHUT_SMTP_CA_FILE", sink.ca_file.display().to_string()),
        ("OBHUT_MAIL_FROM", "praxis@example.org".to_owned()),
        ("OBHUT_QUIET_HOURS", "00:00-00:00".to_owned()),
        ("OBHUT_MONTHLY_CAP", "31".to_owned()),
    ]);
    variables.extend(database_url.map(|url| ("OBHUT_DATABASE_URL", url)));
    let variables = variables.into_iter().map(|(name, value)| (name.to_owned(), OsString::from(value)));
    Ok(Config::from_variables(variables).map_err(startup::Refusal::from)?)
}
