//! Holding: use, onward, copies, translations, levels, endings. Asked by the party that
//! holds an item; its duties run whether or not the agreement still does (A15).

use super::decision::Answer;
use super::{Decider, Given, No, Question};
use crate::terms::{Caveat, CaveatEffect, Ending, ForeignOwned, May, Third};
use crate::timeline::declassified_on;
use entente_marking::vocabulary;

impl<'q> Question<'q> {
    /// Another purpose than the one it was given for (E2), or a publishing proceeding (C9).
    pub(super) fn use_for(&mut self) {
        if self.earlier_holding() {
            return;
        }
        self.originator_control();
        let Some(group) = &self.rules.terms.use_limits else {
            return;
        };
        if self.has(Given::Publication) && group.no_publication {
            let no = No::new("HOLD-051", self.consenting());
            self.rule("publication", group, "use_limits.no_publication", no.no());
            return;
        }
        let answer = if group.purpose_bound && !self.originator() {
            self.wants(Given::Consent, "HOLD-050", self.consenting())
        } else {
            Answer::Pass
        };
        self.rule("use", group, "use_limits.purpose_bound", answer);
    }

    /// To a third (E1). Not agreed on: never.
    pub(super) fn onward(&mut self) {
        if self.earlier_holding() {
            return;
        }
        if self.originator() && self.ask.item.is_some_and(|i| i.originators.len() == 1) {
            self.silent("originator", None, Answer::Pass);
            return;
        }
        if self.caveat_forbids(CaveatEffect::NoOnward, "HOLD-011")
            || self.caveat_forbids(CaveatEffect::NoRelease, "HOLD-011")
        {
            return;
        }
        let Some(group) = &self.rules.terms.third_party else {
            let no = No::new("HOLD-011", Decider::Role("negotiators"));
            self.silent("third-party", None, no.no());
            return;
        };
        let third = self.ask.third.unwrap_or(Third::State);
        if !group.definition.is_empty() && !group.definition.contains(&third) {
            self.rule("third-party", group, "third_party.definition", Answer::Pass);
            return;
        }
        if !group.with_consent {
            let no = No::new("HOLD-011", Decider::Role("negotiators"));
            self.rule("third-party", group, "third_party.with_consent", no.no());
            return;
        }
        let joint = self.ask.item.is_some_and(|i| i.originators.len() > 1);
        let joint_rule = self
            .rules
            .terms
            .joint
            .as_ref()
            .filter(|j| j.all_originators);
        if joint && group.joint_all {
            let answer = self.wants(Given::ConsentOfAll, "HOLD-013", self.consenting());
            self.rule("consent", group, "third_party.joint_all", answer);
        } else if let (true, Some(row)) = (joint, joint_rule) {
            let answer = self.wants(Given::ConsentOfAll, "HOLD-013", self.consenting());
            self.rule("consent", row, "joint.all_originators", answer);
        } else {
            let answer = if self.has(Given::ConsentOfAll) {
                Answer::Pass
            } else {
                self.wants(Given::Consent, "HOLD-010", self.consenting())
            };
            self.rule("consent", group, "third_party.with_consent", answer);
        }
        if group.also_needs_agreement {
            let answer = self.wants(Given::ThirdAgreement, "HOLD-012", self.consenting());
            self.rule(
                "third-agreement",
                group,
                "third_party.also_needs_agreement",
                answer,
            );
        }
    }

    /// Between two others by way of this party (E3).
    pub(super) fn relay(&mut self) {
        let from = self.ask.item.and_then(|i| i.originators.first());
        let rows = &self.rules.terms.relay;
        let fits = rows.iter().find(|r| {
            &r.through == self.ask.by
                && r.between.contains(self.ask.to)
                && from.is_some_and(|f| r.between.contains(f) && f != self.ask.to)
        });
        let Some(row) = fits else {
            let no = No::new("HOLD-014", Decider::Role("negotiators"));
            match rows.first() {
                Some(row) => self.rule("relay", row, "relay.between", no.no()),
                None => self.silent("relay", None, no.no()),
            }
            return;
        };
        self.rule("relay", row, "relay.through", Answer::Pass);
        if row.with_consent {
            let answer = self.wants(Given::Consent, "HOLD-010", self.consenting());
            self.rule("consent", row, "relay.with_consent", answer);
        }
    }

    /// Every further use of what bears such a caveat needs the originator (C5).
    fn originator_control(&mut self) {
        let Some(row) = self.caveat_with(CaveatEffect::OriginatorControl) else {
            return;
        };
        if self.originator() {
            return;
        }
        let answer = self.wants(Given::Consent, "HOLD-010", self.consenting());
        self.about_caveat(row, answer);
    }

    /// A caveat of the item that has an effect: the agreement's row, or none where it is a word of
    /// the originator's own rules (M9).
    fn caveat_with(&self, effect: CaveatEffect) -> Option<Option<&'q Caveat>> {
        let item = self.ask.item?;
        let rows = &self.rules.terms.caveat;
        let marked = |c: &&Caveat| item.caveats.contains(&c.code) && c.effects.contains(&effect);
        if let Some(row) = rows.iter().find(marked) {
            return Some(Some(row));
        }
        let own = item.caveats.iter().any(|code| {
            !rows.iter().any(|row| &row.code == code)
                && vocabulary::national_effects(item.level.party(), code.as_str())
                    .is_some_and(|all| all.contains(&crate::marks::effect(effect)))
        });
        own.then_some(None)
    }

    fn about_caveat(&mut self, row: Option<&'q Caveat>, answer: Answer<'q>) {
        match row {
            Some(row) => self.rule("caveat", row, "caveat.effects", answer),
            None => self.silent("caveat", None, answer),
        }
    }

    fn caveat_forbids(&mut self, effect: CaveatEffect, code: &'static str) -> bool {
        let Some(row) = self.caveat_with(effect) else {
            return false;
        };
        let no = No::new(code, self.consenting());
        self.about_caveat(row, no.no());
        true
    }

    pub(super) fn copy(&mut self) {
        if self.earlier_holding() {
            return;
        }
        self.originator_control();
        let Some(level) = self.level() else { return };
        if self.originator()
            || self.caveat_forbids(CaveatEffect::NoCopy, "HOLD-020")
            || self.caveat_forbids(CaveatEffect::Accountable, "MARK-035")
        {
            return;
        }
        let rows = &self.rules.terms.copying;
        let Some(row) = self.rules.pick(rows, level, |r| &r.levels) else {
            return;
        };
        if row.originator_may_forbid && self.has(Given::OriginatorForbids) {
            let no = No::new("HOLD-020", self.consenting());
            self.rule("copy", row, "copying.originator_may_forbid", no.no());
            return;
        }
        let answer = self.may(row.may, "HOLD-020", "HOLD-021");
        self.rule("copy", row, "copying.may", answer);
    }

    pub(super) fn translate(&mut self) {
        if self.earlier_holding() {
            return;
        }
        self.originator_control();
        let Some(level) = self.level() else { return };
        if self.originator() {
            return;
        }
        let rows = &self.rules.terms.translation;
        let Some(row) = self.rules.pick(rows, level, |r| &r.levels) else {
            return;
        };
        let answer = self.may(row.may, "HOLD-022", "HOLD-023");
        self.rule("translate", row, "translation.may", answer);
        if row.by_cleared {
            let cleared = self.has(Given::PersonClearance)
                || self
                    .ask
                    .person
                    .and_then(|p| p.cleared_to)
                    .is_some_and(|to| self.clears(to, level));
            let answer = if cleared {
                Answer::Pass
            } else {
                No::new("HOLD-024", Decider::Role("security-officer")).needs()
            };
            self.rule("translator", row, "translation.by_cleared", answer);
        }
        if row.same_level {
            self.rule("same-level", row, "translation.same_level", Answer::Pass);
        }
        if row.notice.is_some() {
            self.rule("notice", row, "translation.notice", Answer::Pass);
        }
    }

    fn may(&self, may: May, forbidden: &'static str, consent: &'static str) -> Answer<'q> {
        match may {
            May::Free => Answer::Pass,
            May::Consent => self.wants(Given::Consent, consent, self.consenting()),
            May::Forbid => No::new(forbidden, self.consenting()).no(),
        }
    }

    /// Only the originator lowers, or time, or a court where the text lets it (C6).
    pub(super) fn downgrade(&mut self) {
        let Some(level) = self.level() else { return };
        let joint = self.ask.item.is_some_and(|i| i.originators.len() > 1);
        let group = self.rules.terms.reclassification.as_ref();
        if let Some((group, auto)) = group.and_then(|g| Some((g, g.auto.as_ref()?))) {
            let covered = auto
                .levels
                .as_ref()
                .is_none_or(|l| self.rules.allows(l, level));
            let due = self.ask.item.and_then(|i| match i.term {
                Some(term) => Some(term),
                None => declassified_on(&self.rules.terms, i.level, i.dated?)
                    .ok()?
                    .map(|d| d.date),
            });
            let extended = auto.extendable && self.ask.item.is_some_and(|i| i.extended);
            if covered && !extended && due.is_some_and(|due| self.ask.day >= due) {
                self.rule("auto", group, "reclassification.auto", Answer::Pass);
                return;
            }
        }
        if self.has(Given::CourtOrder)
            && let Some(group) = group.filter(|g| g.court_order_exception)
        {
            self.rule(
                "court",
                group,
                "reclassification.court_order_exception",
                Answer::Pass,
            );
            return;
        }
        if let Some(group) = group.filter(|g| g.intent_notice.is_some() && self.originator()) {
            let answer = if group.intent_if_possible {
                Answer::Pass
            } else {
                self.wants(
                    Given::IntentionTold,
                    "HOLD-031",
                    Decider::Party(self.ask.by),
                )
            };
            self.rule("intention", group, "reclassification.intent_notice", answer);
        }
        let allowed = match (self.originator(), joint) {
            (true, false) => true,
            (_, true) => self.has(Given::ConsentOfAll),
            (false, false) => self.has(Given::Consent) || self.has(Given::ConsentOfAll),
        };
        let answer = if allowed {
            Answer::Pass
        } else if joint {
            No::new("HOLD-013", self.consenting()).needs()
        } else {
            No::new("HOLD-030", self.consenting()).no()
        };
        match group {
            Some(group) => self.always("reclassify", group, "must_apply", answer),
            None => self.silent("reclassify", None, answer),
        }
    }

    pub(super) fn destroy(&mut self) {
        if self.earlier_holding() {
            return;
        }
        let Some(level) = self.level() else { return };
        if self.originator() && self.ask.item.is_some_and(|i| i.originators.len() == 1) {
            return;
        }
        let rows = &self.rules.terms.disposal;
        let Some(row) = self.rules.pick(rows, level, |r| &r.levels) else {
            return;
        };
        let consent = |q: &Self| q.wants(Given::Consent, "HOLD-041", q.consenting());
        let (field, answer) = match row.ending {
            Ending::Return if row.consent => (
                "disposal.ending",
                self.wants(Given::Authorisation, "HOLD-044", self.consenting()),
            ),
            Ending::Return => (
                "disposal.ending",
                No::new("HOLD-040", self.consenting()).no(),
            ),
            Ending::OriginatorDecides if self.has(Given::OriginatorDetermined) => {
                ("disposal.ending", Answer::Pass)
            }
            Ending::OriginatorDecides => ("disposal.ending", consent(self)),
            Ending::RecipientUnlessOriginator if self.has(Given::OriginatorForbids) => (
                "disposal.ending",
                No::new("HOLD-040", self.consenting()).no(),
            ),
            _ if row.consent => ("disposal.consent", consent(self)),
            _ => ("disposal.ending", Answer::Pass),
        };
        self.rule("destroy", row, field, answer);
        if row.witness {
            let answer = self.wants(Given::Witness, "HOLD-042", Decider::Role("registrar"));
            self.rule("witness", row, "disposal.witness", answer);
        }
        if row.certificate.is_some() {
            self.rule("certificate", row, "disposal.certificate", Answer::Pass);
        }
    }

    /// One key is enough, and no consent is asked; it is always reported (G6).
    pub(super) fn emergency_destroy(&mut self) {
        let Some(level) = self.level() else { return };
        let answer = self.wants(Given::Emergency, "HOLD-043", Decider::Role("registrar"));
        match &self.rules.terms.emergency {
            Some(group) => {
                self.rule("emergency", group, "emergency.notify_from", answer);
                if self.rules.covers(&group.notify_from, level) {
                    self.rule("report", group, "emergency.notify", Answer::Pass);
                }
            }
            None => self.silent("emergency", None, answer),
        }
    }

    pub(super) fn give_back(&mut self) {
        let Some(level) = self.level() else { return };
        match self
            .rules
            .pick(&self.rules.terms.disposal, level, |r| &r.levels)
        {
            Some(row) => self.rule("return", row, "disposal.ending", Answer::Pass),
            None => self.silent("return", None, Answer::Pass),
        }
    }

    /// A court's or parliament's demand (A18): the originator first.
    pub(super) fn demand(&mut self) {
        let Some(group) = &self.rules.terms.disclosure_demand else {
            let answer = self.wants(Given::Consent, "HOLD-010", self.consenting());
            self.silent("consent", None, answer);
            return;
        };
        let told = self.wants(
            Given::OriginatorTold,
            "HOLD-060",
            Decider::Party(self.ask.by),
        );
        self.always("told", group, "notify", told);
        if group.consult_before {
            let heard = self.wants(Given::OriginatorHeard, "HOLD-061", self.consenting());
            self.rule("heard", group, "disclosure_demand.consult_before", heard);
        }
        if self.has(Given::CourtOrder) && group.court_order_exception {
            self.rule(
                "court",
                group,
                "disclosure_demand.court_order_exception",
                Answer::Pass,
            );
        }
    }

    pub(super) fn contract(&mut self, sub: bool) {
        let Some(level) = self.level() else { return };
        let Some(group) = &self.rules.terms.contractors else {
            let answer = self.wants(Given::Consent, "HOLD-010", self.consenting());
            self.silent("consent", None, answer);
            return;
        };
        let authority = Decider::Role("competent-authorities");
        if sub && group.subcontract_consent {
            let answer = self.wants(Given::Consent, "CON-005", self.consenting());
            self.rule(
                "subcontract",
                group,
                "contractors.subcontract_consent",
                answer,
            );
        }
        let from = group.facility_from.as_ref();
        let facility = from.is_some_and(|from| self.rules.covers(from, level));
        let answer = if facility {
            self.wants(Given::FacilityClearance, "CON-001", authority)
        } else {
            Answer::Pass
        };
        self.rule("facility", group, "contractors.facility_from", answer);
        if let Some(from) = &group.person_from
            && self.rules.covers(from, level)
        {
            let answer = self.wants(Given::PersonClearance, "CON-002", authority);
            self.rule("persons", group, "contractors.person_from", answer);
        }
        if group.guide {
            let answer = self.wants(Given::Guide, "CON-003", authority);
            self.rule("guide", group, "contractors.guide", answer);
        }
        if let (true, Some(rule)) = (self.has(Given::ForeignOwned), group.foreign_owned) {
            let answer = match rule {
                ForeignOwned::Excluded => No::new("CON-004", authority).no(),
                ForeignOwned::Consent => self.wants(Given::Consent, "HOLD-010", self.consenting()),
            };
            self.rule("foreign-owned", group, "contractors.foreign_owned", answer);
        }
        if group.inspect_first && facility {
            let answer = self.wants(Given::Inspection, "CON-006", authority);
            self.rule("inspection", group, "contractors.inspect_first", answer);
        }
    }

    /// The originator lets the recipient off for what was lost (F8).
    pub(super) fn discharge(&mut self) {
        let answer = if self.originator() {
            Answer::Pass
        } else {
            No::new("HOLD-070", self.consenting()).no()
        };
        match &self.rules.terms.custody {
            Some(group) => self.always("discharge", group, "discharge", answer),
            None => self.silent("discharge", None, answer),
        }
    }
}
