//! The same version on paper: a PDF made from the signed file and nothing else.

use super::{
    document::{Document, EventRecord, NoticeRecord, Party, PurposeRecord, State, StateRecord},
    kept,
    pages::in_groups,
    texts,
};
use crate::{
    backend::{
        failure::Failure,
        pdf::{About, Attachment, Column, Paper, mm},
    },
    consents::texts as words,
    lang::Lang,
    notices::model::Class,
    time::Timestamp,
    ui::date::{at_in_words, date_in_words, practice_zone},
};

/// A version as a sheet; `file` is the signed file itself, and travels along as its attachment.
///
/// # Errors
/// As [`Paper::finish`].
pub fn sheet(document: &Document, file: Vec<u8>, lang: Lang) -> Result<Vec<u8>, Failure> {
    let (hash, version) = (kept::hash(&file), document.version);
    let mut paper = Paper::new(lang)?;
    paper.heading(1, texts::title(lang));
    paper.paragraph(texts::print_lead(lang));
    paper.facts(&about(document, &hash, lang));
    paper.code(&hash, mm(32.0), &texts::code_in_words(lang, &in_groups(&hash)))?;
    paper.paragraph(texts::print_hint_of_hash(lang));
    states(&mut paper, document, lang);
    events(&mut paper, document, lang);
    purposes(&mut paper, document, lang);
    check(&mut paper, lang);

    let name = format!("{}-v{version}.jws", texts::file_name(lang));
    let attachment = Attachment {
        name: &name,
        media_type: "application/jose",
        description: texts::print_attachment(lang),
        bytes: file,
    };
    let about = About {
        title: texts::title(lang),
        id: &hash,
        at: parse(&document.created_at).unwrap_or(Timestamp(0)),
    };
    let footer = |page, of| texts::footer(lang, version, page, of);
    paper.finish(&about, Some(&footer), Some(attachment))
}

fn about(document: &Document, hash: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let before = document.predecessor_sha256.as_deref().map(in_groups);
    let mut facts = vec![
        (texts::version(lang), document.version.to_string()),
        (texts::made(lang), moment(lang, &document.created_at)),
        (texts::print_pseudonym(lang), in_groups(&document.pii_principal_id)),
    ];
    for party in &document.party_identification {
        facts.push((texts::print_controller(lang), controller(party)));
        facts.push((texts::print_portal(lang), party.party_url.clone()));
    }
    facts.extend([
        (texts::print_hash(lang), in_groups(hash)),
        (texts::print_predecessor(lang), before.unwrap_or_else(|| texts::print_first(lang).to_owned())),
        (texts::print_key(lang), in_groups(&document.key_id)),
    ]);
    facts
}

/// What it says of who is answerable, one thing a line.
fn controller(party: &Party) -> String {
    let Party { party_name, party_contact, party_address, party_phone, party_email, .. } = party;
    let parts = [party_name, party_contact, party_address, party_phone, party_email];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn states(paper: &mut Paper, document: &Document, lang: Lang) {
    paper.heading(2, texts::print_states(lang));
    paper.paragraph(texts::print_states_hint(lang));
    let columns = [
        Column { name: texts::print_what(lang), share: 2.0 },
        Column { name: texts::print_way(lang), share: 1.0 },
        Column { name: texts::print_state(lang), share: 3.0 },
    ];
    let row = |state: &StateRecord| {
        let title = title(document, &state.purpose, lang);
        vec![title, words::channel(lang, state.channel).to_owned(), standing(document, state, lang)]
    };
    let rows: Vec<_> = document.states.iter().map(row).collect();
    listed(paper, &columns, &rows, lang);
}

fn events(paper: &mut Paper, document: &Document, lang: Lang) {
    paper.heading(2, texts::print_events(lang));
    let columns = [
        Column { name: texts::print_when(lang), share: 1.7 },
        Column { name: texts::print_deed(lang), share: 2.3 },
        Column { name: texts::print_what(lang), share: 1.8 },
        Column { name: texts::print_by(lang), share: 1.4 },
        Column { name: texts::print_text(lang), share: 1.1 },
    ];
    let row = |event: &EventRecord| {
        let what = format!("{}, {}", title_then(document, event), words::channel(lang, event.channel));
        let text = format!(
            "{}, {}",
            words::version(lang, &event.notice_version.to_string()),
            event.notice_language.own_name()
        );
        vec![moment(lang, &event.event_time), deed(event, lang), what, doer(event, lang), text]
    };
    let rows: Vec<_> = document.events.iter().map(row).collect();
    listed(paper, &columns, &rows, lang);
}

/// A table, or the word that it would be empty.
fn listed(paper: &mut Paper, columns: &[Column<'_>], rows: &[Vec<String>], lang: Lang) {
    if rows.is_empty() {
        paper.paragraph(texts::print_nothing(lang));
    } else {
        paper.table(columns, rows);
    }
}

fn purposes(paper: &mut Paper, document: &Document, lang: Lang) {
    paper.heading(2, texts::print_purposes(lang));
    for purpose in &document.pii_processing.purposes {
        paper.heading(3, &title(document, &purpose.purpose, lang));
        paper.facts(&conditions(purpose, lang));
        for notice in &purpose.privacy_notices {
            let version = words::version(lang, &notice.version.to_string());
            paper.heading(4, &format!("{version}, {}", notice.language.own_name()));
            paper.paragraph_in(notice.language, &notice.title);
            paper.paragraph_in(notice.language, &notice.text);
            paper.paragraph(&format!("{}: {}", words::fingerprint(lang), in_groups(&notice.sha256)));
        }
    }
}

fn conditions(purpose: &PurposeRecord, lang: Lang) -> Vec<(&'static str, String)> {
    let class = match purpose.purpose_type {
        Class::Care => words::care(lang),
        Class::Outreach => words::outreach(lang),
    };
    let ways: Vec<_> = purpose.channels.iter().map(|channel| words::channel(lang, *channel)).collect();
    let validity = purpose.validity_months.map(|months| texts::months(lang, months));
    vec![
        (texts::print_purpose_name(lang), purpose.purpose.clone()),
        (texts::print_class(lang), class.to_owned()),
        (words::legal_basis(lang), purpose.lawful_basis.clone()),
        (texts::print_way(lang), ways.join(", ")),
        (texts::print_validity(lang), validity.unwrap_or_else(|| texts::print_no_end(lang).to_owned())),
        (words::contact(lang), purpose.contact.clone()),
    ]
}

fn check(paper: &mut Paper, lang: Lang) {
    paper.heading(2, texts::how_title(lang));
    for text in [texts::how_why(lang), texts::how_keys(lang), texts::how_command(lang)] {
        paper.paragraph(text);
    }
    paper.paragraph(&format!("obhut consents verify {}-v1.jws --key keys.json", texts::file_name(lang)));
    paper.paragraph(texts::how_other(lang));
    paper.paragraph(texts::how_chain(lang));
}

/// What a purpose was called last, in the language of the reader where it was shown in that.
fn title(document: &Document, purpose: &str, lang: Lang) -> String {
    let purposes = &document.pii_processing.purposes;
    let Some(of) = purposes.iter().find(|other| other.purpose == purpose) else { return purpose.to_owned() };
    let notices = || of.privacy_notices.iter().rev();
    let notice = notices().find(|notice| notice.language == lang).or_else(|| notices().next());
    notice.map_or(purpose, |notice| &notice.title).to_owned()
}

/// What a purpose was called in the text that a decision is about, in the language of that text.
fn title_then<'a>(document: &'a Document, event: &'a EventRecord) -> &'a str {
    let purpose = document.pii_processing.purposes.iter().find(|other| other.purpose == event.purpose);
    let notices = purpose.map(|purpose| purpose.privacy_notices.as_slice()).unwrap_or_default();
    let is_its = |notice: &&NoticeRecord| {
        (notice.version, notice.language) == (event.notice_version, event.notice_language)
    };
    notices.iter().find(is_its).map_or(&event.purpose, |notice| &notice.title)
}

/// How a cell stood, in the words of the page of consents.
fn standing(document: &Document, state: &StateRecord, lang: Lang) -> String {
    let (since, until) = (state.since.as_deref(), state.until.as_deref());
    let day = |at: Option<&str>| at.map(|at| day(lang, at)).unwrap_or_default();
    let at = |at: Option<&str>| at.map(|at| moment(lang, at)).unwrap_or_default();
    match state.state {
        State::Off => texts::state_off(lang).to_owned(),
        State::Pending => words::pending(lang, &at(until)),
        State::Lapsed => words::lapsed(lang, &at(since)),
        State::OnPaper => words::on_paper(lang).to_owned(),
        State::Active => {
            let purposes = &document.pii_processing.purposes;
            let is_care = purposes
                .iter()
                .any(|purpose| purpose.purpose == state.purpose && purpose.purpose_type == Class::Care);
            let begun = if is_care {
                words::switched_on(lang, &day(since))
            } else {
                words::confirmed(lang, &day(since))
            };
            match until {
                Some(_) => format!("{begun}, {}", words::expires(lang, &day(until))),
                None => begun,
            }
        }
        State::Withdrawn => words::withdrawn(lang, &day(since)),
        State::Expired => words::expired(lang, &day(since)),
    }
}

/// What was done and how, in the words of the history.
fn deed(event: &EventRecord, lang: Lang) -> String {
    let done = match event.event_state.as_str() {
        "requested" => words::did_request(lang).to_owned(),
        "confirmed" => words::did_confirm(lang).to_owned(),
        "granted" => words::did_grant(lang).to_owned(),
        "renewed" => words::did_renew(lang).to_owned(),
        "recorded" => {
            let signed = event.signed_on.as_deref().unwrap_or_default();
            let signed = signed.parse().map_or_else(|_| signed.to_owned(), |day| date_in_words(day, lang));
            words::recorded(lang, &signed)
        }
        "withdrawn" => words::did_withdraw(lang).to_owned(),
        "expired" => words::did_expire(lang).to_owned(),
        other => other.to_owned(),
    };
    let done = format!("{done}, {}", words::method(lang, event.event_type));
    match event.until.as_deref() {
        None => done,
        Some(until) if event.event_state == "requested" => {
            format!("{done}. {}", words::good_until(lang, &moment(lang, until)))
        }
        Some(until) => format!("{done}, {}", words::valid_until(lang, &day(lang, until))),
    }
}

fn doer(event: &EventRecord, lang: Lang) -> String {
    let who = match event.entity.as_str() {
        "pii_principal" => texts::by_patient(lang),
        "pii_controller" => texts::by_practice(lang),
        "system" => texts::by_portal(lang),
        other => other,
    };
    match &event.entity_name {
        Some(name) => format!("{who}, {name}"),
        None => who.to_owned(),
    }
}

fn parse(at: &str) -> Option<Timestamp> {
    at.parse::<jiff::Timestamp>().ok().map(|at| Timestamp(at.as_millisecond()))
}

/// A moment in words; as it stands where it is none.
fn moment(lang: Lang, at: &str) -> String {
    parse(at).map_or_else(|| at.to_owned(), |at| at_in_words(at, lang))
}

fn day(lang: Lang, at: &str) -> String {
    let day = at.parse::<jiff::Timestamp>().map(|at| practice_zone().to_datetime(at).date());
    day.map_or_else(|_| at.to_owned(), |day| date_in_words(day, lang))
}
