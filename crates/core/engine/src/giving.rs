//! A release between registries, put to the terms: the one place where an act becomes a question.

use crate::state::Agreement;
use entente_agreement::permit::{Action, Ask, Decision, Given, Hand, Item, permit};
use entente_agreement::terms::{ChannelKind, ItemForm};
use entente_agreement::{Past, marks};
use entente_marking::check::{Consent, Subject};
use entente_model::{Instant, Label, LevelId, PartyId, Problem, holding::Form, id::PurposeId};

/// A release by one party to another.
pub(crate) struct Giving<'a> {
    /// Giver.
    pub(crate) from: &'a PartyId,
    /// Recipient.
    pub(crate) to: &'a PartyId,
    /// The originator's level.
    pub(crate) level: &'a LevelId,
    /// The label, when it says more.
    pub(crate) label: Option<&'a Label>,
    /// Originators; the giver where none is named.
    pub(crate) originators: &'a [PartyId],
    /// The originator's consent is with it.
    pub(crate) consented: bool,
    /// Form.
    pub(crate) form: Form,
    /// No copy stays.
    pub(crate) disclosed: bool,
    /// The receiving unit.
    pub(crate) unit: &'a str,
    /// Purpose; `None` when none is stated yet.
    pub(crate) purpose: Option<&'a PurposeId>,
    /// Whether the releasing officer's own signature is there.
    pub(crate) signed: bool,
    /// Whether a second person decided with the officer.
    pub(crate) second: bool,
    /// When, by the author's clock.
    pub(crate) at: Instant,
    /// Index the act has or will have in the author's record.
    pub(crate) n: u64,
    /// What the author had stored of the partner's record.
    pub(crate) seen: &'a [(PartyId, u64)],
}

impl<'a> Giving<'a> {
    /// A release of a level and nothing more.
    pub(crate) fn of(
        from: &'a PartyId,
        to: &'a PartyId,
        level: &'a LevelId,
        past: &Past<'a>,
    ) -> Self {
        Self {
            from,
            to,
            level,
            label: None,
            originators: std::slice::from_ref(from),
            consented: false,
            form: Form::Electronic,
            disclosed: false,
            unit: "",
            purpose: None,
            signed: false,
            second: false,
            at: past.at,
            n: past.n,
            seen: past.seen,
        }
    }

    /// Asks, and reads the answer.
    ///
    /// # Errors
    /// REL-001 while no text is agreed or the clock is out of the calendar; REL-050 when the label
    /// keeps it from this recipient or until later.
    pub(crate) fn decide<T>(
        &self,
        agreement: &Agreement,
        read: impl FnOnce(&Decision<'_>) -> T,
    ) -> Result<T, Problem> {
        let unsigned = || {
            Problem::refused("REL-001")
                .with("article", "-")
                .decided_by("both-parties")
        };
        let text = agreement.life.text_for(self.from, self.seen, self.at);
        let text = text.ok_or_else(unsigned)?;
        let day = text.rules.day(self.at).ok_or_else(unsigned)?;
        let mut hand = Hand::EMPTY;
        let electronic = self.form.is_electronic() && !self.disclosed;
        if electronic {
            hand = hand.with(Given::Encrypted);
        }
        for (there, given) in [
            (self.signed, Given::OfficerSignature),
            (self.second, Given::SecondPerson),
            (self.consented, Given::Consent),
        ] {
            if there {
                hand = hand.with(given);
            }
        }
        let past = Past {
            by: self.from,
            n: self.n,
            at: self.at,
            seen: self.seen,
        };
        let register = &agreement.register;
        if text.rules.terms.assurance.is_some()
            && register.assured(&text.rules, self.to, self.unit, &past, day)
        {
            hand = hand.with(Given::Assurance);
        }
        let label = self.label;
        let item = Item {
            dated: label.and_then(|l| l.created),
            term: label.and_then(|l| l.declassify),
            caveats: label.map_or(&[], |l| l.caveats.as_slice()),
            ..Item::new(self.level, self.originators, self.item_form())
        };
        let action = if self.disclosed {
            Action::Disclose
        } else {
            Action::Release
        };
        let ask = Ask {
            item: Some(item),
            purpose: self.purpose,
            hand,
            channel: electronic.then_some(ChannelKind::Link),
            means: electronic.then_some(MEANS),
            ..Ask::new(action, self.from, self.to, day)
        };
        Ok(read(&permit(&text.rules, agreement.life.timeline(), &ask)))
    }

    /// What the label itself says of this recipient and this moment: the same function as at entry
    /// and on reading (M22).
    ///
    /// # Errors
    /// MARK-*, REL-014 and what else the marking's rules refuse.
    pub(crate) fn label_lets(&self, agreement: &Agreement) -> Result<(), Problem> {
        let Some(label) = self.label else {
            return Ok(());
        };
        let text = agreement.life.text_for(self.from, self.seen, self.at);
        let (Some(text), Ok(party)) = (text, label.level.party().parse::<PartyId>()) else {
            return Ok(());
        };
        let consents: Vec<Consent> = self
            .originators
            .iter()
            .filter(|_| self.consented)
            .map(|o| Consent {
                party: o.clone(),
                until: Instant(i64::MAX),
                bodies: Vec::new(),
            })
            .collect();
        let mut asked = marks::Asked::new(&party, Subject::Label(label), self.at).to(self.to);
        asked.by = Some(self.from);
        asked.form = self.item_form();
        asked.dated = label.created;
        asked.consents = &consents;
        let vocabulary = marks::vocabulary(&text.rules);
        let verdict = marks::check(&text.rules, &vocabulary, agreement.life.timeline(), &asked);
        let cited = |problem| marks::cited(&text.rules, &label.level, &party, problem);
        verdict.problem.map(cited).map_or(Ok(()), Err)
    }

    fn item_form(&self) -> ItemForm {
        ItemForm::ALL
            .iter()
            .copied()
            .find(|f| f.word() == self.form.word())
            .unwrap_or(ItemForm::Electronic)
    }
}

/// The means the registries' link and seals use, as terms name it among approved ones.
pub const MEANS: &str = "entente-seal-1";
