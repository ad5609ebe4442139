//! The one place where the machine's clock and randomness are read.

use entente_model::Instant;
use entente_seal::Entropy;
use std::sync::atomic::{AtomicI64, Ordering};

/// The node's clock. A demonstration node may be set ahead; an ordinary one never is.
#[derive(Debug, Default)]
pub struct Clock {
    ahead_s: AtomicI64,
}

impl Clock {
    /// A clock this many seconds ahead of the machine's.
    #[must_use]
    pub fn ahead(seconds: i64) -> Self {
        Self {
            ahead_s: AtomicI64::new(seconds),
        }
    }

    /// Now.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the shell's one reading of the clock"
    )]
    pub fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seconds = since.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX));
        Instant(seconds.saturating_add(self.ahead_s.load(Ordering::Relaxed)))
    }

    /// Sets it further ahead; gives the whole offset.
    pub fn advance(&self, seconds: i64) -> i64 {
        self.ahead_s
            .fetch_add(seconds, Ordering::Relaxed)
            .saturating_add(seconds)
    }
}

/// Randomness from the operating system.
#[derive(Debug, Default, Clone, Copy)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, out: &mut [u8]) {
        // Without randomness nothing may be sealed or named: stop rather than go on weakly.
        if getrandom::fill(out).is_err() {
            tracing::error!("the operating system gives no randomness; stopping");
            std::process::abort();
        }
    }
}

/// A fresh 32-byte seed.
#[must_use]
pub fn seed() -> zeroize::Zeroizing<[u8; 32]> {
    let mut seed = zeroize::Zeroizing::new([0u8; 32]);
    OsEntropy.fill(seed.as_mut());
    seed
}
