//! The agreement's own course: amendment, updates, notices, pauses, accession.

use super::decision::Answer;
use super::{Decider, Given, No, Question};
use crate::terms::{ChangeAnswer, OpenTo};

impl<'q> Question<'q> {
    fn every_party(&self, code: &'static str) -> Answer<'q> {
        if self.has(Given::EveryParty) {
            Answer::Pass
        } else {
            No::new(code, Decider::Role("every-party")).no()
        }
    }

    /// Always every party (A9).
    pub(super) fn amend(&mut self) {
        let answer = self.every_party("LIFE-001");
        match &self.rules.terms.amendment {
            Some(group) => self.always("amendment", group, "basis", answer),
            None => self.silent("amendment", None, answer),
        }
    }

    /// Always open to a party; where the text says so, talks follow (A2, A9).
    pub(super) fn ask_talks(&mut self) {
        match &self.rules.terms.amendment {
            Some(group) if group.opens_talks => {
                self.rule("talks", group, "amendment.opens_talks", Answer::Pass);
            }
            Some(group) => self.always("talks", group, "basis", Answer::Pass),
            None => self.silent("talks", None, Answer::Pass),
        }
    }

    /// What the terms let one party change by notice (A10).
    pub(super) fn update(&mut self) {
        let Some(wanted) = self.ask.update else {
            let no = No::new("RULE-005", Decider::Role("you"));
            self.silent("update", None, no.no());
            return;
        };
        let Some(row) = self.rules.terms.update.iter().find(|u| u.field == wanted) else {
            let answer = match self.every_party("LIFE-002") {
                Answer::No(no) => no.text("field", wanted.word()).no(),
                other => other,
            };
            match &self.rules.terms.amendment {
                Some(group) => self.always("update", group, "basis", answer),
                None => self.silent("update", None, answer),
            }
            return;
        };
        self.rule("update", row, "update.field", Answer::Pass);
        if row.ack_required {
            let answer = self.wants(Given::Acknowledged, "LIFE-003", Decider::Party(self.ask.to));
            self.rule("acknowledged", row, "update.ack_required", answer);
        }
    }

    /// One party's notice, or everybody's consent (A12).
    pub(super) fn terminate(&mut self) {
        let Some(group) = &self.rules.terms.termination else {
            let answer = self.every_party("LIFE-004");
            self.silent("termination", None, answer);
            return;
        };
        let (field, answer) = if group.by_notice {
            ("termination.by_notice", Answer::Pass)
        } else if group.by_consent {
            ("termination.by_consent", self.every_party("LIFE-004"))
        } else {
            ("termination.by_notice", self.every_party("LIFE-004"))
        };
        self.rule("termination", group, field, answer);
    }

    /// A notice is immutable; what becomes of it is everybody's act (A13).
    pub(super) fn stay_notice(&mut self) {
        let answer = self.every_party("LIFE-005");
        let terms = &self.rules.terms;
        match (&terms.stay_of_notice, &terms.termination, &terms.duration) {
            (Some(group), _, _) => {
                self.always("stay", group, "basis", answer);
            }
            (_, Some(group), _) => self.always("stay", group, "by_notice", answer),
            (_, _, Some(group)) => self.always("stay", group, "no_renew_notice", answer),
            _ => self.silent("stay", None, answer),
        }
    }

    /// Always (A13, A14): nothing obliges to release.
    pub(super) fn pause_releases(&mut self) {
        self.about_pause(Answer::Pass);
    }

    /// Under the provision that says so, else the one on releases; the rule holds without either.
    pub(super) fn about_pause(&mut self, answer: Answer<'q>) {
        let terms = &self.rules.terms;
        match (&terms.own_pause, &terms.release) {
            (Some(group), _) => self.always("pause", group, "basis", answer),
            (None, Some(group)) => {
                self.always("pause", group, "no_duty_to_share", answer);
            }
            _ => self.silent("pause", None, answer),
        }
    }

    /// Never (A13, A15).
    pub(super) fn pause_duties(&mut self) {
        let answer = No::new("LIFE-007", Decider::Party(self.ask.to)).no();
        match &self.rules.terms.survival {
            Some(group) => self.always("duties", group, "until", answer),
            None => self.silent("duties", None, answer),
        }
    }

    pub(super) fn accede(&mut self) {
        let Some(group) = &self.rules.terms.accession else {
            let answer = self.every_party("LIFE-008");
            self.silent("accession", None, answer);
            return;
        };
        let answer = match group.open_to {
            OpenTo::Nobody => self.every_party("LIFE-008"),
            OpenTo::Members | OpenTo::Invited => {
                self.wants(Given::Invited, "LIFE-008", Decider::Role("every-party"))
            }
        };
        self.rule("accession", group, "accession.open_to", answer);
        if group.all_consent {
            let answer = self.every_party("LIFE-008");
            self.rule("consent", group, "accession.all_consent", answer);
        }
    }

    /// That old rules go on for what was given under them (A19).
    pub(super) fn ask_old_rules(&mut self) {
        let Some(group) = &self.rules.terms.rules_change else {
            let no = No::new("LIFE-009", Decider::Party(self.ask.to));
            self.silent("old-rules", None, no.no());
            return;
        };
        let answer = if group.answers.contains(&ChangeAnswer::OldRules) {
            Answer::Pass
        } else {
            No::new("LIFE-009", Decider::Party(self.ask.to)).no()
        };
        self.rule("old-rules", group, "rules_change.answers", answer);
    }
}
