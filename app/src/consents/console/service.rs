//! Reading, publishing and retiring purposes.

use super::{
    model::{Draft, Problem, PurposeForm, Wrong},
    store,
};
use crate::{
    audit::{self, Act, Category},
    backend::{
        context::RequestContext,
        failure::Failure,
        policy::{Action, authorise},
        queue, rng,
    },
    consents::{
        catalogue::{self, Purpose, Wording, text_hash},
        model::PurposeKey,
        service::plan_deadline,
        store::{TextRow, VersionRow, insert_purpose, insert_text, insert_version},
    },
    error::AppError,
    ids::PurposeId,
    lang::Lang,
    notices::model::Class,
    patients::service::display_name,
    redacted::Redacted,
    time::Timestamp,
};

/// Every purpose, in the order of the list.
pub(super) async fn list(context: &RequestContext) -> Result<Vec<Purpose>, AppError> {
    authorise(Action::KeepConsentCatalogue, &context.actor)?;
    Ok(catalogue::load(&context.state).await?.purposes)
}

/// A version that was published.
pub(super) struct Version {
    pub number: i64,
    pub at: Timestamp,
    /// Empty for one that the portal brought along.
    pub by: Option<Redacted<String>>,
    /// When consents to older versions ended or end.
    pub renew_by: Option<Timestamp>,
    /// In every language.
    pub texts: Vec<Wording>,
}

/// A purpose with everything that was ever published about it.
pub(super) struct Kept {
    pub purpose: Purpose,
    /// The newest first.
    pub versions: Vec<Version>,
}

/// One purpose.
///
/// # Errors
/// [`AppError::NotFound`] where there is none of that name.
pub(super) async fn find(context: &RequestContext, key: &PurposeKey) -> Result<Kept, AppError> {
    let purposes = list(context).await?;
    let purpose = purposes.into_iter().find(|purpose| purpose.key == *key).ok_or(AppError::NotFound)?;
    let (state, id) = (&context.state, purpose.id);
    let rows = state.db.read(move |tx| Box::pin(store::list_published(tx, id))).await?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let by = match row.published_by {
            Some(person) => Some(display_name(state, person).await?),
            None => None,
        };
        let texts = catalogue::all_texts_of(state, id, row.version).await?;
        let (number, at, renew_by) = (row.version, row.published_at, row.renew_by);
        versions.push(Version { number, at, by, renew_by, texts });
    }
    Ok(Kept { purpose, versions })
}

/// What became of something that was to be published.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Published {
    Done,
    Invalid(Vec<Problem>),
    /// It says what is in force already.
    Unchanged,
    /// Somebody else has published a newer version in the meantime.
    Elsewhere,
}

/// Publishes the next version of a purpose.
///
/// # Errors
/// [`AppError::NotFound`] where there is no purpose of that name.
pub(super) async fn publish(
    context: &RequestContext,
    key: &PurposeKey,
    form: &PurposeForm,
) -> Result<Published, AppError> {
    let Kept { purpose, .. } = find(context, key).await?;
    let (state, now) = (&context.state, context.now());
    let draft = match form.check(purpose.class) {
        Ok(draft) => draft,
        Err(problems) => return Ok(Published::Invalid(problems)),
    };
    if form.base() != purpose.version {
        return Ok(Published::Elsewhere);
    }
    if draft == Draft::of(&purpose) {
        return Ok(Published::Unchanged);
    }
    let renew_by = match form.renew_by(purpose.class, now) {
        Ok(renew_by) => renew_by,
        Err(problem) => return Ok(Published::Invalid(vec![problem])),
    };
    let (version, base) = (purpose.version + 1, purpose.version);
    let (row, texts) = rows(purpose.id, version, &draft, renew_by);
    let plans = match renew_by {
        Some(renew_by) => plan_deadline(state, key, version, renew_by)?,
        None => Vec::new(),
    };
    let (author, log) = (
        Some(context.actor.person().ok_or(AppError::NotFound)?),
        entry(context, Act::PurposePublished, purpose.id).await?,
    );
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            store::take_turns(tx, row.purpose_id).await?;
            if store::newest_version(tx, row.purpose_id).await? != base {
                return Ok(false);
            }
            insert_version(tx, &row, now, author).await?;
            for text in &texts {
                insert_text(tx, text).await?;
            }
            for job in &plans {
                queue::enqueue(tx, job).await?;
            }
            audit::record(tx, log).await?;
            Ok(true)
        })
    });
    Ok(if write.await? { Published::Done } else { Published::Elsewhere })
}

/// Adds a purpose with its first version.
pub(super) async fn create(context: &RequestContext, form: &PurposeForm) -> Result<Published, AppError> {
    authorise(Action::KeepConsentCatalogue, &context.actor)?;
    let (state, now) = (&context.state, context.now());
    let (key, class, draft) = match checked(form) {
        Ok(checked) => checked,
        Err(problems) => return Ok(Published::Invalid(problems)),
    };
    let id = PurposeId::from_random(rng::bytes(&*state.rng)?);
    let (row, texts) = rows(id, 1, &draft, None);
    let (author, log) = (
        Some(context.actor.person().ok_or(AppError::NotFound)?),
        entry(context, Act::PurposePublished, id).await?,
    );
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            let position = store::last_position(tx).await? + 1;
            if !insert_purpose(tx, id, (key.as_str(), class.as_str()), position).await? {
                return Ok(false);
            }
            insert_version(tx, &row, now, author).await?;
            for text in &texts {
                insert_text(tx, text).await?;
            }
            audit::record(tx, log).await?;
            Ok(true)
        })
    });
    match write.await? {
        true => Ok(Published::Done),
        false => Ok(Published::Invalid(vec![Problem { field: "key", wrong: Wrong::Taken }])),
    }
}

/// A new purpose with its first version, as far as can be said without the database.
pub(super) fn checked(form: &PurposeForm) -> Result<(PurposeKey, Class, Draft), Vec<Problem>> {
    match form.identity() {
        Ok((key, class)) => form.check(class).map(|draft| (key, class, draft)),
        Err(mut problems) => {
            // A class that is none says nothing about the rest; consent is the stricter one.
            let class = Class::parse(&form.class);
            let class = class.unwrap_or(Class::Outreach);
            problems.extend(form.check(class).err().unwrap_or_default());
            Err(problems)
        }
    }
}

/// What is to become of a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Retired,
    Offered,
}

/// Retires a purpose or offers it again; tells whether anything has changed.
///
/// # Errors
/// [`AppError::NotFound`] where there is no purpose of that name.
pub(super) async fn decide(context: &RequestContext, key: &PurposeKey, fate: Fate) -> Result<bool, AppError> {
    let Kept { purpose, .. } = find(context, key).await?;
    let (state, now, id) = (&context.state, context.now(), purpose.id);
    let act = match fate {
        Fate::Retired => Act::PurposeRetired,
        Fate::Offered => Act::PurposeOffered,
    };
    let log = entry(context, act, id).await?;
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            let done = match fate {
                Fate::Retired => store::retire(tx, id, now).await?,
                Fate::Offered => store::offer(tx, id).await?,
            };
            if done {
                audit::record(tx, log).await?;
            }
            Ok(done)
        })
    });
    Ok(write.await?)
}

fn rows(
    purpose_id: PurposeId,
    version: i64,
    draft: &Draft,
    renew_by: Option<Timestamp>,
) -> (VersionRow, Vec<TextRow>) {
    let row = VersionRow {
        purpose_id,
        version,
        channels: catalogue::channel_words(&draft.channels),
        validity_months: draft.validity_months,
        legal_basis: draft.legal_basis.clone(),
        contact: draft.contact.clone(),
        renew_by,
    };
    let text = |lang: Lang| {
        let (title, body) = draft.text(lang).clone();
        let text_hash = text_hash(&title, &body).to_vec();
        TextRow { purpose_id, version, lang: lang.tag().to_owned(), title, body, text_hash }
    };
    (row, Lang::ALL.map(text).to_vec())
}

/// What is done, for the log of the installation.
async fn entry(context: &RequestContext, act: Act, purpose: PurposeId) -> Result<audit::Prepared, Failure> {
    let state = &context.state;
    let entry = audit::deed(context, act, Category::Installation).await?;
    let entry = audit::Entry { objects: vec![purpose.uuid()], ..entry };
    audit::prepare(state, &audit::system_chain(state), &entry)
}
