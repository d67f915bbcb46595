//! The page as a whole.

use super::*;

#[test]
fn a_real_summary_is_shown_in_the_order_in_which_people_read() {
    let entries = read(REAL).entries;
    for (lang, parts) in [
        (
            Lang::De,
            [
                "<h1>Ihre Akte</h1>",
                "<a href=\"#allergies\">Allergien</a>",
                "<h2 id=\"allergies\">Allergien</h2>",
                "<h2 id=\"conditions\">Erkrankungen</h2>",
                "<h2 id=\"medications\">Medikamente</h2>",
                "<h2 id=\"vaccinations\">Impfungen</h2>",
                "<p class=\"missing\">Dazu ist hier nichts hinterlegt.</p>",
                "<h2 id=\"results\">Werte</h2>",
                "<h2 id=\"procedures\">Eingriffe</h2>",
                "<h2 id=\"documents\">Dokumente</h2>",
            ],
        ),
        (
            Lang::En,
            [
                "<h1>Your record</h1>",
                "<a href=\"#allergies\">Allergies</a>",
                "<h2 id=\"allergies\">Allergies</h2>",
                "<h2 id=\"conditions\">Conditions</h2>",
                "<h2 id=\"medications\">Medications</h2>",
                "<h2 id=\"vaccinations\">Vaccinations</h2>",
                "<p class=\"missing\">Nothing is stored here about this.</p>",
                "<h2 id=\"results\">Results</h2>",
                "<h2 id=\"procedures\">Procedures</h2>",
                "<h2 id=\"documents\">Documents</h2>",
            ],
        ),
    ] {
        let html = page(lang, &entries);
        assert_in_order(&html, &parts);
        assert_walkable(&html);
    }
}

#[test]
fn what_a_source_writes_stays_text_and_in_its_place() {
    for nasty in [
        "</textarea><script>alert(1)</script>",
        "</title></desc></svg><script>alert(1)</script>",
        "مريم\u{202e} بنت أحمد",
        "👩🏽‍⚕️ Zoë",
        "\" onclick='x' <b>&amp;</b>",
    ] {
        let concept =
            json!({ "text": nasty, "coding": [{ "system": nasty, "code": nasty, "display": nasty }] });
        let value = |day: u8| {
            json!({
                "resourceType": "Observation", "status": "final", "code": { "text": nasty },
                "category": [{ "coding": [{ "code": "laboratory" }] }],
                "effectiveDateTime": format!("2024-01-0{day}"),
                "valueQuantity": { "value": day, "unit": nasty }, "note": [{ "text": nasty }],
                "performer": [{ "display": nasty }], "interpretation": [concept],
                "referenceRange": [{ "low": { "value": 2, "unit": nasty }, "text": nasty, "appliesTo": [concept] }],
            })
        };
        let medicine = json!({
            "resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": concept,
            "dosage": [{ "text": nasty, "patientInstruction": nasty, "route": concept }],
        });
        let all = entries(&[value(1), value(2), medicine]);
        for lang in Lang::ALL {
            for html in [page(lang, &all), staff_page(lang, nasty, &all)] {
                assert_walkable(&html);
                assert!(html.contains("<svg"), "a chart is drawn");
                let tags = tags(&html);
                for tag in ["script", "textarea", "/textarea", "b"] {
                    assert!(!tags.contains(&tag), "{tag} of {nasty:?} in {html}");
                }
                assert_eq!(
                    tags.iter().filter(|tag| **tag == "/title").count(),
                    tags.iter().filter(|tag| **tag == "title").count()
                );
                assert!(!html.contains(" onclick='x' <"), "{html}");
                let shown = html
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#x27;", "'")
                    .replace("&amp;", "&");
                assert!(shown.contains(&format!("<bdi lang=\"\">{nasty}</bdi>")), "{nasty} in {shown}");
                // Outside of elements of its own it is isolated by characters.
                let desc = shown.split("<desc").nth(1).expect("a description");
                assert!(desc.contains(&format!("\u{2068}{nasty}\u{2069}")), "{desc}");
            }
        }
    }
}

#[test]
fn long_sections_show_the_newest_twenty_and_keep_the_rest_at_hand() {
    let conditions: Vec<Value> = (0..23)
        .map(|n| json!({ "resourceType": "Condition", "code": { "text": format!("Ding {n}") }, "onsetDateTime": format!("{}", 2000 + n) }))
        .collect();
    let all = entries(&conditions);
    let html = page(Lang::De, &all);
    assert_walkable(&html);
    let part = section(&html, "conditions");
    assert_in_order(
        part,
        &[
            "Ding 22<",
            "Ding 21<",
            "Ding 3<",
            "<details class=\"more\"><summary>Weitere 3 Einträge anzeigen</summary>",
            "Ding 2<",
            "Ding 0<",
        ],
    );
    assert!(section(&page(Lang::En, &all), "conditions").contains("Show 3 more entries"));
    assert!(!page(Lang::De, &all[..20]).contains("class=\"more\""));
}

#[test]
fn an_empty_record_says_so_everywhere() {
    let html = page(Lang::De, &[]);
    assert_walkable(&html);
    assert_eq!(html.matches("Dazu ist hier nichts hinterlegt.").count(), 7);
    assert!(html.contains("noch keine Gesundheitsdaten"));
}

#[test]
fn the_team_sees_whose_record_it_is_and_that_the_opening_is_logged() {
    let entries = read(REAL).entries;
    let html = staff_page(Lang::De, "Martha DeLarosa", &entries);
    assert_walkable(&html);
    assert_in_order(
        &html,
        &[
            "<a href=\"/staff\" class=\"back-link\">Zur Person</a>",
            "<h1><bdi>Martha DeLarosa</bdi></h1>",
            "geboren am 4. Mai 1980",
            "steht im Zugriffsprotokoll dieser Person",
            "Allergien",
        ],
    );
    assert!(
        staff_page(Lang::En, "x", &entries).contains("is in this person&#x27;s access log")
            || staff_page(Lang::En, "x", &entries).contains("is in this person's access log")
    );
}

#[test]
fn what_is_over_stands_below_what_is_current_however_new_it_is() {
    let condition = |title: &str, status: &str, onset: &str| {
        json!({
            "resourceType": "Condition", "code": { "text": title }, "onsetDateTime": onset,
            "clinicalStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": status }] },
        })
    };
    let all = entries(&[
        condition("Verstauchung", "resolved", "2026-01-01"),
        condition("Hypertonie", "active", "2010-01-01"),
        condition("Arthrose", "active", "2015-01-01"),
    ]);
    let html = page(Lang::De, &all);
    assert_walkable(&html);
    let part = section(&html, "conditions");
    assert_in_order(
        part,
        &[
            "<h3><bdi lang=\"\">Arthrose",
            "<h3><bdi lang=\"\">Hypertonie",
            "<h3>Früher</h3>",
            "<h4><bdi lang=\"\">Verstauchung",
        ],
    );
    assert!(!page(Lang::De, &all[1..]).contains("Früher"), "no heading without something under it");
    assert_walkable(&page(Lang::En, &all[..1]));
}

#[test]
fn only_what_somebody_has_had_can_be_over() {
    let none = json!({
        "resourceType": "MedicationStatement", "status": "completed",
        "medicationCodeableConcept": { "coding": [{
            "system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": "no-known-medications",
        }], "text": "Keine Medikamente" },
    });
    let prescribed = json!({
        "resourceType": "MedicationRequest", "status": "completed", "intent": "order",
        "medicationCodeableConcept": { "text": "Ramipril" },
    });
    let taken = json!({
        "resourceType": "MedicationStatement", "status": "completed",
        "medicationCodeableConcept": { "text": "Ibuprofen" },
    });
    let html = page(Lang::De, &entries(&[none.clone(), prescribed.clone()]));
    assert!(!section(&html, "medications").contains("Früher"), "{html}");
    let html = page(Lang::De, &entries(&[none, prescribed, taken]));
    assert_in_order(section(&html, "medications"), &["Keine Medikamente", "Ramipril", "Früher", "Ibuprofen"]);
}

#[test]
fn a_sheet_of_paper_says_whose_it_is_and_how_old() {
    let html = page(Lang::De, &[]);
    assert_in_order(
        &html,
        &[
            "<p class=\"only-print\"><bdi>Nadia Canary</bdi>, geboren am 4. Mai 1980, Patientennummer 1234-5678</p>",
            "<p class=\"only-print\">Gedruckt: Sonntag, 22. November 2026, 13:00 Uhr</p>",
        ],
    );
    let html = staff_page(Lang::En, "Nadia Canary", &[]);
    assert_in_order(
        &html,
        &["<h1><bdi>Nadia Canary</bdi></h1>", "born on 4 May 1980, patient number 1234-5678"],
    );
}
