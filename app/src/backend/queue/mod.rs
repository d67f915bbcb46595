//! Work that waits: a table of jobs, each done at least once and by one process at a time.
//!
//! 1. A job is added in the transaction of the change that makes it necessary. The same work waits once: a second one
//!    with the same key is none.
//! 2. Whoever runs jobs takes one by a conditional UPDATE that sets a lease. Nobody else takes it until the lease is over,
//!    also when the process that holds it is gone.
//! 3. What a job does and that it is done are one transaction: [`finish`] takes the row away, and fails when the lease was
//!    lost meanwhile, so that nothing has an effect twice.
//! 4. What fails is tried again after a while that grows, and given up after [`ATTEMPTS`] tries. Then it is dead, stays in
//!    the table with the code of why, and somebody of the team may have it tried again.
//! 5. What a job is called off with is its group: a keyed hash that the change which makes it pointless knows as well.
//!
//! Payloads hold ids and are encrypted, because a row has a time: beside an id of the care store it would say when somebody
//! did something, and with that who it was.

mod service;
mod store;
#[cfg(test)]
mod tests;

pub use service::{
    ATTEMPTS, Claimed, Dead, Job, JobError, Prepared, Receipt, call_off, claim_due, count_dead, dead,
    enqueue, finish, finish_alone, has_failed, prepare, revive, waiting,
};
