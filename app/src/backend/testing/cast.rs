//! The fixed cast: the same people in every test.

use crate::{
    backend::{
        context::{Actor, Patient, Staff},
        policy::Role,
    },
    ids::{PersonId, StaffId},
};

/// Nobody, the patient, the other patient who may see nothing of the first, and one member of staff per role.
pub fn everybody() -> Vec<(&'static str, Actor)> {
    let mut people = vec![("nobody", Actor::Nobody), ("patient", patient(1)), ("other-patient", patient(2))];
    people.extend(Role::ALL.into_iter().enumerate().map(|(number, role)| {
        let id = StaffId::from_random([10 + u8::try_from(number).expect("few roles"); 16]);
        let person = PersonId::from_random(*id.as_bytes());
        (role.as_str(), Actor::Staff(Staff::for_tests(id, person, role)))
    }));
    people
}

/// A member of staff who is in the database.
pub fn staff(id: StaffId, person: PersonId, role: Role) -> Actor {
    Actor::Staff(Staff::for_tests(id, person, role))
}

/// A patient who is in the database.
pub fn patient_of(person: PersonId) -> Actor {
    Actor::Patient(Patient::for_tests(person))
}

fn patient(number: u8) -> Actor {
    patient_of(PersonId::from_random([number; 16]))
}
