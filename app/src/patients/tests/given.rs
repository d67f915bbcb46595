//! What the portal gives out: its form, and another round when it is somebody else's.

use super::*;
use crate::{
    audit::{self, Act, Category, Who},
    backend::{
        crypto::PassphraseHasher,
        failure::Failure,
        rng::{Rng, SystemRng},
        state::Parts,
    },
    on_both_databases,
    patients::{
        given::NOUNS,
        model::{Source, Valid},
    },
    time::Timestamp,
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Who has added somebody, for the access log.
fn by_import() -> (Source, audit::Entry) {
    let entry =
        audit::Entry::new(Timestamp(0), Who::CommandLine, Act::MasterDataChanged, Category::MasterData);
    (Source::Import, entry)
}

fn valid(form: &NewPatient, portal: &TestPortal) -> Valid {
    let today = service::today(&portal.state).expect("a day");
    form.validate(today).unwrap_or_else(|_| panic!("a valid form"))
}

on_both_databases! {
    async fn what_the_portal_gives_out_has_its_form(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &named("Erika", "Muster")).await;
        let read = service::master_data(&portal.state, person).await.expect("opens");
        let number = item_of(&read, Item::PatientNumber);
        assert!(number.len() == 9 && number.as_bytes()[4] == b'-', "{number}");
        let (noun, digits) = item_of(&read, Item::SignInName).split_once('-').expect("a hyphen");
        assert!(NOUNS.contains(&noun), "{noun}");
        assert!(digits.len() == 5 && digits.bytes().all(|digit| digit.is_ascii_digit()), "{digits}");
    }

    async fn a_number_or_a_name_that_is_taken_means_another_round(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        // The second person draws the first one's number and name, then the name once more, then others.
        let state = rigged(&portal, 2, 3);
        let mut given = Vec::new();
        for year in ["1950", "1951"] {
            let new = valid(&born(year, named("Erika", "Muster")), &portal);
            let outcome = service::add_patient(&state, &new, false, by_import(), None).await.expect("creates");
            let Outcome::Created(person) = outcome else { panic!("{outcome:?}") };
            given.push(service::master_data(&state, person).await.expect("opens"));
        }
        assert_eq!(item_of(&given[0], Item::PatientNumber), "0000-0000");
        assert_eq!(item_of(&given[0], Item::SignInName), "ahorn-00000");
        assert_ne!(item_of(&given[1], Item::PatientNumber), "0000-0000");
        assert_ne!(item_of(&given[1], Item::SignInName), "ahorn-00000");
        assert_eq!(count_people(&state).await, 2, "nothing is left of the rounds that failed");
    }

    async fn without_luck_it_ends_and_nothing_is_left(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = rigged(&portal, usize::MAX, 0);
        let add = async |year: &str| {
            let new = valid(&born(year, named("Erika", "Muster")), &portal);
            service::add_patient(&state, &new, false, by_import(), None).await
        };
        add("1950").await.expect("the first one");
        assert!(add("1951").await.expect_err("always the same number").is_unique_violation());
        assert_eq!(count_people(&state).await, 1);
    }
}

/// Chance that draws zeros for the first patient numbers and sign-in names.
struct Rigged {
    numbers: AtomicUsize,
    names: AtomicUsize,
}

impl Rng for Rigged {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), Failure> {
        let left = match buffer.len() {
            8 => &self.numbers,
            5 => &self.names,
            _ => return SystemRng.fill(buffer),
        };
        match left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) {
            Ok(_) => buffer.fill(0),
            Err(_) => SystemRng.fill(buffer)?,
        }
        Ok(())
    }
}

/// The same portal with other luck.
fn rigged(portal: &TestPortal, numbers: usize, names: usize) -> AppState {
    let state = &portal.state;
    AppState::new(Parts {
        db: state.db.clone(),
        keys: state.keys.clone(),
        hasher: PassphraseHasher::new(state.keys.clone(), &SystemRng).expect("a decoy"),
        clock: state.clock.clone(),
        rng: Arc::new(Rigged { numbers: AtomicUsize::new(numbers), names: AtomicUsize::new(names) }),
        instance: state.instance.clone(),
        settings: state.settings.clone(),
        mailer: state.mailer.clone(),
    })
}
