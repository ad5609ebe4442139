//! A release between registries, put to the terms: the one place where an act becomes a question.

use crate::state::Agreement;
use entente_agreement::permit::{Action, Ask, Decision, Given, Hand, Item, permit};
use entente_agreement::terms::{ChannelKind, ItemForm};
use entente_model::{Instant, LevelId, PartyId, Problem, id::PurposeId};

/// A release by one party to another.
pub(crate) struct Giving<'a> {
    /// Originator.
    pub(crate) from: &'a PartyId,
    /// Recipient.
    pub(crate) to: &'a PartyId,
    /// The originator's level.
    pub(crate) level: &'a LevelId,
    /// Purpose; `None` when none is stated yet.
    pub(crate) purpose: Option<&'a PurposeId>,
    /// Whether the releasing officer's own signature is there.
    pub(crate) signed: bool,
    /// When, by the author's clock.
    pub(crate) at: Instant,
    /// What the author had stored of the partner's record.
    pub(crate) seen: &'a [(PartyId, u64)],
}

impl Giving<'_> {
    /// Asks, and reads the answer.
    ///
    /// # Errors
    /// REL-001 while no text is agreed or the clock is out of the calendar.
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
        let mut hand = Hand::EMPTY.with(Given::Encrypted);
        if self.signed {
            hand = hand.with(Given::OfficerSignature);
        }
        let ask = Ask {
            item: Some(Item::new(
                self.level,
                std::slice::from_ref(self.from),
                ItemForm::Electronic,
            )),
            purpose: self.purpose,
            hand,
            channel: Some(ChannelKind::Link),
            means: Some(MEANS),
            ..Ask::new(Action::Release, self.from, self.to, day)
        };
        Ok(read(&permit(&text.rules, agreement.life.timeline(), &ask)))
    }
}

/// The means the registries' link and seals use, as terms name it among approved ones.
pub const MEANS: &str = "entente-seal-1";
