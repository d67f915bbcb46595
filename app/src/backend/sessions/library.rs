//! [`Sessions`] as the store behind `tower-sessions`.

use super::{
    Sessions,
    tower::{ADOPTED, RENEWED},
};
use crate::backend::failure::Failure;
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        if let Some(id) = record.data.remove(ADOPTED).and_then(|id| id.as_str()?.parse().ok()) {
            // It has a row with everything in it; only the cookie is missing.
            record.id = id;
            return Ok(());
        }
        let renewed = record.data.remove(RENEWED).and_then(|id| id.as_str()?.parse().ok());
        let done = match renewed {
            // It has a row already.
            Some(id) => {
                record.id = id;
                self.change(record).await
            }
            None => self.add(record).await,
        };
        done.map_err(|failure| backend(&failure))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.change(record).await.map_err(|failure| backend(&failure))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let data = self.find(id).await.map_err(|failure| backend(&failure))?;
        // The library compares no dates on its own, and ours have been checked.
        Ok(data.map(|data| Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.end(id).await.map_err(|failure| backend(&failure))
    }
}

fn backend(failure: &Failure) -> Error {
    Error::Backend(failure.to_string())
}
