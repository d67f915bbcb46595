//! The state of a running server, for tests that call the router without a socket.

use super::{Engine, TempDir, TestClock, TestDb};
use crate::backend::{
    crypto::{KeyFile, PassphraseHasher},
    instance::{self, Kind},
    rng::SystemRng,
    settings::{Assets, Origin, Practice, Settings},
    state::{AppState, Parts},
};
use std::sync::Arc;

/// A migrated database, a fresh installation in it, and a clock to turn.
pub struct TestPortal {
    pub state: AppState,
    pub clock: TestClock,
    database: TestDb,
    _keys: TempDir,
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
        let file = KeyFile::create(&keys.path().join("kek.toml"), &SystemRng).expect("a key file");
        let clock = TestClock::new();
        let (instance, ring) = instance::create(&db, file, kind, "localhost", &clock, &SystemRng)
            .await
            .expect("an installation");
        let settings = Settings {
            practice,
            origin: Origin::default(),
            kind,
            assets: Assets { folder: "pkg/test".to_owned() },
            staff_attestation: None,
        };
        let ring = Arc::new(ring);
        let parts = Parts {
            db,
            hasher: PassphraseHasher::new(ring.clone(), &SystemRng).expect("a decoy"),
            keys: ring,
            clock: Arc::new(clock.clone()),
            rng: Arc::new(SystemRng),
            instance,
            settings,
        };
        Self { state: AppState::new(parts), clock, database, _keys: keys }
    }

    /// Runs statements behind the portal's back.
    pub async fn arrange(&self, statements: &str) {
        self.database.arrange(statements).await;
    }
}
