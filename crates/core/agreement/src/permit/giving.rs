//! Giving: release, disclosure, requests.

use super::decision::Answer;
use super::{Action, Arg, Decider, Given, No, Question};
use crate::facts::Status;
use crate::terms::{CaveatEffect, ChannelKind, ElectronicPolicy, Gate, ItemForm, Mode, Offset};
use entente_marking::{Effect, Level, vocabulary};
use entente_model::id::PurposeId;

impl<'q> Question<'q> {
    pub(super) fn giving(&mut self) {
        self.in_force();
        self.own_pause();
        self.between_parties();
        self.covered();
        self.site();
        let Some(level) = self.level() else { return };
        self.own_item();
        self.legacy(level);
        self.ceiling(level);
        self.equivalent(level);
        self.purpose();
        self.decided(level);
        self.before_release();
        self.electronic(level);
        self.caveats();
    }

    pub(super) fn request(&mut self) {
        self.in_force();
        self.between_parties();
        let Some(item) = self.ask.item else { return };
        if let Some(group) = &self.rules.terms.release {
            let third = !item.originators.contains(self.ask.to);
            let answer = if third && group.no_third_origin_requests {
                No::new("REL-029", Decider::Role("originator")).no()
            } else {
                Answer::Pass
            };
            self.rule(
                "third-origin",
                group,
                "release.no_third_origin_requests",
                answer,
            );
        }
    }

    fn in_force(&mut self) {
        let (by, to, day) = (self.ask.by, self.ask.to, self.ask.day);
        let group = self.rules.terms.entry_into_force.as_ref();
        let article = group.map(crate::terms::Group::first);
        let waits = |code| No::new(code, Decider::Role("both-parties"));
        let (field, article, answer) = match self.time.status(by, to, day) {
            Status::Unsigned | Status::Signed => {
                ("entry_into_force.trigger", article, waits("REL-001").no())
            }
            Status::From(dated) => (
                match group {
                    Some(g) if g.offset != Offset::None => "entry_into_force.offset",
                    _ => "entry_into_force.trigger",
                },
                Some(&dated.article),
                waits("REL-002").with("date", Arg::Date(dated.date)).no(),
            ),
            Status::Provisional(dated) => (
                "entry_into_force.provisional",
                Some(&dated.article),
                Answer::Pass,
            ),
            Status::InForce => ("entry_into_force.trigger", article, Answer::Pass),
            Status::Ended(dated) => (
                "termination.notice",
                Some(&dated.article),
                waits("REL-003").with("date", Arg::Date(dated.date)).no(),
            ),
        };
        self.out.step("in-force", field, article, answer);
    }

    /// A party may stop its own releases, and then it does not release (A13).
    fn own_pause(&mut self) {
        if let Some(pause) = self.time.paused(self.ask.by, self.ask.day) {
            let no =
                No::new("REL-015", Decider::Party(self.ask.by)).with("date", Arg::Date(pause.from));
            self.about_pause(no.no());
        }
    }

    fn between_parties(&mut self) {
        let party = |id| self.rules.terms.party.iter().find(|p| &p.id == id);
        let joined = |id| party(id).is_some() || self.time.bound.contains_key(id);
        let fits = joined(self.ask.by) && joined(self.ask.to) && self.ask.by != self.ask.to;
        let answer = if fits {
            Answer::Pass
        } else {
            No::new("REL-008", Decider::Role("negotiators"))
                .text("party", self.ask.to.as_str())
                .no()
        };
        match party(self.ask.to) {
            Some(group) => self.rule("party", group, "party.id", answer),
            None => self.silent("party", None, answer),
        }
    }

    /// Scope: forms, categories, sites (A7, C1, C2).
    fn covered(&mut self) {
        let Some(scope) = &self.rules.terms.scope else {
            return;
        };
        if let (false, Some(item)) = (scope.forms.is_empty(), self.ask.item) {
            let answer = if scope.forms.contains(&item.form) {
                Answer::Pass
            } else {
                No::new("REL-020", Decider::Role("negotiators"))
                    .text("form", item.form.word())
                    .no()
            };
            self.rule("form", scope, "scope.forms", answer);
        }
        if let (false, Some(item)) = (scope.excluded.is_empty(), self.ask.item) {
            let hit = item.categories.iter().find(|c| scope.excluded.contains(c));
            let answer = match hit {
                None => Answer::Pass,
                Some(category) => No::new("REL-019", Decider::Role("negotiators"))
                    .text("category", category.word())
                    .no(),
            };
            self.rule("category", scope, "scope.excluded", answer);
        }
    }

    /// Sites of the territory it holds for (A7).
    pub(super) fn site(&mut self) {
        let Some(scope) = &self.rules.terms.scope else {
            return;
        };
        let limited = scope.sites_of.as_ref().is_none_or(|p| p == self.ask.to);
        if let (false, true, Some(site)) = (scope.sites.is_empty(), limited, self.ask.site) {
            let answer = if scope.sites.iter().any(|s| s == site) {
                Answer::Pass
            } else {
                No::new("REL-022", Decider::Role("negotiators"))
                    .text("site", site)
                    .no()
            };
            self.rule("site", scope, "scope.sites", answer);
        }
    }

    /// What is given must be the giver's own; what came from another goes onward, not out anew.
    fn own_item(&mut self) {
        if self.originator() {
            return;
        }
        // With its originator's consent it goes on, and stays its originator's (E1).
        let answer = if self.has(Given::Consent) {
            Answer::Pass
        } else {
            No::new("REL-027", self.consenting()).no()
        };
        match &self.rules.terms.third_party {
            Some(group) => self.rule("originator", group, "third_party.with_consent", answer),
            None => self.silent("originator", None, answer),
        }
    }

    /// A level of a scheme that is no longer in use marks only what is as old as it (M10).
    fn legacy(&mut self, level: &'q Level) {
        let Some(last) = level.legacy_until else {
            return;
        };
        let dated = self.ask.item.and_then(|i| i.dated).unwrap_or(self.ask.day);
        let answer = if dated <= last {
            Answer::Pass
        } else {
            No::new("REL-038", self.consenting())
                .text("level", &level.short)
                .with("date", Arg::Date(last))
                .no()
        };
        self.rule("legacy", level, "level.legacy_until", answer);
    }

    fn ceiling(&mut self, level: &'q Level) {
        let form = self.ask.item.map_or(ItemForm::Document, |i| i.form);
        let row = self
            .rules
            .terms
            .ceiling
            .iter()
            .find(|c| c.party == level.party);
        let Some(row) = row else { return };
        let (field, top) = match form {
            ItemForm::Oral | ItemForm::Visual => ("ceiling.oral", row.oral.as_ref()),
            ItemForm::Electronic => ("ceiling.electronic", row.electronic.as_ref()),
            ItemForm::Document | ItemForm::Equipment | ItemForm::Technology => {
                ("ceiling.paper", row.paper.as_ref())
            }
        };
        let (field, top) = match top {
            Some(top) => (field, Some(top)),
            None => ("ceiling.paper", row.paper.as_ref()),
        };
        let Some(top) = top.and_then(|id| self.rules.level(id)) else {
            return;
        };
        let answer = if level.rank <= top.rank {
            Answer::Pass
        } else {
            No::new("REL-004", Decider::Role("negotiators"))
                .text("level", &level.short)
                .text("ceiling", &top.short)
                .no()
        };
        self.rule("ceiling", row, field, answer);
    }

    fn equivalent(&mut self, level: &'q Level) {
        let Some(item) = self.ask.item else { return };
        if let Some(row) = self.rules.table.equivalent(item.level, self.ask.to) {
            let field = match (
                row.mark.is_some(),
                self.rules.directed(item.level, self.ask.to),
            ) {
                (_, false) => "equal.levels",
                (true, true) => "equivalence.mark",
                (false, true) => "equivalence.relation",
            };
            self.rule("equivalence", row, field, Answer::Pass);
            return;
        }
        let no = No::new("REL-014", Decider::Role("negotiators"))
            .text("level", &level.short)
            .text("party", self.ask.to.as_str());
        // No row answered: the provision that lists the level is where one would have to stand.
        self.out
            .step("equivalence", "", Some(&level.basis), no.no());
    }

    fn purpose(&mut self) {
        let rows = &self.rules.terms.purpose;
        let article = rows.first().map(|p| p.basis.first());
        let ask = |code| No::new(code, Decider::Role("negotiators"));
        let answer = match self.ask.purpose {
            None => No::new("REL-006", Decider::Party(self.ask.by)).no(),
            Some(wanted) => match rows.iter().find(|p| &p.code == wanted) {
                Some(known) => {
                    self.rule("purpose", known, "purpose.code", Answer::Pass);
                    return;
                }
                None if rows.is_empty() => Answer::Pass,
                None => ask("REL-005").text("purpose", wanted.as_str()).no(),
            },
        };
        let field = if rows.is_empty() { "" } else { "purpose.code" };
        self.out.step("purpose", field, article, answer);
    }

    /// Who decides it: officer, second person (B3).
    fn decided(&mut self, level: &'q Level) {
        let Some(group) = &self.rules.terms.release else {
            return;
        };
        let needs = |covered: bool, at_hand: bool, code| {
            if !covered || at_hand {
                Answer::Pass
            } else {
                No::new(code, Decider::Role("releasing-officer"))
                    .text("level", &level.short)
                    .needs()
            }
        };
        if let Some(from) = &group.signed_from {
            let covered = self.rules.covers(from, level);
            let answer = needs(covered, self.has(Given::OfficerSignature), "REL-009");
            self.rule("officer", group, "release.signed_from", answer);
        }
        if let Some(from) = &group.second_person_from {
            let covered = self.rules.covers(from, level);
            let answer = needs(covered, self.has(Given::SecondPerson), "REL-018");
            self.rule("second-person", group, "release.second_person_from", answer);
        }
        let mode = if self.ask.action == Action::Disclose {
            Mode::Disclose
        } else {
            Mode::Release
        };
        if !group.modes.is_empty() {
            let answer = if group.modes.contains(&mode) {
                Answer::Pass
            } else {
                No::new("REL-023", Decider::Role("negotiators"))
                    .text("mode", mode.word())
                    .no()
            };
            self.rule("mode", group, "release.modes", answer);
        }
        if mode == Mode::Disclose && group.oral_note.is_some() {
            self.rule("oral-note", group, "release.oral_note", Answer::Pass);
        }
    }

    /// Gates and assurance before the first release (A20, D7, V2).
    fn before_release(&mut self) {
        let (day, terms) = (self.ask.day, &self.rules.terms);
        let passed = |gate: Gate| {
            self.time
                .gates
                .iter()
                .any(|(g, on)| *g == gate && *on <= day)
        };
        if let Some(group) = &terms.release {
            for gate in &group.gates {
                let answer = if passed(*gate) {
                    Answer::Pass
                } else {
                    No::new("REL-016", Decider::Role("competent-authorities"))
                        .text("gate", gate.word())
                        .needs()
                };
                self.rule("gate", group, "release.gates", answer);
            }
        }
        if let Some(row) = terms.arrangement.iter().find(|a| a.gates_release) {
            let answer = if row.concluded || passed(Gate::Arrangement) {
                Answer::Pass
            } else {
                No::new("REL-016", Decider::Role("competent-authorities"))
                    .text("gate", Gate::Arrangement.word())
                    .needs()
            };
            self.rule("arrangement", row, "arrangement.gates_release", answer);
        }
        if let Some(group) = &terms.assurance {
            let answer = self.wants(Given::Assurance, "REL-017", Decider::Party(self.ask.to));
            self.always("assurance", group, "covers", answer);
        }
    }

    /// Electronic handling (F5): asked for electronic items and for the link.
    pub(super) fn electronic(&mut self, level: &'q Level) {
        let by_link = self.ask.channel == Some(ChannelKind::Link);
        let form = self.ask.item.map(|i| i.form);
        if form != Some(ItemForm::Electronic) && !by_link && self.ask.action != Action::Store {
            return;
        }
        let Some(group) = &self.rules.terms.electronic else {
            return;
        };
        let no = |code| No::new(code, Decider::Role("negotiators")).text("level", &level.short);
        if group.policy == ElectronicPolicy::Forbidden {
            self.rule("electronic", group, "electronic.policy", no("REL-021").no());
            return;
        }
        let clear = !self.has(Given::Encrypted);
        if clear && group.policy != ElectronicPolicy::Unstated && self.ask.action != Action::Store {
            let (field, answer) = match &group.clear_up_to {
                Some(_) if group.clear_by_law && !self.has(Given::LawAllows) => (
                    "electronic.clear_by_law",
                    No::new("REL-034", Decider::Party(self.ask.by)).needs(),
                ),
                Some(top) if self.rules.within(top, level) => (
                    "electronic.clear_up_to",
                    self.wants(
                        Given::ClearAgreed,
                        "REL-031",
                        Decider::Role("competent-authorities"),
                    ),
                ),
                _ => ("electronic.policy", no("REL-030").needs()),
            };
            self.rule("electronic", group, field, answer);
            return;
        }
        if let Some(top) = &group.up_to
            && !self.rules.within(top, level)
        {
            self.rule("electronic", group, "electronic.up_to", no("REL-021").no());
            return;
        }
        if !clear && !self.rules.terms.means.is_empty() && self.ask.action != Action::Store {
            self.means(level);
            return;
        }
        if !clear && !group.approved.is_empty() && self.ask.action != Action::Store {
            let known = self
                .ask
                .means
                .is_some_and(|m| group.approved.iter().any(|a| a == m));
            let answer = if known {
                Answer::Pass
            } else {
                No::new("REL-032", Decider::Role("competent-authorities"))
                    .text("means", self.ask.means.unwrap_or("-"))
                    .no()
            };
            self.rule("electronic", group, "electronic.approved", answer);
            return;
        }
        self.rule("electronic", group, "electronic.policy", Answer::Pass);
    }

    /// Means approved for levels of their own (F5).
    fn means(&mut self, level: &'q Level) {
        let rows = &self.rules.terms.means;
        let used = self.ask.means.unwrap_or("-");
        let named = rows.iter().find(|m| m.name == used);
        let fits = named.is_some_and(|m| {
            let top = m.up_to.as_ref();
            top.is_none_or(|top| self.rules.within(top, level))
        });
        let answer = if fits {
            Answer::Pass
        } else {
            No::new("REL-032", Decider::Role("competent-authorities"))
                .text("means", used)
                .no()
        };
        match named.or_else(|| rows.first()) {
            Some(row) => self.rule("means", row, "means.up_to", answer),
            None => self.silent("means", None, answer),
        }
    }

    /// What the item's caveats say of giving it (C5, M9).
    pub(super) fn caveats(&mut self) {
        let Some(item) = self.ask.item else { return };
        for code in item.caveats {
            let Some(row) = self.rules.terms.caveat.iter().find(|c| &c.code == code) else {
                self.own_word(item.level.party(), code);
                continue;
            };
            let out = row.effects.iter().any(|effect| match effect {
                CaveatEffect::RecipientsOnly => !row.parties.contains(self.ask.to),
                CaveatEffect::NoElectronic => item.form == ItemForm::Electronic,
                CaveatEffect::NoRelease => true,
                _ => false,
            });
            let answer = if out {
                No::new("REL-028", self.consenting())
                    .text("caveat", code.as_str())
                    .no()
            } else {
                Answer::Pass
            };
            self.rule("caveat", row, "caveat.effects", answer);
        }
    }

    /// A word of the originator's own rules (M9): one that keeps the item at home does so here; one
    /// that limits its handling binds the recipient where the originator may set conditions.
    fn own_word(&mut self, party: &str, code: &'q PurposeId) {
        let effects = vocabulary::national_effects(party, code.as_str());
        // Where a caveat would have to stand: beside the others, else beside the levels.
        let others = self.rules.terms.caveat.first();
        let article = others.map(crate::terms::Group::first).or(self.listed());
        let refused = |by| No::new("REL-028", by).text("caveat", code.as_str()).no();
        match effects {
            Some(effects) if effects.contains(&Effect::NoRelease) => {
                let answer = refused(self.consenting());
                self.silent("caveat", article, answer);
            }
            Some(effects) if effects.iter().all(|e| *e == Effect::Notice) => {
                self.silent("caveat", article, Answer::Pass);
            }
            Some(_) => match &self.rules.terms.use_limits {
                Some(group) if group.originator_conditions => {
                    let field = "use_limits.originator_conditions";
                    self.rule("caveat", group, field, Answer::Pass);
                }
                _ => self.silent("caveat", article, refused(Decider::Role("negotiators"))),
            },
            None => self.silent("caveat", article, refused(Decider::Role("negotiators"))),
        }
    }
}
