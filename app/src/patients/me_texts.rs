//! The sentences about somebody's own master data.

use crate::{lang::Lang, texts};

texts! {
    title: "Ihre Daten", "Your details";
    lead:
        "Das ist über Sie als Person hinterlegt. Bei jeder Angabe steht, woher sie kommt und seit wann sie hier steht.",
        "This is what is stored about you as a person. Each detail says where it comes from and since when it has been here.";
    about_you: "Über Sie", "About you";
    reaching_you: "So erreichen wir Sie", "How we reach you";
    keep_contacts: "Festlegen, wie wir Sie erreichen", "Decide how we reach you";
    numbers: "Nummern und Anmeldung", "Numbers and sign-in";
    letters: "Sprache für Briefe", "Language of letters";
    not_given: "Nicht angegeben", "Not given";
    held_title: "Einiges ist noch verborgen", "Some of it is still hidden";
    held: "Noch verborgen", "Still hidden";

    from_reception: "Von der Praxis eingetragen, seit", "Entered by the practice, since";
    from_portal: "Vom Portal vergeben, seit", "Given by the portal, since";
    from_command_line: "Bei der Einrichtung des Portals eingetragen, seit", "Entered when the portal was set up, since";
    from_import: "Aus der Praxissoftware übernommen, seit", "Taken over from the practice software, since";
    from_patient: "Von Ihnen angegeben, seit", "Said by yourself, since";

    wrong_title: "Stimmt etwas nicht?", "Is something wrong?";
    wrong_call: "Rufen Sie die Praxis an:", "Call the practice:";
    wrong_no_number: "Rufen Sie die Praxis an, oder sagen Sie es beim nächsten Besuch.", "Call the practice, or say so at your next visit.";
    wrong_what:
        "Sagen Sie, welche Angabe falsch ist und wie sie richtig lautet. Halten Sie dafür Ihre Patientennummer bereit. Die Praxis ist verpflichtet, falsche Angaben zu berichtigen; das kostet Sie nichts.",
        "Say which detail is wrong and what is right. Have your patient number at hand. The practice is obliged to correct what is wrong; it costs you nothing.";
}

/// Until when and why some details are held back.
pub fn held_text(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!(
            "Ihr Zugang wurde mit einer neuen Einladung wiederhergestellt. Zu Ihrem Schutz zeigen wir E-Mail-Adresse, Telefonnummer und Versichertennummer erst wieder ab {until}. Wenn Sie das nicht selbst waren, rufen Sie die Praxis an."
        ),
        Lang::En => format!(
            "Your access was recovered with a new invitation. To protect you we show e-mail address, telephone number and insurance number again only from {until}. If that was not you, call the practice."
        ),
    }
}
