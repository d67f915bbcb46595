//! Random histories: what holds by them is the same for the fold, for the page, for the gate, and for the export.

use super::{
    random::{
        Dice, Renewal, STEPS, assert_stated, first_seed, may_follow, refusal, scan, turning_points, word,
    },
    *,
};
use crate::{
    backend::{settings::Practice, testing::proofs},
    consents::{
        catalogue::{Catalogue, Purpose, Wording},
        export::document::{Document, Facts, State},
        model::{Event, Ledger},
        pages::ConsentsPage,
        service::{Barrier, Reach},
    },
    ids::PurposeId,
    notices::{
        gate::{Basis, Matter, Refusal, ground},
        model::Class,
    },
    time::Timestamp,
};
use leptos::prelude::{Owner, RenderHtml as _, view};

/// Events of a history.
const EVENTS: usize = 16;
/// Of so many histories one is also looked at as a page.
const PAGES: u64 = 25;
/// Beside each turning point, in milliseconds.
const BESIDE: [i64; 3] = [-1, 0, 1];
/// With their classes.
const PURPOSES: [(&str, Class); 3] =
    [("new-message", Class::Care), ("practice-news", Class::Outreach), ("testimonial", Class::Outreach)];
const CHANNELS: [Channel; 2] = [Channel::Portal, Channel::Email];

/// What the practice has published, and how somebody is reached.
struct World {
    catalogue: Catalogue,
    renewals: Vec<Renewal>,
    has_address: bool,
    cells: Vec<Cell>,
}

impl World {
    fn of(dice: &mut Dice) -> Self {
        let mut catalogue = Catalogue { purposes: Vec::new(), deadlines: Default::default() };
        let (mut renewals, mut cells) = (Vec::new(), Vec::new());
        for (number, (name, class)) in PURPOSES.into_iter().enumerate() {
            let key = PurposeKey::parse(name).expect("a purpose");
            for version in 2..4 {
                if dice.roll(3) == 0 {
                    let renew_by = Timestamp(dice.roll(3) as i64 * 400 * DAY);
                    renewals.push((key.clone(), version, renew_by));
                    catalogue.deadlines.add(key.clone(), version, renew_by);
                }
            }
            // Most purposes are offered on both channels, and some not any more.
            let channels = if dice.roll(6) == 0 { CHANNELS[..1].to_vec() } else { CHANNELS.to_vec() };
            let retired_at = (dice.roll(8) == 0).then_some(Timestamp(0));
            catalogue.purposes.push(purpose(number, key.clone(), class, channels, retired_at));
            cells.extend(CHANNELS.map(|channel| Cell { purpose: key.clone(), channel }));
        }
        Self { catalogue, renewals, has_address: dice.roll(4) > 0, cells }
    }

    fn purpose(&self, cell: &Cell) -> &Purpose {
        self.catalogue.find(&cell.purpose).expect("one of ours")
    }

    fn offers(&self, cell: &Cell) -> bool {
        let purpose = self.purpose(cell);
        purpose.retired_at.is_none() && purpose.channels.contains(&cell.channel)
    }
}

fn purpose(
    number: usize,
    key: PurposeKey,
    class: Class,
    channels: Vec<Channel>,
    retired_at: Option<Timestamp>,
) -> Purpose {
    let text =
        |lang| Wording { lang, title: key.as_str().to_owned(), body: String::new(), hash: String::new() };
    Purpose {
        id: PurposeId::from_random([number as u8; 16]),
        class,
        channels,
        validity_months: None,
        version: 3,
        legal_basis: String::new(),
        contact: String::new(),
        retired_at,
        texts: Lang::ALL.map(text).to_vec(),
        key,
    }
}

/// One history of a world, from its first event to its last.
fn history(dice: &mut Dice, world: &World) -> Vec<Event> {
    let (mut events, mut now) = (Vec::new(), 0);
    while events.len() < EVENTS {
        now += dice.of(&STEPS);
        let (cell, what) = (dice.of(&world.cells), dice.what(now));
        if may_follow(&events, &cell, &what) {
            let text = TextRef { version: 1 + dice.roll(3) as i64, lang: Lang::De, hash: String::new() };
            let (seq, at) = (events.len() as i64 + 1, Timestamp(now));
            events.push(Event { seq, at, cell, what, text, method: Method::Portal, by: By::Patient });
        }
    }
    events
}

/// What everything made of a history says at a moment; on the page too, if it is asked for.
fn compare(world: &World, events: &[Event], now: Timestamp, as_page: bool, seed: u64) {
    let ledger = Ledger::of(events).expect("can have happened");
    let reach = if world.has_address { CHANNELS.to_vec() } else { vec![Channel::Portal] };
    let shown =
        Overview::of(&world.catalogue, &ledger, &Reach::by(reach), Lang::De, now).expect("has its texts");
    let document = export(world, events, &ledger, now);
    let page = as_page.then(|| page(&shown, now));
    for cell in &world.cells {
        let truth = scan(events, cell, now, &world.renewals);
        let about = format!("seed {seed}: {cell:?} at {now:?} after {} events", events.len());
        assert_eq!(ledger.standing(cell, now, &world.catalogue.deadlines), truth, "the fold, {about}");
        assert_stated(&document, cell, &truth, &about);
        let gate = ground(&world.catalogue, &ledger, (cell, Matter::Message), world.has_address, now);
        let gate = gate.map(|(basis, _)| basis);
        assert_eq!(gate, answer(world, cell, &truth), "the gate, {about}");
        let view = shown.find(cell);
        assert_shown(world, cell, &truth, view, &about);
        let leaves =
            view.is_some_and(|view| view.is_on() && matches!(view.barrier, None | Some(Barrier::Always)));
        assert_eq!(leaves, gate.is_ok(), "the table and the gate, {about}");
        if let (Some(page), Some(view)) = (&page, view) {
            assert_reads(page, view, &truth, &about);
        }
    }
}

/// What the gate has to answer.
fn answer(world: &World, cell: &Cell, truth: &Standing) -> Result<Basis, Refusal> {
    let purpose = world.purpose(cell);
    if purpose.retired_at.is_some() {
        return Err(Refusal::UnknownPurpose);
    }
    if !world.offers(cell) {
        return Err(Refusal::ChannelNotOffered);
    }
    let is_inside = cell.channel == Channel::Portal;
    if purpose.class == Class::Care && is_inside {
        return Ok(Basis::Care);
    }
    if let Some(refusal) = refusal(truth) {
        return Err(refusal);
    }
    let Standing::Active { since, .. } = *truth else { unreachable!("nothing else has no refusal") };
    match purpose.class {
        _ if !is_inside && !world.has_address => Err(Refusal::NoContactPoint),
        Class::Care => Ok(Basis::Choice { since }),
        Class::Outreach => Ok(Basis::Consent { since }),
    }
}

/// The cell is in the table exactly when it is offered or can be taken back, and says what holds.
fn assert_shown(world: &World, cell: &Cell, truth: &Standing, view: Option<&CellView>, about: &str) {
    let can_end = matches!(word(truth), State::Active | State::Pending | State::OnPaper);
    assert_eq!(view.is_some(), world.offers(cell) || can_end, "the table, {about}");
    let Some(view) = view else { return };
    let is_always =
        world.offers(cell) && cell.channel == Channel::Portal && world.purpose(cell).class == Class::Care;
    assert_eq!(view.standing, *truth, "the table, {about}");
    assert_eq!(view.is_on(), is_always || word(truth) == State::Active, "the table, {about}");
    assert_eq!(view.can_end(), can_end, "the table, {about}");
}

fn export(world: &World, events: &[Event], ledger: &Ledger, now: Timestamp) -> Document {
    let document = Document::of(Facts {
        practice: &Practice::default(),
        origin: "https://portal.example",
        principal: String::new(),
        version: 1,
        predecessor: None,
        key_id: String::new(),
        now,
        purposes: Vec::new(),
        events,
        ledger,
        deadlines: &world.catalogue.deadlines,
    });
    assert_eq!(document.last_event(), events.len() as i64);
    document
}

fn page(overview: &Overview, now: Timestamp) -> String {
    let (lang, token, notice) = (Lang::De, None, None);
    let html = Owner::new().with(|| view! { <ConsentsPage lang overview token now notice/> }.to_html());
    html.replace("<!>", "")
}

/// The cell as somebody reads it: its words, and whether its box is ticked.
fn assert_reads(page: &str, view: &CellView, truth: &Standing, about: &str) {
    let id = format!("id=\"state-{}-{}\"", view.cell.purpose.as_str(), view.cell.channel.as_str());
    let cell = page.split(&id).nth(1).and_then(|rest| rest.split("</td>").next()?.split_once('>'));
    let cell = cell.map(|(_, cell)| cell);
    let cell = cell.unwrap_or_else(|| panic!("no cell, {about}"));
    let words = cell.split("</p>").next().unwrap_or_default();
    let begins = match word(truth) {
        _ if view.barrier == Some(Barrier::Always) => "Steht immer in Ihrem Portal",
        State::Off if view.barrier == Some(Barrier::NoContactPoint) => match view.cell.channel {
            Channel::Letter => "Anschrift fehlt",
            Channel::Phone => "Nummer fehlt",
            _ => "Adresse fehlt",
        },
        State::Off => "Aus",
        State::Pending => "Bestätigung offen bis ",
        State::Lapsed => "Nicht bestätigt; der Code galt bis ",
        State::OnPaper => "Auf Papier gegeben",
        State::Active if view.cell.purpose.as_str() == "new-message" => "Eingeschaltet am ",
        State::Active => "Bestätigt am ",
        State::Withdrawn => "Widerrufen am ",
        State::Expired => "Abgelaufen am ",
    };
    assert!(words.starts_with(begins), "the page says \"{words}\" and not \"{begins}\", {about}");
    let ends = matches!(truth, Standing::Active { expires_at: Some(_), .. });
    let is_always = view.barrier == Some(Barrier::Always);
    assert_eq!(words.contains("läuft ab am "), ends && !is_always, "the page says \"{words}\", {about}");
    let has_box = view.can_begin() || view.can_end();
    assert_eq!(cell.contains(" checked"), has_box && view.is_on(), "the box, {about}");
}

#[test]
fn the_fold_the_page_the_gate_and_the_export_of_random_histories_say_the_same() {
    let first = first_seed();
    for number in 0..u64::from(proofs::consent_histories()) {
        let seed = first + number;
        let mut dice = Dice::new(seed);
        let world = World::of(&mut dice);
        let events = history(&mut dice, &world);
        // Somewhere on the way, at the moment of the event or beside a turning point; and at the end beside several.
        let turns = |events| {
            let mut turns = turning_points(events, &world.renewals);
            turns.push(events.last().map_or(Timestamp(0), |event: &Event| event.at));
            turns
        };
        for end in 1..=EVENTS {
            let now = dice.of(&turns(&events[..end]));
            compare(&world, &events[..end], Timestamp(now.0 + dice.of(&BESIDE)), false, seed);
        }
        for beside in BESIDE {
            let now = Timestamp(dice.of(&turns(&events)).0 + beside);
            compare(&world, &events, now, number % PAGES == 0, seed);
        }
    }
}
