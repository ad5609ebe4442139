//! Who may do what next in a case, and what comes before what (A16, A18, D3, V1–V3, I2).

use super::{Asked, Case, Done, Entry, State, View, opening::any_level};
use crate::{
    permit::{Action, Ask, Given, Hand, Item, Outcome, permit},
    terms::{Investigator, ItemForm},
};
use entente_model::{
    PartyId, Problem,
    case::{CaseDeed, ItemAt, Matter, Stage},
    problem::Class,
    time::Date,
};

/// The court among the bodies that demand disclosure (A18).
const COURT: &str = "court";

impl Asked<'_> {
    /// A later act in a case.
    pub(super) fn step(&self, case: &Case) -> Result<Entry, Problem> {
        let own = case.acts().filter(|e| &e.by == self.past.by);
        if own.count() >= super::MAX_ACTS {
            return Err(super::too_many("acts", super::MAX_ACTS));
        }
        let view = case.seen_by(self.past);
        let state = view.state();
        if self.what.what != CaseDeed::Reopen && matches!(state, State::Closed | State::Withdrawn) {
            return Err(self.stands(case, state));
        }
        let mut epoch = view.epoch();
        let (mut alone, mut jointly) = (false, false);
        let what = match &self.what.what {
            CaseDeed::Report(stage) => {
                self.report(case, view, *stage)?;
                Done::Report(*stage)
            }
            CaseDeed::Answer {
                granted,
                until,
                items,
            } => {
                self.answer(case, view, *granted, *until, items)?;
                Done::Answer {
                    granted: *granted,
                    until: *until,
                    items: items.clone(),
                }
            }
            CaseDeed::Withdraw => {
                self.withdraw(case, view, state)?;
                Done::Withdraw
            }
            CaseDeed::Close => {
                self.close(case, view)?;
                alone = self.closes_alone(case)?;
                let joint = self.law.rules.terms.joint.as_ref();
                jointly = joint.is_some_and(|group| group.all_originators);
                Done::Close
            }
            CaseDeed::Reopen => {
                self.reopen(case, state)?;
                epoch = epoch.saturating_add(1);
                Done::Reopen
            }
            CaseDeed::Open(_) => return Err(super::unknown(case.id())),
        };
        let depth = view.depth().saturating_add(1);
        Ok(Entry {
            alone,
            jointly,
            ..self.entry(what, depth, epoch)
        })
    }

    fn report(&self, case: &Case, view: View<'_>, stage: Stage) -> Result<(), Problem> {
        let opener = &case.id().by;
        let leave = case.needs_leave() && view.state() != State::Granted;
        match (case.matter(), stage) {
            (Matter::Incident { .. }, _) => self.incident_stage(case, view, stage),
            (Matter::Inspection { .. }, _) if leave => Err(self.after(case, "answer")),
            (
                Matter::Inspection { visit, .. },
                Stage::Finding | Stage::Preliminary | Stage::Final,
            ) => {
                self.by(case, &[opener])?;
                self.from(case, *visit)
            }
            (Matter::Inspection { .. }, Stage::Measures) => {
                self.by(case, &case.other().into_iter().collect::<Vec<_>>())?;
                self.follows(case, view, Stage::Finding)
            }
            (Matter::Visit(visit), Stage::Final) => {
                self.by(case, &[opener, &visit.host])?;
                if view.state() != State::Granted {
                    return Err(self.after(case, "answer"));
                }
                self.from(case, visit.from)
            }
            (Matter::Contract(_), Stage::Done | Stage::Finding) => {
                self.by(case, &case.inspector().into_iter().collect::<Vec<_>>())
            }
            (Matter::Demand { .. }, Stage::Told) => self.by(case, &[opener]),
            (Matter::Demand { .. }, Stage::Heard) => {
                self.by(case, &case.concerned().speak.iter().collect::<Vec<_>>())?;
                self.follows(case, view, Stage::Told)
            }
            (Matter::Demand { body, .. }, Stage::Done) => {
                self.by(case, &[opener])?;
                self.disclosed(case, view, body)
            }
            (Matter::Dispute { .. }, Stage::Account) => Ok(()),
            (Matter::Dispute { .. }, Stage::Agreed) => {
                let account =
                    |e: &Entry| e.what == Done::Report(Stage::Account) && &e.by != self.past.by;
                if view.acts().any(account) {
                    return Ok(());
                }
                Err(self.after(case, Stage::Account.word()))
            }
            (Matter::ClearanceEnded { .. }, Stage::Told) => {
                let others = case.parties().iter().filter(|p| *p != opener);
                self.by(case, &others.collect::<Vec<_>>())
            }
            _ => Err(self.misplaced(case)),
        }
    }

    /// The holder contains and repairs, the investigator reports, the originator says what the
    /// damage is; everybody may ask for help and give it (I2).
    fn incident_stage(&self, case: &Case, view: View<'_>, stage: Stage) -> Result<(), Problem> {
        let holders = &case.concerned().holders;
        let every = || case.parties().iter().collect::<Vec<_>>();
        let held_by = || match holders.as_slice() {
            [] => every(),
            some => some.iter().collect(),
        };
        match stage {
            Stage::Contained => self.by(case, &held_by()),
            Stage::Preliminary | Stage::Final => {
                let group = self.law.rules.terms.incident.as_ref();
                let who = match group.and_then(|g| g.investigate_by) {
                    Some(Investigator::Joint | Investigator::PlaceOfBreach) => every(),
                    Some(Investigator::Recipient) | None => held_by(),
                };
                self.by(case, &who)?;
                if stage == Stage::Final {
                    return self.follows(case, view, Stage::Preliminary);
                }
                Ok(())
            }
            Stage::Damage => {
                let speak = &case.concerned().speak;
                let who: Vec<_> = match speak.as_slice() {
                    [] => every(),
                    some => some.iter().collect(),
                };
                self.by(case, &who)
            }
            Stage::Measures => {
                self.by(case, &held_by())?;
                self.follows(case, view, Stage::Final)
            }
            Stage::Help => Ok(()),
            _ => Err(self.misplaced(case)),
        }
    }

    /// The originator is told, then heard, and only then is anything disclosed; the positions in
    /// the records prove the order (A18). Where the terms let a court's order be followed, telling
    /// is enough.
    fn disclosed(&self, case: &Case, view: View<'_>, body: &str) -> Result<(), Problem> {
        let speak = &case.concerned().speak;
        let group = self.law.rules.terms.disclosure_demand.as_ref();
        let court = body == COURT && group.is_some_and(|g| g.court_order_exception);
        let mut hand = Hand::EMPTY;
        let told = view.reached(Stage::Told);
        if told {
            hand = hand.with(Given::OriginatorTold);
        }
        if court {
            hand = hand.with(Given::CourtOrder);
        }
        if speak.iter().all(|party| view.heard(party)) || (court && told) {
            hand = hand.with(Given::OriginatorHeard);
        }
        if view.state() == State::Granted {
            hand = hand.with(Given::Consent);
        }
        let level = any_level(self.law.rules);
        let ask = Ask {
            item: level
                .as_ref()
                .map(|level| Item::new(level, speak, ItemForm::Electronic)),
            hand,
            ..self.ask(Action::DiscloseOnDemand)?
        };
        let decision = permit(self.law.rules, self.law.time, &ask);
        decision.allowed().map(|_| ())
    }

    fn answer(
        &self,
        case: &Case,
        view: View<'_>,
        granted: bool,
        until: Option<Date>,
        items: &[ItemAt],
    ) -> Result<(), Problem> {
        let answerers = case.answerers();
        if answerers.is_empty() {
            return Err(self.misplaced(case));
        }
        self.by(case, &answerers)?;
        let before = view.answer_of(self.past.by);
        let again = match (case.matter(), before) {
            (_, None) => true,
            // A firm's clearance is renewed and taken back; what a party thinks of a demand changes.
            (Matter::Contract(_) | Matter::Demand { .. }, _) => true,
            // A permission may be taken back before the visit.
            (Matter::Visit(_), Some(Done::Answer { granted: was, .. })) => *was && !granted,
            _ => false,
        };
        if !again {
            return Err(self.stands(case, view.state()));
        }
        let timed = matches!(
            case.matter(),
            Matter::Visit(_) | Matter::Contract(_) | Matter::Clearance { .. }
        );
        if until.is_some() && !(timed && granted) {
            return Err(self.misplaced(case));
        }
        match (case.matter(), until) {
            (Matter::Clearance { .. }, None) if granted => {
                return Err(self.no("CASE-010", case.matter(), self.past.by));
            }
            (Matter::Clearance { .. } | Matter::Contract(_), Some(until)) if until < self.day => {
                return Err(self.over(case, until));
            }
            (Matter::Visit(visit), Some(until)) if until < visit.from || until > visit.until => {
                return Err(self.over(case, until));
            }
            _ => {}
        }
        if items.is_empty() {
            return Ok(());
        }
        if !matches!(case.matter(), Matter::Information { .. }) || !granted {
            return Err(self.misplaced(case));
        }
        let known = self.items(items)?;
        match known.iter().find(|(at, _)| &at.from != self.past.by) {
            Some((at, _)) => Err(self
                .no("CASE-011", case.matter(), &at.from)
                .with("item", at.n)
                .with("party", &at.from)),
            None => Ok(()),
        }
    }

    /// By whoever asked, while nothing was done upon it.
    fn withdraw(&self, case: &Case, view: View<'_>, state: State) -> Result<(), Problem> {
        let asked = matches!(
            case.matter(),
            Matter::Visit(_)
                | Matter::Contract(_)
                | Matter::Inspection { .. }
                | Matter::Information { .. }
                | Matter::Clearance { .. }
        );
        if !asked {
            return Err(self.misplaced(case));
        }
        self.by(case, &[&case.id().by])?;
        let done = view.acts().any(|e| matches!(e.what, Done::Report(_)));
        if !view.is_open() || done {
            return Err(self.stands(case, state));
        }
        Ok(())
    }

    fn close(&self, case: &Case, view: View<'_>) -> Result<(), Problem> {
        let opener = &case.id().by;
        match case.matter() {
            Matter::Incident { .. } | Matter::Dispute { .. } => {}
            Matter::Inspection { .. } => {
                self.by(case, &[opener])?;
                let last = |stage: Stage| {
                    let of = |e: &&Entry| e.what == Done::Report(stage);
                    view.acts().filter(of).last().map(|e| e.depth)
                };
                // Every finding is put right before it is over.
                if last(Stage::Finding) > last(Stage::Measures) {
                    return Err(self.after(case, Stage::Measures.word()));
                }
                if !view.reached(Stage::Final) {
                    return Err(self.after(case, Stage::Final.word()));
                }
            }
            Matter::Visit(visit) => {
                self.by(case, &[opener, &visit.host])?;
                if view.state() == State::Open {
                    return Err(self.after(case, "answer"));
                }
            }
            Matter::Contract(_) => {
                self.by(
                    case,
                    &[Some(opener), case.other()]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>(),
                )?;
            }
            Matter::Demand { .. } => {
                self.by(case, &[opener])?;
                self.follows(case, view, Stage::Told)?;
            }
            Matter::Information { .. }
            | Matter::Clearance { .. }
            | Matter::ClearanceEnded { .. } => return Err(self.misplaced(case)),
        }
        if view.closers().any(|e| &e.by == self.past.by) {
            return Err(self.stands(case, view.state()));
        }
        Ok(())
    }

    /// Whether the terms let this party close alone. An incident or a dispute that it cannot close
    /// alone stays open until the others have said so too: its word is consent.
    fn closes_alone(&self, case: &Case) -> Result<bool, Problem> {
        let action = match case.matter() {
            Matter::Incident { .. } => Action::CloseIncident,
            Matter::Dispute { .. } => Action::CloseDispute,
            _ => return Ok(false),
        };
        let level = any_level(self.law.rules);
        for makers in &case.concerned().origins {
            let ask = Ask {
                item: level
                    .as_ref()
                    .map(|level| Item::new(level, makers, ItemForm::Electronic)),
                ..self.ask(action)?
            };
            let decision = permit(self.law.rules, self.law.time, &ask);
            if decision.outcome() == Outcome::Allowed {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn reopen(&self, case: &Case, state: State) -> Result<(), Problem> {
        match case.matter() {
            Matter::Incident { .. } | Matter::Dispute { .. } | Matter::Demand { .. } => {}
            Matter::Inspection { .. } => self.by(case, &[&case.id().by])?,
            _ => return Err(self.misplaced(case)),
        }
        if state != State::Closed {
            return Err(self.stands(case, state));
        }
        Ok(())
    }

    /// Only these parties.
    fn by(&self, case: &Case, who: &[&PartyId]) -> Result<(), Problem> {
        if who.contains(&self.past.by) {
            return Ok(());
        }
        let named: Vec<_> = who.iter().map(|p| p.as_str()).collect();
        let named = named.join(", ");
        Err(self
            .no("CASE-002", case.matter(), &named)
            .with("step", self.step_word())
            .with("matter", case.matter().word())
            .with("party", named))
    }

    fn follows(&self, case: &Case, view: View<'_>, before: Stage) -> Result<(), Problem> {
        if view.reached(before) {
            return Ok(());
        }
        Err(self.after(case, before.word()))
    }

    /// Not before a day that was named.
    fn from(&self, case: &Case, day: Date) -> Result<(), Problem> {
        if self.what.on < day {
            let no = self.no("VISIT-006", case.matter(), "you");
            return Err(no.with("date", day));
        }
        Ok(())
    }

    fn after(&self, case: &Case, before: &str) -> Problem {
        let no = self.no("CASE-006", case.matter(), "both-parties");
        no.with("step", self.step_word())
            .with("before", before)
            .with("matter", case.matter().word())
    }

    fn misplaced(&self, case: &Case) -> Problem {
        let no = self.no("CASE-003", case.matter(), "you");
        no.with("step", self.step_word())
            .with("matter", case.matter().word())
    }

    fn stands(&self, case: &Case, state: State) -> Problem {
        let no = self.no("CASE-004", case.matter(), "both-parties");
        Problem {
            class: Class::Stale,
            ..no.with("step", self.step_word())
                .with("state", state.word())
        }
    }

    fn over(&self, case: &Case, until: Date) -> Problem {
        let no = self.no("VISIT-004", case.matter(), &case.id().by);
        no.with("date", until)
    }

    fn step_word(&self) -> &'static str {
        match &self.what.what {
            CaseDeed::Report(stage) => stage.word(),
            other => other.name(),
        }
    }
}
