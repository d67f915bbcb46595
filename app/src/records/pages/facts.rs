//! What an entry says, as a list of terms and values.

use super::{
    FileLink, RecordView, dosage, files,
    phrases::{moment, quantity},
    results,
    said::Said,
};
use crate::{
    lang::Lang,
    records::{
        details::{
            AllergyCategory, AllergyDetails, AllergyKind, ConditionDetails, Details, DocumentDetails,
            ImmunizationDetails, MedicationDetails, ProcedureDetails, Reaction, Related,
        },
        model::{Assertion, Criticality, Entry, SourceId, Status, When},
        page_texts as texts, words,
    },
};
use std::collections::HashMap;

/// What every entry is shown against.
pub(super) struct Record<'a> {
    pub lang: Lang,
    pub entries: &'a [Entry],
    pub files: &'a [FileLink],
    /// Which system an entry is from, where there are several.
    source_of: &'a HashMap<SourceId, String>,
    /// Where the entries stand in `entries`.
    places: HashMap<&'a SourceId, usize>,
}

impl<'a> Record<'a> {
    pub(super) fn new(lang: Lang, view: &'a RecordView) -> Self {
        let RecordView { entries, files, source_of, .. } = view;
        let places = entries.iter().enumerate().map(|(place, entry)| (&entry.source_id, place)).collect();
        Self { lang, entries, files, source_of, places }
    }

    pub(super) fn find(&self, id: &SourceId) -> Option<&'a Entry> {
        self.entries.get(*self.places.get(id)?)
    }

    /// The id of an entry on the page; it holds nothing of the source's.
    pub(super) fn anchor(&self, id: &SourceId) -> Option<String> {
        self.places.get(id).map(|place| format!("entry-{}", place + 1))
    }

    /// Another entry: a link where it is on the page, else what the source calls it, else nothing.
    pub(super) fn related(&self, related: &Related) -> Said {
        let found = related.source_id.as_ref().and_then(|id| self.find(id).zip(self.anchor(id)));
        match (found, &related.text) {
            (Some((entry, anchor)), _) => Said::entry(anchor, entry.title.clone()),
            (None, Some(text)) => Said::theirs(text.clone()),
            (None, None) => Said::default(),
        }
    }
}

/// A term and what there is to say about it.
pub(super) struct Fact {
    pub label: &'static str,
    pub values: Vec<Said>,
}

/// Facts in the making; what is empty is not said.
pub(super) struct Facts {
    lang: Lang,
    facts: Vec<Fact>,
}

type Label = fn(Lang) -> &'static str;

impl Facts {
    pub(super) fn all(&mut self, label: Label, values: impl IntoIterator<Item = Said>) {
        let values: Vec<Said> = values.into_iter().filter(|value| !value.is_empty()).collect();
        if !values.is_empty() {
            self.facts.push(Fact { label: label(self.lang), values });
        }
    }

    pub(super) fn ours(&mut self, label: Label, words: Option<&'static str>) {
        self.all(label, words.map(Said::ours));
    }

    pub(super) fn theirs<'s>(&mut self, label: Label, texts: impl IntoIterator<Item = &'s String>) {
        self.all(label, texts.into_iter().cloned().map(Said::theirs));
    }

    pub(super) fn date(&mut self, label: Label, when: &Option<When>) {
        let lang = self.lang;
        self.all(label, when.iter().map(|when| Said::date(lang, when)));
    }
}

/// Everything an entry says apart from title and codes.
pub(super) fn facts(record: &Record<'_>, entry: &Entry) -> Vec<Fact> {
    let lang = record.lang;
    let mut facts = Facts { lang, facts: Vec::new() };
    match entry.assertion {
        // A finding has no course, unless somebody says that it no longer holds.
        Assertion::NoneKnown | Assertion::NoInformation
            if matches!(
                entry.status,
                Status::Active | Status::Final | Status::Completed | Status::Unknown
            ) => {}
        _ => facts.ours(texts::state, Some(state(lang, entry))),
    }
    match &entry.details {
        Details::Allergy(details) => allergy(lang, &mut facts, details),
        Details::Condition(details) => condition(lang, &mut facts, details),
        Details::Medication(details) => medication(lang, &mut facts, details),
        Details::Immunization(details) => immunization(lang, &mut facts, details),
        Details::Value(details) => results::value(record, &mut facts, details),
        Details::Procedure(details) => procedure(lang, &mut facts, details),
        Details::Document(details) => document(record, &mut facts, entry, details),
    }
    facts.theirs(texts::source, record.source_of.get(&entry.source_id));
    facts.theirs(texts::by, &entry.by);
    facts.theirs(texts::notes, &entry.notes);
    facts.facts
}

/// How things stand; what is done is done in a word of its own.
fn state(lang: Lang, entry: &Entry) -> &'static str {
    match (&entry.details, entry.status) {
        (Details::Immunization(_), Status::Completed) => texts::given_state(lang),
        (Details::Procedure(_), Status::Completed) => texts::done_state(lang),
        (_, status) => words::status(lang, status),
    }
}

fn allergy(lang: Lang, facts: &mut Facts, details: &AllergyDetails) {
    let kind = details.kind.map(|kind| match kind {
        AllergyKind::Allergy => texts::allergy(lang),
        AllergyKind::Intolerance => texts::intolerance(lang),
    });
    let categories = details.categories.iter().map(|category| match category {
        AllergyCategory::Food => texts::food(lang),
        AllergyCategory::Medication => texts::medicine(lang),
        AllergyCategory::Environment => texts::environment(lang),
        AllergyCategory::Biologic => texts::biologic(lang),
    });
    facts.all(texts::kind, [Said::list(kind.into_iter().chain(categories).map(Said::ours), ", ")]);
    let risk = details.criticality.map(|criticality| match criticality {
        Criticality::High => Said::warning(words::criticality(lang, criticality)),
        _ => Said::ours(words::criticality(lang, criticality)),
    });
    facts.all(texts::risk, risk);
    facts.ours(texts::certainty, details.certainty.map(|certainty| words::certainty(lang, certainty)));
    facts.all(texts::reactions, details.reactions.iter().map(|reaction| self::reaction(lang, reaction)));
    facts.all(texts::onset, details.onset.iter().map(|onset| moment(lang, onset)));
    facts.date(texts::last, &details.last);
    facts.date(texts::recorded, &details.recorded);
}

fn reaction(lang: Lang, reaction: &Reaction) -> Said {
    let what = reaction.texts.iter().cloned().map(Said::theirs);
    let severity = reaction.severity.map(|severity| Said::ours(words::severity(lang, severity)));
    let cause = reaction
        .substance
        .iter()
        .map(|substance| Said::ours(texts::reaction_to(lang)).and(Said::theirs(substance.clone())));
    let when = reaction.onset.iter().map(|when| Said::date(lang, when));
    Said::list(what.chain(severity).chain(cause).chain(when), ", ")
}

fn condition(lang: Lang, facts: &mut Facts, details: &ConditionDetails) {
    facts.ours(texts::certainty, details.certainty.map(|certainty| words::certainty(lang, certainty)));
    facts.theirs(texts::severity, &details.severity);
    facts.theirs(texts::body_site, &details.body_sites);
    facts.all(texts::onset, details.onset.iter().map(|onset| moment(lang, onset)));
    facts.all(texts::ended, details.abatement.iter().map(|end| moment(lang, end)));
    facts.date(texts::recorded, &details.recorded);
}

fn medication(lang: Lang, facts: &mut Facts, details: &MedicationDetails) {
    let kind = if details.prescription { texts::prescription(lang) } else { texts::statement(lang) };
    facts.ours(texts::kind, Some(kind));
    facts.theirs(texts::form, &details.form);
    facts.theirs(texts::ingredients, &details.ingredients);
    facts.all(texts::dosage, details.dosages.iter().flat_map(|dosage| dosage::dosage(lang, dosage)));
    facts.all(texts::taken, details.taken.iter().map(|taken| moment(lang, taken)));
    facts.all(texts::valid, details.valid.iter().map(|valid| moment(lang, valid)));
    facts.theirs(texts::reasons, &details.reasons);
    facts.date(texts::recorded, &details.recorded);
}

fn immunization(lang: Lang, facts: &mut Facts, details: &ImmunizationDetails) {
    facts.all(texts::given, details.given.iter().map(|given| moment(lang, given)));
    facts.all(texts::dose, details.subpotent.then(|| Said::warning(texts::subpotent(lang))));
    for protocol in &details.protocols {
        facts.theirs(texts::protects, &protocol.targets);
        facts.theirs(texts::series, &protocol.series);
        let dose = match (&protocol.dose, &protocol.doses) {
            (Some(dose), Some(doses)) => Said::theirs(texts::dose_of(lang, dose, doses)),
            (Some(dose), None) => Said::theirs(dose.clone()),
            (None, _) => Said::default(),
        };
        facts.all(texts::dose, [dose]);
    }
    facts.all(texts::amount, details.dose.iter().map(|dose| quantity(lang, dose)));
    facts.theirs(texts::manufacturer, &details.manufacturer);
    facts.theirs(texts::lot, &details.lot);
    facts.date(texts::expires, &details.expires);
    facts.theirs(texts::site, &details.site);
    facts.theirs(texts::route, &details.route);
}

fn procedure(lang: Lang, facts: &mut Facts, details: &ProcedureDetails) {
    facts.all(texts::performed, details.performed.iter().map(|performed| moment(lang, performed)));
    facts.theirs(texts::body_site, &details.body_sites);
    facts.theirs(texts::reasons, &details.reasons);
    facts.theirs(texts::outcome, &details.outcome);
    facts.theirs(texts::complications, &details.complications);
    facts.theirs(texts::follow_up, &details.follow_up);
}

fn document(record: &Record<'_>, facts: &mut Facts, entry: &Entry, details: &DocumentDetails) {
    let lang = record.lang;
    let kind = if details.report { texts::report(lang) } else { texts::document(lang) };
    let kinds = details.kinds.iter().cloned().map(Said::theirs);
    facts.all(texts::kind, std::iter::once(Said::ours(kind)).chain(kinds));
    facts.date(texts::document_date, &entry.date);
    if details.issued != entry.date {
        facts.date(texts::document_issued, &details.issued);
    }
    facts.theirs(texts::conclusion, details.conclusion.iter().chain(&details.conclusions));
    facts.all(texts::results, details.results.iter().map(|related| record.related(related)));
    facts.all(texts::file, files::files(record, &entry.source_id, &details.files));
}
