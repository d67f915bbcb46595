//! Kinds of texts, what is typed, and what may be wrong with it.

use crate::{
    lang::Lang,
    notices::{
        lint::{Hit, lint},
        template::{Placeholder, Template},
        texts,
    },
    time::Timestamp,
    visible::one_line as line,
};
use serde::Deserialize;

/// Characters of a subject at the most; more is cut off on a telephone.
pub const SUBJECT_MAX: usize = 80;
/// Characters of a text at the most.
pub const BODY_MAX: usize = 2_000;

/// What can be said in the practice's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    Security,
    ConsentEnding,
}

impl TemplateKind {
    /// All of them, in the order of the list.
    pub const ALL: [TemplateKind; 2] = [TemplateKind::Security, TemplateKind::ConsentEnding];

    /// The name in tables and addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            TemplateKind::Security => "security",
            TemplateKind::ConsentEnding => "consent-ending",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        TemplateKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The kind of a message; none for one that carries a code, or is told inside the portal only.
    pub const fn of(template: &Template) -> Option<Self> {
        match template {
            Template::Security => Some(TemplateKind::Security),
            Template::ConsentEnding { .. } => Some(TemplateKind::ConsentEnding),
            Template::ContactCode { .. }
            | Template::ConsentCode { .. }
            | Template::PaperRecorded
            | Template::NotReached => None,
        }
    }

    /// What its messages have values for.
    pub const fn placeholders(self) -> &'static [Placeholder] {
        match self {
            TemplateKind::Security => &[Placeholder::Salutation, Placeholder::Link],
            TemplateKind::ConsentEnding => &[Placeholder::Salutation, Placeholder::Date, Placeholder::Link],
        }
    }

    /// Without which its text would not do what it is for.
    pub const fn required(self) -> &'static [Placeholder] {
        match self {
            TemplateKind::Security => &[Placeholder::Link],
            TemplateKind::ConsentEnding => &[Placeholder::Date, Placeholder::Link],
        }
    }

    /// Whether its mails can be unsubscribed from.
    pub const fn is_outreach(self) -> bool {
        match self {
            TemplateKind::Security => false,
            TemplateKind::ConsentEnding => true,
        }
    }

    /// A message of this kind, as a preview shows it.
    pub const fn sample(self, day: Timestamp) -> Template {
        match self {
            TemplateKind::Security => Template::Security,
            TemplateKind::ConsentEnding => Template::ConsentEnding { on: day },
        }
    }

    /// The text the portal brings along.
    pub fn shipped(self, lang: Lang) -> Wording {
        let text = texts::mail(lang, &self.sample(Timestamp(0)));
        Wording { subject: text.subject.to_owned(), body: format!("{}\n\n{}", text.before, text.after) }
    }
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub subject: String,
    pub body: String,
}

/// A text in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wordings {
    pub de: Wording,
    pub en: Wording,
}

impl Wordings {
    /// The text in a language.
    pub const fn get(&self, lang: Lang) -> &Wording {
        match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
    }

    /// What the portal brings along.
    pub fn shipped(kind: TemplateKind) -> Self {
        Self { de: kind.shipped(Lang::De), en: kind.shipped(Lang::En) }
    }
}

/// What was decided about a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Released,
    Rejected,
    /// The text of the portal is sent again.
    Retired,
}

impl Verdict {
    const ALL: [Verdict; 3] = [Verdict::Released, Verdict::Rejected, Verdict::Retired];

    /// The name in tables and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Released => "released",
            Verdict::Rejected => "rejected",
            Verdict::Retired => "retired",
        }
    }

    /// The verdict of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == name)
    }
}

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The newest, and nobody has decided.
    Draft,
    /// A newer one was written before anybody decided.
    Overtaken,
    Rejected,
    /// It is what is sent.
    InForce,
    /// It was sent until a newer one was released.
    Replaced,
    /// It was sent until somebody went back to the text of the portal.
    Retired,
}

/// What is typed into the editor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct TemplateForm {
    /// The newest version when the form was filled.
    pub base: String,
    pub subject_de: String,
    pub body_de: String,
    pub subject_en: String,
    pub body_en: String,
}

/// What is wrong with a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The `name` of the control.
    pub field: &'static str,
    /// What was typed there, tidied up: what places in it refer to.
    pub text: String,
    pub wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    Missing,
    TooLong,
    /// It lacks a placeholder it cannot do without.
    Lacks(Placeholder),
    /// It contains what may not leave the house.
    Refused(Vec<Hit>),
}

impl TemplateForm {
    /// The form, filled.
    pub fn filled(texts: &Wordings, base: i64) -> Self {
        let (de, en) = (texts.de.clone(), texts.en.clone());
        Self {
            base: base.to_string(),
            subject_de: de.subject,
            body_de: de.body,
            subject_en: en.subject,
            body_en: en.body,
        }
    }

    /// The version it was filled from; a number that is none fits no version.
    pub fn base(&self) -> i64 {
        self.base.parse().unwrap_or(-1)
    }

    /// The texts as they will be sent.
    ///
    /// # Errors
    /// Everything that is wrong with them, in the order of the form.
    pub fn check(&self, kind: TemplateKind, practice: Option<&str>) -> Result<Wordings, Vec<Problem>> {
        let texts = Wordings {
            de: Wording { subject: line(&self.subject_de), body: lines(&self.body_de) },
            en: Wording { subject: line(&self.subject_en), body: lines(&self.body_en) },
        };
        let problems = problems(kind, &texts, practice);
        if problems.is_empty() { Ok(texts) } else { Err(problems) }
    }
}

/// What is wrong with texts; a control has one problem at a time.
pub fn problems(kind: TemplateKind, texts: &Wordings, practice: Option<&str>) -> Vec<Problem> {
    let subject = |field, text: &str| problem(field, text, SUBJECT_MAX, (&[], &[]), practice);
    let body =
        |field, text: &str| problem(field, text, BODY_MAX, (kind.placeholders(), kind.required()), practice);
    [
        subject("subject_de", &texts.de.subject),
        body("body_de", &texts.de.body),
        subject("subject_en", &texts.en.subject),
        body("body_en", &texts.en.body),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn problem(
    field: &'static str,
    text: &str,
    most: usize,
    (allowed, required): (&[Placeholder], &[Placeholder]),
    practice: Option<&str>,
) -> Option<Problem> {
    let lacks = |placeholder: &&Placeholder| !text.contains(&format!("{{{}}}", placeholder.word()));
    let hits = lint(text, allowed, practice);
    let wrong = if !text.chars().any(char::is_alphanumeric) {
        Wrong::Missing
    } else if text.chars().count() > most {
        Wrong::TooLong
    } else if !hits.is_empty() {
        Wrong::Refused(hits)
    } else if let Some(placeholder) = required.iter().find(lacks) {
        Wrong::Lacks(*placeholder)
    } else {
        return None;
    };
    Some(Problem { field, text: text.to_owned(), wrong })
}

/// Lines, tidied up, with one empty line between paragraphs.
fn lines(typed: &str) -> String {
    let mut whole: Vec<String> = Vec::new();
    for typed in typed.replace("\r\n", "\n").split(['\n', '\r']) {
        let line = line(typed);
        if !line.is_empty() || whole.last().is_some_and(|last| !last.is_empty()) {
            whole.push(line);
        }
    }
    while whole.last().is_some_and(String::is_empty) {
        whole.pop();
    }
    whole.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_portal_brings_along_could_be_saved() {
        for kind in TemplateKind::ALL {
            let form = TemplateForm::filled(&Wordings::shipped(kind), 0);
            assert_eq!(form.check(kind, Some("Praxis am Park")), Ok(Wordings::shipped(kind)), "{kind:?}");
            assert_eq!(TemplateKind::parse(kind.as_str()), Some(kind));
            assert_eq!(TemplateKind::of(&kind.sample(Timestamp(0))), Some(kind));
            assert!(kind.required().iter().all(|required| kind.placeholders().contains(required)));
        }
        assert_eq!(TemplateKind::parse("Security"), None);
    }

    #[test]
    fn lines_are_tidied_up_and_nothing_else() {
        assert_eq!(lines("\r\n\r\n a \t b\r\n\r\n\r\n\r\nc\u{202e}d \n\u{0}\n"), "a b\n\ncd");
        assert_eq!(line(" a\nb\u{200b}c "), "a bc");
        assert_eq!(lines(" \n\t\n"), "");
    }

    #[test]
    fn each_control_says_what_is_wrong_with_it() {
        let good = TemplateForm::filled(&Wordings::shipped(TemplateKind::ConsentEnding), 0);
        let wrong = |form: TemplateForm| match form.check(TemplateKind::ConsentEnding, None) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|problem| (problem.field, problem.wrong)).collect(),
        };
        assert_eq!(wrong(good.clone()), []);
        let empty = wrong(TemplateForm::default());
        assert_eq!(empty.len(), 4);
        assert!(empty.iter().all(|(_, wrong)| *wrong == Wrong::Missing));
        let long = TemplateForm { subject_de: "a".repeat(81), body_en: "a ".repeat(1_001), ..good.clone() };
        assert_eq!(wrong(long), [("subject_de", Wrong::TooLong), ("body_en", Wrong::TooLong)]);
        let lacking = TemplateForm { body_de: "Sehen Sie nach: {link}".to_owned(), ..good.clone() };
        assert_eq!(wrong(lacking), [("body_de", Wrong::Lacks(Placeholder::Date))]);
        let subject = TemplateForm { subject_en: "On {date}".to_owned(), ..good };
        assert!(matches!(&wrong(subject)[..], [("subject_en", Wrong::Refused(hits))] if hits.len() == 1));
    }
}
