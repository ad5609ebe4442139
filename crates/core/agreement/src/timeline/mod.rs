//! From facts to dates (A4, A5, A9, A11 to A13): total and deterministic, so that the same signed
//! notices give the same dates on every node (DESIGN §2.6).
//!
//! Conventions:
//!
//! - Beginnings (`in_force`, `provisional`, `bound`, an amendment) are *first* days. Ends (`end`,
//!   `left`, a term) are *last* days in force: notice P6M received 2026-08-31 gives 2027-02-28.
//! - Nothing enters into force before the last signature, where signatures are needed; nobody is
//!   bound before the agreement is in force.
//! - A party's first notice of a kind counts; a voided one never was given.
//! - Received by several: the day the last of them received it.
//! - A stay to a day stops the clock when its last party signs; the remaining days run on after
//!   that day: last day = the later of the notice's own and `until` + what was left.
//! - A notice that came too late for one renewal stops the next.

mod amend;
#[cfg(test)]
mod cases;
mod clocks;
mod duties;
mod ending;
mod force;
mod listing;
mod notices;
#[cfg(test)]
mod props;
mod stay;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use clocks::{
    deadline, declassified_on, incident_notice_by, receipt_due, review_due, tracer_due,
    visit_answer_by, visit_answer_by_at, visit_request_by, visit_urgent_request_by,
};
pub use duties::{Duties, Holding, duties};
pub use ending::{last_notice_day, term_end};
pub use listing::{LISTED_TERMS, Named, all_dates};
pub use notices::FactError;

use crate::{
    dates::{DateError, must_exist},
    facts::{Dated, Facts, Term, Timeline},
    terms::Terms,
};
use ending::Ending;
use entente_model::{PartyId, ProvisionId, time::Date};
use force::Force;
use notices::Case;
use std::collections::BTreeMap;

/// Everything [`Dated::because`] can say, besides the words of [`crate::terms::Trigger`].
pub const BECAUSE: &[&str] = &[
    "later-deposit",
    "accession",
    "term",
    "no-renewal",
    "notice",
    "stayed-until",
    "revived",
    "consent",
    "parent-ended",
    "auto-declassification",
    "visit-lead",
    "visit-answer",
    "receipt",
    "tracer",
    "review",
    "incident",
];

/// Why a date is not fixed yet. Not a mistake: further facts may fix it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Open {
    /// Signatures are missing.
    #[error("not signed by {}", list(.0))]
    NotSigned(Vec<PartyId>),
    /// A party has not given its notice.
    #[error("no notice from {0}")]
    NoNotice(PartyId),
    /// Somebody's day of receipt is not known.
    #[error("the notice of {from} has no day of receipt by {by}")]
    NotReceived {
        /// Author of the notice.
        from: PartyId,
        /// Who has not received it.
        by: String,
    },
    /// Too few deposits.
    #[error("{have} of {need} deposits")]
    Deposits {
        /// Deposits made.
        have: u32,
        /// Deposits needed.
        need: u32,
    },
    /// It is not in force, and no day is fixed.
    #[error("no day of entry into force is fixed")]
    NotInForce,
    /// The notice is stayed until its author revives it.
    #[error("the notice of {0} is stayed")]
    Stayed(PartyId),
    /// All parties took the notice back.
    #[error("the notice of {0} was taken back by all")]
    Voided(PartyId),
    /// The terms give one party's notice no effect.
    #[error("the text has no exit by notice: the notice of {0} has no effect")]
    NoExit(PartyId),
    /// It goes on until somebody ends it.
    #[error("nothing ends it")]
    NoEnd,
    /// The terms have no such date.
    #[error("the terms have no such date")]
    NotProvided,
}

impl Open {
    /// Its name, as a message key's tail, and the values its words need.
    #[must_use]
    pub fn words(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::NotSigned(parties) => ("not-signed", vec![("parties", list(parties))]),
            Self::NoNotice(party) => ("no-notice", vec![("party", party.to_string())]),
            Self::NotReceived { from, by } => (
                "not-received",
                vec![("party", from.to_string()), ("by", by.clone())],
            ),
            Self::Deposits { have, need } => (
                "deposits",
                vec![("have", have.to_string()), ("need", need.to_string())],
            ),
            Self::NotInForce => ("not-in-force", Vec::new()),
            Self::Stayed(party) => ("stayed", vec![("party", party.to_string())]),
            Self::Voided(party) => ("voided", vec![("party", party.to_string())]),
            Self::NoExit(party) => ("no-exit", vec![("party", party.to_string())]),
            Self::NoEnd => ("no-end", Vec::new()),
            Self::NotProvided => ("not-provided", Vec::new()),
        }
    }
}

fn list(parties: &[PartyId]) -> String {
    let names: Vec<&str> = parties.iter().map(PartyId::as_str).collect();
    names.join(", ")
}

/// What stops a computation: a date that is open, or a mistake.
#[derive(Debug, Clone)]
pub(crate) enum Stop {
    Open(Open),
    Wrong(DateError),
}

impl From<Open> for Stop {
    fn from(open: Open) -> Self {
        Self::Open(open)
    }
}

impl From<DateError> for Stop {
    fn from(wrong: DateError) -> Self {
        Self::Wrong(wrong)
    }
}

/// A date, or why it is open.
pub(crate) type Found<T = Dated> = Result<T, Open>;

/// Parts mistakes from dates that are merely open.
fn settle<T>(result: Result<T, Stop>) -> Result<Found<T>, DateError> {
    match result {
        Ok(found) => Ok(Ok(found)),
        Err(Stop::Open(open)) => Ok(Err(open)),
        Err(Stop::Wrong(wrong)) => Err(wrong),
    }
}

/// A date with its basis, refused where its zone skipped it.
fn dated(date: Date, zone: &str, article: &ProvisionId, because: &str) -> Result<Dated, DateError> {
    Ok(Dated {
        date: must_exist(date, zone)?,
        article: article.clone(),
        because: because.to_owned(),
    })
}

/// Everything computed, with the reasons why a date is open.
struct Computed {
    force: Force,
    ending: Ending,
    amendments: BTreeMap<String, Found>,
}

fn compute(case: &Case<'_>) -> Result<Computed, DateError> {
    let force = force::compute(case)?;
    let ending = ending::compute(case, &force)?;
    let amendments = amend::compute(case, &force, &ending)?;
    Ok(Computed {
        force,
        ending,
        amendments,
    })
}

/// The dates that follow from the facts (A4, A5, A9, A11 to A13).
///
/// # Errors
/// A fact that is wrong or contradicts another, terms that lack a number a date needs, or a date
/// that cannot be: see [`DateError`].
pub fn timeline(terms: &Terms, facts: &Facts) -> Result<Timeline, DateError> {
    let case = Case::new(terms, facts)?;
    let Computed {
        force,
        ending,
        amendments,
    } = compute(&case)?;
    let mut pauses = facts.pauses.clone();
    pauses.sort_by(|a, b| (&a.by, a.from, a.until).cmp(&(&b.by, b.from, b.until)));
    let mut gates = facts.gates.clone();
    gates.sort_by_key(|(gate, day)| (*day, *gate));
    Ok(Timeline {
        parties: case.joined(),
        each_by_deposit: case.by_deposit(),
        provisional: force.provisional.ok(),
        in_force: force.in_force.ok(),
        bound: fixed(force.bound),
        term: ending.first_term.ok().map(|first_end| Term {
            first_end,
            stopped: ending.stopped,
        }),
        end: ending.end.ok(),
        left: fixed(ending.left),
        amendments: fixed(amendments),
        pauses,
        gates,
    })
}

fn fixed<K: Ord>(found: BTreeMap<K, Found>) -> BTreeMap<K, Dated> {
    found
        .into_iter()
        .filter_map(|(name, found)| Some((name, found.ok()?)))
        .collect()
}
