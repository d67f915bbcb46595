//! The sentences of the public pages.

use crate::texts;

texts! {
    missing: "Noch nicht hinterlegt.", "Not provided yet.";

    start_title: "Willkommen", "Welcome";
    start_lead:
        "Hier erreichen Sie Ihre Praxis vertraulich: ohne E-Mail, ohne Messenger, ohne Umweg über andere Firmen.",
        "Reach your practice in confidence: without e-mail, without messengers, without a detour through other companies.";
    sign_in: "Anmelden", "Sign in";
    start_new_title: "Sie sind zum ersten Mal hier?", "Is this your first visit?";
    start_new_text:
        "Den Einladungsbrief bekommen Sie persönlich in der Praxis. Sprechen Sie uns einfach an.",
        "You will be given an invitation letter in person at the practice. Just ask us.";
    start_new_link: "Ich habe einen Einladungsbrief", "I have an invitation letter";
    start_private_title: "Was uns wichtig ist", "What matters to us";
    start_private_1:
        "Wir sagen niemandem, dass Sie hier sind.",
        "We tell nobody that you are here.";
    start_private_2:
        "Diese Seiten laden nichts von anderen Anbietern und zählen keine Besuche.",
        "These pages load nothing from other providers and count no visits.";
    start_private_3:
        "Wenn Sie schnell wegmüssen: Oben auf jeder Seite gibt es dafür einen Knopf.",
        "If you need to leave quickly, there is a button for it at the top of every page.";

    privacy_title: "Datenschutz", "Privacy";
    privacy_lead:
        "Dieses Portal betreibt Ihre Praxis selbst. So gehen wir mit Ihren Daten um.",
        "Your practice runs this portal itself. This is how we treat your data.";
    privacy_who_title: "Wer verantwortlich ist", "Who is responsible";
    controller: "Verantwortlich", "Controller";
    privacy_officer: "Beauftragt für den Datenschutz", "Data protection officer";
    privacy_authority: "Zuständige Aufsichtsbehörde", "Supervisory authority";
    privacy_visit_title: "Wenn Sie diese Seiten öffnen", "When you open these pages";
    privacy_visit_1:
        "Ihr Gerät überträgt seine Internetadresse, damit wir antworten können. Wir speichern sie nicht in Protokollen.",
        "Your device sends its internet address so that we can answer. We do not keep it in logs.";
    privacy_visit_2:
        "Es gibt keine Zählung von Besuchen, keine Werbung und keine Inhalte anderer Anbieter.",
        "There is no counting of visits, no advertising and no content from other providers.";
    privacy_visit_3:
        "Ein Cookie merkt sich Ihre Sprache, sobald Sie eine wählen. Er enthält sonst nichts.",
        "A cookie remembers your language once you choose one. It holds nothing else.";
    privacy_account_title: "Wenn Sie einen Zugang haben", "When you have access";
    privacy_account_1:
        "Name, Geburtsdatum und alles Weitere über Sie liegt verschlüsselt in der Datenbank Ihrer Praxis.",
        "Your name, your date of birth and everything else about you lies encrypted in your practice's database.";
    privacy_account_2:
        "Ein Cookie hält Sie angemeldet, längstens 12 Stunden. Ein zweites erkennt Ihren Browser ein Jahr lang wieder, damit Fremde Sie nicht durch Rateversuche aussperren können.",
        "A cookie keeps you signed in, for 12 hours at most. A second one recognises your browser for a year, so that strangers cannot lock you out by guessing.";
    privacy_account_3:
        "Fehlversuche bei der Anmeldung zählen wir bis zu 30 Tage lang unter Kennzahlen, aus denen sich weder Name noch Internetadresse ablesen lässt.",
        "We count failed sign-ins for up to 30 days under figures from which neither a name nor an internet address can be read.";
    privacy_account_4:
        "Wo Sie angemeldet sind und was mit Ihrem Zugang geschah, sehen Sie jederzeit unter „Anmeldung und Sicherheit“.",
        "Where you are signed in and what happened to your access can be seen at any time under “Sign-in and security”.";
    privacy_why_title: "Wofür wir Ihre Daten brauchen", "What we need your data for";
    privacy_why_1:
        "Damit Sie sicher in Ihr Portal kommen und dort Ihre Angaben und Ihre Akte lesen können. Das gehört zu Ihrer Behandlung (Artikel 6 Absatz 1 Buchstabe b und Artikel 9 Absatz 2 Buchstabe h DSGVO).",
        "So that you can enter your portal safely and read your details and your record there. This is part of your treatment (Article 6(1)(b) and Article 9(2)(h) GDPR).";
    privacy_why_2:
        "Damit niemand Ihren Zugang missbraucht und Sie sehen, wer Ihre Daten gelesen hat. Dazu sind wir verpflichtet (Artikel 6 Absatz 1 Buchstabe c und Artikel 32 DSGVO).",
        "So that nobody misuses your access and you see who has read your data. We are obliged to do this (Article 6(1)(c) and Article 32 GDPR).";
    privacy_why_3:
        "Die Cookies sind dafür nötig und brauchen keine Einwilligung (§ 25 Absatz 2 Nummer 2 TDDDG).",
        "The cookies are needed for this and require no consent (section 25(2) no. 2 of the German TDDDG).";
    privacy_why_4:
        "Ihre Angaben haben Sie uns selbst gemacht, oder sie kommen aus unserem Praxissystem. Unter „Ihre Daten“ steht jeweils, woher.",
        "You gave us your details yourself, or they come from our practice system. “Your details” says for each where it is from.";
    privacy_why_5:
        "Sie müssen das Portal nicht benutzen, und Ihre Behandlung hängt nicht davon ab. Ohne Namen und Geburtsdatum können wir aber keinen Zugang einrichten.",
        "You need not use the portal, and your treatment does not depend on it. Without your name and date of birth, however, we cannot set up access.";
    privacy_why_6:
        "Kein Computer trifft hier Entscheidungen über Sie.",
        "No computer makes decisions about you here.";
    privacy_who_gets_title: "Wer Ihre Daten bekommt", "Who receives your data";
    privacy_who_gets_1:
        "In der Praxis sieht jede und jeder nur, was für die eigene Aufgabe nötig ist. Wer Ihre Akte öffnet, steht im Zugriffsprotokoll.",
        "At the practice everybody sees only what their task requires. Whoever opens your record is listed in the access log.";
    privacy_who_gets_2:
        "Das Portal sendet Ihre Daten an niemanden, auch nicht in andere Länder.",
        "The portal sends your data to nobody, nor to other countries.";
    privacy_processors: "Dienstleister der Praxis", "Service providers of the practice";
    privacy_how_long_title: "Wie lange wir sie aufheben", "How long we keep them";
    privacy_how_long_1:
        "Sitzungen löschen wir einen Tag nach ihrem Ende, gezählte Fehlversuche nach 30 Tagen. Ihren Browser vergessen wir ein Jahr nach der letzten Anmeldung.",
        "We delete sessions a day after they end, and counted failed sign-ins after 30 days. We forget your browser a year after the last sign-in.";
    privacy_how_long_2:
        "Ihre Angaben, das Zugriffsprotokoll und Meldungen zu Ihrem Zugang bleiben so lange wie Ihre Akte.",
        "Your details, the access log and messages about your access stay for as long as your record.";
    privacy_retention: "So lange bleibt Ihre Akte", "How long your record stays";
    privacy_rights_title: "Ihre Rechte", "Your rights";
    privacy_rights_text:
        "Sie können Auskunft über Ihre Daten verlangen, sie berichtigen oder löschen lassen, ihre Verarbeitung einschränken lassen, sie in einem gängigen Format erhalten und einer Verarbeitung widersprechen (Artikel 15 bis 21 DSGVO). Eine Einwilligung können Sie jederzeit widerrufen. Sie können sich bei der Aufsichtsbehörde beschweren.",
        "You may ask for access to your data, have them corrected or erased, have their processing restricted, receive them in a common format, and object to their processing (Articles 15 to 21 GDPR). You may withdraw a consent at any time. You may complain to the supervisory authority.";
    privacy_rights_contact:
        "Ein Anruf oder ein Brief an die Praxis genügt.",
        "A call or a letter to the practice is enough.";

    keys_title: "Womit wir unterschreiben", "What we sign with";
    keys_text:
        "Nachweise über Ihre Einwilligungen sind elektronisch unterschrieben. Mit diesem öffentlichen Schlüssel prüft jede und jeder, ob eine Datei von uns ist und ob sie verändert wurde. Bewahren Sie ihn zusammen mit Ihren Dateien auf.",
        "Proofs of your consents are signed electronically. With this public key anybody checks whether a file is from us and whether it was altered. Keep it together with your files.";
    keys_names: "Name des Schlüssels (Fingerabdruck nach RFC 7638):", "Name of the key (thumbprint by RFC 7638):";
    keys_set: "Der Schlüssel selbst (JSON Web Key Set nach RFC 7517):", "The key itself (JSON Web Key Set by RFC 7517):";
    keys_download: "Schlüssel laden", "Download the key";
    keys_check: "Eine Datei prüfen", "Check a file";

    accessibility_title: "Barrierefreiheit", "Accessibility";
    accessibility_lead:
        "Dieses Portal soll für alle Menschen gut zu benutzen sein.",
        "This portal is meant to be easy to use for everybody.";
    accessibility_goal_title: "Unser Maßstab", "Our standard";
    accessibility_goal_text:
        "Wir richten uns nach der europäischen Norm EN 301 549 und den Web Content Accessibility Guidelines 2.2, Stufe AA. Eine Prüfung durch eine unabhängige Stelle hat noch nicht stattgefunden.",
        "We follow the European standard EN 301 549 and the Web Content Accessibility Guidelines 2.2, level AA. An independent review has not taken place yet.";
    accessibility_how_title: "Was das für Sie heißt", "What this means for you";
    accessibility_how_1:
        "Alles lässt sich mit der Tastatur und mit einem Screenreader bedienen.",
        "Everything can be used with the keyboard and with a screen reader.";
    accessibility_how_2:
        "Sie können die Schrift stark vergrößern, ohne dass etwas verloren geht.",
        "You can enlarge the text considerably without losing anything.";
    accessibility_how_3:
        "Die Seiten passen sich dem dunklen Modus und hohen Kontrasten Ihres Geräts an.",
        "The pages adapt to the dark mode and high contrast settings of your device.";
    accessibility_how_4:
        "Die Seiten funktionieren auch ohne JavaScript; nur Passkeys brauchen es.",
        "The pages also work without JavaScript; only passkeys need it.";
    accessibility_feedback_title: "Etwas funktioniert nicht?", "Is something not working?";
    accessibility_feedback_text:
        "Sagen Sie uns bitte, auf welcher Seite Sie ein Hindernis gefunden haben. Wir kümmern uns darum und helfen Ihnen bis dahin am Telefon.",
        "Please tell us on which page you met a barrier. We will see to it and help you on the telephone until then.";
    accessibility_authority: "Zuständige Stelle", "Enforcement body";

    imprint_title: "Impressum", "Imprint";
    imprint_lead: "Angaben nach § 5 des Digitale-Dienste-Gesetzes.", "Information under section 5 of the German Digital Services Act (DDG).";
    provider: "Anbieter", "Provider";
    address: "Anschrift", "Address";
    phone: "Telefon", "Telephone";
    email: "E-Mail", "E-mail";
    email_hint:
        "Bitte schreiben Sie uns per E-Mail nichts über Ihre Gesundheit.",
        "Please do not write to us about your health by e-mail.";
    profession: "Berufsbezeichnung", "Professional title";
    supervision: "Kammer und Aufsicht", "Chamber and supervision";
}
