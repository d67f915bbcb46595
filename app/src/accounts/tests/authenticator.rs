//! A security key made of a few lines (Web Authentication Level 3, sections 6.1 and 6.5).
//!
//! The soft tokens of `webauthn-authenticator-rs` refuse discoverable credentials and report no user handle, so they
//! cannot sign anybody in without a name. This one does, and lies where a test wants it to.

use crate::accounts::webauthn::Begun;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{DerSignature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;

/// The key and certificate every authenticator of one make has.
pub struct Make {
    pub key: rcgen::KeyPair,
    /// In DER.
    pub certificate: Vec<u8>,
}

/// One credential on one authenticator; a clone of it is what an attacker copied.
#[derive(Clone)]
pub struct Authenticator {
    pub key: SigningKey,
    pub credential: Vec<u8>,
    /// `user.id`, as it was told at registration.
    pub handle: Vec<u8>,
    /// The signature counter; `None` for a synced passkey, which does not count.
    pub count: Option<u32>,
    /// Whether its counter stands still.
    pub frozen: bool,
    pub origin: &'static str,
    pub rp_id: &'static str,
    /// Whether it checked a fingerprint or PIN.
    pub verifies: bool,
    pub cross_origin: bool,
    /// The `type` of its client data, where it is not the right one.
    pub client_type: Option<&'static str>,
}

impl Authenticator {
    /// One with a key of its own, which counts its signatures.
    pub fn new() -> Self {
        let random = || {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).expect("random");
            bytes
        };
        Self {
            key: SigningKey::from_slice(&random()).expect("a key"),
            credential: random().to_vec(),
            handle: Vec::new(),
            count: Some(0),
            frozen: false,
            origin: "http://localhost:3000",
            rp_id: "localhost",
            verifies: true,
            cross_origin: false,
            client_type: None,
        }
    }

    /// One whose key is kept in a cloud.
    pub fn synced() -> Self {
        Self { count: None, ..Self::new() }
    }

    /// Another credential that claims this one's id.
    pub fn impostor(&self) -> Self {
        Self { key: Self::new().key, ..self.clone() }
    }

    /// `navigator.credentials.create()`.
    pub fn register(&mut self, begun: &Begun) -> Value {
        let (data, client_data) = self.attested_data(begun);
        // CBOR (RFC 8949): {"fmt": "none", "attStmt": {}, "authData": data}.
        self.registered(b"\xa3\x63fmt\x64none\x67attStmt\xa0", &data, &client_data)
    }

    /// The same by an authenticator that proves its make (Web Authentication, section 8.2, "packed", with `x5c`).
    pub fn register_as(&mut self, begun: &Begun, make: &Make) -> Value {
        let (data, client_data) = self.attested_data(begun);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature = rcgen::SigningKey::sign(&make.key, &signed).expect("signs");
        let head: &[u8] = b"\xa3\x63fmt\x66packed\x67attStmt\xa3\x63alg\x26\x63sig\x59";
        let statement = [
            head,
            &length(&signature),
            &signature,
            b"\x63x5c\x81\x59",
            &length(&make.certificate),
            &make.certificate,
        ]
        .concat();
        self.registered(&statement, &data, &client_data)
    }

    fn attested_data(&mut self, begun: &Begun) -> (Vec<u8>, Vec<u8>) {
        let options = &begun.options["publicKey"];
        self.handle = bytes(&options["user"]["id"]);
        let client_data = self.client_data("webauthn.create", options);
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().expect("x"), point.y().expect("y"));
        // COSE (RFC 9053): kty EC2, alg ES256, crv P-256.
        let head: &[u8] = &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        let cose = [head, x.as_slice(), &[0x22, 0x58, 0x20], y.as_slice()].concat();
        let data = [
            self.authenticator_data(ATTESTED).as_slice(),
            &[0; 16],
            &length(&self.credential),
            &self.credential,
            &cose,
        ]
        .concat();
        (data, client_data)
    }

    fn registered(&self, statement: &[u8], data: &[u8], client_data: &[u8]) -> Value {
        let attestation = [statement, b"\x68authData\x59", &length(data), data].concat();
        json!({
            "id": text(&self.credential), "rawId": text(&self.credential), "type": "public-key",
            "response": { "attestationObject": text(&attestation), "clientDataJSON": text(client_data) },
            "extensions": {},
        })
    }

    /// `navigator.credentials.get()`.
    pub fn answer(&mut self, begun: &Begun) -> Value {
        self.count = self.count.map(|count| count + u32::from(!self.frozen));
        let client_data = self.client_data("webauthn.get", &begun.options["publicKey"]);
        let data = self.authenticator_data(0);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: DerSignature = self.key.sign(&signed);
        json!({
            "id": text(&self.credential), "rawId": text(&self.credential), "type": "public-key",
            "response": {
                "authenticatorData": text(&data), "clientDataJSON": text(&client_data),
                "signature": text(signature.as_bytes()), "userHandle": text(&self.handle),
            },
            "extensions": {},
        })
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({
            "type": self.client_type.unwrap_or(kind), "challenge": options["challenge"],
            "origin": self.origin, "crossOrigin": self.cross_origin,
        })
        .to_string()
        .into_bytes()
    }

    fn authenticator_data(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { USER_VERIFIED } else { 0 };
        let synced = if self.count.is_none() { BACKUP_ELIGIBLE | BACKED_UP } else { 0 };
        let hash = Sha256::digest(self.rp_id);
        let count = self.count.unwrap_or(0).to_be_bytes();
        [hash.as_slice(), &[USER_PRESENT | verified | synced | more], &count].concat()
    }
}

/// Flips a bit in a base64 field of an answer.
pub fn tampered(mut answer: Value, field: &str) -> Value {
    let mut altered = bytes(&answer["response"][field]);
    if let Some(last) = altered.last_mut() {
        *last ^= 1;
    }
    answer["response"][field] = text(&altered).into();
    answer
}

pub fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes(value: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(value.as_str().expect("a string")).expect("base64url")
}

fn length(bytes: &[u8]) -> [u8; 2] {
    u16::try_from(bytes.len()).expect("short").to_be_bytes()
}
