//! Every computed date with its basis, for printing.

use super::{Computed, Found, Open, compute, last_notice_day, notices::Case};
use crate::{
    dates::DateError,
    facts::{Dated, Facts, Timeline},
    terms::Terms,
};

/// Terms whose last day of notice is listed, when no notice stopped the renewals.
pub const LISTED_TERMS: u32 = 10;

/// A date's name, and the date or why none is fixed.
pub type Named = (String, Result<Dated, Open>);

/// Every date that follows from the facts, by name: `in-force`, `provisional`, `bound:PARTY`,
/// `first-term-end`, `last-notice-day:N`, `end`, `left:PARTY`, `amendment:NAME` (A4, A5, A9, A11,
/// A12).
///
/// # Errors
/// As [`super::timeline`].
pub fn all_dates(terms: &Terms, facts: &Facts) -> Result<Vec<Named>, DateError> {
    let case = Case::new(terms, facts)?;
    let Computed {
        force,
        ending,
        amendments,
    } = compute(&case)?;
    let mut all: Vec<Named> = vec![
        ("in-force".to_owned(), force.in_force.clone()),
        ("provisional".to_owned(), force.provisional),
    ];
    let mut add =
        |prefix: &str, name: &str, date: Found| all.push((format!("{prefix}:{name}"), date));
    for (party, date) in force.bound {
        add("bound", party.as_str(), date);
    }
    let timeline = Timeline {
        in_force: force.in_force.ok(),
        ..Timeline::default()
    };
    let last = ending.stopped.as_ref().or(ending.end.as_ref().ok());
    for (n, day) in notice_days(terms, &timeline, last.map(|end| end.date))? {
        add("last-notice-day", &n.to_string(), Ok(day));
    }
    for (party, date) in ending.left {
        add("left", party.as_str(), date);
    }
    for (name, date) in amendments {
        add("amendment", &name, date);
    }
    all.insert(2, ("first-term-end".to_owned(), ending.first_term));
    all.insert(3, ("end".to_owned(), ending.end));
    Ok(all)
}

/// The first terms' last days of notice, up to the agreement's end.
fn notice_days(
    terms: &Terms,
    timeline: &Timeline,
    end: Option<entente_model::time::Date>,
) -> Result<Vec<(u32, Dated)>, DateError> {
    let mut days = Vec::new();
    for n in 1..=LISTED_TERMS {
        match last_notice_day(terms, timeline, n) {
            Ok(Some(day)) if end.is_none_or(|end| day.date <= end) => days.push((n, day)),
            Ok(_) | Err(DateError::OutOfRange { .. }) => break,
            Err(wrong) => return Err(wrong),
        }
    }
    Ok(days)
}
