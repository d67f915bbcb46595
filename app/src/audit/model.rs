//! What an entry says.

use crate::{
    backend::{context::Staff, policy::Role},
    ids::StaffId,
    redacted::Redacted,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares words that are stored for ever, together with the list of all of them.
macro_rules! words {
    ($(#[$outer:meta])* $name:ident { $( $(#[$doc:meta])* $word:ident, )* }) => {
        $(#[$outer])*
        ///
        /// The names are stored for ever: new ones may be added, none may be changed or used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $( $(#[$doc])* $word, )*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$( $name::$word, )*];
        }
    };
}

words! {
    /// What was done.
    Act {
        /// A health record was opened.
        RecordOpened,
        /// A health record was imported, or brought up to date.
        RecordImported,
        /// A document was downloaded.
        DocumentDownloaded,
        /// Somebody was looked for; the hits are the objects.
        PersonSearched,
        /// A list of people was opened, such as the open invitations; they are the objects.
        ListOpened,
        MasterDataRead,
        MasterDataChanged,
        /// A contact point was added, which receives its code and nothing else.
        ContactAdded,
        /// Its code was entered: from now on it may receive more.
        ContactVerified,
        ContactPreferred,
        ContactRemoved,
        /// From now on nothing outside names the practice.
        DiscreetModeOn,
        DiscreetModeOff,
        AccessLogRead,
        InvitationIssued,
        InvitationApproved,
        /// A way to sign in was set up with an invitation.
        InvitationRedeemed,
        IdentityConfirmed,
        AccessRecovered,
        PasskeyAdded,
        PasskeyRemoved,
        /// The portal has met a copy of a passkey and takes neither any more.
        PasskeySuspended,
        /// A passphrase with its app was added, or replaced.
        PassphraseAdded,
        PassphraseRemoved,
        /// New recovery codes; the ones before are void.
        CodesRenewed,
        /// Sessions on other browsers were ended.
        SessionsEnded,
        StaffAdded,
        StaffLinkRenewed,
        StaffDisabled,
        DataExported,
        KeyErased,
        KeysRotated,
        SettingsChanged,
        /// A version of a text that leaves the house was saved.
        TemplateWritten,
        TemplateReleased,
        TemplateRejected,
        /// The text of the portal is sent again.
        TemplateRetired,
        /// A version of a purpose was published.
        PurposePublished,
        /// Nothing is sent for it any more, and nobody can agree to it.
        PurposeRetired,
        PurposeOffered,
        /// Something that was given up on its way is tried again.
        SendingRetried,
        /// A letter was printed: whoever did it has seen name and address.
        LetterPrinted,
        /// A call to them was opened: their number was read.
        CallOpened,
        /// They were reached.
        CallMade,
        CallInVain,
        /// Their number was somebody else's; it counts as not confirmed.
        NumberDoubted,
        /// Letters were taken to the post.
        LettersPosted,
        /// A consent was asked for, and a code sent.
        ConsentRequested,
        /// A consent was confirmed, or a channel chosen.
        ConsentGiven,
        /// A consent that was signed on paper was recorded.
        PaperConsentRecorded,
        /// One could not be recorded, because of what they have decided.
        PaperConsentRefused,
        /// A consent that holds was given again before its end.
        ConsentRenewed,
        /// The time of a consent was over.
        ConsentExpired,
        ConsentWithdrawn,
        /// The same with the link of a mail, without signing in.
        ConsentEndedByLink,
        /// A new version of the patient's consents was signed; the entry vouches for it.
        ConsentsExported,
    }
}

words! {
    /// Which kind of data it concerned.
    Category {
        MasterData,
        Record,
        Documents,
        Appointments,
        Messages,
        Consents,
        AccessLog,
        /// Invitations and ways to sign in.
        Access,
        /// Accounts of the team.
        Staff,
        Installation,
    }
}

words! {
    /// Which part of somebody's master data was changed.
    Detail {
        FamilyName,
        GivenName,
        BirthDate,
        Language,
        Email,
        Phone,
        InsuranceNumber,
        /// A number by which the practice system knows the person.
        Identifier,
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The person the chain is about.
    Patient,
    /// A member of the team, with name and role as they were.
    Staff {
        id: StaffId,
        #[serde(with = "role_name")]
        role: Role,
        #[serde(with = "hidden")]
        name: Redacted<String>,
    },
    /// Whoever may run commands on the machine.
    CommandLine,
    /// The portal by itself.
    System,
}

impl Who {
    /// A member of the team under the name they have now.
    pub fn staff(member: &Staff, name: Redacted<String>) -> Self {
        Self::Staff { id: member.id(), role: member.role(), name }
    }
}

/// A file of which every version is kept, so that losing one, or another one in its place, is noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vouched {
    pub version: i64,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub hash: String,
}

/// One entry, readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: Timestamp,
    pub actor: Who,
    pub action: Act,
    pub category: Category,
    /// What a reader had to state, where a reason is owed.
    #[serde(with = "hidden_option")]
    pub reason: Option<Redacted<String>>,
    /// The ids of what was read or changed.
    pub objects: Vec<Uuid>,
    /// Which master data were changed; never what they said or say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Detail>,
    /// The version that was kept with this entry, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vouched: Option<Vouched>,
    /// The number of the request in the log; none for commands and the portal itself.
    pub request: Option<String>,
}

impl Entry {
    /// An entry without reason, objects, changes, version and request.
    pub fn new(at: Timestamp, actor: Who, action: Act, category: Category) -> Self {
        let (objects, changed) = (Vec::new(), Vec::new());
        Self { at, actor, action, category, reason: None, objects, changed, vouched: None, request: None }
    }
}

/// A role under the name it has in the database.
mod role_name {
    use super::Role;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(role.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Role, D::Error> {
        let name = String::deserialize(deserializer)?;
        Role::parse(&name).ok_or_else(|| D::Error::custom("no role of that name"))
    }
}

/// Words of a person, which are serialised for sealing only.
mod hidden {
    use super::Redacted;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        text: &Redacted<String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text.expose())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Redacted<String>, D::Error> {
        String::deserialize(deserializer).map(Redacted::new)
    }
}

/// The same for words that may be missing.
mod hidden_option {
    use super::Redacted;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(super) fn serialize<S: Serializer>(
        text: &Option<Redacted<String>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        text.as_ref().map(Redacted::expose).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Redacted<String>>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(Redacted::new))
    }
}
