use super::*;
use crate::records::model::{DOCUMENT_MAX, Details, Dropped, Status};
use base64::{Engine, prelude::BASE64_STANDARD};

fn document(data: &str) -> Value {
    let attachment = json!({ "contentType": "application/pdf", "title": "Arztbrief", "creation": "2024-02-03", "data": data });
    but(
        Resource::DocumentReference,
        json!({ "content": [{ "attachment": attachment }], "description": "An die Hausärztin" }),
    )
}

fn packed(bytes: &[u8]) -> Value {
    document(&BASE64_STANDARD.encode(bytes))
}

/// A PDF of so many bytes.
fn pdf(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(length - 6, b' ');
    bytes.extend(b"%%EOF\n");
    bytes
}

#[test]
fn a_pdf_in_the_file_becomes_a_document_and_its_bytes_stay_apart() {
    let mut value = packed(&pdf(5000));
    value["docStatus"] = json!("preliminary");
    value["author"] = json!([{ "display": "Dr. Adler" }, { "reference": "Practitioner/x" }]);
    let import = import(&with(&[value]));
    let [entry] = import.entries.as_slice() else { panic!("one entry") };
    assert_eq!((&*entry.title, entry.status), ("Arztbrief", Status::Preliminary));
    assert_eq!(entry.date.as_ref().map(When::as_str), Some("2024-02-03"));
    assert_eq!(
        (&entry.notes, &entry.by),
        (&vec!["An die Hausärztin".to_owned()], &vec!["Dr. Adler".to_owned()])
    );
    let Details::Document(details) = &entry.details else { panic!("a document") };
    assert_eq!(details.files.iter().map(|file| file.size).collect::<Vec<_>>(), [5000]);
    let [document] = import.documents.as_slice() else { panic!("one document") };
    assert!(document.source_id == entry.source_id && document.file == 0);
    assert_eq!(document.bytes, pdf(5000));
    assert!(!serde_json::to_string(entry).expect("serialises").contains("JVBERi"));
}

#[test]
fn line_breaks_and_missing_padding_in_the_data_do_not_matter() {
    let data = BASE64_STANDARD.encode(pdf(100));
    assert!(data.ends_with('='));
    let data = format!("{}\r\n {}", &data[..60], data[60..].trim_end_matches('='));
    assert_eq!(import(&with(&[document(&data)])).documents[0].bytes, pdf(100));
}

#[test]
fn what_is_no_whole_pdf_is_left_out() {
    let html = b"<html><script>alert(1)</script></html>";
    for broken in [b"".as_slice(), b"%PDF-", html, b" %PDF-1.7 %%EOF", b"%PDF-1.7 with no end"] {
        let reason = left_out(packed(broken));
        assert_eq!(reason, if broken.is_empty() { DropReason::NoPdf } else { DropReason::BrokenPdf });
    }
    let mut late = pdf(100);
    late.extend([b' '; 1100]);
    assert_eq!(left_out(packed(&late)), DropReason::BrokenPdf);
    for data in ["JVBERi0xLjcKJSVFT0YK!", "%PDF-1.7 %%EOF", "ä", "JVBERi0xLjcKJSVFT0Y_"] {
        assert_eq!(left_out(document(data)), DropReason::BrokenPdf, "{data}");
    }
}

#[test]
fn a_document_may_have_ten_megabytes_and_no_more() {
    let decode = |length| crate::records::fhir::pdf::decode(&BASE64_STANDARD.encode(pdf(length)));
    assert_eq!(decode(DOCUMENT_MAX).map(|bytes| bytes.len()), Ok(DOCUMENT_MAX));
    assert_eq!(decode(DOCUMENT_MAX + 1), Err(DropReason::LargePdf));
    assert_eq!(decode(DOCUMENT_MAX + 9999), Err(DropReason::LargePdf));
}

#[test]
fn a_document_elsewhere_or_in_another_format_is_left_out() {
    for attachment in [
        json!({ "contentType": "application/pdf", "url": "https://example.org/brief.pdf" }),
        json!({ "contentType": "text/html", "data": "JVBERi0xLjcKJSVFT0YK" }),
        json!({ "data": "JVBERi0xLjcKJSVFT0YK" }),
        json!({}),
    ] {
        let value = but(Resource::DocumentReference, json!({ "content": [{ "attachment": attachment }] }));
        assert_eq!(left_out(value), DropReason::NoPdf);
    }
    let none = but(Resource::DocumentReference, json!({ "content": null }));
    assert_eq!(left_out(none), DropReason::NoPdf);
}

#[test]
fn a_report_keeps_what_it_says_and_points_to_its_values() {
    let value = but(Resource::Observation, json!({ "id": "o" }));
    let report = but(
        Resource::DiagnosticReport,
        json!({
            "status": "amended", "effectiveDateTime": "2020-03", "issued": "2020-04-01T10:00:00Z",
            "conclusion": "Alles in Ordnung", "conclusionCode": [{ "text": "unauffällig" }],
            "result": [{ "reference": "Observation/o" }, { "reference": "Observation/weg", "display": "Kalium" }, {}],
            "presentedForm": [
                { "contentType": "text/html", "data": "PGI+" },
                { "contentType": "application/pdf; charset=binary", "data": "JVBERi0xLjcKJSVFT0YK" },
                { "contentType": "application/pdf", "data": "kaputt" },
            ],
        }),
    );
    let import = import(&with(&[value, report]));
    let entry = import.entries.last().expect("a report");
    assert_eq!((entry.status, entry.date.as_ref().map(When::as_str)), (Status::Corrected, Some("2020-03")));
    let Details::Document(details) = &entry.details else { panic!("a report") };
    assert!(details.report);
    assert_eq!(details.conclusion.as_deref(), Some("Alles in Ordnung"));
    let [value, potassium] = details.results.as_slice() else { panic!("two results") };
    assert!(value.source_id.as_ref() == Some(&import.entries[0].source_id));
    assert_eq!((potassium.source_id.is_none(), potassium.text.as_deref()), (true, Some("Kalium")));
    assert_eq!((details.files.len(), import.documents.len()), (1, 1));
    let left = |reason| Dropped { resource_type: "DiagnosticReport.presentedForm".into(), reason, count: 1 };
    assert_eq!(import.report.dropped, [left(DropReason::NoPdf), left(DropReason::BrokenPdf)]);
}
