//! How versions come about.

use super::*;
use crate::{
    audit::{self, Act, Category, Reading},
    consents::export::{document::State, kept},
    notices::model::Class,
    on_both_databases,
};

/// Every version of a subject, the oldest first.
async fn all(portal: &TestPortal, subject: SubjectId) -> Vec<service::Opened> {
    let mut versions = Vec::new();
    while let Some(version) =
        service::find(&portal.state, subject, versions.len() as i64 + 1).await.expect("reads")
    {
        versions.push(version);
    }
    versions
}

on_both_databases! {
    async fn after_a_change_a_version_follows_that_says_all_of_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = patient(&portal).await;
        let until = Timestamp(portal.state.clock.now().0 + 1_000 * MINUTE);
        let news = ("practice-news", Channel::Email);
        decide(&portal, subject, news, What::Requested { until }).await;
        decide(&portal, subject, news, What::Confirmed { expires_at: Some(until) }).await;
        portal.clock.advance(MINUTE);
        let by = By::Staff("Petra Lindner".to_owned());
        let message = ("new-message", Channel::Sms);
        let decided = try_to_decide(&portal.state, subject, message, What::Granted { expires_at: None }, by).await;
        assert!(decided.expect("decides"));
        assert!(matches!(build(&portal).await[..], [Ok(())]), "three changes, one build that waited");

        let service::Opened { file, document } = opened(&portal, subject, 1).await;
        assert!(file.ends_with(b"\n") && file.iter().filter(|byte| **byte == b'.').count() == 2);
        assert_eq!((document.version, document.predecessor_sha256.as_deref()), (1, None));
        assert_eq!(document.created_at, "2026-11-24T08:03:00Z");
        assert_eq!(document.key_id, portal.state.keys.public_keys()[0].thumbprint());
        assert_eq!(document.party_identification[0].party_name.as_deref(), Some("Praxis am Park"));
        // 1. The events, in order, with the names of who did what.
        let said: Vec<_> = document.events.iter().map(|event| (event.number, event.event_state.as_str(), event.entity.as_str())).collect();
        assert_eq!(said, [(1, "requested", "pii_principal"), (2, "confirmed", "pii_principal"), (3, "granted", "pii_controller")]);
        assert_eq!(document.events[2].entity_name.as_deref(), Some("Petra Lindner"));
        assert_eq!(document.events[0].event_time, "2026-11-24T08:01:00Z");
        // 2. What follows.
        let states: Vec<_> = document.states.iter().map(|state| (state.purpose.as_str(), state.channel, state.state)).collect();
        assert_eq!(states, [("new-message", Channel::Sms, State::Active), ("practice-news", Channel::Email, State::Active)]);
        // 3. The texts, word for word, each with the hash that stands in the decision.
        let purposes = &document.pii_processing.purposes;
        let news = purposes.iter().find(|purpose| purpose.purpose == "practice-news").expect("is there");
        assert_eq!((purposes.len(), news.purpose_type, news.privacy_notices.len()), (2, Class::Outreach, 1));
        let notice = &news.privacy_notices[0];
        assert_eq!(notice.sha256, document.events[0].notice_sha256);
        assert_eq!(kept::hash(format!("{}\n{}", notice.title, notice.text).as_bytes()), notice.sha256);
        // 4. Nothing that leads to a row of the database, and no name.
        let json = document.to_readable();
        for foreign in [subject.to_string(), subject.uuid().simple().to_string(), "Canary".to_owned()] {
            assert!(!json.contains(&foreign), "{foreign} in {json}");
        }
        assert_eq!(document.pii_principal_id.len(), 32);
    }

    async fn versions_are_numbered_without_a_gap_and_each_names_the_file_before_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = with_versions(&portal, 4).await;
        let versions = all(&portal, subject).await;
        assert_eq!(versions.len(), 4);
        for (before, after) in versions.iter().zip(&versions[1..]) {
            assert_eq!(after.document.version, before.document.version + 1);
            assert_eq!(after.document.predecessor_sha256, Some(kept::hash(&before.file)));
            assert_eq!(after.document.pii_principal_id, before.document.pii_principal_id);
            assert_eq!(after.document.last_event(), before.document.last_event() + 1);
        }
        let (_, other) = with_versions(&portal, 1).await;
        let others = opened(&portal, other, 1).await.document;
        assert_ne!(others.pii_principal_id, versions[0].document.pii_principal_id);
    }

    async fn where_nothing_was_decided_nothing_is_made(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, nobody) = patient(&portal).await;
        let (_, subject) = with_versions(&portal, 1).await;
        for subject in [nobody, subject] {
            let job = prepare_build(&portal.state, subject).expect("prepares");
            let queued = portal.state.db.write(move |tx| Box::pin(async move { queue::enqueue(tx, &job).await }));
            assert!(queued.await.expect("queues"));
        }
        assert!(matches!(build(&portal).await[..], [Ok(()), Ok(())]));
        assert_eq!((all(&portal, nobody).await.len(), all(&portal, subject).await.len()), (0, 1));
        portal.clock.advance(10 * MINUTE);
        assert!(build(&portal).await.is_empty(), "both jobs are done");
    }

    async fn what_is_decided_while_a_build_is_under_way_is_not_lost(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = patient(&portal).await;
        let cell = ("new-message", Channel::Email);
        decide(&portal, subject, cell, What::Granted { expires_at: None }).await;
        let job = queue::claim_due(&portal.state, 1).await.expect("claims").remove(0);
        // The job is there still, so this change queues none.
        decide(&portal, subject, cell, What::Withdrawn).await;
        carry_out(&portal, &job).await.expect("builds");
        assert_eq!(opened(&portal, subject, 1).await.document.last_event(), 2);
        // After the build a change queues the next one.
        decide(&portal, subject, cell, What::Granted { expires_at: None }).await;
        assert!(matches!(build(&portal).await[..], [Ok(())]));
        assert_eq!(opened(&portal, subject, 2).await.document.last_event(), 3);
    }

    async fn changes_and_builds_all_at_once_leave_no_gap_and_nothing_out(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = patient(&portal).await;
        let changes = async {
            for number in 0..12 {
                let channel = Channel::ALL[1 + number % 4];
                let what = if number < 4 { What::Granted { expires_at: None } } else if number < 8 { What::Withdrawn } else { What::Granted { expires_at: None } };
                while !try_to_decide(&portal.state, subject, ("new-message", channel), what.clone(), By::Patient).await.expect("decides") {}
            }
        };
        let builds = async { for _ in 0..20 { build(&portal).await; tokio::task::yield_now().await; } };
        let more = async { for _ in 0..20 { build(&portal).await; tokio::task::yield_now().await; } };
        futures::join!(changes, builds, more);
        // Whoever came too often second tries again later; here a lease is over by then.
        loop {
            portal.clock.advance(3 * MINUTE);
            let outcomes = build(&portal).await;
            if outcomes.is_empty() {
                break;
            }
            assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        }
        let versions = all(&portal, subject).await;
        let last = versions.last().expect("at least one");
        assert_eq!(last.document.last_event(), 12);
        assert!(versions.iter().map(|opened| opened.document.version).eq(1..=versions.len() as i64));
        assert!(versions.is_sorted_by_key(|opened| opened.document.last_event()));
    }

    async fn of_two_who_build_the_same_one_makes_the_version_and_the_other_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = patient(&portal).await;
        decide(&portal, subject, ("new-message", Channel::Email), What::Granted { expires_at: None }).await;
        let gone = queue::claim_due(&portal.state, 1).await.expect("claims").remove(0);
        portal.clock.advance(3 * MINUTE);
        let heir = queue::claim_due(&portal.state, 1).await.expect("claims").remove(0);
        let (one, other) = futures::join!(carry_out(&portal, &gone), carry_out(&portal, &heir));
        assert!(matches!(one, Err(JobError::Retry(_))), "its lease was over: {one:?}");
        other.expect("builds");
        assert_eq!(all(&portal, subject).await.len(), 1);
    }

    async fn each_version_and_its_hash_stand_in_the_log_of_the_subject(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = with_versions(&portal, 2).await;
        let log = audit::page(&portal.state, audit::Owner::Subject(subject), None, 10).await.expect("reads");
        assert_eq!(log.lines.len(), 2);
        for (line, version) in log.lines.iter().zip([2, 1]) {
            let Reading::Entry(entry) = &line.reading else { panic!("not readable") };
            assert_eq!((&entry.actor, entry.action, entry.category), (&Who::System, Act::ConsentsExported, Category::Consents));
            let vouched = entry.vouched.as_ref().expect("a version");
            let file = opened(&portal, subject, version).await.file;
            assert_eq!((vouched.version, &vouched.hash), (version, &kept::hash(&file)));
        }
    }

    async fn a_text_that_is_not_the_one_somebody_had_before_them_is_never_signed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = patient(&portal).await;
        decide(&portal, subject, ("new-message", Channel::Email), What::Granted { expires_at: None }).await;
        portal.unlock().await;
        portal.arrange("UPDATE purpose_texts SET body = 'Something else'").await;
        assert!(matches!(build(&portal).await[..], [Err(JobError::Fail("inconsistent"))]));
        assert!(all(&portal, subject).await.is_empty());
    }

    async fn what_is_kept_says_nothing_without_its_key(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = with_versions(&portal, 2).await;
        let rows = portal.bytes("SELECT content_enc FROM consent_exports").await;
        let file = opened(&portal, subject, 1).await.file;
        for row in &rows {
            assert!(!row.windows(40).any(|window| window == &file[..40]), "in clear");
        }
        assert_eq!(rows[0].len(), rows[1].len(), "the length does not tell how much was decided");
    }
}
