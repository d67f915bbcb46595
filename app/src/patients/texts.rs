//! The sentences about people and their master data.

use crate::{lang::Lang, texts};

texts! {
    new_title: "Person anlegen", "Add a person";
    new_lead:
        "Zuerst prüft das Portal, ob die Person schon bekannt ist. Danach können Sie eine Einladung drucken.",
        "The portal first checks whether the person is already known. After that you can print an invitation.";
    new_submit: "Prüfen und anlegen", "Check and add";
    needed: "Das brauchen wir", "What we need";
    helpful: "Das hilft uns", "What helps us";

    family_name: "Nachname", "Family name";
    family_name_hint:
        "Für die Anschrift auf Briefen, und damit wir die Person wiederfinden.",
        "For the address on letters, and so that we can find the person again.";
    given_name: "Vorname", "Given name";
    given_name_hint: "So sprechen wir die Person an.", "This is how we address the person.";
    birth_date: "Geburtsdatum", "Date of birth";
    birth_date_hint:
        "Es unterscheidet Personen mit gleichem Namen und wird bei der Einladung abgefragt. Zum Beispiel 27 3 1980.",
        "It tells people of the same name apart and is asked for with the invitation. For example 27 3 1980.";
    birth_date_again:
        "Das Geburtsdatum wird nie aufbewahrt. Bitte geben Sie es noch einmal ein.",
        "The date of birth is never kept. Please enter it once more.";
    email: "E-Mail-Adresse", "E-mail address";
    email_hint:
        "Daran erkennen wir, ob die Person schon angelegt ist. Geschrieben wird dorthin nur, wenn sie es erlaubt.",
        "It tells us whether the person has been added already. We write to it only if the person allows it.";
    phone: "Telefonnummer", "Telephone number";
    phone_hint:
        "Für Rückfragen der Praxis, zum Beispiel wenn ein Termin ausfällt.",
        "For questions from the practice, for example when an appointment has to be called off.";
    insurance_number: "Versichertennummer", "Insurance number";
    insurance_number_hint:
        "Sie unterscheidet Personen sicher. Bei gesetzlich Versicherten steht sie auf der Gesundheitskarte: ein Buchstabe und neun Ziffern.",
        "It tells people apart for certain. For statutory insurance it is on the health card: one letter and nine digits.";
    language: "Sprache", "Language";
    language_hint: "Für Briefe an die Person.", "For letters to the person.";
    patient_number: "Patientennummer", "Patient number";
    patient_number_hint:
        "Acht Zeichen; sie steht auf den Briefen der Praxis.",
        "Eight characters; it is printed on letters from the practice.";
    sign_in_name: "Anmeldename", "Sign-in name";

    duplicates_title: "Ist das schon bekannt?", "Is this person known already?";
    duplicates_lead:
        "Es gibt jemanden mit gleichen Angaben. Es ist noch nichts angelegt worden.",
        "There is somebody with the same details. Nothing has been added yet.";
    typed_title: "Das haben Sie eingegeben", "What you entered";
    known_title: "Diese Personen gibt es schon", "These people are known already";
    born: "geboren am", "born on";
    number: "Patientennummer", "patient number";
    because: "Übereinstimmung:", "In common:";
    because_family_birth: "Nachname und Geburtsdatum", "family name and date of birth";
    because_given_birth: "Vorname und Geburtsdatum", "given name and date of birth";
    because_family_part: "Teil des Nachnamens und Geburtsdatum", "part of the family name and date of birth";
    because_given_part: "Teil des Vornamens und Geburtsdatum", "part of the given name and date of birth";
    because_email: "E-Mail-Adresse", "e-mail address";
    because_phone: "Telefonnummer", "telephone number";
    because_insurance_number: "Versichertennummer", "insurance number";
    because_patient_number: "Patientennummer", "patient number";
    because_sign_in_name: "Anmeldename", "sign-in name";
    because_fhir_identifier: "Kennung im Praxissystem", "identifier in the practice system";
    invite_this: "Für diese Person eine Einladung ausstellen", "Issue an invitation for this person";
    open_person: "Daten ansehen", "View the details";
    show_details: "Stammdaten ansehen", "View the personal details";
    somebody_else_title: "Keine davon ist es", "It is none of these";
    somebody_else: "Es ist jemand anderes: neu anlegen", "It is somebody else: add as new";
    change: "Angaben ändern", "Change the details";

    person_title: "Person", "Person";
    person_lead: "Das ist über diese Person hinterlegt.", "This is what is stored about this person.";
    not_given: "Nicht angegeben", "Not given";
    open_record: "Akte öffnen", "Open the record";
    correct: "Angaben berichtigen", "Correct the details";
    correction_title: "Angaben berichtigen", "Correct the details";
    correction_lead:
        "Was Sie ändern, gilt ab sofort als von der Praxis eingetragen. Die Person liest in ihrem Protokoll, wer welche Angabe geändert hat; der alte Wert wird nicht aufbewahrt.",
        "What you change counts as entered by the practice from now on. The person reads in their log who changed which detail; the old value is not kept.";
    correction_submit: "Prüfen und speichern", "Check and save";
    to_person: "Zurück zur Person", "Back to the person";
    birth_date_stored:
        "Das Geburtsdatum wird nie aufbewahrt; hier steht das gespeicherte.",
        "The date of birth is never kept; the stored one stands here.";
    invitation_open_title: "Eine Einladung ist noch offen", "An invitation is still open";
    invitation_open:
        "Sie bleibt gültig, auch wenn Sie hier etwas ändern. Ändern Sie das Geburtsdatum, dann gehört zu ihrem Code ab sofort das neue; mit dem alten lässt sie sich nicht mehr einlösen. Im Brief steht weiter der alte Name. Wenn das stört, drucken Sie danach eine neue Einladung.",
        "It stays valid, even if you change something here. If you change the date of birth, its code belongs to the new one from now on; with the old one it can no longer be redeemed. The letter still shows the old name. If that matters, print a new invitation afterwards.";
    elsewhere_title: "Inzwischen hat jemand anderes etwas geändert", "Somebody else has changed something in the meantime";
    elsewhere:
        "Es ist noch nichts gespeichert. Ihre Eingaben stehen unten. Vergleichen Sie sie mit dem, was jetzt gilt, und speichern Sie noch einmal.",
        "Nothing has been saved yet. What you entered stands below. Compare it with what holds now, and save once more.";
    elsewhere_now: "Anders als in Ihrem Formular gilt jetzt:", "Unlike in your form, this holds now:";
    alike_lead:
        "Mit diesen Angaben stimmt die Person mit jemand anderem überein. Es ist noch nichts gespeichert.",
        "With these details the person matches somebody else. Nothing has been saved yet.";
    alike_store: "Es ist jemand anderes: speichern", "It is somebody else: save";

    replaces_title: "Diese Person hat schon einen Zugang", "This person already has access";
    replaces_text:
        "Eine neue Einladung ersetzt einen verlorenen Zugang. Der Code im Brief genügt dann nicht: Die Person braucht dazu einen ihrer Ersatzcodes, oder jemand anderes aus dem Team gibt die Einladung frei. Danach enden alle anderen Anmeldungen, und Inhalte bleiben 24 Stunden verborgen.",
        "A new invitation replaces a lost way to sign in. The code in the letter is not enough then: the person also needs one of their recovery codes, or another member of the team approves the invitation. After that all other sessions end, and content stays hidden for 24 hours.";
    replaces_short:
        "Hat schon einen Zugang: Eine neue Einladung braucht dazu einen Ersatzcode oder die Freigabe durch jemand anderes aus dem Team.",
        "Already has access: a new invitation also needs a recovery code, or the approval of another member of the team.";
    print_invitation: "Einladung drucken", "Print an invitation";
    print_anew: "Neue Einladung drucken", "Print a new invitation";
    to_search: "Zur Suche", "Back to the search";

    source_reception: "Von der Praxis eingetragen am", "Entered by the practice on";
    source_portal: "Vom Portal vergeben am", "Given by the portal on";
    source_command_line: "Bei der Einrichtung eingetragen am", "Entered during set-up on";
    source_import: "Aus der Praxissoftware übernommen am", "Taken over from the practice software on";
    source_patient: "Von der Person angegeben am", "Said by the person on";

    search_title: "Person suchen", "Find a person";
    search_lead:
        "Es wird genau gesucht. Füllen Sie aus, was Sie wissen; ein Name braucht das Geburtsdatum.",
        "The search is exact. Fill in what you know; a name needs the date of birth.";
    search_by_name: "Mit Namen und Geburtsdatum", "By name and date of birth";
    search_by_other: "Oder mit einer dieser Angaben", "Or by one of these";
    search_family_name_hint: "Zusammen mit dem Geburtsdatum.", "Together with the date of birth.";
    search_birth_date_hint: "Zum Beispiel 27 3 1980.", "For example 27 3 1980.";
    search_submit: "Suchen", "Search";
    add_person: "Person anlegen", "Add a person";
    hits_title: "Treffer", "Matches";
    hits_more:
        "Es gibt weitere Treffer, die nicht gezeigt werden. Geben Sie mehr an.",
        "There are further matches that are not shown. Please enter more details.";
    no_hits_title: "Keine Treffer", "No matches";
    no_hits_text:
        "Prüfen Sie die Schreibweise, oder legen Sie die Person neu an.",
        "Check the spelling, or add the person.";

    family_name_missing: "Geben Sie den Nachnamen ein.", "Enter the family name.";
    family_name_too_long:
        "Der Nachname darf höchstens 100 Zeichen lang sein.",
        "The family name must have 100 characters or fewer.";
    family_name_malformed:
        "Geben Sie einen Nachnamen mit mindestens einem Buchstaben ein.",
        "Enter a family name with at least one letter.";
    given_name_missing: "Geben Sie den Vornamen ein.", "Enter the given name.";
    given_name_too_long:
        "Der Vorname darf höchstens 100 Zeichen lang sein.",
        "The given name must have 100 characters or fewer.";
    given_name_malformed:
        "Geben Sie einen Vornamen mit mindestens einem Buchstaben ein.",
        "Enter a given name with at least one letter.";
    birth_date_missing:
        "Geben Sie das Geburtsdatum mit Tag, Monat und Jahr ein.",
        "Enter the date of birth with day, month and year.";
    birth_date_malformed:
        "Geben Sie das Geburtsdatum in Ziffern ein, das Jahr mit vier Stellen.",
        "Enter the date of birth in digits, the year with four of them.";
    birth_date_impossible:
        "Diesen Tag gibt es im Kalender nicht. Prüfen Sie das Geburtsdatum.",
        "The calendar has no such day. Check the date of birth.";
    birth_date_future: "Das Geburtsdatum liegt in der Zukunft.", "The date of birth lies in the future.";
    birth_date_too_old:
        "Das Geburtsdatum liegt mehr als 130 Jahre zurück. Prüfen Sie das Jahr.",
        "The date of birth is more than 130 years ago. Check the year.";
    email_malformed:
        "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org.",
        "Enter an e-mail address, for example name@example.org.";
    email_too_long:
        "Die E-Mail-Adresse darf höchstens 254 Zeichen lang sein.",
        "The e-mail address must have 254 characters or fewer.";
    phone_malformed:
        "Geben Sie die Telefonnummer nur mit Ziffern, Leerzeichen und den Zeichen + ( ) / - ein.",
        "Enter the telephone number with digits, spaces and the characters + ( ) / - only.";
    phone_too_short: "Die Telefonnummer braucht mindestens 6 Ziffern.", "The telephone number needs at least 6 digits.";
    phone_too_long: "Die Telefonnummer darf höchstens 20 Ziffern haben.", "The telephone number must have 20 digits or fewer.";
    insurance_number_malformed:
        "Geben Sie die Versichertennummer nur mit Buchstaben und Ziffern ein.",
        "Enter the insurance number with letters and digits only.";
    insurance_number_too_short:
        "Die Versichertennummer braucht mindestens 5 Zeichen.",
        "The insurance number needs at least 5 characters.";
    insurance_number_too_long:
        "Die Versichertennummer darf höchstens 20 Zeichen haben.",
        "The insurance number must have 20 characters or fewer.";
    insurance_number_check_digit:
        "In der Versichertennummer ist ein Zeichen vertauscht oder falsch. Vergleichen Sie sie mit der Karte.",
        "A character of the insurance number is wrong or in the wrong place. Compare it with the card.";
    language_malformed: "Wählen Sie eine der angebotenen Sprachen.", "Choose one of the languages offered.";
    patient_number_malformed:
        "Die Patientennummer hat acht Zeichen, zum Beispiel 7K3M-Q0ZT.",
        "The patient number has eight characters, for example 7K3M-Q0ZT.";
    search_missing:
        "Geben Sie Nachname und Geburtsdatum ein, oder eine der anderen Angaben.",
        "Enter family name and date of birth, or one of the other details.";
}

/// Until when an invitation is good.
pub fn invitation_until(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!("Sie gilt bis {until}."),
        Lang::En => format!("It is good until {until}."),
    }
}
