//! The sentences of the access log.

use super::{Act, Category, Detail, Who};
use crate::{error::FieldCode, lang::Lang, patients, staff, texts};

texts! {
    title: "Wer hat zugegriffen?", "Who had access?";
    lead:
        "Hier steht, wer Ihre Daten angesehen oder geändert hat, wann und wozu. Wird ein Eintrag geändert oder gelöscht, fällt das auf, sobald die Praxis das Protokoll prüft.",
        "This says who looked at your data or changed them, when and what for. If an entry is altered or deleted, it is noticed as soon as the practice checks the log.";
    lists:
        "Listen, in denen Ihr Name neben anderen steht, etwa die offenen Einladungen, sind nicht dabei. Die Praxis hält fest, wer sie geöffnet hat.",
        "Lists in which your name stands next to others, such as the open invitations, are not among them. The practice keeps a record of who opened them.";
    own_reading:
        "Was Sie selbst in Ihrem Portal lesen, steht nicht hier.",
        "What you read in your portal yourself is not listed here.";
    none_title: "Noch kein Eintrag", "No entry yet";
    none:
        "Bisher hat niemand aus der Praxis Ihre Daten im Portal geöffnet oder geändert.",
        "Nobody from the practice has opened your data or changed them in the portal so far.";
    no_older: "Ältere Einträge gibt es nicht.", "There are no older entries.";
    older: "Ältere Einträge", "Older entries";
    newest: "Zu den neuesten Einträgen", "To the newest entries";
    reason: "Grund:", "Reason:";
    changed: "Geändert:", "Changed:";
    altered:
        "An dieser Stelle wurde das Protokoll verändert. Bitte sagen Sie es der Praxis.",
        "The log was altered at this place. Please tell the practice.";
    unreadable:
        "Ein Eintrag, der nicht mehr lesbar ist, weil sein Schlüssel gelöscht wurde.",
        "An entry that can no longer be read because its key was erased.";
    held_title: "Das Protokoll ist noch verborgen", "The log is still hidden";
    of_patient_title: "Zugriffsprotokoll", "Access log";
    of_patient_lead:
        "Wer die Daten dieser Person angesehen oder geändert hat, neueste zuerst, so wie diese Person es liest. Dass Sie hier lesen, steht jetzt auch darin.",
        "Who looked at this person's data or changed them, newest first, as this person reads it. That you are reading here is in it now as well.";
    reason_title: "Warum brauchen Sie das?", "Why do you need this?";
    reason_lead:
        "Diese Daten sehen Sie nur aus einem Grund, der mit Datenschutz zu tun hat. Der Patient oder die Patientin liest ihn im eigenen Protokoll, mit Ihrem Namen.",
        "You see these data only for a reason that has to do with data protection. The patient reads it in their own log, with your name.";
    reason_label: "Grund", "Reason";
    reason_hint: "Zum Beispiel: Beschwerde vom 12. März. Mindestens 10 Zeichen.", "For example: complaint of 12 March. At least 10 characters.";
    reason_missing: "Geben Sie den Grund an.", "Give the reason.";
    reason_too_short:
        "Schreiben Sie den Grund so, dass die Person ihn versteht: mindestens 10 Zeichen.",
        "Write the reason so that the person understands it: at least 10 characters.";
    reason_too_long: "Der Grund darf höchstens 300 Zeichen lang sein.", "The reason can be at most 300 characters long.";
    show_log: "Protokoll ansehen", "View the access log";
    back_to_search: "Zur Suche", "Back to the search";
    questions_title: "Kommt Ihnen etwas seltsam vor?", "Does something look odd?";
    questions:
        "Fragen Sie in der Praxis nach, oder wenden Sie sich an die Person, die dort für Datenschutz zuständig ist. Sie steht auf der Seite Datenschutz.",
        "Ask the practice, or turn to the person there who is in charge of data protection. The privacy page names them.";
}

/// What is wrong with a reason.
pub fn reason_problem(code: FieldCode) -> fn(Lang) -> &'static str {
    match code {
        FieldCode::TooLong => reason_too_long,
        FieldCode::TooShort => reason_too_short,
        _ => reason_missing,
    }
}

/// Until when and why the log is held back.
pub fn held_text(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!(
            "Ihr Zugang wurde mit einer neuen Einladung wiederhergestellt. Zu Ihrem Schutz zeigen wir das Protokoll erst wieder ab {until}."
        ),
        Lang::En => format!(
            "Your access was recovered with a new invitation. To protect you we show the log again only from {until}."
        ),
    }
}

/// "Petra Lindner (Empfang) hat Ihre Stammdaten angesehen."
pub fn sentence(lang: Lang, who: &Who, act: Act) -> String {
    let deed = deed(lang, act);
    match (lang, who) {
        (Lang::De, Who::Patient) => format!("Sie haben {deed}."),
        (Lang::De, Who::Staff { name, role, .. }) => {
            format!("{} ({}) hat {deed}.", name.expose(), staff::texts::role(lang, *role))
        }
        (Lang::De, Who::CommandLine) => format!("Die Praxis hat am Server {deed}."),
        (Lang::De, Who::System) => format!("Das Portal hat {deed}."),
        (Lang::En, Who::Patient) => format!("You {deed}."),
        (Lang::En, Who::Staff { name, role, .. }) => {
            format!("{} ({}) {deed}.", name.expose(), staff::texts::role(lang, *role))
        }
        (Lang::En, Who::CommandLine) => format!("The practice, on the server, {deed}."),
        (Lang::En, Who::System) => format!("The portal {deed}."),
    }
}

/// What was done, as it follows "hat" in German and the name in English.
fn deed(lang: Lang, act: Act) -> &'static str {
    let (de, en) = match act {
        Act::RecordOpened => ("Ihre Akte geöffnet", "opened your record"),
        Act::RecordImported => ("Einträge in Ihre Akte übernommen", "took entries over into your record"),
        Act::DocumentDownloaded => {
            ("ein Dokument aus Ihrer Akte geladen", "downloaded a document from your record")
        }
        Act::PersonSearched => ("nach Ihnen gesucht und Sie gefunden", "searched for you and found you"),
        Act::ListOpened => ("eine Liste geöffnet, in der Sie stehen", "opened a list in which you are"),
        Act::MasterDataRead => ("Ihre Stammdaten angesehen", "looked at your details"),
        Act::MasterDataChanged => {
            ("Ihre Stammdaten eingetragen oder geändert", "entered or changed your details")
        }
        Act::ContactAdded => (
            "eine Adresse oder Nummer hinzugefügt, unter der wir Sie erreichen sollen",
            "added an address or number under which we are to reach you",
        ),
        Act::ContactVerified => (
            "mit einem Code eine Adresse oder Nummer bestätigt, unter der wir Sie erreichen",
            "confirmed with a code an address or number under which we reach you",
        ),
        Act::ContactPreferred => (
            "festgelegt, unter welcher Adresse oder Nummer wir Sie zuerst erreichen",
            "decided under which address or number we reach you first",
        ),
        Act::ContactRemoved => (
            "eine Adresse oder Nummer entfernt, unter der wir Sie erreichten",
            "removed an address or number under which we reached you",
        ),
        Act::DiscreetModeOn => ("diskrete Nachrichten eingeschaltet", "switched discreet messages on"),
        Act::DiscreetModeOff => ("diskrete Nachrichten ausgeschaltet", "switched discreet messages off"),
        Act::AccessLogRead => ("dieses Protokoll gelesen", "read this log"),
        Act::InvitationIssued => ("eine Einladung für Sie ausgestellt", "issued an invitation for you"),
        Act::InvitationApproved => ("eine Einladung für Sie freigegeben", "approved an invitation for you"),
        Act::InvitationRedeemed => {
            ("mit einer Einladung einen Zugang eingerichtet", "set up access with an invitation")
        }
        Act::IdentityConfirmed => {
            ("bestätigt, dass der Zugang Ihnen gehört", "confirmed that the access is yours")
        }
        Act::AccessRecovered => ("den Zugang wiederhergestellt", "recovered the access"),
        Act::PasskeyAdded => ("einen Passkey hinzugefügt", "added a passkey"),
        Act::PasskeyRemoved => ("einen Passkey entfernt", "removed a passkey"),
        Act::PasskeySuspended => (
            "einen Passkey gesperrt, von dem es eine Kopie gibt",
            "suspended a passkey of which there is a copy",
        ),
        Act::PassphraseAdded => (
            "eine Passphrase mit Code-App hinzugefügt oder ersetzt",
            "added or replaced a passphrase with its code app",
        ),
        Act::PassphraseRemoved => {
            ("die Passphrase mit Code-App entfernt", "removed the passphrase with its code app")
        }
        Act::CodesRenewed => ("neue Wiederherstellungscodes erzeugt", "made new recovery codes"),
        Act::SessionsEnded => ("Anmeldungen auf anderen Geräten beendet", "ended sessions on other devices"),
        Act::StaffAdded => ("ein Konto im Team angelegt", "added an account to the team"),
        Act::StaffLinkRenewed => {
            ("einen Link für ein Konto im Team erneuert", "renewed the link of a team account")
        }
        Act::StaffDisabled => ("ein Konto im Team gesperrt", "disabled an account of the team"),
        Act::DataExported => ("Ihre Daten ausgegeben", "exported your data"),
        Act::KeyErased => ("Daten von Ihnen gelöscht", "erased data about you"),
        Act::KeysRotated => ("Schlüssel erneuert", "renewed keys"),
        Act::SettingsChanged => ("Einstellungen geändert", "changed settings"),
        Act::TemplateWritten => ("einen Text für Nachrichten gespeichert", "saved a text for messages"),
        Act::TemplateReleased => ("einen Text für Nachrichten freigegeben", "released a text for messages"),
        Act::TemplateRejected => ("einen Text für Nachrichten abgelehnt", "rejected a text for messages"),
        Act::TemplateRetired => ("einen Text für Nachrichten zurückgezogen", "withdrew a text for messages"),
        Act::PurposePublished => (
            "eine Fassung eines Zwecks für Einwilligungen veröffentlicht",
            "published a version of a purpose for consents",
        ),
        Act::PurposeRetired => {
            ("einen Zweck für Einwilligungen zurückgezogen", "withdrew a purpose for consents")
        }
        Act::PurposeOffered => {
            ("einen Zweck für Einwilligungen wieder angeboten", "offered a purpose for consents again")
        }
        Act::SendingRetried => ("einen Versand neu angestoßen", "started a sending once more"),
        Act::CallOpened => ("einen Anruf bei Ihnen vorbereitet", "prepared a call to you"),
        Act::CallMade => ("Sie angerufen und erreicht", "called you and reached you"),
        Act::CallInVain => ("Sie vergeblich angerufen", "called you in vain"),
        Act::NumberDoubted => (
            "vermerkt, dass unter Ihrer Telefonnummer jemand anderes zu erreichen ist",
            "noted that somebody else is reached under your telephone number",
        ),
        Act::LetterPrinted => ("einen Brief an Sie gedruckt", "printed a letter to you"),
        Act::LettersPosted => ("Briefe zur Post gegeben", "took letters to the post"),
        Act::ConsentRequested => (
            "eine Einwilligung ausgewählt und einen Code dafür angefordert",
            "chose a consent and asked for its code",
        ),
        Act::ConsentGiven => (
            "eine Einwilligung oder einen Weg der Benachrichtigung bestätigt",
            "confirmed a consent or a way to be notified",
        ),
        Act::PaperConsentRecorded => (
            "eine Einwilligung erfasst, die auf Papier unterschrieben ist",
            "recorded a consent that is signed on paper",
        ),
        Act::PaperConsentRefused => (
            "versucht, eine Einwilligung von Papier zu erfassen, und dabei gesehen, was dagegen steht",
            "tried to record a consent on paper, and saw what stands against it",
        ),
        Act::ConsentExpired => {
            ("vermerkt, dass eine Einwilligung abgelaufen ist", "noted that a consent has expired")
        }
        Act::ConsentRenewed => ("eine Einwilligung verlängert", "renewed a consent"),
        Act::ConsentWithdrawn => (
            "eine Einwilligung oder einen Weg der Benachrichtigung zurückgenommen",
            "took back a consent or a way to be notified",
        ),
        Act::ConsentEndedByLink => (
            "eine Einwilligung beendet, weil jemand den Link einer E-Mail dafür benutzt hat",
            "ended a consent because somebody used the link of an e-mail for it",
        ),
        Act::ConsentsExported => (
            "Ihre Einwilligungen in einer neuen Fassung festgehalten",
            "put your consents on record in a new version",
        ),
    };
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}

/// What was changed.
pub fn detail(lang: Lang, detail: Detail) -> &'static str {
    let words = match detail {
        Detail::FamilyName => patients::texts::family_name,
        Detail::GivenName => patients::texts::given_name,
        Detail::BirthDate => patients::texts::birth_date,
        Detail::Language => patients::texts::language,
        Detail::Email => patients::texts::email,
        Detail::Phone => patients::texts::phone,
        Detail::InsuranceNumber => patients::texts::insurance_number,
        Detail::Identifier => patients::texts::because_fhir_identifier,
    };
    words(lang)
}

/// Which kind of data it was.
pub fn category(lang: Lang, category: Category) -> &'static str {
    let (de, en) = match category {
        Category::MasterData => ("Stammdaten", "Personal details"),
        Category::Record => ("Akte", "Record"),
        Category::Documents => ("Dokumente", "Documents"),
        Category::Appointments => ("Termine", "Appointments"),
        Category::Messages => ("Nachrichten", "Messages"),
        Category::Consents => ("Einwilligungen", "Consents"),
        Category::AccessLog => ("Protokoll", "Access log"),
        Category::Access => ("Zugang", "Access"),
        Category::Staff => ("Team", "Team"),
        Category::Installation => ("Portal", "Portal"),
    };
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}
