//! The shape of the FHIR form, by the rules of R4 (FHIR 4.0.1, Consent).

use super::*;
use crate::{consents::export::fhir::consent, on_both_databases};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use std::collections::BTreeSet;

/// The elements R4 knows at each place of a `Consent` that we write.
const ELEMENTS: &[(&str, &[&str])] = &[
    (
        "Consent",
        &[
            "resourceType",
            "id",
            "meta",
            "identifier",
            "status",
            "scope",
            "category",
            "patient",
            "dateTime",
            "organization",
            "sourceAttachment",
            "policyRule",
            "provision",
        ],
    ),
    ("provision", &["type", "period", "purpose", "code", "provision"]),
    ("period", &["start", "end"]),
    ("coding", &["system", "code", "display"]),
    ("purpose", &["system", "code", "display"]),
];

fn names(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn assert_known(of: &str, value: &Value) {
    let known = ELEMENTS.iter().find(|(name, _)| *name == of).expect("is listed").1;
    let known = known.iter().copied().collect();
    assert!(names(value).is_subset(&known), "{of}: {value}");
}

/// R4 has no empty strings, objects and lists, and no null (FHIR 4.0.1, 2.6.2).
fn assert_nothing_is_empty(value: &Value) {
    match value {
        Value::Null => panic!("null"),
        Value::String(text) => assert!(!text.trim().is_empty()),
        Value::Array(list) => {
            assert!(!list.is_empty());
            list.iter().for_each(assert_nothing_is_empty);
        }
        Value::Object(map) => {
            assert!(!map.is_empty());
            map.values().for_each(assert_nothing_is_empty);
        }
        Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A dateTime with a time has seconds and a zone (FHIR 4.0.1, 2.24.0.1).
fn assert_moment(value: &Value) {
    let text = value.as_str().expect("text");
    assert!(text.parse::<jiff::Timestamp>().is_ok() && text.ends_with('Z') && text.len() >= 20, "{text}");
}

on_both_databases! {
    async fn the_form_for_other_systems_is_a_consent_of_r4(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = patient(&portal).await;
        let until = Timestamp(portal.state.clock.now().0 + 1_000 * MINUTE);
        let (news, survey) = (("practice-news", Channel::Email), ("satisfaction-survey", Channel::Email));
        decide(&portal, subject, news, What::Requested { until }).await;
        decide(&portal, subject, news, What::Confirmed { expires_at: Some(until) }).await;
        decide(&portal, subject, survey, What::Requested { until }).await;
        decide(&portal, subject, ("new-message", Channel::Sms), What::Granted { expires_at: None }).await;
        decide(&portal, subject, ("new-message", Channel::Sms), What::Withdrawn).await;
        build(&portal).await;
        let service::Opened { file, document } = opened(&portal, subject, 1).await;
        let consent = consent(&document, &file);
        assert_nothing_is_empty(&consent);
        assert_known("Consent", &consent);
        // 1. What a consent must have: status, scope, category; ppc-1: a policy; ppc-2: with privacy, a patient.
        assert_eq!((&consent["resourceType"], &consent["status"]), (&"Consent".into(), &"active".into()));
        let code = |place: &Value| (place["coding"][0]["system"].clone(), place["coding"][0]["code"].clone());
        assert_eq!(code(&consent["scope"]), ("http://terminology.hl7.org/CodeSystem/consentscope".into(), "patient-privacy".into()));
        assert_eq!(code(&consent["category"][0]), ("http://loinc.org".into(), "59284-0".into()));
        assert_eq!(code(&consent["policyRule"]), ("http://terminology.hl7.org/CodeSystem/v3-ActCode".into(), "OPTIN".into()));
        assert_eq!(consent["patient"]["identifier"]["value"], document.pii_principal_id.as_str());
        assert_eq!(consent["organization"][0]["display"], "Praxis am Park");
        assert_moment(&consent["dateTime"]);
        assert_moment(&consent["meta"]["lastUpdated"]);
        // 2. An id has at most 64 letters, digits, hyphens and points (2.24.0.1).
        let id = consent["id"].as_str().expect("text");
        assert!(id.len() <= 64 && id.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)), "{id}");
        // 3. The signed file travels along.
        let data = STANDARD.decode(consent["sourceAttachment"]["data"].as_str().expect("text")).expect("base64");
        assert_eq!(data, file);
        // 4. The root rule has no type, every nested one has (6.2.4.2).
        let root = &consent["provision"];
        assert_known("provision", root);
        assert!(root.get("type").is_none());
        let mut said = Vec::new();
        for nested in root["provision"].as_array().expect("a list") {
            assert_known("provision", nested);
            assert_known("purpose", &nested["purpose"][0]);
            assert_known("coding", &nested["code"][0]["coding"][0]);
            let period = nested.get("period");
            if let Some(period) = period {
                assert_known("period", period);
                period.as_object().expect("an object").values().for_each(assert_moment);
            }
            let text = |value: &Value| value.as_str().expect("text").to_owned();
            let end = period.and_then(|period| period.get("end")).is_some();
            said.push((text(&nested["purpose"][0]["code"]), text(&nested["code"][0]["coding"][0]["code"]), text(&nested["type"]), end));
        }
        let line = |purpose: &str, channel: &str, kind: &str, end| (purpose.to_owned(), channel.to_owned(), kind.to_owned(), end);
        assert_eq!(said, [
            line("new-message", "sms", "deny", false),
            line("practice-news", "email", "permit", true),
            line("satisfaction-survey", "email", "deny", false),
        ]);
    }
}
