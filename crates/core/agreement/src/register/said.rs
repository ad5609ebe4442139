//! What a party states for itself: assurances before the first release to it (D7), and waivers of
//! duties kept apart.

use super::{At, Register, basis::basis};
use crate::{Past, Rules, terms::Group};
use entente_model::{
    Act, PartyId, Problem,
    case::{Declaration, DeclareAct},
    holding::MAX_WORDS,
    time::Date,
};

/// Most declarations of one party.
const MAX_DECLARED: usize = 10_000;

/// An assurance, or one taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assured {
    /// The unit; empty for the whole party.
    pub unit: String,
    /// What is assured; empty when it is taken back.
    pub covers: Vec<String>,
    /// Last day.
    pub until: Option<Date>,
    /// The day of the declaration.
    pub on: Date,
}

/// Duties one person holds together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// Pairs.
    pub duties: Vec<String>,
    /// Last day.
    pub until: Option<Date>,
    /// The day of the declaration.
    pub on: Date,
}

impl Register {
    /// Applies a declaration.
    ///
    /// # Errors
    /// REG-020 when an assurance leaves out what the terms ask for, REG-014 for too much or too long.
    pub fn declare(&mut self, rules: &Rules, act: &Act, said: &DeclareAct) -> Result<(), Problem> {
        let mine = |by: &PartyId| by == &act.by;
        let many = self.assured.iter().filter(|a| mine(&a.by)).count();
        let waivers = self.waived.iter().filter(|w| mine(&w.by)).count();
        let limit = |limit: usize| {
            let article = basis(rules, "REG-020");
            let problem = Problem::refused("REG-014").with("limit", limit);
            match article {
                Some(article) => problem.under(article).decided_by(&act.by),
                None => problem.decided_by(&act.by),
            }
        };
        if many.saturating_add(waivers) >= MAX_DECLARED {
            return Err(limit(MAX_DECLARED));
        }
        match &said.what {
            Declaration::Assurance {
                unit,
                covers,
                until,
            } => {
                let long = covers.iter().chain([unit]).any(|w| w.len() > MAX_WORDS);
                if long || covers.len() > MAX_WORDS {
                    return Err(limit(MAX_WORDS));
                }
                if let Some(group) = &rules.terms.assurance {
                    let missing = group
                        .covers
                        .iter()
                        .find(|c| !covers.iter().any(|w| w == c.word()));
                    if let Some(missing) = missing {
                        return Err(Problem::refused("REG-020")
                            .with("missing", missing.word())
                            .under(group.rule("covers"))
                            .decided_by(&act.by));
                    }
                }
                self.assure(act, unit, covers.clone(), *until, said.on);
            }
            Declaration::NoAssurance { unit } => self.assure(act, unit, Vec::new(), None, said.on),
            Declaration::Waiver { duties, until } => {
                if duties.len() > MAX_WORDS || duties.iter().any(|w| w.len() > MAX_WORDS) {
                    return Err(limit(MAX_WORDS));
                }
                self.waived.push(At {
                    by: act.by.clone(),
                    n: act.n,
                    what: Waived {
                        duties: duties.clone(),
                        until: *until,
                        on: said.on,
                    },
                });
            }
        }
        Ok(())
    }

    fn assure(
        &mut self,
        act: &Act,
        unit: &str,
        covers: Vec<String>,
        until: Option<Date>,
        on: Date,
    ) {
        self.assured.push(At {
            by: act.by.clone(),
            n: act.n,
            what: Assured {
                unit: unit.to_owned(),
                covers,
                until,
                on,
            },
        });
    }

    /// Whether a recipient's assurance stands, for a unit where the terms ask for one a unit, as an
    /// act's author knew it.
    #[must_use]
    pub fn assured(
        &self,
        rules: &Rules,
        to: &PartyId,
        unit: &str,
        past: &Past<'_>,
        day: Date,
    ) -> bool {
        let per_unit = rules.terms.assurance.as_ref().is_some_and(|a| a.per_unit);
        let wanted = if per_unit { unit } else { "" };
        // What is taken back for the whole party is taken back for each of its units.
        let last = self.assured.iter().rev().find(|a| {
            let all = a.what.unit.is_empty() && a.what.covers.is_empty();
            &a.by == to && (a.what.unit == wanted || all) && a.known(past)
        });
        last.is_some_and(|a| {
            let begun = day
                .tomorrow()
                .map_or(true, |tomorrow| a.what.on <= tomorrow);
            let holds = a.what.until.is_none_or(|until| until >= day);
            !a.what.covers.is_empty() && begun && holds
        })
    }

    /// Assurances and waivers, in the order they took effect.
    pub fn declared(&self) -> (&[At<Assured>], &[At<Waived>]) {
        (&self.assured, &self.waived)
    }

    /// Whether a party declared that one person may hold two duties, such as
    /// `author+releasing-officer`, as an act's author knew it.
    #[must_use]
    pub fn waives(&self, party: &PartyId, duties: &str, past: &Past<'_>, day: Date) -> bool {
        self.waived.iter().any(|w| {
            &w.by == party
                && w.known(past)
                && w.what.duties.iter().any(|d| d == duties)
                && w.what.until.is_none_or(|until| until >= day)
        })
    }
}
