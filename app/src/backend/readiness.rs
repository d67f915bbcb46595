//! Whether the database takes writes: asked by doing one.

use super::{clock::Clock, db::Db, failure::Failure};
use crate::sql;

/// Writes the time of the probe into the one row kept for it.
///
/// # Errors
/// Whatever keeps a write from becoming durable: a full disk, a lock held elsewhere, a lost connection.
pub async fn probe(db: &Db, clock: &dyn Clock) -> Result<(), Failure> {
    let now = clock.now();
    db.write(move |tx| {
        Box::pin(async move {
            sql!(tx, execute:
                "INSERT INTO readiness (singleton, probed_at) VALUES (1, $1) \
                 ON CONFLICT (singleton) DO UPDATE SET probed_at = excluded.probed_at", now)?;
            Ok(())
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        backend::testing::{TestClock, TestDb},
        on_both_databases,
    };

    on_both_databases! {
        async fn a_probe_writes_every_time_and_keeps_one_row(engine: Engine) {
            let test = TestDb::migrated(engine).await;
            let db = test.open().await;
            let clock = TestClock::new();
            probe(&db, &clock).await.expect("writes");
            clock.advance(1000);
            probe(&db, &clock).await.expect("writes");
            let rows = db
                .read(|tx| Box::pin(async move { sql!(tx, all as (i64,): "SELECT probed_at FROM readiness") }))
                .await
                .expect("reads");
            assert_eq!(rows, [(clock.now().0,)]);
            db.close().await;
            assert!(matches!(probe(&db, &clock).await, Err(Failure::Unavailable)));
        }
    }
}
