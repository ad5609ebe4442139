//! Cases as a fold over acts: incidents, inspections, visits, contracts, demands, disputes,
//! requests (agreements.md A14, A16, A18, D3, D4, V1–V3, I1, I2).
//!
//! Whether an act in a case has effect follows from what its author had seen of the case, never
//! from what arrived here meanwhile; acts are kept in an order that follows from the acts alone.
//! So every node that has the same records has the same cases.
//!
//! Nothing here decides about an item but what a demand or a contract asks: no other code reads a
//! dispute to decide anything (A16).

mod case;
mod duties;
mod opening;
mod stage;

pub use case::{Account, Case, Concerned, Done, Entry, State, View};
pub use duties::{Duty, Standing, Task};

use crate::{
    facts::Timeline,
    past::Past,
    permit::{Given, Hand},
    rules::Rules,
    terms::Group,
};
use entente_model::{
    LevelId, PartyId, Problem, ProvisionId,
    card::Role,
    case::{CaseAct, CaseDeed, CaseId, ItemAt, Matter},
    problem::Class,
    time::Date,
};
use std::collections::BTreeMap;

/// Most open cases of one party under one agreement.
pub const MAX_OPEN: usize = 10_000;
/// Most cases one party opens under one agreement.
pub const MAX_CASES: usize = 100_000;
/// Most acts of one party in one case. Counted for each party, so that none can fill a case up
/// against another.
pub const MAX_ACTS: usize = 1000;
/// Most items one act names, and most numbers in all beneath them.
pub const MAX_ITEMS: usize = 1000;

/// An item as far as a case looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownItem {
    /// Its originators; more than one for joint information.
    pub originators: Vec<PartyId>,
    /// Who holds it: the recipient of the release.
    pub holder: PartyId,
}

/// What the fold asks about items. It asks only for releases in the act's causal past.
pub trait ItemsKnown {
    /// The release at index `n` of `from`'s record, if one took effect there.
    fn item(&self, from: &PartyId, n: u64) -> Option<KnownItem>;
}

/// What an act is judged by: the rules that bind its author, the dates, the parties, the items.
#[derive(Clone, Copy)]
pub struct Law<'a> {
    /// The rules of the text that governs the act.
    pub rules: &'a Rules,
    /// The dates that follow from the acts.
    pub time: &'a Timeline,
    /// The parties of the agreement.
    pub parties: &'a [PartyId],
    /// The items.
    pub items: &'a dyn ItemsKnown,
}

/// All cases under one agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cases {
    all: BTreeMap<CaseId, Case>,
    opened: BTreeMap<PartyId, usize>,
}

/// An act found in order, ready to take effect.
#[derive(Debug)]
pub struct Checked(Effect);

#[derive(Debug)]
enum Effect {
    Opens(Box<Case>),
    Adds(CaseId, Entry),
}

impl Cases {
    /// Takes an act, if the terms let its author do so. On an error nothing changed.
    ///
    /// # Errors
    /// See [`Self::check`].
    pub fn apply(
        &mut self,
        law: Law<'_>,
        past: Past<'_>,
        what: &CaseAct,
    ) -> Result<CaseId, Problem> {
        let checked = self.check(law, past, what)?;
        Ok(self.take(checked))
    }

    /// Whether an act is in order. It follows from the act, its causal past and the rules alone.
    ///
    /// # Errors
    /// ACT-001 for an act that contradicts itself; CASE-001 for a case its author had not seen;
    /// CASE-002 to CASE-011, VISIT-001 to VISIT-005, INC-002, CON-007, CON-008, MARK-001; what
    /// [`crate::permit::permit`] refuses (VIS-, CON-, HOLD-, REL-).
    pub fn check(&self, law: Law<'_>, past: Past<'_>, what: &CaseAct) -> Result<Checked, Problem> {
        let day = law.rules.day(past.at);
        let day = day.filter(|day| what.on <= *day).ok_or_else(|| {
            Problem::refused("CASE-008")
                .with("date", what.on)
                .with("article", "-")
                .decided_by("you")
        })?;
        let asked = Asked {
            law,
            past,
            what,
            day,
        };
        match (&what.case, &what.what) {
            (None, CaseDeed::Open(matter)) => {
                let case = asked.open(self, matter)?;
                Ok(Checked(Effect::Opens(Box::new(case))))
            }
            (Some(id), deed) if !matches!(deed, CaseDeed::Open(_)) => {
                let case = self.seen(id, past)?;
                let entry = asked.step(case)?;
                Ok(Checked(Effect::Adds(id.clone(), entry)))
            }
            _ => Err(Problem::partner("ACT-001")
                .with("party", past.by)
                .with("detail", "a case is opened once, by its first act")
                .decided_by(past.by)),
        }
    }

    /// Lets an act take effect that was checked against this very state.
    pub fn take(&mut self, checked: Checked) -> CaseId {
        match checked.0 {
            Effect::Opens(case) => {
                let id = case.id().clone();
                let count = self.opened.entry(id.by.clone()).or_default();
                *count = count.saturating_add(1);
                self.all.insert(id.clone(), *case);
                id
            }
            Effect::Adds(id, entry) => {
                if let Some(case) = self.all.get_mut(&id) {
                    case.add(entry);
                }
                id
            }
        }
    }

    /// A case.
    ///
    /// # Errors
    /// CASE-001.
    pub fn get(&self, id: &CaseId) -> Result<&Case, Problem> {
        self.all.get(id).ok_or_else(|| unknown(id))
    }

    /// All of them, by who opened them and in that order.
    pub fn iter(&self) -> impl Iterator<Item = &Case> {
        self.all.values()
    }

    /// Those that are open.
    pub fn open(&self) -> impl Iterator<Item = &Case> {
        self.iter().filter(|case| case.view().is_open())
    }

    /// Whose business an act in a case is (M-rule on roles): matters of protection are the security
    /// officer's, disputes the signatory's, requests for information the releasing officer's.
    ///
    /// # Errors
    /// CASE-001 for a case its author had not seen.
    pub fn role(&self, past: Past<'_>, what: &CaseAct) -> Result<Role, Problem> {
        let matter = match (&what.what, &what.case) {
            (CaseDeed::Open(matter), _) => matter,
            (_, Some(id)) => self.seen(id, past)?.matter(),
            (_, None) => {
                return Err(Problem::partner("ACT-001")
                    .with("party", past.by)
                    .with("detail", "no case is named")
                    .decided_by(past.by));
            }
        };
        Ok(role(matter))
    }

    /// What stands for a contract at a level, as its author had seen it: what
    /// [`crate::permit::Action::Contract`] and [`crate::permit::Action::Subcontract`] ask for. Empty
    /// for a level above the contract's, for one that is not granted or no longer, and for what is
    /// no contract: then a release to the contractor stays blocked.
    #[must_use]
    pub fn contract_cleared(
        &self,
        rules: &Rules,
        case: &CaseId,
        level: &LevelId,
        past: Past<'_>,
    ) -> Hand {
        let Ok(case) = self.seen(case, past) else {
            return Hand::EMPTY;
        };
        let view = case.seen_by(past);
        let (Matter::Contract(contract), Some(day)) = (case.matter(), rules.day(past.at)) else {
            return Hand::EMPTY;
        };
        let granted =
            view.state() == State::Granted && view.granted_until().is_none_or(|until| day <= until);
        if !granted || !not_above(rules, level, &contract.level) {
            return Hand::EMPTY;
        }
        let mut hand = Hand::EMPTY
            .with(Given::FacilityClearance)
            .with(Given::PersonClearance)
            .with(Given::Consent);
        if contract.guide.is_some() {
            hand = hand.with(Given::Guide);
        }
        if view.inspected() {
            hand = hand.with(Given::Inspection);
        }
        if contract.foreign_owned {
            hand = hand.with(Given::ForeignOwned);
        }
        hand
    }

    /// A case that lies in a causal past.
    fn seen(&self, id: &CaseId, past: Past<'_>) -> Result<&Case, Problem> {
        self.all
            .get(id)
            .filter(|_| past.knows(&id.by, id.n))
            .ok_or_else(|| unknown(id))
    }

    /// Refuses one more case where a party has too many. Looks at the party's own cases alone:
    /// those are all in the past of its acts.
    fn room(&self, past: Past<'_>) -> Result<(), Problem> {
        let all = self.opened.get(past.by).copied().unwrap_or_default();
        if all < MAX_OPEN {
            return Ok(());
        }
        let from = CaseId {
            by: past.by.clone(),
            n: 0,
        };
        let own = self.all.range(from..).map(|(_, case)| case);
        let own = own.take_while(|case| &case.id().by == past.by);
        let open = own.filter(|case| case.seen_by(past).is_open()).count();
        if all >= MAX_CASES || open >= MAX_OPEN {
            return Err(too_many("cases", MAX_OPEN));
        }
        Ok(())
    }
}

/// Whose business a matter is.
#[must_use]
pub fn role(matter: &Matter) -> Role {
    match matter {
        Matter::Dispute { .. } => Role::Signatory,
        Matter::Information { .. } => Role::ReleasingOfficer,
        _ => Role::SecurityOfficer,
    }
}

/// One act and what it is judged by.
#[derive(Clone, Copy)]
struct Asked<'a> {
    law: Law<'a>,
    past: Past<'a>,
    what: &'a CaseAct,
    /// The day of the act, in the agreement's zone.
    day: Date,
}

impl<'a> Asked<'a> {
    /// The first party that is not this one.
    fn other(&self, than: &PartyId) -> Result<&'a PartyId, Problem> {
        let mut parties = self.law.parties.iter();
        parties.find(|p| *p != than).ok_or_else(|| {
            Problem::partner("ACT-002")
                .with("party", than)
                .decided_by("you")
        })
    }

    /// The items, each with what is known of it to the author.
    fn items(&self, items: &[ItemAt]) -> Result<Vec<(ItemAt, KnownItem)>, Problem> {
        let numbers = items.iter().map(|i| i.numbers.len());
        let numbers = numbers.fold(0usize, usize::saturating_add);
        if items.len().max(numbers) > MAX_ITEMS {
            return Err(too_many("items", MAX_ITEMS));
        }
        let mut known = Vec::with_capacity(items.len());
        for at in items {
            let item = Some(at)
                .filter(|at| self.past.knows(&at.from, at.n))
                .and_then(|at| self.law.items.item(&at.from, at.n));
            let item = item.ok_or_else(|| {
                Problem::new("CASE-007", Class::NotFound)
                    .with("item", at.n)
                    .with("party", &at.from)
                    .with("article", "-")
                    .decided_by("registrar")
            })?;
            known.push((at.clone(), item));
        }
        Ok(known)
    }

    /// A refusal under the provision the matter rests on.
    fn no(&self, code: &'static str, matter: &Matter, decider: impl std::fmt::Display) -> Problem {
        let no = Problem::refused(code).decided_by(decider);
        match basis(self.law.rules, matter) {
            Some(article) => no.with("article", article).under(article),
            None => no.with("article", "-"),
        }
    }
}

/// The provision a matter rests on, where the terms have one.
#[must_use]
pub fn basis<'r>(rules: &'r Rules, matter: &Matter) -> Option<&'r ProvisionId> {
    let terms = &rules.terms;
    match matter {
        Matter::Incident { .. } => terms.incident.as_ref().map(Group::first),
        Matter::Inspection { .. } => terms.oversight.as_ref().map(Group::first),
        Matter::Visit(visit) => opening::visits(rules, &visit.host).map(Group::first),
        Matter::Contract(_) => terms.contractors.as_ref().map(Group::first),
        Matter::Demand { .. } => terms.disclosure_demand.as_ref().map(Group::first),
        Matter::Dispute { .. } => terms.dispute.as_ref().map(Group::first),
        Matter::Information { .. } => terms.release.as_ref().map(Group::first),
        Matter::Clearance { .. } => terms.access.as_ref().map(|g| g.rule("confirm")),
        Matter::ClearanceEnded { .. } => terms.access.as_ref().map(|g| g.rule("revocation")),
    }
}

/// Whether a level is not higher than another; false where they cannot be compared.
fn not_above(rules: &Rules, level: &LevelId, top: &LevelId) -> bool {
    let Some(top) = rules.level(top) else {
        return false;
    };
    let same = rules.level(level).filter(|l| l.party == top.party);
    same.or_else(|| rules.handled_as(level, &top.party))
        .is_some_and(|level| level.party == top.party && level.rank <= top.rank)
}

fn unknown(id: &CaseId) -> Problem {
    Problem::new("CASE-001", Class::NotFound)
        .with("party", &id.by)
        .with("index", id.n)
        .decided_by("you")
}

fn too_many(what: &str, max: usize) -> Problem {
    Problem::refused("CASE-005")
        .with("what", what)
        .with("max", max)
        .with("article", "-")
        .decided_by("you")
}
