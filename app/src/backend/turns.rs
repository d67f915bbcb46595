//! [`Turns`]: what belongs together happens one after another, and only so many wait for it.
//!
//! Waiting here costs a little memory. Waiting in the database would hold one of its few connections, and waiting in a
//! queue of the machine would take a place from everybody else.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Queues by name; a queue nobody is in is forgotten.
#[derive(Clone)]
pub struct Turns(Arc<Queues>);

struct Queues {
    most: usize,
    by_name: Mutex<HashMap<Vec<u8>, Queue>>,
}

struct Queue {
    turn: Arc<Semaphore>,
    present: usize,
}

/// Somebody's turn, until it is dropped.
pub struct Turn {
    // In this order: whoever is next may begin, and then the place is free.
    _turn: OwnedSemaphorePermit,
    _place: Place,
}

struct Place {
    queues: Arc<Queues>,
    name: Vec<u8>,
}

impl Turns {
    /// Queues in each of which `most` may be, the one whose turn it is among them.
    pub fn new(most: usize) -> Self {
        Self(Arc::new(Queues { most, by_name: Mutex::default() }))
    }

    /// Waits for a turn; `None` at once when too many are there already.
    pub async fn wait(&self, name: &[u8]) -> Option<Turn> {
        let (place, turn) = self.enter(name)?;
        let turn = turn.acquire_owned().await.ok()?;
        Some(Turn { _turn: turn, _place: place })
    }

    fn enter(&self, name: &[u8]) -> Option<(Place, Arc<Semaphore>)> {
        let mut queues = self.0.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues
            .entry(name.to_vec())
            .or_insert_with(|| Queue { turn: Arc::new(Semaphore::new(1)), present: 0 });
        if queue.present >= self.0.most {
            return None;
        }
        queue.present += 1;
        Some((Place { queues: self.0.clone(), name: name.to_vec() }, queue.turn.clone()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut queues = self.queues.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queues.get_mut(&self.name) {
            queue.present -= 1;
            if queue.present == 0 {
                queues.remove(&self.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_after_another_and_no_more_than_so_many() {
        let turns = Turns::new(2);
        let first = turns.wait(b"a").await.expect("nobody is there");
        let second = tokio::spawn({
            let turns = turns.clone();
            async move { turns.wait(b"a").await.is_some() }
        });
        tokio::task::yield_now().await;
        assert!(!second.is_finished(), "it waits");
        assert!(turns.wait(b"a").await.is_none(), "a third one does not even wait");
        assert!(turns.wait(b"b").await.is_some(), "and another queue is another queue");
        drop(first);
        assert!(second.await.expect("ends"));
        assert!(turns.0.by_name.lock().expect("no panic").is_empty(), "nobody is remembered");
    }

    #[tokio::test]
    async fn whoever_goes_away_while_waiting_leaves_the_place() {
        let turns = Turns::new(2);
        let first = turns.wait(b"a").await.expect("nobody is there");
        let impatient = tokio::time::timeout(std::time::Duration::from_millis(5), turns.wait(b"a")).await;
        assert!(impatient.is_err(), "it waited in vain");
        drop(first);
        assert!(turns.wait(b"a").await.is_some());
        assert!(turns.0.by_name.lock().expect("no panic").is_empty());
    }
}
