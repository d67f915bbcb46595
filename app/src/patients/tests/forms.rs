//! Every field, with what people type and what they should not.

use super::*;
use crate::{
    lang::Lang,
    patients::model::{BirthDate, Item},
};

fn today() -> BirthDate {
    BirthDate::new(2026, 11, 24).expect("a day")
}

/// What is wrong with a form, as "field: code".
fn wrong(form: &NewPatient) -> Vec<(String, FieldCode)> {
    let errors = form.validate(today()).err().unwrap_or_default();
    errors.into_iter().map(|FieldError { field, code }| (field, code)).collect()
}

#[test]
fn only_names_and_birth_date_are_required() {
    assert_eq!(wrong(&named("Erika", "Muster")), []);
    assert_eq!(
        wrong(&NewPatient::default()),
        ["family_name", "given_name", "birth_date"].map(|field| (field.to_owned(), FieldCode::Missing))
    );
}

#[test]
fn a_valid_form_is_tidied_and_becomes_items() {
    let Ok(valid) = full().validate(today()) else { panic!("valid") };
    assert_eq!(valid.language, Some(Lang::En));
    let items: Vec<_> = valid.items();
    let expected = [
        (Item::FamilyName, "Müllercanary"),
        (Item::GivenName, "Erikacanary"),
        (Item::BirthDate, "1980-05-04"),
        (Item::Language, "en"),
        (Item::Email, "Erika.Canary@Example.org"),
        (Item::Phone, "0171 / 5550123"),
        (Item::InsuranceNumber, INSURANCE_NUMBER),
    ];
    assert_eq!(items, expected.map(|(item, value)| (item, value.to_owned())));
}

#[test]
fn names_may_be_anything_people_are_called() {
    let (longest, too_long) = ("ä".repeat(100), "ä".repeat(101));
    for (name, expected) in [
        ("Ng", None),
        ("O'Brien-Müller", None),
        ("مريم بنت أحمد", None),
        ("山田", None),
        ("Zoë 🙂", None),
        ("X Æ A-12", None),
        ("</textarea><script>alert(1)</script>", None),
        ("Robert'); DROP TABLE people;--", None),
        (longest.as_str(), None),
        (too_long.as_str(), Some(FieldCode::TooLong)),
        ("", Some(FieldCode::Missing)),
        (" \u{a0}\t", Some(FieldCode::Missing)),
        ("🙂", Some(FieldCode::Malformed)),
        ("-", Some(FieldCode::Malformed)),
        ("42", Some(FieldCode::Malformed)),
        ("Eri\0ka", Some(FieldCode::Malformed)),
        ("Erika\r\nBcc: x", Some(FieldCode::Malformed)),
    ] {
        let expected =
            |field: &str| expected.map(|code| (field.to_owned(), code)).into_iter().collect::<Vec<_>>();
        assert_eq!(wrong(&named("Erika", name)), expected("family_name"), "{name:?}");
        assert_eq!(wrong(&named(name, "Muster")), expected("given_name"), "{name:?}");
    }
}

/// What was typed, and what is wrong with it.
type Typed<'a> = (&'a str, Option<FieldCode>);

#[test]
fn what_is_freely_given_must_still_make_sense() {
    use FieldCode::{CheckDigit, Malformed, TooLong, TooShort};
    let long_email = format!("{}@example.org", "a".repeat(243));
    let cases: &[(&str, &[Typed])] = &[
        (
            "email",
            &[
                ("", None),
                ("  ", None),
                ("erika@example.org", None),
                ("erika+praxis@mail.example.org", None),
                ("jürgen@bücher.example", None),
                (&long_email, Some(TooLong)),
                ("erika", Some(Malformed)),
                ("erika@example", Some(Malformed)),
                ("@example.org", Some(Malformed)),
                ("erika@example..org", Some(Malformed)),
                ("erika@.org", Some(Malformed)),
                ("erika@example.org.", Some(Malformed)),
                ("a@b@example.org", Some(Malformed)),
                ("erika muster@example.org", Some(Malformed)),
                ("erika@example.org\r\nBcc: b@example.org", Some(Malformed)),
                ("Erika <erika@example.org>", Some(Malformed)),
                ("a@example.org,b@example.org", Some(Malformed)),
                ("</textarea><script>", Some(Malformed)),
                ("🙂", Some(Malformed)),
            ],
        ),
        (
            "phone",
            &[
                ("030 1234567", None),
                ("+49 (0)30/123-4567", None),
                ("123456", None),
                ("12345", Some(TooShort)),
                ("+ ()/-", Some(TooShort)),
                ("012345678901234567890", Some(TooLong)),
                ("030 1234567 privat", Some(Malformed)),
                ("030\n1234567", Some(Malformed)),
                ("030+1234567", Some(Malformed)),
                ("++4930123456", Some(Malformed)),
                ("٠٣٠١٢٣٤٥٦٧", Some(Malformed)),
                ("</textarea><script>", Some(Malformed)),
            ],
        ),
        (
            "insurance_number",
            &[
                (INSURANCE_NUMBER, None),
                ("a123 456 780", None),
                ("Z999999996", Some(CheckDigit)),
                ("A123456781", Some(CheckDigit)),
                ("A123456870", Some(CheckDigit)),
                // Not the form of a KVNR, so no check digit is known.
                ("1234567890", None),
                ("AB12345678", None),
                ("PKV12", None),
                ("1234", Some(TooShort)),
                ("A12345678901234567890", Some(TooLong)),
                ("A123-456", Some(Malformed)),
                ("Ä123456780", Some(Malformed)),
                ("🙂🙂🙂🙂🙂", Some(Malformed)),
                ("</textarea><script>", Some(Malformed)),
            ],
        ),
        (
            "language",
            &[
                ("de", None),
                ("en", None),
                ("", None),
                ("fr", Some(Malformed)),
                ("DE", Some(Malformed)),
                ("</textarea><script>", Some(Malformed)),
            ],
        ),
    ];
    for (field, typed) in cases {
        for (typed, expected) in *typed {
            let mut form = named("Erika", "Muster");
            let control = match *field {
                "email" => &mut form.email,
                "phone" => &mut form.phone,
                "insurance_number" => &mut form.insurance_number,
                _ => &mut form.language,
            };
            (*typed).clone_into(control);
            let expected: Vec<_> = expected.map(|code| ((*field).to_owned(), code)).into_iter().collect();
            assert_eq!(wrong(&form), expected, "{field}: {typed:?}");
        }
    }
}

#[test]
fn every_mistyped_digit_of_a_statutory_insurance_number_is_noticed() {
    for position in 1..10 {
        for digit in '0'..='9' {
            let mut typed = INSURANCE_NUMBER.to_owned();
            typed.replace_range(position..=position, &digit.to_string());
            let form = NewPatient { insurance_number: typed.clone(), ..named("Erika", "Muster") };
            assert_eq!(wrong(&form).is_empty(), typed == INSURANCE_NUMBER, "{typed}");
        }
    }
}

#[test]
fn a_search_needs_one_way_to_find_somebody() {
    let wrong = |query: Query| {
        let errors = query.validate(today()).err().unwrap_or_default();
        errors.into_iter().map(|FieldError { field, code }| (field, code)).collect::<Vec<_>>()
    };
    let only = |field: &str, code| vec![(field.to_owned(), code)];
    let name = || Query { family_name: "Muster".to_owned(), ..Query::default() };
    let date = || Query {
        birth_date_day: "4".to_owned(),
        birth_date_month: "5".to_owned(),
        birth_date_year: "1980".to_owned(),
        ..Query::default()
    };
    let number = |typed: &str| Query { patient_number: typed.to_owned(), ..Query::default() };
    assert_eq!(wrong(Query::default()), only("search", FieldCode::Missing));
    assert_eq!(wrong(name()), only("birth_date", FieldCode::Missing));
    assert_eq!(wrong(date()), only("family_name", FieldCode::Missing));
    assert_eq!(wrong(Query { family_name: "Muster".to_owned(), ..date() }), []);
    assert_eq!(wrong(number("7k3m qozt")), []);
    assert_eq!(wrong(number("7K3M-Q0Z")), only("patient_number", FieldCode::Malformed));
    assert_eq!(wrong(number("🙂🙂")), only("patient_number", FieldCode::Malformed));
    assert_eq!(
        wrong(Query { email: "x".to_owned(), ..Query::default() }),
        only("email", FieldCode::Malformed)
    );
}
