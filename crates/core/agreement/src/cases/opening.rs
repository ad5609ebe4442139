//! Who may open what (A14, A16, A18, D3, D4, V1–V3, I1).

use super::{Asked, Case, Cases, Concerned, Done, Entry, KnownItem, State, not_above, too_many};
use crate::{
    permit::{Action, Ask, Given, Hand, Item, Outcome, VisitAsked, permit},
    rules::Rules,
    terms::{Group, IncidentTrigger, ItemForm, Third, VisitField, VisitTrigger, Visits},
};
use entente_model::{
    LevelId, PartyId, Problem,
    case::{CaseId, Contract, ItemAt, Matter, Visit},
    holding::MAX_WORDS,
    time::Date,
};

/// Most places, fields or provisions one act names.
const MAX_NAMES: usize = 100;
/// Bodies that demand disclosure (A18).
const BODIES: [&str; 4] = ["court", "parliament", "authority", "other"];
/// Whose clearance ended (D4).
const WHOSE: [&str; 2] = ["person", "facility"];

/// The rules on visits to a host: its own row, else those for every host (V1).
pub(super) fn visits<'r>(rules: &'r Rules, host: &PartyId) -> Option<&'r Visits> {
    let rows = &rules.terms.host_visits;
    let own = rows.iter().find(|row| row.host.as_ref() == Some(host));
    own.or(rules.terms.visits.as_ref())
}

impl Asked<'_> {
    /// Opens a case.
    pub(super) fn open(&self, cases: &Cases, matter: &Matter) -> Result<Case, Problem> {
        cases.room(self.past)?;
        let mut concerned = Concerned::default();
        let mut needs_leave = false;
        match matter {
            Matter::Incident { trigger, items } => {
                concerned = self.incident(matter, trigger, items)?;
            }
            Matter::Inspection { visit, trigger } => {
                needs_leave = self.inspection(matter, *visit, trigger)?;
            }
            Matter::Visit(visit) => self.visit(matter, visit)?,
            Matter::Contract(contract) => self.contract(cases, matter, contract)?,
            Matter::Demand { body, items, .. } => {
                self.word(matter, body, &BODIES)?;
                concerned = self.demand(matter, items)?;
            }
            Matter::Dispute { provisions, items } => {
                names(provisions.len())?;
                concerned = concern(self.law.parties, self.items(items)?);
            }
            Matter::Information {
                purpose,
                originators,
                ..
            } => self.information(purpose, originators)?,
            Matter::Clearance { level } => {
                let other = self.other(self.past.by)?;
                self.level_of(matter, level, other)?;
            }
            Matter::ClearanceEnded { of } => self.word(matter, of, &WHOSE)?,
        }
        let id = CaseId {
            by: self.past.by.clone(),
            n: self.past.n,
        };
        let parties = self.law.parties.to_vec();
        let opening = self.entry(Done::Open, 0, 0);
        Ok(Case::new(
            id,
            matter.clone(),
            parties,
            concerned,
            needs_leave,
            opening,
        ))
    }

    pub(super) fn entry(&self, what: Done, depth: u32, epoch: u32) -> Entry {
        Entry {
            depth,
            by: self.past.by.clone(),
            n: self.past.n,
            on: self.what.on,
            day: self.day,
            official: self.what.official.clone(),
            what,
            epoch,
            text: self.what.text.is_some(),
            alone: false,
            jointly: false,
        }
    }

    /// On suspicion, by whoever holds, made or gave the items (I1).
    fn incident(
        &self,
        matter: &Matter,
        trigger: &str,
        items: &[ItemAt],
    ) -> Result<Concerned, Problem> {
        let all = IncidentTrigger::ALL.iter().map(|t| t.word());
        self.word(matter, trigger, &all.collect::<Vec<_>>())?;
        let group = self.law.rules.terms.incident.as_ref();
        let counted = group.map(|g| g.trigger.as_slice()).unwrap_or_default();
        if !counted.is_empty() && !counted.iter().any(|t| t.word() == trigger) {
            let article = group.map(|g| g.rule("trigger").clone());
            let no = Problem::refused("INC-002")
                .with("trigger", trigger)
                .decided_by("negotiators");
            return Err(match article {
                Some(article) => no.with("article", &article).under(article),
                None => no.with("article", "-"),
            });
        }
        let known = self.items(items)?;
        for (at, item) in &known {
            let by = self.past.by;
            if &item.holder != by && &at.from != by && !item.originators.contains(by) {
                return Err(self.not_theirs(matter, at));
            }
        }
        Ok(concern(self.law.parties, known))
    }

    /// By the party that holds what is demanded (A18).
    fn demand(&self, matter: &Matter, items: &[ItemAt]) -> Result<Concerned, Problem> {
        let known = self.items(items)?;
        for (at, item) in &known {
            if &item.holder != self.past.by {
                return Err(self.not_theirs(matter, at));
            }
        }
        let mut concerned = concern(self.law.parties, known);
        concerned.speak.retain(|party| party != self.past.by);
        if concerned.speak.is_empty() {
            concerned.speak.push(self.other(self.past.by)?.clone());
        }
        Ok(concerned)
    }

    /// True when the terms give no right to it and the other party's leave comes first (V2).
    fn inspection(&self, matter: &Matter, visit: Date, trigger: &str) -> Result<bool, Problem> {
        if !trigger.is_empty() {
            let all = VisitTrigger::ALL.iter().map(|t| t.word());
            self.word(matter, trigger, &all.collect::<Vec<_>>())?;
            let group = self.law.rules.terms.oversight.as_ref();
            let listed = group.map(|g| g.triggers.as_slice()).unwrap_or_default();
            if !listed.is_empty() && !listed.iter().any(|t| t.word() == trigger) {
                let no = self.no("VISIT-003", matter, "negotiators");
                return Err(no.with("trigger", trigger));
            }
        }
        self.ahead(matter, visit)?;
        let ask = Ask {
            visit: Some(VisitAsked {
                requested: self.day,
                from: visit,
                until: visit,
                list: false,
                third_country: false,
            }),
            ..self.ask(Action::SecurityVisit)?
        };
        let decision = permit(self.law.rules, self.law.time, &ask);
        match decision.outcome() {
            Outcome::Allowed => Ok(false),
            Outcome::Needs => Ok(true),
            Outcome::Refused => decision.allowed().map(|_| false),
        }
    }

    /// A request with every field the terms list, in time (V1). The permission itself is the host's
    /// answer.
    fn visit(&self, matter: &Matter, visit: &Visit) -> Result<(), Problem> {
        let host = &visit.host;
        let elsewhere = host != self.past.by && self.law.parties.contains(host);
        if !elsewhere || visit.visitors == 0 || visit.until < visit.from {
            return Err(self
                .no("VISIT-002", matter, self.past.by)
                .with("host", host));
        }
        self.level_of(matter, &visit.level, host)?;
        self.ahead(matter, visit.from)?;
        names(visit.places.len().max(visit.states.len()))?;
        words(visit.places.iter().map(String::as_str))?;
        let fields: Vec<_> = VisitField::ALL.iter().map(|f| f.word()).collect();
        for stated in &visit.states {
            self.word(matter, stated, &fields)?;
        }
        if let Some(group) = visits(self.law.rules, host) {
            let missing: Vec<_> = group
                .form
                .iter()
                .map(|f| f.word())
                .filter(|f| !visit.states.iter().any(|s| s == f))
                .collect();
            if !missing.is_empty() {
                let article = group.rule("form");
                return Err(Problem::refused("VISIT-001")
                    .with("fields", missing.join(", "))
                    .with("article", article)
                    .under(article)
                    .decided_by(self.past.by));
            }
        }
        let mut hand = Hand::EMPTY
            .with(Given::HostPermission)
            .with(Given::ThirdCountryLeave);
        if visit.urgent {
            hand = hand.with(Given::Urgent);
        }
        if visit.diplomatic {
            hand = hand.with(Given::DiplomaticChannel);
        }
        let makers = std::slice::from_ref(host);
        let ask = Ask {
            to: host,
            item: Some(Item::new(&visit.level, makers, ItemForm::Electronic)),
            purpose: Some(&visit.purpose),
            hand,
            visit: Some(VisitAsked {
                requested: self.day,
                from: visit.from,
                until: visit.until,
                list: visit.list,
                third_country: visit.third_country,
            }),
            ..self.ask(Action::Visit)?
        };
        let decision = permit(self.law.rules, self.law.time, &ask);
        decision.allowed().map(|_| ())
    }

    /// The firm's authority is asked; nothing goes to the firm before it confirmed (V3).
    fn contract(&self, cases: &Cases, matter: &Matter, of: &Contract) -> Result<(), Problem> {
        let kinds: Vec<_> = Third::ALL.iter().map(|t| t.word()).collect();
        self.word(matter, &of.firm.kind, &kinds)?;
        let unit = of.firm.unit.as_deref().unwrap_or_default();
        words([of.firm.name.as_str(), of.facility.as_str(), unit].into_iter())?;
        if let Some(under) = &of.under {
            let parent = cases.seen(under, self.past)?;
            let Matter::Contract(above) = parent.matter() else {
                return Err(super::unknown(under));
            };
            if parent.seen_by(self.past).state() != State::Granted {
                return Err(self.no("CON-008", matter, "competent-authorities"));
            }
            if !not_above(self.law.rules, &of.level, &above.level) {
                let no = self.no("CON-007", matter, "competent-authorities");
                return Err(no.with("level", &of.level).with("above", &above.level));
            }
        }
        // What the answer will bring is taken as there: what is still refused can never be had.
        let mut hand: Hand = [
            Given::FacilityClearance,
            Given::PersonClearance,
            Given::Guide,
            Given::Inspection,
            Given::Consent,
        ]
        .into_iter()
        .collect();
        if of.foreign_owned {
            hand = hand.with(Given::ForeignOwned);
        }
        let action = if of.under.is_some() {
            Action::Subcontract
        } else {
            Action::Contract
        };
        let makers = std::slice::from_ref(self.past.by);
        let ask = Ask {
            item: Some(Item::new(&of.level, makers, ItemForm::Electronic)),
            hand,
            ..self.ask(action)?
        };
        let decision = permit(self.law.rules, self.law.time, &ask);
        decision.allowed().map(|_| ())
    }

    /// Always open to a party while the agreement applies, but for what came from a third (A14).
    fn information(
        &self,
        purpose: &entente_model::id::PurposeId,
        originators: &[PartyId],
    ) -> Result<(), Problem> {
        names(originators.len())?;
        let ask = Ask {
            purpose: Some(purpose),
            ..self.ask(Action::Request)?
        };
        let level = any_level(self.law.rules);
        // No item needs no level: what is asked for has none yet, and the rule asks for none.
        let makers = level.as_ref().filter(|_| !originators.is_empty());
        let third = originators.iter().find(|maker| *maker != ask.to);
        let makers = makers.map(|level| {
            let makers = third.map_or(originators, std::slice::from_ref);
            Item::new(level, makers, ItemForm::Electronic)
        });
        let ask = Ask {
            item: makers,
            ..ask
        };
        let decision = permit(self.law.rules, self.law.time, &ask);
        decision.allowed().map(|_| ())
    }

    pub(super) fn ask(&self, action: Action) -> Result<Ask<'_>, Problem> {
        let other = self.other(self.past.by)?;
        Ok(Ask::new(action, self.past.by, other, self.day))
    }

    fn level_of(&self, matter: &Matter, level: &LevelId, of: &PartyId) -> Result<(), Problem> {
        if self.law.rules.level(level).is_none_or(|l| &l.party != of) {
            let no = self.no("MARK-001", matter, of);
            return Err(no.with("token", level).with("party", of));
        }
        Ok(())
    }

    /// Nobody announces what is past.
    fn ahead(&self, matter: &Matter, day: Date) -> Result<(), Problem> {
        if day < self.day {
            return Err(self.no("VISIT-005", matter, "you").with("date", day));
        }
        Ok(())
    }

    fn word(&self, matter: &Matter, word: &str, all: &[&str]) -> Result<(), Problem> {
        if all.contains(&word) {
            return Ok(());
        }
        let shown: String = word.chars().take(80).collect();
        Err(self
            .no("CASE-009", matter, "you")
            .with("word", shown)
            .with("accepted", all.join(", ")))
    }

    fn not_theirs(&self, matter: &Matter, at: &ItemAt) -> Problem {
        self.no("CASE-011", matter, &at.from)
            .with("item", at.n)
            .with("party", &at.from)
    }
}

/// A level of the terms; the question it is put into does not look at it.
pub(super) fn any_level(rules: &Rules) -> Option<LevelId> {
    rules.terms.level.iter().find_map(|level| level.id().ok())
}

/// Whom items concern.
fn concern(parties: &[PartyId], items: Vec<(ItemAt, KnownItem)>) -> Concerned {
    fn once<T: PartialEq>(all: &mut Vec<T>, one: T) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    let mut out = Concerned::default();
    for (at, mut item) in items {
        let here: Vec<_> = parties
            .iter()
            .filter(|p| item.originators.contains(p))
            .collect();
        for party in &here {
            once(&mut out.speak, (*party).clone());
        }
        if here.is_empty() {
            once(&mut out.speak, at.from);
        }
        once(&mut out.holders, item.holder);
        item.originators.sort();
        item.originators.dedup();
        once(&mut out.origins, item.originators);
    }
    out.speak.sort();
    out.holders.sort();
    out.origins.sort();
    out
}

fn names(count: usize) -> Result<(), Problem> {
    if count > MAX_NAMES {
        return Err(too_many("names", MAX_NAMES));
    }
    Ok(())
}

fn words<'w>(mut all: impl Iterator<Item = &'w str>) -> Result<(), Problem> {
    if all.any(|word| word.len() > MAX_WORDS) {
        return Err(too_many("bytes", MAX_WORDS));
    }
    Ok(())
}
