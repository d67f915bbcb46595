//! What the pages about one person show: the form for a new one, probable duplicates, master data.

use super::{
    details_form::{DetailFields, hidden_fields},
    model::{Item, NewPatient},
    problems::messages,
    service::{Match, Patient, name_of},
    texts,
    words::{in_common, in_words, label, origin, spoken},
};
use crate::{
    accounts::{pages::invitation::OpenInvitation, service::invitations::Open},
    consents::paper::{RecordedNotice, texts as paper_texts},
    error::FieldError,
    ids::PersonId,
    lang::Lang,
    ui::{
        components::{Card, Notice, Tone},
        form::{BackLink, ErrorSummary, Form, Keeps, KeptNotice, SubmitButton},
    },
};
use leptos::prelude::*;

/// Where a new person is typed in, and posted to.
const NEW: &str = "/staff/patients/new";

/// `/staff/patients/new`: what is asked about a new person, and why.
#[component]
pub fn NewPage<'a>(
    lang: Lang,
    typed: &'a NewPatient,
    errors: &'a [FieldError],
    keeps: Keeps,
    token: Option<String>,
) -> impl IntoView + use<> {
    let messages = messages(lang, errors);
    let notice = keeps.kept().map(|kept| {
        let (action, token) = (NEW, token.clone());
        view! { <KeptNotice lang kept action token again=texts::birth_date_again(lang)/> }
    });
    let summary = view! { <ErrorSummary lang messages=&messages/> };
    let (form_id, typed) = (typed.form_id.clone(), typed.clone());
    let fields = view! { <DetailFields lang typed messages=&messages/> };
    view! {
        <BackLink href="/staff/patients" text=texts::to_search(lang)/>
        {summary}
        <h1>{texts::new_title(lang)}</h1>
        <p class="lead">{texts::new_lead(lang)}</p>
        {notice}
        <Form action=NEW token keeps>
            <input type="hidden" name="form_id" value=form_id/>
            {fields}
            <SubmitButton text=texts::new_submit(lang)/>
        </Form>
    }
}

/// Who might be the same person, and the way to say that it is not so.
#[component]
pub fn DuplicatesPage<'a>(
    lang: Lang,
    typed: &'a NewPatient,
    matches: &'a [Match],
    keeps: Keeps,
    token: Option<String>,
) -> impl IntoView + use<> {
    let name = format!("{} {}", typed.given_name.trim(), typed.family_name.trim());
    let birth = format!(
        "{}.{}.{}",
        typed.birth_date_day.trim(),
        typed.birth_date_month.trim(),
        typed.birth_date_year.trim()
    );
    let people: Vec<_> = matches
        .iter()
        .map(|found| {
            view! {
                <li>
                    <div>
                        {who_and_why(lang, found)}
                        {found.enrolled.then(|| view! { <p class="item-detail">{texts::replaces_short(lang)}</p> })}
                    </div>
                    <Form action=invitation(found.person) token=token.clone()>
                        <SubmitButton text=texts::invite_this(lang)/>
                    </Form>
                </li>
            }
        })
        .collect();
    let hidden = hidden_fields(typed);
    view! {
        <h1>{texts::duplicates_title(lang)}</h1>
        <p class="lead">{texts::duplicates_lead(lang)}</p>
        <Card title=texts::typed_title(lang)>
            <p><bdi>{name}</bdi> ", " <bdi>{birth}</bdi></p>
        </Card>
        <h2>{texts::known_title(lang)}</h2>
        <ul class="item-list">{people}</ul>
        <h2>{texts::somebody_else_title(lang)}</h2>
        <Form action=NEW token keeps>
            {hidden}
            <p class="actions">
                <SubmitButton text=texts::somebody_else(lang) name="although" value="yes"/>
                <SubmitButton text=texts::change(lang) secondary=true name="change" value="yes"/>
            </p>
        </Form>
    }
}

/// `/staff/patients/{id}`: what is known, from whom and since when.
#[component]
pub fn PersonPage<'a>(
    lang: Lang,
    person: PersonId,
    patient: &'a Patient,
    /// The invitation that a new one would make void.
    open: Option<&'a Open>,
    may: May,
    /// Whether a consent on paper has just been recorded.
    recorded: bool,
    token: Option<String>,
) -> impl IntoView + use<> {
    let known = &patient.known;
    let record = may.open_record.then(|| {
        let href = format!("/staff/patients/{person}/record");
        view! { <p class="actions"><a class="button" href=href>{texts::open_record(lang)}</a></p> }
    });
    let rows: Vec<_> = Item::ALL
        .into_iter()
        .map(|item| {
            let value = match known.iter().find(|known| known.item == item) {
                Some(known) => view! {
                    <dd>
                        <bdi>{in_words(lang, item, known.value.expose())}</bdi>
                        <p class="item-detail">{origin(lang, known.source, known.since)}</p>
                    </dd>
                }
                .into_any(),
                None => view! { <dd class="missing">{texts::not_given(lang)}</dd> }.into_any(),
            };
            view! { <div class="summary-row"><dt>{label(lang, item)}</dt>{value}</div> }
        })
        .collect();
    let name = name_of(known).map(|name| name.expose().clone());
    let correct = may.correct.then(|| {
        let href = format!("/staff/patients/{person}/details");
        view! { <p class="actions"><a class="button button-secondary" href=href>{texts::correct(lang)}</a></p> }
    });
    let paper = may.record_paper.then(|| {
        let href = format!("/staff/patients/{person}/paper-consents");
        view! { <p class="actions"><a class="button button-secondary" href=href>{paper_texts::to_record(lang)}</a></p> }
    });
    let replaces = (may.invite && patient.enrolled).then(|| {
        view! {
            <Notice tone=Tone::Info title=texts::replaces_title(lang)>
                <p>{texts::replaces_text(lang)}</p>
            </Notice>
        }
    });
    let print = if open.is_some() { texts::print_anew(lang) } else { texts::print_invitation(lang) };
    view! {
        <BackLink href="/staff/patients" text=texts::to_search(lang)/>
        <h1><bdi>{name}</bdi></h1>
        {recorded.then(|| view! { <RecordedNotice lang/> })}
        <p class="lead">{texts::person_lead(lang)}</p>
        <dl class="summary">{rows}</dl>
        {correct}
        {record}
        {paper}
        {replaces}
        {open.map(|open| view! { <OpenInvitation lang open/> })}
        {may.invite.then(|| view! {
            <Form action=invitation(person) token>
                <p class="actions"><SubmitButton text=print/></p>
            </Form>
        })}
    }
}

/// What whoever reads a person's page may do from there.
#[derive(Clone, Copy)]
pub struct May {
    pub open_record: bool,
    pub correct: bool,
    pub invite: bool,
    pub record_paper: bool,
}

/// Name, birth date and number of somebody in a list.
pub(super) fn who(lang: Lang, found: &Match) -> impl IntoView + use<> {
    let born = found.birth_date.map(|date| format!("{} {}", texts::born(lang), spoken(lang, date)));
    let number =
        found.patient_number.as_ref().map(|number| format!("{} {}", texts::number(lang), number.expose()));
    let details: Vec<_> = [born, number].into_iter().flatten().collect();
    let name = found.name.expose().clone();
    view! {
        <h3><bdi>{name}</bdi></h3>
        <p class="item-detail">{details.join(", ")}</p>
    }
}

/// The same of somebody who may be the person that was typed, with what they have in common.
pub(super) fn who_and_why(lang: Lang, found: &Match) -> impl IntoView + use<> {
    let because: Vec<_> = found.because.iter().map(|index| in_common(lang, *index)).collect();
    view! {
        {who(lang, found)}
        <p class="item-detail">{texts::because(lang)} " " {because.join(", ")}</p>
    }
}

/// Where an invitation for a person is issued.
fn invitation(person: PersonId) -> String {
    format!("/staff/patients/{person}/invitation")
}
