//! What is typed about a purpose, and what may be wrong with it.

use crate::{
    consents::{catalogue::Purpose, model::PurposeKey},
    lang::Lang,
    notices::{
        gate,
        model::{Channel, Class},
    },
    time::Timestamp,
    ui::date::practice_zone,
    visible::one_line,
};
use jiff::{ToSpan as _, civil::Date};
use serde::Deserialize;

/// Characters of a title at the most; it is the head of a row.
pub(super) const TITLE_MAX: usize = 80;
/// Characters of a text at the most; people are to read it.
pub(super) const BODY_MAX: usize = 4_000;
/// Characters of legal basis and contact at the most.
pub(super) const LINE_MAX: usize = 300;
/// Months a consent can hold at the most: nobody remembers for longer what they have agreed to.
pub(super) const MONTHS_MAX: i64 = 60;
/// Days from publishing to the end of older consents at the least: the first reminder comes thirty days before.
pub(super) const NOTICE_DAYS: i32 = 35;
/// Days at the most; later it would not be this version any more that asks for it.
pub(super) const NOTICE_DAYS_MAX: i32 = 730;

/// Older consents stay as they are.
pub(super) const STAY: &str = "stay";
/// Older consents end on a day.
pub(super) const RENEW: &str = "renew";

/// Everything about a purpose, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct PurposeForm {
    /// The newest version when the form was filled; nought for a new purpose.
    pub base: String,
    pub key: String,
    pub class: String,
    pub title_de: String,
    pub body_de: String,
    pub title_en: String,
    pub body_en: String,
    // One box for each channel; empty is off.
    pub portal: String,
    pub email: String,
    pub sms: String,
    pub phone: String,
    pub letter: String,
    pub validity_months: String,
    pub legal_basis: String,
    pub contact: String,
    /// [`STAY`] or [`RENEW`]; asked on the second page.
    pub existing: String,
    pub renew_by_day: String,
    pub renew_by_month: String,
    pub renew_by_year: String,
}

/// A version that can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub channels: Vec<Channel>,
    pub validity_months: Option<i64>,
    pub legal_basis: String,
    pub contact: String,
    /// Title and body.
    pub de: (String, String),
    pub en: (String, String),
}

impl Draft {
    /// What is in force.
    pub fn of(purpose: &Purpose) -> Self {
        let text = |lang: Lang| {
            let found = purpose.texts.iter().find(|text| text.lang == lang);
            found.map(|text| (text.title.clone(), text.body.clone())).unwrap_or_default()
        };
        Self {
            channels: purpose.channels.clone(),
            validity_months: purpose.validity_months,
            legal_basis: purpose.legal_basis.clone(),
            contact: purpose.contact.clone(),
            de: text(Lang::De),
            en: text(Lang::En),
        }
    }

    /// Title and body in a language.
    pub const fn text(&self, lang: Lang) -> &(String, String) {
        match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
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
    Missing,
    /// It may have so many characters.
    TooLong(usize),
    /// A name has small letters, digits and hyphens.
    NoName,
    /// There is a purpose of that name, or the portal keeps it for itself.
    Taken,
    /// A purpose without a channel reaches nobody.
    NoChannel,
    /// No number from 1 to [`MONTHS_MAX`].
    Months,
    /// What needs no consent has none that could end.
    NothingEnds,
    /// No day of the calendar.
    NoDay,
    /// The first day that is late enough.
    TooSoon(Date),
    /// The last day that is soon enough.
    TooLate(Date),
}

impl PurposeForm {
    /// The form of a purpose, filled.
    pub fn filled(purpose: &Purpose) -> Self {
        let Draft { channels, validity_months, legal_basis, contact, de, en } = Draft::of(purpose);
        let ticked = |channel| if channels.contains(&channel) { "yes".to_owned() } else { String::new() };
        Self {
            base: purpose.version.to_string(),
            key: purpose.key.as_str().to_owned(),
            class: purpose.class.as_str().to_owned(),
            title_de: de.0,
            body_de: de.1,
            title_en: en.0,
            body_en: en.1,
            portal: ticked(Channel::Portal),
            email: ticked(Channel::Email),
            sms: ticked(Channel::Sms),
            phone: ticked(Channel::Phone),
            letter: ticked(Channel::Letter),
            validity_months: validity_months.map(|months| months.to_string()).unwrap_or_default(),
            legal_basis,
            contact,
            ..Self::default()
        }
    }

    /// What a new purpose begins with: consent, the portal, two years.
    pub fn fresh(contact: &str) -> Self {
        Self {
            base: "0".to_owned(),
            class: Class::Outreach.as_str().to_owned(),
            portal: "yes".to_owned(),
            validity_months: "24".to_owned(),
            contact: contact.to_owned(),
            ..Self::default()
        }
    }

    /// The version it was filled from; a number that is none fits no version.
    pub fn base(&self) -> i64 {
        self.base.parse().unwrap_or(-1)
    }

    /// Whether the box of a channel is ticked.
    pub fn has(&self, channel: Channel) -> bool {
        let ticked = match channel {
            Channel::Portal => &self.portal,
            Channel::Email => &self.email,
            Channel::Sms => &self.sms,
            Channel::Phone => &self.phone,
            Channel::Letter => &self.letter,
        };
        !ticked.is_empty()
    }

    /// Name and class of a new purpose.
    ///
    /// # Errors
    /// What is wrong with them; whether the name is taken already is for the database to say.
    pub fn identity(&self) -> Result<(PurposeKey, Class), Vec<Problem>> {
        let typed = one_line(&self.key);
        let key = match PurposeKey::parse(&typed) {
            _ if typed.is_empty() => Err(Wrong::Missing),
            Some(key) if key.as_str() == gate::SECURITY => Err(Wrong::Taken),
            Some(key) => Ok(key),
            None => Err(Wrong::NoName),
        };
        let class = Class::parse(&self.class).ok_or(Problem { field: "class", wrong: Wrong::Missing });
        match (key.map_err(|wrong| Problem { field: "key", wrong }), class) {
            (Ok(key), Ok(class)) => Ok((key, class)),
            (key, class) => Err([key.err(), class.err()].into_iter().flatten().collect()),
        }
    }

    /// The version as it will be published, for a purpose of a class.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the form.
    pub fn check(&self, class: Class) -> Result<Draft, Vec<Problem>> {
        let channels: Vec<_> = Channel::ALL.into_iter().filter(|channel| self.has(*channel)).collect();
        let months = self.months(class);
        let draft = Draft {
            channels,
            validity_months: months.unwrap_or_default(),
            legal_basis: one_line(&self.legal_basis),
            contact: one_line(&self.contact),
            de: (one_line(&self.title_de), paragraphs(&self.body_de)),
            en: (one_line(&self.title_en), paragraphs(&self.body_en)),
        };
        let problems: Vec<_> = [
            words("title_de", &draft.de.0, TITLE_MAX),
            words("body_de", &draft.de.1, BODY_MAX),
            words("title_en", &draft.en.0, TITLE_MAX),
            words("body_en", &draft.en.1, BODY_MAX),
            draft.channels.is_empty().then_some(Problem { field: "portal", wrong: Wrong::NoChannel }),
            months.err().map(|wrong| Problem { field: "validity_months", wrong }),
            words("legal_basis", &draft.legal_basis, LINE_MAX),
            words("contact", &draft.contact, LINE_MAX),
        ]
        .into_iter()
        .flatten()
        .collect();
        if problems.is_empty() { Ok(draft) } else { Err(problems) }
    }

    fn months(&self, class: Class) -> Result<Option<i64>, Wrong> {
        let typed = one_line(&self.validity_months);
        match (class, typed.as_str()) {
            (Class::Care, "") => Ok(None),
            (Class::Care, _) => Err(Wrong::NothingEnds),
            (Class::Outreach, "") => Err(Wrong::Missing),
            (Class::Outreach, typed) => {
                let months = typed.parse().ok().filter(|months| (1..=MONTHS_MAX).contains(months));
                months.map(Some).ok_or(Wrong::Months)
            }
        }
    }

    /// When consents to older versions end; `None` where they stay.
    ///
    /// # Errors
    /// The question was not answered, or not with a day that leaves time for the reminders.
    pub fn renew_by(&self, class: Class, now: Timestamp) -> Result<Option<Timestamp>, Problem> {
        match (class, self.existing.as_str()) {
            (Class::Care, _) | (Class::Outreach, STAY) => Ok(None),
            (Class::Outreach, RENEW) => {
                self.day(now).map(Some).map_err(|wrong| Problem { field: "renew_by", wrong })
            }
            (Class::Outreach, _) => Err(Problem { field: "existing", wrong: Wrong::Missing }),
        }
    }

    fn day(&self, now: Timestamp) -> Result<Timestamp, Wrong> {
        let parts = [&self.renew_by_day, &self.renew_by_month, &self.renew_by_year];
        let [day, month, year] = parts.map(|part| part.trim());
        if [day, month, year].iter().all(|part| part.is_empty()) {
            return Err(Wrong::Missing);
        }
        let day = read_day(day, month, year).ok_or(Wrong::NoDay)?;
        let Some((first, last)) = days_allowed(now) else { return Err(Wrong::NoDay) };
        if day < first {
            return Err(Wrong::TooSoon(first));
        }
        if day > last {
            return Err(Wrong::TooLate(last));
        }
        let begins = day.to_zoned(practice_zone()).map_err(|_| Wrong::NoDay)?;
        Ok(Timestamp(begins.timestamp().as_millisecond()))
    }
}

/// The first and the last day on which older consents can end.
pub(super) fn days_allowed(now: Timestamp) -> Option<(Date, Date)> {
    let today = practice_zone().to_datetime(jiff::Timestamp::from_millisecond(now.0).ok()?).date();
    let later = |days: i32| today.checked_add(days.days()).ok();
    Some((later(NOTICE_DAYS)?, later(NOTICE_DAYS_MAX)?))
}

/// A day of the calendar, typed in three parts.
fn read_day(day: &str, month: &str, year: &str) -> Option<Date> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if ![day, month, year].into_iter().all(digits) || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn words(field: &'static str, text: &str, most: usize) -> Option<Problem> {
    let wrong = if !text.chars().any(char::is_alphanumeric) {
        Wrong::Missing
    } else if text.chars().count() > most {
        Wrong::TooLong(most)
    } else {
        return None;
    };
    Some(Problem { field, wrong })
}

/// Paragraphs, one a line.
fn paragraphs(typed: &str) -> String {
    let lines = typed.split(['\n', '\r']).map(one_line);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_507_200_000);

    fn good() -> PurposeForm {
        PurposeForm {
            key: "open-day".to_owned(),
            title_de: "Tag der offenen Tür".to_owned(),
            body_de: "Wir laden Sie ein.\r\n\r\n  Ein Nein hat keinen Nachteil. ".to_owned(),
            title_en: "Open day".to_owned(),
            body_en: "We invite you.".to_owned(),
            email: "yes".to_owned(),
            legal_basis: "DSGVO Art. 6 Abs. 1 Buchst. a".to_owned(),
            ..PurposeForm::fresh("Die Praxis")
        }
    }

    fn wrong(form: &PurposeForm, class: Class) -> Vec<(&'static str, Wrong)> {
        let problems = form.check(class).err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.field, problem.wrong)).collect()
    }

    #[test]
    fn what_was_typed_is_tidied_up_and_nothing_else() {
        let draft = good().check(Class::Outreach).expect("all is well");
        assert_eq!(draft.channels, [Channel::Portal, Channel::Email]);
        assert_eq!(draft.validity_months, Some(24));
        assert_eq!(draft.de.1, "Wir laden Sie ein.\nEin Nein hat keinen Nachteil.");
        assert_eq!(draft.text(Lang::En).0, "Open day");
    }

    #[test]
    fn each_control_says_what_is_wrong_with_it() {
        let empty = wrong(&PurposeForm::default(), Class::Outreach);
        let fields: Vec<_> = empty.iter().map(|(field, _)| *field).collect();
        let all = [
            "title_de",
            "body_de",
            "title_en",
            "body_en",
            "portal",
            "validity_months",
            "legal_basis",
            "contact",
        ];
        assert_eq!(fields, all);
        assert_eq!(empty[4].1, Wrong::NoChannel);
        let long = PurposeForm { title_de: "a".repeat(81), body_en: "a ".repeat(2_001), ..good() };
        let expected = [("title_de", Wrong::TooLong(80)), ("body_en", Wrong::TooLong(4_000))];
        assert_eq!(wrong(&long, Class::Outreach), expected);
        for nothing in ["\u{200b}\u{202e}", "   ", "…", "👩🏽"] {
            let form = PurposeForm { contact: nothing.to_owned(), ..good() };
            assert_eq!(wrong(&form, Class::Outreach), [("contact", Wrong::Missing)], "{nothing:?}");
        }
    }

    #[test]
    fn a_consent_ends_and_a_choice_does_not() {
        for months in ["0", "61", "-1", "1.5", "zwei", "99999999999999999999"] {
            let form = PurposeForm { validity_months: months.to_owned(), ..good() };
            assert_eq!(wrong(&form, Class::Outreach), [("validity_months", Wrong::Months)], "{months}");
        }
        let form = PurposeForm { validity_months: " 60 ".to_owned(), ..good() };
        assert_eq!(form.check(Class::Outreach).map(|draft| draft.validity_months), Ok(Some(60)));
        assert_eq!(wrong(&good(), Class::Care), [("validity_months", Wrong::NothingEnds)]);
        let form = PurposeForm { validity_months: String::new(), ..good() };
        assert_eq!(form.check(Class::Care).map(|draft| draft.validity_months), Ok(None));
    }

    #[test]
    fn a_new_purpose_has_a_name_of_its_own() {
        let named = |key: &str| PurposeForm { key: key.to_owned(), ..good() }.identity().map(|(key, _)| key);
        assert_eq!(named(" open-day ").map(String::from), Ok("open-day".to_owned()));
        let wrong = |key| named(key).expect_err("no name")[0].wrong;
        assert_eq!(wrong(""), Wrong::Missing);
        assert_eq!(wrong("Offene Tür"), Wrong::NoName);
        assert_eq!(wrong("../x"), Wrong::NoName);
        assert_eq!(wrong("security"), Wrong::Taken);
        let form = PurposeForm { class: "marketing".to_owned(), key: String::new(), ..good() };
        assert_eq!(form.identity().expect_err("two problems").len(), 2);
    }

    #[test]
    fn older_consents_stay_or_end_on_a_day_that_leaves_time_for_reminders() {
        let answered = |existing: &str, day: &str, month: &str, year: &str| PurposeForm {
            existing: existing.to_owned(),
            renew_by_day: day.to_owned(),
            renew_by_month: month.to_owned(),
            renew_by_year: year.to_owned(),
            ..good()
        };
        let asked = |form: PurposeForm| {
            form.renew_by(Class::Outreach, NOW).map_err(|problem| (problem.field, problem.wrong))
        };
        assert_eq!(asked(answered("", "", "", "")), Err(("existing", Wrong::Missing)));
        assert_eq!(asked(answered("stay", "x", "", "")), Ok(None));
        assert_eq!(asked(answered("renew", "", "", "")), Err(("renew_by", Wrong::Missing)));
        for (day, month, year) in
            [("30", "2", "2027"), ("1", "", "2027"), ("1", "1", "27"), ("+1", "1", "2027")]
        {
            assert_eq!(asked(answered("renew", day, month, year)), Err(("renew_by", Wrong::NoDay)), "{day}");
        }
        let first = jiff::civil::date(2026, 12, 29);
        assert_eq!(asked(answered("renew", "28", "12", "2026")), Err(("renew_by", Wrong::TooSoon(first))));
        // Midnight in Berlin is an hour before that of the world in winter.
        assert_eq!(asked(answered("renew", "29", "12", "2026")), Ok(Some(Timestamp(1_798_498_800_000))));
        assert!(matches!(asked(answered("renew", "1", "1", "2030")), Err(("renew_by", Wrong::TooLate(_)))));
        let care = answered("renew", "29", "12", "2026").renew_by(Class::Care, NOW);
        assert_eq!(care, Ok(None));
    }
}
