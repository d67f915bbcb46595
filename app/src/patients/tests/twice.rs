//! A form sent twice, and a letter that would replace something.

use super::{
    pages::{fields, get, location, post},
    *,
};
use crate::{backend::testing::Engine, on_both_databases};
use axum::http::StatusCode;
use futures::future::join_all;

on_both_databases! {
    async fn a_form_sent_twice_adds_one_person(engine: Engine) {
        const DAY: i64 = 24 * 3_600_000;
        let portal = TestPortal::new(engine).await;
        let reception = context(&portal, "reception");
        let send = async |form: &NewPatient, although| {
            let outcome = service::create_patient(&reception, form, although).await.expect("reception may");
            let Outcome::Created(person) = outcome else { panic!("{outcome:?}") };
            person
        };
        let blank = service::new_form(&reception).expect("reception may");
        let form = NewPatient { form_id: blank.form_id, ..full() };
        let first = send(&form, false).await;
        assert_eq!(send(&form, false).await, first, "and no question about a duplicate");
        assert_eq!(send(&form, true).await, first);
        assert_eq!(count_people(&portal.state).await, 1);

        // Back in the browser, with another person typed over the first one.
        let typed_over = NewPatient { form_id: form.form_id.clone(), ..born("1955", named("Karl", "Anders")) };
        assert_ne!(send(&typed_over, false).await, first);
        let other_form = service::new_form(&reception).expect("reception may").form_id;
        let another = send(&NewPatient { form_id: other_form, ..full() }, true).await;
        assert_ne!(another, first, "another form is another person");
        let colleague = service::create_patient(&context(&portal, "clinician"), &form, true).await;
        assert!(matches!(colleague, Ok(Outcome::Created(person)) if person != first), "nor anybody else's form");

        portal.clock.advance(DAY);
        assert_eq!(send(&form, false).await, first);
        portal.clock.advance(1);
        let forgotten = service::create_patient(&reception, &form, false).await.expect("reception may");
        assert!(matches!(forgotten, Outcome::Probable(_)), "{forgotten:?}");
    }

    async fn a_form_sent_several_times_at_once_adds_one_person(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let reception = context(&portal, "reception");
        created(&portal, &named("Erika", "Muster")).await;
        for although in [true, false] {
            let form_id = service::new_form(&reception).expect("reception may").form_id;
            let year = if although { "1980" } else { "1990" };
            let form = NewPatient { form_id, ..born(year, named("Erika", "Muster")) };
            let before = count_people(&portal.state).await;
            let sent = (0..6).map(|_| service::create_patient(&reception, &form, although));
            let people: Vec<_> = join_all(sent)
                .await
                .into_iter()
                .map(|outcome| match outcome {
                    Ok(Outcome::Created(person)) => person,
                    other => panic!("{other:?}"),
                })
                .collect();
            assert!(people.iter().all(|person| *person == people[0]), "{people:?}");
            assert_eq!(count_people(&portal.state).await, before + 1);
        }
    }
}

/// The one-time id of the form on a page.
fn form_id(html: &str) -> String {
    let value = html.split("name=\"form_id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    value.expect("an id").to_owned()
}

#[tokio::test]
async fn a_form_keeps_its_id_over_every_page_and_a_double_click_adds_one_person() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception");
    created(&portal, &named("Zoë", "Groß")).await;
    let (_, html) = get(&reception, "/staff/patients/new").await;
    let id = form_id(&html);
    assert_eq!(id.len(), 26);
    assert_ne!(form_id(&get(&reception, "/staff/patients/new").await.1), id, "each form has its own");

    let typed = [&fields("Groß", "Anna")[..], &[("form_id", id.as_str())]].concat();
    let wrong = [&fields("Groß", "")[..], &[("form_id", id.as_str())]].concat();
    assert_eq!(form_id(&post(&reception, "/staff/patients/new", &wrong).await.1), id, "corrected");
    assert_eq!(form_id(&post(&reception, "/staff/patients/new", &typed).await.1), id, "asked back");
    let change = [&typed[..], &[("change", "yes")]].concat();
    assert_eq!(form_id(&post(&reception, "/staff/patients/new", &change).await.1), id, "changed");

    let although = [&typed[..], &[("although", "yes")]].concat();
    let first = post(&reception, "/staff/patients/new", &although).await.0;
    let second = post(&reception, "/staff/patients/new", &although).await.0;
    assert_eq!((first.status(), second.status()), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(location(&first), location(&second));
    assert_eq!(count_people(&portal.state).await, 2);
}

#[tokio::test]
async fn it_is_said_before_printing_that_a_letter_would_replace_something() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception");
    let person = created(&portal, &named("Zoë", "Groß")).await;
    let path = format!("/staff/patients/{person}");
    let asked = [&fields("Groß", "Anna")[..]].concat();
    for enrolled in [false, true] {
        if enrolled {
            portal.arrange("UPDATE people SET enrolled_at = 1").await;
        }
        let (_, html) = get(&reception, &path).await;
        let notice = html.find("Diese Person hat schon einen Zugang");
        assert_eq!(notice.is_some(), enrolled, "{html}");
        if let Some(notice) = notice {
            assert!(notice < html.find("Einladung drucken").expect("the button"), "before the button");
            assert!(html.contains("einen ihrer Ersatzcodes, oder jemand anderes aus dem Team"), "{html}");
        }
        let (_, html) = post(&reception, "/staff/patients/new", &asked).await;
        assert_eq!(html.contains("Hat schon einen Zugang"), enrolled, "{html}");
    }
}
