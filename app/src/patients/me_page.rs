//! `/me`: what is known about somebody, shown to that very person.

use super::{
    me::{HELD, Me},
    me_texts as texts,
    model::{Item, Source},
    sealed::Known,
    words::{in_words, label},
};
use crate::{
    lang::Lang,
    ui::{
        components::{ActionLink, Card, Notice, PhoneLink, Tone},
        date::{at_in_words, date_in_words, practice_zone},
    },
};
use leptos::prelude::*;

/// Master data in plain words, where each item comes from, since when, and how to have something corrected.
#[component]
pub fn MePage<'a>(
    lang: Lang,
    me: &'a Me,
    /// The practice's number, if it has given one.
    phone: Option<String>,
) -> impl IntoView + use<> {
    let groups = [
        (texts::about_you(lang), &[Item::FamilyName, Item::GivenName, Item::BirthDate][..]),
        (texts::reaching_you(lang), &[Item::Language, Item::Email, Item::Phone]),
        (texts::numbers(lang), &[Item::InsuranceNumber, Item::PatientNumber, Item::SignInName]),
    ];
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(title, items)| {
            let rows: Vec<_> = items.iter().map(|item| row(lang, *item, me)).collect();
            view! { <Card title=title><dl class="summary">{rows}</dl></Card> }
        })
        .collect();
    let call = match phone {
        Some(number) => view! { <p>{texts::wrong_call(lang)} " " <PhoneLink number/></p> }.into_any(),
        None => view! { <p>{texts::wrong_no_number(lang)}</p> }.into_any(),
    };
    let held = me.held_until.map(|until| {
        let text = texts::held_text(lang, &at_in_words(until, lang));
        view! {
            <Notice tone=Tone::Warning title=texts::held_title(lang)>
                <p>{text}</p>
            </Notice>
        }
    });
    view! {
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        {held}
        {groups}
        <p class="actions">
            <ActionLink href="/me/contact" text=texts::keep_contacts(lang) secondary=true/>
        </p>
        <Card title=texts::wrong_title(lang)>
            {call}
            <p>{texts::wrong_what(lang)}</p>
        </Card>
    }
}

fn row(lang: Lang, item: Item, me: &Me) -> impl IntoView + use<> {
    let value = match me.known.iter().find(|known| known.item == item) {
        Some(known) => {
            let value = in_words(lang, item, known.value.expose());
            view! {
                <dd><bdi>{value}</bdi></dd>
                <dd class="item-detail">{origin(lang, known)}</dd>
            }
            .into_any()
        }
        // Whether there is one is held back as well.
        None if me.held_until.is_some() && HELD.contains(&item) => {
            view! { <dd class="missing">{texts::held(lang)}</dd> }.into_any()
        }
        None => view! { <dd class="missing">{texts::not_given(lang)}</dd> }.into_any(),
    };
    let label = match item {
        Item::Language => texts::letters(lang),
        _ => label(lang, item),
    };
    view! { <div class="summary-row me-row"><dt>{label}</dt>{value}</div> }
}

/// Who said so, and since when.
fn origin(lang: Lang, known: &Known) -> String {
    let source = match known.source {
        Source::Reception => texts::from_reception(lang),
        Source::Portal => texts::from_portal(lang),
        Source::CommandLine => texts::from_command_line(lang),
        Source::Import => texts::from_import(lang),
        Source::Patient => texts::from_patient(lang),
    };
    let since = jiff::Timestamp::from_millisecond(known.since.0);
    let day = since.map(|at| date_in_words(practice_zone().to_datetime(at).date(), lang)).unwrap_or_default();
    format!("{source} {day}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{redacted::Redacted, time::Timestamp};

    fn known(item: Item, value: &str, source: Source) -> Known {
        // 24 November 2026, noon.
        let since = Timestamp(1_795_518_000_000);
        Known { item, value: Redacted::new(value.to_owned()), source, since }
    }

    fn page(lang: Lang, known: &[Known], phone: Option<&str>) -> String {
        shown(lang, &Me { known: known.to_vec(), held_until: None }, phone)
    }

    fn shown(lang: Lang, me: &Me, phone: Option<&str>) -> String {
        let phone = phone.map(str::to_owned);
        Owner::new().with(|| view! { <MePage lang me phone/> }.to_html()).replace("<!>", "")
    }

    #[test]
    fn every_item_says_what_it_is_where_it_comes_from_and_since_when() {
        let all = [
            known(Item::FamilyName, "</textarea><script>x</script>", Source::Reception),
            known(Item::GivenName, "مريم\u{202e} 👩🏽", Source::Import),
            known(Item::BirthDate, "1980-05-04", Source::Patient),
            known(Item::PatientNumber, "7K3M-Q0ZT", Source::Portal),
        ];
        let html = page(Lang::De, &all, Some("030 / 123 45"));
        for part in [
            "<h1>Ihre Daten</h1>",
            "<dt>Nachname</dt><dd><bdi>&lt;/textarea&gt;&lt;script&gt;x",
            "Von der Praxis eingetragen, seit 24. November 2026",
            "<bdi>مريم\u{202e} 👩🏽</bdi>",
            "Aus der Praxissoftware übernommen, seit 24. November 2026",
            "<bdi>4. Mai 1980</bdi>",
            "Von Ihnen angegeben, seit 24. November 2026",
            "Vom Portal vergeben, seit",
            "<dt>Telefonnummer</dt><dd class=\"missing\">Nicht angegeben</dd>",
            "<a href=\"tel:03012345\">030 / 123 45</a>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("<script"), "{html}");
        let english = page(Lang::En, &all, None);
        for part in [
            "<h1>Your details</h1>",
            "Entered by the practice, since 24 November 2026",
            "Is something wrong?",
        ] {
            assert!(english.contains(part), "{part} in {english}");
        }
        assert!(!english.contains("tel:"), "{english}");
    }

    #[test]
    fn what_is_held_back_is_said_to_be_held_back_whether_it_is_there_or_not() {
        let known = vec![known(Item::FamilyName, "Muster", Source::Reception)];
        let me = Me { known, held_until: Some(Timestamp(1_795_604_400_000)) };
        let html = shown(Lang::De, &me, None);
        assert_eq!(html.matches("<dd class=\"missing\">Noch verborgen</dd>").count(), HELD.len(), "{html}");
        assert!(html.contains("<bdi>Muster</bdi>"), "{html}");
        assert!(html.contains("Mittwoch, 25. November 2026, 12:00 Uhr"), "{html}");
    }

    #[test]
    fn every_item_there_is_has_its_place() {
        let all = Item::ALL.map(|item| known(item, "x", Source::Portal));
        let html = page(Lang::De, &all, None);
        assert_eq!(html.matches("<dt>").count(), Item::ALL.len());
        assert!(!html.contains("missing"), "{html}");
    }
}
