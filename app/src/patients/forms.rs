//! What may be typed about a new patient, and to find one.

use super::{birth_date::BirthDate, fields, model::Item};
use crate::{
    error::{FieldCode, FieldError},
    lang::Lang,
};
use serde::Deserialize;

/// A new patient as typed; the fields are the names of the form controls.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewPatient {
    /// Drawn anew for each form that is handed out; sent twice, it adds one person.
    pub form_id: String,
    pub family_name: String,
    pub given_name: String,
    pub birth_date_day: String,
    pub birth_date_month: String,
    pub birth_date_year: String,
    pub language: String,
    pub email: String,
    pub phone: String,
    pub insurance_number: String,
}

/// A new patient whose every field may be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Valid {
    pub family_name: String,
    pub given_name: String,
    pub birth_date: BirthDate,
    pub language: Option<Lang>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub insurance_number: Option<String>,
}

impl NewPatient {
    /// Checks every field; only names and birth date are required.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form.
    pub fn validate(&self, today: BirthDate) -> Result<Valid, Vec<FieldError>> {
        let mut check = Check::default();
        let family_name = check.required("family_name", fields::name(&self.family_name));
        let given_name = check.required("given_name", fields::name(&self.given_name));
        let [day, month, year] = [&self.birth_date_day, &self.birth_date_month, &self.birth_date_year];
        let birth_date = check.required("birth_date", BirthDate::parse(day, month, year, today));
        let email = check.optional("email", &self.email, fields::email);
        let phone = check.optional("phone", &self.phone, fields::phone);
        let insurance_number =
            check.optional("insurance_number", &self.insurance_number, fields::insurance_number);
        let language = check.optional("language", &self.language, |typed| {
            Lang::ALL.into_iter().find(|lang| lang.tag() == typed.trim()).ok_or(FieldCode::Malformed)
        });
        match (family_name, given_name, birth_date) {
            (Some(family_name), Some(given_name), Some(birth_date)) if check.errors.is_empty() => {
                Ok(Valid { family_name, given_name, birth_date, language, email, phone, insurance_number })
            }
            _ => Err(check.errors),
        }
    }
}

impl Valid {
    /// The same as items.
    pub fn items(self) -> Vec<(Item, String)> {
        [
            (Item::FamilyName, Some(self.family_name)),
            (Item::GivenName, Some(self.given_name)),
            (Item::BirthDate, Some(self.birth_date.to_iso())),
            (Item::Language, self.language.map(|lang| lang.tag().to_owned())),
            (Item::Email, self.email),
            (Item::Phone, self.phone),
            (Item::InsuranceNumber, self.insurance_number),
        ]
        .into_iter()
        .filter_map(|(item, value)| Some((item, value?)))
        .collect()
    }
}

/// A search as typed: all that is given must fit, and a name needs its birth date.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Why somebody searches who may do so only against a reason.
    pub reason: String,
    pub family_name: String,
    pub birth_date_day: String,
    pub birth_date_month: String,
    pub birth_date_year: String,
    pub email: String,
    pub phone: String,
    pub insurance_number: String,
    pub patient_number: String,
}

/// What to search for.
#[derive(Clone, PartialEq, Eq)]
pub struct Wanted {
    pub name_and_birth: Option<(String, BirthDate)>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub insurance_number: Option<String>,
    pub patient_number: Option<String>,
}

impl Query {
    /// Checks every field; one way to find somebody is enough.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form.
    pub fn validate(&self, today: BirthDate) -> Result<Wanted, Vec<FieldError>> {
        let mut check = Check::default();
        let [day, month, year] = [&self.birth_date_day, &self.birth_date_month, &self.birth_date_year];
        let mut name_and_birth = None;
        if [&self.family_name, day, month, year].into_iter().any(|typed| !typed.trim().is_empty()) {
            let name = check.required("family_name", fields::name(&self.family_name));
            let birth = check.required("birth_date", BirthDate::parse(day, month, year, today));
            name_and_birth = name.zip(birth);
        }
        let email = check.optional("email", &self.email, fields::email);
        let phone = check.optional("phone", &self.phone, fields::phone);
        let insurance_number =
            check.optional("insurance_number", &self.insurance_number, fields::insurance_number);
        let patient_number = check.optional("patient_number", &self.patient_number, fields::patient_number);
        let wanted = Wanted { name_and_birth, email, phone, insurance_number, patient_number };
        if check.errors.is_empty() && wanted == Wanted::NOTHING {
            check.errors.push(FieldError { field: "search".to_owned(), code: FieldCode::Missing });
        }
        if check.errors.is_empty() { Ok(wanted) } else { Err(check.errors) }
    }
}

impl Wanted {
    const NOTHING: Wanted = Wanted {
        name_and_birth: None,
        email: None,
        phone: None,
        insurance_number: None,
        patient_number: None,
    };
}

/// Collects what is wrong, field by field.
#[derive(Default)]
struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    fn required<T>(&mut self, field: &str, outcome: Result<T, FieldCode>) -> Option<T> {
        outcome.map_err(|code| self.errors.push(FieldError { field: field.to_owned(), code })).ok()
    }

    fn optional<T>(
        &mut self,
        field: &str,
        typed: &str,
        read: impl FnOnce(&str) -> Result<T, FieldCode>,
    ) -> Option<T> {
        if typed.trim().is_empty() { None } else { self.required(field, read(typed)) }
    }
}
