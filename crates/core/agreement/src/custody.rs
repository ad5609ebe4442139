//! One dispatched copy: where it is, what it is handled as, and how it ended. It ends once, and
//! both sides agree how, whatever the order in which acts arrive (agreements.md §4, 5).

use crate::{rules::Rules, terms::shape::words};
use entente_marking::Level;
use entente_model::{LevelId, PartyId, time::Date};
use serde::{Deserialize, Serialize};

words! {
    /// How a copy can end (A15, G5, C6, F8).
    How {
        /// It went back to its originator.
        Returned = "returned",
        /// It was destroyed.
        Destroyed = "destroyed",
        /// Its originator declassified it.
        Declassified = "declassified",
        /// Its originator discharged the holder of accountability for it.
        Discharged = "discharged",
    }
}

impl How {
    /// Whether a party may say so: the holder returns and destroys, the originator declassifies
    /// and discharges.
    #[must_use]
    pub fn may(self, originator: &PartyId, holder: &PartyId, by: &PartyId) -> bool {
        match self {
            Self::Returned | Self::Destroyed => by == holder,
            Self::Declassified | Self::Discharged => by == originator,
        }
    }
}

/// An act that ends a copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Event {
    /// The day.
    pub on: Date,
    /// How.
    pub how: How,
    /// Who says so.
    pub by: PartyId,
}

/// A copy on its way.
#[derive(Debug, Clone)]
pub struct Copy {
    original: LevelId,
    originator: PartyId,
    holder: PartyId,
    ending: Option<Event>,
}

impl Copy {
    /// A copy still with its originator.
    #[must_use]
    pub fn new(original: LevelId, originator: PartyId) -> Self {
        Self {
            original,
            holder: originator.clone(),
            originator,
            ending: None,
        }
    }

    /// It goes to another party. The label travels unchanged: equivalents are looked up anew from
    /// the original, never chained (M3).
    pub fn hop(&mut self, to: &PartyId) {
        self.holder = to.clone();
    }

    /// The originator's level.
    #[must_use]
    pub fn original(&self) -> &LevelId {
        &self.original
    }

    /// Who holds it.
    #[must_use]
    pub fn holder(&self) -> &PartyId {
        &self.holder
    }

    /// What its holder protects it as.
    #[must_use]
    pub fn handled_as<'r>(&self, rules: &'r Rules) -> Option<&'r Level> {
        rules.handled_as(&self.original, &self.holder)
    }

    /// Takes an ending. Of several the earliest stands, and of one day the first in the order of
    /// [`How`]; what its author may not say has no effect.
    pub fn apply(&mut self, event: &Event) {
        if !event.how.may(&self.originator, &self.holder, &event.by) {
            return;
        }
        if self.ending.as_ref().is_none_or(|standing| event < standing) {
            self.ending = Some(event.clone());
        }
    }

    /// How it ended. `None`: open, and overdue once a duty's day has passed.
    #[must_use]
    pub fn ending(&self) -> Option<&Event> {
        self.ending.as_ref()
    }
}
