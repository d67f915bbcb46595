//! What a thief of the database can read of sessions, browsers and secrets: nothing.

use super::*;
use crate::{accounts::service::session, ids::SessionId, sql};
use std::fs;

on_both_databases! {
    async fn the_database_holds_neither_cookies_nor_what_sessions_remember(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        assert!(sign_in(&mut browser, &right(&portal, &who)).await);
        let canary = "Kanarienvogel-4711";
        browser.does(async |context| session::keep(context, "note", canary).await).await.expect("keeps");

        let id = browser.session.expect("a session");
        let device = browser.device.clone().expect("a device");
        let needles: Vec<Vec<u8>> = vec![
            id.to_string().into_bytes(),
            id.0.to_le_bytes().to_vec(),
            id.0.to_be_bytes().to_vec(),
            device.into_bytes(),
            canary.as_bytes().to_vec(),
            b"Firefox".to_vec(),
            PASSPHRASE.as_bytes().to_vec(),
            who.secret.clone().into_bytes(),
            who.name.clone().into_bytes(),
        ];
        let haystack = everything(&portal).await;
        let index = portal.state.keys.code_hash("session", &id.0.to_be_bytes());
        assert!(haystack.windows(index.len()).any(|window| window == index), "the search would find it");
        for (number, needle) in needles.iter().enumerate() {
            assert!(!haystack.windows(needle.len()).any(|window| window == needle), "needle {number}");
        }
    }

    async fn what_a_session_remembers_does_not_open_in_another_row(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mine = cast::patient_session(&portal, cast::patient(&portal).await).await;
        let theirs = cast::patient_session(&portal, cast::patient(&portal).await).await;
        let (from, to) = (session_id(&theirs).await, session_id(&mine).await);
        let moved = portal.state.db.write(move |tx| {
            Box::pin(async move {
                sql!(tx, execute:
                    "UPDATE sessions SET content_enc = (SELECT s.content_enc FROM sessions s WHERE s.id = $1)
                     WHERE id = $2", from, to)
            })
        });
        assert_eq!(moved.await.expect("moves"), 1);
        let context = mine.ask().await;
        assert!(context.signed.is_none());
        assert!(theirs.is_signed_in().await);
    }
}

async fn session_id(browser: &Browser) -> SessionId {
    browser.ask().await.signed.clone().expect("signed in").view.id
}

/// What a thief of the database gets: all its files, or the tables of access.
pub(super) async fn everything(portal: &TestPortal) -> Vec<u8> {
    let mut bytes = Vec::new();
    for file in fs::read_dir(portal.folder()).expect("a folder") {
        bytes.extend(fs::read(file.expect("a file").path()).expect("reads"));
    }
    let rows = portal.state.db.read(|tx| {
        Box::pin(async move {
            let mut found = Vec::new();
            for (hash, content, holder) in sql!(tx, all as (Vec<u8>, Vec<u8>, Option<Vec<u8>>):
                "SELECT token_hash, content_enc, holder_enc FROM sessions")?
            {
                found.extend([hash, content, holder.unwrap_or_default()]);
            }
            for (hash, secret) in
                sql!(tx, all as (Vec<u8>, Vec<u8>): "SELECT hash_enc, totp_secret_enc FROM passphrases")?
            {
                found.extend([hash, secret]);
            }
            for (action, content) in
                sql!(tx, all as (String, Vec<u8>): "SELECT action, content_enc FROM kept_forms")?
            {
                found.extend([action.into_bytes(), content]);
            }
            for (hash,) in sql!(tx, all as (Vec<u8>,): "SELECT device_hash FROM known_devices")? {
                found.push(hash);
            }
            for (value,) in sql!(tx, all as (Vec<u8>,): "SELECT value_enc FROM master_data")? {
                found.push(value);
            }
            for (value,) in sql!(tx, all as (Vec<u8>,): "SELECT value FROM blind_indexes")? {
                found.push(value);
            }
            Ok(found.concat())
        })
    });
    bytes.extend(rows.await.expect("reads"));
    bytes
}
