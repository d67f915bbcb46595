//! What the pages about one person show: the form for a new one, probable duplicates, master data.

use super::{
    model::{Item, NewPatient},
    problems::messages,
    service::{Match, Patient, name_of},
    texts,
    words::{in_common, in_words, label, origin, spoken},
};
use crate::{
    accounts::{pages::invitation::OpenInvitation, service::invitations::Open},
    error::FieldError,
    ids::PersonId,
    lang::Lang,
    ui::{
        choices::RadioGroup,
        components::{Card, Notice, Tone},
        fields::{DateField, FieldKind, TextField, Width},
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
    let languages = Lang::ALL.map(|lang| (lang.tag().to_owned(), lang.own_name().to_owned(), None)).to_vec();
    let typed = typed.clone();
    view! {
        <BackLink href="/staff/patients" text=texts::to_search(lang)/>
        {summary}
        <h1>{texts::new_title(lang)}</h1>
        <p class="lead">{texts::new_lead(lang)}</p>
        {notice}
        <Form action=NEW token keeps>
            <input type="hidden" name="form_id" value=typed.form_id/>
            <h2>{texts::needed(lang)}</h2>
            <TextField
                lang name="family_name" label=texts::family_name(lang) hint=texts::family_name_hint(lang)
                value=typed.family_name verbatim=true autocomplete="off" messages=&messages
            />
            <TextField
                lang name="given_name" label=texts::given_name(lang) hint=texts::given_name_hint(lang)
                value=typed.given_name verbatim=true autocomplete="off" messages=&messages
            />
            <DateField
                lang name="birth_date" legend=texts::birth_date(lang) hint=texts::birth_date_hint(lang)
                day=typed.birth_date_day month=typed.birth_date_month year=typed.birth_date_year messages=&messages
            />
            <h2>{texts::helpful(lang)}</h2>
            <TextField
                lang name="email" label=texts::email(lang) hint=texts::email_hint(lang) optional=true
                value=typed.email kind=FieldKind::Email autocomplete="off" messages=&messages
            />
            <TextField
                lang name="phone" label=texts::phone(lang) hint=texts::phone_hint(lang) optional=true
                value=typed.phone kind=FieldKind::Phone width=Width::Medium autocomplete="off" messages=&messages
            />
            <TextField
                lang name="insurance_number" label=texts::insurance_number(lang) optional=true
                hint=texts::insurance_number_hint(lang) value=typed.insurance_number kind=FieldKind::Code
                width=Width::Medium autocomplete="off" messages=&messages
            />
            <RadioGroup
                lang name="language" legend=texts::language(lang) hint=texts::language_hint(lang) optional=true
                options=languages selected=typed.language messages=&messages
            />
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
            let because: Vec<_> = found.because.iter().map(|index| in_common(lang, *index)).collect();
            view! {
                <li>
                    <div>
                        {who(lang, found)}
                        <p class="item-detail">{texts::because(lang)} " " {because.join(", ")}</p>
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
        <Form action=NEW token keeps=Keeps::Typed>
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
        <p class="lead">{texts::person_lead(lang)}</p>
        <dl class="summary">{rows}</dl>
        {record}
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
    pub invite: bool,
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

/// Where an invitation for a person is issued.
fn invitation(person: PersonId) -> String {
    format!("/staff/patients/{person}/invitation")
}

/// Everything typed, out of sight, for the second answer to the same form.
fn hidden_fields(typed: &NewPatient) -> impl IntoView + use<> {
    [
        ("form_id", &typed.form_id),
        ("family_name", &typed.family_name),
        ("given_name", &typed.given_name),
        ("birth_date_day", &typed.birth_date_day),
        ("birth_date_month", &typed.birth_date_month),
        ("birth_date_year", &typed.birth_date_year),
        ("email", &typed.email),
        ("phone", &typed.phone),
        ("insurance_number", &typed.insurance_number),
        ("language", &typed.language),
    ]
    .map(|(name, value)| view! { <input type="hidden" name=name value=value.clone()/> })
    .collect_view()
}
