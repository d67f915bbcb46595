//! What makes two people probably one.
//!
//! A double name is known by its parts as well: "Muster-Schmidt" and "Muster" may be one person before and after a
//! wedding. Parts are hashed as another text than whole names, so that the search stays exact.

use super::{
    model::{BirthDate, Item},
    normal::{self, Index},
};

/// Parts of so many names that sharing one means nothing.
const PARTICLES: [&str; 16] = [
    "von", "vom", "van", "der", "den", "zu", "zum", "zur", "de", "del", "da", "di", "el", "al", "bin", "ibn",
];

/// Whose names have parts, and what sharing one is called.
const NAMES: [(Item, Index, Index); 2] = [
    (Item::FamilyName, Index::FamilyBirth, Index::FamilyPart),
    (Item::GivenName, Index::GivenBirth, Index::GivenPart),
];

/// What of a double name is kept: each part together with the birth date.
pub(super) fn parts_kept(items: &[(Item, String)]) -> Vec<(Index, String)> {
    let kept = |(item, _, part)| {
        let parts = named(items, item).map(|(name, birth)| (parts_of(name), birth));
        parts
            .into_iter()
            .flat_map(move |(parts, birth)| parts.into_iter().map(move |of| (part, text(&of, birth))))
    };
    NAMES.into_iter().flat_map(kept).collect()
}

/// What to look for, and what it means to find it: whole values first, then what shares a part of a name.
pub(super) fn lookups(items: &[(Item, String)]) -> Vec<(Index, String)> {
    let whole = normal::indexes(items).into_iter().filter(|(index, _)| Index::OF_DUPLICATES.contains(index));
    let parts = NAMES.into_iter().flat_map(|(item, _, part)| {
        let Some((name, birth)) = named(items, item) else { return Vec::new() };
        let parts = parts_of(name);
        // A double name of which this one is a part; a name that is a part of this one; two that share a part.
        let of_others = std::iter::once(text(name, birth));
        let as_whole = parts.iter().map(|of| normal::name_and_birth(of, birth));
        let shared = parts.iter().map(|of| text(of, birth));
        of_others.chain(as_whole).chain(shared).map(|value| (part, value)).collect()
    });
    whole.chain(parts).collect()
}

/// Whether finding by this says nothing beside finding by the whole name.
pub(super) fn is_part_of(index: Index, because: &[Index]) -> bool {
    NAMES.into_iter().any(|(_, whole, part)| index == part && because.contains(&whole))
}

fn named(items: &[(Item, String)], wanted: Item) -> Option<(&str, BirthDate)> {
    let value = |wanted| items.iter().find(|(item, _)| *item == wanted).map(|(_, value)| value.as_str());
    value(wanted).zip(value(Item::BirthDate).and_then(BirthDate::from_iso))
}

/// The parts of a double name; a name of one part has none.
fn parts_of(typed: &str) -> Vec<String> {
    let mut parts: Vec<String> = typed
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}'))
        .filter(|part| !normal::name(part).is_empty() && !PARTICLES.contains(&part.to_lowercase().as_str()))
        .map(str::to_owned)
        .collect();
    parts.sort();
    parts.dedup();
    if parts.len() > 1 { parts } else { Vec::new() }
}

/// A text that no whole name together with its birth date can be.
fn text(part: &str, birth: BirthDate) -> String {
    format!("{} part", normal::name_and_birth(part, birth))
}
