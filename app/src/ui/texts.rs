//! The sentences of the frame and of the error pages.

use crate::texts;

texts! {
    skip_to_content: "Zum Inhalt springen", "Skip to content";
    portal: "Patientenportal", "Patient portal";
    default_practice_name: "Ihre Praxis", "Your practice";
    tools_label: "Sprache", "Language";
    help_title: "Hilfe", "Help";
    help_by_phone: "Rufen Sie uns an:", "Call us:";
    help_without_phone: "Ihre Praxis hilft Ihnen gern weiter.", "Your practice is happy to help.";
    hours: "Sprechzeiten am Telefon:", "Telephone hours:";
    footer_label: "Über dieses Portal", "About this portal";
    privacy: "Datenschutz", "Privacy";
    accessibility: "Barrierefreiheit", "Accessibility";
    imprint: "Impressum", "Imprint";
    demo_banner:
        "Vorführung mit erfundenen Personen. Bitte geben Sie hier keine echten Daten ein.",
        "Demonstration with made-up people. Please do not enter real data here.";

    line_gone: "Entfällt:", "Removed:";
    line_new: "Neu:", "New:";
    line_same: "Bleibt:", "Stays:";
    line_empty: "(leere Zeile)", "(empty line)";
    unchanged: "Daran ändert sich nichts.", "Nothing changes here.";

    nav_label: "Bereiche", "Sections";
    nav_home: "Mein Portal", "My portal";
    /// Beside it as long as there is something unread.
    nav_new: "Neues", "News";
    nav_me: "Ihre Daten", "Your details";
    nav_record: "Ihre Akte", "Your record";
    nav_consents: "Einwilligungen", "Consents";
    nav_access_log: "Zugriffe", "Access log";
    nav_staff: "Start", "Start";
    nav_find: "Person suchen", "Find a person";
    nav_invitations: "Einladungen", "Invitations";
    nav_templates: "Texte", "Texts";
    nav_sending: "Versand", "Sending";
    nav_purposes: "Zwecke", "Purposes";
    nav_letters: "Briefe", "Letters";
    nav_calls: "Anrufe", "Calls";
    nav_security: "Anmeldung und Sicherheit", "Sign-in and security";
    sign_out: "Abmelden", "Sign out";
    warning_title: "Sie werden gleich abgemeldet", "You are about to be signed out";
    warning_two_minutes:
        "Ihre Anmeldung endet gleich, weil Sie länger nichts getan haben.",
        "Your session is about to end, because you have not done anything for a while.";
    warning_one_minute: "Noch eine Minute.", "One minute left.";
    warning_half_a_minute: "Noch 30 Sekunden.", "30 seconds left.";
    warning_time_left: "Verbleibende Zeit:", "Time left:";
    warning_stay: "Angemeldet bleiben", "Stay signed in";
    warning_leave: "Jetzt abmelden", "Sign out now";
    warning_not_longer:
        "Länger geht es leider nicht. Bitte sichern Sie, was Sie gerade schreiben, und melden Sie sich dann neu an.",
        "It cannot be extended any further. Please save what you are writing, and then sign in again.";
    warning_close: "Verstanden", "Understood";
    warning_failed:
        "Das hat nicht geklappt. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
        "That did not work. Check your connection and try again.";

    ended_title: "Ihre Sitzung ist abgelaufen", "Your session has ended";
    ended_text:
        "Ihre Eingaben sind noch da, aber ausgeblendet, damit sie sonst niemand sieht. Das Formular wurde nicht abgeschickt. Wenn Sie sich wieder anmelden, finden Sie sie in ihrem Formular.",
        "What you typed is still there, but hidden so that nobody else sees it. The form has not been sent. When you sign in again, you will find it in its form.";
    ended_sign_in: "Wieder anmelden", "Sign in again";
    break_off: "Abbrechen", "Break off";
    setup_warning_title: "Die Frist ist gleich vorbei", "The time is almost over";
    setup_warning_two_minutes:
        "Das Einrichten endet gleich, weil Sie länger nichts getan haben.",
        "Setting up is about to end, because you have not done anything for a while.";
    setup_warning_stay: "Weitermachen", "Continue";
    setup_warning_not_longer:
        "Länger geht es leider nicht. Bitte schließen Sie das Einrichten jetzt ab, oder beginnen Sie danach noch einmal.",
        "It cannot be extended any further. Please finish setting up now, or begin again afterwards.";

    exit_button: "Seite schnell verlassen", "Leave this page quickly";
    exit_hint:
        "Sie können auch dreimal die Umschalttaste drücken.",
        "You can also press the Shift key three times.";
    exit_two_more: "Noch zweimal drücken, dann verlassen Sie die Seite.", "Press twice more to leave this page.";
    exit_one_more: "Noch einmal drücken, dann verlassen Sie die Seite.", "Press once more to leave this page.";
    exit_leaving: "Die Seite wird verlassen.", "Leaving this page.";
    exit_page_title: "Einen Moment", "One moment";
    exit_page_link: "Weiter", "Continue";

    error_title_prefix: "Fehler:", "Error:";
    incident: "Vorgangsnummer", "Incident number";
    incident_hint:
        "Nennen Sie diese Nummer, wenn Sie uns anrufen.",
        "Please mention this number if you call us.";
    back_to_start: "Zur Startseite", "Go to the start page";

    not_found_title: "Diese Seite gibt es nicht", "This page does not exist";
    not_found_text:
        "Vielleicht ist die Adresse unvollständig, oder die Seite ist nicht für Sie bestimmt.",
        "The address may be incomplete, or the page is not meant for you.";
    forbidden_title: "Das wurde nicht ausgeführt", "This was not carried out";
    forbidden_text:
        "Die Anfrage kam nicht eindeutig von unserer Seite. Bitte öffnen Sie das Portal neu und versuchen Sie es dort noch einmal.",
        "The request did not clearly come from our site. Please open the portal again and try once more there.";
    invalid_title: "Bitte prüfen Sie Ihre Angaben", "Please check what you entered";
    invalid_text:
        "Einige Angaben konnten so nicht übernommen werden.",
        "Some of the details could not be accepted as they are.";
    rate_limited_title: "Bitte warten Sie einen Moment", "Please wait a moment";
    rate_limited_text:
        "Es gab in kurzer Zeit sehr viele Anfragen. Bitte versuchen Sie es gleich noch einmal.",
        "There were very many requests in a short time. Please try again shortly.";
    internal_title: "Das hat leider nicht geklappt", "Sorry, that did not work";
    internal_text:
        "Der Fehler liegt bei uns und wurde aufgezeichnet. Bitte versuchen Sie es später noch einmal.",
        "The fault is ours and has been recorded. Please try again later.";
    unavailable_title: "Das Portal ist gerade nicht erreichbar", "The portal is not available right now";
    unavailable_text:
        "Bitte versuchen Sie es in einigen Minuten noch einmal. In dringenden Fällen rufen Sie uns bitte an.",
        "Please try again in a few minutes. If it is urgent, please call us.";
    sign_in_required_title: "Bitte melden Sie sich an", "Please sign in";
    sign_in_required_text:
        "Diese Seite sehen Sie erst, wenn Sie sich angemeldet haben.",
        "This page can only be seen after signing in.";
    sign_in: "Zur Anmeldung", "Go to sign-in";
    request_title: "Diese Anfrage konnten wir nicht verarbeiten", "We could not process this request";
    request_text:
        "Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.",
        "Please reload the page and try again.";
    too_large_title: "Das ist zu groß", "This is too large";
    too_large_text:
        "Es wurde mehr gesendet, als diese Seite annimmt. Es ist nichts gespeichert worden.",
        "More was sent than this page accepts. Nothing has been saved.";
}

/// "Angemeldet bis 14:32 Uhr".
pub fn signed_in_until(lang: crate::lang::Lang, time: &str) -> String {
    match lang {
        crate::lang::Lang::De => format!("Angemeldet bis {time}"),
        crate::lang::Lang::En => format!("Signed in until {time}"),
    }
}

/// "Sie haben Zeit bis 14:32 Uhr", for somebody who is setting up their access.
pub fn time_until(lang: crate::lang::Lang, time: &str) -> String {
    match lang {
        crate::lang::Lang::De => format!("Sie haben Zeit bis {time}"),
        crate::lang::Lang::En => format!("You have time until {time}"),
    }
}
