//! What happened to somebody's access, in words.

use crate::{
    accounts::{
        service::events::{Event, Happened},
        texts::security as texts,
    },
    lang::Lang,
    ui::date::at_in_words,
};
use leptos::prelude::*;

/// One event of a list, with its date.
pub fn one_event(lang: Lang, event: &Event) -> impl IntoView + use<> {
    let when = when(lang, event);
    view! { <li><div><p>{in_words(lang, event)}</p><p class="item-detail">{when}</p></div></li> }
}

/// When it happened, and how often on that day.
pub fn when(lang: Lang, event: &Event) -> String {
    let last = at_in_words(event.at, lang);
    if event.times > 1 { texts::event_times(lang, event.times, &last) } else { last }
}

/// What happened, as a sentence to the person it happened to.
pub fn in_words(lang: Lang, event: &Event) -> String {
    match &event.happened {
        Happened::Invited { by, .. } => texts::event_invited(lang, by.as_deref()),
        Happened::InvitationApproved { by } => texts::event_invitation_approved(lang, by.as_deref()),
        Happened::InvitationUsedUp => texts::event_invitation_used_up(lang).to_owned(),
        Happened::Enrolled => texts::event_enrolled(lang).to_owned(),
        Happened::PasskeyAdded { name } => texts::event_passkey_added(lang, name),
        Happened::PasskeyRemoved { name } => texts::event_passkey_removed(lang, name),
        Happened::PasskeySuspended { name } => texts::event_passkey_suspended(lang, name),
        Happened::PassphraseAdded => texts::event_passphrase_added(lang).to_owned(),
        Happened::PassphraseRemoved => texts::event_passphrase_removed(lang).to_owned(),
        Happened::CodesRenewed => texts::event_codes(lang).to_owned(),
        Happened::Recovered => texts::event_recovered(lang).to_owned(),
        Happened::NewDevice { browser } => texts::event_new_device(lang, browser),
        Happened::SessionCrowdedOut { browser } => texts::event_session_crowded_out(lang, browser),
        Happened::TriesBefore { count } => texts::event_tries_before(lang, *count),
    }
}
