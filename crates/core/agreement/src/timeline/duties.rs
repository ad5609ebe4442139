//! Duties on items that were given (A15). They begin when the agreement applies and never drop
//! because it ends; what ends them is what became of the item.

use crate::{
    facts::{Status, Timeline},
    terms::{Group, SurvivalUntil, Terms},
};
use entente_model::{PartyId, ProvisionId, time::Date};

/// What became of an item at its recipient (A15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holding {
    /// It is held.
    Held,
    /// It was returned.
    Returned,
    /// It was destroyed.
    Destroyed,
    /// Its classification was lifted.
    Declassified,
    /// The originator discharged the recipient.
    Discharged,
}

/// Whether duties on an item run on a day (A15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duties {
    /// Whether they run.
    pub run: bool,
    /// They run although the agreement has ended between the two.
    pub after_end: bool,
    /// The provision on surviving duties, where there is one.
    pub article: Option<ProvisionId>,
}

/// Whether duties on an item run between two parties on a day (A15).
///
/// | what the text states | held | returned, destroyed | declassified | discharged |
/// |---|---|---|---|---|
/// | nothing | run | end | end | end |
/// | while classified | run | run | end | end |
/// | until the originator releases | run | run | run | end |
/// | forever | run | run | run | run |
#[must_use]
pub fn duties(
    terms: &Terms,
    timeline: &Timeline,
    between: (&PartyId, &PartyId),
    item: Holding,
    day: Date,
) -> Duties {
    let survival = terms.survival.as_ref();
    let status = timeline.status(between.0, between.1, day);
    let begun = matches!(
        status,
        Status::Provisional(_) | Status::InForce | Status::Ended(_)
    );
    let stands = match (survival.and_then(|s| s.until), item) {
        (_, Holding::Held) | (Some(SurvivalUntil::Forever), _) => true,
        (None, _) | (_, Holding::Discharged) => false,
        (Some(SurvivalUntil::WhileClassified), state) => state != Holding::Declassified,
        (Some(SurvivalUntil::OriginatorRelease), _) => true,
    };
    let run = begun && stands;
    Duties {
        run,
        after_end: run && matches!(status, Status::Ended(_)),
        article: survival.map(|s| s.rule("until").clone()),
    }
}
