//! [`Actor`]: who asks.
//!
//! A [`Patient`] or a [`Staff`] is made of the holder of a session and of nothing else, and only in here.

use super::{
    policy::Role,
    sessions::{Holder, Kind},
};
use crate::ids::{PersonId, StaffId};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular: no session.
    Nobody,
    /// A patient, for their own data.
    Patient(Patient),
    /// A member of the practice team.
    Staff(Staff),
}

/// A signed-in patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    person: PersonId,
}

impl Patient {
    /// The patient in the identity store.
    pub fn person(&self) -> PersonId {
        self.person
    }

    #[cfg(any(test, feature = "testing"))]
    pub(in crate::backend) fn for_tests(person: PersonId) -> Self {
        Self { person }
    }
}

/// A signed-in member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    id: StaffId,
    person: PersonId,
    role: Role,
}

impl Staff {
    /// The member of staff.
    pub fn id(&self) -> StaffId {
        self.id
    }

    /// The same member in the identity store.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// What they may do.
    pub fn role(&self) -> Role {
        self.role
    }

    #[cfg(any(test, feature = "testing"))]
    pub(in crate::backend) fn for_tests(id: StaffId, person: PersonId, role: Role) -> Self {
        Self { id, person, role }
    }
}

impl Actor {
    /// Who it is in the identity store.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Actor::Nobody => None,
            Actor::Patient(patient) => Some(patient.person),
            Actor::Staff(staff) => Some(staff.person),
        }
    }

    /// Whom a session makes of somebody; who is enrolling or recovering is still nobody.
    pub(in crate::backend) fn of(holder: &Holder) -> Self {
        match holder.kind {
            Kind::Enrolment { .. } | Kind::Recovery => Actor::Nobody,
            Kind::Patient { .. } => Actor::Patient(Patient { person: holder.person }),
            Kind::Staff { id, role, .. } => Actor::Staff(Staff { id, person: holder.person, role }),
        }
    }
}
