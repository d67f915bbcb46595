//! Staff may have to prove the make of their authenticator.

use super::{
    authenticator::{Authenticator, Make},
    *,
};
use crate::{
    accounts::service::{
        enrolment,
        invitations::{self, Issuer, LINK_TIME},
        staff_enrolment,
    },
    backend::{policy::Role, settings::Attestation},
};

/// A maker of authenticators: its root certificate as operators have it, and what its authenticators hold.
fn maker_and_make() -> (Attestation, Make) {
    let root_key = rcgen::KeyPair::generate().expect("a key");
    let mut root = named("Maker");
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    root.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign];
    let certificate = root.self_signed(&root_key).expect("a certificate");
    let maker = Attestation::parse(&certificate.pem()).expect("a list of one");

    let key = rcgen::KeyPair::generate().expect("a key");
    let mut leaf = named("Authenticator Attestation");
    leaf.is_ca = rcgen::IsCa::ExplicitNoCa;
    let issuer = rcgen::Issuer::new(root, root_key);
    let certificate = leaf.signed_by(&key, &issuer).expect("a certificate").der().to_vec();
    (maker, Make { key, certificate })
}

/// A subject as attestation certificates have it (Web Authentication, section 8.2.1).
fn named(unit: &str) -> rcgen::CertificateParams {
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    for (kind, value) in [
        (rcgen::DnType::CountryName, "DE"),
        (rcgen::DnType::OrganizationName, "Schlüsselbau"),
        (rcgen::DnType::OrganizationalUnitName, unit),
        (rcgen::DnType::CommonName, unit),
    ] {
        parameters.distinguished_name.push(kind, value);
    }
    parameters
}

fn maker() -> Attestation {
    maker_and_make().0
}

on_both_databases! {
    async fn an_authenticator_that_says_nothing_of_its_make_is_refused_and_the_link_stays_open(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = portal.demanding(maker()).await;
        let member = cast::member(&portal, Role::Clinician).await;
        let issuer = Issuer { person: None, device: None };
        let link = invitations::issue(&state, member.person, issuer, LINK_TIME).await.expect("issues");
        let mut browser = Browser::new(&state);
        let begun = browser.does(async |context| staff_enrolment::begin(context, &link.code).await).await;
        let begun = begun.expect("begins");
        assert_eq!(begun.options["publicKey"]["attestation"], "direct");
        assert_eq!(begun.options["publicKey"]["authenticatorSelection"]["residentKey"], "required");
        let answer = Authenticator::new().register(&begun);
        let finished = browser
            .does(async |context| {
                staff_enrolment::finish(context, &begun.ceremony, answer, "Stick".to_owned()).await.map(|_| ())
            })
            .await;
        assert!(is_refused(&finished));
        let again = browser.does(async |context| staff_enrolment::begin(context, &link.code).await).await;
        assert!(again.is_ok(), "the link is not used up");
    }

    async fn an_authenticator_of_a_named_make_is_taken_and_signs_in_and_another_make_is_not(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (maker, make) = maker_and_make();
        let (_, other_make) = maker_and_make();
        let state = portal.demanding(maker).await;
        let member = cast::member(&portal, Role::Clinician).await;
        let issuer = Issuer { person: None, device: None };
        let link = invitations::issue(&state, member.person, issuer, LINK_TIME).await.expect("issues");
        let mut browser = Browser::new(&state);
        for (make, expected) in [(&other_make, false), (&make, true)] {
            let begun = browser.does(async |context| staff_enrolment::begin(context, &link.code).await).await;
            let begun = begun.expect("begins");
            let mut authenticator = Authenticator::new();
            let answer = authenticator.register_as(&begun, make);
            let finished = browser
                .does(async |context| {
                    staff_enrolment::finish(context, &begun.ceremony, answer, "Stick".to_owned()).await
                })
                .await;
            assert_eq!(entered(&mut browser, finished), expected);
            let mut elsewhere = Browser::number(&state, 2);
            assert_eq!(passkeys::sign_in(&mut elsewhere, &mut authenticator).await, expected);
        }
    }

    async fn patients_choose_freely_all_the_same(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = portal.demanding(maker()).await;
        let (issued, _) = cast::invited(&portal, cast::patient(&portal).await).await;
        let mut browser = Browser::new(&state);
        assert!(cast::redeem(&mut browser, &issued.code, cast::BORN).await.is_some());
        let begun = browser.does(async |context| enrolment::begin_passkey(context).await).await.expect("begins");
        assert_eq!(begun.options["publicKey"]["attestation"], "none");
    }
}

#[test]
fn a_list_that_names_nobody_or_is_none_is_refused() {
    for text in
        ["", "{}", r#"{"cas":{}}"#, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "[]"]
    {
        assert!(Attestation::parse(text).is_none(), "{text}");
    }
}
