//! Who has the whole database and no keys cannot tell which person, which pseudonym and which two chains of the access log
//! belong together.
//!
//! The script sorts people, pseudonyms and chains by everything a dump shows, lays the lists beside each other in both
//! directions, and counts right pairs. By chance one pair is right, with a standard deviation of one. Among hundreds of
//! pairs of orders a few exceed that by more than three deviations by accident, but the same one not again and again.

use super::*;
use crate::{
    audit,
    backend::{
        policy::Role,
        rng::{self, SystemRng},
    },
    ids::ChainId,
    on_both_databases,
    patients::subjects::refill,
};
use orders::{Orders, chains, people, subjects};
use std::collections::BTreeSet;

mod heap;
mod orders;
mod schema;

const PEOPLE: usize = 128;
/// 1/n + 3 sigma, as a number of right pairs of n.
const CHANCE: usize = 1 + 3;
/// In how many practices the same order must betray pairs to count.
const PRACTICES: usize = 3;

/// Which orders laid beside each other give more right pairs than chance.
fn betrayed<P: Copy + PartialEq, S: Copy + PartialEq>(
    people: &Orders<P>,
    subjects: &Orders<S>,
    truth: &[(P, S)],
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (of_people, people) in people {
        for (of_subjects, subjects) in subjects {
            assert_eq!(
                (people.len(), subjects.len()),
                (truth.len(), truth.len()),
                "{of_people}, {of_subjects}"
            );
            let right = |pair: &(&P, &S)| truth.iter().any(|(p, s)| (p, s) == *pair);
            let forwards = people.iter().zip(subjects).filter(right).count();
            let backwards = people.iter().zip(subjects.iter().rev()).filter(right).count();
            for (direction, hits) in [("forwards", forwards), ("backwards", backwards)] {
                if hits > CHANCE {
                    found.insert(format!("{of_people} against {of_subjects}, {direction}"));
                }
            }
        }
    }
    found
}

/// What belongs to one person.
#[derive(Clone, Copy)]
struct Linked {
    person: PersonId,
    subject: SubjectId,
    /// In the access log: that of the person, and that of the record.
    chains: [ChainId; 2],
}

/// A number from zero up to nine, by lot.
fn lot() -> usize {
    let [byte]: [u8; 1] = rng::bytes(&SystemRng).expect("random");
    usize::from(byte) % 10
}

/// A practice in which people come one after another, each with a record of another size; later they enrol, are
/// confirmed, and their records are read, now this one and now that.
async fn practice(portal: &TestPortal) -> Vec<Linked> {
    const TITLES: [&str; 5] = ["Husten", "Schnupfen", "Heiserkeit", "Kopfschmerz", "Fieber"];
    refill(&portal.state).await.expect("fills");
    let mut truth = Vec::new();
    for number in 0..PEOPLE {
        portal.clock.advance(61_000);
        // How much there is about somebody has nothing to do with when they came or how long their name is.
        let person = somebody(portal, number).await;
        taken(portal, person, &file(&TITLES[..1 + lot() % 5], &[])).await;
        let subject = subject(portal, person).await;
        let state = &portal.state;
        let of_person = audit::chain_for_person(state, person).await.expect("a chain");
        let of_subject = audit::chain_for_subject(state, subject).await.expect("a chain");
        truth.push(Linked { person, subject, chains: [of_person.id(), of_subject.id()] });
    }
    let mut shuffled: Vec<_> = truth.iter().map(|linked| (lot(), lot(), lot(), linked.person)).collect();
    shuffled.sort_unstable();
    let clinician = team::member(portal, Role::Clinician).await;
    for (reads, _, _, person) in shuffled {
        portal.clock.advance(61_000);
        confirmed(portal, person).await;
        for _ in 0..reads % 3 {
            service::open(&clinician, person).await.expect("reads");
        }
    }
    truth
}

/// What one practice betrays, each kind of thing laid beside each other.
async fn betrayed_by(portal: &TestPortal) -> BTreeSet<String> {
    let truth = practice(portal).await;
    let chains_of = |which: usize| truth.iter().map(|linked| linked.chains[which]).collect::<BTreeSet<_>>();
    let people = people(portal).await;
    let subjects = subjects(portal).await;
    let of_people = chains(portal, &chains_of(0)).await;
    let of_subjects = chains(portal, &chains_of(1)).await;
    betrayed_in(&truth, &people, &subjects, [of_people, of_subjects])
}

/// Which pairs these orders betray: of people, of pseudonyms, and of the chains of both.
fn betrayed_in(
    truth: &[Linked],
    people: &Orders<PersonId>,
    subjects: &Orders<SubjectId>,
    [of_people, of_subjects]: [Orders<ChainId>; 2],
) -> BTreeSet<String> {
    let pairs =
        |found: BTreeSet<String>, of: &str| found.into_iter().map(|found| format!("{of}: {found}")).collect();
    let found: [BTreeSet<String>; 6] = [
        pairs(
            betrayed(people, subjects, &truth_of(truth, |l| (l.person, l.subject))),
            "person and pseudonym",
        ),
        pairs(
            betrayed(people, &of_people, &truth_of(truth, |l| (l.person, l.chains[0]))),
            "person and chain",
        ),
        pairs(
            betrayed(people, &of_subjects, &truth_of(truth, |l| (l.person, l.chains[1]))),
            "person and record's chain",
        ),
        pairs(
            betrayed(subjects, &of_subjects, &truth_of(truth, |l| (l.subject, l.chains[1]))),
            "pseudonym and chain",
        ),
        pairs(
            betrayed(subjects, &of_people, &truth_of(truth, |l| (l.subject, l.chains[0]))),
            "pseudonym and person's chain",
        ),
        pairs(
            betrayed(&of_people, &of_subjects, &truth_of(truth, |l| (l.chains[0], l.chains[1]))),
            "two chains",
        ),
    ];
    found.into_iter().flatten().collect()
}

/// What is found now and was found in every practice before: chance betrays another list each time.
fn again(before: Option<BTreeSet<String>>, found: BTreeSet<String>) -> BTreeSet<String> {
    match before {
        None => found,
        Some(before) => before.intersection(&found).cloned().collect(),
    }
}

fn truth_of<P, S>(truth: &[Linked], pair: impl Fn(&Linked) -> (P, S)) -> Vec<(P, S)> {
    truth.iter().map(pair).collect()
}

#[test]
fn the_script_finds_what_there_is_to_find() {
    let truth: Vec<(u32, u32)> = (0..128).map(|number| (number, 1000 - number)).collect();
    let people = vec![("id", truth.iter().map(|(person, _)| *person).collect())];
    let mut sorted: Vec<u32> = truth.iter().map(|(_, subject)| *subject).collect();
    sorted.sort_unstable();
    let found = betrayed(&people, &vec![("id", sorted)], &truth);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["id against id, backwards"]);
}

on_both_databases! {
    async fn pairing_people_pseudonyms_and_chains_is_chance(engine: Engine) {
        let mut suspicious: Option<BTreeSet<String>> = None;
        for _ in 0..PRACTICES {
            let portal = TestPortal::new(engine).await;
            let again = again(suspicious, betrayed_by(&portal).await);
            if again.is_empty() {
                return;
            }
            suspicious = Some(again);
        }
        panic!("pairs are betrayed by {suspicious:?}");
    }
}
