//! [`Changes`]: what one request has changed of what its session remembers.
//!
//! A request reads its session when it begins and writes it when it ends, and others may have written in between. So
//! not the whole is written, but what is different now from what was read, onto what is there at that moment.

use serde_json::{Map, Value};
use std::collections::HashMap;

/// The entries of a session.
pub type Data = HashMap<String, Value>;

/// An entry whose name begins so is a map of things that come and go one by one; any other is changed as a whole.
const EACH: &str = "each_";
/// The entry that holds what was read; added when a session is loaded, and never stored.
pub const BEFORE: &str = "before";

/// One change after another.
pub struct Changes(Vec<Change>);

struct Change {
    name: String,
    /// The thing within an entry that is a map.
    thing: Option<String>,
    /// What it is now; `None` when it is gone.
    value: Option<Value>,
}

impl Changes {
    /// What is different from what was read; `unsaved` entries are nobody's business.
    pub fn of(now: &Data, unsaved: &[&str]) -> Self {
        let nothing = Map::new();
        let before = now.get(BEFORE).and_then(Value::as_object).unwrap_or(&nothing);
        let mut changes = Vec::new();
        let names = before.keys().chain(now.keys().filter(|name| !before.contains_key(*name)));
        for name in names.filter(|name| !unsaved.contains(&name.as_str())) {
            let (old, new) = (before.get(name), now.get(name));
            if old == new {
                continue;
            }
            if name.starts_with(EACH) {
                within(name, old, new, &mut changes);
            } else {
                changes.push(Change { name: name.clone(), thing: None, value: new.cloned() });
            }
        }
        Self(changes)
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Makes them in what is there now.
    pub fn make(self, data: &mut Data) {
        for Change { name, thing, value } in self.0 {
            match (thing, value) {
                (None, Some(value)) => drop(data.insert(name, value)),
                (None, None) => drop(data.remove(&name)),
                (Some(thing), value) => {
                    let map = data.entry(name).or_insert_with(|| Value::Object(Map::new()));
                    let Some(map) = map.as_object_mut() else { continue };
                    match value {
                        Some(value) => drop(map.insert(thing, value)),
                        None => drop(map.remove(&thing)),
                    }
                }
            }
        }
    }
}

/// What has come, gone or changed within an entry that is a map.
fn within(name: &str, old: Option<&Value>, new: Option<&Value>, changes: &mut Vec<Change>) {
    let nothing = Map::new();
    let things = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    let (old, new) = (things(old).unwrap_or(nothing.clone()), things(new).unwrap_or(nothing));
    for thing in old.keys().chain(new.keys().filter(|thing| !old.contains_key(*thing))) {
        if old.get(thing) != new.get(thing) {
            let value = new.get(thing).cloned();
            changes.push(Change { name: name.to_owned(), thing: Some(thing.clone()), value });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn data(value: Value) -> Data {
        serde_json::from_value(value).expect("a map")
    }

    #[test]
    fn two_who_have_read_the_same_keep_what_each_has_changed() {
        let read = json!({ "a": 1, "b": 2, "each_letter": { "x": 1, "y": 2 } });
        let mut stored = data(read.clone());
        let one = json!({ "a": 9, "b": 2, "each_letter": { "y": 2, "z": 3 }, "before": read });
        let other = json!({ "a": 1, "each_letter": { "x": 1, "y": 2, "w": 4 }, "new": true, "before": read });
        for changed in [one, other] {
            let changes = Changes::of(&data(changed), &[BEFORE]);
            assert!(!changes.is_empty());
            changes.make(&mut stored);
        }
        let all = json!({ "a": 9, "each_letter": { "y": 2, "z": 3, "w": 4 }, "new": true });
        assert_eq!(stored, data(all));
    }

    #[test]
    fn whoever_has_changed_nothing_writes_nothing() {
        let read = json!({ "a": 1, "each_letter": { "x": 1 } });
        let now = json!({ "a": 1, "each_letter": { "x": 1 }, "view": 5, "before": read });
        assert!(Changes::of(&data(now), &[BEFORE, "view"]).is_empty());
    }
}
