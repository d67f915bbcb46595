//! The table: every purpose, every channel, what holds, and what can be done about it.

use super::{
    Patient, Seen,
    cells::{self, CellView, Reach},
    reader, renewal,
};
use crate::{
    backend::{context::RequestContext, failure::Failure, state::AppState},
    consents::{
        catalogue::{self, Catalogue, Wording},
        history,
        model::{Cell, Ledger, PurposeKey},
    },
    error::AppError,
    lang::Lang,
    notices::{
        model::{Channel, Class},
        outbox,
    },
    time::Timestamp,
};

/// A purpose of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub key: PurposeKey,
    pub class: Class,
    pub version: i64,
    /// The text that holds now, in the reader's language.
    pub text: Wording,
    /// One for each channel of the purpose, in the order of the columns.
    pub cells: Vec<CellView>,
}

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    pub rows: Vec<Row>,
    /// The columns: channels that any of the purposes has.
    pub channels: Vec<Channel>,
    /// Whether there is anything to take back.
    pub can_end: bool,
}

impl Overview {
    /// What follows from everything that was decided and published, at a moment; without what is planned.
    ///
    /// # Errors
    /// [`Failure::Inconsistent`] when a purpose lacks its text.
    pub fn of(
        catalogue: &Catalogue,
        ledger: &Ledger,
        reach: &Reach,
        lang: Lang,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let mut rows = Vec::new();
        for purpose in &catalogue.purposes {
            let channels = Channel::ALL.into_iter().filter(|channel| purpose.channels.contains(channel));
            let view = |channel| cells::view(purpose, channel, reach, (ledger, &catalogue.deadlines), now);
            let mut cells: Vec<CellView> = channels.map(view).collect();
            // What is not offered any more is shown for as long as there is something to take back.
            let elsewhere = Channel::ALL.into_iter().filter(|channel| !purpose.channels.contains(channel));
            cells.extend(elsewhere.map(view).filter(CellView::can_end));
            if purpose.retired_at.is_some() {
                cells.retain(CellView::can_end);
            }
            if cells.is_empty() {
                continue;
            }
            cells.sort_by_key(|view| view.cell.channel);
            rows.push(Row {
                key: purpose.key.clone(),
                class: purpose.class,
                version: purpose.version,
                text: purpose.text(lang)?.clone(),
                cells,
            });
        }
        let all = || rows.iter().flat_map(|row| &row.cells);
        let is_used = |channel: &Channel| all().any(|view| view.cell.channel == *channel);
        let channels = Channel::ALL.into_iter().filter(is_used).collect();
        let can_end = all().any(CellView::can_end);
        Ok(Overview { rows, channels, can_end })
    }

    /// One of its cells.
    pub fn find(&self, cell: &Cell) -> Option<&CellView> {
        self.rows.iter().flat_map(|row| &row.cells).find(|view| view.cell == *cell)
    }
}

/// The table of the patient who asks.
pub async fn overview(context: &RequestContext) -> Result<Seen<Overview>, AppError> {
    let patient = match reader(context).await? {
        Seen::Open(patient) => patient,
        Seen::Held { until } => return Ok(Seen::Held { until }),
    };
    let state = &context.state;
    let history = history::history(state, patient.subject).await?;
    let (ledger, catalogue) = (history.ledger()?, catalogue::load(state).await?);
    let reach = Reach::of(state, patient).await?;
    let mut overview = Overview::of(&catalogue, &ledger, &reach, context.lang, context.now())?;
    for row in &mut overview.rows {
        count_planned(state, patient, &mut row.cells).await?;
    }
    Ok(Seen::Open(overview))
}

/// One cell with the title of its purpose, for a page that is about it alone; `None` for what is no cell of the table.
pub async fn about(context: &RequestContext, cell: &Cell) -> Result<Option<(String, CellView)>, AppError> {
    let Seen::Open(patient) = reader(context).await? else { return Ok(None) };
    let (state, now) = (&context.state, context.now());
    let catalogue = catalogue::load(state).await?;
    let Some(purpose) = catalogue.find(&cell.purpose) else { return Ok(None) };
    let ledger = history::history(state, patient.subject).await?.ledger()?;
    let reach = Reach::of(state, patient).await?;
    let view = cells::view(purpose, cell.channel, &reach, (&ledger, &catalogue.deadlines), now);
    let title = purpose.text(context.lang)?.title.clone();
    Ok((purpose.channels.contains(&cell.channel) || view.can_end()).then_some((title, view)))
}

/// How many messages wait for what can be taken back.
async fn count_planned(state: &AppState, patient: Patient, cells: &mut [CellView]) -> Result<(), AppError> {
    for view in cells.iter_mut().filter(|view| view.can_end()) {
        view.planned = outbox::planned(state, patient.subject, &view.cell).await?.len()
            + renewal::reminders(state, patient.subject, &view.cell).await?.len();
    }
    Ok(())
}
