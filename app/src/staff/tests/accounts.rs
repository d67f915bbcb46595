//! Adding, listing and closing accounts; the start page.

use super::*;
use crate::{
    backend::sessions::{self, Holder, VIEW},
    on_both_databases, sql,
};
use std::collections::HashMap;
use tower_sessions::{
    SessionStore as _,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
};

/// Whether a link still leads to an account.
async fn is_good(portal: &TestPortal, code: &str) -> bool {
    let nobody = of_the_cast(portal, "nobody");
    invites::find_staff_link(&nobody, code).await.expect("looks").is_some()
}

/// A session of a member of the team, as signing in leaves it.
async fn sign_in(portal: &TestPortal, member: &Colleague) -> Id {
    let Actor::Staff(staff) = &member.context.actor else { panic!("staff") };
    let holder = Holder {
        person: member.person,
        kind: SessionKind::Staff { id: staff.id(), role: staff.role(), path: Path::P },
        since: portal.state.clock.now(),
        browser: String::new(),
    };
    let data = HashMap::from([(sessions::HOLDER.to_owned(), serde_json::to_value(holder).expect("a value"))]);
    let mut record = Record { id: Id::default(), data, expiry_date: OffsetDateTime::UNIX_EPOCH };
    portal.state.sessions().create(&mut record).await.expect("begins");
    record.id
}

async fn is_signed_in(portal: &TestPortal, session: &Id) -> bool {
    let record = portal.state.sessions().load(session).await.expect("loads");
    record.is_some_and(|record| record.data.contains_key(VIEW))
}

on_both_databases! {
    async fn an_account_comes_with_a_link_that_works_once_and_for_an_hour(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        let (id, link) =
            service::add(state, "Petra", "Lindner", Role::Reception, AddedBy::CommandLine).await.expect("adds");
        let team = service::list(state).await.expect("lists");
        assert_eq!(team.len(), 1);
        let petra = &team[0];
        assert_eq!((petra.id, petra.role, petra.added_by), (id, Role::Reception, AddedBy::CommandLine));
        assert_eq!(petra.name.as_ref().expect("a name").expose(), "Petra Lindner");
        assert!(!petra.enrolled && !petra.disabled);
        assert_eq!(link.expires_at.0 - state.clock.now().0, 3_600_000);

        assert!(is_good(&portal, &link.code).await);
        portal.clock.advance(3_599_999);
        assert!(is_good(&portal, &link.code).await);
        portal.clock.advance(1);
        assert!(!is_good(&portal, &link.code).await, "an hour is over");

        let second = service::renew_link(state, id).await.expect("issues").expect("an account");
        enrol(&portal, &second).await;
        assert!(!is_good(&portal, &second.code).await, "it was used");
        assert!(service::list(state).await.expect("lists")[0].enrolled);
    }

    async fn nothing_of_an_account_is_left_when_it_cannot_be_stored_as_a_whole(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        // The last row of the transaction is the note of the invitation; without its table it cannot be written.
        portal.arrange("ALTER TABLE security_events RENAME TO elsewhere").await;
        assert!(service::add(state, "Petra", "Lindner", Role::Reception, AddedBy::CommandLine).await.is_err());
        let left = state.db.read(|tx| Box::pin(async move {
            sql!(tx, one as (i64,): "SELECT (SELECT CAST(COUNT(*) AS BIGINT) FROM people)
                + (SELECT CAST(COUNT(*) AS BIGINT) FROM staff)
                + (SELECT CAST(COUNT(*) AS BIGINT) FROM invitations)
                + (SELECT CAST(COUNT(*) AS BIGINT) FROM identity_data_keys)")
        })).await.expect("counts");
        assert_eq!(left, (0,));
    }

    async fn a_new_link_makes_the_one_before_void(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        let (id, first) =
            service::add(state, "Petra", "Lindner", Role::Reception, AddedBy::CommandLine).await.expect("adds");
        let second = service::renew_link(state, id).await.expect("issues").expect("an account");
        assert_eq!(second.person, first.person);
        assert!(!is_good(&portal, &first.code).await);
        assert!(is_good(&portal, &second.code).await);
        let unknown = StaffId::from_random([9; 16]);
        assert!(service::renew_link(state, unknown).await.expect("looks").is_none());
    }

    async fn a_disabled_account_has_neither_link_nor_session(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let arne = colleague(&portal, "Arne", Role::Administrator).await;
        let link = service::renew_link(state, petra.id).await.expect("issues").expect("an account");
        let (hers, his) = (sign_in(&portal, &petra).await, sign_in(&portal, &arne).await);
        assert!(is_signed_in(&portal, &hers).await);

        assert!(service::disable(state, petra.id).await.expect("disables"));
        assert!(!is_good(&portal, &link.code).await);
        assert!(!is_signed_in(&portal, &hers).await);
        assert!(is_signed_in(&portal, &his).await, "others keep theirs");
        assert!(service::renew_link(state, petra.id).await.expect("looks").is_none());
        let active = state.db.read(move |tx| Box::pin(people::find_active_staff(tx, petra.person))).await;
        assert!(active.expect("looks").is_none());
        let team = service::list(state).await.expect("lists");
        assert_eq!(team.iter().filter(|member| member.disabled).count(), 1);

        assert!(!service::disable(state, petra.id).await.expect("looks"), "it is disabled already");
        assert!(!service::disable(state, StaffId::from_random([9; 16])).await.expect("looks"));
    }

    async fn every_start_page_tells_of_accounts_from_the_command_line_for_thirty_days(engine: Engine) {
        const DAY: i64 = 24 * 3_600_000;
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        let jana = colleague(&portal, "Jana", Role::PrivacyOfficer).await;
        portal.clock.advance(10 * DAY);
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        service::add(state, "Clara", "Gast", Role::Clinician, AddedBy::Demo).await.expect("adds");

        let lately = async |member: &Colleague| {
            let home = service::home(&member.context).await.expect("their page");
            let ids: Vec<_> = home.added_lately.iter().map(|member| member.id).collect();
            (home.to_confirm, ids)
        };
        assert_eq!(lately(&jana).await, (None, vec![petra.id, jana.id]));
        assert_eq!(lately(&petra).await, (Some(0), vec![petra.id, jana.id]));
        portal.clock.advance(20 * DAY - 1);
        assert_eq!(lately(&jana).await.1, [petra.id, jana.id]);
        portal.clock.advance(1);
        assert_eq!(lately(&jana).await.1, [petra.id]);
        for role in Role::ALL {
            let context = colleague(&portal, "Alle", role).await.context;
            let team = service::home(&context).await.expect("their page").team;
            let all = service::list(state).await.expect("lists").len();
            let expected = matches!(role, Role::PrivacyOfficer | Role::Administrator).then_some(all);
            assert_eq!(team.map(|team| team.len()), expected, "{role:?}");
        }
        let home = service::home(&petra.context).await.expect("her page");
        assert_eq!((home.name.expose().as_str(), home.role), ("Petra Kollege", Role::Reception));
        for (name, refusal) in [("nobody", AppError::SignInRequired), ("patient", AppError::NotFound)] {
            assert_eq!(service::home(&of_the_cast(&portal, name)).await.err(), Some(refusal), "{name}");
        }
    }

    async fn every_role_has_accounts_and_each_says_where_it_came_from(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let found = portal.state.db.read(move |tx| Box::pin(store::find(tx, petra.id))).await.expect("reads");
        assert_eq!(found.map(|row| (row.role, row.added_by)), Some(("reception".into(), "command-line".into())));
        for role in Role::ALL {
            colleague(&portal, "Alle", role).await;
        }
        assert_eq!(service::list(&portal.state).await.expect("lists").len(), 6);
    }
}
