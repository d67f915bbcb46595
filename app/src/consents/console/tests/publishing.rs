//! Publishing, retiring, and who may.

use super::*;
use crate::{
    audit::{self, Act, Owner, Reading},
    backend::context::Actor,
    consents::{
        catalogue,
        console::model::{Problem, Wrong},
        service::{self as consents, Asked, Barrier},
        tests::{consent, erika, table, view, work_off},
    },
    error::AppError,
    notices::gate::Matter,
    notices::gate::{Question, Refusal, Verdict, may_send},
    patients::subjects,
};

async fn acts(portal: &TestPortal) -> Vec<Act> {
    let page = audit::page(&portal.state, Owner::System, None, 50).await.expect("reads");
    let act = |reading: Reading| match reading {
        Reading::Entry(entry) => Some(entry.action),
        _ => None,
    };
    page.lines.into_iter().filter_map(|line| act(line.reading)).collect()
}

fn new_purpose(key: &str) -> PurposeForm {
    PurposeForm {
        key: key.to_owned(),
        title_de: "Tag der offenen Tür".to_owned(),
        body_de: "Wir laden Sie ein.".to_owned(),
        title_en: "Open day".to_owned(),
        body_en: "We invite you.".to_owned(),
        email: "yes".to_owned(),
        legal_basis: "DSGVO Art. 6 Abs. 1 Buchst. a".to_owned(),
        ..PurposeForm::fresh("Die Praxis")
    }
}

/// The answer of the gate about a message to whoever asks.
async fn verdict(context: &RequestContext, cell: &Cell) -> Verdict {
    let person = context.actor.person().expect("somebody");
    let subject = subjects::subject_of(&context.state, person).await.expect("a pseudonym");
    let question = Question { person, subject, cell: cell.clone(), matter: Matter::Message };
    may_send(&context.state, question, context.now()).await.expect("answers").verdict
}

on_both_databases! {
    async fn a_version_is_published_whole_and_named_in_the_log(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
        let before = catalogue::load(&portal.state).await.expect("loads");
        let form = PurposeForm { sms: String::new(), validity_months: "12".to_owned(), ..changed(&paul, STAY).await };
        assert_eq!(service::publish(&paul, &news(), &form).await, Ok(Published::Done));
        let after = catalogue::load(&portal.state).await.expect("loads");
        let purpose = after.find(&news()).expect("is there");
        assert_eq!((purpose.version, purpose.validity_months), (2, Some(12)));
        assert!(!purpose.channels.contains(&Channel::Sms));
        assert!(purpose.texts[0].body.ends_with("\nNeu in Fassung 2."));
        assert_eq!(after.deadlines, before.deadlines, "older consents stay");
        let kept = service::find(&paul, &news()).await.expect("reads");
        let published: Vec<_> = kept
            .versions
            .iter()
            .map(|version| (version.number, version.by.as_ref().map(|name| name.expose().clone()), version.renew_by))
            .collect();
        assert_eq!(published, [(2, Some("Paul Kollege".to_owned()), None), (1, None, None)]);
        assert_eq!(kept.versions[1].texts, before.find(&news()).expect("is there").texts);
        // Everything else is as it was.
        assert_eq!(after.purposes.len(), before.purposes.len());
        let others = |catalogue: &catalogue::Catalogue| {
            catalogue.purposes.iter().filter(|purpose| purpose.key != news()).cloned().collect::<Vec<_>>()
        };
        assert_eq!(others(&after), others(&before));
        assert_eq!(acts(&portal).await.iter().filter(|act| **act == Act::PurposePublished).count(), 1);
    }

    async fn what_says_the_same_or_follows_another_version_is_not_published(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
        let same = PurposeForm::filled(&service::find(&paul, &news()).await.expect("reads").purpose);
        assert_eq!(service::publish(&paul, &news(), &same).await, Ok(Published::Unchanged));
        for base in ["", "0", "2", "-1", "x", "99999999999999999999"] {
            let form = PurposeForm { base: base.to_owned(), ..changed(&paul, STAY).await };
            assert_eq!(service::publish(&paul, &news(), &form).await, Ok(Published::Elsewhere), "{base:?}");
        }
        let unanswered = changed(&paul, "").await;
        let missing = Problem { field: "existing", wrong: Wrong::Missing };
        assert_eq!(service::publish(&paul, &news(), &unanswered).await, Ok(Published::Invalid(vec![missing])));
        assert_eq!(service::find(&paul, &news()).await.expect("reads").versions.len(), 1);
        let nothing = PurposeKey::parse("nothing").expect("a name");
        assert_eq!(service::publish(&paul, &nothing, &same).await, Err(AppError::NotFound));
    }

    async fn of_two_who_publish_at_once_the_second_is_told(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
        let paula = colleague(&portal, "Paula", Role::PrivacyOfficer).await;
        let (one, other) = (changed(&paul, STAY).await, changed(&paula, STAY).await);
        let name = news();
        let both = tokio::join!(service::publish(&paul, &name, &one), service::publish(&paula, &name, &other));
        let done = [both.0.expect("answers"), both.1.expect("answers")];
        assert!(done.contains(&Published::Done) && done.contains(&Published::Elsewhere), "{done:?}");
        assert_eq!(service::find(&paul, &news()).await.expect("reads").versions.len(), 2);
        let (one, other) = (new_purpose("open-day"), new_purpose("open-day"));
        let both = tokio::join!(service::create(&paul, &one), service::create(&paula, &other));
        let done = [both.0.expect("answers"), both.1.expect("answers")];
        let taken = Published::Invalid(vec![Problem { field: "key", wrong: Wrong::Taken }]);
        assert!(done.contains(&Published::Done) && done.contains(&taken), "{done:?}");
    }

    async fn nobody_else_keeps_the_catalogue(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
        let form = changed(&paul, STAY).await;
        for role in [Role::Reception, Role::Clinician, Role::TeamLead, Role::Administrator] {
            let context = colleague(&portal, "Wer", role).await;
            assert_eq!(service::publish(&context, &news(), &form).await, Err(AppError::NotFound), "{role:?}");
            let added = service::create(&context, &new_purpose("open-day")).await;
            assert_eq!(added, Err(AppError::NotFound), "{role:?}");
            let retired = service::decide(&context, &news(), Fate::Retired).await;
            assert_eq!(retired, Err(AppError::NotFound), "{role:?}");
        }
        let erika = erika(&portal).await;
        assert_eq!(service::list(&erika).await.err(), Some(AppError::NotFound));
        let nobody = RequestContext::for_tests(portal.state.clone(), Actor::Nobody);
        assert_eq!(service::list(&nobody).await.err(), Some(AppError::SignInRequired));
    }

    async fn a_new_purpose_stands_in_the_table_of_patients_and_is_off(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (paul, erika) = (colleague(&portal, "Paul", Role::PrivacyOfficer).await, erika(&portal).await);
        assert_eq!(service::create(&paul, &new_purpose("open-day")).await, Ok(Published::Done));
        let shown = table(&erika).await;
        let row = shown.rows.last().expect("rows");
        assert_eq!((row.key.as_str(), row.text.title.as_str()), ("open-day", "Tag der offenen Tür"));
        assert!(row.cells.iter().all(|view| !view.is_on()));
        let cell = cell("open-day", Channel::Email);
        consent(&portal, &erika, &cell).await;
        assert!(matches!(verdict(&erika, &cell).await, Verdict::Allow(_)));
        for (key, wrong) in [("open-day", Wrong::Taken), ("security", Wrong::Taken), ("Offen", Wrong::NoName)] {
            let refused = Published::Invalid(vec![Problem { field: "key", wrong }]);
            assert_eq!(service::create(&paul, &new_purpose(key)).await, Ok(refused), "{key}");
        }
    }

    async fn what_was_retired_is_neither_sent_nor_agreed_to_and_can_be_taken_back(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (paul, erika) = (colleague(&portal, "Paul", Role::PrivacyOfficer).await, erika(&portal).await);
        let cell = news_by_mail();
        consent(&portal, &erika, &cell).await;
        assert_eq!(service::decide(&paul, &news(), Fate::Retired).await, Ok(true));
        assert_eq!(service::decide(&paul, &news(), Fate::Retired).await, Ok(false), "once");
        assert_eq!(verdict(&erika, &cell).await, Verdict::Refuse(Refusal::UnknownPurpose));
        let shown = view(&erika, &cell).await;
        assert!(shown.can_end() && shown.barrier == Some(Barrier::NotOffered));
        let inside = self::cell("practice-news", Channel::Portal);
        let asked = consents::arranged::switch_on(&erika, &inside).await;
        assert!(!matches!(asked, Ok(Asked::CodeSent | Asked::On)), "{asked:?}");
        assert_eq!(service::decide(&paul, &news(), Fate::Offered).await, Ok(true));
        assert!(matches!(verdict(&erika, &cell).await, Verdict::Allow(_)));
        assert_eq!(service::decide(&paul, &news(), Fate::Retired).await, Ok(true));
        consents::withdraw(&erika, &cell).await.expect("takes back");
        assert!(table(&erika).await.rows.iter().all(|row| row.key != news()));
        work_off(&portal).await;
        let done = acts(&portal).await;
        let count = |act: Act| done.iter().filter(|found| **found == act).count();
        assert_eq!((count(Act::PurposeRetired), count(Act::PurposeOffered)), (2, 1));
    }
}
