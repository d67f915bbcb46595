//! `/home`.

use super::events::{in_words, when};
use crate::{
    accounts::{
        service::{access::Closed, events::Page},
        texts::home as texts,
    },
    lang::Lang,
    notices::{pages::News, portal},
    ui::{
        components::{Card, Notice, PhoneLink, Tone},
        date::at_in_words,
        form::{Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/home`: what is next, and nothing else.
#[component]
pub fn Home<'a>(
    lang: Lang,
    name: String,
    events: &'a Page,
    news: &'a [portal::Notice],
    closed: Option<Closed>,
    /// The telephone of the practice.
    phone: Option<String>,
    token: Option<String>,
) -> impl IntoView + use<> {
    let for_news = token.clone();
    let sentences: Vec<_> = events
        .events
        .iter()
        .map(|event| {
            let when = when(lang, event);
            view! { <li>{in_words(lang, event)} " " <span class="item-detail">{when}</span></li> }
        })
        .collect();
    let more = events.older.map(|_| view! { <p>{texts::notices_more(lang)}</p> });
    let notices = events.ends.filter(|_| !sentences.is_empty()).map(|(oldest, newest)| {
        view! {
            <Notice tone=Tone::Info title=texts::notices_title(lang)>
                <ul>{sentences}</ul>
                <p>
                    {texts::notices_not_me(lang)} " " <a href="/me/security">{texts::notices_security(lang)}</a>
                    {phone.map(|number| view! { " · " {texts::notices_call(lang)} " " <PhoneLink number/> })}
                </p>
                {more}
                <Form action="/home/notices" token>
                    <input type="hidden" name="oldest" value=oldest.to_string()/>
                    <input type="hidden" name="newest" value=newest.to_string()/>
                    <SubmitButton text=texts::notices_seen(lang) secondary=true/>
                </Form>
            </Notice>
        }
    });
    view! {
        <h1>{texts::greeting(lang, &name)}</h1>
        <News lang notices=news token=for_news/>
        {notices}
        {next(lang, closed)}
    }
}

/// What is next: nothing, or what it takes until the record opens.
fn next(lang: Lang, closed: Option<Closed>) -> AnyView {
    match closed {
        None => view! {
            <Card title=texts::nothing_title(lang)><p>{texts::nothing_text(lang)}</p></Card>
        }
        .into_any(),
        Some(Closed::Unconfirmed) => view! {
            <Card title=texts::unconfirmed_title(lang)>
                <p>{texts::unconfirmed_text(lang)}</p>
                <p><a href="/me/record">{texts::unconfirmed_why(lang)}</a></p>
            </Card>
        }
        .into_any(),
        Some(Closed::Held { until }) => {
            let text = texts::hold_text(lang, &at_in_words(until, lang));
            view! { <Notice tone=Tone::Warning title=texts::hold_title(lang)><p>{text}</p></Notice> }
                .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::service::events::{Cursor, Event, Happened},
        time::Timestamp,
    };

    fn page(lang: Lang, phone: Option<&str>) -> String {
        let happened = Happened::NewDevice { browser: String::new() };
        let events = Page {
            events: vec![Event { happened, at: Timestamp(0), times: 1 }],
            older: None,
            ends: Some((Cursor::newest(), Cursor::newest())),
        };
        let (name, phone) = ("Anna Muster".to_owned(), phone.map(str::to_owned));
        let html = Owner::new().with(|| {
            view! { <Home lang name events=&events news=&[] closed=None phone token=None/> }.to_html()
        });
        html.replace("<!>", "")
    }

    #[test]
    fn a_notice_leads_to_where_something_can_be_done() {
        let html = page(Lang::De, Some("030 / 123 45"));
        for part in [
            "Neue Anmeldung mit einem bisher unbekannten Browser. Waren Sie das nicht?",
            "<a href=\"/me/security\">Anmeldung und Sicherheit öffnen</a>",
            "<a href=\"tel:03012345\">030 / 123 45</a>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let html = page(Lang::En, None);
        assert!(html.contains("/me/security") && !html.contains("tel:"), "{html}");
    }
}
