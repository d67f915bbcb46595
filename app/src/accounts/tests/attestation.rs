//! Staff may have to prove the make of their authenticator.

use super::{authenticator::Authenticator, *};
use crate::{
    accounts::service::{
        enrolment,
        invitations::{self, Issuer, LINK_TIME},
        staff_enrolment,
    },
    backend::{policy::Role, settings::Attestation},
};

/// A maker of authenticators, as its root certificate introduces it.
fn maker() -> Attestation {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut parameters = rcgen::CertificateParams::default();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let certificate = parameters.self_signed(&key).expect("a certificate");
    Attestation::parse(&certificate.pem()).expect("a list of one")
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
