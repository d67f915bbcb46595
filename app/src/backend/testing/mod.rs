//! What tests stand on: both databases, a hand-turned clock, the cast, golden files.
//!
//! Compiled for tests only; nothing here replaces our own code, only the world around it.

mod browser;
pub mod cast;
mod clock;
mod database;
pub mod golden;
mod mailbox;
pub mod proofs;
mod state;
mod temp_dir;

pub use browser::Browser;
pub use clock::TestClock;
pub use database::{Engine, TestDb, postgres_url};
pub use mailbox::Mailbox;
pub use state::TestPortal;
pub use temp_dir::TempDir;

/// Makes two tests of an async function `fn name(engine: Engine)`: one on SQLite, one on PostgreSQL.
#[macro_export]
macro_rules! on_both_databases {
    ($( $(#[$attribute:meta])* async fn $name:ident($engine:ident: Engine) $body:block )*) => {
        $(
            mod $name {
                use super::*;

                $(#[$attribute])*
                async fn run($engine: $crate::backend::testing::Engine) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    run($crate::backend::testing::Engine::Sqlite).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    run($crate::backend::testing::Engine::Postgres).await;
                }
            }
        )*
    };
}
