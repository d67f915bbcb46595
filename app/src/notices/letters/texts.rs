//! The sentences about letters.

use crate::{lang::Lang, texts};

texts! {
    title: "Briefe", "Letters";
    lead:
        "Briefe, die auf Papier hinausgehen: hier drucken, in Umschläge mit Fenster stecken, zur Post geben.",
        "Letters that leave on paper: print them here, put them into envelopes with a window, take them to the post.";
    waiting_title: "Was wartet", "What waits";
    waiting_none: "Es wartet kein Brief.", "No letter is waiting.";
    audit_hint:
        "Beim Drucken sehen Sie Anschriften. Das steht danach im Zugriffsprotokoll der Patientinnen und Patienten.",
        "When printing you see addresses. The access log of the patients says so afterwards.";
    batches_title: "Stapel, die noch nicht zur Post gegeben sind", "Batches not taken to the post yet";
    batches_none: "Kein Stapel ist offen.", "No batch is open.";
    download: "PDF laden und drucken", "Download the PDF and print it";
    ask_posted: "Als verschickt melden", "Report it as sent";
    posted_title: "Ist der Stapel zur Post gegeben?", "Has the batch been taken to the post?";
    posted: "Ja, zur Post gegeben", "Yes, taken to the post";
    posted_hint:
        "Drücken Sie erst darauf, wenn die Umschläge unterwegs sind: Danach lässt sich der Stapel nicht mehr drucken.",
        "Press this only when the envelopes are on their way: afterwards the batch cannot be printed any more.";
    back_list: "Zu den Briefen", "Back to the letters";
    not_printed: "Noch nicht gedruckt.", "Not printed yet.";
    done: "Erledigt", "Done";
    undone: "Nichts zu tun", "Nothing to do";
    gathered: "Der Stapel steht unten bereit.", "The batch is ready below.";
    nothing_gathered: "Es wartete kein Brief mehr; vielleicht war jemand schneller.", "No letter was waiting any more; somebody may have been faster.";
    was_posted: "Der Stapel gilt als verschickt.", "The batch counts as sent.";
    back: "Zur Startseite", "Back to the start page";
    task_text: "Briefe drucken und zur Post geben.", "Print letters and take them to the post.";

    cover_title: "Deckblatt des Stapels, nicht verschicken", "Cover sheet of the batch, do not send";
    file_title: "Briefe", "Letters";
    /// Below a letter that is no part of a treatment.
    no_more:
        "Keine solchen Briefe mehr? Widerrufen Sie im Portal unter „Einwilligungen“, oder sagen Sie es uns.",
        "No more letters like this? Take it back in the portal under “Consents”, or tell us.";
}

/// The button.
pub fn print(lang: Lang, count: i64) -> String {
    match (lang, count) {
        (Lang::De, 1) => "1 Brief zusammenstellen".to_owned(),
        (Lang::En, 1) => "Put 1 letter together".to_owned(),
        (Lang::De, count) => format!("{count} Briefe zusammenstellen"),
        (Lang::En, count) => format!("Put {count} letters together"),
    }
}

/// How many wait.
pub fn waiting(lang: Lang, count: i64) -> String {
    match (lang, count) {
        (Lang::De, 1) => "Ein Brief wartet.".to_owned(),
        (Lang::En, 1) => "One letter is waiting.".to_owned(),
        (Lang::De, count) => format!("{count} Briefe warten."),
        (Lang::En, count) => format!("{count} letters are waiting."),
    }
}

/// A batch: when, by whom, how many.
pub fn batch(lang: Lang, when: &str, by: &str, letters: usize) -> String {
    match (lang, letters) {
        (Lang::De, 1) => format!("Zusammengestellt am {when} von {by}: ein Brief."),
        (Lang::En, 1) => format!("Put together on {when} by {by}: one letter."),
        (Lang::De, letters) => format!("Zusammengestellt am {when} von {by}: {letters} Briefe."),
        (Lang::En, letters) => format!("Put together on {when} by {by}: {letters} letters."),
    }
}

/// Which letters are not to be posted.
pub fn called_off(lang: Lang, numbers: &[i64]) -> String {
    let numbers = listed(numbers);
    match lang {
        Lang::De => format!(
            "Nicht verschicken: Nr. {numbers}. Drucken Sie den Stapel neu, oder nehmen Sie diese Blätter heraus."
        ),
        Lang::En => format!("Do not send: no. {numbers}. Print the batch anew, or take these sheets out."),
    }
}

/// What the cover sheet says: how many letters there are.
pub fn to_send(lang: Lang, letters: usize) -> String {
    match lang {
        Lang::De => format!("Zu verschicken: {letters}. Die Nummer steht unten auf jedem Brief."),
        Lang::En => format!("To be sent: {letters}. The number is at the bottom of each letter."),
    }
}

/// What the cover sheet says: which letters are not to be posted.
pub fn gone(lang: Lang, numbers: &[i64]) -> String {
    let numbers = listed(numbers);
    match lang {
        Lang::De => format!(
            "Nicht zu verschicken: Nr. {numbers}. Haben Sie diese Nummern schon gedruckt, vernichten Sie die Blätter."
        ),
        Lang::En => format!(
            "Not to be sent: no. {numbers}. If you have printed these numbers already, destroy the sheets."
        ),
    }
}

/// What the cover sheet says: where the font lacks letters of a name or an address.
pub fn by_hand(lang: Lang, numbers: &[i64]) -> String {
    let numbers = listed(numbers);
    match lang {
        Lang::De => format!(
            "Name oder Anschrift enthalten Zeichen, die diese Schrift nicht hat: Nr. {numbers}. Schreiben Sie beides von Hand auf den Umschlag."
        ),
        Lang::En => format!(
            "Name or address contain characters that this font does not have: no. {numbers}. Write both on the envelope by hand."
        ),
    }
}

/// The number at the bottom of a letter, which says nothing to others.
pub fn number(lang: Lang, number: i64) -> String {
    match lang {
        Lang::De => format!("Nr. {number}"),
        Lang::En => format!("No. {number}"),
    }
}

fn listed(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}
