//! Where copies are: lent to whom, kept where.

use super::House;
use entente_model::{OfficialId, house::Held, time::Date};

/// A copy that is lent or has a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copy {
    /// Lent, if it is.
    pub lent: Option<Lent>,
    /// Where it is kept, in words.
    pub place: Option<String>,
}

/// A copy lent (貸出し).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lent {
    /// To a person or position.
    pub to: OfficialId,
    /// Until this day.
    pub until: Date,
}

impl House {
    /// Where a copy is; 0 is what was dispatched.
    #[must_use]
    pub fn copy(&self, held: &Held, number: u32) -> Option<&Copy> {
        self.copies.get(&(held.clone(), number))
    }

    /// Copies lent and not back after their last day.
    pub fn lent_overdue(&self, day: Date) -> impl Iterator<Item = (&Held, u32, &Lent)> {
        self.copies
            .iter()
            .filter_map(|((held, number), copy)| Some((held, *number, copy.lent.as_ref()?)))
            .filter(move |(_, _, lent)| lent.until < day)
    }

    /// What a person or position has borrowed.
    pub fn lent_to<'a>(&'a self, to: &'a OfficialId) -> impl Iterator<Item = (&'a Held, u32)> {
        self.copies
            .iter()
            .filter(move |(_, copy)| copy.lent.as_ref().is_some_and(|l| &l.to == to))
            .map(|((held, number), _)| (held, *number))
    }
}
