//! Identifiers: newtypes over UUID version 4 (RFC 9562), never interchangeable.
//!
//! All of them are random, so that an id tells neither an order nor a time.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($( $(#[$doc:meta])* $name:ident; )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
            #[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
            pub struct $name(Uuid);

            impl $name {
                /// Makes an id of sixteen random bytes; the version and variant bits are set here.
                pub fn from_random(bytes: [u8; 16]) -> Self {
                    Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
                }

                /// Reads an id as a form or a path sends it: in the one spelling we write, so that nothing has two names.
                pub fn parse(text: &str) -> Option<Self> {
                    let id = Uuid::try_parse(text).ok().map(Self)?;
                    (id.to_string() == text).then_some(id)
                }

                /// The id as the libraries around us take it.
                pub fn uuid(&self) -> Uuid {
                    self.0
                }

                /// The sixteen bytes, as they are bound into associated data.
                pub fn as_bytes(&self) -> &[u8; 16] {
                    self.0.as_bytes()
                }
            }

            impl From<Uuid> for $name {
                fn from(uuid: Uuid) -> Self {
                    Self(uuid)
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.0.fmt(f)
                }
            }
        )*
    };
}

ids! {
    /// One installation: its database, key file and marker belong together.
    InstanceId;
    /// A wrapped data key of either store.
    DataKeyId;
    /// A person in the identity store.
    PersonId;
    /// The pseudonym under which the care store knows somebody.
    SubjectId;
    /// A member of the practice team.
    StaffId;
    /// What an authenticator knows a person by (WebAuthn, `user.id`).
    UserHandle;
    /// An invitation to become somebody.
    InvitationId;
    /// A registered passkey.
    PasskeyId;
    /// The handle by which people see and end a session; it opens nothing.
    SessionId;
    /// A form that was sent after its session had ended.
    KeptFormId;
    /// One counted try.
    TryId;
    /// Something that happened to somebody's access.
    SecurityEventId;
    /// One version of an entry of a health record.
    RecordEntryId;
    /// A document's file.
    RecordFileId;
    /// A chain of the access log: a keyed pseudonym of whom it is about.
    ChainId;
    /// The checkpoints of one data directory.
    SeriesId;
    /// Work that waits.
    JobId;
    /// What the practice may contact somebody for.
    PurposeId;
    /// A code that was sent to a channel.
    ConsentCodeId;
    /// A signed form, as the practice has recorded it.
    ConsentPaperId;
    /// A way in which somebody is reached.
    ContactId;
    /// An answer of the gate.
    DecisionId;
    /// Something that leaves the house.
    DispatchId;
    /// Letters that were printed together.
    BatchId;
    /// Something somebody is told inside the portal.
    NoticeId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let id = PersonId::from_random([0xAB; 16]);
        let text = id.to_string();
        assert_eq!(PersonId::parse(&text), Some(id));
        let plain = text.replace('-', "");
        for other in [
            text.to_uppercase(),
            plain.clone(),
            format!("{{{text}}}"),
            format!("urn:uuid:{text}"),
            format!(" {text}"),
            plain.to_uppercase(),
            String::new(),
        ] {
            assert_eq!(PersonId::parse(&other), None, "{other}");
        }
    }
}
