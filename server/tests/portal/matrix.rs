//! Every path, asked for by everybody: the guard answers as the policy says.

use crate::{
    demo::{code, players, session, sign_in, start},
    support::{Running, Setup},
};
use app::{
    app::endpoints,
    backend::{
        policy::{Permit, authorise},
        testing::cast,
    },
    on_both_databases,
};

/// The status of a request as somebody; a form of a signed-in page is sent without its token, which no handler sees.
fn ask(portal: &Running, method: &str, path: &str, cookie: Option<&str>) -> u16 {
    let of_nobody = |path: String, name: &&str| path.replace(name, NOBODYS);
    let path = IDS.iter().fold(path.to_owned(), of_nobody);
    let path = WORDS.iter().fold(path, |path, (name, word)| path.replace(name, word));
    let origin = portal.own_origin();
    let mut headers =
        vec![("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    headers.extend(cookie.map(|cookie| ("Cookie", cookie)));
    portal.send(method, &path, &headers, "").status
}

/// What paths name by its id.
const IDS: [&str; 3] = ["{id}", "{person}", "{file}"];
const NOBODYS: &str = "2f1c7e80-0000-4000-8000-000000000001";
/// What paths name by a word of a list, or by a number.
const WORDS: [(&str, &str); 7] = [
    ("{deed}", "add-passkey"),
    ("{purpose}", "practice-news"),
    ("{channel}", "portal"),
    ("{lang}", "de"),
    ("{kind}", "security"),
    ("{version}", "1"),
    ("{token}", "bm90aGluZw"),
];
/// Of these there may be none of that name yet.
const MAY_BE_MISSING: [&str; 2] = ["{version}", "{token}"];

on_both_databases! {
    async fn every_path_answers_everybody_as_the_policy_says(engine: Engine) {
        let setup = Setup::new(engine).await;
        let (portal, printed) = start(&setup);
        let mut cookies = vec![("nobody".to_owned(), None)];
        for [role, _, name, passphrase] in players(&printed) {
            let answer = sign_in(&portal, &name, &passphrase, &code(&setup, &name));
            let role = if cookies.iter().any(|(known, _)| *known == role) { "other-patient".to_owned() } else { role };
            cookies.push((role, Some(session(&answer))));
        }
        assert_eq!(cookies.len(), 8, "the whole cast");
        let mut asked = 0;
        for (who, actor) in cast::everybody() {
            let (_, cookie) = cookies.iter().find(|(role, _)| role == who).expect("everybody has a session");
            // These two end the session, which the others still need.
            let ends = |path: &str| path == "/exit" || path == "/sign-out";
            for endpoint in endpoints().into_iter().filter(|endpoint| !ends(endpoint.path)) {
                let status = ask(&portal, endpoint.method, endpoint.path, cookie.as_deref());
                let about = format!("{who} {} {}", endpoint.method, endpoint.path);
                // What nobody has is not there for anybody.
                let of_somebody = IDS.iter().chain(&MAY_BE_MISSING).any(|id| endpoint.path.contains(id));
                match authorise(endpoint.action, &actor) {
                    Ok(Permit::Given) => {
                        assert_ne!(status, 401, "{about}");
                        assert!(status != 404 || of_somebody, "{about}");
                        assert!(status < 500, "{about}: {status}");
                    }
                    // A page asks for the reason; a form stops at its missing token.
                    Ok(Permit::AgainstReason) => {
                        let expected = match (endpoint.method, of_somebody) {
                            ("GET", false) => 200,
                            ("GET", true) => 404,
                            _ => 403,
                        };
                        assert_eq!(status, expected, "{about}");
                    }
                    Err(refusal) => assert_eq!(status, refusal.status(), "{about}"),
                }
                asked += 1;
            }
        }
        assert!(asked > 400, "{asked} requests");
        portal.stop();
    }
}
