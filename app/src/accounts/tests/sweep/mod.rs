//! Whoever can write to the database and has no keys can destroy, but not alter.
//!
//! Every column that holds bytes is found in the schema and looked up in a table that says what guards it. Then bytes of
//! every row in use are altered, and values are moved between rows and columns, in an installation in which everything
//! has happened. The use may give out less than before, and must; it may never give out anything else.
//!
//! It stands among these tests because most of what leaves bytes is access. Pieces of files and entries of the access log
//! have proofs of their own, which go further: `records/tests/tampering.rs`, `audit/tests/tampering.rs`.

mod columns;
mod scene;
mod texts;
mod uses;
mod ways_out;

use super::*;
use crate::backend::testing::{Engine, TestPortal};
use columns::{COLUMNS, Column, Guard, Use};
use scene::Scene;
use std::collections::BTreeSet;

/// Which bytes of a value are altered: version, key id, content, and the end of the tag.
fn places(length: usize) -> BTreeSet<usize> {
    [0, 5, length / 2, length - 1].into_iter().filter(|at| *at < length).collect()
}

/// What is done to one value.
struct Trial<'a> {
    scene: &'a mut Scene,
    column: &'a Column,
    of: Use,
    sound: &'a BTreeSet<String>,
}

impl Trial<'_> {
    async fn values(&self) -> Vec<Vec<u8>> {
        let Column { table, name, rows, .. } = self.column;
        self.scene
            .portal
            .bytes(&format!("SELECT {name} FROM {table} WHERE {name} IS NOT NULL AND {rows} ORDER BY {name}"))
            .await
    }

    async fn replace(&self, one: &[u8], other: &[u8]) {
        let Column { table, name, .. } = self.column;
        let [one, other] = [one, other].map(|bytes| self.literal(bytes));
        let statement = format!("UPDATE {table} SET {name} = {other} WHERE {name} = {one}");
        self.scene.portal.arrange(&statement).await;
    }

    fn literal(&self, bytes: &[u8]) -> String {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match self.scene.engine {
            Engine::Sqlite => format!("X'{digits}'"),
            Engine::Postgres => format!("'\\x{digits}'::bytea"),
        }
    }

    /// The use gives out less than before, and nothing else.
    async fn judge(&mut self, what: &str) {
        let seen = self.scene.see(self.of).await;
        let about = format!("{}.{}: {what}", self.column.table, self.column.name);
        let foreign: Vec<_> = seen.difference(self.sound).collect();
        assert!(foreign.is_empty(), "{about}: given out although altered: {foreign:?}");
        assert!(seen.len() < self.sound.len(), "{about}: not noticed");
    }

    async fn altered(&mut self, row: usize) {
        self.scene.prepare(self.of).await;
        let length = self.values().await[row].len();
        for at in places(length) {
            self.scene.prepare(self.of).await;
            let whole = self.values().await[row].clone();
            let mut altered = whole.clone();
            altered[at] ^= 0x10;
            self.replace(&whole, &altered).await;
            self.judge(&format!("byte {at} of row {row}")).await;
            self.replace(&altered, &whole).await;
        }
        self.scene.prepare(self.of).await;
        let whole = self.values().await[row].clone();
        self.replace(&whole, &whole[1..]).await;
        self.judge(&format!("row {row} cut")).await;
        self.replace(&whole[1..], &whole).await;
    }

    /// Both change places, by way of a value that nobody has.
    async fn swapped(&mut self, row: usize, with: usize) {
        self.scene.prepare(self.of).await;
        let values = self.values().await;
        let (one, other) = (&values[row], &values[with]);
        // Several rows of one owner have the same hash.
        if one == other {
            return;
        }
        let none = [0xee; 16];
        let turns = [(one.as_slice(), none.as_slice()), (other, one), (&none, other)];
        for (from, to) in turns {
            self.replace(from, to).await;
        }
        self.judge(&format!("rows {row} and {with} swapped")).await;
        // The same again changes them back.
        for (from, to) in turns {
            self.replace(from, to).await;
        }
    }

    /// A value of another column of the same row in its place.
    async fn of_another_column(&mut self, row: usize, other: &Column) {
        self.scene.prepare(self.of).await;
        let whole = self.values().await[row].clone();
        let Column { table, name, .. } = self.column;
        let select = format!("SELECT {} FROM {table} WHERE {name} = {}", other.name, self.literal(&whole));
        let foreign = self.scene.portal.bytes(&select).await.remove(0);
        self.replace(&whole, &foreign).await;
        self.judge(&format!("row {row} with its {}", other.name)).await;
        self.replace(&foreign, &whole).await;
    }
}

/// Alters and moves everything that this use has to notice.
async fn sweep(engine: Engine, of: Use) {
    let mut scene = Scene::new(engine).await;
    scene.portal.unlock().await;
    scene.prepare(of).await;
    let sound = scene.see(of).await;
    let guarded: Vec<&Column> = COLUMNS
        .iter()
        .filter(|column| [Guard::Sealed(of), Guard::Found(of)].contains(&column.guard))
        .collect();
    assert!(!guarded.is_empty());
    for column in guarded {
        scene.prepare(of).await;
        let mut trial = Trial { scene: &mut scene, column, of, sound: &sound };
        let rows = trial.values().await.len();
        assert!(rows > 0, "{}.{} has nothing to alter", column.table, column.name);
        for row in 0..rows {
            trial.altered(row).await;
            // Who is found by a value of somebody else is shown with their own name and birth date.
            if row > 0 && of != Use::Search {
                trial.swapped(row, row - 1).await;
            }
            for other in
                COLUMNS.iter().filter(|other| other.table == column.table && other.name != column.name)
            {
                if matches!((column.guard, other.guard), (Guard::Sealed(_), Guard::Sealed(_))) {
                    trial.of_another_column(row, other).await;
                }
            }
        }
        scene.prepare(of).await;
        assert_eq!(scene.see(of).await, sound, "{}.{} was put back", column.table, column.name);
    }
}

on_both_databases! {
    // A row that leads to a pseudonym, by itself or by the rows it names, names nobody: side by side they would tie the two
    // together for whoever has the database and no key (DESIGN.md section 3).
    async fn no_row_ties_a_person_to_a_pseudonym(_engine: Engine) {
        const PSEUDONYMOUS: [&str; 5] = ["consent_", "outbox", "calls", "letters", "send_decisions"];
        const OF_PEOPLE: [&str; 5] = ["person_id", "contact_id", "account_id", "owner_id", "session_id"];
        let of_pseudonyms = || {
            COLUMNS.iter().filter(|column| PSEUDONYMOUS.iter().any(|table| column.table.starts_with(table)))
        };
        assert!(of_pseudonyms().count() > 10, "the tables have other names");
        for column in of_pseudonyms() {
            assert!(!OF_PEOPLE.contains(&column.name), "{}.{}", column.table, column.name);
        }
    }

    async fn every_column_that_holds_bytes_is_known_and_guarded(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut known: Vec<_> = COLUMNS.iter().map(|column| (column.table.to_owned(), column.name.to_owned())).collect();
        known.sort();
        let mut found = portal.byte_columns().await;
        found.sort();
        let bare: Vec<_> = found.into_iter().map(|(table, name, _)| (table, name)).collect();
        assert_eq!(bare, known, "the schema against the table of guards");
        // What PostgreSQL knows to be an id is one, and nothing else passes for one.
        for (table, name, kind) in portal.byte_columns().await.into_iter().filter(|_| engine == Engine::Postgres) {
            let column = COLUMNS.iter().find(|column| column.table == table && column.name == name);
            let guard = column.expect("known").guard;
            assert_eq!(guard == Guard::Id, kind == "uuid", "{table}.{name} is {kind}");
            assert!(!matches!(guard, Guard::Deletable(why) if why.len() < 20), "{table}.{name} says why");
        }
    }

    async fn what_the_installation_starts_with(engine: Engine) {
        sweep(engine, Use::Start).await;
    }

    async fn what_is_known_about_people(engine: Engine) {
        sweep(engine, Use::Person).await;
    }

    async fn what_people_are_found_by(engine: Engine) {
        sweep(engine, Use::Search).await;
    }

    async fn sessions_and_letters(engine: Engine) {
        sweep(engine, Use::Session).await;
    }

    async fn known_browsers(engine: Engine) {
        sweep(engine, Use::Device).await;
    }

    async fn forms_that_wait(engine: Engine) {
        sweep(engine, Use::KeptForm).await;
    }

    async fn ceremonies(engine: Engine) {
        sweep(engine, Use::Ceremony).await;
    }

    async fn passkeys(engine: Engine) {
        sweep(engine, Use::Passkey).await;
        sweep(engine, Use::PasskeyName).await;
    }

    async fn passphrases_and_apps(engine: Engine) {
        sweep(engine, Use::Passphrase).await;
    }

    async fn recovery_codes(engine: Engine) {
        sweep(engine, Use::RecoveryCode).await;
    }

    async fn invitations(engine: Engine) {
        sweep(engine, Use::Invitation).await;
    }

    async fn security_events(engine: Engine) {
        sweep(engine, Use::Event).await;
    }

    async fn records_and_documents(engine: Engine) {
        sweep(engine, Use::Record).await;
    }

    async fn the_access_log(engine: Engine) {
        sweep(engine, Use::Log).await;
    }

    async fn consents_and_what_they_rest_on(engine: Engine) {
        sweep(engine, Use::Catalogue).await;
        sweep(engine, Use::Consents).await;
        sweep(engine, Use::Exports).await;
        sweep(engine, Use::Papers).await;
    }

    async fn how_people_are_reached(engine: Engine) {
        sweep(engine, Use::Contacts).await;
    }

    async fn what_leaves_the_house(engine: Engine) {
        sweep(engine, Use::Decisions).await;
        sweep(engine, Use::Outbox).await;
        sweep(engine, Use::Work).await;
    }

    async fn texts_of_the_practice(engine: Engine) {
        sweep(engine, Use::Texts).await;
    }

    async fn what_is_told_inside(engine: Engine) {
        sweep(engine, Use::News).await;
    }
}
