//! Sending and storing: ways, their conditions, marks that come first (C4, F1 to F7).

use super::decision::Answer;
use super::{Decider, Given, No, Question};
use crate::terms::{Channel, ChannelCondition, ChannelKind, MarkingMode};

impl<'q> Question<'q> {
    pub(super) fn store(&mut self) {
        self.site();
        let Some(level) = self.level() else { return };
        self.electronic(level);
        if let Some(group) = &self.rules.terms.electronic
            && group.no_storage
        {
            let no = No::new("REL-033", Decider::Role("negotiators"));
            self.rule("storage", group, "electronic.no_storage", no.no());
        }
        self.caveats();
    }

    /// The way of sending: what no row allows is refused (F1).
    pub(super) fn send(&mut self) {
        self.site();
        let Some(level) = self.level() else { return };
        self.marked();
        let Some(kind) = self.ask.channel else {
            let no = No::new("RULE-002", Decider::Role("you"));
            self.silent("channel", None, no.no());
            return;
        };
        if kind == ChannelKind::Link {
            self.electronic(level);
        }
        let rows = &self.rules.terms.channel;
        let contract = self.has(Given::ContractOnly);
        let only = contract
            && rows
                .iter()
                .any(|c| c.for_contracts && c.kind == kind && self.rules.allows(&c.levels, level));
        let fits = |c: &&Channel| {
            c.kind == kind
                && c.for_contracts == only
                && self.rules.allows(&c.levels, level)
                && c.up_to
                    .as_ref()
                    .is_none_or(|top| self.rules.within(top, level))
        };
        let best = rows
            .iter()
            .filter(fits)
            .find(|c| self.missing(c).is_none())
            .or_else(|| rows.iter().find(fits));
        let Some(row) = best else {
            let ruled = |c: &&Channel| self.rules.allows(&c.levels, level);
            let same = rows.iter().filter(ruled).find(|c| c.kind == kind);
            if let Some(row) = rows.iter().filter(ruled).find(|c| c.as_a_rule) {
                let answer = self.wants(
                    Given::Approved,
                    "REL-036",
                    Decider::Role("competent-authorities"),
                );
                self.rule("channel", row, "channel.as_a_rule", answer);
                return;
            }
            if let Some(first) = same.or_else(|| rows.iter().find(ruled)) {
                let no = No::new("REL-025", Decider::Role("competent-authorities"))
                    .text("channel", kind.word())
                    .text("level", &level.short);
                let field = if first.kind == kind {
                    "channel.up_to"
                } else {
                    "channel.levels"
                };
                self.rule("channel", first, field, no.no());
            }
            return;
        };
        let answer = match self.missing(row) {
            None => Answer::Pass,
            Some(condition) => No::new("REL-026", Decider::Role("competent-authorities"))
                .text("channel", kind.word())
                .text("condition", condition.word())
                .needs(),
        };
        self.rule("channel", row, "channel.levels", Answer::Pass);
        if !row.route.is_empty() {
            let answer = self.wants(Given::HopsSigned, "REL-037", Decider::Party(self.ask.by));
            self.rule("route", row, "channel.route", answer);
        }
        if !row.conditions.is_empty() {
            self.rule("conditions", row, "channel.conditions", answer);
        }
    }

    /// Marks the originator puts before sending (C4).
    fn marked(&mut self) {
        let Some(group) = &self.rules.terms.marking else {
            return;
        };
        if group.mode != MarkingMode::RecipientAdds {
            let answer = self.wants(Given::Marked, "REL-035", Decider::Party(self.ask.by));
            self.rule("marking", group, "marking.mode", answer);
        }
    }

    fn missing(&self, row: &Channel) -> Option<ChannelCondition> {
        row.conditions
            .iter()
            .copied()
            .find(|c| !self.has(at_hand(*c)))
    }
}

fn at_hand(condition: ChannelCondition) -> Given {
    match condition {
        ChannelCondition::Urgent => Given::Urgent,
        ChannelCondition::ContractOnly => Given::ContractOnly,
        ChannelCondition::Approved => Given::Approved,
        ChannelCondition::CarrierInParty => Given::CarrierInParty,
        ChannelCondition::SignatureTracking => Given::SignatureTracking,
        ChannelCondition::CarrierLiable => Given::CarrierLiable,
        ChannelCondition::CourierCertificate => Given::CourierCertificate,
        ChannelCondition::Manifest => Given::Manifest,
        ChannelCondition::TransportPlan => Given::TransportPlan,
        ChannelCondition::TwoCovers => Given::TwoCovers,
        ChannelCondition::Encrypted => Given::Encrypted,
        ChannelCondition::ReleaseEvidence => Given::ReleaseEvidence,
        ChannelCondition::Sealed => Given::Sealed,
        ChannelCondition::ContactLetter => Given::ContactLetter,
        ChannelCondition::CaseByCase => Given::CaseByCase,
    }
}
