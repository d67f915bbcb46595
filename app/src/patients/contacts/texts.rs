//! The sentences about contact points.

use super::{ContactKind, address::PostField, kind_texts as of, service::Refusal};
use crate::{error::FieldCode, lang::Lang, texts, ui::date::at_in_words};

texts! {
    title: "So erreichen wir Sie", "How we reach you";
    lead:
        "Hier legen Sie fest, unter welcher E-Mail-Adresse, Telefonnummer und Anschrift die Praxis Sie erreichen kann. Wofür sie das darf, entscheiden Sie getrennt davon.",
        "Here you decide under which e-mail address, telephone number and postal address the practice can reach you. What for is a separate decision of yours.";
    back: "Zurück", "Back";
    to_me: "Zurück zu Ihren Daten", "Back to your details";

    held_title: "Noch verborgen", "Still hidden";

    addresses_title: "Ihre Adressen und Nummern", "Your addresses and numbers";
    none:
        "Sie haben noch keine E-Mail-Adresse bestätigt. Die Praxis schreibt Ihnen deshalb keine E-Mails; was es Neues gibt, sehen Sie nach der Anmeldung.",
        "You have not confirmed an e-mail address yet. The practice therefore writes you no e-mails; what is new you see after signing in.";
    only_its_code:
        "Eine Adresse oder Nummer, die Sie noch nicht bestätigt haben, bekommt nichts außer ihrem Code.",
        "An address or number you have not confirmed yet receives nothing but its code.";
    preferred: "bevorzugt", "preferred";
    enter_code: "Code eingeben", "Enter the code";
    get_code: "Code anfordern", "Request a code";
    make_preferred: "Bevorzugen", "Make preferred";
    remove: "Entfernen", "Remove";
    unverified_no_code:
        "Noch nicht bestätigt. Zurzeit gilt kein Code; fordern Sie einen an.",
        "Not confirmed yet. No code is in force at the moment; request one.";
    add: "Adresse oder Nummer hinzufügen", "Add an address or number";
    full:
        "Mehr als fünf Adressen und Nummern sind nicht möglich. Entfernen Sie zuerst eine.",
        "More than five addresses and numbers are not possible. Remove one first.";

    noted_title: "Diese Adresse hat die Praxis notiert", "The practice has noted this address";
    noted_text:
        "Die Praxis schreibt erst dorthin, wenn Sie sie bestätigt haben. Wir schicken Ihnen dazu einen Code.",
        "The practice writes there only once you have confirmed it. We send you a code for that.";
    noted_submit: "Diese Adresse bestätigen", "Confirm this address";

    discreet_title: "Diskrete Nachrichten", "Discreet messages";
    discreet_text:
        "Lesen andere Ihre Post mit? Dann schalten Sie diskrete Nachrichten ein: Als Absender steht nur „Portal“, und in keiner Nachricht, die das Haus verlässt, steht der Name der Praxis oder ihre Telefonnummer. Worum es geht, steht auch sonst nie darin.",
        "Do others read your mail? Then switch on discreet messages: the sender is just \"Portal\", and no message that leaves the house says the name of the practice or its telephone number. What it is about is never in it anyway.";
    discreet_link:
        "Jede Nachricht enthält die Adresse dieses Portals, damit Sie sich anmelden können. Auch daran kann jemand die Praxis erkennen, wenn ihr Name darin vorkommt.",
        "Every message holds the address of this portal, so that you can sign in. It may give the practice away as well, if its name is part of it.";
    discreet_is_on: "Diskrete Nachrichten sind eingeschaltet.", "Discreet messages are on.";
    discreet_is_off: "Diskrete Nachrichten sind ausgeschaltet.", "Discreet messages are off.";
    discreet_on: "Diskrete Nachrichten einschalten", "Switch discreet messages on";
    discreet_off: "Diskrete Nachrichten ausschalten", "Switch discreet messages off";

    add_title: "Adresse oder Nummer hinzufügen", "Add an address or number";
    add_lead:
        "Wir schicken einen Code mit acht Ziffern dorthin. Wenn Sie ihn hier eingeben, wissen wir, dass die Adresse Ihnen gehört. Bis dahin bekommt sie nichts anderes.",
        "We send a code of eight digits there. When you enter it here, we know that the address is yours. Until then it receives nothing else.";
    email: "E-Mail-Adresse", "E-mail address";
    email_hint: "Nehmen Sie ein Postfach, das nur Sie lesen. Zum Beispiel name@example.org.", "Use a mailbox that only you read. For example name@example.org.";
    add_submit: "Code schicken", "Send the code";

    phone_title: "Telefonnummer für Anrufe", "Telephone number for calls";
    phone_lead:
        "Jemand aus der Praxis ruft Sie an und liest Ihnen den Code vor. Er gilt vier Tage. Wer sonst ans Telefon geht, erfährt nichts.",
        "Somebody from the practice calls you and reads the code to you. It is good for four days. Whoever else answers learns nothing.";
    phone: "Telefonnummer", "Telephone number";
    phone_hint: "Mit Vorwahl, zum Beispiel 0171 5550123.", "With the area code, for example 0171 5550123.";
    phone_submit: "Anruf mit Code anfordern", "Request a call with a code";
    number_missing: "Geben Sie eine Telefonnummer ein.", "Enter a telephone number.";
    number_malformed:
        "Geben Sie eine Telefonnummer nur mit Ziffern ein, auch mit +, Leerzeichen oder Bindestrich, zum Beispiel 0171 5550123.",
        "Enter a telephone number of digits only, also with +, spaces or hyphens, for example 0171 5550123.";
    area_code_missing:
        "Geben Sie die Nummer mit Vorwahl ein, zum Beispiel 0351 5550123.",
        "Enter the number with its area code, for example 0351 5550123.";
    number_unsupported:
        "Die Praxis ruft nur Anschlüsse in Deutschland an, keine Servicenummern.",
        "The practice calls lines in Germany only, and no service numbers.";

    post_title: "Anschrift für Briefe", "Postal address for letters";
    post_lead:
        "Der Code kommt mit einem Brief und gilt 14 Tage. Auf dem Umschlag steht Ihr Name.",
        "The code comes in a letter and is good for 14 days. The envelope bears your name.";
    street: "Straße und Hausnummer", "Street and number";
    street_hint: "Höchstens 60 Zeichen.", "60 characters at the most.";
    postal_code: "Postleitzahl", "Postal code";
    city: "Ort", "Town";
    post_submit: "Brief mit Code anfordern", "Request a letter with a code";
    post_missing: "Füllen Sie dieses Feld aus.", "Fill this field in.";
    post_too_long: "Höchstens 60 Zeichen passen in das Fenster des Umschlags.", "At most 60 characters fit into the window of the envelope.";
    postal_code_malformed:
        "Eine Postleitzahl hat fünf Ziffern. Briefe gehen nur an Anschriften in Deutschland.",
        "A postal code has five digits. Letters go to addresses in Germany only.";
    post_unsupported:
        "Darin ist ein Zeichen, das wir auf keinen Umschlag drucken können. Schreiben Sie mit lateinischen, griechischen oder kyrillischen Buchstaben und ohne Emoji.",
        "There is a character in it that we cannot print on an envelope. Write with Latin, Greek or Cyrillic letters and without emoji.";
    post_malformed: "Geben Sie ein, was auf dem Umschlag stehen soll, ohne Komma.", "Enter what is to stand on the envelope, without a comma.";

    confirm_title: "Code eingeben", "Enter the code";
    code: "Code", "Code";
    code_hint: "Acht Ziffern; Leerzeichen stören nicht.", "Eight digits; spaces do no harm.";

    remove_submit: "Entfernen", "Remove";

    prefer_submit: "Bevorzugen", "Make preferred";

    address_missing: "Geben Sie eine E-Mail-Adresse ein.", "Enter an e-mail address.";
    address_too_long:
        "Die E-Mail-Adresse darf höchstens 254 Zeichen lang sein.",
        "The e-mail address must have 254 characters or fewer.";
    address_unsupported:
        "Mit Umlauten, Akzenten, Emoji oder anderer Schrift kommt eine E-Mail bei vielen Servern nicht an. Geben Sie die Form der Adresse ohne solche Zeichen ein; Ihr Anbieter nennt sie Ihnen.",
        "With umlauts, accents, emoji or another script an e-mail does not arrive at many servers. Enter the form of the address without such characters; your provider can tell you.";
    address_malformed:
        "Geben Sie eine E-Mail-Adresse mit @ und ohne Leerzeichen ein, zum Beispiel name@example.org.",
        "Enter an e-mail address with @ and without spaces, for example name@example.org.";
    codes_of_person:
        "Sie haben heute schon zehn Codes angefordert. Versuchen Sie es morgen wieder.",
        "You have requested ten codes today already. Try again tomorrow.";
    code_missing: "Geben Sie den Code ein.", "Enter the code.";
    code_malformed: "Der Code hat acht Ziffern, zum Beispiel 1234 5678.", "The code has eight digits, for example 1234 5678.";
    code_used_up:
        "Der Code wurde fünfmal falsch eingegeben und gilt nicht mehr. Fordern Sie einen neuen an.",
        "The code was entered wrongly five times and is void. Request a new one.";
    code_expired:
        "Der Code gilt nicht mehr, weil seine Zeit vorbei ist. Fordern Sie einen neuen an.",
        "The code is void because its time is over. Request a new one.";
}

/// "Bestätigt am Dienstag, 24. November 2026."
pub fn verified_on(lang: Lang, day: &str) -> String {
    match lang {
        Lang::De => format!("Bestätigt am {day}."),
        Lang::En => format!("Confirmed on {day}."),
    }
}

/// "Noch nicht bestätigt: Code bis … eingeben."
pub fn unverified_until(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!("Noch nicht bestätigt: Code bis {until} eingeben."),
        Lang::En => format!("Not confirmed yet: enter the code by {until}."),
    }
}

/// Until when the code is good.
pub fn good_until(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!("Er gilt bis {until}."),
        Lang::En => format!("It is good until {until}."),
    }
}

/// Until when and why nothing is shown and nothing changes.
pub fn held_text(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!(
            "Ihr Zugang wurde mit einer neuen Einladung wiederhergestellt. Zu Ihrem Schutz zeigen wir Ihre Adressen und Nummern erst wieder ab {until}, und bis dahin lässt sich hier nichts ändern. Wenn Sie das nicht selbst waren, rufen Sie die Praxis an."
        ),
        Lang::En => format!(
            "Your access was recovered with a new invitation. To protect you we show your addresses and numbers again only from {until}, and until then nothing can be changed here. If that was not you, call the practice."
        ),
    }
}

/// Why something was not done, as it stands beside its control.
pub fn refusal(lang: Lang, kind: ContactKind, refusal: Refusal) -> String {
    let text = match refusal {
        Refusal::Held { until } => return held_text(lang, &at_in_words(until, lang)),
        Refusal::CodeWrong { left } => return code_wrong(lang, kind, left),
        Refusal::Address(FieldCode::Missing) => address_missing,
        Refusal::Address(FieldCode::TooLong) => address_too_long,
        Refusal::Address(FieldCode::Unsupported) => address_unsupported,
        Refusal::Address(_) => address_malformed,
        Refusal::Number(FieldCode::Missing) => number_missing,
        Refusal::Number(FieldCode::Unsupported) => number_unsupported,
        Refusal::Number(_) => number_malformed,
        Refusal::AreaCode => area_code_missing,
        Refusal::Post(_, FieldCode::Missing) => post_missing,
        Refusal::Post(_, FieldCode::TooLong) => post_too_long,
        Refusal::Post(_, FieldCode::Unsupported) => post_unsupported,
        Refusal::Post(PostField::PostalCode, _) => postal_code_malformed,
        Refusal::Post(..) => post_malformed,
        Refusal::Known => return of::known(lang, kind).to_owned(),
        Refusal::TooMany => full,
        Refusal::CodesOfAddress => return of::codes_of_address(lang, kind).to_owned(),
        Refusal::CodesOfPerson => codes_of_person,
        Refusal::CodeMissing => code_missing,
        Refusal::CodeMalformed => code_malformed,
        Refusal::CodeUsedUp => code_used_up,
        Refusal::CodeExpired => code_expired,
        Refusal::NoCode => return of::no_code_text(lang, kind).to_owned(),
        Refusal::Verified => return of::already_verified(lang, kind).to_owned(),
        Refusal::NotVerified => return of::not_verified(lang, kind).to_owned(),
    };
    text(lang).to_owned()
}

fn code_wrong(lang: Lang, kind: ContactKind, left: i64) -> String {
    let wrong = of::code_wrong(lang, kind);
    match (lang, left) {
        (Lang::De, 1) => format!("{wrong} Sie haben noch einen Versuch."),
        (Lang::De, _) => format!("{wrong} Sie haben noch {left} Versuche."),
        (Lang::En, 1) => format!("{wrong} You have one try left."),
        (Lang::En, _) => format!("{wrong} You have {left} tries left."),
    }
}
