//! `permit`: act × state × terms → decision with articles. Sender and receiver ask the same
//! function and get the same answer; a refusal names the rule and who can decide otherwise, a
//! permission records which rules allowed it. Total, and without allocation unless somebody reads
//! the answer's words.

mod access;
mod ask;
mod conduct;
mod course;
mod decision;
mod giving;
mod holding;
mod sending;

pub use ask::*;
pub use decision::{Arg, Check, Decider, Decision, No, Outcome, Step};

use crate::{
    facts::Timeline,
    rules::Rules,
    terms::{Group, Period},
};
use decision::Answer;
use entente_marking::Level;
use entente_model::{ProvisionId, time::Date};

/// Decides one act.
#[must_use]
pub fn permit<'q>(rules: &'q Rules, time: &'q Timeline, ask: &'q Ask<'q>) -> Decision<'q> {
    let mut q = Question {
        rules,
        time,
        ask,
        out: Decision::default(),
    };
    match ask.action {
        Action::Release | Action::Disclose => q.giving(),
        Action::Request => q.request(),
        Action::Send => q.send(),
        Action::Store => q.store(),
        Action::Open => q.open(),
        Action::Forward => q.receipt_before(true),
        Action::UseFor => q.use_for(),
        Action::Onward => q.onward(),
        Action::Relay => q.relay(),
        Action::Copy => q.copy(),
        Action::Translate => q.translate(),
        Action::Downgrade => q.downgrade(),
        Action::Destroy => q.destroy(),
        Action::EmergencyDestroy => q.emergency_destroy(),
        Action::Return => q.give_back(),
        Action::DiscloseOnDemand => q.demand(),
        Action::Contract => q.contract(false),
        Action::Subcontract => q.contract(true),
        Action::Visit => q.visit(),
        Action::SecurityVisit => q.security_visit(),
        Action::CloseIncident => q.close_incident(),
        Action::CloseDispute => q.close_dispute(),
        Action::Amend => q.amend(),
        Action::AskTalks => q.ask_talks(),
        Action::Update => q.update(),
        Action::Terminate => q.terminate(),
        Action::StayNotice => q.stay_notice(),
        Action::PauseReleases => q.pause_releases(),
        Action::PauseDuties => q.pause_duties(),
        Action::Accede => q.accede(),
        Action::AskOldRules => q.ask_old_rules(),
        Action::Discharge => q.discharge(),
    }
    q.out
}

/// One question on its way to an answer.
struct Question<'q> {
    rules: &'q Rules,
    time: &'q Timeline,
    ask: &'q Ask<'q>,
    out: Decision<'q>,
}

impl<'q> Question<'q> {
    /// Asks a rule of a group's field.
    fn rule<G: Group>(
        &mut self,
        rule: &'static str,
        group: &'q G,
        field: &'static str,
        answer: Answer<'q>,
    ) {
        let name = field.split_once('.').map_or(field, |(_, name)| name);
        self.out.step(rule, field, Some(group.rule(name)), answer);
    }

    /// Asks a rule that holds whatever the text says, under the provision where it says so.
    fn always<G: Group>(
        &mut self,
        rule: &'static str,
        group: &'q G,
        name: &'static str,
        answer: Answer<'q>,
    ) {
        self.out.step(rule, "", Some(group.rule(name)), answer);
    }

    /// Asks a rule no field gives.
    fn silent(&mut self, rule: &'static str, article: Option<&'q ProvisionId>, answer: Answer<'q>) {
        self.out.step(rule, "", article, answer);
    }

    /// The item's level, or a refusal where there is no item or its level is unknown.
    fn level(&mut self) -> Option<&'q Level> {
        let Some(item) = &self.ask.item else {
            self.silent("item", None, No::new("RULE-001", Decider::Role("you")).no());
            return None;
        };
        let level = self.rules.level(item.level);
        if level.is_none() {
            let no = No::new("MARK-001", Decider::Role("negotiators"))
                .text("token", item.level.as_str())
                .text("party", item.level.party());
            self.silent("level", self.listed(), no.no());
        }
        level
    }

    /// The provision that lists the levels: where one that is not there would have to stand.
    fn listed(&self) -> Option<&'q ProvisionId> {
        self.rules.terms.level.first().map(|level| &level.basis)
    }

    /// Whether the asking party made the item, alone or with others.
    fn originator(&self) -> bool {
        self.ask
            .item
            .is_some_and(|item| item.originators.contains(self.ask.by))
    }

    /// The party whose consent is needed: the item's first originator, else the other party.
    fn consenting(&self) -> Decider<'q> {
        match self.ask.item {
            Some(Item {
                originators: [first, ..],
                ..
            }) => Decider::Party(first),
            _ => Decider::Party(self.ask.to),
        }
    }

    /// The day a period after another, by no calendar; `None` when it cannot be told.
    fn after(&self, from: Date, period: Period) -> Option<Date> {
        crate::dates::add(period, from, &self.rules.terms.calendar, None).ok()
    }

    fn has(&self, given: Given) -> bool {
        self.ask.hand.has(given)
    }

    /// Pass with what is at hand, else not yet.
    fn wants(&self, given: Given, code: &'static str, decider: Decider<'q>) -> Answer<'q> {
        if self.has(given) {
            Answer::Pass
        } else {
            No::new(code, decider).needs()
        }
    }
}
