//! `/consents`: every purpose and every way, what holds, and what can be done about it.

use super::{HOME, words};
use crate::{
    consents::{
        islands::{ConsentTable, PATH, SAID, STATE, TABLE},
        model::{Cell, Standing},
        service::{Barrier, CellView, Overview, Row},
        texts,
    },
    lang::Lang,
    notices::model::{Channel, Class},
    time::Timestamp,
    ui::{
        components::{Card, Notice, Tone},
        form::{Form, SubmitButton},
    },
};
use leptos::{attr::custom::custom_attribute, prelude::*};

/// Why a tick had no effect, as the page says it above the table.
pub struct Problem {
    /// What it was about, in words.
    pub about: String,
    pub why: String,
}

/// The table with everything around it.
#[component]
pub fn TablePage<'a>(
    lang: Lang,
    overview: &'a Overview,
    now: Timestamp,
    problems: &'a [Problem],
    token: Option<String>,
) -> impl IntoView + use<> {
    let groups =
        [Class::Care, Class::Outreach].map(|class| group(lang, overview, class, now, token.as_deref()));
    let heads: Vec<_> = overview
        .channels
        .iter()
        .map(|channel| view! { <th scope="col" role="columnheader">{texts::column(lang, *channel)}</th> })
        .collect();
    let all = overview.can_end.then(|| {
        view! {
            <Card title=texts::withdraw_all(lang)>
                <p>{texts::withdraw_all_lead(lang)}</p>
                <p><a class="button button-secondary" href="/consents/withdraw-all">{texts::withdraw_all(lang)}</a></p>
            </Card>
        }
    });
    let problems: Vec<_> = problems
        .iter()
        .map(|problem| view! { <p><strong>{problem.about.clone()}</strong> ": " {problem.why.clone()}</p> })
        .collect();
    let problems = (!problems.is_empty()).then(|| {
        view! { <Notice tone=Tone::Warning title=texts::problem_title(lang)>{problems}</Notice> }
    });
    view! {
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        {problems}
        <ConsentTable/>
        <p id=SAID class="visually-hidden" role="status"></p>
        <div id=TABLE class="consents">
            <table class="table" role="table">
                <caption>{texts::caption(lang)}</caption>
                <thead role="rowgroup">
                    <tr role="row"><th scope="col" role="columnheader">{texts::purpose(lang)}</th>{heads}</tr>
                </thead>
                {groups}
            </table>
        </div>
        {all}
        <ul class="consents-more">
            <li><a href="/consents/history">{texts::to_history(lang)}</a></li>
            <li><a href="/consents/exports">{texts::to_exports(lang)}</a></li>
        </ul>
    }
}

fn group(
    lang: Lang,
    overview: &Overview,
    class: Class,
    now: Timestamp,
    token: Option<&str>,
) -> impl IntoView + use<> {
    let (title, note) = match class {
        Class::Care => (texts::care(lang), texts::care_note(lang)),
        Class::Outreach => (texts::outreach(lang), texts::outreach_note(lang)),
    };
    let rows: Vec<_> = overview
        .rows
        .iter()
        .filter(|row| row.class == class)
        .map(|row| line(lang, row, &overview.channels, now, token))
        .collect();
    let columns = (overview.channels.len() + 1).to_string();
    (!rows.is_empty()).then(|| {
        view! {
            <tbody role="rowgroup">
                <tr role="row" class="consents-group">
                    <th scope="rowgroup" role="rowheader" colspan=columns>
                        {title} <p class="hint">{note}</p>
                    </th>
                </tr>
                {rows}
            </tbody>
        }
    })
}

/// One purpose. Its boxes belong to one form, which is needed without JavaScript only.
fn line(
    lang: Lang,
    row: &Row,
    channels: &[Channel],
    now: Timestamp,
    token: Option<&str>,
) -> impl IntoView + use<> {
    let key = row.key.as_str();
    let (id, anchor) = (format!("form-{key}"), format!("purpose-{key}"));
    let text = format!("/consents/texts/{key}/{}", row.version);
    let about = format!("{}: {}", texts::full_text(lang), row.text.title);
    let cells: Vec<_> = channels
        .iter()
        .map(|channel| {
            let found = row.cells.iter().find(|view| view.cell.channel == *channel);
            let content = match found {
                Some(view) => cell(lang, row, view, &id, now, token).into_any(),
                None => view! { <span class="item-detail">{texts::not_intended(lang)}</span> }.into_any(),
            };
            let label = texts::column(lang, *channel);
            view! { <td role="cell" data-label=label>{content}</td> }
        })
        .collect();
    let has_boxes = row.cells.iter().any(is_choice);
    let save = has_boxes.then(|| {
        let (action, token) = (format!("/consents/purposes/{key}"), token.map(str::to_owned));
        view! {
            <Form action token id class="consents-save">
                <SubmitButton text=texts::save(lang) secondary=true/>
            </Form>
        }
    });
    view! {
        <tr role="row" id=anchor>
            <th scope="row" role="rowheader">
                {row.text.title.clone()}
                <p class="hint"><a href=text aria-label=about>{texts::full_text(lang)}</a></p>
                {save}
            </th>
            {cells}
        </tr>
    }
}

/// Whether there is a box to tick.
fn is_choice(view: &CellView) -> bool {
    view.can_begin()
        || matches!(view.standing, Standing::Active { .. }) && view.barrier != Some(Barrier::Always)
}

fn cell(
    lang: Lang,
    row: &Row,
    view: &CellView,
    form: &str,
    now: Timestamp,
    token: Option<&str>,
) -> impl IntoView + use<> {
    let Cell { purpose, channel } = &view.cell;
    let (key, way) = (purpose.as_str(), channel.as_str());
    let id = format!("consent-{key}-{way}");
    let (label, state) =
        (format!("{} {}", row.text.title, texts::by(lang, *channel)), words::state(lang, row.class, view));
    let state_id = format!("{id}{STATE}");
    let input = is_choice(view).then(|| {
        let (id, described, path) = (id.clone(), state_id.clone(), format!("/consents/toggle/{key}/{way}"));
        let checked = matches!(view.standing, Standing::Active { .. });
        view! {
            <span class="consents-choice">
                // The browser must not remember another tick than the one that holds.
                <input
                    {..custom_attribute(PATH, path)}
                    id=id.clone() type="checkbox" name=way value="yes" form=form.to_owned() checked=checked
                    autocomplete="off" aria-describedby=described
                />
                <label for=id class="visually-hidden">{label.clone()}</label>
            </span>
        }
    });
    let place = format!("{key}/{way}");
    let go = |href: String, text: &'static str| {
        let label = format!("{text}: {label}");
        view! { <p class="hint"><a href=href aria-label=label>{text}</a></p> }
    };
    let code = matches!(view.standing, Standing::Pending { .. }).then(|| {
        view! {
            {go(format!("/consents/confirm/{place}"), texts::enter_code(lang))}
            {go(format!("/consents/withdraw/{place}"), texts::take_request_back(lang))}
        }
    });
    let address = (view.barrier == Some(Barrier::NoContactPoint))
        .then(|| go("/me/contact".to_owned(), texts::to_contact(lang)));
    let renew = view.can_renew(now).then(|| {
        let (action, token) = (format!("/consents/renew/{place}"), token.map(str::to_owned));
        view! { <Form action token><SubmitButton text=texts::renew(lang) secondary=true/></Form> }
    });
    view! { {input} <p id=state_id class="consents-state">{state}</p> {code} {address} {renew} }
}

/// Where the table stands a purpose, after something has changed about it.
pub(in crate::consents) fn place(cell: &Cell) -> String {
    format!("{HOME}#purpose-{}", cell.purpose.as_str())
}
