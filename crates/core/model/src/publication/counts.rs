//! Counts that do not give a small number away.
//!
//! A count of 1 to N-1 is shown as "under N". What could betray it is not shown either, and whether
//! it is shown follows from which other cells are small, never from how small they are: withholding
//! "the next larger cell where needed" says, by having been needed, something about the small one.
//!
//! 1. A total is shown only when every cell of its counter is: it never says more than the cells.
//! 2. Counts that are parts of another count (granted and refused, of those asked) are shown only
//!    when the whole and all parts are shown as numbers; else none of the parts is. With one part
//!    alone this is not needed: a part may be anything up to its whole.
//!
//! So whoever knows these rules and every figure published still finds every number from 1 to N-1
//! possible for a cell under N; the tests try all tables there are.

use super::{LANGS, Texts, fit_title};
use crate::PartyId;
use serde::{Deserialize, Serialize};

/// Most agreements and counters of one statement.
const MOST: usize = 1000;
/// Smallest and largest N of the rule.
const THRESHOLDS: std::ops::RangeInclusive<u64> = 3..=100;

/// What is shown of one count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// The number.
    Is(u64),
    /// Not the number: it is less than this, and not 0 unless zeros are hidden too.
    Under(u64),
    /// Nothing, since a number here could give away another.
    Withheld,
}

/// Whether a count of 0 is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zeros {
    /// As 0.
    Shown,
    /// As "under N".
    Hidden,
}

/// The small-number rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// N: numbers below it are not shown. 3 to 100.
    pub under: u64,
    /// What becomes of 0.
    pub zeros: Zeros,
}

impl Rule {
    /// Whether N is one a statement may have.
    #[must_use]
    pub fn fits(&self) -> bool {
        THRESHOLDS.contains(&self.under)
    }

    fn cell(&self, count: u64) -> Cell {
        match (count, self.zeros) {
            (0, Zeros::Shown) => Cell::Is(0),
            (n, _) if n < self.under => Cell::Under(self.under),
            (n, _) => Cell::Is(n),
        }
    }
}

/// What is counted. The list is open: a program of an earlier version shows the titles it finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// Its name: `a-z 0-9 -`.
    pub name: String,
    /// What people read, in every language.
    pub title: Texts,
    /// The counter this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// One agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The agreement's title, in every language.
    pub title: Texts,
    /// Its parties.
    pub parties: Vec<PartyId>,
    /// The IANA zone by which its year begins and ends.
    pub zone: String,
    /// One cell a counter.
    pub cells: Vec<Cell>,
}

/// Why agreements are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Left {
    /// That they exist is not public.
    NotPublic,
}

/// Counts by agreement in one calendar year. How many agreements are left out is not said; the
/// totals are those of the agreements shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    /// The calendar year, by each agreement's zone.
    pub year: i16,
    /// The small-number rule.
    pub rule: Rule,
    /// What is counted.
    pub counters: Vec<Counter>,
    /// One row an agreement.
    pub rows: Vec<Row>,
    /// One cell a counter.
    pub totals: Vec<Cell>,
    /// Why some agreements are not shown; empty when all are.
    pub left_out: Vec<Left>,
}

impl Statistics {
    /// Applies the rule to exact counts: rows of title, parties, zone, and one count a counter.
    #[must_use]
    pub fn of(
        year: i16,
        rule: Rule,
        counters: Vec<Counter>,
        exact: Vec<(Texts, Vec<PartyId>, String, Vec<u64>)>,
        left_out: Vec<Left>,
    ) -> Self {
        let mut made = Self {
            year,
            rule,
            counters,
            rows: Vec::with_capacity(exact.len()),
            totals: Vec::new(),
            left_out,
        };
        for (title, parties, zone, counts) in exact {
            let cells: Vec<Cell> = counts.iter().map(|n| rule.cell(*n)).collect();
            let hidden = made.hidden(&cells);
            let cells = cells.into_iter().zip(hidden);
            made.rows.push(Row {
                title,
                parties,
                zone,
                cells: cells
                    .map(|(cell, hidden)| if hidden { Cell::Withheld } else { cell })
                    .collect(),
            });
        }
        made.totals = made.sums();
        made
    }

    /// Checks that every cell is as the rule has it and every total as the cells have it.
    ///
    /// # Errors
    /// A sentence on the first that is not.
    pub fn check(&self) -> Result<(), &'static str> {
        if !self.rule.fits() || self.counters.len() > MOST || self.rows.len() > MOST {
            return Err("a rule or size out of range");
        }
        let both = |texts: &Texts| {
            texts.iter().map(|(l, _)| l.as_str()).eq(LANGS)
                && texts.iter().all(|(_, t)| fit_title(t))
        };
        let zone = |row: &Row| fit_title(&row.zone);
        if !self.counters.iter().all(|c| both(&c.title))
            || !self.rows.iter().all(|r| both(&r.title) && zone(r))
        {
            return Err("a title that is not in both languages");
        }
        for (at, counter) in self.counters.iter().enumerate() {
            let before = self.counters.iter().take(at);
            if before.into_iter().any(|c| c.name == counter.name) {
                return Err("a counter stands twice");
            }
            let whole = counter
                .of
                .as_ref()
                .map(|of| self.counters.iter().find(|c| c.name == *of));
            if whole.is_some_and(|w| w.is_none_or(|w| w.of.is_some())) {
                return Err("a part without its whole");
            }
        }
        for row in &self.rows {
            if row.cells.len() != self.counters.len() {
                return Err("a row with more or fewer cells than counters");
            }
            let fits = |cell: &Cell| match cell {
                Cell::Is(n) => self.rule.cell(*n) == *cell,
                Cell::Under(n) => *n == self.rule.under,
                Cell::Withheld => true,
            };
            if !row.cells.iter().all(fits) {
                return Err("a number is shown that the small-number rule hides");
            }
            let withheld = row.cells.iter().map(|c| *c == Cell::Withheld);
            if !withheld.eq(self.hidden(&row.cells)) {
                return Err("a part is shown, or withheld, against the small-number rule");
            }
        }
        if self.totals != self.sums() {
            return Err("a total is not the sum of what is shown");
        }
        Ok(())
    }

    /// Which cells of a row are parts that rule 2 withholds.
    fn hidden(&self, cells: &[Cell]) -> Vec<bool> {
        let shown = |name: &str, whole: bool| {
            let family = self
                .counters
                .iter()
                .zip(cells)
                .filter(|(c, _)| (whole && c.name == name) || c.of.as_deref() == Some(name));
            (
                family.clone().count(),
                family
                    .into_iter()
                    .all(|(_, cell)| matches!(cell, Cell::Is(_))),
            )
        };
        let hides = |counter: &Counter| {
            counter
                .of
                .as_deref()
                .is_some_and(|of| shown(of, false).0 > 1 && !shown(of, true).1)
        };
        self.counters.iter().map(hides).collect()
    }

    /// Rule 1.
    fn sums(&self) -> Vec<Cell> {
        let column = |at: usize| {
            self.rows
                .iter()
                .try_fold(0u64, |sum, row| match row.cells.get(at) {
                    Some(Cell::Is(n)) => Some(sum.saturating_add(*n)),
                    _ => None,
                })
        };
        let total = |at: usize| match column(at) {
            // With zeros hidden an empty statement has no number to show.
            Some(0) if self.rule.zeros == Zeros::Hidden => Cell::Withheld,
            Some(sum) => Cell::Is(sum),
            None => Cell::Withheld,
        };
        (0..self.counters.len()).map(total).collect()
    }
}
