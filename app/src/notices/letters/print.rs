//! A batch on paper: business letters for envelopes with a window (DIN 5008, form B), each a part of one PDF.

use super::{store::BatchRow, texts};
use crate::{
    backend::{
        failure::Failure,
        pdf::{About, Field, Paper},
        settings::{Practice, Settings},
        state::AppState,
    },
    lang::Lang,
    notices::{carried::Carried, model::Class, template::Values, texts as notice_texts},
    patients::contacts::{self, address},
    redacted::Redacted,
    time::Timestamp,
    ui::{
        date::{at_in_words, day_of},
        practice_name,
    },
};

/// Left edge of address and text, in millimetres (DIN 5008).
const LEFT: f32 = 25.0;
/// Where the address field begins, in millimetres from the top (form B).
const FIELD: f32 = 45.0;
/// Where the text begins.
const TEXT: f32 = 103.0;

/// A letter that may leave, ready for paper.
pub(super) struct Printed {
    pub number: i64,
    lang: Lang,
    to: Redacted<String>,
    address: Redacted<String>,
    is_discreet: bool,
    subject: String,
    blocks: Vec<Block>,
}

enum Block {
    Words(String),
    Code(String),
}

impl Printed {
    /// Puts a letter together.
    ///
    /// # Errors
    /// [`Failure::Pdf`] when a text names something that its message does not have.
    pub async fn new(
        state: &AppState,
        number: i64,
        carried: &Carried,
        to: Redacted<String>,
        address: Redacted<String>,
    ) -> Result<Self, Failure> {
        let is_discreet = contacts::is_discreet(state, carried.person).await?;
        let content = &carried.content;
        let (lang, template, practice) = (content.lang, &content.template, &state.settings.practice);
        let text = notice_texts::letter(lang, template);
        let values = Values {
            salutation: notice_texts::salutation(lang).to_owned(),
            date: template.date(lang),
            link: state.settings.origin.to_string(),
            ..Values::default()
        };
        let fill = |words: &str| values.fill(words).ok_or(Failure::Pdf("template"));
        let mut blocks = vec![Block::Words(fill(text.before)?)];
        blocks.extend(template.code().map(|code| Block::Code(code.in_groups())));
        if let Some(until) = carried.until {
            blocks.push(Block::Words(notice_texts::good_until(lang, &at_in_words(until, lang))));
        }
        blocks.push(Block::Words(fill(text.after)?));
        if content.class(state).await? == Class::Outreach && template.code().is_none() {
            blocks.push(Block::Words(texts::no_more(lang).to_owned()));
        }
        if let Some(phone) = practice.phone.as_ref().filter(|_| !is_discreet) {
            blocks.push(Block::Words(format!("{} {phone}", notice_texts::closing_phone(lang))));
        }
        if !is_discreet {
            blocks.push(Block::Words(practice_name(practice, lang)));
        }
        Ok(Self { number, lang, to, address, is_discreet, subject: text.subject.to_owned(), blocks })
    }
}

impl Printed {
    /// Whether the font has every letter of name and address.
    fn can_be_printed(&self, paper: &Paper) -> bool {
        paper.can_print(self.to.expose()) && paper.can_print(self.address.expose())
    }
}

/// The PDF of a batch. `lang` is that of whoever prints it; each letter is in its own.
///
/// # Errors
/// As [`Paper::finish`].
pub(super) fn batch(
    settings: &Settings,
    lang: Lang,
    batch: &BatchRow,
    letters: &[Printed],
    called_off: &[i64],
) -> Result<Vec<u8>, Failure> {
    let mut paper = Paper::new(lang)?;
    let by_hand: Vec<i64> =
        letters.iter().filter(|letter| !letter.can_be_printed(&paper)).map(|letter| letter.number).collect();
    if !called_off.is_empty() || !by_hand.is_empty() || letters.is_empty() {
        paper.part(lang);
        paper.heading(1, texts::cover_title(lang));
        paper.paragraph(&texts::to_send(lang, letters.len()));
        if !called_off.is_empty() {
            paper.paragraph(&texts::gone(lang, called_off));
        }
        if !by_hand.is_empty() {
            paper.paragraph(&texts::by_hand(lang, &by_hand));
        }
    }
    for letter in letters {
        sheet(&mut paper, &settings.practice, letter, batch.made_at);
    }
    let about = About { title: texts::file_title(lang), id: &batch.id.to_string(), at: batch.made_at };
    paper.finish(&about, None, None)
}

/// One letter.
fn sheet(paper: &mut Paper, practice: &Practice, letter: &Printed, at: Timestamp) {
    let lang = letter.lang;
    paper.part(lang);
    // The small line above the address, by which the post returns what it cannot deliver.
    let field = |top: f32, width: f32| Field { left: LEFT, top, width };
    paper.place(field(FIELD + 12.7, 80.0), 7.0, &sender(practice, lang, letter.is_discreet));
    let [street, place] = address::lines(letter.address.expose());
    paper.place(field(FIELD + 17.7, 80.0), 11.0, &format!("{}\n{street}\n{place}", letter.to.expose()));
    paper.place(Field { left: 125.0, top: FIELD + 17.7, width: 75.0 }, 10.0, &day_of(at, lang));
    // Where to fold and where to punch.
    for top in [105.0, 148.5, 210.0] {
        paper.rule(5.0, top, 4.0);
    }
    paper.go_to(TEXT);
    paper.heading(1, &letter.subject);
    for block in &letter.blocks {
        match block {
            Block::Words(words) => paper.paragraph(words),
            Block::Code(code) => paper.large(code),
        }
    }
    paper.place(Field { left: LEFT, top: 282.0, width: 80.0 }, 7.0, &texts::number(lang, letter.number));
}

/// Who has sent it, in one line; without the name of the practice for those who asked for that.
fn sender(practice: &Practice, lang: Lang, is_discreet: bool) -> String {
    let name = if is_discreet {
        notice_texts::neutral_sender(lang).to_owned()
    } else {
        practice_name(practice, lang)
    };
    let place =
        [&practice.postal_code, &practice.city].map(|part| part.as_deref().unwrap_or_default()).join(" ");
    let parts = [name.as_str(), practice.street.as_deref().unwrap_or_default(), place.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
