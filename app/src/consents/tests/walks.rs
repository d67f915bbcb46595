//! Random walks through the real services, with a clock to turn: after each step everything says the same, and nothing has
//! left that did not hold at that moment.

use super::{
    random::{Dice, Renewal, assert_stated, first_seed, moment_of, refusal, scan, turning_points, word},
    *,
};
use crate::{
    backend::testing::proofs,
    consents::{
        catalogue,
        export::{document::State, find as find_export},
        history,
        model::Event,
    },
    ids::{DispatchId, NoticeId},
    notices::{
        gate::{Matter, Question, Refusal, Verdict, may_send},
        left,
        model::Class,
        outbox::{self, Message, Outcome},
    },
    on_both_databases,
    time::Timestamp,
};
use std::collections::{BTreeMap, HashSet};

/// Steps of a walk.
const LENGTH: usize = 60;
/// In which steps time goes on, in milliseconds: an hour, a night, a month, most of a consent.
const PAUSES: [i64; 5] = [1, HOUR, 13 * HOUR, 29 * DAY, 690 * DAY];
/// Beside each turning point, in milliseconds.
const BESIDE: [i64; 3] = [-1, 0, 1];
/// What is decided about, and whether it needs a consent.
const CELLS: [(&str, Channel, Class); 6] = [
    ("new-message", Channel::Email, Class::Care),
    ("new-message", Channel::Portal, Class::Care),
    ("practice-news", Channel::Email, Class::Outreach),
    ("practice-news", Channel::Portal, Class::Outreach),
    ("prevention-recall", Channel::Email, Class::Outreach),
    ("satisfaction-survey", Channel::Portal, Class::Outreach),
];

fn class_of(cell: &Cell) -> Class {
    let found = CELLS.iter().find(|(purpose, _, _)| *purpose == cell.purpose.as_str());
    found.expect("one of ours").2
}

/// Whether something is told whatever was decided: inside the portal what belongs to the treatment, and what concerns
/// somebody's own access.
fn needs_nothing(cell: &Cell) -> bool {
    cell.purpose.as_str() == "security" || cell.channel == Channel::Portal && class_of(cell) == Class::Care
}

/// An installation in which several people walk, one after another.
struct Ground {
    portal: TestPortal,
    renewals: Vec<Renewal>,
    /// Messages that were looked at when they had just left.
    left: HashSet<DispatchId>,
    /// How many of them needed a consent or a choice.
    with_consent: usize,
}

impl Ground {
    async fn events(&self, subject: SubjectId) -> Vec<Event> {
        history::history(&self.portal.state, subject).await.expect("reads").events
    }

    /// Works until nothing is due; what leaves meanwhile has to hold now.
    async fn work(&mut self, about: &str) {
        work_off(&self.portal).await;
        let now = self.portal.state.clock.now();
        for sent in left::all(&self.portal.state).await {
            if !self.left.insert(sent.id) {
                continue;
            }
            assert_eq!(sent.at, now, "{about}");
            if sent.matter != Matter::Message || needs_nothing(&sent.cell) {
                continue;
            }
            let standing = scan(&self.events(sent.subject).await, &sent.cell, now, &self.renewals);
            assert_eq!(word(&standing), State::Active, "a message has left for {:?}, {about}", sent.cell);
            self.with_consent += 1;
        }
    }

    /// Publishes the same text again as a new version that ends consents to older ones.
    async fn publish(&mut self, purpose: &PurposeKey, renew_by: Timestamp) {
        let version = publish(&self.portal, purpose, None, Some(renew_by)).await;
        self.renewals.push((purpose.clone(), version, renew_by));
    }
}

/// Somebody who decides this and that.
struct Walk {
    dice: Dice,
    seed: u64,
    context: RequestContext,
    person: PersonId,
    subject: SubjectId,
    /// The codes that have come.
    codes: BTreeMap<Cell, String>,
    notices: HashSet<NoticeId>,
    /// Messages queued so far.
    queued: u64,
    /// Versions of the export that were looked at.
    exports: i64,
}

impl Walk {
    async fn begin(ground: &Ground, seed: u64) -> Self {
        let (person, subject) = patient(&ground.portal).await;
        arranged::email(&ground.portal, person, ADDRESS, true).await;
        let context = asks(&ground.portal, person);
        let (codes, notices) = (BTreeMap::new(), HashSet::new());
        Self { dice: Dice::new(seed), seed, context, person, subject, codes, notices, queued: 0, exports: 0 }
    }

    fn now(&self) -> Timestamp {
        self.context.now()
    }

    fn any_cell(&mut self) -> Cell {
        let (purpose, channel, _) = self.dice.of(&CELLS);
        cell(purpose, channel)
    }

    async fn step(&mut self, ground: &mut Ground) -> &'static str {
        let cell = self.any_cell();
        match self.dice.roll(16) {
            0..3 => self.ask(ground, &cell).await,
            3..5 => self.enter().await,
            5 => self.take_back(&cell).await,
            6 => self.renew(&cell).await,
            7..11 => {
                let (cell, pause) = self.message(ground, cell).await;
                self.queue(ground, &cell, pause).await
            }
            11 => self.sign(ground, &cell).await,
            12 if ground.renewals.len() < 8 => {
                let renew_by = Timestamp(self.now().0 + self.dice.of(&PAUSES));
                ground.publish(&cell.purpose, renew_by).await;
                "publish"
            }
            13 | 14 => {
                ground.work(&format!("seed {}", self.seed)).await;
                "work"
            }
            _ => self.wait(ground).await,
        }
    }

    async fn ask(&mut self, ground: &mut Ground, cell: &Cell) -> &'static str {
        if service::arranged::switch_on(&self.context, cell).await.expect("answers") == Asked::CodeSent {
            ground.work(&format!("seed {}", self.seed)).await;
            let code = self.read_code(ground).await;
            if self.dice.roll(2) == 0 {
                service::arranged::confirm(&self.context, cell, &code).await.expect("answers");
            }
            self.codes.insert(cell.clone(), code);
        }
        "ask"
    }

    /// The code that has just come, by mail or inside the portal.
    async fn read_code(&mut self, ground: &Ground) -> String {
        let is_code =
            |line: &&str| line.len() == 9 && line.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
        let mails = ground.portal.mailbox.take();
        let by_mail = mails.iter().find_map(|mail| mail.text.lines().find(is_code).map(str::to_owned));
        let notices = portal::unseen(&self.context).await.expect("answers");
        let new = notices.into_iter().filter(|notice| self.notices.insert(notice.id));
        let inside = new.filter_map(|notice| notice.template.code().map(|code| code.in_groups())).next();
        by_mail.or(inside).expect("a code has come")
    }

    async fn enter(&mut self) -> &'static str {
        let known: Vec<(Cell, String)> = self.codes.clone().into_iter().collect();
        if known.is_empty() {
            return "enter nothing";
        }
        let (cell, code) = &self.dice.of(&known);
        let typed = if self.dice.roll(4) == 0 { other_than(code) } else { code.clone() };
        service::arranged::confirm(&self.context, cell, &typed).await.expect("answers");
        "enter"
    }

    /// What to write about, and when: mostly about something that holds, and often to arrive just when that ends.
    async fn message(&mut self, ground: &Ground, cell: Cell) -> (Cell, i64) {
        let (events, now) = (ground.events(self.subject).await, self.now());
        let holding = |cell: &Cell| match scan(&events, cell, now, &ground.renewals) {
            Standing::Active { expires_at, .. } => Some((cell.clone(), expires_at)),
            _ => None,
        };
        let on: Vec<_> =
            CELLS.iter().filter_map(|(purpose, way, _)| holding(&self::cell(purpose, *way))).collect();
        if on.is_empty() || self.dice.roll(4) == 0 {
            return (cell, self.dice.of(&PAUSES));
        }
        match self.dice.of(&on) {
            (cell, Some(end)) if self.dice.roll(2) == 0 => (cell, end.0 + self.dice.of(&BESIDE) - now.0),
            (cell, _) => (cell, self.dice.of(&PAUSES)),
        }
    }

    async fn take_back(&mut self, cell: &Cell) -> &'static str {
        match self.dice.roll(4) {
            0 => service::withdraw_all(&self.context).await,
            _ => service::withdraw(&self.context, cell).await,
        }
        .expect("answers");
        "take back"
    }

    async fn renew(&mut self, cell: &Cell) -> &'static str {
        let catalogue = catalogue::load(&self.context.state).await.expect("loads");
        let newest = catalogue.find(&cell.purpose).expect("a purpose").version;
        service::renew(&self.context, cell, newest).await.expect("answers");
        "renew"
    }

    /// A message is queued exactly when the gate lets it.
    async fn queue(&mut self, ground: &Ground, cell: &Cell, pause: i64) -> &'static str {
        self.queued += 1;
        let state = &ground.portal.state;
        let message = Message {
            subject: self.subject,
            cell: cell.clone(),
            template: Template::ConsentEnding { on: self.now() },
            lang: Lang::De,
            about: vec![self.queued.to_be_bytes().to_vec()],
            not_before: Timestamp(self.now().0 + pause),
        };
        let prepared = outbox::prepare(state, message).await.expect("asks");
        let write = state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await }));
        let refused = match write.await.expect("queues") {
            Outcome::Refused(refusal) => Some(refusal),
            Outcome::Queued(_) | Outcome::SaidBefore => None,
        };
        let truth = scan(&ground.events(self.subject).await, cell, self.now(), &ground.renewals);
        self.assert_refused(cell, &truth, refused);
        "queue"
    }

    /// A form on paper is recorded where nothing holds.
    async fn sign(&mut self, ground: &Ground, cell: &Cell) -> &'static str {
        let state = &ground.portal.state;
        let ledger = history::history(state, self.subject).await.expect("reads").ledger().expect("folds");
        let standing = ledger.standing(cell, self.now(), &Default::default());
        if !matches!(word(&standing), State::Off | State::Withdrawn) {
            return "sign nothing";
        }
        let catalogue = catalogue::load(state).await.expect("loads");
        let text = catalogue.find(&cell.purpose).expect("is offered").text_ref(Lang::De).expect("a text");
        let what = What::Recorded { signed_on: "2026-11-24".to_owned() };
        let new = NewEvent { text, method: Method::Paper, ..decided(state, cell.clone(), what) };
        assert!(decide(state, self.subject, vec![new]).await.expect("decides"));
        "sign"
    }

    /// Some time passes, often just as much as until something comes to its end.
    async fn wait(&mut self, ground: &Ground) -> &'static str {
        let now = self.now().0;
        let mut ends = turning_points(&ground.events(self.subject).await, &ground.renewals);
        ends.retain(|end| end.0 - 1 > now);
        ends.sort();
        let pause = match ends.first() {
            Some(end) if self.dice.roll(3) > 0 => end.0 + self.dice.of(&BESIDE) - now,
            _ => self.dice.of(&PAUSES),
        };
        ground.portal.clock.advance(pause);
        "wait"
    }

    fn assert_refused(&self, cell: &Cell, truth: &Standing, refused: Option<Refusal>) {
        let expected = if needs_nothing(cell) { None } else { refusal(truth) };
        // Of outreach there may be too much even with a consent.
        let is_capped =
            expected.is_none() && refused == Some(Refusal::Capped) && class_of(cell) == Class::Outreach;
        let (seed, now) = (self.seed, self.now());
        assert!(
            is_capped || refused == expected,
            "the gate says {refused:?} of {truth:?}, seed {seed}, {now:?}"
        );
    }

    /// What the fold, the table and the gate say now, and what new exports said when they were made.
    async fn compare(&mut self, ground: &Ground, step: &str) {
        let (state, now) = (&ground.portal.state, self.now());
        let history = history::history(state, self.subject).await.expect("reads");
        let (ledger, shown) = (history.ledger().expect("folds"), table(&self.context).await);
        let deadlines = catalogue::load(state).await.expect("loads").deadlines;
        let asked = self.any_cell();
        for (purpose, channel, _) in CELLS {
            let cell = cell(purpose, channel);
            let truth = scan(&history.events, &cell, now, &ground.renewals);
            let about = format!("seed {}: {cell:?} at {now:?} after {step}", self.seed);
            assert_eq!(ledger.standing(&cell, now, &deadlines), truth, "the fold, {about}");
            let view = shown.find(&cell).expect("is offered");
            assert_eq!(view.standing, truth, "the table, {about}");
            assert_eq!(
                view.is_on(),
                needs_nothing(&cell) || word(&truth) == State::Active,
                "the table, {about}"
            );
            // The gate has to look at much, so that it is asked about one of them.
            if cell == asked {
                let (person, subject, matter) = (self.person, self.subject, Matter::Message);
                let question = Question { person, subject, cell: cell.clone(), matter };
                let refused = match may_send(state, question, now).await.expect("answers").verdict {
                    Verdict::Refuse(refusal) => Some(refusal),
                    Verdict::Allow(_) | Verdict::Later { .. } => None,
                };
                self.assert_refused(&cell, &truth, refused);
            }
        }
        while let Some(export) = find_export(state, self.subject, self.exports + 1).await.expect("reads") {
            self.exports += 1;
            let (document, seed) = (export.document, self.seed);
            let at = moment_of(&document.created_at);
            let known = usize::try_from(document.last_event()).expect("a number");
            for (purpose, channel, _) in CELLS {
                let cell = cell(purpose, channel);
                let truth = scan(&history.events[..known], &cell, at, &ground.renewals);
                assert_stated(&document, &cell, &truth, &format!("seed {seed}: {cell:?} at {at:?}"));
            }
        }
    }
}

on_both_databases! {
    async fn on_random_walks_everything_says_the_same_and_nothing_leaves_without_what_it_needs(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut ground =
            Ground { portal, renewals: Vec::new(), left: HashSet::new(), with_consent: 0 };
        let (first, mut exports) = (first_seed(), 0);
        for number in 0..u64::from(proofs::consent_walks()) {
            let mut walk = Walk::begin(&ground, first + number).await;
            // Everybody begins with a choice and a message; that of the first goes out, because it is morning.
            let mails = cell("new-message", Channel::Email);
            service::arranged::switch_on(&walk.context, &mails).await.expect("answers");
            walk.queue(&ground, &mails, 0).await;
            ground.work(&format!("seed {}", walk.seed)).await;
            // Also before the first step: it may publish a text, of which an export that was made before knows nothing.
            walk.compare(&ground, "the beginning").await;
            for _ in 0..LENGTH {
                let step = walk.step(&mut ground).await;
                walk.compare(&ground, step).await;
            }
            ground.work(&format!("seed {}", walk.seed)).await;
            walk.compare(&ground, "the last step").await;
            exports += walk.exports;
        }
        assert!(exports > 0, "no export was looked at");
        assert!(ground.with_consent > 0, "nothing has left that needed a consent");
    }
}
