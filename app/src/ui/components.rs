//! Small building blocks of pages.

use crate::{backend::settings::dialable, lang::Lang};
use leptos::prelude::*;

/// What kind of notice it is; it decides the colour, never the meaning, which stands in the words.
#[derive(Clone, Copy)]
pub enum Tone {
    Info,
    Warning,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Tone::Info => "notice notice-info",
            Tone::Warning => "notice notice-warning",
        }
    }
}

/// A framed message with a heading of its own.
#[component]
pub fn Notice(tone: Tone, #[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <div class=tone.class()>
            <h2 class="notice-title">{title}</h2>
            {children()}
        </div>
    }
}

/// A titled block of a page.
#[component]
pub fn Card(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

/// A value of a [`SummaryList`].
pub enum Fact {
    /// Words of the operator.
    Text(String),
    /// A number to call.
    Phone(String),
    /// An address to write to.
    Email(String),
}

/// A telephone number to press, as the practice writes it.
#[component]
pub fn PhoneLink(number: String) -> impl IntoView {
    let href = format!("tel:{}", dialable(&number));
    view! { <a href=href>{number}</a> }
}

/// Facts as a list of terms and values; a value that is not there is said to be missing.
///
/// Texts are the operator's words and therefore German, which a page in another language has to say
/// (WCAG 2.2, 3.1.2 Language of Parts).
#[component]
pub fn SummaryList(
    lang: Lang,
    rows: Vec<(&'static str, Option<Fact>)>,
    missing: &'static str,
) -> impl IntoView {
    let foreign = (lang != Lang::De).then(|| Lang::De.tag());
    let value = move |fact| match fact {
        Some(Fact::Text(text)) => view! { <dd lang=foreign>{text}</dd> }.into_any(),
        Some(Fact::Phone(number)) => view! { <dd><PhoneLink number/></dd> }.into_any(),
        Some(Fact::Email(address)) => {
            let href = format!("mailto:{address}");
            view! { <dd><a href=href>{address}</a></dd> }.into_any()
        }
        None => view! { <dd class="missing">{missing}</dd> }.into_any(),
    };
    view! {
        <dl class="summary">
            {rows
                .into_iter()
                .map(|(term, fact)| view! { <div class="summary-row"><dt>{term}</dt>{value(fact)}</div> })
                .collect_view()}
        </dl>
    }
}

/// Characters for a machine, such as a key: on a small screen they wrap between pieces that fit, and are copied whole.
#[component]
pub fn Verbatim(text: String) -> impl IntoView {
    /// Characters that are not torn apart.
    const PIECE: usize = 12;
    let mut pieces = vec![String::new()];
    let mut run = 0;
    for c in text.chars() {
        run = if c.is_alphanumeric() { run + 1 } else { 0 };
        if run > PIECE {
            pieces.push(String::new());
            run = 1;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces.into_iter().map(|piece| view! { {piece}<wbr/> }).collect_view()
}

/// A link that looks like the button it acts as.
#[component]
pub fn ActionLink(
    href: &'static str,
    #[prop(into)] text: String,
    #[prop(optional)] secondary: bool,
) -> impl IntoView {
    let class = if secondary { "button button-secondary" } else { "button" };
    view! { <a class=class href=href>{text}</a> }
}

/// Where people turn in an emergency: the rescue service, and the on-call practice service.
#[component]
pub fn Emergency(lang: Lang) -> impl IntoView {
    use super::emergency as texts;
    view! {
        <div class="emergency notice notice-warning">
            <h2 class="notice-title">{texts::title(lang)}</h2>
            <p>
                {texts::life_threatening(lang)} " "
                <a href="tel:112"><strong>"112"</strong></a>
            </p>
            <p>
                {texts::out_of_hours(lang)} " "
                <a href="tel:116117"><strong>"116 117"</strong></a>
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_a_machine_wraps_between_pieces_and_nothing_is_lost() {
        let text = r#"{"x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        let html = Owner::new().with(|| view! { <Verbatim text=text.to_owned()/> }.to_html());
        let html = html.replace("<!>", "");
        assert!(html.split("<wbr>").all(|piece| piece.chars().count() <= 30), "{html}");
        assert!(html.contains("7TyWQHOg7hcv<wbr>PapiMlrwIaaP<wbr>cHURo"), "{html}");
        assert_eq!(html.replace("<wbr>", "").replace("&quot;", "\""), text);
    }
}
