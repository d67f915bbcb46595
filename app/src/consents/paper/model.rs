//! What is typed when a form is recorded, and what may be wrong with it.

use crate::{
    backend::uploads::{File, Upload},
    consents::model::PurposeKey,
    error::FieldCode,
    lang::Lang,
    notices::model::Channel,
    patients::model::BirthDate,
};
use serde::{Deserialize, Serialize};

/// Bytes of a scan at the most: a page in grey at 300 dots an inch has a fifth of that.
pub(super) const SCAN_MAX: usize = 5 * 1024 * 1024;

/// A box that was ticked: a way, under the text that offers it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticked {
    /// Name and version of the text, `practice-news.2`.
    pub text: String,
    pub channel: Channel,
}

impl Ticked {
    /// The name of its control, `practice-news.2.email`.
    pub fn name(text: &str, channel: Channel) -> String {
        format!("{text}.{}", channel.as_str())
    }

    fn parse(name: &str) -> Option<Self> {
        let (text, channel) = name.rsplit_once('.').filter(|(text, _)| text.contains('.'))?;
        Some(Self { text: text.to_owned(), channel: Channel::parse(channel)? })
    }
}

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PaperForm {
    /// In the order of texts and columns.
    pub ticked: Vec<Ticked>,
    /// The language of the form.
    pub lang: String,
    pub day: String,
    pub month: String,
    pub year: String,
}

/// A form on paper, as far as it can be judged by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub purpose: PurposeKey,
    pub version: i64,
    pub lang: Lang,
    pub channels: Vec<Channel>,
    pub on: BirthDate,
    pub scan: Vec<u8>,
    pub kind: ScanKind,
}

/// What kind of file a scan is, judged by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ScanKind {
    Pdf,
    Jpeg,
    Png,
}

impl ScanKind {
    /// The kind of a file; `None` for any other.
    pub fn of(content: &[u8]) -> Option<Self> {
        const KINDS: [(&[u8], ScanKind); 3] = [
            (b"%PDF-", ScanKind::Pdf),
            (&[0xff, 0xd8, 0xff], ScanKind::Jpeg),
            (b"\x89PNG\r\n\x1a\n", ScanKind::Png),
        ];
        KINDS.into_iter().find(|(magic, _)| content.starts_with(magic)).map(|(_, kind)| kind)
    }

    /// Its media type (RFC 6838).
    pub const fn media_type(self) -> &'static str {
        match self {
            ScanKind::Pdf => "application/pdf",
            ScanKind::Jpeg => "image/jpeg",
            ScanKind::Png => "image/png",
        }
    }

    /// How the name of such a file ends.
    pub const fn extension(self) -> &'static str {
        match self {
            ScanKind::Pdf => "pdf",
            ScanKind::Jpeg => "jpg",
            ScanKind::Png => "png",
        }
    }
}

/// What is wrong with a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// The `name` of the control.
    pub field: &'static str,
    pub wrong: Wrong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Nothing was chosen or typed.
    Missing,
    /// Ways of several texts are ticked.
    SeveralTexts,
    /// The day is none, has not come yet, or is too long ago.
    Day(FieldCode),
    TooLarge,
    /// The text was published later than the form was signed.
    BeforeText,
    /// Neither PDF nor JPEG nor PNG.
    OtherKind,
    /// The text is offered no more.
    NotOffered,
    /// The purpose has no such way, and the page no box for it.
    WayNotOffered(Channel),
    /// It holds, or was recorded from paper before.
    HoldsAlready,
    /// The patient has asked for it and is about to enter the code.
    CodeWaits,
    /// The patient has taken it back on the day of the form or later.
    DecidedLater,
}

impl PaperForm {
    /// What arrived.
    pub fn of(upload: &Upload) -> Self {
        let mut ticked: Vec<_> = upload.names().filter_map(Ticked::parse).collect();
        ticked.sort_unstable();
        Self {
            ticked,
            lang: upload.field("lang"),
            day: upload.field("signed_on_day"),
            month: upload.field("signed_on_month"),
            year: upload.field("signed_on_year"),
        }
    }

    /// The form, judged on a day by itself.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the controls.
    pub fn check(&self, file: &File, today: BirthDate) -> Result<Signed, Vec<Problem>> {
        let text = self.text();
        let lang = Lang::ALL.into_iter().find(|lang| lang.tag() == self.lang);
        let on = BirthDate::parse(&self.day, &self.month, &self.year, today).map_err(Wrong::Day);
        let scan = match file {
            File::None => Err(Wrong::Missing),
            File::TooLarge => Err(Wrong::TooLarge),
            File::Content(content) => match ScanKind::of(content) {
                Some(kind) => Ok((content.clone(), kind)),
                None => Err(Wrong::OtherKind),
            },
        };
        match (text, lang, on, scan) {
            (Ok((purpose, version)), Some(lang), Ok(on), Ok((scan, kind))) => {
                let channels = self.ticked.iter().map(|ticked| ticked.channel).collect();
                Ok(Signed { purpose, version, lang, channels, on, scan, kind })
            }
            (text, lang, on, scan) => Err([
                text.err().map(|wrong| ("text", wrong)),
                lang.is_none().then_some(("lang", Wrong::Missing)),
                on.err().map(|wrong| ("signed_on", wrong)),
                scan.err().map(|wrong| ("scan", wrong)),
            ]
            .into_iter()
            .flatten()
            .map(|(field, wrong)| Problem { field, wrong })
            .collect()),
        }
    }

    /// The one text whose ways are ticked.
    fn text(&self) -> Result<(PurposeKey, i64), Wrong> {
        let mut texts: Vec<_> = self.ticked.iter().map(|ticked| ticked.text.as_str()).collect();
        texts.dedup();
        let [text] = texts[..] else {
            return Err(if texts.is_empty() { Wrong::Missing } else { Wrong::SeveralTexts });
        };
        let (key, version) = text.split_once('.').ok_or(Wrong::Missing)?;
        let number = version.parse().ok().filter(|number: &i64| number.to_string() == version);
        PurposeKey::parse(key).zip(number).ok_or(Wrong::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> BirthDate {
        BirthDate::new(2026, 11, 24).expect("a day")
    }

    fn tick(name: &str) -> Ticked {
        Ticked::parse(name).expect("a box")
    }

    fn good() -> PaperForm {
        PaperForm {
            ticked: vec![tick("practice-news.2.email"), tick("practice-news.2.letter")],
            lang: "de".to_owned(),
            day: "20".to_owned(),
            month: "11".to_owned(),
            year: "2026".to_owned(),
        }
    }

    #[test]
    fn a_form_names_a_text_a_way_and_a_day_and_has_a_scan() {
        let scan = File::Content(b"%PDF-1.7 and so on".to_vec());
        let signed = good().check(&scan, today()).expect("all is well");
        assert_eq!(
            (signed.version, signed.kind, signed.on.to_iso()),
            (2, ScanKind::Pdf, "2026-11-20".to_owned())
        );
        assert_eq!(signed.channels, [Channel::Email, Channel::Letter]);
        let wrong = |form: PaperForm, file: &File| -> Vec<_> {
            let problems = form.check(file, today()).expect_err("something is wrong");
            problems.into_iter().map(|problem| (problem.field, problem.wrong)).collect()
        };
        let all = wrong(PaperForm::default(), &File::None);
        assert_eq!(
            all,
            [
                ("text", Wrong::Missing),
                ("lang", Wrong::Missing),
                ("signed_on", Wrong::Day(FieldCode::Missing)),
                ("scan", Wrong::Missing),
            ]
        );
        for name in ["practice-news..email", "practice-news.01.email", "practice-news.x.email", "../.1.email"]
        {
            let form = PaperForm { ticked: vec![tick(name)], ..good() };
            assert_eq!(wrong(form, &scan), [("text", Wrong::Missing)], "{name}");
        }
        for name in ["email", "practice-news.email", "practice-news.2.telegram", "", "."] {
            assert_eq!(Ticked::parse(name), None, "{name}");
        }
        let two = vec![tick("practice-news.1.email"), tick("practice-news.2.email")];
        assert_eq!(wrong(PaperForm { ticked: two, ..good() }, &scan), [("text", Wrong::SeveralTexts)]);
        let tomorrow = PaperForm { day: "25".to_owned(), ..good() };
        assert_eq!(wrong(tomorrow, &scan), [("signed_on", Wrong::Day(FieldCode::Future))]);
        assert_eq!(wrong(good(), &File::TooLarge), [("scan", Wrong::TooLarge)]);
        for content in [b"MZ".as_slice(), b" %PDF-1.7", b"<svg>", b"GIF89a", b"PK\x03\x04"] {
            assert_eq!(wrong(good(), &File::Content(content.to_vec())), [("scan", Wrong::OtherKind)]);
        }
    }
}
