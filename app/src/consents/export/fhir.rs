//! The same decisions as FHIR R4 `Consent` (scope patient-privacy), for systems that read that.
//!
//! FHIR knows opt-in consents as a base rule with exceptions: the policy OPTIN denies everything, and each purpose on a
//! channel that was decided about is a nested provision. The signed file travels along as the source.

use super::document::{Document, State, StateRecord};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

/// The media type of FHIR in JSON.
pub const MEDIA_TYPE: &str = "application/fhir+json";

/// A version as `Consent`; `file` is the signed file itself.
pub fn consent(document: &Document, file: &[u8]) -> Value {
    let controller = document.party_identification.first();
    let origin = controller.map(|party| party.party_url.as_str()).unwrap_or_default();
    let name = controller.and_then(|party| party.party_name.as_deref().or(party.party_contact.as_deref()));
    let provisions: Vec<Value> =
        document.states.iter().map(|state| provision(document, state, origin)).collect();
    let mut consent = json!({
        "resourceType": "Consent",
        "id": document.record_id,
        "meta": { "versionId": document.version.to_string(), "lastUpdated": document.created_at },
        "identifier": [{ "system": format!("{origin}/consents/exports"), "value": document.record_id }],
        "status": "active",
        "scope": coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", "Privacy Consent"),
        "category": [coded("http://loinc.org", "59284-0", "Consent Document")],
        "patient": {
            "type": "Patient",
            "identifier": { "system": format!("{origin}/consents"), "value": document.pii_principal_id },
        },
        "dateTime": document.created_at,
        "organization": [{ "type": "Organization", "display": name.unwrap_or(origin) }],
        "sourceAttachment": { "contentType": "application/jose", "data": STANDARD.encode(file) },
        "policyRule": coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN", "opt-in"),
    });
    if !provisions.is_empty() {
        consent["provision"] = json!({ "provision": provisions });
    }
    consent
}

/// What holds for one purpose on one channel.
fn provision(document: &Document, state: &StateRecord, origin: &str) -> Value {
    let purpose = document.pii_processing.purposes.iter().find(|purpose| purpose.purpose == state.purpose);
    let notice = purpose.and_then(|purpose| purpose.privacy_notices.last());
    let title = notice.map_or(state.purpose.as_str(), |notice| notice.title.as_str());
    let mut provision = json!({
        "type": if state.state == State::Active { "permit" } else { "deny" },
        "purpose": [{ "system": format!("{origin}/consents/purposes"), "code": state.purpose, "display": title }],
        "code": [{ "coding": [{ "system": format!("{origin}/consents/channels"), "code": state.channel.as_str() }] }],
    });
    // Only a permission has an end; when a code can be entered no more is none.
    let until = state.until.as_ref().filter(|_| state.state == State::Active);
    let ends = [("start", state.since.as_ref()), ("end", until)];
    let period: Map<String, Value> =
        ends.into_iter().filter_map(|(name, at)| Some((name.to_owned(), json!(at?)))).collect();
    if !period.is_empty() {
        provision["period"] = Value::Object(period);
    }
    provision
}

fn coded(system: &str, code: &str, display: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": display }] })
}
