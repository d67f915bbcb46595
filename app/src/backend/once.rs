//! [`Once`]: what is sent twice is done once, and whoever sent it again is told how it ended.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::watch;
use tracing::Instrument as _;

/// How long an outcome is remembered: as long as somebody presses a button again because nothing seems to happen.
const REMEMBERED: Duration = Duration::from_secs(10);
/// How many may be under way or remembered; beyond that each is done for itself, and nobody is turned away.
const MOST: usize = 256;

type ByName<T> = HashMap<Vec<u8>, watch::Receiver<Option<T>>>;

/// Outcomes by the name of what was sent; the name holds whatever makes two of them the same.
#[derive(Clone)]
pub struct Once<T> {
    by_name: Arc<Mutex<ByName<T>>>,
    /// Whether an outcome is worth remembering.
    keep: fn(&T) -> bool,
}

impl<T: Clone + Send + Sync + 'static> Once<T> {
    /// Remembers the outcomes that `keep` names; what failed may be tried again at once.
    pub fn new(keep: fn(&T) -> bool) -> Self {
        Self { by_name: Arc::default(), keep }
    }

    /// The outcome of what has this name; `work` is begun unless it is under way or was done a moment ago.
    ///
    /// It is finished even if nobody waits any more: a browser that sends a form again drops the first answer.
    /// `None` when the work has panicked.
    pub async fn run(&self, name: Vec<u8>, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let mut outcome = match self.enter(&name) {
            Entered::Full => return Some(work.await),
            Entered::Again(outcome) => outcome,
            Entered::First(sender, outcome) => {
                let (place, keep) = (Place { all: self.clone(), name }, self.keep);
                let work = async move {
                    let _place = place;
                    let done = work.await;
                    let remembered = keep(&done).then_some(REMEMBERED);
                    // The map holds a receiver, so there always is one.
                    drop(sender.send(Some(done)));
                    tokio::time::sleep(remembered.unwrap_or_default()).await;
                };
                tokio::spawn(work.in_current_span());
                outcome
            }
        };
        outcome.wait_for(Option::is_some).await.ok()?.clone()
    }

    fn enter(&self, name: &[u8]) -> Entered<T> {
        let mut all = self.all();
        if let Some(outcome) = all.get(name) {
            return Entered::Again(outcome.clone());
        }
        if all.len() >= MOST {
            return Entered::Full;
        }
        let (sender, outcome) = watch::channel(None);
        all.insert(name.to_vec(), outcome.clone());
        Entered::First(sender, outcome)
    }
}

impl<T> Once<T> {
    fn all(&self) -> MutexGuard<'_, ByName<T>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Entered<T> {
    First(watch::Sender<Option<T>>, watch::Receiver<Option<T>>),
    Again(watch::Receiver<Option<T>>),
    Full,
}

/// The place of one name, until it is dropped.
struct Place<T> {
    all: Once<T>,
    name: Vec<u8>,
}

impl<T> Drop for Place<T> {
    fn drop(&mut self) {
        self.all.all().remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// Counts how often it is done.
    #[derive(Clone, Default)]
    struct Work(Arc<AtomicU32>);

    impl Work {
        fn number(&self) -> impl Future<Output = u32> + Send + 'static {
            let count = self.0.clone();
            async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                count.fetch_add(1, Ordering::SeqCst) + 1
            }
        }
    }

    #[tokio::test]
    async fn the_same_name_is_done_once_and_another_for_itself() {
        let (once, work) = (Once::new(|_| true), Work::default());
        let same = || once.run(b"a".to_vec(), work.number());
        assert_eq!(tokio::join!(same(), same(), same()), (Some(1), Some(1), Some(1)));
        assert_eq!(same().await, Some(1), "a moment later");
        assert_eq!(once.run(b"b".to_vec(), work.number()).await, Some(2));
    }

    #[tokio::test]
    async fn it_is_finished_although_whoever_began_it_has_gone() {
        let (once, work) = (Once::new(|_| true), Work::default());
        let first = tokio::time::timeout(Duration::from_millis(1), once.run(b"a".to_vec(), work.number()));
        assert!(first.await.is_err(), "gone already");
        assert_eq!(once.run(b"a".to_vec(), work.number()).await, Some(1));
    }

    #[tokio::test]
    async fn after_a_panic_it_can_be_done_again_and_a_crowd_is_not_turned_away() {
        let once = Once::<u32>::new(|_| true);
        assert_eq!(once.run(b"a".to_vec(), async { panic!("for the test") }).await, None);
        while !once.all().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(once.run(b"a".to_vec(), async { 1 }).await, Some(1));
        for number in 0..300_u32 {
            assert_eq!(once.run(number.to_be_bytes().to_vec(), async move { number }).await, Some(number));
        }
        assert_eq!(once.all().len(), MOST);
    }
}
