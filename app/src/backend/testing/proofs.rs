//! The size of every proof: small in CI, full with `PROOF_SIZE=full` (`make proof`).

/// How often a writing process is killed with SIGKILL.
pub fn kill_cycles() -> u32 {
    pick(5, 200)
}

/// How often a process that sends mails is killed with SIGKILL.
pub fn killed_workers() -> u32 {
    pick(5, 100)
}

/// Writes sent at once in the group commit proofs; more than that wait for longer than a caller does.
pub const WAVE: u32 = 500;

/// How often so many are sent.
pub fn waves_of_writes() -> u32 {
    pick(1, 40)
}

/// Random histories of consents whose fold is compared with a scan of their events, and with everything made of it.
pub fn consent_histories() -> u32 {
    pick(1_000, 100_000)
}

/// Random walks of patients through the real services, on each database.
pub fn consent_walks() -> u32 {
    pick(3, 100)
}

fn pick(ci: u32, full: u32) -> u32 {
    if std::env::var("PROOF_SIZE").is_ok_and(|size| size == "full") { full } else { ci }
}
