//! Everything ever decided, and the texts it was decided about.

use super::{Seen, reader};
use crate::{
    backend::{
        context::RequestContext,
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
    },
    consents::{
        catalogue::{self, Catalogue, Wording},
        history,
        model::{Event, PurposeKey},
        paper,
    },
    error::AppError,
    ids::ConsentPaperId,
};
use std::collections::HashMap;

/// Decisions on a page.
const SHOWN: usize = 20;

/// A decision with what it was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What the purpose was called in the text that was decided about, in the language of that text.
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
    let titles = titles(state, &catalogue, &newest).await?;
    let past = |event: &Event| Past {
        title: titles.get(&text_of(event)).map_or(event.cell.purpose.as_str(), String::as_str).to_owned(),
        event: event.clone(),
        paper: papers.get(&event.seq).copied(),
    };
    let past = newest.into_iter().map(past).collect();
    Ok(Seen::Open(Timeline { past, older }))
}

/// Which text a decision is about: purpose, version and language.
type TextOf<'a> = (&'a PurposeKey, i64, &'static str);

fn text_of(event: &Event) -> TextOf<'_> {
    (&event.cell.purpose, event.text.version, event.text.lang.tag())
}

/// The titles of the texts that these decisions are about. A newer title would say of somebody that they agreed to what
/// they have never read.
async fn titles<'a>(
    state: &AppState,
    catalogue: &Catalogue,
    events: &[&'a Event],
) -> Result<HashMap<TextOf<'a>, String>, Failure> {
    let mut titles = HashMap::new();
    for event in events {
        // Purposes are never removed; should one be missing, its name still says which it was.
        let Some(purpose) = catalogue.find(&event.cell.purpose) else { continue };
        if titles.contains_key(&text_of(event)) {
            continue;
        }
        let texts = catalogue::texts_of(state, purpose.id, event.text.version).await?;
        let (purpose, version, _) = text_of(event);
        titles.extend(texts.into_iter().map(|text| ((purpose, version, text.lang.tag()), text.title)));
    }
    Ok(titles)
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
