//! The marker of an installation: whether it is real or a demo, and which name its passkeys are bound to.
//!
//! It is written once, at creation, and carries a MAC: a demo can never be turned into a real installation or back.

use super::{
    clock::Clock,
    crypto::{KeyFile, KeyRing, Purpose, store},
    db::{Db, Tx},
    failure::Failure,
    rng::{self, Rng},
};
use crate::{ids::InstanceId, sql, time::Timestamp};

/// What kind of installation this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Holds people's data.
    Real,
    /// Holds made-up people; never reachable from another machine.
    Demo,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Kind::Real => "real",
            Kind::Demo => "demo",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Kind::Real, Kind::Demo].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The marker, its MAC checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    pub id: InstanceId,
    pub kind: Kind,
    /// The WebAuthn relying party id: the host of the origin at first start (WebAuthn Level 3, section 5.1.2).
    pub rp_id: String,
    pub created_at: Timestamp,
}

/// Why an existing installation was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The wrapped keys do not open under this key file.
    #[error("the key file does not belong to this database")]
    ForeignKeyFile,
    /// The marker does not match its MAC.
    #[error("the instance marker in the database has been altered")]
    Altered,
    /// The database failed.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// Whether the database holds an installation already.
pub async fn exists(db: &Db) -> Result<bool, Failure> {
    db.read(|tx| Box::pin(async move { Ok(find(tx).await?.is_some()) })).await
}

/// Opens the installation in the database.
pub async fn open(db: &Db, file: KeyFile) -> Result<(Instance, KeyRing), OpenError> {
    let (row, keys) = db
        .read(|tx| {
            Box::pin(async move {
                let row = find(tx).await?.ok_or(Failure::Inconsistent { table: "instance", column: "id" })?;
                Ok((row, store::list_purpose_keys(tx).await?))
            })
        })
        .await?;
    let (id, kind, rp_id, created_at, mac) = row;
    let ring = KeyRing::open(file, id, &keys).map_err(|_| OpenError::ForeignKeyFile)?;
    let kind = Kind::parse(&kind).ok_or(OpenError::Altered)?;
    let instance = Instance { id, kind, rp_id, created_at };
    if !ring.mac_is_valid(Purpose::Instance, &parts(&instance), &mac) {
        return Err(OpenError::Altered);
    }
    Ok((instance, ring))
}

/// Creates the installation: marker and purpose keys in one transaction.
///
/// # Errors
/// A constraint violation when another process was faster; then [`exists`], and [`open`] is the thing to do.
pub async fn create(
    db: &Db,
    file: KeyFile,
    kind: Kind,
    rp_id: &str,
    clock: &dyn Clock,
    rng: &dyn Rng,
) -> Result<(Instance, KeyRing), Failure> {
    let id = InstanceId::from_random(rng::bytes(rng)?);
    let instance = Instance { id, kind, rp_id: rp_id.to_owned(), created_at: clock.now() };
    let (ring, keys) = KeyRing::create(file, id, rng)?;
    let mac = ring.mac(Purpose::Instance, &parts(&instance));
    let row = instance.clone();
    db.write(move |tx| {
        Box::pin(async move {
            insert(tx, &row, &mac).await?;
            for (purpose, wrapped) in &keys {
                store::insert_purpose_key(tx, *purpose, wrapped).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok((instance, ring))
}

type Row = (InstanceId, String, String, Timestamp, Vec<u8>);

async fn find(tx: &mut Tx<'_>) -> Result<Option<Row>, Failure> {
    sql!(tx, optional as Row: "SELECT id, kind, rp_id, created_at, mac FROM instance")
}

async fn insert(tx: &mut Tx<'_>, instance: &Instance, mac: &[u8]) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO instance (id, singleton, kind, rp_id, created_at, mac) VALUES ($1, 1, $2, $3, $4, $5)",
        instance.id, instance.kind.as_str(), instance.rp_id.as_str(), instance.created_at, mac)?;
    Ok(())
}

fn parts(instance: &Instance) -> Vec<Vec<u8>> {
    vec![
        instance.id.as_bytes().to_vec(),
        instance.kind.as_str().as_bytes().to_vec(),
        instance.rp_id.as_bytes().to_vec(),
        instance.created_at.0.to_be_bytes().to_vec(),
    ]
}

#[cfg(test)]
#[path = "instance_tests.rs"]
mod tests;
