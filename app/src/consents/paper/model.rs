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

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PaperForm {
    /// Name and version of the text, `practice-news.2`.
    pub text: String,
    /// The language of the form.
    pub lang: String,
    pub channels: Vec<Channel>,
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
    /// The day is none, has not come yet, or is too long ago.
    Day(FieldCode),
    TooLarge,
    /// The text was published later than the form was signed.
    BeforeText,
    /// Neither PDF nor JPEG nor PNG.
    OtherKind,
    /// The purpose has no such way.
    NotOffered,
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
        let is_ticked = |channel: &Channel| !upload.field(channel.as_str()).is_empty();
        Self {
            text: upload.field("text"),
            lang: upload.field("lang"),
            channels: Channel::ALL.into_iter().filter(is_ticked).collect(),
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
        let text = self.text.split_once('.').and_then(|(key, version)| {
            let number: i64 = version.parse().ok().filter(|number: &i64| number.to_string() == version)?;
            Some((PurposeKey::parse(key)?, number))
        });
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
        match (text, lang, self.channels.is_empty(), on, scan) {
            (Some((purpose, version)), Some(lang), false, Ok(on), Ok((scan, kind))) => {
                Ok(Signed { purpose, version, lang, channels: self.channels.clone(), on, scan, kind })
            }
            (text, lang, no_channel, on, scan) => Err([
                text.is_none().then_some(("text", Wrong::Missing)),
                lang.is_none().then_some(("lang", Wrong::Missing)),
                no_channel.then_some(("portal", Wrong::Missing)),
                on.err().map(|wrong| ("signed_on", wrong)),
                scan.err().map(|wrong| ("scan", wrong)),
            ]
            .into_iter()
            .flatten()
            .map(|(field, wrong)| Problem { field, wrong })
            .collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> BirthDate {
        BirthDate::new(2026, 11, 24).expect("a day")
    }

    fn good() -> PaperForm {
        PaperForm {
            text: "practice-news.2".to_owned(),
            lang: "de".to_owned(),
            channels: vec![Channel::Email],
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
                ("portal", Wrong::Missing),
                ("signed_on", Wrong::Day(FieldCode::Missing)),
                ("scan", Wrong::Missing),
            ]
        );
        for text in ["practice-news", "practice-news.", "practice-news.01", "practice-news.x", "../.1", ".1"]
        {
            let form = PaperForm { text: text.to_owned(), ..good() };
            assert_eq!(wrong(form, &scan), [("text", Wrong::Missing)], "{text}");
        }
        let tomorrow = PaperForm { day: "25".to_owned(), ..good() };
        assert_eq!(wrong(tomorrow, &scan), [("signed_on", Wrong::Day(FieldCode::Future))]);
        assert_eq!(wrong(good(), &File::TooLarge), [("scan", Wrong::TooLarge)]);
        for content in [b"MZ".as_slice(), b" %PDF-1.7", b"<svg>", b"GIF89a", b"PK\x03\x04"] {
            assert_eq!(wrong(good(), &File::Content(content.to_vec())), [("scan", Wrong::OtherKind)]);
        }
    }
}
