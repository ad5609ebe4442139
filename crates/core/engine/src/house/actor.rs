//! Who is acting: a person, by id, through the positions held that day, or a position by its own
//! name. What a position may do is on the party's card; the house's own positions are called after
//! what they do.

use super::House;
use entente_model::{
    OfficialId,
    card::{Card, Role},
    house::NODE,
    time::Date,
};
use std::collections::BTreeSet;

/// What the house does not know of itself.
#[derive(Debug, Clone, Copy)]
pub struct Under<'a> {
    /// The party's card.
    pub card: &'a Card,
    /// The day, UTC.
    pub day: Date,
}

/// Position of those who look at everything and change nothing.
pub(super) const INSPECTOR: &str = "inspector";
pub(super) const SECURITY: &str = Role::SecurityOfficer.as_str();
pub(super) const REGISTRAR: &str = Role::Registrar.as_str();
pub(super) const RELEASING: &str = Role::ReleasingOfficer.as_str();
pub(super) const READER: &str = "reader";
pub(super) const AUTHOR: &str = "author";

impl House {
    /// Positions an actor has on a day: those a person holds, or the position it is named by.
    fn positions(&self, by: &str, under: Under<'_>) -> Vec<OfficialId> {
        let Ok(id) = by.parse::<OfficialId>() else {
            return Vec::new();
        };
        match self.persons.get(&id) {
            // A person's id is never read as a position, whether the person is here or left.
            Some(known) => {
                let held = known.positions.keys();
                held.filter(|p| known.holds(p, under.day))
                    .cloned()
                    .collect()
            }
            None => vec![id],
        }
    }

    /// Whether an actor has a duty: by the card's officials, or by a position named after it.
    pub(super) fn has(&self, by: &str, duty: &str, under: Under<'_>) -> bool {
        let positions = self.positions(by, under);
        positions
            .iter()
            .any(|position| match under.card.official(position) {
                // What is on the card is the card's to say, but for the inspector, who is not.
                Some(official) if duty != INSPECTOR => {
                    (official.from..=official.until).contains(&under.day)
                        && official.roles.iter().any(|r| r.as_str() == duty)
                }
                _ => position.as_str() == duty,
            })
    }

    /// Whether an actor is a position, or holds it.
    pub(super) fn acts_as(&self, by: &str, position: &OfficialId, under: Under<'_>) -> bool {
        self.positions(by, under).contains(position)
    }

    /// Whether an actor is anybody at all: a person who is here, or a position of the card or one
    /// that somebody holds.
    pub(super) fn is_known(&self, by: &str, under: Under<'_>) -> bool {
        let Ok(id) = by.parse::<OfficialId>() else {
            return false;
        };
        match self.persons.get(&id) {
            Some(known) => known.left.is_none(),
            None => {
                under.card.official(&id).is_some() || self.holders(&id, under.day).next().is_some()
            }
        }
    }

    /// The persons who may be behind an actor: the person, or whoever holds the position.
    pub(super) fn behind(&self, by: &str, day: Date) -> BTreeSet<OfficialId> {
        if by == NODE {
            return BTreeSet::new();
        }
        let Ok(id) = by.parse::<OfficialId>() else {
            return BTreeSet::new();
        };
        let mut all: BTreeSet<OfficialId> = self.holders(&id, day).cloned().collect();
        all.insert(id);
        all
    }
}
