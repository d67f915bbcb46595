//! The public pages over a real socket.

use crate::support::{Answer, Setup};
use app::{app::endpoints, backend::policy::Rule, on_both_databases};

/// A page with everything removed that differs from request to request.
fn settled(answer: &Answer) -> String {
    let id = answer.header("x-request-id");
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    answer.body.replace(id, "ID").replace(nonce, "NONCE")
}

on_both_databases! {
    async fn every_registered_page_answers(engine: Engine) {
        let setup = Setup::new(engine).await;
        let portal = setup.start(&["serve", "--demo"]);
        let pages: Vec<_> = endpoints().into_iter().filter(|endpoint| endpoint.method == "GET").collect();
        assert!(pages.len() >= 20);
        for page in pages {
            let answer = portal.get(page.path);
            // Later steps send back to the beginning; the rest asks to sign in.
            if answer.status == 303 {
                let beginning = answer.header("location");
                assert!(page.path.starts_with(&format!("{beginning}/")), "{} sends to {beginning}", page.path);
                continue;
            }
            let expected = match (page.action.rule(), page.path.contains("{token}")) {
                // Nobody has been given such an address.
                (Rule::Everyone, true) => 404,
                (Rule::Everyone, false) => 200,
                (Rule::Only { .. }, _) => 401,
            };
            assert_eq!(answer.status, expected, "{}", page.path);
            if page.path.ends_with(".json") {
                assert!(answer.header("content-type").contains("json"), "{}", page.path);
                continue;
            }
            assert!(answer.body.contains("Praxis am Lindenhof"), "{}", page.path);
            assert!(answer.body.contains("href=\"tel:03023125014\""), "help stands on {}", page.path);
            assert!(answer.body.contains("erfundenen Personen"), "the demo banner stands on {}", page.path);
        }
        portal.stop();
    }
}

#[test]
fn every_island_on_a_page_exists_in_the_module_that_is_served() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let page = portal.get("/").body;
    let islands: Vec<&str> =
        page.split("data-component=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!islands.is_empty());
    let script =
        page.split('"').find(|part| part.starts_with("/pkg/") && part.ends_with(".js")).expect("a script");
    let script = portal.get(script).body;
    // Their names are made from their source: web files of another build would leave them dead without a word.
    for island in islands {
        assert!(script.contains(island), "{island}");
    }
}

#[test]
fn what_the_operator_has_not_entered_is_said_to_be_missing() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let imprint = portal.get("/imprint");
    assert!(imprint.body.contains("Noch nicht hinterlegt."));
    assert!(!imprint.body.contains("erfundenen Personen"), "a real installation has no demo banner");
    assert!(setup.log().contains("the practice has no name yet"));
}

#[test]
fn a_practice_name_with_markup_is_text_and_never_markup() {
    let setup = Setup::sqlite();
    let text = "[practice]\nname = \"</title><script>alert(1)</script>\"\ncity = \"\\\"><img src=x onerror=alert(1)>\"\nstreet = \"مرحبا 🙂\"";
    std::fs::write(setup.folder.path().join("obhut.toml"), text).expect("writes");
    let portal = setup.start(&["serve"]);
    let body = portal.get("/imprint").body;
    assert!(body.contains("&lt;script&gt;alert(1)"), "{body}");
    assert!(!body.contains("<script>alert") && !body.contains("<img src=x"));
    assert!(body.contains("مرحبا 🙂"));
}

#[test]
fn the_language_comes_from_the_address_the_cookie_or_the_browser_in_this_order() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let lang = |path: &str, headers: &[(&str, &str)]| {
        let answer = portal.send("GET", path, headers, "");
        assert_eq!(answer.header("vary"), "accept-language, cookie");
        let lang = answer.header("content-language").to_owned();
        assert!(answer.body.contains(&format!("<html lang=\"{lang}\"")));
        (lang, answer.header("set-cookie").to_owned())
    };
    assert_eq!(lang("/", &[]), ("de".into(), String::new()));
    assert_eq!(lang("/", &[("Accept-Language", "en-GB,de;q=0.5")]), ("en".into(), String::new()));
    assert_eq!(
        lang("/", &[("Accept-Language", "en"), ("Cookie", "__Host-lang=de")]),
        ("de".into(), String::new())
    );
    let (chosen, cookie) = lang("/?lang=en", &[("Cookie", "__Host-lang=de")]);
    assert_eq!(chosen, "en");
    assert_eq!(cookie, "__Host-lang=en; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax");
    assert_eq!(lang("/?lang=%22%3E%3Cscript%3E", &[]), ("de".into(), String::new()));
}

#[test]
fn every_failure_is_a_page_in_the_frame_with_a_number() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let own = portal.own_origin();
    let large = "x".repeat(64 * 1024 + 1);
    let origin = [("Origin", own.as_str())];
    for (status, answer) in [
        (404, portal.get("/nowhere")),
        (404, portal.get("/pkg/../Cargo.toml")),
        (404, portal.get("/%2e%2e/%2e%2e/etc/passwd")),
        (405, portal.get("/exit")),
        (403, portal.send("POST", "/exit", &[("Origin", "https://evil.example")], "")),
        (413, portal.send("POST", "/exit", &origin, &large)),
        (421, portal.send("GET", "/", &[("Host", "evil.example")], "")),
    ] {
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{status}");
        assert!(answer.body.contains("<h1>") && answer.body.contains("class=\"site-footer\""), "{status}");
        let id = answer.header("x-request-id");
        assert!(id.len() == 10 && answer.body.contains(&format!("<code>{id}</code>")), "{status}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[test]
fn two_missing_pages_are_the_same_bytes() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let one = portal.get("/me/record/2f1c7e80-0000-4000-8000-000000000001");
    let two = portal.get("/staff/somewhere?else=1");
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
    assert_eq!(settled(&one), settled(&two));
}

#[test]
fn an_island_gets_a_code_instead_of_a_page() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let answer = portal.send("GET", "/nowhere", &[("Accept", "application/json")], "");
    assert_eq!((answer.status, answer.body.as_str()), (404, r#"{"code":"not_found"}"#));
}

#[test]
fn the_log_names_neither_paths_nor_queries_nor_addresses() {
    let setup = Setup::sqlite().with("OBHUT_LOG", "trace");
    let portal = setup.start(&["serve"]);
    portal.get("/Canary-Path-Erika?name=Canary-Query-Mustermann");
    portal.send("GET", "/", &[("User-Agent", "Canary-Agent"), ("Cookie", "x=Canary-Cookie")], "");
    portal.send(
        "POST",
        "/csp-report",
        &[],
        r#"{"csp-report":{"effective-directive":"img-src","document-uri":"Canary-Report"}}"#,
    );
    portal.stop();
    // The finest level there is.
    let log = setup.log();
    assert!(log.contains("answered") && log.contains("img-src"), "{log}");
    for canary in ["Canary", "Erika", "Mustermann"] {
        let hits: Vec<_> = log.lines().filter(|line| line.contains(canary)).collect();
        assert!(hits.is_empty(), "{canary}: {hits:?}");
    }
    assert!(!log.lines().any(|line| line.contains("answered") && line.contains("127.0.0.1")));
}
