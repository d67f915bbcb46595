//! Time, processor time, memory, and callers in a closed loop.

use super::Error;
use app::backend::db::Db;
use std::{
    fs,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Ticks of processor time in a second, as Linux counts them for processes (proc(5)).
const TICKS: u64 = 100;

/// What something has cost.
pub struct Measured {
    pub operations: u64,
    pub seconds: f64,
    /// Processor time of this process in milliseconds: everything in it, the callers and the mail server too.
    pub cpu_ms: Option<f64>,
    /// Statements the database was given, those that begin and end transactions not counted.
    pub statements: u64,
    /// The most memory this process has had meanwhile, in KiB.
    pub peak_kib: Option<u64>,
    /// How long each took, in microseconds, in order; empty where nobody waited for single ones.
    pub waits: Vec<u32>,
}

/// Something that is being measured.
pub struct Meter {
    began: Instant,
    cpu_ms: Option<f64>,
    db: Db,
    statements: u64,
}

impl Meter {
    pub fn start(db: &Db) -> Self {
        // From here on the highest amount of memory counts anew (proc(5)); where that is not possible there is none.
        drop(fs::write("/proc/self/clear_refs", "5"));
        Self { began: Instant::now(), cpu_ms: cpu_ms(), db: db.clone(), statements: db.statements() }
    }

    pub fn stop(self, operations: u64) -> Measured {
        let seconds = self.began.elapsed().as_secs_f64();
        let cpu_ms = self.cpu_ms.zip(cpu_ms()).map(|(before, after)| after - before);
        let statements = self.db.statements() - self.statements;
        Measured { operations, seconds, cpu_ms, statements, peak_kib: peak_kib(), waits: Vec::new() }
    }
}

/// Processor time of this process so far.
fn cpu_ms() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is a name in brackets, which may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<u64>().ok();
    let all = ticks(11)? + ticks(12)?;
    Some((all * 1_000) as f64 / TICKS as f64)
}

fn peak_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// How busy the machine is: processes that run or wait, on average of the last minute.
pub fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

/// So many callers, each with its next call after the answer to the last, for so long.
///
/// # Errors
/// The first of any caller.
pub async fn callers<F, W>(db: &Db, clients: u64, time: Duration, call: F) -> Result<Measured, Error>
where
    F: Fn(u64) -> W + Clone + Send + 'static,
    W: Future<Output = Result<(), Error>> + Send,
{
    let number = Arc::new(AtomicU64::new(0));
    let meter = Meter::start(db);
    let end = meter.began + time;
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let (call, number) = (call.clone(), number.clone());
        tasks.spawn(async move {
            let mut waits = Vec::new();
            while Instant::now() < end {
                let began = Instant::now();
                call(number.fetch_add(1, Ordering::Relaxed)).await?;
                waits.push(u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            Ok::<_, Error>(waits)
        });
    }
    let mut waits = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        waits.extend(ended.map_err(|error| Error::Wrong(error.to_string()))??);
    }
    waits.sort_unstable();
    Ok(Measured { waits, ..meter.stop(number.load(Ordering::Relaxed)) })
}

/// Does something once for each number below `count`, by so many at once.
///
/// # Errors
/// The first of any.
pub async fn each<F, W>(clients: u64, count: u64, work: F) -> Result<(), Error>
where
    F: Fn(u64) -> W + Clone + Send + 'static,
    W: Future<Output = Result<(), Error>> + Send,
{
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let (work, next) = (work.clone(), next.clone());
        tasks.spawn(async move {
            loop {
                match next.fetch_add(1, Ordering::Relaxed) {
                    number if number < count => work(number).await?,
                    _ => return Ok::<_, Error>(()),
                }
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|error| Error::Wrong(error.to_string()))??;
    }
    Ok(())
}
