//! The page about one's own access.

use crate::{lang::Lang, texts};

texts! {
    title: "Anmeldung und Sicherheit", "Sign-in and security";
    lead: "So melden Sie sich an, und hier sind Sie gerade angemeldet.", "How you sign in, and where you are signed in at the moment.";

    passkeys_title: "Passkeys", "Passkeys";
    no_passkeys: "Sie haben keinen Passkey.", "You have no passkey.";
    synced: "wird von Ihrem Gerätehersteller synchronisiert", "synchronised by the maker of your device";
    on_device: "nur auf diesem Gerät", "on this device only";
    suspended:
        "Gesperrt: Es gibt anscheinend eine Kopie davon. Entfernen Sie diesen Passkey und richten Sie einen neuen ein.",
        "Suspended: there seems to be a copy of it. Remove this passkey and set up a new one.";
    added_on: "Eingerichtet am", "Set up on";
    last_used: "zuletzt benutzt am", "last used on";
    never_used: "noch nicht benutzt", "not used yet";
    rename: "Umbenennen", "Rename";
    new_name: "Neuer Name", "New name";
    remove: "Entfernen", "Remove";
    add_passkey: "Passkey hinzufügen", "Add a passkey";
    last_way:
        "Anders können Sie sich zurzeit nicht anmelden. Fügen Sie zuerst einen anderen Weg hinzu.",
        "At the moment you cannot sign in any other way. Add another way first.";

    passphrase_title: "Passphrase und Einmalcode", "Passphrase and one-time code";
    no_passphrase: "Diesen Weg haben Sie nicht eingerichtet.", "You have not set up this way.";
    add_passphrase: "Passphrase und App einrichten", "Set up a passphrase and app";
    change_passphrase: "Passphrase und App ändern", "Change passphrase and app";

    codes_title: "Ersatzcodes", "Recovery codes";
    renew_codes: "Neue Ersatzcodes", "New recovery codes";
    renew_text: "Neue Codes machen alle alten ungültig.", "New codes make all old ones void.";
    renew_submit: "Zehn neue Codes ausstellen", "Issue ten new codes";
    codes_done: "Fertig", "Done";

    sessions_title: "Hier sind Sie angemeldet", "You are signed in here";
    this_one: "Dieser Browser", "This browser";
    unknown_browser: "Unbekannter Browser", "Unknown browser";
    since: "Angemeldet seit", "Signed in since";
    last_seen: "zuletzt aktiv", "last active";
    end_session: "Abmelden", "Sign out";
    end_others: "Alle anderen abmelden", "Sign out all others";

    events_title: "Was zuletzt geschah", "What happened recently";
    no_events: "Noch nichts.", "Nothing yet.";
    older_events: "Ältere zeigen", "Show older ones";

    event_invitation_used_up:
        "Ihre Einladung gilt nicht mehr, weil fünfmal etwas Falsches eingegeben wurde. Waren Sie das nicht, rufen Sie uns bitte an.",
        "Your invitation is no longer valid, because something wrong was entered five times. If this was not you, please call us.";
    event_enrolled: "Ihr Zugang wurde eingerichtet.", "Your access was set up.";
    event_passphrase_added: "Passphrase und App wurden eingerichtet.", "A passphrase and app were set up.";
    event_passphrase_removed: "Passphrase und App wurden entfernt.", "The passphrase and app were removed.";
    event_codes: "Neue Ersatzcodes wurden ausgestellt.", "New recovery codes were issued.";
    event_recovered:
        "Ihr Zugang wurde wiederhergestellt; alle anderen Geräte wurden abgemeldet. Entfernen Sie unter „Anmeldung und Sicherheit“, was Sie verloren haben. Waren Sie das nicht? Rufen Sie uns bitte an.",
        "Your access was recovered; all other devices were signed out. Remove what you have lost under “Sign-in and security”. Was this not you? Please call us.";

    add_passkey_title: "Passkey hinzufügen", "Add a passkey";
    add_passkey_refused: "Der Passkey konnte nicht hinzugefügt werden. Versuchen Sie es noch einmal.", "The passkey could not be added. Try again.";
}

/// "Noch 7 von 10."
pub fn codes_left(lang: Lang, left: i64) -> String {
    match lang {
        Lang::De => format!("Sie haben noch {left} von 10 Ersatzcodes."),
        Lang::En => format!("You have {left} of 10 recovery codes left."),
    }
}

/// Who issued an invitation.
pub fn event_invited(lang: Lang, by: Option<&str>) -> String {
    match (lang, by) {
        (Lang::De, Some(by)) => format!("{by} hat für Sie eine Einladung ausgestellt."),
        (Lang::De, None) => "Für Sie wurde eine Einladung ausgestellt.".to_owned(),
        (Lang::En, Some(by)) => format!("{by} issued an invitation for you."),
        (Lang::En, None) => "An invitation was issued for you.".to_owned(),
    }
}

/// A passkey was added.
pub fn event_passkey_added(lang: Lang, name: &str) -> String {
    match lang {
        Lang::De => format!("Der Passkey „{name}“ wurde hinzugefügt."),
        Lang::En => format!("The passkey “{name}” was added."),
    }
}

/// A passkey was removed.
pub fn event_passkey_removed(lang: Lang, name: &str) -> String {
    match lang {
        Lang::De => format!("Der Passkey „{name}“ wurde entfernt."),
        Lang::En => format!("The passkey “{name}” was removed."),
    }
}

/// A copy of a passkey was noticed.
pub fn event_passkey_suspended(lang: Lang, name: &str) -> String {
    match lang {
        Lang::De => {
            format!("Der Passkey „{name}“ wurde gesperrt, weil es anscheinend eine Kopie davon gibt.")
        }
        Lang::En => format!("The passkey “{name}” was suspended, because there seems to be a copy of it."),
    }
}

/// The first sign-in on a browser.
pub fn event_new_device(lang: Lang, browser: &str) -> String {
    let named = if browser.is_empty() { String::new() } else { format!(": {browser}") };
    match lang {
        Lang::De => format!(
            "Neue Anmeldung mit einem bisher unbekannten Browser{named}. Waren Sie das nicht? Melden Sie alle anderen ab und rufen Sie uns bitte an."
        ),
        Lang::En => format!(
            "A new sign-in with a browser not seen before{named}. Was this not you? Sign out all others and please call us."
        ),
    }
}

/// Somebody of the team, or whoever runs the server, has approved an invitation.
pub fn event_invitation_approved(lang: Lang, by: Option<&str>) -> String {
    match (lang, by) {
        (Lang::De, Some(by)) => {
            format!("{by} hat freigegeben, dass Ihre Einladung einen verlorenen Zugang ersetzt.")
        }
        (Lang::De, None) => {
            "Auf dem Server Ihrer Praxis wurde freigegeben, dass Ihre Einladung einen verlorenen Zugang ersetzt."
                .to_owned()
        }
        (Lang::En, Some(by)) => {
            format!("{by} has approved that your invitation replaces a lost way to sign in.")
        }
        (Lang::En, None) => {
            "It was approved on your practice's server that your invitation replaces a lost way to sign in."
                .to_owned()
        }
    }
}

/// The oldest session ended, because there may be only so many.
pub fn event_session_crowded_out(lang: Lang, browser: &str) -> String {
    let browser = if browser.is_empty() { unknown_browser(lang) } else { browser };
    match lang {
        Lang::De => format!(
            "Sie waren an zu vielen Stellen angemeldet; die älteste Anmeldung wurde beendet: {browser}."
        ),
        Lang::En => {
            format!("You were signed in in too many places; the oldest session was ended: {browser}.")
        }
    }
}

/// Sign-ins succeeded after others that did not, at least three of them.
pub fn event_tries_before(lang: Lang, count: i64) -> String {
    match lang {
        Lang::De => format!(
            "Vor einer Anmeldung gab es {count} vergebliche Versuche mit Ihrem Anmeldenamen. Waren Sie das nicht? Rufen Sie uns bitte an."
        ),
        Lang::En => format!(
            "Before a sign-in there were {count} failed tries with your sign-in name. Was this not you? Please call us."
        ),
    }
}

/// How often the same happened on one day.
pub fn event_times(lang: Lang, times: usize, last: &str) -> String {
    match lang {
        Lang::De => format!("{times}-mal an diesem Tag, zuletzt {last}"),
        Lang::En => format!("{times} times on that day, last on {last}"),
    }
}
