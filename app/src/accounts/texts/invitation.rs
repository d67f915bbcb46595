//! The letter that invites a patient.

use crate::{lang::Lang, texts};

texts! {
    title: "Einladungsbrief", "Invitation letter";
    shown_once:
        "Dieser Brief ist nur jetzt zu sehen. Drucken Sie ihn gleich aus und geben Sie ihn persönlich mit.",
        "This letter can be seen only now. Print it at once and hand it over in person.";
    gone_title: "Dieser Brief wurde schon gezeigt", "This letter has already been shown";
    gone_text:
        "Der Code lässt sich kein zweites Mal anzeigen. Stellen Sie bei Bedarf eine neue Einladung aus; die alte gilt dann nicht mehr.",
        "The code cannot be shown a second time. If needed, issue a new invitation; the old one is then void.";
    to_search: "Zur Suche", "To the search";
    print: "Brief drucken", "Print the letter";
    print_without: "Drucken Sie diese Seite mit Ihrem Browser.", "Print this page with your browser.";
    subject: "Ihr Zugang zu unserem Portal", "Your access to our portal";
    step_1: "Scannen Sie diesen QR-Code mit Ihrem Handy, oder öffnen Sie im Browser:", "Scan this QR code with your phone, or open in a browser:";
    step_2: "Geben Sie diesen Code und Ihr Geburtsdatum ein:", "Enter this code and your date of birth:";
    sign_in_name: "Ihr Anmeldename", "Your sign-in name";
    patient_number: "Ihre Patientennummer", "Your patient number";
    keep_private:
        "Der Code gilt einmal und nur für Sie. Geben Sie ihn nicht weiter, auch nicht am Telefon: Wir fragen nie danach.",
        "The code works once and only for you. Do not pass it on, not even by phone: we never ask for it.";
    qr_label: "QR-Code zu Ihrer Einladung", "QR code of your invitation";
}

/// "Guten Tag Erika Mustermann,"
pub fn salutation(lang: Lang, name: &str) -> String {
    match lang {
        Lang::De => format!("Guten Tag {name},"),
        Lang::En => format!("Dear {name},"),
    }
}

/// What the letter is, from whom.
pub fn intro(lang: Lang, practice: &str) -> String {
    match lang {
        Lang::De => {
            format!("mit diesem Brief richten Sie Ihren persönlichen Zugang zum Portal von {practice} ein.")
        }
        Lang::En => format!("with this letter you set up your personal access to the portal of {practice}."),
    }
}

/// Until when the code is good.
pub fn valid_until(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!("Der Code gilt bis {until}."),
        Lang::En => format!("The code is valid until {until}."),
    }
}
