//! The log of the installation in words for the operator, which are English like those of every command.

use app::audit::{Act, Entry, Who};

/// "Petra Lindner (reception) opened a list of 3."
pub(super) fn sentence(entry: &Entry) -> String {
    let who = match &entry.actor {
        Who::Patient => "The person themselves".to_owned(),
        Who::Staff { name, role, .. } => format!("{} ({})", name.expose(), role.as_str()),
        Who::CommandLine => "The command line".to_owned(),
        Who::System => "The portal".to_owned(),
    };
    let of = match entry.objects.len() {
        0 => String::new(),
        1 => ", one:".to_owned(),
        many => format!(", {many}:"),
    };
    format!("{who} {}{of}", deed(entry.action))
}

fn deed(act: Act) -> &'static str {
    match act {
        Act::RecordOpened => "opened a record",
        Act::RecordImported => "took entries over into a record",
        Act::DocumentDownloaded => "downloaded a document",
        Act::PersonSearched => "searched for a person; found",
        Act::ListOpened => "opened a list of people",
        Act::MasterDataRead => "looked at the details of a person",
        Act::MasterDataChanged => "entered or changed the details of a person",
        Act::ContactAdded => "added an address to be reached under",
        Act::ContactVerified => "confirmed an address with a code",
        Act::ContactPreferred => "chose the address to be reached under first",
        Act::ContactRemoved => "removed an address to be reached under",
        Act::DiscreetModeOn => "switched discreet messages on",
        Act::DiscreetModeOff => "switched discreet messages off",
        Act::AccessLogRead => "read this log",
        Act::InvitationIssued => "issued an invitation",
        Act::InvitationApproved => "approved an invitation",
        Act::InvitationRedeemed => "set up access with an invitation",
        Act::IdentityConfirmed => "confirmed whose access it is",
        Act::AccessRecovered => "recovered an access",
        Act::PasskeyAdded => "added a passkey",
        Act::PasskeyRemoved => "removed a passkey",
        Act::PasskeySuspended => "suspended a passkey of which there is a copy",
        Act::PassphraseAdded => "added or replaced a passphrase",
        Act::PassphraseRemoved => "removed a passphrase",
        Act::CodesRenewed => "made new recovery codes",
        Act::SessionsEnded => "ended sessions",
        Act::StaffAdded => "added an account to the team",
        Act::StaffLinkRenewed => "renewed the link of a team account",
        Act::StaffDisabled => "disabled an account of the team",
        Act::DataExported => "exported data",
        Act::KeyErased => "erased data",
        Act::KeysRotated => "renewed keys",
        Act::SettingsChanged => "changed settings",
        Act::TemplateWritten => "saved a text for messages",
        Act::TemplateReleased => "released a text for messages",
        Act::TemplateRejected => "rejected a text for messages",
        Act::TemplateRetired => "withdrew a text for messages",
        Act::PaperConsentRecorded => "recorded a consent that is signed on paper",
        Act::PaperConsentRefused => "tried to record a consent that is signed on paper",
        Act::PurposePublished => "published a version of a purpose for consents",
        Act::PurposeRetired => "withdrew a purpose for consents",
        Act::PurposeOffered => "offered a purpose for consents again",
        Act::SendingRetried => "started a sending once more",
        Act::CallOpened => "opened a call to the patient",
        Act::CallMade => "reached the patient by telephone",
        Act::CallInVain => "called the patient in vain",
        Act::NumberDoubted => "noted that the patient's number is somebody else's",
        Act::LetterPrinted => "printed a letter to the patient",
        Act::LettersPosted => "took letters to the post",
        Act::ConsentsExported => "put consents on record in a new version",
        Act::ConsentRequested => "asked for a consent",
        Act::ConsentGiven => "confirmed a consent or chose a channel",
        Act::ConsentRenewed => "renewed a consent",
        Act::ConsentExpired => "noted the end of a consent",
        Act::ConsentWithdrawn => "took back a consent or a channel",
        Act::ConsentEndedByLink => "ended a consent by the link of a mail",
    }
}

/// Words of a person must not steer the terminal.
pub(super) fn safe(text: &str) -> String {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    text.chars().map(|c| if c.is_control() || turns(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed_does_not_steer_the_terminal() {
        assert_eq!(safe("a\u{1b}[2Jb\nc\u{202e}d\u{9b}"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\u{fffd}");
        assert_eq!(safe("Zoë Ölschläger (reception)"), "Zoë Ölschläger (reception)");
    }
}
