//! Removing ways to sign in: never the last one.

use super::{authenticator::Authenticator, *};
use crate::{
    accounts::service::{security, step_up::Deed},
    ids::PasskeyId,
};

/// How many ways to sign in somebody has.
async fn ways(browser: &Browser) -> (usize, bool) {
    let shown = security::overview(&browser.ask().await).await.expect("reads");
    (shown.passkeys.len(), shown.passphrase_since.is_some())
}

async fn passkey_ids(browser: &Browser) -> Vec<PasskeyId> {
    let shown = security::overview(&browser.ask().await).await.expect("reads");
    shown.passkeys.into_iter().map(|passkey| passkey.id).collect()
}

/// A browser on which somebody has just proven themselves.
async fn proven(portal: &TestPortal, id: PersonId, authenticator: &mut Authenticator, deed: Deed) -> Browser {
    let mut browser = cast::patient_session(portal, id).await;
    step_up::with_passkey(&mut browser, authenticator, deed).await.expect("proves");
    browser
}

on_both_databases! {
    async fn a_removed_passkey_signs_nobody_in_and_other_sessions_end(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut kept) = cast::with_passkey(&portal).await;
        let keep = passkey_ids(&cast::patient_session(&portal, id).await).await;
        let mut lost = Authenticator::new();
        cast::give_passkey(&portal, id, &mut lost).await;
        let mut thief = Browser::number(&portal.state, 2);
        assert!(passkeys::sign_in(&mut thief, &mut lost).await);
        let mut browser = proven(&portal, id, &mut kept, Deed::RemovePasskey).await;
        let gone = passkey_ids(&browser).await.into_iter().find(|id| !keep.contains(id)).expect("the other");
        browser.does(async |context| security::remove_passkey(context, gone).await).await.expect("removes");
        assert!(!thief.is_signed_in().await);
        assert!(!passkeys::sign_in(&mut thief, &mut lost).await);
        assert!(happened(&portal, id).await.contains(&Happened::PasskeyRemoved { name: "Telefon".to_owned() }));
        assert_eq!(logged(&portal, id).await, [Act::PasskeyRemoved]);
        assert!(passkeys::sign_in(&mut Browser::new(&portal.state), &mut kept).await);
    }

    async fn the_last_way_to_sign_in_cannot_be_removed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = proven(&portal, id, &mut authenticator, Deed::RemovePasskey).await;
        let only = passkey_ids(&browser).await[0];
        let removed = browser.does(async |context| security::remove_passkey(context, only).await).await;
        assert!(is_refused(&removed));
        assert_eq!(ways(&browser).await, (1, false));

        // Nor the passphrase of somebody whose only passkey is suspended.
        let who = cast::with_passphrase(&portal).await;
        let mut counting = Authenticator::new();
        cast::give_passkey(&portal, who.id, &mut counting).await;
        let mut browser = proven(&portal, who.id, &mut counting, Deed::RemovePassphrase).await;
        portal.arrange("UPDATE passkeys SET suspended_at = 1").await;
        let removed = browser.does(async |context| security::remove_passphrase(context).await).await;
        assert!(is_refused(&removed));
        assert_eq!(ways(&browser).await, (1, true));
    }

    async fn two_removals_at_once_leave_one_of_two_passkeys(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        for _ in 0..8 {
            let (id, mut first) = cast::with_passkey(&portal).await;
            cast::give_passkey(&portal, id, &mut Authenticator::new()).await;
            let one = proven(&portal, id, &mut first, Deed::RemovePasskey).await;
            let other = proven(&portal, id, &mut first, Deed::RemovePasskey).await;
            let ids = passkey_ids(&one).await;
            let contexts = [(one.ask().await, ids[0]), (other.ask().await, ids[1])];
            let removed = at_once(contexts.map(|(context, passkey)| async move {
                security::remove_passkey(&context, passkey).await.is_ok()
            }))
            .await;
            assert_eq!(removed.into_iter().filter(|removed| *removed).count(), 1);
            assert_eq!(ways(&cast::patient_session(&portal, id).await).await, (1, false));
        }
    }

    async fn removing_passkey_and_passphrase_at_once_leaves_one_of_them(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        for _ in 0..8 {
            let who = cast::with_passphrase(&portal).await;
            let mut authenticator = Authenticator::new();
            cast::give_passkey(&portal, who.id, &mut authenticator).await;
            let one = proven(&portal, who.id, &mut authenticator, Deed::RemovePasskey).await;
            let other = proven(&portal, who.id, &mut authenticator, Deed::RemovePassphrase).await;
            let passkey = passkey_ids(&one).await[0];
            let (one, other) = (one.ask().await, other.ask().await);
            let (first, second) = tokio::join!(
                tokio::spawn(async move { security::remove_passkey(&one, passkey).await.is_ok() }),
                tokio::spawn(async move { security::remove_passphrase(&other).await.is_ok() }),
            );
            assert!(first.expect("ends") != second.expect("ends"), "one of the two");
            let left = ways(&cast::patient_session(&portal, who.id).await).await;
            assert!(matches!(left, (1, false) | (0, true)), "{left:?}");
            let removed = if left.0 == 1 { Act::PassphraseRemoved } else { Act::PasskeyRemoved };
            assert_eq!(logged(&portal, who.id).await, [removed], "what was refused is not in the log");
        }
    }
}
