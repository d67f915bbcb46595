//! Headers, cross-site requests, host names and built files.

use crate::support::Setup;

#[test]
fn every_kind_of_answer_carries_the_protecting_headers() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let origin = portal.own_origin();
    for (name, answer) in [
        ("page", portal.get("/")),
        ("missing", portal.get("/nowhere")),
        ("file", portal.get("/favicon.svg")),
        ("refused", portal.send("POST", "/exit", &[], "")),
        ("exit", portal.send("POST", "/exit", &[("Origin", &origin)], "")),
        ("report", portal.send("POST", "/csp-report", &[], "{}")),
        ("foreign host", portal.send("GET", "/", &[("Host", "evil.example")], "")),
    ] {
        let header = |name| answer.header(name);
        assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(header("x-frame-options"), "DENY", "{name}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{name}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{name}");
        assert!(header("permissions-policy").contains("camera=()"), "{name}");
        assert!(header("content-security-policy").contains("default-src 'none'"), "{name}");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{name}");
        assert!(["same-origin", "no-referrer"].contains(&header("referrer-policy")), "{name}");
        assert_eq!(header("strict-transport-security"), "", "http on localhost promises no TLS");
        assert_eq!(header("server"), "", "{name}");
        if name != "file" {
            assert_eq!(header("cache-control"), "no-store", "{name}");
        }
    }
}

#[test]
fn a_page_allows_scripts_by_a_fresh_nonce_only() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let nonces: Vec<String> = (0..2)
        .map(|_| {
            let answer = portal.get("/");
            let policy = answer.header("content-security-policy").to_owned();
            assert!(!policy.contains("'unsafe-inline'") && !policy.contains(" 'unsafe-eval'"));
            let nonce = policy
                .split("'nonce-")
                .nth(1)
                .and_then(|rest| rest.split('\'').next())
                .expect("a nonce")
                .to_owned();
            assert!(answer.body.contains(&format!("nonce=\"{nonce}\"")));
            assert!(!answer.body.contains(" style="), "inline styles would be refused");
            assert!(
                !answer.body.contains("__RESOLVED_RESOURCES["),
                "page data must not be serialised for the browser"
            );
            nonce
        })
        .collect();
    assert!(nonces[0].len() >= 22, "128 bits in base64");
    assert_ne!(nonces[0], nonces[1]);
}

#[test]
fn only_our_own_pages_may_change_something() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let own = portal.own_origin();
    let other_port = "http://localhost:1";
    let as_https = own.replace("http:", "https:");
    let with_path = format!("{own}/x");
    for content_type in [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json",
    ] {
        for (expected, headers) in [
            (200, vec![("Origin", own.as_str())]),
            (200, vec![("Sec-Fetch-Site", "same-origin"), ("Origin", own.as_str())]),
            (200, vec![("Sec-Fetch-Site", "none")]),
            (403, vec![]),
            (403, vec![("Origin", "https://evil.example")]),
            (403, vec![("Origin", "null")]),
            (403, vec![("Origin", other_port)]),
            (403, vec![("Sec-Fetch-Site", "cross-site"), ("Origin", own.as_str())]),
            (403, vec![("Sec-Fetch-Site", "same-site"), ("Origin", own.as_str())]),
            (403, vec![("Referer", own.as_str())]),
            (403, vec![("Origin", "")]),
            (403, vec![("Sec-Fetch-Site", "")]),
            (403, vec![("Origin", as_https.as_str())]),
            (403, vec![("Origin", with_path.as_str())]),
            (403, vec![("Origin", own.as_str()), ("Origin", "https://evil.example")]),
            (403, vec![("Origin", own.as_str()), ("Origin", own.as_str())]),
        ] {
            let mut sent = headers.clone();
            sent.push(("Content-Type", content_type));
            assert_eq!(portal.send("POST", "/exit", &sent, "").status, expected, "{sent:?}");
        }
    }
    for method in ["PUT", "DELETE", "PATCH"] {
        let evil =
            portal.send(method, "/exit", &[("Origin", "https://evil.example"), ("Content-Length", "0")], "");
        assert_eq!(evil.status, 403, "{method}");
        let ours = portal.send(method, "/exit", &[("Origin", &own), ("Content-Length", "0")], "");
        assert_eq!(ours.status, 405, "{method}");
    }
    // Reading from elsewhere is a link, which is fine.
    assert_eq!(portal.send("GET", "/", &[("Sec-Fetch-Site", "cross-site")], "").status, 200);
    // What changes nothing may come from anywhere.
    assert_eq!(portal.send("POST", "/csp-report", &[("Origin", "https://evil.example")], "{}").status, 204);
}

#[test]
fn a_mail_provider_may_end_mails_for_its_reader_and_do_nothing_else() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    // RFC 8058, section 3.1: no cookie, no origin, this body.
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let body = "List-Unsubscribe=One-Click";
    for headers in [vec![form], vec![form, ("Origin", "null")], vec![form, ("Sec-Fetch-Site", "cross-site")]]
    {
        let answer = portal.send("POST", "/unsubscribe/nothing-of-ours", &headers, body);
        assert_eq!(answer.status, 404, "{headers:?}");
        for path in ["/unsubscribe", "/unsubscribed/x", "/x/unsubscribe/x", "/exit"] {
            assert_eq!(portal.send("POST", path, &headers, body).status, 403, "{path} {headers:?}");
        }
        let mut empty = headers.clone();
        empty.push(("Content-Length", "0"));
        assert_eq!(portal.send("DELETE", "/unsubscribe/x", &empty, "").status, 403, "{headers:?}");
    }
}

#[test]
fn only_our_own_host_name_is_answered() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let right = format!("localhost:{}", portal.port);
    for (host, status) in [
        (right.as_str(), 200),
        (&right.to_uppercase(), 200),
        ("localhost", 421),
        ("localhost:1", 421),
        (&format!("127.0.0.1:{}", portal.port), 421),
        (&format!("evil.example:{}", portal.port), 421),
        (&format!("{right}.evil.example"), 421),
        (&format!("{right}:80"), 421),
        (&format!("{right}\r\nHost: evil.example"), 421),
        (&format!("{right}\r\nHost: {right}"), 421),
        ("", 421),
    ] {
        assert_eq!(portal.send("GET", "/", &[("Host", host)], "").status, status, "{host:?}");
    }
}

#[test]
fn built_files_are_cached_for_ever_and_known_ones_are_not_sent_again() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let page = portal.get("/").body;
    let style = page
        .split("href=\"")
        .find(|part| part.starts_with("/pkg/"))
        .and_then(|part| part.split('"').next())
        .expect("a style sheet");
    let answer = portal.get(style);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("vary"), "accept-encoding");
    let again = portal.send("GET", style, &[("If-None-Match", answer.header("etag"))], "");
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(portal.get("/favicon.svg").header("cache-control"), "public, max-age=3600");
    // A compressed twin is an implementation detail and no address of its own.
    assert_eq!(portal.get(&format!("{style}.br")).status, 404);
}

#[test]
fn leaving_quickly_clears_the_browser_and_forwards_without_a_referrer() {
    let setup = Setup::sqlite();
    std::fs::write(
        setup.folder.path().join("obhut.toml"),
        "[practice]\nquick_exit_url = \"https://wetter.example/heute\"",
    )
    .expect("writes");
    let portal = setup.start(&["serve"]);
    let origin = portal.own_origin();
    let answer = portal.send("POST", "/exit", &[("Origin", &origin)], "");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("refresh"), "0; url=https://wetter.example/heute");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    let cookies: Vec<&str> =
        cookies.map(|(_, value)| value.split(" Secure").next().unwrap_or_default()).collect();
    assert_eq!(cookies, ["__Host-lang=; Path=/; Max-Age=0;", "__Host-sid=; Path=/; Max-Age=0;"]);
    assert!(
        !answer.body.contains("Praxis") && !answer.body.contains("Patient"),
        "the page in between says nothing"
    );
}
