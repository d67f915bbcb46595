//! [`Catalogue`]: what the practice may contact somebody for, in the versions that are in force.

use super::{
    model::{Cell, Deadlines, PurposeKey, TextRef},
    shipped,
    store::{self, TextRow, VersionRow},
};
use crate::{
    backend::{failure::Failure, rng, state::AppState},
    ids::PurposeId,
    lang::Lang,
    notices::model::{Channel, Class},
    time::Timestamp,
};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// A text of a version in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub lang: Lang,
    pub title: String,
    /// Paragraphs, one a line.
    pub body: String,
    /// SHA-256 of title, line feed and body, in lower-case hexadecimal.
    pub hash: String,
}

/// A purpose in its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    pub id: PurposeId,
    pub key: PurposeKey,
    pub class: Class,
    /// By which it may be pursued, in the order of the columns.
    pub channels: Vec<Channel>,
    /// After how many months a consent expires.
    pub validity_months: Option<i64>,
    pub version: i64,
    pub legal_basis: String,
    pub contact: String,
    /// Since when it is not offered any more.
    pub retired_at: Option<Timestamp>,
    /// In every language.
    pub texts: Vec<Wording>,
}

impl Purpose {
    /// The text in a language.
    ///
    /// # Errors
    /// [`Failure::Inconsistent`] where the table lacks it, which [`load`] has looked for.
    pub fn text(&self, lang: Lang) -> Result<&Wording, Failure> {
        self.texts.iter().find(|text| text.lang == lang).ok_or(LACKING)
    }

    /// What a decision about it refers to.
    ///
    /// # Errors
    /// As [`Purpose::text`].
    pub fn text_ref(&self, lang: Lang) -> Result<TextRef, Failure> {
        Ok(TextRef { version: self.version, lang, hash: self.text(lang)?.hash.clone() })
    }
}

/// A row of texts is not there, or is not what its hash says.
const LACKING: Failure = Failure::Inconsistent { table: "purpose_texts", column: "text_hash" };

/// Everything the practice may contact somebody for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// In the order of the list, those that are not offered any more among them.
    pub purposes: Vec<Purpose>,
    /// Until when consents to older versions hold.
    pub deadlines: Deadlines,
}

impl Catalogue {
    /// The purpose of that name.
    pub fn find(&self, key: &PurposeKey) -> Option<&Purpose> {
        self.purposes.iter().find(|purpose| purpose.key == *key)
    }

    /// What can be decided about now.
    pub fn offered(&self) -> impl Iterator<Item = &Purpose> {
        self.purposes.iter().filter(|purpose| purpose.retired_at.is_none())
    }

    /// The purpose of that name, if it is offered.
    pub fn find_offered(&self, key: &PurposeKey) -> Option<&Purpose> {
        self.find(key).filter(|purpose| purpose.retired_at.is_none())
    }

    /// The purpose of a cell that can be decided about now: it is offered, and by this channel.
    pub fn of_cell(&self, cell: &Cell) -> Option<&Purpose> {
        self.find_offered(&cell.purpose).filter(|purpose| purpose.channels.contains(&cell.channel))
    }
}

/// Reads the catalogue.
///
/// # Errors
/// [`Failure::Inconsistent`] when a text is missing, or is not the one its hash was made of.
pub async fn load(state: &AppState) -> Result<Catalogue, Failure> {
    let read = state.db.read(|tx| {
        Box::pin(async move {
            // What was published between two statements is there in the later one: every text read has its version.
            let purposes = store::list_purposes(tx).await?;
            let texts = store::list_newest_texts(tx).await?;
            Ok((purposes, store::list_versions(tx).await?, texts))
        })
    });
    let (rows, versions, texts) = read.await?;
    let (mut purposes, mut deadlines) = (Vec::with_capacity(rows.len()), Deadlines::default());
    for row in rows {
        let key = PurposeKey::parse(&row.key).ok_or(inconsistent("purposes", "key"))?;
        let class = Class::parse(&row.class).ok_or(inconsistent("purposes", "class"))?;
        let of_it = versions.iter().filter(|version| version.purpose_id == row.id);
        for version in of_it.clone() {
            if let Some(renew_by) = version.renew_by {
                deadlines.add(key.clone(), version.version, renew_by);
            }
        }
        let is_its = |text: &&TextRow| text.purpose_id == row.id;
        let version = texts.iter().find(is_its).ok_or(LACKING)?.version;
        let newest = of_it.clone().find(|other| other.version == version);
        let newest = newest.ok_or(inconsistent("purpose_versions", "version"))?.clone();
        let texts = Lang::ALL
            .into_iter()
            .map(|lang| {
                let text = texts.iter().filter(is_its).find(|text| text.lang == lang.tag());
                wording(text.ok_or(LACKING)?)
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        purposes.push(Purpose {
            id: row.id,
            key,
            class,
            channels: channels(&newest.channels)?,
            validity_months: newest.validity_months,
            version: newest.version,
            legal_basis: newest.legal_basis,
            contact: newest.contact,
            retired_at: row.retired_at,
            texts,
        });
    }
    Ok(Catalogue { purposes, deadlines })
}

/// The texts of one version, as they stood; empty where there is no such version.
///
/// One that was altered is no text, and is left out: it must not take a whole page with it that shows others as well. Who
/// operates the portal reads of it.
pub async fn texts_of(state: &AppState, purpose: PurposeId, version: i64) -> Result<Vec<Wording>, Failure> {
    let rows = rows_of(state, purpose, version).await?;
    let intact = |row: &TextRow| match wording(row) {
        Ok(wording) => Some(wording),
        Err(failure) => {
            let (id, lang) = (&row.purpose_id, &row.lang);
            tracing::error!(purpose.id = %id, version, lang, %failure, "a text is not what was published");
            None
        }
    };
    Ok(rows.iter().filter_map(intact).collect())
}

/// The same, where nothing may be missing.
///
/// # Errors
/// [`Failure::Inconsistent`] when one of them was altered.
pub(super) async fn all_texts_of(
    state: &AppState,
    purpose: PurposeId,
    version: i64,
) -> Result<Vec<Wording>, Failure> {
    rows_of(state, purpose, version).await?.iter().map(wording).collect()
}

async fn rows_of(state: &AppState, purpose: PurposeId, version: i64) -> Result<Vec<TextRow>, Failure> {
    state.db.read(move |tx| Box::pin(async move { store::list_texts(tx, purpose, version).await })).await
}

/// A version of a purpose, as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub legal_basis: String,
    pub contact: String,
    pub texts: Vec<Wording>,
}

/// One version of a purpose; `None` where there is none of that number.
pub async fn published(
    state: &AppState,
    purpose: PurposeId,
    version: i64,
) -> Result<Option<Published>, Failure> {
    let versions = state.db.read(|tx| Box::pin(store::list_versions(tx))).await?;
    let found = versions.into_iter().find(|row| row.purpose_id == purpose && row.version == version);
    let Some(VersionRow { legal_basis, contact, .. }) = found else { return Ok(None) };
    Ok(Some(Published { legal_basis, contact, texts: all_texts_of(state, purpose, version).await? }))
}

/// By which channels a version could be agreed to, and since when it was published; that is empty for one that the portal
/// brought along. `None` where there is none of that number.
pub(super) async fn terms(
    state: &AppState,
    purpose: PurposeId,
    version: i64,
) -> Result<Option<(Vec<Channel>, Option<Timestamp>)>, Failure> {
    let read =
        state.db.read(move |tx| Box::pin(async move { store::find_version(tx, purpose, version).await }));
    let Some((words, at, by)) = read.await? else { return Ok(None) };
    Ok(Some((channels(&words)?, by.map(|_| at))))
}

/// SHA-256 of title, line feed and body.
pub fn text_hash(title: &str, body: &str) -> [u8; 32] {
    Sha256::new().chain_update(title).chain_update("\n").chain_update(body).finalize().into()
}

/// Adds the purposes the portal brings along; those that are there already stay as they are.
///
/// Every process does this when it starts, also several at once.
pub async fn begin(state: &AppState) -> Result<(), Failure> {
    let known = state.db.read(|tx| Box::pin(store::list_purposes(tx))).await?;
    let mut new = Vec::new();
    for (position, purpose) in (1..).zip(shipped::all()) {
        if !known.iter().any(|row| row.key == purpose.key) {
            new.push(prepare(state, purpose, position)?);
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let now = state.clock.now();
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            for New { name, position, version, texts } in &new {
                // Somebody else may have added it in the meantime, with its version and texts.
                if store::insert_purpose(tx, version.purpose_id, *name, *position).await? {
                    store::insert_version(tx, version, now, None).await?;
                    for text in texts {
                        store::insert_text(tx, text).await?;
                    }
                }
            }
            Ok(())
        })
    });
    write.await
}

/// A purpose ready to be stored.
struct New {
    /// Key and class.
    name: (&'static str, &'static str),
    position: i64,
    version: VersionRow,
    texts: Vec<TextRow>,
}

fn prepare(state: &AppState, purpose: &'static shipped::Shipped, position: i64) -> Result<New, Failure> {
    let id = PurposeId::from_random(rng::bytes(&*state.rng)?);
    let version = VersionRow {
        purpose_id: id,
        version: 1,
        channels: channel_words(purpose.channels),
        validity_months: purpose.validity_months,
        legal_basis: purpose.legal_basis.to_owned(),
        contact: shipped::CONTACT.to_owned(),
        renew_by: None,
    };
    let text = |lang: Lang| {
        let (title, body) = purpose.text(lang);
        TextRow {
            purpose_id: id,
            version: 1,
            lang: lang.tag().to_owned(),
            title: title.to_owned(),
            body: body.to_owned(),
            text_hash: text_hash(title, body).to_vec(),
        }
    };
    let name = (purpose.key, purpose.class.as_str());
    Ok(New { name, position, version, texts: Lang::ALL.map(text).to_vec() })
}

fn wording(row: &TextRow) -> Result<Wording, Failure> {
    let lang = Lang::ALL.into_iter().find(|lang| lang.tag() == row.lang);
    let lang = lang.ok_or(inconsistent("purpose_texts", "lang"))?;
    // What people decide about is what was published.
    if row.text_hash != text_hash(&row.title, &row.body) {
        return Err(LACKING);
    }
    let (title, body) = (row.title.clone(), row.body.clone());
    Ok(Wording { lang, title, body, hash: hexadecimal(&row.text_hash) })
}

/// Channels as the table holds them.
pub(super) fn channel_words(channels: &[Channel]) -> String {
    channels.iter().map(|channel| channel.as_str()).collect::<Vec<_>>().join(" ")
}

/// Channels in the order of the columns.
fn channels(words: &str) -> Result<Vec<Channel>, Failure> {
    let known: Option<Vec<Channel>> = words.split(' ').map(Channel::parse).collect();
    let mut known = known.ok_or(inconsistent("purpose_versions", "channels"))?;
    known.sort_unstable();
    known.dedup();
    Ok(known)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

const fn inconsistent(table: &'static str, column: &'static str) -> Failure {
    Failure::Inconsistent { table, column }
}
