//! The state of a running server, for tests that call the router without a socket.

use super::{Engine, Mailbox, TempDir, TestClock, TestDb};
use crate::backend::{
    crypto::{KeyFile, KeyRing, PassphraseHasher},
    db::{Db, sort_postgres},
    instance::{self, Instance, Kind},
    rng::SystemRng,
    settings::{Assets, Attestation, Origin, Outbound, Practice, Settings},
    state::{AppState, Parts},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// A migrated database, a fresh installation in it, and a clock to turn.
pub struct TestPortal {
    pub state: AppState,
    pub clock: TestClock,
    /// What has left the house.
    pub mailbox: Mailbox,
    database: TestDb,
    keys: TempDir,
}

impl TestPortal {
    pub async fn new(engine: Engine) -> Self {
        let practice = Practice { name: Some("Praxis am Park".to_owned()), ..Practice::default() };
        Self::with(engine, Kind::Real, practice).await
    }

    /// One of either kind, with settings of its own.
    pub async fn with(engine: Engine, kind: Kind, practice: Practice) -> Self {
        let database = TestDb::migrated(engine).await;
        let db = database.open().await;
        let keys = TempDir::new("keys");
        let file = KeyFile::create(&key_file(&keys), &SystemRng).expect("a key file");
        let clock = TestClock::new();
        let (instance, ring) = instance::create(&db, file, kind, "localhost", &clock, &SystemRng)
            .await
            .expect("an installation");
        let mailbox = Mailbox::default();
        let state = assemble(db, instance, ring, (&clock, &mailbox), practice);
        // As every process does before it writes.
        crate::audit::checkpoint::begin(&state).await.expect("begins");
        crate::consents::catalogue::begin(&state).await.expect("begins");
        Self { state, clock, mailbox, database, keys }
    }

    /// The state of a server that was stopped and started again: same database, same key file, nothing else.
    pub async fn restarted(&self) -> AppState {
        let db = self.database.open().await;
        let file = KeyFile::read(&key_file(&self.keys)).expect("the key file");
        let (instance, ring) = instance::open(&db, file).await.expect("the installation");
        assemble(db, instance, ring, (&self.clock, &self.mailbox), self.state.settings.practice.clone())
    }

    /// The same portal, where staff may register only authenticators of known make.
    pub async fn demanding(&self, attestation: Attestation) -> AppState {
        let db = self.database.open().await;
        let file = KeyFile::read(&key_file(&self.keys)).expect("the key file");
        let (instance, ring) = instance::open(&db, file).await.expect("the installation");
        let settings = Settings { staff_attestation: Some(attestation), ..self.state.settings.clone() };
        with_settings(db, instance, ring, (&self.clock, &self.mailbox), settings)
    }

    /// Runs statements behind the portal's back.
    pub async fn arrange(&self, statements: &str) {
        self.database.arrange(statements).await;
    }

    /// The values of one column of bytes.
    pub async fn bytes(&self, select: &str) -> Vec<Vec<u8>> {
        self.database.bytes(select).await
    }

    /// Every column that holds bytes: its table, its name, and its type.
    pub async fn byte_columns(&self) -> Vec<(String, String, String)> {
        self.database.byte_columns().await
    }

    /// Takes every trigger out of the way.
    pub async fn unlock(&self) {
        self.database.unlock().await;
    }

    /// What the owner of PostgreSQL's tables does before a dump; SQLite keeps no order to destroy.
    pub async fn sort(&self) {
        if let Some(url) = &self.database.postgres_url {
            sort_postgres(url).await.expect("sorts");
        }
    }

    /// What a server would start with, or nothing where it refuses to.
    pub async fn reopened(&self) -> Option<String> {
        let db = self.database.open().await;
        let file = KeyFile::read(&key_file(&self.keys)).expect("the key file");
        let (instance, ring) = instance::open(&db, file).await.ok()?;
        Some(format!("{instance:?} {}", ring.signer().public().thumbprint()))
    }

    /// The folder with the SQLite file and what belongs to it; empty on PostgreSQL.
    pub fn folder(&self) -> &Path {
        self.database.folder()
    }
}

fn key_file(keys: &TempDir) -> PathBuf {
    keys.path().join("kek.toml")
}

fn assemble(
    db: Db,
    instance: Instance,
    ring: KeyRing,
    world: (&TestClock, &Mailbox),
    practice: Practice,
) -> AppState {
    let settings = Settings {
        practice,
        origin: Origin::default(),
        kind: instance.kind,
        assets: Assets { folder: "pkg/test".to_owned() },
        staff_attestation: None,
        outbound: Outbound::default(),
    };
    with_settings(db, instance, ring, world, settings)
}

fn with_settings(
    db: Db,
    instance: Instance,
    ring: KeyRing,
    (clock, mailbox): (&TestClock, &Mailbox),
    settings: Settings,
) -> AppState {
    let ring = Arc::new(ring);
    AppState::new(Parts {
        db,
        hasher: PassphraseHasher::new(ring.clone(), &SystemRng).expect("a decoy"),
        keys: ring,
        clock: Arc::new(clock.clone()),
        rng: Arc::new(SystemRng),
        instance,
        settings,
        mailer: Arc::new(mailbox.clone()),
    })
}
