//! Files that are kept in versions, compared with the entries that vouch for them.
//!
//! Each version was stored together with an entry that carries its number and hash, so neither is there without the other.
//! Where the key of a chain was erased nobody can tell any more what it vouches for, and nothing is said.

use super::Finding;
use crate::{
    audit::{Act, Chain, Entry, Owner, macs, store::Row},
    backend::{
        crypto::{CareClass, KeyRing, Wrapped, store},
        db::Tx,
        failure::Failure,
    },
    consents::export::kept::{self, Content},
    ids::{ChainId, DataKeyId, SubjectId},
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What the entries vouch for, as far as they were met.
#[derive(Default)]
pub(super) struct Exports {
    /// Whose chains can be read, and with which keys.
    readable: HashMap<ChainId, (SubjectId, DataKeyId, Wrapped)>,
    /// The hashes that entries have of a version; one, unless somebody has meddled with it.
    vouched: BTreeMap<(ChainId, i64), Vec<String>>,
}

impl Exports {
    /// Looks up whose chains can be read.
    pub async fn load(tx: &mut Tx<'_>, keys: &KeyRing) -> Result<Self, Failure> {
        let found = store::list_care_keys(tx, CareClass::Audit).await?;
        let chain = |subject| macs::chain_id(keys, Owner::Subject(subject));
        let readable = found.into_iter().map(|(subject, id, key)| (chain(subject), (subject, id, key)));
        Ok(Self { readable: readable.collect(), vouched: BTreeMap::new() })
    }

    /// What opens the entries of a chain, if it is that of a subject and its key is there.
    pub fn reader(&self, keys: &KeyRing, chain: ChainId) -> Option<Chain> {
        let (subject, id, wrapped) = self.readable.get(&chain)?;
        let key = keys.open_data_key(*id, *subject, CareClass::Audit, wrapped).ok()?;
        Some(Chain::of_subject(keys, *subject, key))
    }

    /// Takes in an entry; one that does not open is found by its MAC.
    pub fn note(&mut self, keys: &KeyRing, reader: &Chain, row: &Row) {
        let opened = reader.open(keys, &row.details).ok();
        let entry = opened.and_then(|plain| serde_json::from_slice::<Entry>(&plain).ok());
        let Some(Entry { action: Act::ConsentsExported, vouched: Some(vouched), .. }) = entry else { return };
        self.vouched.entry((row.chain, vouched.version)).or_default().push(vouched.hash);
    }

    /// Compares all of it with what is kept.
    pub async fn compare(mut self, tx: &mut Tx<'_>, keys: &KeyRing) -> Result<Vec<Finding>, Failure> {
        let mut findings = Vec::new();
        let mut place = (SubjectId::from(Uuid::nil()), 0);
        loop {
            let page = kept::page(tx, keys, place).await?;
            let Some(last) = page.last() else { break };
            place = (last.subject, last.version);
            for kept in page {
                let (chain, version) = (macs::chain_id(keys, Owner::Subject(kept.subject)), kept.version);
                let hashes = self.vouched.remove(&(chain, version));
                let is_same = |file: &String| {
                    hashes.as_ref().is_some_and(|hashes| hashes.iter().all(|hash| hash == file))
                };
                match kept.content {
                    _ if !self.readable.contains_key(&chain) => {}
                    _ if hashes.is_none() => findings.push(Finding::ExportInserted { chain, version }),
                    Content::Locked => {}
                    Content::Opened(file) if is_same(&file) => {}
                    Content::Opened(_) | Content::Damaged => {
                        findings.push(Finding::ExportAltered { chain, version });
                    }
                }
            }
        }
        let missing = self.vouched.into_keys();
        findings.extend(missing.map(|(chain, version)| Finding::ExportMissing { chain, version }));
        Ok(findings)
    }
}
