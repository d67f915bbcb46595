//! The letter that invites a patient.

use crate::{lang::Lang, texts};

texts! {
    title: "Einladungsbrief", "Invitation letter";
    print_now:
        "Drucken Sie diesen Brief und geben Sie ihn persönlich mit.",
        "Print this letter and hand it over in person.";
    done: "Gedruckt, fertig", "Printed, done";
    gone_title: "Dieser Brief ist nicht mehr da", "This letter is no longer here";
    gone_text:
        "Er wurde als gedruckt gemeldet, ist älter als zehn Minuten oder wurde auf einem anderen Gerät erstellt. Sein Code lässt sich nicht noch einmal anzeigen.",
        "It was reported as printed, is older than ten minutes, or was made on another device. Its code cannot be shown again.";
    gone_new:
        "Liegt der Brief gedruckt vor, gilt er weiter. Fehlt er, drucken Sie auf der Seite der Person eine neue Einladung; der Code auf dem alten Brief gilt dann nicht mehr.",
        "If you have the letter on paper, it remains valid. If not, print a new invitation on the person's page; the code on the old letter is then void.";
    to_person: "Zur Person", "To the person";
    replaces_title: "Dieser Brief ersetzt einen verlorenen Zugang", "This letter replaces a lost way to sign in";
    replaces_text:
        "Der Code allein genügt nicht. Die Person braucht dazu einen ihrer Ersatzcodes, oder jemand anderes aus dem Team gibt die Einladung frei.",
        "The code alone is not enough. The person also needs one of their recovery codes, or another member of the team approves the invitation.";
    to_invitations: "Zu den Einladungen", "To the invitations";
    recovery_code_at_hand:
        "Sie haben schon einen Zugang. Halten Sie einen Ihrer Ersatzcodes bereit. Haben Sie keinen mehr, rufen Sie uns bitte an.",
        "You already have access. Keep one of your recovery codes at hand. If you have none left, please call us.";
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
    open_title: "Einladung offen", "Open invitation";
    not_approved: "noch nicht freigegeben", "not approved yet";
    approved: "freigegeben", "approved";
    asks_title: "Es gibt schon eine offene Einladung", "There is an open invitation already";
    asks_lead:
        "Noch ist nichts geschehen. Ein neuer Brief macht diese Einladung ungültig, auch wenn die Person ihn schon in der Hand hat.",
        "Nothing has happened yet. A new letter makes this invitation void, even if the person is already holding it.";
    asks_approval:
        "Auch die Freigabe gilt dann nicht mehr; jemand anderes aus dem Team muss die neue Einladung noch einmal freigeben.",
        "Its approval is void then, too; another member of the team has to approve the new invitation again.";
    replace: "Neu drucken, alte ungültig machen", "Print anew, make the old one void";
    keep: "Alte Einladung behalten", "Keep the old invitation";
    too_many_title: "Für heute sind es genug Einladungen", "Enough invitations for today";
    too_many_instead:
        "Jede Einladung wird der Person gemeldet. Ist ein Brief verloren, vereinbaren Sie bitte einen späteren Termin zum Drucken.",
        "The person is told of every invitation. If a letter is lost, please agree on a later time to print one.";
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

/// Until when the letter can be looked at.
pub fn kept_until(lang: Lang, time: &str) -> String {
    match lang {
        Lang::De => format!(
            "Er ist hier bis {time} zu sehen. Wenn er gut gedruckt ist, drücken Sie „Gedruckt, fertig“: Dann sieht ihn an diesem Gerät niemand mehr."
        ),
        Lang::En => format!(
            "It can be seen here until {time}. Once it has printed well, press “Printed, done”: then nobody sees it on this device any more."
        ),
    }
}

/// By which member of the team an invitation was issued, and when.
pub fn issued_by(lang: Lang, name: &str, at: &str) -> String {
    match lang {
        Lang::De => format!("Ausgestellt am {at} von {name}"),
        Lang::En => format!("Issued by {name} on {at}"),
    }
}

/// When an invitation was issued by somebody whose data were erased.
pub fn issued_by_erased(lang: Lang, at: &str) -> String {
    match lang {
        Lang::De => format!("Ausgestellt am {at} von jemandem, dessen Konto gelöscht ist"),
        Lang::En => format!("Issued on {at} by somebody whose account has been erased"),
    }
}

/// When an invitation was issued by the command line.
pub fn issued_on_server(lang: Lang, at: &str) -> String {
    match lang {
        Lang::De => format!("Ausgestellt am {at} auf dem Server"),
        Lang::En => format!("Issued on the server on {at}"),
    }
}

/// Until when an open invitation is good.
pub fn open_until(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!("gültig bis {until}"),
        Lang::En => format!("valid until {until}"),
    }
}

/// When the next invitation may be issued.
pub fn too_many_lead(lang: Lang, most: i64, again_at: &str) -> String {
    match lang {
        Lang::De => format!(
            "Für diese Person wurden in den letzten 24 Stunden {most} Einladungen ausgestellt. Die nächste ist ab {again_at} möglich."
        ),
        Lang::En => format!(
            "In the last 24 hours {most} invitations were issued for this person. The next one can be issued from {again_at}."
        ),
    }
}
