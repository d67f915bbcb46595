//! What the public pages show.

use super::texts;
use crate::{
    backend::settings::Practice,
    lang::Lang,
    ui::components::{ActionLink, Card, Emergency, Fact, SummaryList},
};
use leptos::prelude::*;

/// `/`: what this is, and the one thing most people come for.
#[component]
pub fn Start(lang: Lang) -> impl IntoView {
    view! {
        <h1>{texts::start_title(lang)}</h1>
        <p class="lead">{texts::start_lead(lang)}</p>
        <p class="actions">
            <ActionLink href="/sign-in" text=texts::sign_in(lang)/>
        </p>
        <div class="card-grid">
            <Card title=texts::start_new_title(lang)>
                <p>{texts::start_new_text(lang)}</p>
                <p><a href="/enrol">{texts::start_new_link(lang)}</a></p>
            </Card>
            <Card title=texts::start_private_title(lang)>
                <ul>
                    <li>{texts::start_private_1(lang)}</li>
                    <li>{texts::start_private_2(lang)}</li>
                    <li>{texts::start_private_3(lang)}</li>
                </ul>
            </Card>
        </div>
        <Emergency lang/>
    }
}

/// `/privacy`: who is responsible, what happens on a visit, which rights there are.
#[component]
pub fn Privacy<'a>(lang: Lang, practice: &'a Practice) -> impl IntoView + use<> {
    let rows = vec![
        (texts::controller(lang), responsible(practice).map(Fact::Text)),
        (texts::address(lang), address(practice).map(Fact::Text)),
        (texts::phone(lang), practice.phone.clone().map(Fact::Phone)),
        (texts::privacy_officer(lang), practice.privacy_officer.clone().map(Fact::Text)),
        (texts::privacy_authority(lang), practice.privacy_authority.clone().map(Fact::Text)),
    ];
    view! {
        <h1>{texts::privacy_title(lang)}</h1>
        <p class="lead">{texts::privacy_lead(lang)}</p>
        <Card title=texts::privacy_who_title(lang)>
            <SummaryList lang rows missing=texts::missing(lang)/>
        </Card>
        <Card title=texts::privacy_visit_title(lang)>
            <ul>
                <li>{texts::privacy_visit_1(lang)}</li>
                <li>{texts::privacy_visit_2(lang)}</li>
                <li>{texts::privacy_visit_3(lang)}</li>
            </ul>
        </Card>
        <Card title=texts::privacy_account_title(lang)>
            <ul>
                <li>{texts::privacy_account_1(lang)}</li>
                <li>{texts::privacy_account_2(lang)}</li>
                <li>{texts::privacy_account_3(lang)}</li>
                <li>{texts::privacy_account_4(lang)}</li>
            </ul>
        </Card>
        <Card title=texts::privacy_rights_title(lang)>
            <p>{texts::privacy_rights_text(lang)}</p>
            <p>{texts::privacy_rights_contact(lang)}</p>
        </Card>
    }
}

/// `/accessibility`: the statement, and whom to tell about a barrier.
#[component]
pub fn Accessibility<'a>(lang: Lang, practice: &'a Practice) -> impl IntoView + use<> {
    let rows = vec![
        (texts::phone(lang), practice.phone.clone().map(Fact::Phone)),
        (texts::email(lang), practice.email.clone().map(Fact::Email)),
        (texts::accessibility_authority(lang), practice.accessibility_authority.clone().map(Fact::Text)),
    ];
    view! {
        <h1>{texts::accessibility_title(lang)}</h1>
        <p class="lead">{texts::accessibility_lead(lang)}</p>
        <Card title=texts::accessibility_goal_title(lang)>
            <p>{texts::accessibility_goal_text(lang)}</p>
        </Card>
        <Card title=texts::accessibility_how_title(lang)>
            <ul>
                <li>{texts::accessibility_how_1(lang)}</li>
                <li>{texts::accessibility_how_2(lang)}</li>
                <li>{texts::accessibility_how_3(lang)}</li>
                <li>{texts::accessibility_how_4(lang)}</li>
            </ul>
        </Card>
        <Card title=texts::accessibility_feedback_title(lang)>
            <p>{texts::accessibility_feedback_text(lang)}</p>
            <SummaryList lang rows missing=texts::missing(lang)/>
        </Card>
    }
}

/// `/imprint`: who provides this service.
#[component]
pub fn Imprint<'a>(lang: Lang, practice: &'a Practice) -> impl IntoView + use<> {
    let rows = vec![
        (texts::provider(lang), responsible(practice).map(Fact::Text)),
        (texts::address(lang), address(practice).map(Fact::Text)),
        (texts::phone(lang), practice.phone.clone().map(Fact::Phone)),
        (texts::email(lang), practice.email.clone().map(Fact::Email)),
        (texts::profession(lang), practice.profession.clone().map(Fact::Text)),
        (texts::supervision(lang), practice.supervision.clone().map(Fact::Text)),
    ];
    view! {
        <h1>{texts::imprint_title(lang)}</h1>
        <p class="lead">{texts::imprint_lead(lang)}</p>
        <SummaryList lang rows missing=texts::missing(lang)/>
        <p>{texts::email_hint(lang)}</p>
    }
}

/// The person or company answerable; a practice often carries their name already.
fn responsible(practice: &Practice) -> Option<String> {
    match (&practice.name, &practice.responsible) {
        (Some(name), Some(responsible)) if name != responsible => Some(format!("{responsible}, {name}")),
        (name, responsible) => responsible.clone().or_else(|| name.clone()),
    }
}

/// Street and place on one line; `None` until both are known.
fn address(practice: &Practice) -> Option<String> {
    let place =
        [&practice.postal_code, &practice.city].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let street = practice.street.clone()?;
    (!place.is_empty()).then(|| format!("{street}, {place}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_address_is_not_shown_as_an_address() {
        let mut practice = Practice { street: Some("Parkweg 1".into()), ..Practice::default() };
        assert_eq!(address(&practice), None);
        practice.city = Some("Berlin".into());
        practice.postal_code = Some("10115".into());
        assert_eq!(address(&practice).as_deref(), Some("Parkweg 1, 10115 Berlin"));
    }
}
