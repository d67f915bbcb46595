//! For how long the portal keeps what, and what removes it: one rule for each class of data.
//!
//! Whoever adds a table adds its class here. The English half stands word for word in `docs/privacy/README.md`.

use crate::lang::Lang;

/// A sentence in both languages.
type Both = (&'static str, &'static str);

/// A class of data that the code removes by itself.
pub struct Removed {
    what: Both,
    kept: Both,
    removed: Both,
}

/// A class of data that nothing removes yet.
pub struct Lasting {
    what: Both,
    note: Both,
}

/// Removed by the code itself, in the order of the table.
pub const REMOVED: [Removed; 13] = [
    Removed {
        what: ("Sitzungen", "sessions"),
        kept: (
            "nutzbar, wie OPERATIONS.md sagt; als Zeile bis einen Tag nach ihrem spätesten Ende, auch wenn sie vorher beendet wurden. Was sie sich außer ihrem Inhaber merkten, geht mit ihrem Ende",
            "usable as OPERATIONS.md says; as a row until a day after their absolute end, also when they were ended before. What they remembered besides who held them goes when they are ended",
        ),
        removed: (
            "wenn irgendjemandes nächste Sitzung beginnt; ebenso der Inhalt derer, deren Zeit abgelaufen ist",
            "when anybody's next session begins; so does the content of those whose time ran out",
        ),
    },
    Removed {
        what: ("Formulare, die zu spät kamen", "forms that came too late"),
        kept: ("dreißig Minuten lang gezeigt", "shown for thirty minutes"),
        removed: (
            "wenn sie noch einmal gesendet oder verworfen werden; sonst wenn irgendjemandes nächste Sitzung beginnt oder nächstes Formular aufgehoben wird",
            "when sent again or discarded; else when anybody's next session begins or next form is kept",
        ),
    },
    Removed {
        what: ("Zeremonien mit Passkeys, ungenutzte Nachweise", "ceremonies, unused proofs"),
        kept: ("fünf Minuten", "five minutes"),
        removed: (
            "wenn sie fertig sind oder die nächste beginnt",
            "when finished, or when the next ceremony begins",
        ),
    },
    Removed {
        what: ("Fehlversuche in Folge", "wrong tries in a row"),
        kept: ("einen Tag nach dem letzten", "a day after the last"),
        removed: (
            "mit einem Erfolg, oder wenn irgendjemand sich als Nächstes mit Passphrase und Code anmeldet",
            "with a success, or when anybody tries next on path T",
        ),
    },
    Removed {
        what: ("einzelne Versuche", "single tries"),
        kept: ("30 Tage", "30 days"),
        removed: (
            "wenn irgendjemand sich als Nächstes mit Passphrase und Code anmeldet oder einen Code für eine Adresse anfordert",
            "when anybody tries next on path T, or asks for a code for a contact point",
        ),
    },
    Removed {
        what: ("an Adressen gesendete Codes, gezählt", "codes sent to contact points, as counted"),
        kept: ("einen Tag", "a day"),
        removed: ("ebenso", "the same"),
    },
    Removed {
        what: ("Adressen, unter denen jemand erreichbar ist", "contact points"),
        kept: ("bis ihr Inhaber sie entfernt", "until removed by their owner"),
        removed: ("sofort, mit ihrem Code", "at once, with their code"),
    },
    Removed {
        what: ("Codes für Adressen", "codes of contact points"),
        kept: (
            "48 Stunden, vorgelesen vier Tage, in einem Brief 14 Tage",
            "48 hours, read out four days, in a letter 14 days",
        ),
        removed: (
            "wenn sie eingegeben, ersetzt oder mit der Adresse entfernt werden; ein abgelaufener bleibt bis dahin als Zeile",
            "when entered, replaced, or removed with the contact point; one that is over stays as a row until then",
        ),
    },
    Removed {
        what: ("Codes für Einwilligungen", "codes of consents"),
        kept: (
            "48 Stunden, vorgelesen vier Tage, in einem Brief 14 Tage",
            "48 hours, read out four days, in a letter 14 days",
        ),
        removed: (
            "mit der nächsten Entscheidung über denselben Zweck auf demselben Weg; ein abgelaufener bleibt bis dahin als Zeile",
            "with the next decision about the same purpose by the same way; one that is over stays as a row until then",
        ),
    },
    Removed {
        what: ("anstehende Arbeiten", "work that waits"),
        kept: ("bis sie getan sind", "until it is done"),
        removed: (
            "mit ihrer Erledigung; aufgegebene bleiben, bis das Team sie noch einmal versuchen lässt",
            "when it is done; what was given up stays until the team has it tried again",
        ),
    },
    Removed {
        what: ("bekannte Browser", "known browsers"),
        kept: ("ein Jahr nach der letzten Anmeldung mit ihnen", "a year after the last sign-in on them"),
        removed: (
            "wenn irgendjemand sich als Nächstes anmeldet; alle einer Person, wenn sie Passphrase und Code wiederherstellt",
            "when anybody signs in next; all of a person's when they recover path T",
        ),
    },
    Removed {
        what: ("Passkeys, Passphrase", "passkeys, passphrase"),
        kept: ("bis ihr Inhaber sie entfernt oder ersetzt", "until removed or replaced by their owner"),
        removed: ("sofort", "at once"),
    },
    Removed {
        what: ("Wiederherstellungscodes, auch benutzte", "recovery codes, used ones too"),
        kept: ("bis es neue gibt", "until there are new ones"),
        removed: ("sofort", "at once"),
    },
];

/// Kept without an end, in the order of the table.
pub const LASTING: [Lasting; 9] = [
    Lasting {
        what: ("Einladungen", "invitations"),
        note: (
            "aufgehoben, was immer aus ihnen wurde: Sie sagen, wer wen hereingelassen hat",
            "kept whatever became of them: they say who let whom in",
        ),
    },
    Lasting {
        what: ("Ereignisse des Zugangs", "security events"),
        note: (
            "aufgehoben; die Seite zur Sicherheit zeigt die neuesten zwanzig",
            "kept; the security page shows the newest twenty",
        ),
    },
    Lasting {
        what: (
            "Gesundheitsakten, Dokumente, ältere Fassungen, Pseudonyme",
            "records, documents, older versions, pseudonyms",
        ),
        note: (
            "die Schlüssel der Akte eines Pseudonyms lassen sich nach dem Entwurf vernichten, danach öffnet sich nichts mehr davon; noch tut das nichts",
            "by design the keys of a pseudonym's record can be destroyed, after which nothing of it opens; nothing does so yet",
        ),
    },
    Lasting {
        what: (
            "Einwilligungen, Formulare auf Papier, ihre Nachweise, Antworten der Schranke",
            "consents, forms on paper, their exports, answers of the gate",
        ),
        note: (
            "solange die Einwilligung nachzuweisen ist (DSGVO Art. 7 Abs. 1); wird der Schlüssel der Beweise vernichtet, öffnet sich nichts mehr davon. Noch tut das nichts",
            "as long as the consent has to be proved (GDPR Art. 7(1)); destroying the key of the evidence makes all of it unreadable. Nothing does so yet",
        ),
    },
    Lasting {
        what: ("Ausgang, Mitteilungen im Portal", "the outbox, notices inside the portal"),
        note: (
            "was abgesagt oder abgelehnt wurde, verliert seinen Inhalt sofort, ein Code mit dem Absenden; die Zeile bleibt, damit nichts zweimal gesagt wird",
            "what was called off or refused loses its content at once, a code when it has left; the row stays, so that nothing is said twice",
        ),
    },
    Lasting {
        what: ("Zugriffsprotokoll", "the access log"),
        note: (
            "Einträge lassen sich nicht löschen; wird der Schlüssel der Klasse `audit` vernichtet, bleibt eine prüfbare Kette, die niemand mehr lesen kann. Noch tut das nichts",
            "entries cannot be deleted; destroying the key of the class `audit` leaves a chain that can be verified and no longer be read. Nothing does so yet",
        ),
    },
    Lasting {
        what: ("Prüfpunkte", "checkpoints"),
        note: ("eine Datei im Monat; der Betreiber entscheidet", "one file a month; the operator decides"),
    },
    Lasting {
        what: ("Stammdaten, Suchwerte, Schlüssel", "master data, blind indexes, keys"),
        note: (
            "es gibt keine Löschung auf Befehl. Der Schlüssel der Identität einer Person lässt sich nach dem Entwurf vernichten, aber nichts tut es",
            "there is no erasure by command. A person's identity key can be destroyed by design, but nothing does it",
        ),
    },
    Lasting {
        what: ("Konten des Teams", "staff accounts"),
        note: (
            "geschlossene bleiben, weil anderes auf sie verweist",
            "closed ones stay, because others refer to them",
        ),
    },
];

const fn in_lang(both: Both, lang: Lang) -> &'static str {
    match lang {
        Lang::De => both.0,
        Lang::En => both.1,
    }
}

/// The table of what the code removes, as Markdown; a row a line.
pub fn removed_table(lang: Lang) -> String {
    let head = in_lang(("| was | aufgehoben | entfernt |", "| what | kept | removed |"), lang);
    let row = |rule: &Removed| {
        let cells = [rule.what, rule.kept, rule.removed].map(|cell| in_lang(cell, lang));
        format!("| {} | {} | {} |\n", cells[0], cells[1], cells[2])
    };
    format!("{head}\n|---|---|---|\n{}", REMOVED.iter().map(row).collect::<String>())
}

/// The table of what nothing removes, as Markdown; a row a line.
pub fn lasting_table(lang: Lang) -> String {
    let head = in_lang(("| was | Anmerkung |", "| what | note |"), lang);
    let row = |rule: &Lasting| format!("| {} | {} |\n", in_lang(rule.what, lang), in_lang(rule.note, lang));
    format!("{head}\n|---|---|\n{}", LASTING.iter().map(row).collect::<String>())
}
