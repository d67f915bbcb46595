//! Whatever somebody else has is missing: on every path that names something, for everything there is.
//!
//! The paths are those of the route table, and the ids all that stand in the database, so a new path and a new table are
//! covered by themselves. What must be the same is the whole answer, without what differs in any two answers.

use crate::{
    demo::{code, players, session, sign_in, start},
    support::{Answer, Running, Setup},
};
use app::{
    app::endpoints,
    backend::{
        policy::{Permit, authorise},
        testing::cast,
    },
    on_both_databases,
};

/// What paths name by an id. A path with another word in braces fails the test.
const IDS: [&str; 3] = ["{id}", "{person}", "{file}"];
/// What is no id: a word of a list that is the same for everybody, a number of one's own, and what only its holder knows.
const WORDS: [&str; 7] = ["{deed}", "{purpose}", "{channel}", "{lang}", "{kind}", "{version}", "{token}"];
/// Nobody and nothing has it.
const NOBODYS: &str = "2f1c7e80-0000-4000-8000-000000000001";
/// Enough for every form that names something: what is not asked for is ignored.
const FORM: &str = "name=Meins&kept=on&reason=Neugier&day=4&month=5&year=1980";

/// Tables whose rows are somebody's, and may be named by a path; by the column of the id.
const TABLES: [(&str, &str); 14] = [
    ("people", "id"),
    ("staff", "id"),
    ("invitations", "id"),
    ("passkeys", "id"),
    ("sessions", "id"),
    ("kept_forms", "id"),
    ("security_events", "id"),
    ("record_entries", "id"),
    ("record_files", "id"),
    ("consent_papers", "id"),
    ("contact_points", "id"),
    ("portal_notices", "id"),
    ("outbox", "id"),
    ("jobs", "id"),
];

/// Somebody at their browser.
pub struct Visitor<'a> {
    portal: &'a Running,
    cookie: String,
    token: String,
}

impl<'a> Visitor<'a> {
    pub fn new(portal: &'a Running, cookie: String, home: &str) -> Self {
        let page = portal.send("GET", home, &[("Cookie", &cookie)], "");
        assert_eq!(page.status, 200, "{home}");
        let field = "name=\"form_token\" value=\"";
        let token = page.body.split(field).nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
        Self { portal, cookie, token: token.to_owned() }
    }

    /// One request, with a form that fits every path.
    pub fn ask(&self, method: &str, path: &str) -> Answer {
        self.send(method, path, FORM)
    }

    /// One request; a form is sent with its token.
    pub fn send(&self, method: &str, path: &str, form: &str) -> Answer {
        let origin = self.portal.own_origin();
        let headers = [
            ("Cookie", self.cookie.as_str()),
            ("Origin", origin.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let body = if method == "POST" { format!("form_token={}&{form}", self.token) } else { String::new() };
        self.portal.send(method, path, &headers, &body)
    }

    /// The whole answer, without what differs in any two.
    fn bare(&self, method: &str, path: &str) -> (u16, Vec<(String, String)>, String) {
        let answer = self.ask(method, path);
        let policy = answer.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or("-");
        let number = answer.header("x-request-id").to_owned();
        let clean = |text: &str| {
            let named = path.split('/').filter(|part| part.len() == NOBODYS.len());
            let text = named.fold(text.to_owned(), |text, id| text.replace(id, "ID"));
            text.replace(nonce, "NONCE").replace(&number, "NUMBER")
        };
        let headers =
            answer.headers.iter().filter(|(name, _)| !["date", "content-length"].contains(&name.as_str()));
        let headers = headers.map(|(name, value)| (name.clone(), clean(value))).collect();
        (answer.status, headers, without_clock(&clean(&answer.body)))
    }
}

/// A page without how long the session lasts, and until when.
fn without_clock(html: &str) -> String {
    let told =
        [("class=\"session-strip\">", "<form"), ("seconds_left", "}"), ("class=\"countdown-time\">", "<")];
    told.into_iter().fold(html.to_owned(), |page, (start, end)| {
        let Some((before, after)) = page.split_once(start) else { return page };
        format!("{before}{}", after.split_once(end).map_or("", |(_, after)| after))
    })
}

/// Paths with ids, filled in every way: what a path names is this, and what it stands under that.
fn filled(path: &str, ids: &[String], owner: &str) -> Vec<String> {
    let (first, rest) = path.split_once('{').expect("an id");
    let (name, after) = rest.split_once('}').expect("closed");
    assert!(IDS.contains(&format!("{{{name}}}").as_str()), "{path} names something else: {name}");
    let whole = |id: &String| format!("{first}{id}{after}");
    if !after.contains('{') {
        return ids.iter().map(whole).collect();
    }
    // Under the right owner, and under one that does not exist.
    [owner, NOBODYS].iter().flat_map(|outer| filled(&format!("{first}{outer}{after}"), ids, owner)).collect()
}

on_both_databases! {
    async fn every_id_of_anybody_else_is_a_missing_one_on_every_path(engine: Engine) {
        let setup = Setup::new(engine).await;
        let (portal, printed) = start(&setup);
        let patients: Vec<_> = players(&printed).into_iter().filter(|[role, ..]| role == "patient").collect();
        let [one, two] = <[_; 2]>::try_from(patients).expect("two patients");
        let enter = |[_, _, name, passphrase]: &[String; 4]| {
            Visitor::new(&portal, session(&sign_in(&portal, name, passphrase, &code(&setup, name))), "/home")
        };
        // The record of the second is open as well, and has no documents.
        let confirm = "UPDATE people SET identity_confirmed_at = enrolled_at, identity_confirmed_by = id \
                       WHERE kind = 'patient' AND enrolled_at IS NOT NULL";
        setup.arrange(confirm).await;
        let owner = enter(&one);
        let of_owner = setup.ids("SELECT DISTINCT person_id AS id FROM sessions").await;
        let [person] = <[_; 1]>::try_from(of_owner).expect("one person is signed in");
        let mut ids = Vec::new();
        for (table, column) in TABLES {
            ids.extend(setup.ids(&format!("SELECT {column} AS id FROM {table}")).await);
        }
        ids.extend(setup.ids("SELECT id FROM subjects WHERE taken").await);
        assert!(ids.len() > 30, "{} ids", ids.len());
        let stranger = enter(&two);
        let own = "SELECT person_id AS id FROM sessions UNION SELECT id FROM sessions";
        let of_stranger: Vec<String> =
            setup.ids(own).await.into_iter().filter(|id| *id != person && !ids.contains(id)).collect();
        assert_eq!(of_stranger.len(), 1, "their new session");
        let file = setup.ids("SELECT id FROM record_files").await.remove(0);
        assert_eq!(owner.ask("GET", &format!("/me/record/documents/{file}")).status, 200, "it is there");

        let patient = cast::everybody().into_iter().find(|(who, _)| *who == "other-patient").expect("one").1;
        let mut compared = 0;
        for endpoint in endpoints() {
            if !endpoint.path.contains('{') || WORDS.iter().any(|word| endpoint.path.contains(word)) {
                continue;
            }
            let about = format!("{} {}", endpoint.method, endpoint.path);
            let missing = filled(endpoint.path, &[NOBODYS.to_owned()], NOBODYS).remove(0);
            let missing = stranger.bare(endpoint.method, &missing);
            let allowed = authorise(endpoint.action, &patient) == Ok(Permit::Given);
            assert_eq!(missing.0, 404, "{about}, which they {} use", if allowed { "may" } else { "may not" });
            for path in filled(endpoint.path, &ids, &person) {
                assert_eq!(stranger.bare(endpoint.method, &path), missing, "{about} as {path}");
                compared += 1;
            }
        }
        assert!(compared > 500, "{compared} answers");
        // Nothing has happened to the owner, and nothing of theirs has gone.
        assert_eq!(owner.ask("GET", &format!("/me/record/documents/{file}")).status, 200);
        assert_eq!(owner.ask("GET", "/me/security").status, 200);
        let errors = setup.log().lines().filter(|line| line.contains("ERROR")).count();
        assert_eq!(errors, 0, "{}", setup.log());
        portal.stop();
    }
}
