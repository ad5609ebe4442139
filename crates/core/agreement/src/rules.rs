//! Terms made ready for deciding: levels indexed, groups at hand. Built once when a text is frozen.

use crate::terms::{Levels, Terms};
use entente_marking::{Level, Table};
use entente_model::{Instant, LevelId, PartyId, time::Date};

/// Terms and the table of levels.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The terms.
    pub terms: Terms,
    /// Levels and rows.
    pub table: Table,
    zone: Option<jiff::tz::TimeZone>,
}

impl Rules {
    /// Makes terms ready.
    ///
    /// # Errors
    /// A sentence when levels and rows do not fit together; see [`Table::new`].
    pub fn new(terms: Terms) -> Result<Self, String> {
        let table = terms.table()?;
        let zone = jiff::tz::TimeZone::get(&terms.zone).ok();
        Ok(Self { terms, table, zone })
    }

    /// The civil day of an instant in the agreement's zone.
    #[must_use]
    pub fn day(&self, at: Instant) -> Option<Date> {
        let stamp = jiff::Timestamp::from_second(at.0).ok()?;
        Some(self.zone.as_ref()?.to_datetime(stamp).date())
    }

    /// A level with its place.
    #[must_use]
    pub fn level(&self, id: &LevelId) -> Option<&Level> {
        self.table.level(id)
    }

    /// Whether the row from a level to a recipient is a directed one of its own.
    #[must_use]
    pub fn directed(&self, from: &LevelId, to: &PartyId) -> bool {
        let rows = &self.terms.equivalence;
        rows.iter().any(|r| &r.from == from && &r.to == to)
    }

    /// Whether a threshold covers a level: `all`, or one of the same party that is not higher. A
    /// party the list leaves out is covered whole: a gap protects more, never less.
    #[must_use]
    pub fn covers(&self, levels: &Levels, level: &Level) -> bool {
        match levels {
            Levels::All => true,
            Levels::None => false,
            Levels::From(list) => match self.threshold(list, level) {
                Some(from) => level.rank >= from,
                None => true,
            },
        }
    }

    /// Whether what a list of levels allows holds for a level. A party the list leaves out is not
    /// allowed anything by it.
    #[must_use]
    pub fn allows(&self, levels: &Levels, level: &Level) -> bool {
        match levels {
            Levels::From(list) => self
                .threshold(list, level)
                .is_some_and(|from| level.rank >= from),
            other => self.covers(other, level),
        }
    }

    /// The rank of the entry of `list` that belongs to the level's scheme, else the lowest of its
    /// party.
    #[must_use]
    pub fn threshold(&self, list: &[LevelId], level: &Level) -> Option<u32> {
        let mut lowest = None;
        for id in list.iter().filter(|id| id.party() == level.party.as_str()) {
            let Some(of) = self.table.level(id) else {
                continue;
            };
            if of.scheme == level.scheme && of.version == level.version {
                return Some(of.rank);
            }
            lowest = Some(lowest.map_or(of.rank, |low: u32| low.min(of.rank)));
        }
        lowest
    }

    /// Whether a level stays at or below the entry of its party; without one it does.
    #[must_use]
    pub fn within(&self, list: &[LevelId], level: &Level) -> bool {
        self.threshold(list, level)
            .is_none_or(|top| level.rank <= top)
    }

    /// Of several rows the one with the highest threshold that covers the level.
    #[must_use]
    pub fn pick<'r, T>(
        &self,
        rows: &'r [T],
        level: &Level,
        levels: impl Fn(&T) -> &Levels,
    ) -> Option<&'r T> {
        let mut best: Option<(u64, &T)> = None;
        for row in rows {
            let weight = match levels(row) {
                Levels::None => continue,
                Levels::All => 0,
                Levels::From(list) => match self.threshold(list, level) {
                    Some(from) if level.rank >= from => u64::from(from).saturating_add(1),
                    _ => continue,
                },
            };
            if best.is_none_or(|(held, _)| weight >= held) {
                best = Some((weight, row));
            }
        }
        best.map(|(_, row)| row)
    }

    /// The level a holder protects an item as: its own level for its own item, else what the row
    /// says. `None` where no row leads there or the row has words alone.
    #[must_use]
    pub fn handled_as(&self, level: &LevelId, holder: &PartyId) -> Option<&Level> {
        if level.party() == holder.as_str() {
            return self.level(level);
        }
        let row = self.table.equivalent(level, holder)?;
        self.level(row.handle_as.as_ref()?)
    }
}
