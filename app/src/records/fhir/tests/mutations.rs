use super::*;

/// SplitMix64: small, known, and the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }
}

/// How many values a value consists of.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Changes the value of this number, counted from the outside in.
fn change(value: &mut Value, mut number: usize, dice: &mut Dice) {
    let inside: Vec<&mut Value> = match value {
        _ if number == 0 => return *value = other(value, dice),
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => {
            if dice.roll(40) == 0 {
                let name = members.keys().nth(dice.roll(members.len())).cloned();
                members.remove(&name.unwrap_or_default());
            }
            members.values_mut().collect()
        }
        _ => return,
    };
    number -= 1;
    for value in inside {
        match size(value) {
            size if number < size => return change(value, number, dice),
            size => number -= size,
        }
    }
}

/// Something else than what was there.
fn other(value: &Value, dice: &mut Dice) -> Value {
    let text = value.as_str().unwrap_or("x");
    match dice.roll(14) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1e300),
        3 => json!([]),
        4 => json!({}),
        5 => json!([value]),
        6 => json!({ "reference": value, "coding": [value], "value": value }),
        7 => json!(""),
        8 => json!("#"),
        9 => json!("/_history//"),
        10 => json!("2026-02-29T24:61:61+99:99"),
        11 => json!(text.chars().rev().collect::<String>()),
        12 => json!(format!("{text}\u{1F9EA}\u{202e}\u{0}")),
        _ => json!(text.get(..text.len() / 2).unwrap_or_default()),
    }
}

/// Whatever comes out, it must be whole.
fn judge(bytes: &[u8]) -> bool {
    match read(bytes, now()) {
        Ok(import) => {
            let taken: u32 = import.report.accepted.iter().map(|accepted| accepted.count).sum();
            assert!(taken as usize > import.entries.len() && !import.patient.family.is_empty());
            for entry in &import.entries {
                let stored = serde_json::to_string(entry).expect("serialises");
                assert!(serde_json::from_str::<Entry>(&stored).expect("reads back") == *entry);
                assert!(!entry.title.trim().is_empty());
            }
            let _ = crate::records::series::series(&import.entries);
            true
        }
        Err(refusal) => {
            assert!(refusal.path.starts_with('$'));
            assert_eq!(
                refusal.position.is_some(),
                refusal.path == "$" && refusal.reason != Reason::NoPatient
            );
            false
        }
    }
}

#[test]
fn five_hundred_damaged_copies_of_a_real_file_are_read_or_refused() {
    let whole: Value = serde_json::from_slice(REAL).expect("a real file");
    let (values, mut dice, mut read) = (size(&whole), Dice(20_261_122), 0);
    for _ in 0..500 {
        let mut copy = whole.clone();
        for _ in 0..=dice.roll(4) {
            change(&mut copy, dice.roll(values), &mut dice);
        }
        read += usize::from(judge(copy.to_string().as_bytes()));
    }
    assert!((50..450).contains(&read), "{read} were read, so the damage was too small or too large");
}

#[test]
fn five_hundred_cut_or_scrambled_copies_are_read_or_refused() {
    let mut dice = Dice(4);
    for round in 0..500 {
        let mut copy = REAL.to_vec();
        if round % 2 == 0 {
            copy.truncate(dice.roll(copy.len()));
        } else {
            for _ in 0..=dice.roll(3) {
                let at = dice.roll(copy.len());
                copy[at] = dice.roll(256) as u8;
            }
        }
        judge(&copy);
    }
}
