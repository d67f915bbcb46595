//! The sentences about calls.

use super::service::Outcome;
use crate::{lang::Lang, notices::template::Template, texts};

texts! {
    title: "Anrufe", "Calls";
    lead:
        "Was die Praxis am Telefon sagt. Nehmen Sie einen Anruf, wenn Sie ungestört sprechen können; er gehört dann 15 Minuten lang Ihnen.",
        "What the practice says on the telephone. Take a call when you can speak undisturbed; it is yours for 15 minutes then.";
    back: "Zur Startseite", "Back to the start page";
    back_list: "Zu den Anrufen", "Back to the calls";
    task_text: "Patienten anrufen, mit vorgegebenem Wortlaut.", "Call patients, with given words.";
    none: "Es wartet kein Anruf.", "No call is waiting.";
    audit_hint:
        "Sie sehen dann Name und Nummer. Das steht danach im Zugriffsprotokoll der Person.",
        "You will see a name and a number. The access log of the person says so afterwards.";
    take: "Nächsten Anruf übernehmen", "Take the next call";
    done: "Erledigt", "Done";
    not_now: "Kein Anruf", "No call";
    nothing: "Es wartete kein Anruf mehr; vielleicht war jemand schneller.", "No call was waiting any more; somebody may have been faster.";
    called_off: "Dieser Anruf hat sich erledigt: Er wurde abgesagt, oder sein Code gilt nicht mehr.", "This call is not needed any more: it was called off, or its code is void.";
    later: "Jetzt ist Ruhezeit. Der Anruf wartet bis danach.", "These are quiet hours. The call waits until they are over.";
    ended: "Beendet", "Ended";
    in_doubt: "Dieser Anruf lässt sich gerade nicht öffnen. Er kommt in drei Stunden wieder.", "This call cannot be opened at the moment. It comes back in three hours.";
    was_reached: "Der Anruf ist erledigt.", "The call is done.";
    was_again: "Der Anruf kommt in drei Stunden wieder.", "The call comes back in three hours.";
    was_given_up: "Dreimal vergeblich: Der Anruf ist damit beendet. Die Person liest das im Portal.", "Three times in vain: the call is over. The person reads so in the portal.";
    was_wrong: "Diese Nummer wird nicht mehr angerufen, bis sie neu bestätigt ist. Die Person liest das im Portal.", "This number is not called any more until it is confirmed anew. The person reads so in the portal.";

    call_title: "Anruf", "Call";
    number: "Nummer", "Number";
    person: "Person", "Person";
    speak_german: "Sprechen Sie Deutsch.", "Speak German.";
    speak_english: "Sprechen Sie Englisch.", "Speak English.";
    first_title: "Zuerst", "First";
    first:
        "Unterdrücken Sie Ihre Rufnummer. Nennen Sie nur Ihren Namen und fragen Sie nach der Person. Die Praxis nennen Sie erst, wenn sie selbst am Apparat ist.",
        "Withhold your number. Say only your own name and ask for the person. Name the practice only once they are on the line themselves.";
    otherwise:
        "Ist jemand anderes oder ein Anrufbeantworter dran: „Danke, ich melde mich wieder.“ Sonst nichts, auch keine Nummer.",
        "If it is somebody else or a machine: “Thank you, I will call again.” Nothing else, and no number either.";
    then_title: "Dann", "Then";
    code_label: "Code zum Vorlesen", "Code to read out";
    outcome_title: "Wie ist es ausgegangen?", "How did it go?";
    reached: "Person erreicht und gesagt", "Reached the person and told them";
    not_reached: "Nicht erreicht", "Not reached";
    wrong_number: "Falsche Nummer", "Wrong number";
}

/// How many wait.
pub fn waiting(lang: Lang, count: i64) -> String {
    match (lang, count) {
        (Lang::De, 1) => "Ein Anruf wartet.".to_owned(),
        (Lang::En, 1) => "One call is waiting.".to_owned(),
        (Lang::De, count) => format!("{count} Anrufe warten."),
        (Lang::En, count) => format!("{count} calls are waiting."),
    }
}

/// The button of an outcome.
pub const fn outcome(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Reached => reached(lang),
        Outcome::NotReached => not_reached(lang),
        Outcome::WrongNumber => wrong_number(lang),
    }
}

/// How often it was tried before.
pub fn attempts(lang: Lang, attempts: i64) -> String {
    match lang {
        Lang::De => format!("Schon {attempts}-mal vergeblich versucht."),
        Lang::En => format!("Tried {attempts} times in vain already."),
    }
}

/// What is said, in the language of whoever is called.
pub fn script(spoken: Lang, template: &Template) -> String {
    match (template, spoken) {
        (Template::ContactCode { .. }, Lang::De) => {
            "„Sie haben im Patientenportal diese Telefonnummer angegeben. Ich lese Ihnen dazu einen Code vor. Geben Sie ihn im Portal ein; danach können wir Sie hier anrufen. Haben Sie das nicht angefordert, brauchen Sie nichts zu tun.“".to_owned()
        }
        (Template::ContactCode { .. }, Lang::En) => {
            "“You have given this telephone number in the patient portal. I read you a code for it. Enter it in the portal; after that we can call you here. If you have not asked for it, you need not do anything.”".to_owned()
        }
        (Template::ConsentCode { .. }, Lang::De) => {
            "„Sie haben im Patientenportal etwas ausgewählt, das mit einem Code bestätigt wird. Ich lese ihn Ihnen vor. Geben Sie ihn im Portal ein. Haben Sie nichts ausgewählt, brauchen Sie nichts zu tun.“".to_owned()
        }
        (Template::ConsentCode { .. }, Lang::En) => {
            "“You have chosen something in the patient portal that is confirmed with a code. I read it to you. Enter it in the portal. If you have chosen nothing, you need not do anything.”".to_owned()
        }
        (Template::ConsentEnding { .. }, Lang::De) => format!(
            "„Etwas, das Sie im Patientenportal ausgewählt haben, gilt nicht mehr lange. Sehen Sie dort nach, ob es weiter gelten soll. Wenn Sie nichts tun, endet es am {}.“",
            template.date(Lang::De).unwrap_or_default()
        ),
        (Template::ConsentEnding { .. }, Lang::En) => format!(
            "“Something you have chosen in the patient portal comes to its end. Look there whether it is to go on. If you do nothing, it ends on {}.”",
            template.date(Lang::En).unwrap_or_default()
        ),
        (Template::Security | Template::PaperRecorded | Template::NotReached, Lang::De) => {
            "„Im Patientenportal liegt etwas Neues für Sie. Sehen Sie nach, wenn Sie Zeit haben.“".to_owned()
        }
        (Template::Security | Template::PaperRecorded | Template::NotReached, Lang::En) => {
            "“There is something new for you in the patient portal. Have a look when you have time.”".to_owned()
        }
    }
}
