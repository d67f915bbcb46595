//! Calls: taken by one, opened with an entry, made, tried again, given up, and called off.

use super::*;
use crate::{
    audit::{self, Act, Owner, Reading},
    backend::{
        context::{Actor, RequestContext},
        policy::Role,
    },
    error::AppError,
    ids::DispatchId,
    notices::calls::service::{self, Call, Next, Opened, Outcome as Ended},
    on_both_databases,
    patients::contacts,
    staff::arranged::colleague,
};

const NUMBER: &str = "0171 5550123";
/// Nine in the morning in Berlin is within no quiet hours, and so are the next hours.
const QUARTER: i64 = 15 * 60_000;

/// Somebody who is called about prevention.
async fn by_phone(portal: &TestPortal) -> (Somebody, Cell) {
    let (who, recall) = (somebody(portal).await, cell("prevention-recall", Channel::Phone));
    arranged::phone(portal, who.person, NUMBER, true).await;
    consent(portal, who, &recall, None).await;
    (who, recall)
}

async fn take(desk: &RequestContext) -> DispatchId {
    service::take_next(desk).await.expect("answers").expect("a call")
}

async fn open(desk: &RequestContext, id: DispatchId) -> Call {
    match service::open(desk, id).await.expect("answers") {
        Opened::Call(call) => *call,
        other => panic!("{other:?}"),
    }
}

/// Says what became of a call that was opened.
async fn close(desk: &RequestContext, call: &Call, outcome: Ended) -> Result<Next, AppError> {
    service::close(desk, call.id, outcome, call.contact).await
}

/// What somebody's own log says about calls, the newest first.
async fn log(portal: &TestPortal, who: Somebody) -> Vec<Act> {
    let page = audit::page(&portal.state, Owner::Person(who.person), None, 50).await.expect("reads");
    let act = |reading: Reading| match reading {
        Reading::Entry(entry) => Some(entry.action),
        _ => None,
    };
    let all = page.lines.into_iter().filter_map(|line| act(line.reading));
    all.filter(|act| [Act::CallOpened, Act::CallMade, Act::CallInVain, Act::NumberDoubted].contains(act))
        .collect()
}

on_both_databases! {
    async fn a_call_is_opened_with_an_entry_and_has_been_sent_once_somebody_was_reached(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, recall), desk) = (by_phone(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        assert_eq!(service::take_next(&desk).await.expect("answers"), None, "nothing waits");
        queue(&portal, who, &recall, 1).await.expect("queues");
        work(&portal).await;
        assert_eq!(states(&portal).await, ["queued"], "no machine makes it");
        assert_eq!(service::waiting(&desk).await, Ok(1));
        let id = take(&desk).await;
        assert_eq!(log(&portal, who).await, [], "what was not opened was not read");
        let call = open(&desk, id).await;
        assert_eq!((call.name.expose().as_str(), call.number.expose().as_str()), ("Erika Müller", NUMBER));
        assert_eq!((call.until, call.attempts), (None, 0));
        assert_eq!(log(&portal, who).await, [Act::CallOpened]);
        assert_eq!(close(&desk, &call, Ended::Reached).await, Ok(Next::Done));
        assert_eq!(states(&portal).await, ["sent"]);
        assert_eq!(log(&portal, who).await, [Act::CallMade, Act::CallOpened]);
        assert_eq!(close(&desk, &call, Ended::Reached).await, Err(AppError::NotFound), "once");
        assert_eq!(service::open(&desk, id).await.err(), Some(AppError::NotFound));
    }

    async fn of_two_one_has_the_call_until_their_time_is_over(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, recall) = by_phone(&portal).await;
        let (petra, paula) =
            (colleague(&portal, "Petra", Role::Reception).await, colleague(&portal, "Paula", Role::TeamLead).await);
        queue(&portal, who, &recall, 1).await.expect("queues");
        let both = tokio::join!(service::take_next(&petra), service::take_next(&paula));
        let (one, other) = (both.0.expect("answers"), both.1.expect("answers"));
        assert!(one.is_some() != other.is_some(), "{one:?} {other:?}");
        let (id, holder, second) = match one {
            Some(id) => (id, petra, paula),
            None => (other.expect("a call"), paula, petra),
        };
        assert_eq!(service::waiting(&second).await, Ok(0));
        assert_eq!(service::open(&second, id).await.err(), Some(AppError::NotFound));
        let call = open(&holder, id).await;
        assert_eq!(close(&second, &call, Ended::Reached).await, Err(AppError::NotFound));
        assert_eq!(take(&holder).await, id, "one's own comes back");
        portal.clock.advance(QUARTER + 1);
        assert_eq!(service::open(&holder, id).await.err(), Some(AppError::NotFound), "their time is over");
        assert_eq!(take(&second).await, id);
        open(&second, id).await;
    }

    async fn who_is_not_reached_is_tried_three_times(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, recall), desk) = (by_phone(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        queue(&portal, who, &recall, 1).await.expect("queues");
        for attempt in 0..3 {
            let id = take(&desk).await;
            let call = open(&desk, id).await;
            assert_eq!(call.attempts, attempt);
            let expected = if attempt < 2 { Next::Again } else { Next::GivenUp };
            assert_eq!(close(&desk, &call, Ended::NotReached).await, Ok(expected));
            assert_eq!(service::waiting(&desk).await, Ok(0));
            portal.clock.advance(3 * HOUR);
        }
        assert_eq!(service::waiting(&desk).await, Ok(0));
        // The patient hears of it, inside the portal.
        work(&portal).await;
        assert_eq!(states(&portal).await, ["refused", "sent"]);
    }

    async fn a_wrong_number_is_not_called_again(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, recall), desk) = (by_phone(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        for number in 1..=2 {
            queue(&portal, who, &recall, number).await.expect("queues");
        }
        let id = take(&desk).await;
        let call = open(&desk, id).await;
        assert_eq!(close(&desk, &call, Ended::WrongNumber).await, Ok(Next::Done));
        assert!(contacts::usable(&portal.state, who.person, Channel::Phone).await.expect("reads").is_none());
        assert_eq!(refused(&portal, who, &recall).await, Some(Refusal::NoContactPoint));
        // What waits for the same number is off as soon as somebody opens it.
        let second = take(&desk).await;
        assert!(matches!(service::open(&desk, second).await, Ok(Opened::CalledOff)));
        work(&portal).await;
        let mut all = states(&portal).await;
        all.sort_unstable();
        assert_eq!(all, ["refused", "refused", "sent"]);
        assert_eq!(log(&portal, who).await, [Act::NumberDoubted, Act::CallOpened], "the second was never shown");
    }

    async fn what_was_taken_back_is_not_called_about(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, recall), desk) = (by_phone(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        queue(&portal, who, &recall, 1).await.expect("queues");
        let id = take(&desk).await;
        let (keys, cell, now) = (portal.state.keys.clone(), recall.clone(), portal.state.clock.now());
        let write = portal.state.db.write(move |tx| {
            Box::pin(async move { outbox::call_off(tx, &keys, who.subject, &cell, now).await })
        });
        assert_eq!(write.await.expect("calls off"), 1);
        assert_eq!(service::open(&desk, id).await.err(), Some(AppError::NotFound));
        // The same without calling off: the gate is asked once more.
        queue(&portal, who, &recall, 2).await.expect("queues");
        decide(&portal, who, &recall, &[What::Withdrawn]).await;
        let id = take(&desk).await;
        assert!(matches!(service::open(&desk, id).await, Ok(Opened::CalledOff)));
        assert_eq!(log(&portal, who).await, []);
    }

    async fn nobody_is_disturbed_in_quiet_hours(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, recall), desk) = (by_phone(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        queue(&portal, who, &recall, 1).await.expect("queues");
        // From nine in the morning to nine in the evening.
        portal.clock.advance(12 * HOUR);
        let id = take(&desk).await;
        assert!(matches!(service::open(&desk, id).await, Ok(Opened::Later)));
        assert_eq!((service::waiting(&desk).await, log(&portal, who).await), (Ok(0), vec![]));
        portal.clock.advance(11 * HOUR);
        open(&desk, take(&desk).await).await;
    }

    async fn only_those_who_carry_messages_call(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, recall) = by_phone(&portal).await;
        queue(&portal, who, &recall, 1).await.expect("queues");
        for role in [Role::Clinician, Role::PrivacyOfficer, Role::Administrator] {
            let other = colleague(&portal, "Wer", role).await;
            assert_eq!(service::take_next(&other).await, Err(AppError::NotFound), "{role:?}");
            assert_eq!(service::waiting(&other).await, Err(AppError::NotFound), "{role:?}");
        }
        let nobody = RequestContext::for_tests(portal.state.clone(), Actor::Nobody);
        assert_eq!(service::take_next(&nobody).await, Err(AppError::SignInRequired));
    }
}
