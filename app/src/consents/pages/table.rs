//! The table.

use super::{cell_fields, words};
use crate::{
    consents::{
        islands::{ConsentBoxes, ConsentBoxesTexts},
        service::{Barrier, CellView, Overview, Row},
        texts,
    },
    lang::Lang,
    notices::model::{Channel, Class},
    time::Timestamp,
    ui::{
        components::{ActionLink, Card, Notice, Tone},
        form::Form,
    },
};
use leptos::prelude::*;

/// Its id, by which the island finds it.
const TABLE: &str = "consents";

/// What every cell is shown with.
struct Around {
    lang: Lang,
    token: Option<String>,
    now: Timestamp,
}

/// Every purpose, every channel, what holds, and what can be done about it.
///
/// `notice` says how the cell stands that somebody has just decided about: a title and a sentence.
#[component]
pub fn ConsentsPage<'a>(
    lang: Lang,
    overview: &'a Overview,
    token: Option<String>,
    now: Timestamp,
    notice: Option<(&'static str, String)>,
) -> impl IntoView + use<> {
    let around = Around { lang, token, now };
    let heads: Vec<_> = overview
        .channels
        .iter()
        .map(|channel| view! { <th role="columnheader" scope="col">{texts::channel(lang, *channel)}</th> })
        .collect();
    let columns = (overview.channels.len() + 1).to_string();
    let groups: Vec<_> = [
        (Class::Care, texts::care(lang), texts::care_hint(lang)),
        (Class::Outreach, texts::outreach(lang), texts::outreach_hint(lang)),
    ]
    .into_iter()
    .map(|(class, title, hint)| {
        let rows: Vec<_> = overview
            .rows
            .iter()
            .filter(|row| row.class == class)
            .map(|row| row_view(&around, row, &overview.channels))
            .collect();
        let columns = columns.clone();
        (!rows.is_empty()).then(|| {
            view! {
                <tbody role="rowgroup">
                    <tr role="row" class="consent-group">
                        <th role="rowheader" scope="rowgroup" colspan=columns>
                            {title} <span class="hint">{hint}</span>
                        </th>
                    </tr>
                    {rows}
                </tbody>
            }
        })
    })
    .collect();
    let boxes = ConsentBoxesTexts {
        working: texts::boxes_working(lang).to_owned(),
        unavailable: texts::boxes_unavailable(lang).to_owned(),
    };
    let can_end = overview.can_end;
    let cells = || overview.rows.iter().flat_map(|row| &row.cells);
    let lacks = |barrier| cells().any(|view| view.barrier == Some(barrier));
    let lacks_on =
        |barrier, channel| cells().any(|view| view.barrier == Some(barrier) && view.cell.channel == channel);
    let not_set_up =
        lacks(Barrier::NotSetUp).then(|| view! { <p class="hint">{texts::not_set_up_note(lang)}</p> });
    let sms = lacks_on(Barrier::NotSetUp, Channel::Sms)
        .then(|| view! { <p class="hint">{texts::sms_note(lang)}</p> });
    let phone = lacks_on(Barrier::NoContactPoint, Channel::Phone).then(|| {
        view! {
            <p class="hint">
                {texts::phone_note(lang)} " " <a href="/me/contact/add#phone">{texts::add_phone(lang)}</a>
            </p>
        }
    });
    let post = lacks_on(Barrier::NoContactPoint, Channel::Letter).then(|| {
        view! {
            <p class="hint">
                {texts::post_note(lang)} " " <a href="/me/contact/add#street">{texts::add_post(lang)}</a>
            </p>
        }
    });
    let address = lacks_on(Barrier::NoContactPoint, Channel::Email).then(|| {
        view! {
            <Notice tone=Tone::Info title=texts::address_title(lang)>
                <p>{texts::address_text(lang)} " " <a href="/me/contact">{texts::add_address(lang)}</a></p>
            </Notice>
        }
    });
    view! {
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        {notice.map(|(title, text)| view! { <Notice tone=Tone::Info title><p role="status">{text}</p></Notice> })}
        {address}
        <table class="table consents" id=TABLE role="table">
            <caption>{texts::caption(lang)}</caption>
            <thead role="rowgroup">
                <tr role="row"><th role="columnheader" scope="col">{texts::purpose(lang)}</th>{heads}</tr>
            </thead>
            {groups}
        </table>
        <ConsentBoxes
            texts=boxes table=TABLE.to_owned() path="/consents/toggle".to_owned() page="/consents".to_owned()
        />
        {not_set_up}
        {sms}
        {phone}
        {post}
        {can_end.then(|| view! {
            <p><ActionLink href="/consents/withdraw-all" text=texts::withdraw_all(lang) secondary=true/></p>
        })}
        <Card title=texts::further_title(lang)>
            <ul>
                <li><a href="/consents/history">{texts::to_history(lang)}</a></li>
                <li><a href="/consents/exports">{texts::to_exports(lang)}</a></li>
                <li><a href="/me/contact">{texts::to_contact(lang)}</a></li>
            </ul>
        </Card>
    }
}

fn row_view(around: &Around, row: &Row, channels: &[Channel]) -> impl IntoView + use<> {
    let lang = around.lang;
    let cells: Vec<_> = channels
        .iter()
        .map(|channel| match row.cells.iter().find(|view| view.cell.channel == *channel) {
            Some(view) => cell_view(around, row, view),
            None => view! {
                <td role="cell" class="consent-none" data-label=texts::channel(lang, *channel)>
                    <span aria-hidden="true">"–"</span>
                    <span class="visually-hidden">{texts::not_for_this(lang)}</span>
                </td>
            }
            .into_any(),
        })
        .collect();
    let href = format!("/consents/texts/{}/{}", row.key.as_str(), row.version);
    let title = row.text.title.clone();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                {title.clone()} " "
                <a href=href>{texts::read_text(lang)} <span class="visually-hidden">": " {title}</span></a>
            </th>
            {cells}
        </tr>
    }
}

fn cell_view(around: &Around, row: &Row, view: &CellView) -> AnyView {
    let (lang, on) = (around.lang, view.is_on());
    let (purpose, channel) = (view.cell.purpose.as_str().to_owned(), view.cell.channel);
    let name = texts::cell(lang, &row.text.title, channel);
    let state_id = format!("state-{purpose}-{}", channel.as_str());
    let box_id = format!("box-{purpose}-{}", channel.as_str());
    let state = words::state(lang, row.class, view);
    let (can_begin, can_end) = (view.can_begin(), view.can_end());
    let link = match (&view.standing, view.barrier) {
        (crate::consents::model::Standing::Pending { .. }, _) => {
            Some((words::path("confirm", &view.cell), texts::enter_code(lang)))
        }
        _ => None,
    };
    let link = link.map(|(href, text)| {
        let name = name.clone();
        view! { <p><a href=href>{text} <span class="visually-hidden">": " {name}</span></a></p> }
    });
    // Without JavaScript two buttons of equal weight; with it one box, which is hidden until then.
    let choice = (can_begin || can_end).then(|| {
        let button = |value: &'static str, text: &'static str| {
            let (name, state_id) = (name.clone(), state_id.clone());
            view! {
                <button
                    class="button button-secondary" type="submit" name="decision" value=value
                    aria-describedby=state_id
                >
                    {text} <span class="visually-hidden">": " {name}</span>
                </button>
            }
        };
        let yes = can_begin.then(|| button("yes", texts::yes(lang)));
        let no = button("no", texts::no(lang));
        let (token, name, state_id) = (around.token.clone(), name.clone(), state_id.clone());
        let (key, way, version) = (purpose.clone(), channel.as_str(), row.version.to_string());
        let fields = cell_fields(&view.cell, Some(row.version));
        view! {
            <Form action="/consents/switch" token class="consent-choice">
                {fields}
                <div class="consent-box">
                    <input
                        type="checkbox" id=box_id.clone() checked=on autocomplete="off"
                        data-purpose=key data-channel=way data-version=version aria-describedby=state_id
                    />
                    <label for=box_id>
                        {texts::yes(lang)} <span class="visually-hidden">": " {name}</span>
                    </label>
                </div>
                <div class="consent-buttons">{yes} {no}</div>
            </Form>
        }
    });
    let agreed = view.text.as_ref().map(|text| text.version);
    let renewal = view.can_renew(around.now).then(|| {
        let (token, name) = (around.token.clone(), name.clone());
        if agreed != Some(row.version) {
            let href = words::path("renew", &view.cell);
            return view! {
                <p class="consent-renewal">
                    <a class="button button-secondary" href=href>
                        {texts::renew(lang)} <span class="visually-hidden">": " {name}</span>
                    </a>
                </p>
            }
            .into_any();
        }
        let fields = cell_fields(&view.cell, Some(row.version));
        view! {
            <Form action="/consents/renew" token class="consent-renewal">
                {fields}
                <button class="button button-secondary" type="submit">
                    {texts::renew(lang)} <span class="visually-hidden">": " {name}</span>
                </button>
            </Form>
        }
        .into_any()
    });
    let class = if on { "consent-cell consent-on" } else { "consent-cell" };
    view! {
        <td role="cell" class=class data-label=texts::channel(lang, channel)>
            <p class="consent-state" id=state_id>{state}</p>
            {link}
            {choice}
            {renewal}
        </td>
    }
    .into_any()
}
