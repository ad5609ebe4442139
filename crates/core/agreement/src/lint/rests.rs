//! Periods and counts of the terms against the provisions they rest on: where the text gives one
//! and it is not the one of the field. Where the text gives none, that is not for here to say.

use super::{
    Pair, Said,
    number::{Number, Unit},
};
use crate::{
    check::{Leaf, walk},
    source::{place, within},
    terms::{Period, Terms, period},
};
use entente_model::ProvisionId;
use serde_json::Value;
use std::collections::BTreeSet;

/// A number of the terms.
struct Given {
    n: u32,
    /// The same in digits.
    value: String,
    unit: Option<Unit>,
    shown: String,
}

/// Warns of periods and counts that differ from the text they rest on.
pub(super) fn compare(
    terms: &Terms,
    pairs: &[Pair<'_>],
    said: &[Vec<Said>],
    all: &mut super::Found,
) {
    let Ok(whole) = serde_json::to_value(terms) else {
        return;
    };
    let mut fields: Vec<Field> = Vec::new();
    let mut look = |leaf: &Leaf<'_>| -> Result<(), std::convert::Infallible> {
        if let Some(given) = given(leaf) {
            let bases = bases(&whole, &leaf.path);
            let places = (0..).zip(pairs);
            let within = |pair: &Pair<'_>| bases.iter().any(|basis| within(pair.id, basis));
            let places = places.filter(|(_, pair)| within(pair)).map(|(at, _)| at);
            fields.push((leaf.path.clone(), given, places.collect()));
        }
        Ok(())
    };
    let Ok(()) = walk(terms, &mut look);
    for (path, given, places) in &fields {
        one(path, given, places, &fields, said, all);
    }
}

/// A field: its path, its number, and the places of the provisions it rests on.
type Field = (String, Given, Vec<usize>);

fn one(
    path: &str,
    given: &Given,
    places: &[usize],
    fields: &[Field],
    said: &[Vec<Said>],
    all: &mut super::Found,
) {
    let mut first = None;
    let mut found: BTreeSet<String> = BTreeSet::new();
    for at in places {
        for reads in said.get(*at).into_iter().flatten() {
            for number in &reads.numbers {
                if given.is(number) {
                    return;
                }
                // A number in another unit is some other field's, unless no field has it.
                let own = || {
                    !fields
                        .iter()
                        .any(|(_, g, on)| on.contains(at) && g.is(number))
                };
                if given.is_like(number) || (given.is_comparable(number) && own()) {
                    first = first.or(Some(*at));
                    found.insert(number.shown(reads.lang));
                }
            }
        }
    }
    if let Some(at) = first {
        let args = vec![
            ("field", path.to_owned()),
            ("value", given.shown.clone()),
            ("text", found.into_iter().collect::<Vec<_>>().join(", ")),
        ];
        all.at(at).add("lint-term-number", args);
    }
}

/// The provisions the field at a path rests on.
fn bases(whole: &Value, path: &str) -> Vec<ProvisionId> {
    let mut here = whole;
    let mut bases = Vec::new();
    for step in place::steps(path) {
        if let place::Step::Key(name) = step
            && let Some(basis) = here.get("basis")
        {
            let rests = here.get("rests").and_then(|rests| rests.get(name));
            bases = provisions(rests.unwrap_or(basis));
        }
        let next = match step {
            place::Step::Key(name) => here.get(name),
            place::Step::Row(row) => here.get(row),
        };
        let Some(next) = next else {
            break;
        };
        here = next;
    }
    bases
}

fn provisions(value: &Value) -> Vec<ProvisionId> {
    let texts = match value {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    };
    texts
        .into_iter()
        .filter_map(|text| text.parse().ok())
        .collect()
}

/// The number a field holds. A rank only orders levels, and one is what a text says without a
/// number: every year.
fn given(leaf: &Leaf<'_>) -> Option<Given> {
    let given = if leaf.is::<Period>() {
        let period: Period = leaf.value.as_str()?.parse().ok()?;
        Given {
            n: period.n,
            value: period.n.to_string(),
            unit: Some(unit(period.unit)),
            shown: period.to_string(),
        }
    } else if leaf.is::<u32>() && !matches!(leaf.name, "rank" | "schema") {
        let n = u32::try_from(leaf.value.as_u64()?).ok()?;
        Given {
            n,
            value: n.to_string(),
            unit: counted(leaf),
            shown: n.to_string(),
        }
    } else {
        return None;
    };
    (given.n > 1).then_some(given)
}

/// What a whole number counts.
fn counted(leaf: &Leaf<'_>) -> Option<Unit> {
    let offset = match leaf.name {
        "n" => "offset",
        "later_n" => "later_offset",
        "residence_years" => return Some(Unit::Years),
        _ => return None,
    };
    match leaf.table.get(offset).and_then(Value::as_str)? {
        "days" => Some(Unit::Days),
        "first-of-month" | "months" => Some(Unit::Months),
        _ => None,
    }
}

fn unit(unit: period::Unit) -> Unit {
    match unit {
        period::Unit::Hours => Unit::Hours,
        period::Unit::Days | period::Unit::ClearDays => Unit::Days,
        period::Unit::WorkingDays => Unit::WorkingDays,
        period::Unit::Weeks => Unit::Weeks,
        period::Unit::Months => Unit::Months,
        period::Unit::Years => Unit::Years,
    }
}

impl Given {
    /// Whether a number of the text is this one, in whatever unit measures the same.
    fn is(&self, number: &Number) -> bool {
        // "Third" of "a third State" is no three.
        let bare = number.unit.is_none() && number.firm;
        number.value == self.value && (number.unit == self.unit || bare)
            || self.unit.is_some() && number.measured() == self.measured()
    }

    /// Whether a number of the text is in a unit of the same family.
    fn is_like(&self, number: &Number) -> bool {
        match (self.unit, number.unit) {
            (Some(one), Some(other)) => family(one) == family(other),
            (None, None) => number.firm,
            _ => false,
        }
    }

    /// Whether a number of the text is a period of about the same size, in another unit.
    fn is_comparable(&self, number: &Number) -> bool {
        let of_text = || hours(number.value.parse().ok()?, number.unit?);
        let own = self.unit.and_then(|unit| hours(self.n.into(), unit));
        own.zip(of_text()).is_some_and(|(own, other)| {
            let (less, more) = (own.min(other), own.max(other));
            number.firm && less > 0 && more <= less.saturating_mul(ABOUT)
        })
    }

    fn measured(&self) -> Option<(String, Unit)> {
        super::number::measured(&self.value, self.unit?)
    }
}

/// How many times as long a period may be and still be meant for the same.
const ABOUT: u64 = 4;

/// About how many hours, for comparing sizes.
fn hours(n: u64, unit: Unit) -> Option<u64> {
    let each = match unit {
        Unit::Minutes | Unit::Percent => return None,
        Unit::Hours => 1,
        Unit::Days | Unit::WorkingDays => 24,
        Unit::Weeks => 7 * 24,
        Unit::Months => 30 * 24,
        Unit::Years => 365 * 24,
    };
    n.checked_mul(each)
}

/// Units a text might have used instead of each other.
fn family(unit: Unit) -> u8 {
    match unit {
        Unit::Percent => 0,
        Unit::Minutes | Unit::Hours => 1,
        Unit::Days | Unit::WorkingDays | Unit::Weeks => 2,
        Unit::Months | Unit::Years => 3,
    }
}
