//! The sentences of the team's pages.

use crate::{backend::policy::Role, lang::Lang, texts};

texts! {
    home_title: "Start", "Start";
    tasks_title: "Ihre Aufgaben", "Your tasks";
    find: "Person suchen", "Find a person";
    find_text:
        "Mit Namen und Geburtsdatum, E-Mail-Adresse, Telefon-, Versicherten- oder Patientennummer.",
        "By name and date of birth, e-mail address, telephone, insurance or patient number.";
    add: "Person anlegen", "Add a person";
    add_text: "Neu aufnehmen und eine Einladung drucken.", "Take somebody on and print an invitation.";
    invitations: "Einladungen", "Invitations";
    invitations_text:
        "Was noch gültig ist, was eine Freigabe braucht, und was aus den letzten geworden ist.",
        "What is still valid, what needs an approval, and what has become of the latest ones.";
    enrolments: "Neue Zugänge prüfen", "Check new access";
    enrolments_none: "Es wartet niemand.", "Nobody is waiting.";
    enrolments_one: "Eine Person wartet.", "One person is waiting.";
    own_access: "Anmeldung und Sicherheit", "Sign-in and security";
    own_access_text: "Ihre Passkeys und Anmeldungen.", "Your passkeys and sessions.";

    privacy: "Datenschutz", "Privacy";
    privacy_text:
        "Was das Portal speichert, wie Patientinnen und Patienten es lesen.",
        "What the portal stores, as patients read it.";
    about_privacy_officer:
        "Stammdaten und Protokolle von Patientinnen und Patienten sehen Sie nur mit einem Grund. Er steht mit Ihrem Namen in deren Protokoll.",
        "You see personal details and access logs of patients only with a reason. It stands in their log, with your name.";
    look_into: "Einsicht mit Begründung", "Looking with a reason";
    look_into_text: "Eine Person finden, dann ihre Stammdaten oder ihr Protokoll ansehen.", "Find a person, then view their details or their access log.";
    about_administrator:
        "Sie sehen hier, wer im Team einen Zugang hat. Konten legen Sie auf dem Server an, mit „obhut staff add“; mit „obhut staff link“ ersetzen Sie einen verlorenen Passkey, mit „obhut staff disable“ sperren Sie ein Konto. Daten von Patientinnen und Patienten sieht Ihre Rolle nicht.",
        "Here you see who of the team has access. You add accounts on the server, with “obhut staff add”; “obhut staff link” replaces a lost passkey, and “obhut staff disable” closes an account. Your role does not see data of patients.";
    team_title: "Konten im Team", "Accounts of the team";
    team_text:
        "Wer nicht mehr in der Praxis arbeitet, soll hier gesperrt sein.",
        "Whoever no longer works in the practice should be disabled here.";
    account_in_use: "kann sich anmelden", "can sign in";
    account_without_passkey: "noch ohne Passkey", "no passkey yet";
    account_disabled: "gesperrt", "disabled";
    added_title: "Neue Konten im Team", "New accounts in the team";
    added_text:
        "Diese Konten wurden in den letzten 30 Tagen auf dem Server angelegt. Erwarten Sie eines davon nicht, sprechen Sie es in der Praxis an.",
        "These accounts were added on the server in the last 30 days. If you do not expect one of them, raise it in the practice.";
    erased: "Name gelöscht", "name erased";
    disabled: "gesperrt", "disabled";

    back: "Zur Startseite", "Back to the start page";
    done: "Erledigt", "Done";
    one_more_step: "Noch ein Schritt", "One more step";

    invitations_lead:
        "Ein Code gilt 14 Tage und einmal. Eine neue Einladung macht die alte ungültig.",
        "A code is good for 14 days and once. A new invitation makes the old one void.";
    invitations_open: "Offen", "Open";
    invitations_ended: "Eingelöst oder ungültig", "Used or void";
    invitations_ended_lead:
        "Einladungen der letzten 30 Tage, die niemand mehr einlösen kann.",
        "Invitations of the last 30 days that nobody can use any more.";
    void_replaced: "eine neuere hat sie ersetzt", "a newer one has replaced it";
    void_withdrawn: "sie wurde zurückgezogen", "it was withdrawn";
    void_wrong_tries: "fünfmal wurde etwas Falsches eingegeben", "something wrong was entered five times";
    void_expired: "sie ist abgelaufen", "it has expired";
    invitations_empty_title: "Keine offenen Einladungen", "No open invitations";
    invitations_empty:
        "Neue Einladungen stellen Sie bei der jeweiligen Person aus.",
        "New invitations are issued on the page of the person.";
    first_access: "Erster Zugang", "First access";
    replaces: "Ersetzt einen verlorenen Zugang", "Replaces a lost way to sign in";
    approved: "Freigegeben", "Approved";
    approve: "Freigeben", "Approve";
    approve_hint:
        "Fragen Sie die Person selbst, ob sie diese Einladung verlangt hat. Geben Sie nur frei, wenn sie Ja sagt.",
        "Ask the person themselves whether they wanted this invitation. Approve only if they say yes.";
    approve_by_another:
        "Jemand anderes aus dem Team muss freigeben, oder die eingeladene Person benutzt einen Ersatzcode.",
        "Another member of the team has to approve, or the invited person uses a recovery code.";
    approve_on_server:
        "Arbeiten Sie allein, gibt dieser Befehl auf dem Server sie frei:",
        "If you work alone, this command on the server approves it:";
    approval_proven:
        "Sie haben bestätigt, dass Sie es sind. Drücken Sie jetzt bei dieser Einladung noch einmal auf „Freigeben“; Sie haben dafür fünf Minuten.",
        "You have confirmed that it is you. Now press “Approve” once more beside this invitation; you have five minutes for it.";
    approval_done: "Die Einladung ist freigegeben.", "The invitation has been approved.";
    open_person: "Daten ansehen", "View the details";

    enrolments_lead:
        "Diese Personen haben ihren Zugang eingerichtet. Befunde und Dokumente sehen sie erst, wenn jemand aus dem Team bestätigt, dass es die richtige Person ist.",
        "These people have set up their access. They see findings and documents only after a member of the team has confirmed that it is the right person.";
    patient_number: "Patientennummer", "Patient number";
    enrolments_how:
        "Fragen Sie die Person: Haben Sie diesen Zugang selbst eingerichtet? Bestätigen Sie nur, wenn sie Ja sagt und Sie sie kennen oder ihren Ausweis gesehen haben. Am Telefon fragen Sie nur unter der Nummer, die in der Praxis hinterlegt ist.",
        "Ask the person: did you set up this access yourself? Confirm only if they say yes, and you know them or have seen their identity card. By phone ask only at the number the practice has on file.";
    enrolments_empty_title: "Niemand wartet", "Nobody is waiting";
    enrolments_empty:
        "Alle, die ihren Zugang eingerichtet haben, sind geprüft.",
        "Everybody who has set up their access has been checked.";
    enrolments_more:
        "Es warten weitere Personen; sie rücken nach.",
        "More people are waiting; they will move up.";
    born: "geboren am", "born on";
    invitation: "Einladung", "Invitation";
    confirm: "Identität bestätigen", "Confirm identity";
    confirm_by_another:
        "Sie haben diese Person eingeladen. Bestätigen muss jemand anderes.",
        "You have invited this person. Somebody else has to confirm.";
    confirmation_done: "Die Identität ist bestätigt.", "The identity has been confirmed.";

    reception: "Empfang", "Reception";
    clinician: "Behandlung", "Clinician";
    team_lead: "Teamleitung", "Team lead";
    privacy_officer: "Datenschutz", "Privacy officer";
    administrator: "Administration", "Administrator";
}

/// "Guten Tag, Petra Lindner".
pub fn greeting(lang: Lang, name: &str) -> String {
    match lang {
        Lang::De => format!("Guten Tag, {name}"),
        Lang::En => format!("Hello, {name}"),
    }
}

/// "Sie sind angemeldet für: Empfang".
pub fn signed_in_as(lang: Lang, role: &str) -> String {
    match lang {
        Lang::De => format!("Ihre Rolle: {role}"),
        Lang::En => format!("Your role: {role}"),
    }
}

/// How many identity checks wait.
pub fn enrolments_text(lang: Lang, count: i64) -> String {
    match (lang, count) {
        (_, 0) => enrolments_none(lang).to_owned(),
        (_, 1) => enrolments_one(lang).to_owned(),
        (Lang::De, count) => format!("{count} Personen warten."),
        (Lang::En, count) => format!("{count} people are waiting."),
    }
}

/// When an account was added.
pub fn added_on(lang: Lang, role: &str, day: &str) -> String {
    match lang {
        Lang::De => format!("{role}, angelegt am {day}"),
        Lang::En => format!("{role}, added on {day}"),
    }
}

/// Until when an invitation is good.
pub fn open_until(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!("offen bis {until}"),
        Lang::En => format!("open until {until}"),
    }
}

/// When an invitation was used.
pub fn redeemed_at(lang: Lang, at: &str) -> String {
    match lang {
        Lang::De => format!("eingelöst am {at}"),
        Lang::En => format!("used on {at}"),
    }
}

/// Since when an invitation is not good any more, and why.
pub fn void_since(lang: Lang, since: &str, why: &str) -> String {
    match lang {
        Lang::De => format!("ungültig seit {since}: {why}"),
        Lang::En => format!("void since {since}: {why}"),
    }
}

/// When somebody set up their access.
pub fn enrolled_at(lang: Lang, moment: &str) -> String {
    match lang {
        Lang::De => format!("Zugang eingerichtet: {moment}"),
        Lang::En => format!("Access set up: {moment}"),
    }
}

/// What a role is called.
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Reception => reception(lang),
        Role::Clinician => clinician(lang),
        Role::TeamLead => team_lead(lang),
        Role::PrivacyOfficer => privacy_officer(lang),
        Role::Administrator => administrator(lang),
    }
}
