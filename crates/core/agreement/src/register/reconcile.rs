//! Two registers line by line: after two tallies differ, which line it is (G1, G7).

use super::Line;
use entente_model::PartyId;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Most differences that are named; the count goes on.
const MAX_NAMED: usize = 1000;

/// A field of a [`Line`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The holder.
    To,
    /// What the holder made.
    Made,
    /// Form.
    Form,
    /// The level it was released at.
    Original,
    /// The level it has.
    Level,
    /// Day of release or making.
    On,
    /// The receipt.
    Receipt,
    /// State.
    State,
    /// The day it ended.
    Ended,
}

/// One line that differs, by giver, release and number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Difference {
    /// Theirs alone has it.
    MissingHere {
        /// Who gave it.
        from: PartyId,
        /// Index of the release in that party's record.
        n: u64,
        /// Number.
        number: u32,
    },
    /// Ours alone has it.
    MissingThere {
        /// Who gave it.
        from: PartyId,
        /// Index of the release in that party's record.
        n: u64,
        /// Number.
        number: u32,
    },
    /// Both have it, and not alike.
    Differs {
        /// Who gave it.
        from: PartyId,
        /// Index of the release in that party's record.
        n: u64,
        /// Number.
        number: u32,
        /// In what.
        fields: Vec<Field>,
    },
}

/// What a comparison found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reconciled {
    /// The first of them, at most 1000, in the order of the register.
    pub differences: Vec<Difference>,
    /// How many there are.
    pub count: u64,
}

/// Compares two registers. Lines come sorted, as [`super::Register::each`] gives them; a list that
/// is not, or names a line twice, is compared all the same: of each line beyond the first the other
/// side lacks one. Takes time in proportion to both lists where they are sorted.
#[must_use]
pub fn reconcile(ours: &[Line], theirs: &[Line]) -> Reconciled {
    let (ours, theirs) = (sorted(ours), sorted(theirs));
    let (mut ours, mut theirs) = (ours.iter().peekable(), theirs.iter().peekable());
    let mut out = Reconciled::default();
    loop {
        let order = match (ours.peek(), theirs.peek()) {
            (None, None) => return out,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => key(a).cmp(&key(b)),
        };
        match order {
            Ordering::Less => {
                if let Some(line) = ours.next() {
                    out.add(|| Difference::MissingThere {
                        from: line.from.clone(),
                        n: line.n,
                        number: line.number,
                    });
                }
            }
            Ordering::Greater => {
                if let Some(line) = theirs.next() {
                    out.add(|| Difference::MissingHere {
                        from: line.from.clone(),
                        n: line.n,
                        number: line.number,
                    });
                }
            }
            Ordering::Equal => {
                if let (Some(a), Some(b)) = (ours.next(), theirs.next())
                    && a != b
                {
                    out.add(|| Difference::Differs {
                        from: a.from.clone(),
                        n: a.n,
                        number: a.number,
                        fields: fields(a, b),
                    });
                }
            }
        }
    }
}

impl Reconciled {
    fn add(&mut self, difference: impl FnOnce() -> Difference) {
        self.count = self.count.saturating_add(1);
        if self.differences.len() < MAX_NAMED {
            self.differences.push(difference());
        }
    }
}

type Key<'l> = (&'l PartyId, u64, u32);

fn key<'l>(line: &'l Line) -> Key<'l> {
    (&line.from, line.n, line.number)
}

fn sorted(lines: &[Line]) -> Vec<&Line> {
    let mut sorted: Vec<&Line> = lines.iter().collect();
    if !sorted.is_sorted_by_key(|line| key(line)) {
        sorted.sort_by(|a, b| key(a).cmp(&key(b)));
    }
    sorted
}

fn fields(a: &Line, b: &Line) -> Vec<Field> {
    let unlike = [
        (Field::To, a.to != b.to),
        (Field::Made, a.made != b.made),
        (Field::Form, a.form != b.form),
        (Field::Original, a.original != b.original),
        (Field::Level, a.level != b.level),
        (Field::On, a.on != b.on),
        (Field::Receipt, a.receipt != b.receipt),
        (Field::State, a.state != b.state),
        (Field::Ended, a.ended != b.ended),
    ];
    unlike
        .into_iter()
        .filter_map(|(field, unlike)| unlike.then_some(field))
        .collect()
}
