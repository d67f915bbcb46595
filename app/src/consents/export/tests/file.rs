//! What can be done to a file, and what is said about it.

use super::*;
use crate::{
    backend::{crypto::Signer, testing::Engine},
    consents::export::{jws, reading::Refused, verify::verify},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// A file of the portal, and the portal.
async fn a_file() -> (TestPortal, Vec<u8>) {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (_, subject) = with_versions(&portal, 1).await;
    let file = opened(&portal, subject, 1).await.file;
    (portal, file)
}

/// What anybody can sign who has a key, under whatever header.
fn forged(signer: &Signer, header: &str, payload: &[u8]) -> Vec<u8> {
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = URL_SAFE_NO_PAD.encode(signer.sign(input.as_bytes()));
    format!("{input}.{signature}\n").into_bytes()
}

#[tokio::test]
async fn no_bit_of_a_file_can_be_altered_unnoticed() {
    let (portal, file) = a_file().await;
    let keys = portal.state.keys.public_keys();
    assert!(matches!(verify(&file, &keys), Ok(summary) if summary.version == 1));
    let mut wrong = Vec::new();
    for place in 0..file.len() {
        for bit in 0..8 {
            let mut altered = file.clone();
            altered[place] ^= 1 << bit;
            if verify(&altered, &keys).is_ok() {
                wrong.push((place, bit));
            }
        }
    }
    assert_eq!(wrong, []);
}

#[tokio::test]
async fn the_last_character_of_each_part_has_one_spelling() {
    let (portal, file) = a_file().await;
    let keys = portal.state.keys.public_keys();
    let ends: Vec<usize> =
        (1..file.len()).filter(|&at| matches!(file[at], b'.' | b'\n')).map(|at| at - 1).collect();
    assert_eq!(ends.len(), 3);
    for place in ends {
        for other in (0..=u8::MAX).filter(|other| *other != file[place]) {
            let mut altered = file.clone();
            altered[place] = other;
            let verdict = verify(&altered, &keys);
            assert!(verdict.is_err(), "{place} {other}");
        }
    }
}

#[tokio::test]
async fn an_altered_file_is_called_altered_wherever_it_was() {
    let (portal, file) = a_file().await;
    let keys = portal.state.keys.public_keys();
    let dots: Vec<usize> = (0..file.len()).filter(|&at| file[at] == b'.').collect();
    for place in (0..file.len()).filter(|place| !dots.contains(place)).step_by(7) {
        let mut altered = file.clone();
        altered[place] = if altered[place] == b'A' { b'B' } else { b'A' };
        assert_eq!(verify(&altered, &keys), Err(Refused::Altered), "{place}");
    }
    let text = String::from_utf8(file.clone()).expect("text");
    for altered in [
        text.trim_end().to_owned(),
        text.replace('\n', "\r\n"),
        format!("{text}\n"),
        format!("{text} "),
        text.replace('\n', "=\n"),
        text.replace('\n', ".\n"),
        text.replacen('.', "..", 1),
        text[..text.len() / 2].to_owned(),
        format!("{text}{text}"),
    ] {
        assert_eq!(verify(altered.as_bytes(), &keys), Err(Refused::Altered), "{altered}");
    }
}

#[tokio::test]
async fn a_file_is_valid_under_the_keys_that_count_and_no_others() {
    let (portal, file) = a_file().await;
    let other = TestPortal::new(Engine::Sqlite).await;
    let (ours, theirs) = (portal.state.keys.public_keys(), other.state.keys.public_keys());
    assert_eq!(verify(&file, &theirs), Err(Refused::OtherKey));
    assert_eq!(verify(&file, &[]), Err(Refused::OtherKey));
    assert!(verify(&file, &[theirs, ours].concat()).is_ok());
}

#[tokio::test]
async fn a_key_that_a_file_brings_along_never_counts() {
    let (portal, file) = a_file().await;
    let keys = portal.state.keys.public_keys();
    let payload = jws::open(&file, &keys).expect("opens");
    let stranger = TestPortal::new(Engine::Sqlite).await;
    let (ours, theirs) = (portal.state.keys.signer(), stranger.state.keys.signer());
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let kid = ours.public().thumbprint();
    for member in [
        format!(r#""jwk":{jwk}"#),
        r#""jku":"https://keys.example/keys.json""#.to_owned(),
        r#""x5c":["MIIB"]"#.to_owned(),
        r#""x5u":"https://keys.example/key.pem""#.to_owned(),
    ] {
        let header = format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"obhut-consents+jws",{member}}}"#);
        for signer in [&ours, &theirs] {
            assert_eq!(
                verify(&forged(signer, &header, &payload), &keys),
                Err(Refused::BringsKey),
                "{member}"
            );
        }
    }
    // A name is not a key.
    let borrowed = format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"obhut-consents+jws"}}"#);
    assert_eq!(verify(&forged(&theirs, &borrowed, &payload), &keys), Err(Refused::Altered));
}

#[tokio::test]
async fn what_is_something_else_is_called_that() {
    let (portal, file) = a_file().await;
    let keys = portal.state.keys.public_keys();
    let payload = jws::open(&file, &keys).expect("opens");
    let (signer, kid) = (portal.state.keys.signer(), keys[0].thumbprint());
    for header in [
        format!(r#"{{"alg":"EdDSA","kid":"{kid}"}}"#),
        format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"JWT"}}"#),
        format!(r#"{{"alg":"none","kid":"{kid}","typ":"something"}}"#),
        r#"{"alg":"HS256"}"#.to_owned(),
    ] {
        assert_eq!(verify(&forged(&signer, &header, &payload), &keys), Err(Refused::NotAnExport), "{header}");
    }
    for other in ["", "\n", "..", "...\n", "%PDF-1.7", "{}", "eyJhbGciOiJub25lIn0.e30.\n"] {
        assert_eq!(verify(other.as_bytes(), &keys), Err(Refused::NotAnExport), "{other}");
    }
    // Something of ours that says nothing about consents.
    assert_eq!(verify(&jws::sign(&signer, b"{}"), &keys), Err(Refused::NotAnExport));
}
