//! The register: every release on either side, and what became of it. A fold over acts: same acts,
//! same register, whatever the order in which they arrived (agreements.md C6, E1–E3, F8, G1–G7).
//!
//! Of most items only a few bytes are kept; what is made of an item or said of it opens a
//! [`Family`]. Whether an act is in order follows from the act and what its author had seen.

mod apply;
mod basis;
mod consent;
mod doing;
mod duties;
mod ends;
mod family;
mod levels;
mod reconcile;
mod said;
#[cfg(test)]
mod tests;
mod view;

pub use duties::{Duties, Duty, DutyKind};
pub use family::{Answered, Asked, At, Child, Ended, Family, Recall, Recalled, Sent, Used};
pub use reconcile::{Difference, Field, Reconciled, reconcile};
pub use said::{Assured, Waived};
pub use view::{Line, NumberState, Standing};

use crate::{Past, Rules, facts::Timeline};
use entente_model::{
    Act, Label, LevelId, PartyId, Problem,
    act::{Receipt, Release},
    holding::{Form, ItemAct},
    id::PurposeId,
    time::Date,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most acts of one kind kept of one release.
const MAX_SAID: usize = 1000;
/// Most releases of one agreement about which one party may say something.
const MAX_FAMILIES: u64 = 1_000_000;
/// Most copies and derived items one party makes under one agreement.
const MAX_MADE: u64 = 1_000_000;
/// Longest list in an act: conditions, witnesses, nationalities, originators.
const MAX_LIST: usize = 100;

/// What is known of a release from its act. Releases that agree in all of it share one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facts {
    /// The holder.
    pub to: PartyId,
    /// The originator's level.
    pub level: LevelId,
    /// The label, when it says more.
    pub label: Option<Box<Label>>,
    /// Purpose.
    pub purpose: PurposeId,
    /// Form.
    pub form: Form,
    /// No copy stays.
    pub disclosed: bool,
    /// Originators.
    pub originators: Vec<PartyId>,
    /// The day, in the agreement's zone, by the giver's clock.
    pub on: Date,
    /// Copy number and how many.
    pub copy: Option<(u32, u32)>,
    /// The receiving unit.
    pub unit: String,
}

impl Facts {
    /// Codes of its caveats.
    #[must_use]
    pub fn caveats(&self) -> &[PurposeId] {
        self.label.as_ref().map_or(&[], |l| l.caveats.as_slice())
    }
}

/// The releases of one party.
#[derive(Debug, Clone, Default)]
struct Given {
    kinds: Vec<Facts>,
    /// By index in the record: which kind, from 1; 0 for what is no release.
    of: Vec<u32>,
    /// By index in the record: the receipt's index in the holder's record, plus one.
    receipt: Vec<u32>,
    /// Receipted, but set apart: not whole or not as agreed.
    quarantined: BTreeSet<u64>,
    count: u64,
}

/// The register of one agreement.
#[derive(Debug, Clone, Default)]
pub struct Register {
    given: BTreeMap<PartyId, Given>,
    families: BTreeMap<(PartyId, u64), Family>,
    /// Of how many releases each party has said something.
    spoken: BTreeMap<PartyId, u64>,
    /// How many copies and derived items each has made.
    made: BTreeMap<PartyId, u64>,
    assured: Vec<At<Assured>>,
    waived: Vec<At<Waived>>,
}

impl Register {
    /// Enters a release that took effect. The caller bounds `act.n` by the record's size.
    pub fn release(&mut self, act: &Act, release: &Release, on: Date) {
        let facts = Facts {
            to: release.to.clone(),
            level: release.level.clone(),
            label: release.label.clone(),
            purpose: release.purpose.clone(),
            form: release.form,
            disclosed: release.disclosed,
            originators: release.originators(&act.by),
            on,
            copy: release.copy,
            unit: release.unit.clone(),
        };
        let given = self.given.entry(act.by.clone()).or_default();
        // The last kinds come again and again; further back it is not worth the search.
        let known = given.kinds.iter().rev().take(8).position(|k| *k == facts);
        let kind = match known {
            Some(back) => given.kinds.len().saturating_sub(back),
            None => {
                given.kinds.push(facts);
                given.kinds.len()
            }
        };
        put(&mut given.of, act.n, u32::try_from(kind).unwrap_or(0));
        given.count = given.count.saturating_add(1);
    }

    /// Enters a receipt that took effect. Of several for one release the first stands.
    pub fn receipt(&mut self, act: &Act, receipt: &Receipt) {
        let given = self.given.entry(receipt.from.clone()).or_default();
        let mark = u32::try_from(act.n.saturating_add(1)).unwrap_or(u32::MAX);
        let known = |given: &Given, n: u64| {
            let at = usize::try_from(n).ok();
            let held = at.and_then(|at| given.of.get(at)).is_some_and(|k| *k > 0);
            let open = at
                .and_then(|at| given.receipt.get(at))
                .is_none_or(|r| *r == 0);
            held && open
        };
        for n in &receipt.of {
            if known(given, *n) {
                put(&mut given.receipt, *n, mark);
            }
        }
        for (n, _) in &receipt.quarantined {
            if known(given, *n) {
                put(&mut given.receipt, *n, mark);
                given.quarantined.insert(*n);
            }
        }
    }

    /// What is known of a release.
    #[must_use]
    pub fn facts(&self, from: &PartyId, n: u64) -> Option<&Facts> {
        let given = self.given.get(from)?;
        let kind = given.of.get(usize::try_from(n).ok()?)?;
        let kind = usize::try_from(*kind).ok()?.checked_sub(1)?;
        given.kinds.get(kind)
    }

    /// Index of the receipt of a release in its holder's record.
    #[must_use]
    pub fn receipted(&self, from: &PartyId, n: u64) -> Option<u64> {
        let given = self.given.get(from)?;
        let mark = given.receipt.get(usize::try_from(n).ok()?)?;
        u64::from(*mark).checked_sub(1)
    }

    /// Whether a release was receipted but set apart.
    #[must_use]
    pub fn quarantined(&self, from: &PartyId, n: u64) -> bool {
        self.given
            .get(from)
            .is_some_and(|g| g.quarantined.contains(&n))
    }

    /// What was made and said of a release; `None` when nothing was.
    #[must_use]
    pub fn family(&self, from: &PartyId, n: u64) -> Option<&Family> {
        self.families.get(&(from.clone(), n))
    }

    /// Every release something was said of.
    pub fn families(&self) -> impl Iterator<Item = (&PartyId, u64, &Family)> {
        self.families.iter().map(|((from, n), f)| (from, *n, f))
    }

    /// Releases of a party, ascending.
    pub fn releases(&self, from: &PartyId) -> impl Iterator<Item = (u64, &Facts)> {
        let given = self.given.get(from);
        given.into_iter().flat_map(|given| {
            (0u64..).zip(&given.of).filter_map(|(n, kind)| {
                let kind = usize::try_from(*kind).ok()?.checked_sub(1)?;
                Some((n, given.kinds.get(kind)?))
            })
        })
    }

    /// How many releases a party made.
    #[must_use]
    pub fn count(&self, from: &PartyId) -> u64 {
        self.given.get(from).map_or(0, |g| g.count)
    }

    /// The level a release has now, as seen by an act's author: the last order stands, and of two
    /// that crossed the giver's. `None` when
    /// it is declassified.
    #[must_use]
    pub fn level<'r>(&'r self, from: &PartyId, n: u64, past: &Past<'_>) -> Option<&'r LevelId> {
        let facts = self.facts(from, n)?;
        let orders = self.family(from, n).map(|f| f.orders.as_slice());
        let last = orders
            .unwrap_or_default()
            .iter()
            .rev()
            .find(|o| o.known(past));
        match last {
            Some(order) => order.what.to.as_ref(),
            None => Some(&facts.level),
        }
    }

    /// Applies an act on items. The signatures of the official and of every witness have been
    /// verified already.
    ///
    /// # Errors
    /// Why it has no effect, the same on every node: ITEM-001, ACT-001, REG-001 to REG-021,
    /// MARK-001, MARK-003, REL-014, and what [`crate::permit`] refuses.
    pub fn apply(
        &mut self,
        rules: &Rules,
        time: &Timeline,
        act: &Act,
        item: &ItemAct,
    ) -> Result<(), Problem> {
        apply::apply(self, rules, time, act, item)
    }
}

fn put(list: &mut Vec<u32>, n: u64, value: u32) {
    let Ok(at) = usize::try_from(n) else { return };
    if list.len() <= at {
        list.resize(at.saturating_add(1), 0);
    }
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}
