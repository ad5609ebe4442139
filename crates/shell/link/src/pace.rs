//! When to try again: never at once after a failure, ever less often, and at once when there is
//! something new.

use entente_model::Problem;
use std::{collections::BTreeMap, pin::Pin, time::Duration};
use tokio::{
    sync::futures::Notified,
    time::{Instant, sleep, sleep_until, timeout},
};

/// Delays between attempts: `first`, doubling up to `max`. No jitter: a node has few partners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// After the first failure; also the least time between two attempts.
    pub first: Duration,
    /// At most.
    pub max: Duration,
}

impl RetryPolicy {
    fn after(&self, last: Option<Duration>) -> Duration {
        last.map_or(self.first, |last| last.saturating_mul(2))
            .min(self.max)
    }
}

/// The pace of one worker.
pub(crate) struct Pace {
    policy: RetryPolicy,
    /// Least time between two rounds.
    gap: Duration,
    last: Option<Duration>,
}

impl Pace {
    pub(crate) fn new(policy: RetryPolicy, gap: Duration) -> Self {
        Self {
            policy,
            gap,
            last: None,
        }
    }

    /// Waits until the next round. `Ok(true)`: there is more to do; `Ok(false)`: all done but
    /// what is on hold until `held`; `Err`: the partner is out of reach.
    pub(crate) async fn rest(
        &mut self,
        round: &Result<bool, Problem>,
        held: Option<Instant>,
        woken: Pin<&mut Notified<'_>>,
    ) {
        match (round, held) {
            (Ok(more), held) => {
                self.last = None;
                if *more {
                    return;
                }
                sleep(self.gap).await;
                match held {
                    Some(until) => {
                        tokio::select! { () = woken => {} () = sleep_until(until) => {} }
                    }
                    None => woken.await,
                }
            }
            (Err(_), _) => {
                let delay = self.policy.after(self.last);
                sleep(self.policy.first.min(delay)).await;
                let rest = delay.saturating_sub(self.policy.first);
                self.last = timeout(rest, woken).await.is_err().then_some(delay);
            }
        }
    }
}

/// Jobs that were refused, each waiting its own time, whatever else wakes the worker.
pub(crate) struct Holds<K> {
    policy: RetryPolicy,
    held: BTreeMap<K, (Instant, Duration)>,
}

impl<K: Ord> Holds<K> {
    pub(crate) fn new(policy: RetryPolicy) -> Self {
        Self {
            policy,
            held: BTreeMap::new(),
        }
    }

    /// Puts a job on hold, longer than last time.
    pub(crate) fn hold(&mut self, job: K) {
        let last = self.held.get(&job).map(|(_, delay)| *delay);
        let delay = self.policy.after(last);
        let now = Instant::now();
        self.held
            .insert(job, (now.checked_add(delay).unwrap_or(now), delay));
    }

    /// The job went well, or is no longer wanted; only this lets the next delay start small.
    pub(crate) fn release(&mut self, job: &K) {
        self.held.remove(job);
    }

    pub(crate) fn is_held(&self, job: &K) -> bool {
        self.held
            .get(job)
            .is_some_and(|(until, _)| *until > Instant::now())
    }

    /// Forgets jobs that are no more.
    pub(crate) fn keep(&mut self, exists: impl Fn(&K) -> bool) {
        self.held.retain(|job, _| exists(job));
    }

    /// When the next job may be tried again.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.held.values().map(|(until, _)| *until).min()
    }
}
