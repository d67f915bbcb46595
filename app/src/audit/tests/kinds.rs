//! Kinds of tampering with the log of three chains and three checkpoints that `tampering` sets up.

/// Where it is done, and how.
pub(super) enum Tampering {
    /// Statements; `{one}` and `{other}` stand for two chains.
    Database(&'static str),
    /// What becomes of the text of the file.
    File(fn(&str) -> String),
}

use Tampering::{Database, File};

/// The three notes of the file.
fn notes(text: &str) -> [&str; 3] {
    let starts: Vec<usize> = text.match_indices("obhut-audit/").map(|(at, _)| at).collect();
    // Each note names its origin twice: in the first line and in the signature.
    let [one, two, three] = [starts[0], starts[2], starts[4]];
    [&text[one..two - 1], &text[two..three - 1], &text[three..]]
}

/// What is done, how, and the names it has to be called by.
pub(super) const KINDS: &[(&str, Tampering, &[&str])] = &[
    ("nothing", Database("SELECT 1"), &[]),
    (
        "an entry is edited",
        Database(
            "UPDATE audit_entries SET details_enc = (SELECT e.details_enc FROM audit_entries e WHERE e.chain = {other} \
             AND e.seq = 1) WHERE chain = {one} AND seq = 2",
        ),
        &["entry-edited"],
    ),
    (
        "the newest entry is edited",
        Database(
            "UPDATE audit_entries SET details_enc = (SELECT e.details_enc FROM audit_entries e WHERE e.chain = {one} \
             AND e.seq = 1) WHERE chain = {one} AND seq = 6",
        ),
        &["entry-edited"],
    ),
    (
        "the MAC of an entry is replaced",
        Database(
            "UPDATE audit_entries SET mac = (SELECT e.mac FROM audit_entries e WHERE e.chain = {other} AND e.seq = 2) \
             WHERE chain = {one} AND seq = 2",
        ),
        &["entry-edited"],
    ),
    (
        "an entry is deleted",
        Database("DELETE FROM audit_entries WHERE chain = {one} AND seq = 4"),
        &["entry-deleted"],
    ),
    (
        "an entry is deleted and the rest moved up",
        Database(
            "DELETE FROM audit_entries WHERE chain = {one} AND seq = 2; \
             UPDATE audit_entries SET seq = seq + 1000 WHERE chain = {one} AND seq > 2; \
             UPDATE audit_entries SET seq = seq - 1001 WHERE chain = {one} AND seq > 1000",
        ),
        &["chain-rewritten", "entry-deleted", "entry-moved", "tail-dropped"],
    ),
    (
        "an entry is added at the end",
        Database(
            "INSERT INTO audit_entries SELECT chain, 7, details_enc, mac FROM audit_entries WHERE chain = {one} AND seq = 6",
        ),
        &["entry-inserted"],
    ),
    (
        "an entry is added far beyond the end",
        Database(
            "INSERT INTO audit_entries SELECT chain, 9223372036854775807, details_enc, mac FROM audit_entries \
             WHERE chain = {one} AND seq = 6",
        ),
        &["entry-inserted"],
    ),
    (
        "an entry is put in the middle",
        Database(
            "UPDATE audit_entries SET seq = seq + 1000 WHERE chain = {one} AND seq > 3; \
             UPDATE audit_entries SET seq = seq - 999 WHERE chain = {one} AND seq > 1000; \
             INSERT INTO audit_entries SELECT {one}, 4, details_enc, mac FROM audit_entries WHERE chain = {other} AND seq = 4; \
             UPDATE audit_heads SET seq = 7 WHERE chain = {one}",
        ),
        &["chain-rewritten", "entry-inserted", "entry-moved", "head-altered"],
    ),
    (
        "two entries change places",
        Database(
            "UPDATE audit_entries SET seq = 1000 WHERE chain = {one} AND seq = 1; \
             UPDATE audit_entries SET seq = 1 WHERE chain = {one} AND seq = 2; \
             UPDATE audit_entries SET seq = 2 WHERE chain = {one} AND seq = 1000",
        ),
        &["entry-moved"],
    ),
    (
        "a tail is cut off",
        Database("DELETE FROM audit_entries WHERE chain = {one} AND seq > 4"),
        &["entry-deleted", "tail-dropped"],
    ),
    (
        "a tail is cut off and its old head put back",
        Database(
            "DELETE FROM audit_entries WHERE chain = {one} AND seq > 3; DELETE FROM audit_heads WHERE chain = {one}; \
             INSERT INTO audit_heads SELECT * FROM old_heads WHERE chain = {one}",
        ),
        &["tail-dropped"],
    ),
    (
        "a chain is dropped",
        Database(
            "DELETE FROM audit_entries WHERE chain = {other}; DELETE FROM audit_heads WHERE chain = {other}",
        ),
        &["chain-dropped"],
    ),
    (
        "the entries of a chain are dropped",
        Database("DELETE FROM audit_entries WHERE chain = {other}"),
        &["chain-dropped", "entry-deleted"],
    ),
    (
        "a head is turned back",
        Database("UPDATE audit_heads SET seq = 5 WHERE chain = {one}"),
        &["head-altered"],
    ),
    ("a head is moved on", Database("UPDATE audit_heads SET seq = 9 WHERE chain = {one}"), &["head-altered"]),
    (
        "an old head is put back",
        Database(
            "DELETE FROM audit_heads WHERE chain = {one}; INSERT INTO audit_heads SELECT * FROM old_heads WHERE chain = {one}",
        ),
        &["head-altered"],
    ),
    (
        "the MAC of a head is replaced",
        Database(
            "UPDATE audit_heads SET mac = (SELECT h.mac FROM audit_heads h WHERE h.chain = {other}) WHERE chain = {one}",
        ),
        &["head-altered"],
    ),
    ("a head is deleted", Database("DELETE FROM audit_heads WHERE chain = {one}"), &["head-deleted"]),
    (
        "two chains change names",
        Database(
            "UPDATE audit_entries SET chain = {other}, seq = seq + 1000 WHERE chain = {one}; \
             UPDATE audit_entries SET chain = {one} WHERE chain = {other} AND seq < 1000; \
             UPDATE audit_entries SET seq = seq - 1000 WHERE seq > 1000",
        ),
        &[
            "chain-rewritten",
            "entry-edited",
            "entry-deleted",
            "entry-inserted",
            "head-altered",
            "tail-dropped",
        ],
    ),
    (
        "the database is replaced by an older copy",
        Database(
            "DELETE FROM audit_entries; INSERT INTO audit_entries SELECT * FROM old_entries; DELETE FROM audit_heads; \
             INSERT INTO audit_heads SELECT * FROM old_heads; DELETE FROM audit_checkpoints; \
             INSERT INTO audit_checkpoints SELECT * FROM old_checkpoints",
        ),
        &["older-copy", "tail-dropped"],
    ),
    (
        "the log is emptied",
        Database("DELETE FROM audit_entries; DELETE FROM audit_heads; DELETE FROM audit_checkpoints"),
        &["chain-dropped", "mark-deleted", "older-copy"],
    ),
    (
        "what the database knows of checkpoints is altered",
        Database("UPDATE audit_checkpoints SET marks_enc = (SELECT mac FROM audit_heads LIMIT 1)"),
        &["mark-altered"],
    ),
    (
        "what the database knows of checkpoints is put back",
        Database("UPDATE audit_checkpoints SET marks_enc = (SELECT marks_enc FROM old_checkpoints LIMIT 1)"),
        &["older-copy"],
    ),
    (
        "what the database knows of checkpoints is as on the first day",
        Database("UPDATE audit_checkpoints SET marks_enc = substr(marks_enc, 1, 0)"),
        &["mark-deleted"],
    ),
    (
        "a checkpoint is edited",
        File(|text| {
            let time = text.lines().find(|line| line.starts_with("time ")).expect("a time");
            text.replacen(time, "time 1795507200001", 1)
        }),
        &["checkpoint-deleted", "checkpoint-forged"],
    ),
    (
        "a checkpoint is forged",
        File(|text| {
            // The newest text under the signature of another.
            let [_, two, three] = notes(text);
            let signature = two.lines().last().expect("a signature");
            text.replace(three.lines().last().expect("a signature"), signature)
        }),
        &["checkpoint-forged", "file-cut-short"],
    ),
    (
        "a checkpoint of another installation is put in",
        File(|text| {
            let origin = text.lines().next().expect("an origin");
            let [_, _, three] = notes(text);
            text.replace(three, &three.replace(origin, "obhut-audit/00000000-0000-4000-8000-000000000000"))
        }),
        &["checkpoint-foreign", "file-cut-short"],
    ),
    (
        "a checkpoint is removed",
        File(|text| {
            let [one, _, three] = notes(text);
            format!("{one}\n{three}")
        }),
        &["checkpoint-deleted"],
    ),
    (
        "two checkpoints change places",
        File(|text| {
            let [one, two, three] = notes(text);
            format!("{one}\n{three}\n{two}")
        }),
        &["checkpoint-deleted", "checkpoint-moved"],
    ),
    (
        "the file is cut in a checkpoint",
        File(|text| text[..text.len() - 40].to_owned()),
        &["checkpoint-torn", "file-cut-short"],
    ),
    (
        "the file is cut between checkpoints",
        File(|text| {
            let [one, two, _] = notes(text);
            format!("{one}\n{two}")
        }),
        &["file-cut-short"],
    ),
    ("the file is emptied", File(|_| String::new()), &["file-cut-short"]),
    (
        "something is written into the file",
        File(|text| format!("{text}\nnothing to see here\n")),
        &["checkpoint-damaged"],
    ),
];
