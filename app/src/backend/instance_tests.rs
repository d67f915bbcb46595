//! The marker through the database, on both of them.

use super::*;
use crate::{
    backend::{
        crypto::KeyFile,
        rng::SystemRng,
        testing::{TempDir, TestClock, TestDb},
    },
    on_both_databases,
};

fn key_file() -> KeyFile {
    let folder = TempDir::new("instance");
    KeyFile::create(&folder.path().join("kek.toml"), &SystemRng).expect("a key file")
}

on_both_databases! {
    async fn a_marker_reads_back_as_it_was_written(engine: Engine) {
        let test = TestDb::migrated(engine).await;
        let db = test.open().await;
        let (clock, file) = (TestClock::new(), key_file());
        assert!(!exists(&db).await.expect("reads"));
        let made = create(&db, file.clone(), Kind::Demo, "portal.example", &clock, &SystemRng).await.expect("creates").0;
        clock.advance(60_000);
        assert!(exists(&db).await.expect("reads"));
        let (opened, _) = open(&db, file).await.expect("opens");
        assert_eq!(opened, made);
        assert_eq!((opened.kind, opened.rp_id.as_str()), (Kind::Demo, "portal.example"));
    }

    async fn of_two_first_starts_at_once_one_makes_the_installation(engine: Engine) {
        let test = TestDb::migrated(engine).await;
        let db = test.open().await;
        let (clock, file) = (TestClock::new(), key_file());
        let start = || create(&db, file.clone(), Kind::Real, "localhost", &clock, &SystemRng);
        let (one, two) = tokio::join!(start(), start());
        assert!(one.is_ok() != two.is_ok(), "exactly one is first");
        assert!(exists(&db).await.expect("reads"));
        open(&db, file).await.expect("opens");
    }

    async fn changing_any_column_of_the_marker_is_noticed(engine: Engine) {
        for (column, value) in [("kind", "'demo'"), ("rp_id", "'evil.example'"), ("created_at", "1")] {
            let test = TestDb::migrated(engine).await;
            let db = test.open().await;
            let (clock, file) = (TestClock::new(), key_file());
            create(&db, file.clone(), Kind::Real, "localhost", &clock, &SystemRng).await.expect("creates");
            let unlock = match engine {
                crate::backend::testing::Engine::Sqlite => "DROP TRIGGER instance_is_never_updated",
                crate::backend::testing::Engine::Postgres => "ALTER TABLE instance DISABLE TRIGGER ALL",
            };
            test.arrange(&format!("{unlock}; UPDATE instance SET {column} = {value}")).await;
            assert!(matches!(open(&db, file).await, Err(OpenError::Altered)), "{column}");
        }
    }

    async fn another_key_file_opens_nothing(engine: Engine) {
        let test = TestDb::migrated(engine).await;
        let db = test.open().await;
        create(&db, key_file(), Kind::Real, "localhost", &TestClock::new(), &SystemRng).await.expect("creates");
        assert!(matches!(open(&db, key_file()).await, Err(OpenError::ForeignKeyFile)));
    }
}
