//! What this machine gives at most, at this moment: the denominators.

use super::{
    Error,
    house::House,
    measure::{Measured, Meter, callers},
    report::Report,
};
use app::{
    backend::{clock::Clock, db::Db, readiness},
    time::Timestamp,
};
use axum::Router;
use std::{
    fs::OpenOptions,
    io::{Seek as _, Write as _},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Mutex,
};

/// How long each is looked at.
const TIME: Duration = Duration::from_secs(1);
/// What a disk writes at once.
const BLOCK: usize = 4_096;

pub const SYNC: &str = "4 KiB write and fdatasync";
pub const COMMIT: &str = "one commit at a time";
pub const COMMITS: &str = "commits of all callers";
pub const READ: &str = "a read of one row";
const HELLO: &str = "hello over HTTP";

/// Never the same moment twice: SQLite writes nothing where a row would become what it is.
#[derive(Clone, Default)]
struct Ticks(Arc<AtomicI64>);

impl Clock for Ticks {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// Measures all of them.
pub async fn measure(house: &House, report: &mut Report, round: u32, clients: u64) -> Result<(), Error> {
    let db = &house.state.db;
    report.add(SYNC, round, &sync(house)?)?;
    let (state, ticks) = (house.state.clone(), Ticks::default());
    let probe = move |_| {
        let (state, ticks) = (state.clone(), ticks.clone());
        async move { Ok(readiness::probe(&state.db, &ticks).await?) }
    };
    report.add(COMMIT, round, &callers(db, 1, TIME, probe.clone()).await?)?;
    report.add(COMMITS, round, &callers(db, clients, TIME, probe).await?)?;
    let state = house.state.clone();
    let read = move |_| {
        let state = state.clone();
        async move { Ok(app::backend::instance::exists(&state.db).await.map(drop)?) }
    };
    report.add(READ, round, &callers(db, clients, TIME, read).await?)?;
    report.add(HELLO, round, &hello(db, clients).await?)
}

/// The same block again and again, each time as durable as a commit.
fn sync(house: &House) -> Result<Measured, Error> {
    let path = house.folder().join("sync");
    let mut file = OpenOptions::new().create(true).truncate(true).write(true).open(&path)?;
    let (block, meter, began, mut operations) =
        ([7; BLOCK], Meter::start(&house.state.db), Instant::now(), 0);
    let mut waits = Vec::new();
    while began.elapsed() < TIME {
        let before = Instant::now();
        file.rewind()?;
        file.write_all(&block)?;
        file.sync_data()?;
        waits.push(u32::try_from(before.elapsed().as_micros()).unwrap_or(u32::MAX));
        operations += 1;
    }
    std::fs::remove_file(path)?;
    waits.sort_unstable();
    Ok(Measured { waits, ..meter.stop(operations) })
}

/// The least that our HTTP stack can say, over connections that stay.
async fn hello(db: &Db, clients: u64) -> Result<Measured, Error> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = Router::new().fallback(|| async { "hello" });
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let mut idle = Vec::new();
    for _ in 0..clients {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        idle.push(stream);
    }
    let idle = Arc::new(Mutex::new(idle));
    let measured = callers(db, clients, TIME, move |_| {
        let idle = idle.clone();
        async move {
            let taken = idle.lock().await.pop();
            let mut stream = taken.ok_or_else(|| Error::Wrong("no connection is free".to_owned()))?;
            stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await?;
            let mut answer = [0; 1_024];
            let length = stream.read(&mut answer).await?;
            if !answer[..length].ends_with(b"hello") {
                return Err(Error::Wrong("nobody said hello".to_owned()));
            }
            idle.lock().await.push(stream);
            Ok(())
        }
    });
    let measured = measured.await;
    server.abort();
    measured
}
