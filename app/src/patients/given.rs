//! What the portal gives each patient: a number and a sign-in name.
//!
//! Both are random. The sign-in name may be read over a shoulder or found on a slip of paper, so it names a thing
//! outdoors and neither a person, nor an illness, nor the order in which people came.

use super::fields::PATIENT_NUMBER;
use crate::backend::{
    failure::Failure,
    rng::{self, Rng},
};

/// Trees, birds, stones, weather: easy to spell and to say, nothing medical, nothing to laugh at.
pub(super) const NOUNS: [&str; 64] = [
    "ahorn",
    "birke",
    "buche",
    "eiche",
    "erle",
    "esche",
    "espe",
    "fichte",
    "kiefer",
    "linde",
    "pappel",
    "tanne",
    "ulme",
    "weide",
    "zeder",
    "hasel",
    "platane",
    "kastanie",
    "robinie",
    "wacholder",
    "holunder",
    "hainbuche",
    "amsel",
    "drossel",
    "meise",
    "lerche",
    "schwalbe",
    "sperling",
    "fink",
    "zeisig",
    "dohle",
    "kranich",
    "reiher",
    "falke",
    "habicht",
    "bussard",
    "specht",
    "kiebitz",
    "pirol",
    "eisvogel",
    "granit",
    "basalt",
    "marmor",
    "schiefer",
    "quarz",
    "kiesel",
    "achat",
    "opal",
    "topas",
    "bernstein",
    "gneis",
    "sandstein",
    "turmalin",
    "feldspat",
    "wolke",
    "regen",
    "sonne",
    "nebel",
    "wind",
    "raureif",
    "brise",
    "regenbogen",
    "morgenrot",
    "abendrot",
];

/// A patient number, "7K3M-Q0ZT": forty bits in characters that can be read out over the telephone.
pub fn patient_number(rng: &dyn Rng) -> Result<String, Failure> {
    let code = rng::crockford::<PATIENT_NUMBER>(rng)?;
    let (first, second) = code.split_at(PATIENT_NUMBER / 2);
    Ok(format!("{first}-{second}"))
}

/// A sign-in name, "linde-04711".
///
/// It is no secret: a try for a name that nobody has is answered like any other.
pub fn sign_in_name(rng: &dyn Rng) -> Result<String, Failure> {
    let [noun, number @ ..]: [u8; 5] = rng::bytes(rng)?;
    Ok(format!("{}-{:05}", NOUNS[usize::from(noun) % NOUNS.len()], u32::from_be_bytes(number) % 100_000))
}
