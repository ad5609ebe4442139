//! Access of persons: need to know, clearance, briefing, nationality, the receipt that comes first.

use super::decision::Answer;
use super::{Arg, Decider, Given, No, Person, Question};
use crate::terms::{Access, Below, CaveatEffect, Levels, NationalityRule, PriorHoldings};
use entente_marking::Level;
use entente_model::LevelId;

impl<'q> Question<'q> {
    pub(super) fn open(&mut self) {
        let Some(level) = self.level() else { return };
        let Some(person) = self.ask.person else {
            let no = No::new("RULE-003", Decider::Role("you"));
            self.silent("person", None, no.no());
            return;
        };
        if self.earlier_holding() {
            return;
        }
        self.receipt_before(false);
        self.need_to_know(&person);
        if let Some(group) = &self.rules.terms.access {
            self.clearance(group, level, &person);
            self.briefing(group, level, &person);
        }
        self.nationality(level, &person);
        self.nationals_only(&person);
    }

    /// A receipt that must come first, before opening or before passing on (F4).
    pub(super) fn receipt_before(&mut self, forwarding: bool) {
        let Some(level) = self.level() else { return };
        if self.originator() {
            return;
        }
        let rows = &self.rules.terms.receipt;
        let Some(row) = self.rules.pick(rows, level, |r| &r.levels) else {
            return;
        };
        let (field, asked) = if forwarding {
            ("receipt.before_forwarding", row.before_forwarding)
        } else {
            ("receipt.before_opening", row.before_opening)
        };
        if asked {
            let answer = self.wants(Given::Receipt, "HOLD-006", Decider::Role("registrar"));
            self.rule("receipt", row, field, answer);
        }
    }

    /// What was given before entry into force and is not covered stands under the rules it was
    /// given under (A6). True when the terms do not answer for it.
    pub(super) fn earlier_holding(&mut self) -> bool {
        let (Some(scope), Some(given)) = (
            self.rules.terms.scope.as_ref(),
            self.ask.item.and_then(|i| i.given_on),
        ) else {
            return false;
        };
        let before = self.time.in_force.as_ref().is_none_or(|d| given < d.date);
        let Some(rule) = scope.prior_holdings.filter(|_| before) else {
            return false;
        };
        let out = matches!(rule, PriorHoldings::Excluded | PriorHoldings::EarlierRules);
        let answer = if out {
            No::new("HOLD-080", self.consenting()).needs()
        } else {
            Answer::Pass
        };
        self.rule("earlier-holding", scope, "scope.prior_holdings", answer);
        out
    }

    /// Never by rank, office or clearance alone (D1): asked whatever the text says.
    fn need_to_know(&mut self, person: &Person<'q>) {
        let answer = if person.need_to_know {
            Answer::Pass
        } else {
            No::new("HOLD-001", Decider::Role("security-officer")).no()
        };
        match &self.rules.terms.access {
            Some(group) => self.always("need-to-know", group, "never_by_rank", answer),
            None => self.silent("need-to-know", None, answer),
        }
    }

    fn clearance(&mut self, group: &'q Access, level: &'q Level, person: &Person<'q>) {
        if !self.clearance_needed(group, level) {
            return;
        }
        let no =
            |code| No::new(code, Decider::Role("security-officer")).text("level", &level.short);
        let answer = match (person.cleared_to, person.cleared_until) {
            (None, _) => no("HOLD-002").needs(),
            (Some(to), _) if !self.clears(to, level) => no("HOLD-002").needs(),
            (Some(_), Some(until)) if until < self.ask.day => {
                no("HOLD-003").with("date", Arg::Date(until)).needs()
            }
            _ => Answer::Pass,
        };
        self.rule("clearance", group, "access.clearance_from", answer);
    }

    fn clearance_needed(&self, group: &Access, level: &Level) -> bool {
        group
            .clearance_from
            .as_ref()
            .is_some_and(|from| self.covers_held(from, level))
    }

    /// Whether a threshold covers an item at its holder: by its own level, or by the level it is
    /// protected as there.
    fn covers_held(&self, levels: &Levels, level: &Level) -> bool {
        let held = self
            .ask
            .item
            .and_then(|i| self.rules.handled_as(i.level, self.ask.by));
        self.rules.covers(levels, level) || held.is_some_and(|h| self.rules.covers(levels, h))
    }

    /// Whether a clearance reaches a level: of the same party by rank, else by what its party
    /// protects the item as. An uncertain comparison does not reach.
    pub(super) fn clears(&self, to: &LevelId, level: &Level) -> bool {
        let (Some(cleared), Some(item)) = (self.rules.level(to), self.ask.item) else {
            return false;
        };
        if cleared.party == level.party {
            return cleared.rank >= level.rank;
        }
        self.rules
            .handled_as(item.level, &cleared.party)
            .is_some_and(|as_level| {
                as_level.party == cleared.party && cleared.rank >= as_level.rank
            })
    }

    fn briefing(&mut self, group: &'q Access, level: &'q Level, person: &Person<'q>) {
        let below = !self.clearance_needed(group, level);
        let (field, asked) = if below && group.below == Some(Below::Briefed) {
            ("access.below", true)
        } else {
            ("access.briefing", group.briefing)
        };
        if !asked {
            if below && group.below.is_some() {
                self.rule("briefing", group, "access.below", Answer::Pass);
            }
            return;
        }
        let officer = Decider::Role("security-officer");
        let answer = match person.briefed {
            None => No::new("HOLD-004", officer).needs(),
            Some(on) if on > self.ask.day => No::new("HOLD-004", officer).needs(),
            Some(on) => match group.briefing_every {
                Some(every) if self.after(on, every).is_none_or(|due| due < self.ask.day) => {
                    let no = No::new("HOLD-005", officer)
                        .with("date", Arg::Date(on))
                        .needs();
                    self.rule("briefing", group, "access.briefing_every", no);
                    return;
                }
                _ => Answer::Pass,
            },
        };
        self.rule("briefing", group, field, answer);
    }

    fn nationality(&mut self, level: &'q Level, person: &Person<'q>) {
        let Some(group) = &self.rules.terms.nationality else {
            return;
        };
        let held = |levels| self.rules.covers(levels, level);
        if group.levels.as_ref().is_some_and(|l| !held(l)) {
            self.rule("nationality", group, "nationality.levels", Answer::Pass);
            return;
        }
        if let Some(years) = group.residence_years {
            let answer = if person.residence_years < years && !self.has(Given::Consent) {
                No::new("HOLD-007", self.consenting()).needs()
            } else {
                Answer::Pass
            };
            self.rule("residence", group, "nationality.residence_years", answer);
        }
        if group.rule == NationalityRule::Any {
            self.rule("nationality", group, "nationality.rule", Answer::Pass);
            return;
        }
        let parties = &self.rules.terms.party;
        let of_party = person.nationalities.iter().any(|n| match group.rule {
            NationalityRule::Recipient => n == self.ask.by,
            _ => parties.iter().any(|p| &p.id == n) || n == self.ask.by,
        });
        let waived = person
            .nationalities
            .iter()
            .any(|n| group.waiver_for.contains(n))
            && (person.staff || !group.waiver_staff_only)
            && group
                .waiver_up_to
                .as_ref()
                .is_none_or(|top| self.rules.within(top, level));
        let field = if of_party {
            "nationality.rule"
        } else {
            "nationality.waiver_for"
        };
        let answer = if of_party || waived || self.has(Given::Consent) {
            Answer::Pass
        } else {
            No::new("HOLD-007", self.consenting()).needs()
        };
        let field = if matches!(answer, Answer::Pass) && (of_party || waived) {
            field
        } else {
            "nationality.rule"
        };
        self.rule("nationality", group, field, answer);
    }

    fn nationals_only(&mut self, person: &Person<'q>) {
        let Some(item) = self.ask.item else { return };
        for row in &self.rules.terms.caveat {
            if !item.caveats.contains(&row.code)
                || !row.effects.contains(&CaveatEffect::NationalsOnly)
            {
                continue;
            }
            let fits = person.nationalities.iter().any(|n| row.parties.contains(n));
            let answer = if fits {
                Answer::Pass
            } else {
                No::new("REL-028", self.consenting())
                    .text("caveat", row.code.as_str())
                    .no()
            };
            self.rule("caveat", row, "caveat.parties", answer);
        }
    }
}
