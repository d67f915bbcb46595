//! Using an invitation.

use crate::{lang::Lang, texts};

texts! {
    title: "Zugang einrichten", "Set up your access";
    lead: "Sie brauchen dafür Ihren Einladungsbrief und etwa fünf Minuten.", "You need your invitation letter and about five minutes.";
    code: "Code aus dem Brief", "Code from the letter";
    code_hint: "24 Zeichen. Groß oder klein, mit oder ohne Striche: das ist gleich.", "24 characters. Upper or lower case, with or without hyphens: it makes no difference.";
    birth_date: "Ihr Geburtsdatum", "Your date of birth";
    birth_date_hint: "So merken wir, wenn ein Brief in falsche Hände geraten ist. Zum Beispiel 27 3 1985.", "This tells us if a letter got into the wrong hands. For example 27 3 1985.";
    code_missing: "Geben Sie den Code aus Ihrem Brief ein.", "Enter the code from your letter.";
    code_malformed:
        "Der Code hat 24 Buchstaben und Ziffern. Vergleichen Sie ihn mit Ihrem Brief.",
        "The code has 24 letters and digits. Compare it with your letter.";
    birth_date_missing: "Geben Sie Tag, Monat und Jahr ein.", "Enter day, month and year.";
    birth_date_impossible: "Diesen Tag gibt es nicht. Prüfen Sie Tag und Monat.", "There is no such day. Check day and month.";
    birth_date_unlikely: "Prüfen Sie das Jahr.", "Check the year.";
    birth_date_malformed: "Schreiben Sie das Datum in Ziffern, zum Beispiel 27 3 1985.", "Write the date in digits, for example 27 3 1985.";
    submit: "Weiter", "Continue";
    refused:
        "Code und Geburtsdatum passen nicht zusammen, oder die Einladung gilt nicht mehr. Prüfen Sie beides; Ihre Praxis stellt Ihnen gern eine neue aus.",
        "The code and the date of birth do not match, or the invitation is no longer valid. Check both; your practice will gladly issue a new one.";

    too_early:
        "Von hier kamen gerade sehr viele Anfragen. Ihre Eingaben sind noch da: Bitte warten Sie einen Moment, und drücken Sie dann noch einmal auf „Weiter“.",
        "A great many requests have just come from here. What you typed is still there: please wait a moment, and then press “Continue” once more.";
    issuer_title: "Bitte auf einem anderen Gerät", "On another device, please";
    issuer_signed_in:
        "Sie sind hier als Teil des Teams angemeldet. Wo eine Einladung ausgestellt wurde, lässt sie sich nicht einlösen; die eingeladene Person braucht ihr eigenes Gerät.",
        "You are signed in here as a member of the team. An invitation cannot be used where it was issued; the invited person needs a device of their own.";
    issuer_known_browser:
        "Wurde Ihre Einladung in diesem Browser ausgestellt, lässt sie sich hier nicht einlösen. Nehmen Sie dann Ihr eigenes Gerät.",
        "If your invitation was issued in this browser, it cannot be used here. Then use a device of your own.";
    time_is_up: "Die Frist ist vorbei", "The time is over";
    expired_advice:
        "Der Code aus diesem Brief gilt nicht mehr. Bitten Sie Ihre Praxis um eine neue Einladung.",
        "The code from this letter is no longer valid. Please ask your practice for a new invitation.";
    void_title: "Diese Einladung gilt nicht mehr", "This invitation is no longer valid";
    replaced_advice:
        "Ihre Praxis hat Ihnen inzwischen eine neue ausgestellt. Bitte nehmen Sie den Code aus dem neuesten Brief. Haben Sie keinen bekommen, rufen Sie uns bitte an.",
        "Your practice has issued a new one for you since. Please use the code from the newest letter. If you were not given one, please call us.";
    withdrawn_advice:
        "Ihre Praxis hat sie zurückgezogen. Bitte fragen Sie dort nach.",
        "Your practice has withdrawn it. Please ask there.";
    used_up_advice:
        "Es wurde zu oft etwas Falsches eingegeben. Bitten Sie Ihre Praxis um eine neue Einladung.",
        "Something wrong was entered too often. Please ask your practice for a new invitation.";

    already_title: "Alles eingerichtet", "All set up";
    already_text:
        "Ihr Zugang ist schon eingerichtet, bitte melden Sie sich an.",
        "Your access is already set up, please sign in.";
    already_link: "Zur Anmeldung", "Go to sign-in";

    lost_title: "Ein Ersatzcode, bitte", "A recovery code, please";
    lost_lead:
        "Sie haben schon einen Zugang. Damit ihn niemand anders übernimmt, brauchen wir einen Ihrer zehn Ersatzcodes.",
        "You already have access. So that nobody else can take it over, we need one of your ten recovery codes.";
    lost_without:
        "Keinen mehr? Dann kann eine zweite Person in der Praxis die Einladung freigeben. Danach lösen Sie denselben Code noch einmal ein.",
        "None left? Then a second person at the practice can approve the invitation. After that, use the same code once more.";

    way_title: "Wie möchten Sie sich anmelden?", "How would you like to sign in?";
    way_lead: "Sie können später einen zweiten Weg hinzufügen.", "You can add a second way later.";
    way_passkey_title: "Passkey", "Passkey";
    way_passkey_text:
        "Am einfachsten und am sichersten: Fingerabdruck, Gesicht oder die PIN Ihres Geräts. Niemand kann ihn Ihnen mit einer gefälschten Seite entlocken.",
        "The easiest and the safest: fingerprint, face or your device's PIN. Nobody can trick you out of it with a fake page.";
    way_device: "Name für dieses Gerät", "Name for this device";
    way_device_hint: "Damit Sie es später wiedererkennen.", "So that you recognise it later.";
    way_passkey_button: "Passkey einrichten", "Set up a passkey";
    way_passkey_refused: "Der Passkey konnte nicht eingerichtet werden. Versuchen Sie es noch einmal, oder nehmen Sie den anderen Weg.", "The passkey could not be set up. Try again, or use the other way.";
    way_passphrase_title: "Passphrase und Einmalcode", "Passphrase and one-time code";
    way_passphrase_text:
        "Sie denken sich eine Passphrase aus und brauchen eine Authenticator-App auf Ihrem Handy.",
        "You think up a passphrase and need an authenticator app on your phone.";
    way_passphrase_button: "Passphrase wählen", "Choose a passphrase";

    passphrase_title: "Wählen Sie eine Passphrase", "Choose a passphrase";
    your_name: "Ihr Anmeldename", "Your sign-in name";
    your_name_hint: "Den Namen vergibt das Portal. Er steht auch auf Ihrem Brief.", "The portal gives you this name. It is on your letter, too.";
    passphrase_hint:
        "12 bis 128 Zeichen. Ein ganzer Satz oder vier zufällige Wörter; Sonderzeichen müssen nicht sein.",
        "12 to 128 characters. A whole sentence or four random words; special characters are not needed.";

    totp_title: "Verbinden Sie Ihre App", "Connect your app";
    totp_1: "Öffnen Sie auf Ihrem Handy eine Authenticator-App.", "Open an authenticator app on your phone.";
    totp_2: "Lassen Sie die App diesen QR-Code scannen, oder tippen Sie den Schlüssel ein.", "Let the app scan this QR code, or type in the key.";
    totp_3: "Geben Sie den Code ein, den die App jetzt zeigt.", "Enter the code the app shows now.";

    codes_title: "Ihre zehn Ersatzcodes", "Your ten recovery codes";
    codes_lead:
        "Falls Sie Handy oder Gerät verlieren, brauchen Sie einen davon: zusammen mit Ihrer Passphrase, oder, wenn Sie nur einen Passkey haben, zusammen mit einem neuen Einladungsbrief. Jeder Code gilt einmal. Bewahren Sie sie auf Papier auf: Wir zeigen sie nur jetzt.",
        "If you lose your phone or device, you need one of these: together with your passphrase or, if you only have a passkey, together with a new invitation letter. Each code works once. Keep them on paper: we only show them now.";
    finish: "Fertig, zu meinem Portal", "Done, to my portal";

    staff_title: "Zugang für das Team einrichten", "Set up team access";
    staff_lead:
        "Mit diesem Link registrieren Sie einen Passkey. Er gilt eine Stunde und einmal.",
        "With this link you register a passkey. It is valid for one hour and works once.";
    staff_code: "Code aus dem Link", "Code from the link";
    staff_refused:
        "Dieser Link gilt nicht mehr, oder der Passkey konnte nicht eingerichtet werden. Lassen Sie sich einen neuen ausstellen.",
        "This link is no longer valid, or the passkey could not be set up. Ask for a new one.";
}

/// Until when the same code begins again.
pub fn code_until(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!("Derselbe Code gilt noch bis {until}."),
        Lang::En => format!("The same code is valid until {until}."),
    }
}
