//! The size of every proof: small in CI, full with `PROOF_SIZE=full` (`make proof`).

/// How often a writing process is killed with SIGKILL.
pub fn kill_cycles() -> u32 {
    pick(5, 200)
}

/// Writes sent at once in the group commit proofs.
pub fn concurrent_writes() -> u32 {
    pick(500, 20_000)
}

fn pick(ci: u32, full: u32) -> u32 {
    if std::env::var("PROOF_SIZE").is_ok_and(|size| size == "full") { full } else { ci }
}
