//! [`Document`]: what an export says, along the consent records of ISO/IEC TS 27560.
//!
//! The members stand in the order of the structures, numbers are whole, times are RFC 3339 in UTC, hashes are SHA-256 in
//! lower-case hexadecimal: the same facts give the same bytes. What was signed once is read for years, so members are
//! added with a default, and none is renamed or used for something else.

use crate::{
    backend::settings::Practice,
    consents::model::{By, Cell, Deadlines, Event, Ledger, Method, Standing, What},
    lang::Lang,
    notices::model::{Channel, Class},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What the structure follows, and its own number.
pub const SCHEMA: &str = "ISO/IEC TS 27560:2023; obhut-consents/1";

/// One version of somebody's consents.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub schema_version: String,
    pub record_id: String,
    /// A pseudonym made for exports: it is no id of any table.
    pub pii_principal_id: String,
    /// Counted from one without a gap.
    pub version: i64,
    pub created_at: String,
    /// The hash of the file of the version before; none for the first.
    pub predecessor_sha256: Option<String>,
    /// The name of the key that has signed it (RFC 7638).
    pub key_id: String,
    pub party_identification: Vec<Party>,
    pub pii_processing: Processing,
    /// Everything ever decided, in its order.
    pub events: Vec<EventRecord>,
    /// What followed from it when this version was made.
    pub states: Vec<StateRecord>,
}

/// Who is answerable (GDPR Art. 4(7)).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub party_id: String,
    pub party_role: String,
    pub party_name: Option<String>,
    /// Who stands for it.
    pub party_contact: Option<String>,
    pub party_address: Option<String>,
    pub party_phone: Option<String>,
    pub party_email: Option<String>,
    pub party_url: String,
}

/// What the decisions are about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Processing {
    pub purposes: Vec<PurposeRecord>,
    pub withdrawal_method: String,
}

/// A purpose that was decided about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurposeRecord {
    pub purpose: String,
    /// Care needs no consent, only the choice of a channel; outreach does.
    pub purpose_type: Class,
    pub lawful_basis: String,
    pub channels: Vec<Channel>,
    /// After how many months a consent expires; empty when it does not.
    pub validity_months: Option<i64>,
    pub contact: String,
    /// Every text that somebody had before them, word for word.
    pub privacy_notices: Vec<NoticeRecord>,
}

/// A text, word for word.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecord {
    pub version: i64,
    pub language: Lang,
    pub title: String,
    pub text: String,
    pub sha256: String,
}

/// One decision.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    pub number: i64,
    pub event_time: String,
    pub purpose: String,
    pub channel: Channel,
    /// What happened.
    pub event_state: String,
    /// By which act.
    pub event_type: Method,
    /// Who did it: the person, the practice, the portal.
    pub entity: String,
    /// The name of whoever did it for the practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_name: Option<String>,
    /// Until when a code could be entered, or a consent holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The day on a form on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<String>,
    pub notice_version: i64,
    pub notice_language: Lang,
    pub notice_sha256: String,
}

/// What holds for one purpose on one channel.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateRecord {
    pub purpose: String,
    pub channel: Channel,
    pub state: State,
    pub since: Option<String>,
    pub until: Option<String>,
}

/// The word for what holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Off,
    /// Asked for; the code may still be entered.
    Pending,
    /// Asked for; the code was not entered in time.
    Lapsed,
    /// A form was signed; the person has not confirmed it.
    OnPaper,
    Active,
    Withdrawn,
    Expired,
}

/// Everything a document is made of.
pub struct Facts<'a> {
    pub practice: &'a Practice,
    pub origin: &'a str,
    pub principal: String,
    pub version: i64,
    pub predecessor: Option<String>,
    pub key_id: String,
    pub now: Timestamp,
    pub purposes: Vec<PurposeRecord>,
    pub events: &'a [Event],
    pub ledger: &'a Ledger,
    pub deadlines: &'a Deadlines,
}

impl Document {
    /// What is to be signed.
    pub fn of(facts: Facts<'_>) -> Self {
        let Facts { practice, origin, principal, version, purposes, now, .. } = facts;
        let state = |cell: &Cell| state(cell, facts.ledger.standing(cell, now, facts.deadlines));
        Self {
            schema_version: SCHEMA.to_owned(),
            record_id: format!("{principal}-{version}"),
            pii_principal_id: principal,
            version,
            created_at: moment(now),
            predecessor_sha256: facts.predecessor,
            key_id: facts.key_id,
            party_identification: vec![controller(practice, origin)],
            pii_processing: Processing { purposes, withdrawal_method: format!("{origin}/consents") },
            events: facts.events.iter().map(event).collect(),
            states: facts.ledger.cells().map(|(cell, _)| state(cell)).collect(),
        }
    }

    /// The number of the last event it holds.
    pub fn last_event(&self) -> i64 {
        self.events.last().map_or(0, |event| event.number)
    }

    /// The bytes that are signed.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and whole numbers are JSON")
    }

    /// The same for reading.
    pub fn to_readable(&self) -> String {
        serde_json::to_string_pretty(self).expect("texts and whole numbers are JSON") + "\n"
    }
}

fn controller(practice: &Practice, origin: &str) -> Party {
    let place = [&practice.postal_code, &practice.city].map(|part| part.as_deref().unwrap_or_default());
    let lines = [practice.street.as_deref().unwrap_or_default(), place.join(" ").trim()].map(str::to_owned);
    let address = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    Party {
        party_id: "controller".to_owned(),
        party_role: "pii_controller".to_owned(),
        party_name: practice.name.clone(),
        party_contact: practice.responsible.clone(),
        party_address: (!address.is_empty()).then_some(address),
        party_phone: practice.phone.clone(),
        party_email: practice.email.clone(),
        party_url: origin.to_owned(),
    }
}

fn event(event: &Event) -> EventRecord {
    let (event_state, until, signed_on) = match &event.what {
        What::Requested { until } => ("requested", Some(*until), None),
        What::Confirmed { expires_at } => ("confirmed", *expires_at, None),
        What::Granted { expires_at } => ("granted", *expires_at, None),
        What::Renewed { expires_at } => ("renewed", *expires_at, None),
        What::Recorded { signed_on } => ("recorded", None, Some(signed_on.clone())),
        What::Withdrawn => ("withdrawn", None, None),
        What::Expired => ("expired", None, None),
    };
    let (entity, entity_name) = match &event.by {
        By::Patient => ("pii_principal", None),
        By::Staff(name) => ("pii_controller", Some(name.clone())),
        By::System => ("system", None),
    };
    EventRecord {
        number: event.seq,
        event_time: moment(event.at),
        purpose: event.cell.purpose.as_str().to_owned(),
        channel: event.cell.channel,
        event_state: event_state.to_owned(),
        event_type: event.method,
        entity: entity.to_owned(),
        entity_name,
        until: until.map(moment),
        signed_on,
        notice_version: event.text.version,
        notice_language: event.text.lang,
        notice_sha256: event.text.hash.clone(),
    }
}

fn state(cell: &Cell, standing: Standing) -> StateRecord {
    let (state, since, until) = match standing {
        Standing::Off => (State::Off, None, None),
        Standing::Pending { until } => (State::Pending, None, Some(until)),
        Standing::Lapsed { at } => (State::Lapsed, Some(at), None),
        Standing::OnPaper => (State::OnPaper, None, None),
        Standing::Active { since, expires_at } => (State::Active, Some(since), expires_at),
        Standing::Withdrawn { at } => (State::Withdrawn, Some(at), None),
        Standing::Expired { at } => (State::Expired, Some(at), None),
    };
    StateRecord {
        purpose: cell.purpose.as_str().to_owned(),
        channel: cell.channel,
        state,
        since: since.map(moment),
        until: until.map(moment),
    }
}

/// A time as RFC 3339 writes it, in UTC.
pub(super) fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| format!("{} ms", at.0), |at| at.to_string())
}
