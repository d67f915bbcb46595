//! The policy: which action is open to whom.
//!
//! Deny by default: whoever is not named in a rule is refused.
//! The match in [`Action::rule`] is exhaustive and every route names its action, so an endpoint without a rule does
//! not compile; `tests/golden/policy.txt` shows the whole table, and a change of it is a readable diff.
//! That a patient sees only what is theirs, and staff only what is their team's, is decided by the scope every store
//! function takes; this table decides whether the action exists for somebody at all.

use super::context::Actor;
use crate::error::AppError;
use serde::{Deserialize, Serialize};

/// What a member of staff was hired to do in the portal; nobody gets a content role alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    Reception,
    Clinician,
    TeamLead,
    PrivacyOfficer,
    Administrator,
}

impl Role {
    pub const ALL: [Role; 5] =
        [Role::Reception, Role::Clinician, Role::TeamLead, Role::PrivacyOfficer, Role::Administrator];

    /// The name on the command line and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Reception => "reception",
            Role::Clinician => "clinician",
            Role::TeamLead => "team-lead",
            Role::PrivacyOfficer => "privacy-officer",
            Role::Administrator => "administrator",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Role::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// Declares the actions together with the list of all of them, so that neither can miss one.
macro_rules! actions {
    ($( $(#[$doc:meta])* $name:ident, )*) => {
        /// Everything somebody may want to do; each route names one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action {
            $( $(#[$doc])* $name, )*
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Action] = &[$( Action::$name, )*];
        }
    };
}

actions! {
    /// Read a page that is the same for everybody.
    ReadPublicPage,
    /// Sign in, or recover access.
    SignIn,
    /// End one's session on this browser, whether or not it still stands.
    SignOut,
    /// End one's sessions on other browsers; from a page whose own session is over there is nothing left to do.
    EndOtherSessions,
    /// Set up one's access with an invitation.
    Enrol,
    /// Keep one's own session and credentials: stay, add and remove ways to sign in.
    KeepOwnAccess,
    /// Keep one's own passphrase and recovery codes, which staff do not have.
    KeepPassphrase,
    /// See the start page of signed-in people.
    SeeHome,
    /// See the start page of the team.
    SeeStaffHome,
    /// Leave the portal quickly.
    LeaveQuickly,
    /// End outreach with the link of a mail, without signing in (RFC 8058).
    EndOutreach,
    /// Report that the browser refused something (Content Security Policy Level 3).
    ReportCsp,
    /// Find a person by exact data.
    FindPerson,
    /// Read a patient's master data, for their care.
    ReadMasterData,
    /// Read one's own master data.
    ReadOwnMasterData,
    /// Keep the addresses under which one is reached, and say how discreet the practice is to be.
    KeepOwnContacts,
    /// Propose a correction of one's own data (GDPR Art. 16).
    ProposeCorrection,
    /// Change master data and decide on corrections.
    ChangeMasterData,
    /// Invite a patient.
    InvitePatient,
    /// Confirm that somebody who enrolled is who they say.
    ConfirmIdentity,
    /// Read a patient's health record and its documents.
    ReadRecord,
    /// Read one's own health record and its documents.
    ReadOwnRecord,
    /// Import a health record.
    ImportRecord,
    /// Book, move and cancel appointments.
    ManageAppointments,
    /// Change opening rules and services.
    ChangeAppointmentSettings,
    /// Read and write in threads.
    UseThreads,
    /// Let somebody into a thread for a while.
    GrantThreadAccess,
    /// Read a patient's consents.
    ReadConsents,
    /// Give and withdraw one's own consents.
    DecideConsents,
    /// Record a consent signed on paper.
    RecordPaperConsent,
    /// Write texts that leave the house.
    WriteTemplates,
    /// Read and release texts that leave the house.
    ReleaseTemplates,
    /// See how messages leave the house, and have those tried again that were given up.
    KeepSending,
    /// Carry what leaves the house by hand and mouth: print letters and take them to the post, make calls.
    CarryMessages,
    /// Keep the catalogue of purposes.
    KeepConsentCatalogue,
    /// Read who looked at a patient's data.
    ReadAccessLog,
    /// Read who looked at one's own data.
    ReadOwnAccessLog,
    /// Keep staff accounts, roles, settings and keys.
    ManageStaff,
    /// Approve that somebody gets a content role.
    ApproveContentRole,
}

/// Who may carry out an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Anybody, signed in or not.
    Everyone,
    /// Only those named.
    Only {
        /// Patients, for what is their own.
        patient: bool,
        /// Staff, within their team and purpose.
        staff: &'static [Role],
        /// Staff who must state a reason first.
        with_reason: &'static [Role],
    },
}

/// What a permitted actor still owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// Nothing.
    Given,
    /// A reason, which the access log shows to the patient.
    AgainstReason,
}

const CARE_TEAM: &[Role] = &[Role::Reception, Role::Clinician, Role::TeamLead];
const TREATING: &[Role] = &[Role::Clinician];
const PRIVACY: &[Role] = &[Role::PrivacyOfficer];

const fn staff(staff: &'static [Role]) -> Rule {
    Rule::Only { patient: false, staff, with_reason: &[] }
}

const fn patient_and(staff: &'static [Role]) -> Rule {
    Rule::Only { patient: true, staff, with_reason: &[] }
}

impl Action {
    /// The rule for this action.
    pub const fn rule(self) -> Rule {
        match self {
            Action::ReadPublicPage
            | Action::SignIn
            | Action::SignOut
            | Action::EndOtherSessions
            | Action::Enrol
            | Action::LeaveQuickly
            | Action::EndOutreach
            | Action::ReportCsp => Rule::Everyone,
            Action::KeepOwnAccess => patient_and(&Role::ALL),
            Action::KeepPassphrase | Action::SeeHome => patient_and(&[]),
            Action::SeeStaffHome => staff(&Role::ALL),
            Action::FindPerson | Action::ReadMasterData => {
                Rule::Only { patient: false, staff: CARE_TEAM, with_reason: PRIVACY }
            }
            Action::ProposeCorrection
            | Action::ReadOwnMasterData
            | Action::KeepOwnContacts
            | Action::ReadOwnRecord
            | Action::ReadOwnAccessLog => patient_and(&[]),
            Action::ChangeMasterData | Action::InvitePatient | Action::ConfirmIdentity => staff(CARE_TEAM),
            Action::ReadRecord | Action::ImportRecord => staff(TREATING),
            Action::ManageAppointments => patient_and(CARE_TEAM),
            Action::ChangeAppointmentSettings => staff(&[Role::Administrator]),
            Action::UseThreads => patient_and(CARE_TEAM),
            Action::GrantThreadAccess => staff(&[Role::TeamLead]),
            Action::ReadConsents => patient_and(&[Role::Clinician, Role::PrivacyOfficer]),
            Action::DecideConsents => patient_and(&[]),
            Action::RecordPaperConsent => staff(&[Role::Reception]),
            Action::WriteTemplates => staff(&[Role::TeamLead]),
            Action::ReleaseTemplates => staff(&[Role::TeamLead, Role::PrivacyOfficer]),
            Action::KeepSending => staff(&[Role::TeamLead, Role::Administrator]),
            Action::CarryMessages => staff(&[Role::Reception, Role::TeamLead]),
            Action::KeepConsentCatalogue => staff(PRIVACY),
            Action::ReadAccessLog => Rule::Only { patient: false, staff: &[], with_reason: PRIVACY },
            Action::ManageStaff => staff(&[Role::Administrator]),
            Action::ApproveContentRole => staff(PRIVACY),
        }
    }
}

/// Decides whether an actor may carry out an action.
///
/// # Errors
/// - [`AppError::SignInRequired`] for nobody in particular.
/// - [`AppError::NotFound`] for everybody else who is not named, so that a refusal tells nothing.
pub fn authorise(action: Action, actor: &Actor) -> Result<Permit, AppError> {
    let Rule::Only { patient, staff, with_reason } = action.rule() else {
        return Ok(Permit::Given);
    };
    match actor {
        Actor::Nobody => Err(AppError::SignInRequired),
        Actor::Patient(_) if patient => Ok(Permit::Given),
        Actor::Staff(member) if staff.contains(&member.role()) => Ok(Permit::Given),
        Actor::Staff(member) if with_reason.contains(&member.role()) => Ok(Permit::AgainstReason),
        Actor::Patient(_) | Actor::Staff(_) => Err(AppError::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::testing::{cast, golden};

    #[test]
    fn the_policy_table_is_the_one_on_paper() {
        let mut table = format!("{:<28}", "");
        for (name, _) in cast::everybody() {
            table += &format!("{name:<17}");
        }
        for &action in Action::ALL {
            table = table.trim_end().to_owned() + &format!("\n{:<28}", format!("{action:?}"));
            for (_, actor) in cast::everybody() {
                let answer = match authorise(action, &actor) {
                    Ok(Permit::Given) => "yes",
                    Ok(Permit::AgainstReason) => "with reason",
                    Err(AppError::SignInRequired) => "sign in",
                    Err(AppError::NotFound) => "-",
                    Err(other) => panic!("{other:?} is no answer of the policy"),
                };
                table += &format!("{answer:<17}");
            }
        }
        golden::assert_matches("policy.txt", &(table.trim_end().to_owned() + "\n"));
    }
}
