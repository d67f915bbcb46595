//! What the public pages show.

use super::texts;
use crate::{
    backend::{
        crypto::{PublicKey, jwk_set},
        settings::Practice,
    },
    lang::Lang,
    ui::components::{ActionLink, Card, Emergency, Fact, SummaryList, Verbatim},
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

/// `/privacy`: what somebody has to be told before their data are used (GDPR Art. 13 and 14), in this order: by whom, for
/// what and on which ground, what happens on a visit and with an account, who receives it, how long, which rights.
#[component]
pub fn Privacy<'a>(
    lang: Lang,
    practice: &'a Practice,
    /// The keys with which files of this portal are signed.
    keys: &'a [PublicKey],
) -> impl IntoView + use<> {
    let rows = vec![
        (texts::controller(lang), responsible(practice).map(Fact::Text)),
        (texts::address(lang), address(practice).map(Fact::Text)),
        (texts::phone(lang), practice.phone.clone().map(Fact::Phone)),
        (texts::privacy_officer(lang), practice.privacy_officer.clone().map(Fact::Text)),
        (texts::privacy_authority(lang), practice.privacy_authority.clone().map(Fact::Text)),
    ];
    let processors =
        vec![(texts::privacy_processors(lang), practice.privacy_processors.clone().map(Fact::Text))];
    let retention =
        vec![(texts::privacy_retention(lang), practice.privacy_retention.clone().map(Fact::Text))];
    view! {
        <h1>{texts::privacy_title(lang)}</h1>
        <p class="lead">{texts::privacy_lead(lang)}</p>
        <Card title=texts::privacy_who_title(lang)>
            <SummaryList lang rows missing=texts::missing(lang)/>
        </Card>
        <Card title=texts::privacy_why_title(lang)>
            <ul>
                <li>{texts::privacy_why_1(lang)}</li>
                <li>{texts::privacy_why_2(lang)}</li>
                <li>{texts::privacy_why_3(lang)}</li>
                <li>{texts::privacy_why_4(lang)}</li>
                <li>{texts::privacy_why_5(lang)}</li>
                <li>{texts::privacy_why_6(lang)}</li>
            </ul>
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
        <Card title=texts::privacy_who_gets_title(lang)>
            <ul>
                <li>{texts::privacy_who_gets_1(lang)}</li>
                <li>{texts::privacy_who_gets_2(lang)}</li>
            </ul>
            <SummaryList lang rows=processors missing=texts::missing(lang)/>
        </Card>
        <Card title=texts::privacy_how_long_title(lang)>
            <ul>
                <li>{texts::privacy_how_long_1(lang)}</li>
                <li>{texts::privacy_how_long_2(lang)}</li>
            </ul>
            <SummaryList lang rows=retention missing=texts::missing(lang)/>
        </Card>
        <Card title=texts::privacy_rights_title(lang)>
            <p>{texts::privacy_rights_text(lang)}</p>
            <p>{texts::privacy_rights_contact(lang)}</p>
        </Card>
        <SigningKeys lang keys/>
    }
}

/// With which keys files of this portal are signed, so that anybody can check one.
#[component]
fn SigningKeys<'a>(lang: Lang, keys: &'a [PublicKey]) -> impl IntoView + use<> {
    let names: Vec<_> = keys
        .iter()
        .map(|key| view! { <li><code class="fingerprint"><Verbatim text=key.thumbprint()/></code></li> })
        .collect();
    view! {
        <section class="card" id="keys">
            <h2>{texts::keys_title(lang)}</h2>
            <p>{texts::keys_text(lang)}</p>
            <p>{texts::keys_names(lang)}</p>
            <ul>{names}</ul>
            <p>{texts::keys_set(lang)}</p>
            <pre class="verbatim" lang="zxx" tabindex="0" role="region" aria-label=texts::keys_title(lang)>
                <Verbatim text=jwk_set(keys)/>
            </pre>
            <p><a href="/privacy/keys.json" download="keys.json">{texts::keys_download(lang)}</a></p>
            <p><a href="/consents/verify">{texts::keys_check(lang)}</a></p>
        </section>
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

    fn privacy(lang: Lang, practice: &Practice) -> String {
        Owner::new().with(|| view! { <Privacy lang practice keys=&[]/> }.to_html()).replace("<!>", "")
    }

    #[test]
    fn the_privacy_page_says_what_the_law_asks_for_in_both_languages() {
        let text = |text: &str| Some(text.to_owned());
        let practice = Practice {
            responsible: text("Dr. Canary"),
            privacy_officer: text("Officercanary"),
            privacy_authority: text("Authoritycanary"),
            privacy_processors: text("Processorcanary"),
            privacy_retention: text("Retentioncanary"),
            ..Practice::default()
        };
        // GDPR Art. 13(1)(c) ground, (e) recipients, (f) countries, (2)(a) periods, (b) rights, (c) withdrawal,
        // (d) complaint, (e) obligation, (f) decisions; Art. 14(2)(f) source.
        let de = [
            "Artikel 9 Absatz 2 Buchstabe h",
            "Wer Ihre Daten bekommt",
            "andere Länder",
            "30 Tagen",
            "Artikel 15 bis 21",
            "Einwilligung können Sie jederzeit widerrufen",
            "bei der Aufsichtsbehörde beschweren",
            "müssen das Portal nicht",
            "Kein Computer",
            "aus unserem Praxissystem",
        ];
        let en = [
            "Article 9(2)(h)",
            "Who receives your data",
            "other countries",
            "30 days",
            "Articles 15 to 21",
            "withdraw a consent at any time",
            "complain to the supervisory authority",
            "need not use the portal",
            "No computer",
            "from our practice system",
        ];
        for (lang, parts) in [(Lang::De, de), (Lang::En, en)] {
            let html = privacy(lang, &practice);
            let given =
                ["Dr. Canary", "Officercanary", "Authoritycanary", "Processorcanary", "Retentioncanary"];
            for part in parts.iter().chain(&given) {
                assert!(html.contains(part), "{part}: {html}");
            }
        }
    }

    #[test]
    fn what_the_practice_has_not_said_is_not_made_up() {
        let html = privacy(Lang::De, &Practice::default());
        assert_eq!(html.matches("Noch nicht hinterlegt.").count(), 7, "{html}");
    }

    #[test]
    fn half_an_address_is_not_shown_as_an_address() {
        let mut practice = Practice { street: Some("Parkweg 1".into()), ..Practice::default() };
        assert_eq!(address(&practice), None);
        practice.city = Some("Berlin".into());
        practice.postal_code = Some("10115".into());
        assert_eq!(address(&practice).as_deref(), Some("Parkweg 1, 10115 Berlin"));
    }
}
