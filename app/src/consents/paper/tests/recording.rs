//! What is recorded, what stands against it, and who may.

use super::*;
use crate::{
    audit::{self, Act, Owner, Reading},
    backend::context::Actor,
    consents::{
        model::Standing,
        service::{self as consents, Barrier, Seen},
    },
    error::{AppError, FieldCode},
    ids::ConsentPaperId,
    notices::{
        gate::{Matter, Question, Refusal, Verdict, may_send},
        portal,
        template::Template,
    },
    patients::{
        contacts::arranged,
        subjects::{self, subject_of},
    },
    sql,
};

async fn record(desk: &RequestContext, patient: &RequestContext, form: &PaperForm) -> Outcome {
    service::record(desk, person(patient), form, &a_scan()).await.expect("answers")
}

fn refused(field: &'static str, wrong: Wrong) -> Outcome {
    Outcome::Invalid(vec![Problem { field, wrong }])
}

async fn verdict(patient: &RequestContext, purpose: &str, channel: Channel) -> Verdict {
    let person = person(patient);
    let subject = subjects::subject_of(&patient.state, person).await.expect("a pseudonym");
    let question = Question { person, subject, cell: cell(purpose, channel), matter: Matter::Message };
    may_send(&patient.state, question, patient.now()).await.expect("answers").verdict
}

/// What somebody's own log says, the newest first.
async fn acts(portal: &TestPortal, patient: &RequestContext) -> Vec<Act> {
    let page = audit::page(&portal.state, Owner::Person(person(patient)), None, 20).await.expect("reads");
    let act = |reading: Reading| match reading {
        Reading::Entry(entry) => Some(entry.action),
        _ => None,
    };
    page.lines.into_iter().filter_map(|line| act(line.reading)).collect()
}

/// The forms the patient finds beside their decisions, the newest first.
async fn papers(patient: &RequestContext) -> Vec<Option<ConsentPaperId>> {
    let Seen::Open(timeline) = consents::timeline(patient, None).await.expect("answers") else {
        panic!("nothing is held back")
    };
    timeline.past.into_iter().map(|past| past.paper).collect()
}

on_both_databases! {
    async fn outreach_on_paper_sends_nothing_until_the_patient_has_confirmed_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
        let news = cell("practice-news", Channel::Email);
        let form = signed("practice-news.1", &[Channel::Email]);
        assert_eq!(record(&desk, &erika, &form).await, Outcome::Recorded);
        assert_eq!(standing(&erika, &news).await, Standing::OnPaper);
        assert_eq!(verdict(&erika, "practice-news", Channel::Email).await, Verdict::Refuse(Refusal::OnlyOnPaper));
        // 1. The patient hears of it inside the portal, and nowhere else.
        work_off(&portal).await;
        let notices = portal::unseen(&erika).await.expect("answers");
        assert!(matches!(notices[..], [portal::Notice { template: Template::PaperRecorded, .. }]), "{notices:?}");
        assert_eq!(portal.mailbox.take().len(), 0);
        // 2. They see who recorded it, and open the scan.
        let paper = papers(&erika).await[0].expect("a form");
        let scan = service::scan(&erika, paper).await.expect("opens");
        assert_eq!((File::Content(scan.content), scan.kind), (a_scan(), ScanKind::Pdf));
        let acts = acts(&portal, &erika).await;
        assert!(acts.contains(&Act::PaperConsentRecorded), "{acts:?}");
        // 3. Confirmed with the code, it holds.
        consent(&portal, &erika, &news).await;
        assert!(matches!(standing(&erika, &news).await, Standing::Active { .. }));
        assert_eq!(decisions(&erika).await, ["recorded", "requested", "confirmed"]);
        assert!(matches!(verdict(&erika, "practice-news", Channel::Email).await, Verdict::Allow(_)));
    }

    async fn care_on_paper_holds_at_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
        let form = signed("appointment-reminders.1", &[Channel::Email]);
        assert_eq!(record(&desk, &erika, &form).await, Outcome::Recorded);
        assert!(matches!(standing(&erika, &cell("appointment-reminders", Channel::Email)).await, Standing::Active { .. }));
        assert!(matches!(verdict(&erika, "appointment-reminders", Channel::Email).await, Verdict::Allow(_)));
        assert_eq!(record(&desk, &erika, &form).await, refused("email", Wrong::HoldsAlready));
    }

    async fn what_somebody_has_decided_later_stands(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
        let news = cell("practice-news", Channel::Email);
        let form = signed("practice-news.1", &[Channel::Email]);
        consent(&portal, &erika, &news).await;
        assert_eq!(record(&desk, &erika, &form).await, refused("email", Wrong::HoldsAlready));
        assert_eq!(acts(&portal, &erika).await.first(), Some(&Act::PaperConsentRefused), "the log says who was told");
        consents::withdraw(&erika, &news).await.expect("takes back");
        assert_eq!(record(&desk, &erika, &form).await, refused("email", Wrong::DecidedLater));
        let same_day = PaperForm { day: "24".to_owned(), ..form.clone() };
        assert_eq!(record(&desk, &erika, &same_day).await, refused("email", Wrong::DecidedLater));
        portal.clock.advance(3 * DAY);
        let later = PaperForm { day: "25".to_owned(), ..form.clone() };
        assert_eq!(record(&desk, &erika, &later).await, Outcome::Recorded);
        // A code on its way is left alone; one that came too late is not.
        let recall = cell("prevention-recall", Channel::Email);
        let form = signed("prevention-recall.1", &[Channel::Email]);
        consents::arranged::switch_on(&erika, &recall).await.expect("answers");
        assert_eq!(record(&desk, &erika, &form).await, refused("email", Wrong::CodeWaits));
        portal.clock.advance(3 * DAY);
        assert_eq!(record(&desk, &erika, &form).await, Outcome::Recorded);
        assert_eq!(standing(&erika, &recall).await, Standing::OnPaper);
    }

    async fn all_of_a_form_is_recorded_or_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
        consent(&portal, &erika, &cell("practice-news", Channel::Email)).await;
        let before = decisions(&erika).await;
        let both = signed("practice-news.1", &[Channel::Portal, Channel::Email]);
        assert_eq!(record(&desk, &erika, &both).await, refused("email", Wrong::HoldsAlready));
        let unknown = signed("practice-news.2", &[Channel::Portal]);
        assert_eq!(record(&desk, &erika, &unknown).await, refused("text", Wrong::NotOffered));
        let elsewhere = signed("new-message.1", &[Channel::Letter]);
        assert_eq!(record(&desk, &erika, &elsewhere).await, refused("text", Wrong::WayNotOffered(Channel::Letter)));
        let old = PaperForm { year: "2024".to_owned(), ..signed("practice-news.1", &[Channel::Portal]) };
        assert_eq!(record(&desk, &erika, &old).await, refused("signed_on", Wrong::Day(FieldCode::TooOld)));
        assert_eq!(decisions(&erika).await, before);
        let rows = portal.state.db.read(|tx| Box::pin(async move {
            sql!(tx, one as (i64,): "SELECT COUNT(*) FROM consent_papers")
        }));
        assert_eq!(rows.await.expect("reads").0, 0);
        let two = signed("practice-news.1", &[Channel::Portal, Channel::Letter]);
        assert_eq!(record(&desk, &erika, &two).await, Outcome::Recorded);
        let found = papers(&erika).await;
        assert!(found[0].is_some() && found[0] == found[1] && found[2].is_none(), "{found:?}");
    }

    async fn what_the_signed_text_did_not_offer_was_not_agreed_to(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
        // Version 2 adds the telephone, and is published on the 24th.
        publish_with_phone(&portal, "new-message").await;
        let old = signed("new-message.1", &[Channel::Phone]);
        assert_eq!(record(&desk, &erika, &old).await, refused("text", Wrong::WayNotOffered(Channel::Phone)));
        let early = signed("new-message.2", &[Channel::Phone]);
        assert_eq!(record(&desk, &erika, &early).await, refused("signed_on", Wrong::BeforeText));
        let right = PaperForm { day: "24".to_owned(), ..early };
        assert_eq!(record(&desk, &erika, &right).await, Outcome::Recorded);
        let without = signed("appointment-reminders.1", &[Channel::Sms]);
        assert_eq!(record(&desk, &erika, &without).await, refused("text", Wrong::WayNotOffered(Channel::Sms)));
    }

    async fn only_reception_records_and_only_whose_it_is_opens(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (desk, one) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
        let other = erika(&portal).await;
        let form = signed("practice-news.1", &[Channel::Portal]);
        for role in [Role::Clinician, Role::TeamLead, Role::PrivacyOfficer, Role::Administrator] {
            let somebody = colleague(&portal, "Wer", role).await;
            let tried = service::record(&somebody, person(&one), &form, &a_scan()).await;
            assert_eq!(tried, Err(AppError::NotFound), "{role:?}");
        }
        let nobody = RequestContext::for_tests(portal.state.clone(), Actor::Nobody);
        assert_eq!(service::record(&nobody, person(&one), &form, &a_scan()).await, Err(AppError::SignInRequired));
        assert_eq!(service::record(&one, person(&one), &form, &a_scan()).await, Err(AppError::NotFound));
        let of_staff = service::record(&desk, person(&desk), &form, &a_scan()).await;
        assert_eq!(of_staff, Err(AppError::NotFound), "somebody of the team is no patient");
        assert_eq!(record(&desk, &one, &form).await, Outcome::Recorded);
        let paper = papers(&one).await[0].expect("a form");
        assert!(service::scan(&one, paper).await.is_ok());
        for foreign in [&other, &desk] {
            assert_eq!(service::scan(foreign, paper).await.err(), Some(AppError::NotFound));
        }
    }

    async fn what_was_recorded_is_never_changed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let subject = subject_of(&portal.state, person(&erika)).await.expect("a pseudonym");
        arrange(&portal.state, subject, 1, &vec![b'x'; 70_000]).await;
        for number in 0..4 {
            let refused = portal.state.db.write(move |tx| Box::pin(async move {
                match number {
                    0 => sql!(tx, execute: "UPDATE consent_papers SET about_enc = file_key_enc"),
                    1 => sql!(tx, execute: "DELETE FROM consent_papers"),
                    2 => sql!(tx, execute: "UPDATE consent_paper_pieces SET number = number + 1"),
                    _ => sql!(tx, execute: "DELETE FROM consent_paper_pieces"),
                }
            }));
            assert!(refused.await.is_err(), "{number}");
        }
        assert_eq!(read(&portal.state, subject).await.expect("reads").len(), 1);
    }

    async fn a_scan_as_large_as_is_taken_is_stored_in_one_go(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
        let mut content = vec![7; SCAN_MAX];
        content[..5].copy_from_slice(b"%PDF-");
        let form = signed("practice-news.1", &[Channel::Portal]);
        let file = File::Content(content.clone());
        assert_eq!(service::record(&desk, person(&erika), &form, &file).await, Ok(Outcome::Recorded));
        let paper = papers(&erika).await[0].expect("a form");
        assert!(service::scan(&erika, paper).await.expect("opens").content == content);
    }

    async fn a_way_that_is_not_confirmed_needs_an_address_first(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let erika = erika(&portal).await;
        let form = signed("practice-news.1", &[Channel::Letter]);
        assert_eq!(record(&desk, &erika, &form).await, Outcome::Recorded);
        let shown = view(&erika, &cell("practice-news", Channel::Letter)).await;
        assert_eq!(shown.standing, Standing::OnPaper);
        assert!(matches!(shown.barrier, Some(Barrier::NotSetUp | Barrier::NoContactPoint)), "{shown:?}");
        assert!(shown.can_end(), "and can be taken back all the same");
        arranged::email(&portal, person(&erika), "zweite@beispiel.example", true).await;
    }
}
