//! Who they are. Nobody lives under these names; nothing about them is true.

use crate::{backend::policy::Role, patients::birth_date::BirthDate};

/// A member of the team.
pub struct Member {
    pub role: Role,
    pub given_name: &'static str,
    pub family_name: &'static str,
    pub passphrase: &'static str,
}

/// A patient.
pub struct Patient {
    pub given_name: &'static str,
    pub family_name: &'static str,
    /// Year, month, day.
    pub born: (u16, u8, u8),
    /// `None` for the one who has no access yet.
    pub passphrase: Option<&'static str>,
    /// Whether the team has confirmed their identity.
    pub confirmed: bool,
    /// Their record as the practice system would write it, see `records`.
    pub record: Option<&'static str>,
}

impl Patient {
    /// The birth date, if the calendar has it.
    pub fn birth_date(&self) -> Option<BirthDate> {
        let (year, month, day) = self.born;
        BirthDate::new(year, month, day)
    }
}

/// One per role, in the order of [`Role::ALL`].
pub const TEAM: [Member; 5] = [
    Member {
        role: Role::Reception,
        given_name: "Petra",
        family_name: "Lindner",
        passphrase: "drei rote tulpen am fenster",
    },
    Member {
        role: Role::Clinician,
        given_name: "Paula",
        family_name: "Beispiel",
        passphrase: "stilles boot auf dem see",
    },
    Member {
        role: Role::TeamLead,
        given_name: "Tarek",
        family_name: "Holm",
        passphrase: "alte uhr tickt im flur",
    },
    Member {
        role: Role::PrivacyOfficer,
        given_name: "Jana",
        family_name: "Vorbild",
        passphrase: "kleiner kompass im glas",
    },
    Member {
        role: Role::Administrator,
        given_name: "Arne",
        family_name: "Kessler",
        passphrase: "warmes licht im keller",
    },
];

/// Two with access, one of whom waits for the identity check, and one to invite.
pub const PATIENTS: [Patient; 3] = [
    Patient {
        given_name: "Anna",
        family_name: "Muster",
        born: (1980, 5, 4),
        passphrase: Some("sieben wege durch den wald"),
        confirmed: true,
        record: Some(include_str!("anna.json")),
    },
    Patient {
        given_name: "Ben",
        family_name: "Winter",
        born: (1957, 11, 23),
        passphrase: Some("blaue tasse neben dem brot"),
        confirmed: false,
        record: Some(include_str!("ben.json")),
    },
    Patient {
        given_name: "Clara",
        family_name: "Sommer",
        born: (1994, 2, 28),
        passphrase: None,
        confirmed: false,
        record: None,
    },
];
