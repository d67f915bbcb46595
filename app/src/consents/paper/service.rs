//! Recording a form, and opening its scan.

use super::{
    job::TellPaper,
    model::{PaperForm, Problem, ScanKind, Signed, Wrong},
    sealed::{self, About, NewPaper},
    store,
};
use crate::{
    audit::{self, Act, Category},
    backend::{
        context::RequestContext,
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
        uploads::File,
    },
    consents::{
        catalogue::{self, Catalogue, Purpose, Wording},
        history::{self, NewEvent},
        model::{By, Cell, Ledger, Method, Standing, TextRef, What},
        service::{Change, ROUNDS, Seen, change, noted, reader},
    },
    error::{AppError, FieldCode},
    ids::{ConsentPaperId, PersonId, SubjectId},
    notices::{
        gate::has_transport,
        model::{Channel, Class},
    },
    patients::{
        self,
        model::{BirthDate, Item},
        subjects,
    },
    redacted::Redacted,
    time::Timestamp,
    ui::date::practice_zone,
};
use std::collections::HashMap;

/// For how many months a signature counts where the purpose does not say: nobody remembers for longer.
const MONTHS: i64 = 24;

/// A text that may stand on a form.
pub(super) struct FormText {
    pub purpose: Purpose,
    pub version: i64,
    /// What stands at the top of the form, in the language of whoever reads it here.
    pub title: String,
    /// By which it could be agreed to, and the practice can still use it.
    pub ways: Vec<Channel>,
}

/// What may have been signed: every version of every purpose that is offered, the newest of each first, without those that
/// offer no way any more.
///
/// # Errors
/// [`AppError::NotFound`] for those who may not record forms.
pub(super) async fn texts(context: &RequestContext) -> Result<Vec<FormText>, AppError> {
    authorise(Action::RecordPaperConsent, &context.actor)?;
    let (state, mut texts) = (&context.state, Vec::new());
    for purpose in catalogue::load(state).await?.offered() {
        for version in (1..=purpose.version).rev() {
            let Some((channels, _)) = catalogue::terms(state, purpose.id, version).await? else { continue };
            let ways = usable(purpose, &channels);
            let wordings = catalogue::texts_of(state, purpose.id, version).await?;
            let wording = wordings.into_iter().find(|wording| wording.lang == context.lang);
            if let (Some(Wording { title, .. }), false) = (wording, ways.is_empty()) {
                texts.push(FormText { purpose: purpose.clone(), version, title, ways });
            }
        }
    }
    Ok(texts)
}

/// The ways of a version that its purpose still has and something carries.
///
/// What the signed text did not offer was not agreed to, and what nothing carries is no way.
fn usable(purpose: &Purpose, of_version: &[Channel]) -> Vec<Channel> {
    let is_usable = |channel: &Channel| has_transport(*channel) && purpose.channels.contains(channel);
    of_version.iter().copied().filter(is_usable).collect()
}

/// Whose form is recorded: what is compared with the form, so that nobody is taken for somebody of the same name.
pub(super) struct Whose {
    pub name: Option<Redacted<String>>,
    pub born: Option<BirthDate>,
}

/// Whose form is recorded; that the team looks is written down first.
pub(super) async fn whose(context: &RequestContext, person: PersonId) -> Result<Whose, AppError> {
    authorise(Action::RecordPaperConsent, &context.actor)?;
    let patient = patients::service::patient(context, person, "").await?;
    let born = patients::service::value_of(&patient.known, Item::BirthDate);
    Ok(Whose {
        name: patients::service::name_of(&patient.known),
        born: born.and_then(|date| BirthDate::from_iso(date.expose())),
    })
}

/// What became of a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Recorded,
    Invalid(Vec<Problem>),
}

/// Records a signed form: all that it says, or nothing.
///
/// # Errors
/// [`AppError::NotFound`] for those who may not, and for ids of nobody.
pub(super) async fn record(
    context: &RequestContext,
    person: PersonId,
    form: &PaperForm,
    file: &File,
) -> Result<Outcome, AppError> {
    authorise(Action::RecordPaperConsent, &context.actor)?;
    let state = &context.state;
    patients::service::known_patient(state, person).await?.ok_or(AppError::NotFound)?;
    let signed = match form.check(file, patients::service::today(state)?) {
        Ok(signed) => signed,
        Err(problems) => return Ok(Outcome::Invalid(problems)),
    };
    let catalogue = catalogue::load(state).await?;
    let Some(offered) = offered(state, &catalogue, &signed).await? else {
        // It may have been retired since the page was shown; what was typed must not be lost with it.
        return Ok(Outcome::Invalid(vec![Problem { field: "text", wrong: Wrong::NotOffered }]));
    };
    let Offered { purpose, text, ways, published_at } = offered;
    // The page has no boxes for these any more, so what is said about them is said about all.
    let lost = signed.channels.iter().filter(|channel| !ways.contains(channel));
    let lost: Vec<_> =
        lost.map(|channel| Problem { field: "text", wrong: Wrong::WayNotOffered(*channel) }).collect();
    let old = match is_too_old(&signed, purpose, context.now()) {
        true => Some(Wrong::Day(FieldCode::TooOld)),
        false => published_at.filter(|at| is_before(signed.on, *at)).map(|_| Wrong::BeforeText),
    };
    let old = old.map(|wrong| Problem { field: "signed_on", wrong });
    if !lost.is_empty() || old.is_some() {
        return Ok(Outcome::Invalid(lost.into_iter().chain(old).collect()));
    }
    let subject = subjects::subject_of(state, person).await?;
    let (key, by) = (history::evidence_key(state, subject).await?, By::Staff(own_name(context).await?));
    for _ in 0..ROUNDS {
        let (history, now) = (history::history(state, subject).await?, context.now());
        let ledger = history.ledger()?;
        let refused = problems(&signed.channels, |channel| {
            let cell = Cell { purpose: purpose.key.clone(), channel };
            stands_against(&ledger.standing(&cell, now, &catalogue.deadlines), signed.on)
        });
        if !refused.is_empty() {
            // What stands against it tells something about the patient, whose log says who was told.
            let act = Act::PaperConsentRefused;
            let log = audit::deed_about(context, person, act, Category::Consents).await?;
            audit::write_down(state, log).await?;
            return Ok(Outcome::Invalid(refused));
        }
        let decided = Decided { signed: &signed, purpose, text: &text, by: &by, now };
        let events = decided.events(&ledger, &catalogue);
        let decisions: Vec<i64> = (history.seq + 1..)
            .zip(&events)
            .filter(|(_, event)| event.method == Method::Paper)
            .map(|(seq, _)| seq)
            .collect();
        let about = About { decisions, recorded_at: now, kind: signed.kind, size: signed.scan.len() as u64 };
        let paper = NewPaper::seal(&*state.rng, &key, subject, &about, &signed.scan)?;
        let told = TellPaper::prepare(state, subject, paper.id())?;
        let log = audit::deed_about(context, person, Act::PaperConsentRecorded, Category::Consents).await?;
        let recorded =
            Change::prepare(state, &history, &key, events, log)?.with_paper(paper).planning(vec![told]);
        if change(state, recorded).await? {
            return Ok(Outcome::Recorded);
        }
    }
    Err(AppError::Unavailable)
}

/// What is wrong with each way, as its control says it.
fn problems(channels: &[Channel], wrong: impl Fn(Channel) -> Option<Wrong>) -> Vec<Problem> {
    let problem = |channel: &Channel| Some(Problem { field: channel.as_str(), wrong: wrong(*channel)? });
    channels.iter().filter_map(problem).collect()
}

/// What was signed, as it is offered.
struct Offered<'a> {
    purpose: &'a Purpose,
    /// In the language of the form.
    text: TextRef,
    ways: Vec<Channel>,
    published_at: Option<Timestamp>,
}

/// What was signed; `None` where nothing can be recorded for it.
async fn offered<'a>(
    state: &AppState,
    catalogue: &'a Catalogue,
    Signed { purpose, version, lang, .. }: &Signed,
) -> Result<Option<Offered<'a>>, Failure> {
    let Some(purpose) = catalogue.find_offered(purpose) else { return Ok(None) };
    let wordings = catalogue::texts_of(state, purpose.id, *version).await?;
    let wording = wordings.into_iter().find(|wording| wording.lang == *lang);
    let terms = catalogue::terms(state, purpose.id, *version).await?;
    let (Some(Wording { hash, .. }), Some((channels, published_at))) = (wording, terms) else {
        return Ok(None);
    };
    let (text, ways) = (TextRef { version: *version, lang: *lang, hash }, usable(purpose, &channels));
    Ok(Some(Offered { purpose, text, ways, published_at }))
}

/// Whether a consent of that day would have ended by now.
fn is_too_old(signed: &Signed, purpose: &Purpose, now: Timestamp) -> bool {
    let months = purpose.validity_months.unwrap_or(MONTHS);
    let until = day_of(signed.on).and_then(|day| {
        let until = day.checked_add(jiff::Span::new().months(months)).ok()?;
        let today = practice_zone().to_datetime(jiff::Timestamp::from_millisecond(now.0).ok()?).date();
        Some(until <= today)
    });
    // A day no calendar has was refused before.
    until.unwrap_or(true)
}

/// Whether a day was over before a moment.
fn is_before(date: BirthDate, moment: Timestamp) -> bool {
    let Ok(at) = jiff::Timestamp::from_millisecond(moment.0) else { return true };
    day_of(date).is_none_or(|day| day < practice_zone().to_datetime(at).date())
}

fn day_of(date: BirthDate) -> Option<jiff::civil::Date> {
    let year = i16::try_from(date.year()).ok()?;
    jiff::civil::Date::new(year, i8::try_from(date.month()).ok()?, i8::try_from(date.day()).ok()?).ok()
}

/// What speaks against recording a form of that day for a cell.
fn stands_against(standing: &Standing, signed_on: BirthDate) -> Option<Wrong> {
    match standing {
        Standing::Active { .. } | Standing::OnPaper => Some(Wrong::HoldsAlready),
        Standing::Pending { .. } => Some(Wrong::CodeWaits),
        Standing::Withdrawn { at } => {
            let at = jiff::Timestamp::from_millisecond(at.0).ok()?;
            let taken_back = practice_zone().to_datetime(at).date();
            // On the same day nobody can tell which came first; taking back is the safer reading.
            day_of(signed_on).is_none_or(|signed| taken_back >= signed).then_some(Wrong::DecidedLater)
        }
        Standing::Off | Standing::Lapsed { .. } | Standing::Expired { .. } => None,
    }
}

/// What a form decides.
struct Decided<'a> {
    signed: &'a Signed,
    purpose: &'a Purpose,
    text: &'a TextRef,
    by: &'a By,
    now: Timestamp,
}

impl Decided<'_> {
    /// The decisions, in the order of the ways; before one that follows an end nobody has noted, the end.
    fn events(&self, ledger: &Ledger, catalogue: &Catalogue) -> Vec<NewEvent> {
        let mut events = Vec::new();
        for channel in &self.signed.channels {
            let cell = Cell { purpose: self.purpose.key.clone(), channel: *channel };
            let standing = ledger.standing(&cell, self.now, &catalogue.deadlines);
            events.extend(noted(ledger, &cell, &standing));
            let what = match self.purpose.class {
                Class::Care => What::Granted { expires_at: None },
                Class::Outreach => What::Recorded { signed_on: self.signed.on.to_iso() },
            };
            let (at, text, by) = (self.now, self.text.clone(), self.by.clone());
            events.push(NewEvent { at, cell, what, text, method: Method::Paper, by });
        }
        events
    }
}

async fn own_name(context: &RequestContext) -> Result<String, AppError> {
    let person = context.actor.person().ok_or(AppError::NotFound)?;
    Ok(patients::service::display_name(&context.state, person).await?.expose().clone())
}

/// The forms of a subject: from the number of a decision to the form it was recorded from.
///
/// For callers that have authorised the reading.
pub async fn papers_of(
    state: &AppState,
    subject: SubjectId,
) -> Result<HashMap<i64, ConsentPaperId>, Failure> {
    let rows = state.db.read(move |tx| Box::pin(store::list(tx, subject))).await?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let key = history::evidence_key(state, subject).await?;
    let mut all = HashMap::new();
    for row in rows {
        let about = sealed::open(&key, subject, &row)?;
        all.extend(about.decisions.into_iter().map(|number| (number, row.id)));
    }
    Ok(all)
}

/// A scan, as it is given out.
pub(super) struct Scan {
    pub kind: ScanKind,
    pub content: Vec<u8>,
}

/// The scan of a form of the patient who asks.
///
/// # Errors
/// [`AppError::NotFound`] for every other form, and as long as content is held back.
pub(super) async fn scan(context: &RequestContext, paper: ConsentPaperId) -> Result<Scan, AppError> {
    let Seen::Open(patient) = reader(context).await? else { return Err(AppError::NotFound) };
    let (state, subject) = (&context.state, patient.subject);
    let read = state.db.read(move |tx| {
        Box::pin(async move {
            let row = store::find(tx, subject, paper).await?;
            Ok((row, store::list_pieces(tx, subject, paper).await?))
        })
    });
    let (row, pieces) = read.await?;
    let row = row.ok_or(AppError::NotFound)?;
    let key = history::evidence_key(state, subject).await?;
    let about = sealed::open(&key, subject, &row)?;
    let content = sealed::open_scan(&key, subject, &row, &pieces)?;
    if content.len() as u64 != about.size {
        return Err(Failure::Sealed.into());
    }
    Ok(Scan { kind: about.kind, content })
}
