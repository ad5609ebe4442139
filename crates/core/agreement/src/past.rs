//! What the author of an act had seen. Whether an act is in order follows from this alone, so that
//! every node gives the same verdict whenever the act arrives.

use entente_model::{Act, Instant, PartyId};

/// The causal past of one act.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// Its author.
    pub by: &'a PartyId,
    /// Its index in the author's record.
    pub n: u64,
    /// What its author's clock said.
    pub at: Instant,
    /// Sizes of the other parties' records the author had stored.
    pub seen: &'a [(PartyId, u64)],
}

impl<'a> Past<'a> {
    /// The past of an act.
    #[must_use]
    pub fn of(act: &'a Act) -> Self {
        Self {
            by: &act.by,
            n: act.n,
            at: act.at,
            seen: &act.seen,
        }
    }

    /// Whether the entry `n` of `party`'s record lies in it.
    #[must_use]
    pub fn knows(&self, party: &PartyId, n: u64) -> bool {
        if party == self.by {
            return n < self.n;
        }
        self.seen.iter().any(|(p, size)| p == party && n < *size)
    }
}
