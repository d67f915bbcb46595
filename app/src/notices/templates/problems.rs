//! What is wrong with a text, said in words beside its control.

use super::{
    model::{Problem, Wrong},
    texts,
};
use crate::{lang::Lang, notices::lint::Hit, ui::form::FieldMessage};
use leptos::prelude::*;

/// So many words are named in a message at the most; all of them are marked below it.
const NAMED: usize = 6;

/// The message for each thing that is wrong.
pub fn messages(lang: Lang, problems: &[Problem]) -> Vec<FieldMessage> {
    problems
        .iter()
        .map(|problem| FieldMessage { field: problem.field, text: sentence(lang, problem) })
        .collect()
}

fn sentence(lang: Lang, problem: &Problem) -> String {
    let label = match problem.field {
        "subject_de" => texts::subject_de(lang),
        "body_de" => texts::body_de(lang),
        "subject_en" => texts::subject_en(lang),
        _ => texts::body_en(lang),
    };
    match (lang, &problem.wrong) {
        (Lang::De, Wrong::Missing) => format!("{label}: Schreiben Sie etwas hinein."),
        (Lang::En, Wrong::Missing) => format!("{label}: write something into it."),
        (Lang::De, Wrong::TooLong) => format!("{label}: Kürzen Sie, es ist zu lang."),
        (Lang::En, Wrong::TooLong) => format!("{label}: shorten it, it is too long."),
        (Lang::De, Wrong::Lacks(placeholder)) => {
            format!("{label}: Es fehlt der Platzhalter {{{}}}.", placeholder.word())
        }
        (Lang::En, Wrong::Lacks(placeholder)) => {
            format!("{label}: the placeholder {{{}}} is missing.", placeholder.word())
        }
        (Lang::De, Wrong::Refused(hits)) => format!("{label}: Das darf nicht hinaus: {}.", named(lang, hits)),
        (Lang::En, Wrong::Refused(hits)) => format!("{label}: this may not leave: {}.", named(lang, hits)),
    }
}

fn named(lang: Lang, hits: &[Hit]) -> String {
    let named: Vec<_> = hits.iter().take(NAMED).map(|hit| texts::place(lang, &hit.words, hit.line)).collect();
    let more = if hits.len() > NAMED { ", …" } else { "" };
    named.join(", ") + more
}

/// The text of a control with what may not leave marked in it, and why.
pub fn marked(lang: Lang, problems: &[Problem], field: &str) -> Option<impl IntoView + use<>> {
    let problem = problems.iter().find(|problem| problem.field == field)?;
    let Wrong::Refused(hits) = &problem.wrong else { return None };
    let mut pieces = Vec::new();
    let mut from = 0;
    for hit in hits {
        let (before, words) = (problem.text[from..hit.at.start].to_owned(), hit.words.clone());
        pieces.push(view! { {before} <mark>{words}</mark> });
        from = hit.at.end;
    }
    let rest = problem.text[from..].to_owned();
    let reasons: Vec<_> = hits
        .iter()
        .map(|hit| {
            let place = texts::place(lang, &hit.words, hit.line);
            view! { <li><bdi>{place}</bdi> " " {texts::why_not(lang, hit.why)}</li> }
        })
        .collect();
    Some(view! {
        <p class="marked" dir="auto">{pieces} {rest}</p>
        <ul class="marked-why">{reasons}</ul>
    })
}
