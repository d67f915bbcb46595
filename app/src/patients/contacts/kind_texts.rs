//! The sentences about one contact point, in the words of its kind: an e-mail address is an address, a number is a number, and
//! what a letter goes to is a postal address.

use super::ContactKind;
use crate::lang::Lang;

/// Functions that give a sentence for each kind, German and English.
macro_rules! by_kind {
    ($( $name:ident: email $email:expr; phone $phone:expr; post $post:expr; )*) => {
        $(
            pub const fn $name(lang: Lang, kind: ContactKind) -> &'static str {
                let (de, en) = match kind {
                    ContactKind::Email => $email,
                    ContactKind::Phone => $phone,
                    ContactKind::Post => $post,
                };
                match lang {
                    Lang::De => de,
                    Lang::En => en,
                }
            }
        )*
    };
}

by_kind! {
    code_is_sent_to:
        email ("Wir haben einen Code geschickt an:", "We have sent a code to:");
        phone ("Die Praxis ruft Sie an und liest Ihnen einen Code vor unter:", "The practice calls you and reads you a code at:");
        post ("Wir schicken einen Brief mit einem Code an:", "We send a letter with a code to:");
    code_for:
        email ("Es geht um diese Adresse:", "It is about this address:");
        phone ("Es geht um diese Nummer:", "It is about this number:");
        post ("Es geht um diese Anschrift:", "It is about this postal address:");
    no_code_text:
        email (
            "Für diese Adresse gilt zurzeit kein Code. Fordern Sie einen neuen an.",
            "No code is in force for this address at the moment. Request a new one."
        );
        phone (
            "Für diese Nummer gilt zurzeit kein Code. Fordern Sie einen neuen an.",
            "No code is in force for this number at the moment. Request a new one."
        );
        post (
            "Für diese Anschrift gilt zurzeit kein Code. Fordern Sie einen neuen an.",
            "No code is in force for this postal address at the moment. Request a new one."
        );
    confirm_submit:
        email ("Adresse bestätigen", "Confirm the address");
        phone ("Nummer bestätigen", "Confirm the number");
        post ("Anschrift bestätigen", "Confirm the postal address");
    again_title:
        email ("Nichts angekommen?", "Nothing has arrived?");
        phone ("Kein Anruf gekommen?", "No call has come?");
        post ("Kein Brief gekommen?", "No letter has come?");
    again_text:
        email (
            "Sehen Sie auch im Ordner für unerwünschte Nachrichten nach. Ein neuer Code ersetzt den alten.",
            "Look in the folder for unwanted messages as well. A new code replaces the old one."
        );
        phone (
            "Die Praxis ruft an, wenn sie geöffnet hat, und versucht es dreimal. Ein neuer Code ersetzt den alten.",
            "The practice calls when it is open, and tries three times. A new code replaces the old one."
        );
        post (
            "Der Code kommt mit einem Brief. Das dauert einige Tage, denn die Praxis druckt ihn und gibt ihn zur Post. Ein neuer Code ersetzt den alten.",
            "The code comes in a letter. That takes some days, because the practice prints it and takes it to the post. A new code replaces the old one."
        );
    again_submit:
        email ("Neuen Code schicken", "Send a new code");
        phone ("Neuen Anruf mit Code anfordern", "Request another call with a code");
        post ("Neuen Brief mit Code anfordern", "Request another letter with a code");
    remove_title:
        email ("Adresse entfernen?", "Remove the address?");
        phone ("Nummer entfernen?", "Remove the number?");
        post ("Anschrift entfernen?", "Remove the postal address?");
    remove_unverified:
        email (
            "Sie ist nicht bestätigt und bekommt deshalb ohnehin nichts. Ein Code, der noch offen ist, gilt danach nicht mehr.",
            "It is not confirmed and therefore receives nothing anyway. A code that is still open is void afterwards."
        );
        phone (
            "Sie ist nicht bestätigt und wird deshalb nur wegen ihres Codes angerufen. Ein Code, der noch offen ist, gilt danach nicht mehr.",
            "It is not confirmed and therefore called because of its code only. A code that is still open is void afterwards."
        );
        post (
            "Sie ist nicht bestätigt und bekommt deshalb keine Briefe außer dem mit ihrem Code. Ein Code, der noch offen ist, gilt danach nicht mehr.",
            "It is not confirmed and therefore receives no letters but the one with its code. A code that is still open is void afterwards."
        );
    remove_last:
        email (
            "Danach haben Sie keine bestätigte E-Mail-Adresse mehr: Nichts, was Sie für E-Mail erlaubt haben, erreicht Sie noch, auch keine Meldung zu Ihrem Zugang. Was es Neues gibt, sehen Sie dann nur nach der Anmeldung.",
            "After that you have no confirmed e-mail address any more: nothing you have allowed by e-mail reaches you, not even news about your access. What is new you will then see only after signing in."
        );
        phone (
            "Danach haben Sie keine bestätigte Telefonnummer mehr: Nichts, was Sie für Anrufe erlaubt haben, erreicht Sie noch.",
            "After that you have no confirmed telephone number any more: nothing you have allowed by telephone reaches you."
        );
        post (
            "Danach haben Sie keine bestätigte Anschrift mehr: Nichts, was Sie für Briefe erlaubt haben, erreicht Sie noch.",
            "After that you have no confirmed postal address any more: nothing you have allowed by letter reaches you."
        );
    remove_other:
        email (
            "Danach bekommt sie keine Nachrichten mehr. Was Sie für E-Mail erlaubt haben, geht dann an:",
            "After that it receives no messages any more. What you have allowed by e-mail then goes to:"
        );
        phone (
            "Danach wird sie nicht mehr angerufen. Was Sie für Anrufe erlaubt haben, geht dann an:",
            "After that it is not called any more. What you have allowed by telephone then goes to:"
        );
        post (
            "Danach bekommt sie keine Briefe mehr. Was Sie für Briefe erlaubt haben, geht dann an:",
            "After that it receives no letters any more. What you have allowed by letter then goes to:"
        );
    prefer_title:
        email ("Adresse bevorzugen?", "Make this address preferred?");
        phone ("Nummer bevorzugen?", "Make this number preferred?");
        post ("Anschrift bevorzugen?", "Make this postal address preferred?");
    prefer_text:
        email (
            "Was Sie für E-Mail erlaubt haben, geht dann an diese Adresse und an keine andere.",
            "What you have allowed by e-mail then goes to this address and to no other."
        );
        phone (
            "Was Sie für Anrufe erlaubt haben, geht dann an diese Nummer und an keine andere.",
            "What you have allowed by telephone then goes to this number and to no other."
        );
        post (
            "Was Sie für Briefe erlaubt haben, geht dann an diese Anschrift und an keine andere.",
            "What you have allowed by letter then goes to this postal address and to no other."
        );
    known:
        email ("Diese Adresse steht schon in Ihrer Liste.", "This address is in your list already.");
        phone ("Diese Nummer steht schon in Ihrer Liste.", "This number is in your list already.");
        post ("Diese Anschrift steht schon in Ihrer Liste.", "This postal address is in your list already.");
    codes_of_address:
        email (
            "An diese Adresse gingen heute schon fünf Codes. Versuchen Sie es morgen wieder.",
            "Five codes have gone to this address today already. Try again tomorrow."
        );
        phone (
            "Für diese Nummer haben Sie heute schon fünf Codes angefordert. Versuchen Sie es morgen wieder.",
            "You have requested five codes for this number today already. Try again tomorrow."
        );
        post (
            "Für diese Anschrift haben Sie heute schon fünf Codes angefordert. Versuchen Sie es morgen wieder.",
            "You have requested five codes for this postal address today already. Try again tomorrow."
        );
    code_wrong:
        email ("Dieser Code passt nicht zu dieser Adresse.", "This code does not fit this address.");
        phone ("Dieser Code passt nicht zu dieser Nummer.", "This code does not fit this number.");
        post ("Dieser Code passt nicht zu dieser Anschrift.", "This code does not fit this postal address.");
    already_verified:
        email (
            "Diese Adresse ist schon bestätigt. Der Code ist verbraucht, und Sie brauchen keinen mehr.",
            "This address is confirmed already. The code is used up, and you need none any more."
        );
        phone (
            "Diese Nummer ist schon bestätigt. Der Code ist verbraucht, und Sie brauchen keinen mehr.",
            "This number is confirmed already. The code is used up, and you need none any more."
        );
        post (
            "Diese Anschrift ist schon bestätigt. Der Code ist verbraucht, und Sie brauchen keinen mehr.",
            "This postal address is confirmed already. The code is used up, and you need none any more."
        );
    not_verified:
        email (
            "Diese Adresse ist noch nicht bestätigt. Geben Sie zuerst ihren Code ein.",
            "This address is not confirmed yet. Enter its code first."
        );
        phone (
            "Diese Nummer ist noch nicht bestätigt. Geben Sie zuerst ihren Code ein.",
            "This number is not confirmed yet. Enter its code first."
        );
        post (
            "Diese Anschrift ist noch nicht bestätigt. Geben Sie zuerst ihren Code ein.",
            "This postal address is not confirmed yet. Enter its code first."
        );
}
