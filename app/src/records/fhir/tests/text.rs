use super::*;
use crate::records::model::{Decimal, Details, Value as Measure};

fn told(text: &str) -> Value {
    but(Resource::Condition, json!({ "code": { "text": text }, "note": [{ "text": text }] }))
}

#[test]
fn wording_stays_as_it_was_written() {
    for text in [
        "🫀 Herz 👩🏽‍⚕️",
        "ارتفاع ضغط الدم",
        "\u{202e}verdreht\u{202c}",
        "<script>alert('x')</script> & <b>fett</b>",
        "Zeile 1\nZeile 2\r\n\tTab",
        " mit Rand ",
        "e\u{301} ist nicht \u{e9}",
        "\u{96} aus einem alten Zeichensatz",
    ] {
        let entry = entry(told(text));
        assert_eq!((entry.title.as_str(), entry.notes.as_slice()), (text, [text.to_owned()].as_slice()));
    }
}

#[test]
fn control_characters_are_refused() {
    for text in ["\u{0}", "\u{1b}[31m", "a\u{8}b", "\u{c}"] {
        assert_eq!(why_not(told(text)), (".code.text".into(), Reason::ControlCharacter));
    }
}

#[test]
fn escapes_of_json_are_understood() {
    let bundle = with(&[told("@")]).to_string();
    let escaped = bundle.replace('@', r#"\u00e4\"\\\/\n\ud83e\udec0"#);
    assert_eq!(accepted(escaped.as_bytes()).entries[0].title, "ä\"\\/\n🫀");
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let marked = [b"\xef\xbb\xbf".as_slice(), REAL].concat();
    assert_eq!(accepted(&marked).entries.len(), 13);
    let broken = refused(b"\xef\xbb\xbf{]");
    assert_eq!(broken.reason, Reason::BrokenJson);
}

#[test]
fn of_two_members_of_one_name_the_last_one_counts() {
    let text = anna().to_string().replacen('{', r#"{"birthDate":"1999-09-09","id":17,"#, 1);
    assert_eq!(accepted(text.as_bytes()).patient.birth_date.to_iso(), "1980-05-04");
    // Somebody might hide a modifier behind a harmless one.
    let hidden = but(Resource::Condition, json!({ "x": 1 })).to_string();
    let hidden = hidden.replace(r#""x":1"#, r#""modifierExtension":[{}],"modifierExtension":null"#);
    let bundle = with(&[smallest(Resource::Procedure)]).to_string();
    let hidden = hidden.replacen('{', r#"{"id":"h","subject":{"reference":"Patient/anna"},"#, 1);
    let bundle = bundle.replacen(r#""entry":["#, &format!(r#""entry":[{{"resource":{hidden}}},"#), 1);
    assert_eq!(accepted(bundle.as_bytes()).report.dropped[0].reason, DropReason::Modifier);
}

#[test]
fn decimals_keep_their_digits() {
    let longest = "9".repeat(Decimal::LONGEST);
    for number in ["6.10", "0.000", "-0.0", "1E2", "1.5e-400", "1e400", longest.as_str()] {
        let bundle =
            with(&[but(Resource::Observation, json!({ "valueQuantity": { "value": 4711 } }))]).to_string();
        let import = accepted(bundle.replace("4711", number).as_bytes());
        let stored = serde_json::to_string(&import.entries[0]).expect("serialises");
        let entry: Entry = serde_json::from_str(&stored).expect("reads back");
        let Details::Value(details) = entry.details else { panic!("a value") };
        let Some(Measure::Quantity(quantity)) = details.result.value else { panic!("a quantity") };
        assert_eq!(quantity.value.as_ref().map(Decimal::as_str), Some(number));
    }
    let bundle =
        with(&[but(Resource::Observation, json!({ "valueQuantity": { "value": 4711 } }))]).to_string();
    let refusal = refused(bundle.replace("4711", &format!("{longest}0")).as_bytes());
    assert_eq!(
        (&*refusal.path, refusal.reason),
        ("$.entry[1].resource.valueQuantity.value", Reason::LongNumber)
    );
}

#[test]
fn a_refusal_holds_no_value_of_the_file() {
    let canary = "Zqx7canary";
    let refusal =
        why_not(but(Resource::Condition, json!({ "onsetDateTime": canary, "note": [{ "text": canary }] })));
    assert!(!format!("{refusal:?}").contains(canary));
}
