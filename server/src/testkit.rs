//! The portal with a clock that tests turn by hand; everything else is what `obhut serve` runs,
//! with more patience for a busy machine.
//!
//! It is never part of what is handed out. `TESTKIT_SOCKET` names a Unix socket that takes lines
//! `advance MILLISECONDS` and answers each with the time it is then, in Unix milliseconds.

use app::{
    backend::{
        clock::{Clock, SystemClock},
        db::Limits,
    },
    time::Timestamp,
};
use server::{
    commands::{self, Refusal},
    config::Config,
    http, logging, startup,
};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    os::unix::net::{UnixListener, UnixStream},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// Occurs in this binary only; a test looks for it in the one that is handed out.
const MARK: &str = "obhut-testkit-canary-51c3";

/// How long a single write may take: this binary is not optimised, and a browser runs beside it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The machine's clock, so much ahead as the tests have turned it.
#[derive(Clone, Default)]
struct TurnedClock(Arc<AtomicI64>);

impl Clock for TurnedClock {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }
}

fn main() -> ExitCode {
    let demo = std::env::args().any(|argument| argument == "--demo");
    match run(demo) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            eprintln!("{MARK}: {refusal}");
            ExitCode::from(2)
        }
    }
}

fn run(demo: bool) -> Result<(), Refusal> {
    let config = Config::from_process().map_err(startup::Refusal::from)?;
    logging::start(&config);
    let clock = TurnedClock::default();
    if let Some(path) = std::env::var_os("TESTKIT_SOCKET") {
        let listener = UnixListener::bind(path).map_err(startup::Refusal::from)?;
        let clock = clock.clone();
        std::thread::spawn(move || listener.incoming().flatten().for_each(|line| obey(line, &clock)));
    }
    let runtime = tokio::runtime::Runtime::new().map_err(startup::Refusal::from)?;
    runtime.block_on(async {
        let assets = startup::check(&config, demo)?;
        let ports = http::bind(&config).await?;
        let patient = Limits { closure_time: PATIENCE, ..Limits::default() };
        let state = startup::open_within(&config, demo, assets, Arc::new(clock), patient).await?;
        if demo {
            commands::demo::welcome(&state, &config.data_dir).await?;
        }
        http::serve(ports, state, &config).await;
        Ok(())
    })
}

/// Turns the clock as one connection asks, until it closes.
fn obey(mut stream: UnixStream, clock: &TurnedClock) {
    let Ok(lines) = stream.try_clone() else { return };
    for line in BufReader::new(lines).lines().map_while(Result::ok) {
        if let Some(milliseconds) = line.strip_prefix("advance ").and_then(|rest| rest.trim().parse().ok()) {
            clock.0.fetch_add(milliseconds, Ordering::SeqCst);
        }
        if writeln!(stream, "{}", clock.now().0).is_err() {
            return;
        }
    }
}
