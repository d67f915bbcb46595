//! Forms as HTML: nothing typed becomes markup, and screen readers learn what belongs together.

use super::{
    super::{
        choices::{Checkbox, RadioGroup},
        fields::{DateField, FieldKind, TextField, Width},
    },
    *,
};

/// What somebody may type or paste.
const NASTY: &str = r#"</textarea><script>alert(1)</script>" autofocus onfocus='x' & "#;

fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().to_html())
}

fn message(field: &'static str, text: &str) -> FieldMessage {
    FieldMessage { field, text: text.to_owned() }
}

/// The start tag of the element with this id.
fn tag<'a>(html: &'a str, id: &str) -> &'a str {
    let at = html.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no {id} in {html}"));
    let start = html[..at].rfind('<').expect("a tag begins");
    &html[start..at + html[at..].find('>').expect("a tag ends")]
}

#[test]
fn what_was_typed_comes_back_as_text_and_never_as_markup() {
    for typed in [NASTY, "👩🏽‍⚕️ Zoë", "مريم بنت أحمد", "a\u{202e}b", "<b>&amp;</b>"] {
        let messages = [message("name", typed)];
        let html = html(|| {
            view! {
                <ErrorSummary lang=Lang::De messages=&messages/>
                <TextField lang=Lang::De name="name" label=typed hint=typed value=typed messages=&messages/>
                <DateField lang=Lang::De name="born" legend=typed day=typed month=typed year=typed messages=&[]/>
                <RadioGroup
                    lang=Lang::De
                    name="way"
                    legend=typed
                    options=vec![(typed.to_owned(), typed.to_owned(), Some(typed.to_owned()))]
                    selected=typed
                    messages=&[]
                />
                <Checkbox lang=Lang::De name="agree" label=typed value=typed messages=&[]/>
                <Form action=typed token=Some(typed.to_owned())>
                    <SubmitButton text=typed/>
                </Form>
            }
        });
        assert!(!html.contains("class=\"\""), "{html}");
        assert!(!html.contains("<script") && !html.contains("</textarea") && !html.contains("<b>"), "{html}");
        let typed_value =
            tag(&html, "name").split(" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let typed_value = typed_value.expect("a value");
        let decoded = typed_value
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&amp;", "&");
        assert_eq!(decoded, typed);
        // The quote did not end the attribute, so no attribute of somebody else's making begins.
        assert!(!tag(&html, "name").contains("\" autofocus"), "{html}");
    }
}

#[test]
fn a_field_is_tied_to_its_label_its_hint_and_its_error() {
    let messages = [message("code", "Geben Sie den Code ein.")];
    let html = html(|| {
        view! {
            <ErrorSummary lang=Lang::De messages=&messages/>
            <TextField
                lang=Lang::De
                name="code"
                label="Code"
                hint="Er steht auf dem Brief."
                kind=FieldKind::Code
                width=Width::Medium
                autocomplete="off"
                maxlength=40
                messages=&messages
            />
        }
    });
    assert!(html.contains(r##"<a href="#code">Geben Sie den Code ein.</a>"##), "{html}");
    assert!(html.contains(r#"role="alert" tabindex="-1""#), "{html}");
    assert!(html.contains(r#"<label for="code">"#), "{html}");
    assert!(tag(&html, "code-hint").contains(r#"class="hint""#), "{html}");
    assert!(tag(&html, "code-error").contains(r#"class="field-error""#), "{html}");
    assert!(
        html.contains("field-invalid") && html.contains(r#"<span class="visually-hidden">Fehler:"#),
        "{html}"
    );
    let input = tag(&html, "code");
    for attribute in [
        r#"name="code""#,
        r#"type="text""#,
        r#"class="input-medium""#,
        r#"autocomplete="off""#,
        r#"maxlength="40""#,
        r#"autocapitalize="characters""#,
        r#"spellcheck="false""#,
        r#"aria-describedby="code-hint code-error""#,
        r#"aria-invalid="true""#,
    ] {
        assert!(input.contains(attribute), "{attribute} in {input}");
    }
}

#[test]
fn a_field_without_hint_and_error_points_at_nothing() {
    let html = html(|| {
        view! {
            <ErrorSummary lang=Lang::En messages=&[]/>
            <TextField lang=Lang::En name="nickname" label="Name" messages=&[] optional=true/>
        }
    });
    assert!(!html.contains("aria-") && !html.contains("error") && !html.contains("value="), "{html}");
    assert!(html.contains("(optional)") && tag(&html, "nickname").contains(r#"dir="auto""#), "{html}");
}

#[test]
fn a_password_is_never_echoed() {
    let html = html(|| {
        view! {
            <TextField
                lang=Lang::De
                name="passphrase"
                label="Passphrase"
                kind=FieldKind::Password
                value="correct horse"
                messages=&[]
            />
        }
    });
    assert!(
        !html.contains("correct horse") && tag(&html, "passphrase").contains(r#"type="password""#),
        "{html}"
    );
}

#[test]
fn a_date_is_a_group_whose_error_leads_to_its_first_part() {
    let messages = [message("born", "Geben Sie Ihr Geburtsdatum ein.")];
    let html = html(|| {
        view! {
            <ErrorSummary lang=Lang::De messages=&messages/>
            <DateField
                lang=Lang::De
                name="born"
                legend="Geburtsdatum"
                hint="Zum Beispiel 27 3 1980"
                day="31"
                month="2"
                year="1980"
                own_birthday=true
                messages=&messages
            />
        }
    });
    assert!(html.contains(r##"href="#born""##), "{html}");
    assert!(html.contains(r#"aria-describedby="born-hint born-error""#), "{html}");
    for (id, name, value, autocomplete) in [
        ("born", "born_day", "31", "bday-day"),
        ("born_month", "born_month", "2", "bday-month"),
        ("born_year", "born_year", "1980", "bday-year"),
    ] {
        let input = tag(&html, id);
        assert!(html.contains(&format!("<label for=\"{id}\">")), "{html}");
        for (attribute, expected) in [
            ("name", name),
            ("value", value),
            ("autocomplete", autocomplete),
            ("inputmode", "numeric"),
            ("aria-invalid", "true"),
        ] {
            assert!(input.contains(&format!("{attribute}=\"{expected}\"")), "{attribute} in {input}");
        }
    }

    let only_year = [message("born_year", "Das Jahr hat vier Ziffern.")];
    let html = self::html(|| {
        view! { <DateField lang=Lang::De name="born" legend="Geburtsdatum" messages=&only_year/> }
    });
    assert!(tag(&html, "born_year").contains("aria-invalid") && !tag(&html, "born").contains("aria-invalid"));
    assert!(html.contains("Das Jahr hat vier Ziffern."), "{html}");
}

#[test]
fn of_several_choices_only_the_selected_one_is_checked() {
    let messages = [message("way", "Wählen Sie einen Weg."), message("agree", "Bitte bestätigen Sie.")];
    let html = html(|| {
        let options = vec![
            ("passkey".to_owned(), "Passkey".to_owned(), None),
            ("passphrase".to_owned(), "Passphrase".to_owned(), Some("Mit einem Code".to_owned())),
        ];
        view! {
            <RadioGroup
                lang=Lang::De
                name="way"
                legend="Weg"
                options
                selected="passphrase"
                hint="Beides ist sicher."
                messages=&messages
            />
            <Checkbox lang=Lang::De name="agree" label="Ja" messages=&messages/>
        }
    });
    assert!(html.contains(r#"aria-describedby="way-hint way-error""#), "{html}");
    assert!(
        !tag(&html, "way").contains("checked") && tag(&html, "way").contains(r#"value="passkey""#),
        "{html}"
    );
    let second = tag(&html, "way-2");
    assert!(
        second.contains(" checked") && second.contains(r#"aria-describedby="way-2-choice-hint""#),
        "{html}"
    );
    let agree = tag(&html, "agree");
    assert!(!agree.contains("checked") && agree.contains(r#"value="yes""#), "{html}");
    assert!(agree.contains(r#"aria-describedby="agree-error""#) && agree.contains("aria-invalid"), "{html}");
}

#[test]
fn a_form_posts_with_its_token_and_without_judgement_by_the_browser() {
    let html = html(|| {
        view! {
            <BackLink href="/home" text="Zurück"/>
            <Steps lang=Lang::De step=2 total=4/>
            <Form action="/me/security" token=Some("t0ken".to_owned()) id="sign-out-form">
                <SubmitButton text="Löschen" danger=true/>
                <SubmitButton text="Später" secondary=true name="act" value="later"/>
            </Form>
        }
    });
    for part in [
        r#"method="post" action="/me/security" id="sign-out-form""#,
        "novalidate",
        r#"accept-charset="utf-8""#,
        r#"<input type="hidden" name="form_token" value="t0ken""#,
        r#"<a href="/home" class="back-link">Zurück</a>"#,
        "Schritt 2 von 4",
        r#"<button type="submit" class="button button-danger">Löschen"#,
        r#"<button type="submit" name="act" value="later" class="button button-secondary">"#,
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let without = self::html(|| view! { <Form action="/sign-out" token=None>"x"</Form> });
    assert!(!without.contains("form_token"));
}
