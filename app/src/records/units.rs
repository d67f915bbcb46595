//! Units as people write them, for sources that send only the codes of machines (UCUM, ucum.org).

/// Atoms of UCUM whose code nobody writes by hand.
const ATOMS: [(&str, &str); 13] = [
    ("Cel", "°C"),
    ("[degF]", "°F"),
    ("mm[Hg]", "mmHg"),
    ("cm[H2O]", "cmH₂O"),
    ("[iU]", "IU"),
    ("[IU]", "IU"),
    ("k[iU]", "kIU"),
    ("k[IU]", "kIU"),
    ("m[iU]", "mIU"),
    ("m[IU]", "mIU"),
    ("u[iU]", "µIU"),
    ("u[IU]", "µIU"),
    ("[pH]", "pH"),
];

/// Units of which UCUM's "u" is the millionth part.
const OF_MICRO: [&str; 9] = ["g", "l", "L", "mol", "m", "s", "kat", "eq", "IU"];

/// Lengths of which there are areas and volumes.
const OF_LENGTH: [&str; 4] = ["m", "dm", "cm", "mm"];

/// What a litre may be written with in front of it.
const OF_LITRE: [&str; 8] = ["", "m", "d", "c", "u", "µ", "n", "f"];

/// A unit as people write it: "10*9/L" becomes "10⁹/L", "Cel" becomes "°C".
///
/// What is not understood as a whole stays as it was written.
pub fn printed(unit: &str) -> String {
    let mut all = String::new();
    for part in parts(unit) {
        match part {
            Part::Between(sign) => all.push(sign),
            Part::Atom(code) => match atom(code) {
                Some(words) => all.push_str(&words),
                None => return unit.to_owned(),
            },
        }
    }
    all
}

/// By what equal units are recognised, however they are written: "mg/dL", "mg/dl".
pub fn key(unit: &str) -> String {
    // The Greek letter looks the same and is another character.
    let printed = printed(&unit.replace('μ', "µ"));
    let litre = |atom: &str| {
        atom.strip_suffix('L').filter(|prefix| OF_LITRE.contains(prefix)).map(|prefix| format!("{prefix}l"))
    };
    parts(&printed)
        .into_iter()
        .map(|part| match part {
            Part::Between(sign) => sign.to_string(),
            Part::Atom(atom) => litre(atom).unwrap_or_else(|| atom.to_owned()),
        })
        .collect()
}

enum Part<'u> {
    Between(char),
    Atom(&'u str),
}

/// Splits at "/" and ".", apart from those in braces, which are words.
fn parts(unit: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut from, mut braces) = (0, 0_usize);
    for (at, sign) in unit.char_indices() {
        match sign {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '/' | '.' if braces == 0 => {
                parts.extend((from < at).then(|| Part::Atom(&unit[from..at])));
                parts.push(Part::Between(sign));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.extend((from < unit.len()).then(|| Part::Atom(&unit[from..])));
    parts
}

fn atom(code: &str) -> Option<String> {
    if let Some((_, words)) = ATOMS.iter().find(|(known, _)| *known == code) {
        return Some((*words).to_owned());
    }
    if let Some(words) = code.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        return Some(words.replace('_', " ").replace(" m2", " m²"));
    }
    if let Some(power) = code.strip_prefix("10*").or_else(|| code.strip_prefix("10^")) {
        return raised(power).map(|power| format!("10{power}"));
    }
    if let Some(base) = code.strip_prefix('u').filter(|base| OF_MICRO.contains(base)) {
        return Some(format!("µ{base}"));
    }
    if let Some((length, power)) = code.split_at_checked(code.len().saturating_sub(1))
        && OF_LENGTH.contains(&length)
        && matches!(power, "2" | "3")
    {
        return Some(format!("{length}{}", raised(power)?));
    }
    let plain = !code.contains(['[', ']', '{', '}', '*', '^']);
    plain.then(|| code.to_owned())
}

/// An exponent: "-3" becomes "⁻³".
fn raised(power: &str) -> Option<String> {
    let sign = |sign| match sign {
        '-' => Some('⁻'),
        '1' => Some('¹'),
        '2' => Some('²'),
        '3' => Some('³'),
        '0' | '4'..='9' => char::from_u32(u32::from('⁰') + u32::from(sign) - u32::from('0')),
        _ => None,
    };
    Some(power.chars().map(sign).collect::<Option<String>>()?).filter(|all| !all.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_machines_become_units_of_people() {
        for (code, words) in [
            ("Cel", "°C"),
            ("10*9/L", "10⁹/L"),
            ("10*3/uL", "10³/µL"),
            ("10*-6", "10⁻⁶"),
            ("mm[Hg]", "mmHg"),
            ("kg/m2", "kg/m²"),
            ("cm3", "cm³"),
            ("umol/L", "µmol/L"),
            ("u[IU]/mL", "µIU/mL"),
            ("/min", "/min"),
            ("{beats}/min", "beats/min"),
            ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ] {
            assert_eq!(printed(code), words, "{code}");
        }
    }

    #[test]
    fn what_is_written_for_people_stays_as_it_is() {
        for unit in ["mg/dl", "U/l", "%", "Tropfen", "10^", "[lb_av]", "kg.[m]", "", "ug/}", "Stk."] {
            assert_eq!(printed(unit), unit);
        }
    }

    #[test]
    fn a_litre_is_a_litre_with_either_letter() {
        for (one, other) in
            [("mg/dL", "mg/dl"), ("10*9/L", "10⁹/l"), ("fL", "fl"), ("uL", "µl"), ("μmol/l", "umol/L")]
        {
            assert_eq!(key(one), key(other), "{one}");
        }
        assert_ne!(key("U/L"), key("u/L"));
        assert_ne!(key("mg/L"), key("mg/dL"));
        assert_ne!(key("mmol/L"), key("mol/L"));
    }
}
