//! Everything ever decided, and the texts it was decided about.

use super::{Seen, reader};
use crate::{
    backend::{
        context::RequestContext,
        policy::{Action, authorise},
    },
    consents::{
        catalogue::{self, Wording},
        history,
        model::{Event, PurposeKey},
        paper,
    },
    error::AppError,
    ids::ConsentPaperId,
};

/// Decisions on a page.
const SHOWN: usize = 20;

/// A decision with what its purpose is called now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub title: String,
    pub event: Event,
    /// The form on paper it was recorded from.
    pub paper: Option<ConsentPaperId>,
}

/// A page of what was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The newest first.
    pub past: Vec<Past>,
    /// Where the next page begins, if there is one: the `before` to ask for it with.
    pub older: Option<i64>,
}

/// What the patient who asks has decided before a number, or all of it.
pub async fn timeline(context: &RequestContext, before: Option<i64>) -> Result<Seen<Timeline>, AppError> {
    let patient = match reader(context).await? {
        Seen::Open(patient) => patient,
        Seen::Held { until } => return Ok(Seen::Held { until }),
    };
    let state = &context.state;
    let history = history::history(state, patient.subject).await?;
    let catalogue = catalogue::load(state).await?;
    let is_wanted = |event: &&Event| before.is_none_or(|before| event.seq < before);
    let mut newest: Vec<&Event> = history.events.iter().rev().filter(is_wanted).take(SHOWN + 1).collect();
    let has_more = newest.len() > SHOWN;
    newest.truncate(SHOWN);
    let older = newest.last().filter(|_| has_more).map(|event| event.seq);
    let papers = paper::papers_of(state, patient.subject).await?;
    let past = |event: &Event| {
        let purpose = catalogue.find(&event.cell.purpose);
        let title = match purpose {
            Some(purpose) => purpose.text(context.lang)?.title.clone(),
            // Purposes are never removed; should one be missing, its name still says which it was.
            None => event.cell.purpose.as_str().to_owned(),
        };
        Ok(Past { title, event: event.clone(), paper: papers.get(&event.seq).copied() })
    };
    let past = newest.into_iter().map(past).collect::<Result<_, AppError>>()?;
    Ok(Seen::Open(Timeline { past, older }))
}

/// A text as it stood, in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wordings {
    pub version: i64,
    /// Whether it is the one that holds now.
    pub is_newest: bool,
    pub legal_basis: String,
    pub contact: String,
    pub texts: Vec<Wording>,
}

/// One version of the text of a purpose.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such purpose or version.
pub async fn wordings(
    context: &RequestContext,
    purpose: &PurposeKey,
    version: i64,
) -> Result<Wordings, AppError> {
    authorise(Action::DecideConsents, &context.actor)?;
    let catalogue = catalogue::load(&context.state).await?;
    let purpose = catalogue.find(purpose).ok_or(AppError::NotFound)?;
    let published = catalogue::published(&context.state, purpose.id, version).await?;
    let published = published.ok_or(AppError::NotFound)?;
    Ok(Wordings {
        version,
        is_newest: version == purpose.version,
        legal_basis: published.legal_basis,
        contact: published.contact,
        texts: published.texts,
    })
}
