//! Mails on both ways: to a real mail server, and into files.

use crate::{
    mail_server::{MailServer, Manner},
    support::{free_port, mode},
};
use app::{
    backend::{
        mail::{Mail, MailError, Mailer, Way},
        testing::{TempDir, TestClock},
    },
    redacted::Redacted,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use server::config::Config;
use std::{ffi::OsString, sync::Arc, time::Duration};

/// What the settings of a portal make of its mails.
fn mailer(settings: &[(&str, String)]) -> Arc<dyn Mailer> {
    let variables = settings.iter().map(|(name, value)| ((*name).to_owned(), OsString::from(value)));
    let config = Config::from_variables(variables).expect("settings");
    server::mail::mailer(&config, Arc::new(TestClock::new()))
}

fn mailer_of(server: &MailServer, more: &[(&'static str, &str)]) -> Arc<dyn Mailer> {
    let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
    mailer(&server.settings().into_iter().chain(more).collect::<Vec<_>>())
}

fn mail() -> Mail {
    Mail {
        message_id: "0123456789abcdef@portal.example".to_owned(),
        from_name: "Praxis am Park".to_owned(),
        is_discreet: false,
        to: Redacted::new("erika@example.org".to_owned()),
        subject: "Eine Nachricht".to_owned(),
        text: "Guten Tag,\n\n.\n.es gibt etwas Neues.\n".to_owned(),
        html: "<p>Guten Tag,</p>\n".to_owned(),
        lang: "de",
        unsubscribe: Some(Redacted::new("https://portal.example/unsubscribe/abc".to_owned())),
    }
}

const AS_IT_ARRIVES: &str = "\
Date: Tue, 24 Nov 2026 08:00:00 +0000\r
From: \"Praxis am Park\" <praxis@example.org>\r
To: erika@example.org\r
Subject: Eine Nachricht\r
Message-ID: <0123456789abcdef@portal.example>\r
Content-Language: de\r
Auto-Submitted: auto-generated\r
List-Unsubscribe: <https://portal.example/unsubscribe/abc>\r
List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative;\r
 boundary=\"BOUNDARY\"\r
\r
--BOUNDARY\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 7bit\r
\r
Guten Tag,\r
\r
.\r
.es gibt etwas Neues.\r
\r
--BOUNDARY\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: 7bit\r
\r
<p>Guten Tag,</p>\r
\r
--BOUNDARY--\r
";

/// What stands between the parts of a mail.
fn boundary(data: &str) -> &str {
    data.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a boundary")
}

#[tokio::test]
async fn a_mail_arrives_byte_for_byte() {
    let server = MailServer::start(Manner::default()).await;
    let mailer = mailer_of(&server, &[]);
    assert_eq!(mailer.way(), Way::Smtp);
    mailer.send(&mail()).await.expect("is taken");
    let [received] = server.heard.mails().try_into().expect("one mail");
    assert_eq!(
        (received.from.as_str(), received.to.as_str()),
        ("<praxis@example.org>", "<erika@example.org>")
    );
    assert_eq!(received.data, AS_IT_ARRIVES.replace("BOUNDARY", boundary(&received.data)));
    // Nothing about anybody went in clear, not even what this machine is called.
    assert_eq!(server.heard.clear(), ["EHLO [127.0.0.1]", "STARTTLS"]);
}

#[tokio::test]
async fn a_mail_that_is_sent_again_is_the_same_on_the_same_connection() {
    let server = MailServer::start(Manner::default()).await;
    let mailer = mailer_of(&server, &[]);
    for _ in 0..3 {
        mailer.send(&mail()).await.expect("is taken");
    }
    let mails = server.heard.mails();
    assert_eq!(mails.len(), 3);
    assert!(mails.iter().all(|mail| *mail == mails[0]));
    assert_eq!(server.heard.connections(), 1);
}

#[tokio::test]
async fn a_connection_the_server_has_closed_is_made_anew() {
    let server = MailServer::start(Manner { closes_after_mail: true, ..Manner::default() }).await;
    let mailer = mailer_of(&server, &[]);
    for _ in 0..3 {
        mailer.send(&mail()).await.expect("is taken");
    }
    assert_eq!((server.heard.mails().len(), server.heard.connections()), (3, 3));
}

#[tokio::test]
async fn who_wants_no_practice_named_gets_another_address_and_a_care_mail_has_no_way_to_end_it() {
    let server = MailServer::start(Manner::default()).await;
    let discreet = Mail { from_name: String::new(), is_discreet: true, unsubscribe: None, ..mail() };
    mailer_of(&server, &[]).send(&discreet).await.expect("is taken");
    let [received] = server.heard.mails().try_into().expect("one mail");
    assert_eq!(received.from, "<post@example.net>");
    assert!(received.data.contains("\r\nFrom: post@example.net\r\n"), "{}", received.data);
    assert!(!received.data.contains("Unsubscribe") && !received.data.to_lowercase().contains("praxis"));
}

#[tokio::test]
async fn without_starttls_nothing_is_sent_in_clear() {
    let server = MailServer::start(Manner { no_starttls: true, ..Manner::default() }).await;
    let mailer = mailer_of(&server, &[]);
    assert_eq!(mailer.send(&mail()).await, Err(MailError::Later("no-starttls")));
    assert_eq!(server.heard.clear(), ["EHLO [127.0.0.1]"]);
    assert!(server.heard.mails().is_empty());
    // Once the server has learnt it, the mail leaves.
    server.behave(Manner::default());
    mailer.send(&mail()).await.expect("is taken");
}

#[tokio::test]
async fn answers_that_were_slipped_in_before_tls_are_not_taken_for_the_servers() {
    let server = MailServer::start(Manner { injects: true, ..Manner::default() }).await;
    assert_eq!(mailer_of(&server, &[]).send(&mail()).await, Err(MailError::Later("tls")));
    assert!(server.heard.mails().is_empty());
}

#[tokio::test]
async fn a_server_that_cannot_prove_who_it_is_gets_nothing() {
    for implicit in [false, true] {
        let way = if implicit { "implicit" } else { "starttls" };
        let manner = Manner { implicit, ..Manner::default() };
        // Nobody we believe has signed the certificate.
        let server = MailServer::start(manner.clone()).await;
        let mut settings = server.settings();
        settings.retain(|(name, _)| *name != "OBHUT_SMTP_CA_FILE");
        settings.push(("OBHUT_SMTP_TLS", way.to_owned()));
        assert_eq!(mailer(&settings).send(&mail()).await, Err(MailError::Later("certificate")), "{way}");
        // It is the certificate of somebody else.
        let other = MailServer::start_as("mail.example.net", manner).await;
        let sent = mailer_of(&other, &[("OBHUT_SMTP_TLS", way)]).send(&mail()).await;
        assert_eq!(sent, Err(MailError::Later("certificate")), "{way}");
        assert!(server.heard.mails().is_empty() && other.heard.mails().is_empty());
    }
}

#[tokio::test]
async fn tls_from_the_first_byte_on_works_too() {
    let server = MailServer::start(Manner { implicit: true, ..Manner::default() }).await;
    mailer_of(&server, &[("OBHUT_SMTP_TLS", "implicit")]).send(&mail()).await.expect("is taken");
    assert_eq!(server.heard.mails().len(), 1);
    assert!(server.heard.clear().is_empty());
    // A server that expects the command instead is not spoken to in clear either.
    let other = MailServer::start(Manner::default()).await;
    let sent = mailer_of(&other, &[("OBHUT_SMTP_TLS", "implicit")]).send(&mail()).await;
    assert_eq!(sent, Err(MailError::Later("tls")));
    assert!(other.heard.clear().iter().all(|line| !line.contains('@')));
}

#[tokio::test]
async fn the_password_goes_through_tls_only_and_a_wrong_one_is_no_fault_of_the_recipient() {
    let right = STANDARD.encode("\0portal\0geheim");
    let server = MailServer::start(Manner { password: Some(right.leak()), ..Manner::default() }).await;
    let with =
        |password| mailer_of(&server, &[("OBHUT_SMTP_USER", "portal"), ("OBHUT_SMTP_PASSWORD", password)]);
    with("geheim").send(&mail()).await.expect("is taken");
    assert_eq!(with("falsch").send(&mail()).await, Err(MailError::Later("password")));
    assert_eq!(mailer_of(&server, &[]).send(&mail()).await, Err(MailError::Later("password")));
    assert_eq!(server.heard.mails().len(), 1);
    assert!(server.heard.clear().iter().all(|line| !line.contains("AUTH")));
}

#[tokio::test]
async fn a_server_says_whether_it_may_work_later() {
    for (command, answer, expected) in [
        ("MAIL", "451 busy", MailError::Later("busy")),
        ("MAIL", "550 not you", MailError::Later("sender")),
        ("RCPT", "450 greylisted", MailError::Later("busy")),
        ("RCPT", "550 no such mailbox", MailError::Never("recipient")),
        ("RCPT", "530 who are you", MailError::Later("password")),
        ("DATA", "421 closing", MailError::Later("busy")),
        ("DATA", "554 no", MailError::Never("content")),
        (".", "452 no room", MailError::Later("busy")),
        (".", "554 looks like spam", MailError::Never("content")),
        (".", "nonsense", MailError::Later("connection")),
    ] {
        let manner = Manner { answers: vec![(command, answer)], ..Manner::default() };
        let server = MailServer::start(manner).await;
        let mailer = mailer_of(&server, &[]);
        assert_eq!(mailer.send(&mail()).await, Err(expected), "{command}: {answer}");
        assert!(server.heard.mails().is_empty());
        // What one mail was told is not held against the next.
        server.behave(Manner::default());
        mailer.send(&mail()).await.expect("is taken");
    }
}

#[tokio::test]
async fn nobody_there_or_gone_in_the_middle_is_tried_later_under_the_same_message_id() {
    let mut settings = MailServer::start(Manner::default()).await.settings();
    settings.retain(|(name, _)| *name != "OBHUT_SMTP_PORT" && *name != "OBHUT_SMTP_CA_FILE");
    settings.push(("OBHUT_SMTP_PORT", free_port().to_string()));
    assert_eq!(mailer(&settings).send(&mail()).await, Err(MailError::Later("connection")));

    let server = MailServer::start(Manner { hangs_up_after_data: true, ..Manner::default() }).await;
    let mailer = mailer_of(&server, &[]);
    assert_eq!(mailer.send(&mail()).await, Err(MailError::Later("connection")));
    server.behave(Manner::default());
    mailer.send(&mail()).await.expect("is taken");
    let mails = server.heard.mails();
    assert_eq!(mails.len(), 2, "at least once means that it may come twice");
    assert!(
        mails.iter().all(|mail| mail.data.contains("\r\nMessage-ID: <0123456789abcdef@portal.example>\r\n"))
    );
}

#[tokio::test]
async fn a_line_break_in_a_value_is_refused_and_never_sent() {
    let server = MailServer::start(Manner::default()).await;
    let mailer = mailer_of(&server, &[]);
    let usual = mail();
    for evil in
        ["x\r\nBcc: x@example.com", "x\nBcc: x@example.com", "x\rBcc: x@example.com", "x\0", "x\u{85}y"]
    {
        let text = || evil.to_owned();
        for (mail, code) in [
            (Mail { message_id: format!("{evil}@portal.example"), ..usual.clone() }, "header"),
            (Mail { from_name: text(), ..usual.clone() }, "header"),
            (Mail { subject: text(), ..usual.clone() }, "header"),
            (Mail { to: Redacted::new(format!("{evil}@example.org")), ..usual.clone() }, "header"),
            (Mail { unsubscribe: Some(Redacted::new(text())), ..usual.clone() }, "header"),
        ] {
            assert_eq!(mailer.send(&mail).await, Err(MailError::Never(code)), "{evil:?}");
        }
    }
    for evil in ["a> <b@c", "ab", "@b", "a@", "ä@b"] {
        let mail = Mail { message_id: evil.to_owned(), ..usual.clone() };
        assert_eq!(mailer.send(&mail).await, Err(MailError::Never("header")), "{evil}");
    }
    for evil in ["lone\rCR", "nul\0", "\u{1b}[2J"] {
        for mail in
            [Mail { text: evil.to_owned(), ..usual.clone() }, Mail { html: evil.to_owned(), ..usual.clone() }]
        {
            assert_eq!(mailer.send(&mail).await, Err(MailError::Never("text")), "{evil:?}");
        }
    }
    assert_eq!(server.heard.connections(), 0);
}

#[tokio::test]
async fn what_is_no_address_is_never_sent_to() {
    let server = MailServer::start(Manner::default()).await;
    let mailer = mailer_of(&server, &[]);
    let long = format!("{}@example.org", "a".repeat(65));
    for address in [
        "",
        "erika",
        "erika@",
        "@example.org",
        "a b@example.org",
        "a@b@example.org",
        "a@example.org,b@example.org",
        "<a@example.org>",
        "Erika <a@example.org>",
        "müller@example.org",
        &long,
    ] {
        let mail = Mail { to: Redacted::new(address.to_owned()), ..mail() };
        assert_eq!(mailer.send(&mail).await, Err(MailError::Never("address")), "{address}");
    }
    assert_eq!(server.heard.connections(), 0);
    // Umlauts in a domain have a form in ASCII, which every server takes.
    let mail = Mail { to: Redacted::new("erika@müller.example".to_owned()), ..mail() };
    mailer.send(&mail).await.expect("is taken");
    assert_eq!(server.heard.mails()[0].to, "<erika@xn--mller-kva.example>");
}

/// Base64 or quoted-printable, as the header of a part says.
fn decoded(part: &str) -> String {
    let (head, body) = part.split_once("\r\n\r\n").expect("a head and a body");
    let body = body.strip_suffix("\r\n").expect("the line break before the boundary");
    let bytes = if head.contains("base64") {
        STANDARD.decode(body.replace("\r\n", "")).expect("base64")
    } else {
        assert!(head.contains("quoted-printable"), "{head}");
        quoted_printable(&body.replace("=\r\n", ""))
    };
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        if *first == b'=' {
            let (digits, more) = rest.split_at(2);
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).expect("digits"), 16).expect("digits"));
            rest = more;
        } else {
            bytes.push(*first);
        }
    }
    bytes
}

/// The words of a header (RFC 2047) put together.
fn decoded_words(data: &str, name: &str) -> String {
    let unfolded = data.replace("\r\n ", " ");
    let line = unfolded.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).expect("a header");
    let words = line.split(' ').filter_map(|word| word.strip_prefix("=?utf-8?b?")?.strip_suffix("?="));
    let bytes: Vec<u8> = words.flat_map(|word| STANDARD.decode(word).expect("base64")).collect();
    String::from_utf8(bytes).expect("UTF-8")
}

#[tokio::test]
async fn names_and_texts_in_any_script_survive() {
    let server = MailServer::start(Manner::default()).await;
    let text =
        format!("Schöne Grüße,\n\n„Straße“ – naïve Œuvre 📬 Ελληνικά\n.\n{}\n", "sehr lang ä ".repeat(200));
    let html = "<p>日本語日本語日本語</p>\n".repeat(20);
    let mail = Mail {
        from_name: "Präxis-für-Ärztinnen-und-Ärzte-am-Dörfchenplatz-Mönchengladbach".to_owned(),
        subject: "Grüße-aus-der-Praxis-mit-einem-ziemlich-langen-Betreff-ÄÖÜß-📬".to_owned(),
        text: text.clone(),
        html: html.clone(),
        ..mail()
    };
    mailer_of(&server, &[]).send(&mail).await.expect("is taken");
    let [received] = server.heard.mails().try_into().expect("one mail");
    let data = &received.data;
    assert!(data.is_ascii());
    assert!(data.lines().all(|line| line.len() <= 998), "no line is too long (RFC 5322, section 2.1.1)");
    assert_eq!(decoded_words(data, "Subject"), mail.subject);
    assert_eq!(decoded_words(data, "From"), mail.from_name);
    let separator = format!("--{}", boundary(data));
    let parts: Vec<&str> = data.split(&separator).collect();
    assert_eq!(decoded(parts[1]), text);
    assert_eq!(decoded(parts[2]), html);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for_longer_than_half_a_minute() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("a port").port();
    let settings = [
        ("OBHUT_SMTP_HOST", "127.0.0.1".to_owned()),
        ("OBHUT_SMTP_PORT", port.to_string()),
        ("OBHUT_MAIL_FROM", "praxis@example.org".to_owned()),
    ];
    let began = std::time::Instant::now();
    assert_eq!(mailer(&settings).send(&mail()).await, Err(MailError::Later("timeout")));
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
}

#[tokio::test]
async fn without_a_mail_server_each_mail_is_one_private_file() {
    let folder = TempDir::new("mail");
    let data = folder.path().join("data");
    let mailer = mailer(&[
        ("OBHUT_DATA_DIR", data.display().to_string()),
        ("OBHUT_ORIGIN", "https://portal.example".to_owned()),
    ]);
    assert_eq!(mailer.way(), Way::Folder);
    for _ in 0..2 {
        mailer.send(&mail()).await.expect("is written");
    }
    let other = Mail { message_id: "another@portal.example".to_owned(), ..mail() };
    mailer.send(&other).await.expect("is written");
    let outbox = data.join("outbox");
    let mut files: Vec<_> =
        std::fs::read_dir(&outbox).expect("a folder").map(|file| file.expect("a file").path()).collect();
    files.sort();
    assert_eq!(files.len(), 2, "the same mail replaces itself, and nothing else is left: {files:?}");
    assert_eq!(mode(&outbox), 0o700);
    let texts: Vec<String> = files
        .iter()
        .map(|file| {
            assert_eq!(mode(file), 0o600);
            assert_eq!(file.extension().and_then(|ending| ending.to_str()), Some("eml"));
            let name = file.file_stem().and_then(|name| name.to_str()).expect("a name");
            assert!(name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
            std::fs::read_to_string(file).expect("reads")
        })
        .collect();
    let first =
        texts.iter().find(|text| text.contains("<0123456789abcdef@portal.example>")).expect("is there");
    let expected = AS_IT_ARRIVES.replace("praxis@example.org", "portal@portal.example");
    assert_eq!(*first, expected.replace("BOUNDARY", boundary(first)));
    // What cannot be written is tried again.
    std::fs::remove_dir_all(&data).expect("removes");
    std::fs::write(&data, "in the way").expect("writes");
    assert_eq!(mailer.send(&mail()).await, Err(MailError::Later("folder")));
}
