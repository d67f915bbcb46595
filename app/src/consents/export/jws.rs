//! Signing a file, and reading one with the keys that count; how it looks stands in [`reading`](super::reading).

use super::{
    base64url,
    reading::{Plan, Question, Refused, header, plan},
};
use crate::backend::crypto::{PublicKey, Signer};

/// Signs a payload.
pub fn sign(signer: &Signer, payload: &[u8]) -> Vec<u8> {
    let input = format!("{}.{}", header(&signer.public().thumbprint()), base64url::encode(payload));
    let signature = base64url::encode(&signer.sign(input.as_bytes()));
    format!("{input}.{signature}\n").into_bytes()
}

/// The payload of a file that one of these keys has signed.
pub fn open(file: &[u8], trusted: &[PublicKey]) -> Result<Vec<u8>, Refused> {
    let kids: Vec<String> = trusted.iter().map(PublicKey::thumbprint).collect();
    let has_signed = |question: &Question| {
        trusted.get(question.key).is_some_and(|key| key.has_signed(&question.input, &question.signature))
    };
    match plan(file, &kids) {
        Plan::Ask(question) if has_signed(&question) => Ok(question.payload),
        Plan::Ask(_) => Err(Refused::Altered),
        Plan::Refuse { suspicions, .. } if suspicions.iter().any(has_signed) => Err(Refused::Altered),
        Plan::Refuse { otherwise, .. } => Err(otherwise),
    }
}
