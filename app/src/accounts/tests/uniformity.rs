//! Whatever is wrong, the answer and the work behind it are the same.

use super::*;
use crate::{
    accounts::{
        model::RecoverForm,
        service::{factors::NewFactor, recovery},
        totp,
    },
    backend::{instance::Kind as Instance, policy::Role, rng::SystemRng, settings::Practice},
    patients::{
        model::Item,
        service::{master_data, value_of},
    },
};

/// Statements and Argon2 calculations.
type Cost = (u64, u64);

fn spent(portal: &TestPortal) -> Cost {
    (portal.state.db.statements(), portal.state.hasher.calculations())
}

/// What a refused sign-in costs.
async fn refused(portal: &TestPortal, browser: &Browser, form: &SignInForm) -> Cost {
    let context = browser.ask().await;
    let (statements, calculations) = spent(portal);
    let outcome = service::sign_in::with_passphrase(&context, form).await;
    let after = spent(portal);
    assert!(matches!(outcome, Ok(Outcome::Refused)));
    assert!(!context.session.as_ref().expect("a session").is_modified(), "no cookie comes with a refusal");
    (after.0 - statements, after.1 - calculations)
}

/// What a refused recovery costs.
async fn unrecovered(portal: &TestPortal, browser: &Browser, form: &RecoverForm) -> Cost {
    let context = browser.ask().await;
    let (statements, calculations) = spent(portal);
    let begun = recovery::begin(&context, form).await;
    let after = spent(portal);
    assert_eq!(begun, Ok(false));
    assert!(!context.session.as_ref().expect("a session").is_modified(), "no cookie comes with a refusal");
    (after.0 - statements, after.1 - calculations)
}

/// Somebody with path T whose enrolment was never completed, or who is of the team.
async fn with_passphrase_in_vain(portal: &TestPortal, id: PersonId, enrolled: bool) -> PathT {
    let secret = totp::new_secret(&SystemRng).expect("random").to_string();
    let hash = service::factors::hash_passphrase(&portal.state, id, PASSPHRASE).await.expect("hashes");
    let factor = NewFactor::Passphrase { hash, totp_secret: secret.clone(), step: 0 };
    cast::give(portal, id, factor, enrolled).await;
    let known = master_data(&portal.state, id).await.expect("reads");
    let name = value_of(&known, Item::SignInName).expect("a sign-in name").expose().clone();
    PathT { id, name, secret }
}

fn nobody(form: SignInForm) -> SignInForm {
    SignInForm { sign_in_name: "niemand-00000".to_owned(), ..form }
}

/// The people behind the branches, each met there by the right passphrase and code.
struct Branches {
    used: PathT,
    delayed: PathT,
    besieged: PathT,
    worn_out: PathT,
    staff: PathT,
    begun: PathT,
}

impl Branches {
    async fn new(portal: &TestPortal) -> Self {
        let used = cast::with_passphrase(portal).await;
        assert!(sign_in(&mut Browser::new(&portal.state), &right(portal, &used)).await);
        let delayed = cast::with_passphrase(portal).await;
        for _ in 0..3 {
            assert!(!sign_in(&mut Browser::new(&portal.state), &wrong(portal, &delayed)).await);
        }
        let besieged = cast::with_passphrase(portal).await;
        for number in 0..20 {
            assert!(!sign_in(&mut Browser::number(&portal.state, number), &wrong(portal, &besieged)).await);
        }
        let worn_out = cast::with_passphrase(portal).await;
        throttling::wear_out(portal, &worn_out, 150).await;
        let member = cast::member(portal, Role::Administrator).await;
        let staff = with_passphrase_in_vain(portal, member.person, true).await;
        let begun = with_passphrase_in_vain(portal, cast::patient(portal).await, false).await;
        Self { used, delayed, besieged, worn_out, staff, begun }
    }
}

on_both_databases! {
    async fn every_refused_sign_in_has_one_answer_and_one_price(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let Branches { used, delayed, besieged, worn_out, staff, begun } = Branches::new(&portal).await;
        let (first, other) = (Browser::new(&portal.state), Browser::number(&portal.state, 99));
        let who = cast::with_passphrase(&portal).await;
        let without = cast::patient(&portal).await;
        let known = master_data(&portal.state, without).await.expect("reads");
        let name = value_of(&known, Item::SignInName).expect("a name").expose().clone();
        let branches = [
            ("an unknown name", &first, nobody(right(&portal, &who))),
            ("an empty name", &first, SignInForm { sign_in_name: String::new(), ..right(&portal, &who) }),
            ("a wrong passphrase", &first, wrong(&portal, &who)),
            ("a wrong code", &first, wrong_code(&portal, &who)),
            ("no code at all", &first, SignInForm { code: "x".to_owned(), ..right(&portal, &who) }),
            ("a used code", &first, right(&portal, &used)),
            ("inside a delay", &first, right(&portal, &delayed)),
            ("too many strangers", &other, right(&portal, &besieged)),
            ("too many wrong codes", &other, right(&portal, &worn_out)),
            ("a member of staff", &first, right(&portal, &staff)),
            ("an enrolment not completed", &first, right(&portal, &begun)),
            ("a patient without path T", &first, SignInForm { sign_in_name: name, ..right(&portal, &who) }),
        ];
        let price = refused(&portal, &other, &nobody(right(&portal, &who))).await;
        assert_eq!(price.1, 1, "one Argon2 calculation");
        for (branch, browser, form) in branches {
            assert_eq!(refused(&portal, browser, &form).await, price, "{branch}");
        }
    }

    async fn every_refused_recovery_has_one_answer_and_one_price(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let Branches { used, delayed, besieged, worn_out, staff, begun } = Branches::new(&portal).await;
        let (first, other) = (Browser::new(&portal.state), Browser::number(&portal.state, 99));
        // Everybody has codes, and brings a good one unless that is the point.
        let mut with_code = Vec::new();
        for who in [&delayed, &besieged, &worn_out, &staff, &begun, &used] {
            let codes = cast::give_codes(&portal, who.id).await;
            with_code.push(form(&who.name, PASSPHRASE, &codes[3]));
        }
        let [delayed, besieged, worn_out, staff, begun, good] = with_code.try_into().ok().expect("six");
        let mut recovering = other.clone();
        let started = recovering.does(async |context| recovery::begin(context, &good).await).await;
        assert_eq!(started, Ok(true));
        let branches = [
            ("an unknown name", &other, form("niemand-00000", PASSPHRASE, &good.recovery_code)),
            ("a wrong passphrase", &other, form(&used.name, "nicht das richtige Wort", &good.recovery_code)),
            ("a wrong code", &other, form(&used.name, PASSPHRASE, "4-0000-0000-0000-0000")),
            ("nothing like a code", &first, form(&used.name, PASSPHRASE, "x")),
            ("a used code", &first, good),
            ("inside a delay", &first, delayed),
            ("too many strangers", &other, besieged),
            ("too many wrong codes", &other, worn_out),
            ("a member of staff", &first, staff),
            ("an enrolment not completed", &first, begun),
        ];
        let price = unrecovered(&portal, &first, &form("niemand-11111", PASSPHRASE, "x")).await;
        assert_eq!(price.1, 2, "two Argon2 calculations");
        for (branch, browser, form) in branches {
            assert_eq!(unrecovered(&portal, browser, &form).await, price, "{branch}");
        }
    }

    async fn staff_use_path_t_in_a_demo_and_nowhere_else(engine: Engine) {
        for (kind, expected) in [(Instance::Real, false), (Instance::Demo, true)] {
            let portal = TestPortal::with(engine, kind, Practice::default()).await;
            let member = cast::member(&portal, Role::Clinician).await;
            let who = with_passphrase_in_vain(&portal, member.person, true).await;
            assert_eq!(sign_in(&mut Browser::new(&portal.state), &right(&portal, &who)).await, expected);
        }
    }
}

fn form(name: &str, passphrase: &str, code: &str) -> RecoverForm {
    let [sign_in_name, passphrase, recovery_code] = [name, passphrase, code].map(str::to_owned);
    RecoverForm { sign_in_name, passphrase, recovery_code, form_id: String::new() }
}
