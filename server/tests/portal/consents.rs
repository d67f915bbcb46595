//! `obhut consents verify` as anybody runs it who has been given a file.

use crate::support::{Setup, chmod};
use app::{
    backend::{
        queue,
        state::AppState,
        testing::{Engine, TempDir},
    },
    consents::{
        catalogue,
        export::{self, service},
        history::{self, NewEvent},
        model::{By, Cell, Method, PurposeKey, What},
    },
    ids::PersonId,
    lang::Lang,
    notices::model::Channel,
    on_both_databases,
    patients::subjects::subject_of,
};
use std::{
    path::{Path, PathBuf},
    process::Output,
};

/// Has the only patient there is decide something, and builds what follows; gives the signed file.
async fn decide(state: &AppState, person: PersonId) -> Vec<u8> {
    let subject = subject_of(state, person).await.expect("a pseudonym");
    let cell =
        Cell { purpose: PurposeKey::parse("new-message").expect("a purpose"), channel: Channel::Email };
    let catalogue = catalogue::load(state).await.expect("reads");
    let text = catalogue.find(&cell.purpose).expect("is offered").text_ref(Lang::De).expect("a text");
    let what = What::Granted { expires_at: None };
    let new = NewEvent { at: state.clock.now(), cell, what, text, method: Method::Portal, by: By::Patient };
    let before = history::history(state, subject).await.expect("reads");
    let key = history::evidence_key(state, subject).await.expect("a key");
    let prepared = history::append(state, &before, &key, vec![new]).expect("seals");
    let build = export::prepare_build(state, subject).expect("prepares");
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            history::record(tx, prepared).await?;
            queue::enqueue(tx, &build).await
        })
    });
    assert!(write.await.expect("records"));
    for job in queue::claim_due(state, 10).await.expect("claims") {
        export::run(state, &job).await.expect("builds");
    }
    service::find(state, subject, 1).await.expect("reads").expect("is there").file
}

/// An installation with one export, and that export in a file.
async fn with_export(engine: Engine) -> (Setup, PathBuf) {
    let setup = Setup::new(engine).await;
    setup.start(&["serve"]).stop();
    assert_eq!(setup.run(&["import", "fhir", super::import::REAL, "--yes"]).status.code(), Some(0));
    let person = setup.ids("SELECT id FROM people WHERE kind = 'patient'").await.remove(0);
    let state = setup.state().await;
    let file = decide(&state, PersonId::parse(&person).expect("an id")).await;
    state.db.close().await;
    let path = setup.folder.path().join("einwilligungen-v1.jws");
    std::fs::write(&path, file).expect("writes");
    (setup, path)
}

fn verify(setup: &Setup, file: &Path, key: Option<&Path>) -> (Option<i32>, String) {
    let (file, key) = (file.display().to_string(), key.map(|key| key.display().to_string()));
    let with_key = key.iter().flat_map(|key| ["--key", key.as_str()]);
    let arguments: Vec<&str> = ["consents", "verify", file.as_str()].into_iter().chain(with_key).collect();
    let Output { status, stdout, stderr } = setup.run(&arguments);
    let said = [stdout, stderr].concat();
    (status.code(), String::from_utf8(said).expect("text"))
}

/// The published keys, as a visitor loads them.
fn keys(setup: &Setup) -> PathBuf {
    let portal = setup.start(&["serve"]);
    let answer = portal.send("GET", "/privacy/keys.json", &[], "");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/jwk-set+json"));
    let path = setup.folder.path().join("keys.json");
    std::fs::write(&path, &answer.body).expect("writes");
    portal.stop();
    path
}

on_both_databases! {
    async fn a_file_is_verified_with_the_keys_of_the_installation_or_with_those_of_a_file(engine: Engine) {
        let (setup, file) = with_export(engine).await;
        // 1. Where it was signed.
        let (code, said) = verify(&setup, &file, None);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.starts_with("Valid: version 1 of the consents of ") && said.lines().count() == 1, "{said}");
        // 2. Anywhere, with the published key and nothing else.
        let keys = keys(&setup);
        let nowhere = Setup::sqlite();
        let (code, said) = verify(&nowhere, &file, Some(&keys));
        assert_eq!(code, Some(0), "{said}");
        assert!(!nowhere.data_dir().exists(), "nothing was made");
        // 3. Without the key nothing can be verified there.
        let path = file.display().to_string();
        assert!(nowhere.refusal(&["consents", "verify", &path]).contains("no installation here yet"));
        // 4. Another installation does not vouch for it.
        let other = Setup::new(engine).await;
        other.start(&["serve"]).stop();
        let (code, said) = verify(&other, &file, None);
        assert_eq!((code, said.as_str()), (Some(1), "Not valid: it was signed with another key, which proves nothing here.\n"));
        // 5. The log of the installation agrees with what is kept.
        assert_eq!(setup.run(&["audit", "verify"]).status.code(), Some(0));
    }
}

#[tokio::test]
async fn a_file_that_was_tampered_with_is_refused_wherever_it_was() {
    let (setup, file) = with_export(Engine::Sqlite).await;
    let keys = keys(&setup);
    let whole = std::fs::read(&file).expect("reads");
    assert_eq!(verify(&setup, &file, Some(&keys)).0, Some(0));
    for place in (0..whole.len()).step_by(50).chain([whole.len() - 2, whole.len() - 1]) {
        let mut altered = whole.clone();
        altered[place] ^= 1;
        std::fs::write(&file, &altered).expect("writes");
        let (code, said) = verify(&setup, &file, Some(&keys));
        assert_eq!(code, Some(1), "byte {place}: {said}");
        assert!(said.starts_with("Not valid: "), "byte {place}: {said}");
    }
    std::fs::write(&file, &whole[..whole.len() - 1]).expect("writes");
    let (code, said) = verify(&setup, &file, None);
    assert_eq!(
        (code, said.as_str()),
        (Some(1), "Not valid: it was altered after it had been signed.\n"),
        "cut short"
    );
    std::fs::write(&file, "something else").expect("writes");
    let (code, said) = verify(&setup, &file, Some(&keys));
    assert_eq!((code, said.as_str()), (Some(1), "Not valid: this is no export of consents.\n"));
    // {"alg":"EdDSA","jwk":{}}
    std::fs::write(&file, "eyJhbGciOiJFZERTQSIsImp3ayI6e319.e30.e30\n").expect("writes");
    let (code, said) = verify(&setup, &file, Some(&keys));
    assert_eq!(
        (code, said.as_str()),
        (Some(1), "Not valid: it brings its own key along, and such a key proves nothing.\n")
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_not_called_tampered_with() {
    let setup = Setup::sqlite();
    let folder = TempDir::new("files");
    let file = folder.path().join("einwilligungen-v1.jws").display().to_string();
    assert!(setup.refusal(&["consents", "verify", &file]).contains("cannot be read"));
    std::fs::write(&file, "x").expect("writes");
    let key = folder.path().join("keys.json").display().to_string();
    assert!(setup.refusal(&["consents", "verify", &file, "--key", &key]).contains("cannot be read"));
    std::fs::write(&key, "{\"keys\":[]}").expect("writes");
    assert!(setup.refusal(&["consents", "verify", &file, "--key", &key]).contains("there is no public key"));
}

#[tokio::test]
async fn a_copy_that_cannot_be_written_to_is_enough() {
    let (setup, file) = with_export(Engine::Sqlite).await;
    let folders = [setup.data_dir(), setup.data_dir().join("keys")];
    let files = [setup.data_dir().join("obhut.db"), setup.key_file()];
    let before = files.clone().map(|file| std::fs::read(file).expect("reads"));
    files.iter().for_each(|file| chmod(file, 0o400));
    folders.iter().for_each(|folder| chmod(folder, 0o500));
    let (code, said) = verify(&setup, &file, None);
    folders.iter().for_each(|folder| chmod(folder, 0o700));
    assert_eq!(code, Some(0), "{said}");
    assert!(files.map(|file| std::fs::read(file).expect("reads")) == before, "the copy is as it was");
}
