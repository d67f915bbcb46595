//! Made-up patients: the same for the same seed, but for their ids and keys, which are random as everybody's.

use super::{
    Arguments, Error, Scenario,
    house::House,
    measure::{Meter, each},
    report::Report,
};
use app::{
    backend::state::AppState,
    consents::{
        catalogue::{self, Catalogue},
        history::NewEvent,
        model::{By, Cell, Method, PurposeKey, What},
        service::arranged::decided,
    },
    ids::{PersonId, SubjectId},
    lang::Lang,
    notices::model::Channel,
    patients::{
        contacts::arranged,
        model::{Item, Kind, Source},
        sealed, subjects,
    },
    time::Timestamp,
};
use std::sync::{Arc, Mutex, PoisonError};

/// How many are made at once: as many as share a commit.
const AT_ONCE: u64 = 64;
/// How long a consent of theirs holds, in milliseconds: two years, all from the same moment on, so that all end at once.
const VALIDITY: i64 = 730 * 24 * 3_600_000;
/// How long a code may be entered, in milliseconds.
const CODE_TIME: i64 = 48 * 3_600_000;
/// How often a number is drawn for somebody.
const DRAWS: usize = 20;
const SYLLABLES: [&str; 12] = ["al", "ber", "dor", "el", "fin", "gra", "hol", "in", "kar", "lu", "mar", "ne"];

/// One of them.
#[derive(Clone, Copy)]
pub struct Somebody {
    pub person: PersonId,
    pub subject: SubjectId,
    /// Whether they have agreed to [`People::news`]; the others have taken it back.
    pub agrees: bool,
}

/// All of them.
#[derive(Clone)]
pub struct People {
    pub all: Arc<Vec<Somebody>>,
    pub catalogue: Arc<Catalogue>,
    /// What they have agreed to, by e-mail and with a code.
    pub news: Cell,
    /// What belongs to their treatment, by e-mail; switched on and off a few times.
    pub told: Cell,
    /// When the consents to the news end.
    pub ends_at: Timestamp,
}

impl People {
    /// Somebody by lot; the same for the same number.
    pub fn any(&self, number: u64) -> Result<Somebody, Error> {
        let count = self.all.len() as u64;
        let place = Dice(number).roll(count.max(1)) as usize;
        self.all.get(place).copied().ok_or_else(|| Error::Wrong("there is nobody".to_owned()))
    }

    /// A decision of somebody, now, about the text in force.
    pub fn decision(&self, state: &AppState, cell: &Cell, what: What) -> Result<NewEvent, Error> {
        decision(&self.catalogue, state, cell, what)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): neighbouring seeds have nothing in common.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.next() % sides
    }

    fn name(&mut self) -> String {
        let syllables = 2 + self.roll(2);
        let whole: String =
            (0..syllables).map(|_| SYLLABLES[self.roll(SYLLABLES.len() as u64) as usize]).collect();
        let mut letters = whole.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}

/// Makes them.
pub async fn make(house: &House, arguments: &Arguments, report: &mut Report) -> Result<People, Error> {
    let state = house.state.clone();
    let cell =
        |purpose: &str| PurposeKey::parse(purpose).map(|purpose| Cell { purpose, channel: Channel::Email });
    let none = || Error::Wrong("a purpose has no such name".to_owned());
    let (news, told) = (cell("practice-news").ok_or_else(none)?, cell("new-message").ok_or_else(none)?);
    let ends_at = Timestamp(state.clock.now().0 + VALIDITY);
    let catalogue = Arc::new(catalogue::load(&state).await?);
    let people = People { all: Arc::default(), catalogue, news, told, ends_at };
    // Of the gate a refusal is measured as well; everything else is about consents that hold.
    let is_mixed = matches!(arguments.scenario, Scenario::Gate);
    let (made, seed) = (Arc::new(Mutex::new(Vec::new())), arguments.seed);
    let meter = Meter::start(&house.state.db);
    let (all, facts) = (made.clone(), people.clone());
    each(AT_ONCE, arguments.patients, move |number| {
        let (all, facts, state) = (all.clone(), facts.clone(), state.clone());
        async move {
            let somebody = one(&state, &facts, Dice(Dice(seed).next() ^ number), is_mixed).await?;
            all.lock().unwrap_or_else(PoisonError::into_inner).push((number, somebody));
            Ok(())
        }
    })
    .await?;
    report.add("patients made up", 1, &meter.stop(arguments.patients))?;
    let mut made = std::mem::take(&mut *made.lock().unwrap_or_else(PoisonError::into_inner));
    made.sort_by_key(|(number, _)| *number);
    Ok(People { all: Arc::new(made.into_iter().map(|(_, somebody)| somebody).collect()), ..people })
}

async fn one(state: &AppState, people: &People, mut dice: Dice, is_mixed: bool) -> Result<Somebody, Error> {
    // 1. Who it is, and how they are reached.
    let birth_date = format!("{}-{:02}-{:02}", 1930 + dice.roll(85), 1 + dice.roll(12), 1 + dice.roll(28));
    let language = if dice.roll(10) < 7 { "de" } else { "en" };
    let items = vec![
        (Item::FamilyName, dice.name()),
        (Item::GivenName, dice.name()),
        (Item::BirthDate, birth_date),
        (Item::Language, language.to_owned()),
    ];
    let person = store(state, items).await?;
    arranged::email_in(state, person, &format!("{:016x}@example.org", dice.next()), true).await;
    let subject = subjects::subject_of(state, person).await?;
    // 2. What they have decided: a few times about what they are told, then about the news.
    let agrees = !is_mixed || dice.roll(4) > 0;
    let mut decisions = Vec::new();
    for _ in 0..dice.roll(3) {
        decisions.push((&people.told, What::Granted { expires_at: None }));
        decisions.push((&people.told, What::Withdrawn));
    }
    let until = Timestamp(state.clock.now().0 + CODE_TIME);
    decisions.push((&people.news, What::Requested { until }));
    decisions.push((&people.news, What::Confirmed { expires_at: Some(people.ends_at) }));
    if !agrees {
        decisions.push((&people.news, What::Withdrawn));
    }
    let new = decisions.into_iter().map(|(cell, what)| people.decision(state, cell, what));
    let ending = agrees.then_some((&people.news, people.ends_at));
    decided(state, subject, new.collect::<Result<_, _>>()?, ending, false).await?;
    Ok(Somebody { person, subject, agrees })
}

/// Stores somebody; numbers and sign-in names are drawn, so that one may be taken, and then another is drawn.
async fn store(state: &AppState, items: Vec<(Item, String)>) -> Result<PersonId, Error> {
    for _ in 0..DRAWS {
        let new = sealed::prepare(state, Kind::Patient, items.clone(), Source::Import)?;
        let person = new.id();
        let write = state.db.write(move |tx| Box::pin(async move { sealed::store_prepared(tx, &new).await }));
        match write.await {
            Ok(()) => return Ok(person),
            Err(failure) if failure.is_unique_violation() => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(Error::Wrong("no number is free".to_owned()))
}

fn decision(catalogue: &Catalogue, state: &AppState, cell: &Cell, what: What) -> Result<NewEvent, Error> {
    let purpose = catalogue.find(&cell.purpose);
    let purpose = purpose.ok_or_else(|| Error::Wrong("a purpose is not offered".to_owned()))?;
    let text = purpose.text_ref(Lang::De)?;
    let method = if matches!(what, What::Confirmed { .. }) { Method::Code } else { Method::Portal };
    Ok(NewEvent { at: state.clock.now(), cell: cell.clone(), what, text, method, by: By::Patient })
}
