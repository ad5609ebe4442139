//! What is done with an item after its release: copies, consents, changes of level, recalls,
//! returns, destructions (agreements.md C6, E1–E3, F8, G1–G6). Each names releases by their index
//! in the giver's record; copies and derived items made by the holder have numbers beneath.

use crate::{
    AgreementId, Digest, Instant, LevelId, OfficialId, PartyId, b64,
    id::{ItemRef, PurposeId},
    time::Date,
};
use serde::{Deserialize, Serialize};

/// Most releases one act names.
pub const MAX_OF: usize = 1000;
/// Most copies and derived items one act makes, and most one release has in all.
pub const MAX_COPIES: u32 = 10_000;
/// Longest free word of an act: a method, a place, a name; bytes.
pub const MAX_WORDS: usize = 400;

/// The form of an item (C1). All but electronic items are only accounted for: no content is sealed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Data, sealed and carried by the registries.
    #[default]
    Electronic,
    /// Paper or another document on a carrier.
    Document,
    /// Spoken; what there is, is the note for file.
    Oral,
    /// Seen.
    Visual,
    /// Equipment or material.
    Equipment,
    /// Technology or know-how.
    Technology,
}

impl Form {
    /// All.
    pub const ALL: [Self; 6] = [
        Self::Electronic,
        Self::Document,
        Self::Oral,
        Self::Visual,
        Self::Equipment,
        Self::Technology,
    ];

    /// The word, as in the terms and the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Electronic => "electronic",
            Self::Document => "document",
            Self::Oral => "oral",
            Self::Visual => "visual",
            Self::Equipment => "equipment",
            Self::Technology => "technology",
        }
    }

    /// Whether it is the common form, which is not written.
    #[must_use]
    pub fn is_electronic(&self) -> bool {
        *self == Self::Electronic
    }
}

/// An item that came from another party and goes on with its consent (E1, E3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThirdOrigin {
    /// Its originator, who stays the originator.
    pub originator: PartyId,
    /// Agreement between originator and giver it was received under.
    pub agreement: AgreementId,
    /// The release in the originator's record.
    pub n: u64,
    /// The originator's [`ItemDeed::Answer`] that consents, as the signed entry: the token. The receiving
    /// node verifies the official's signatures with the originator's card.
    #[serde(with = "b64::bytes")]
    pub consent: Vec<u8>,
}

/// See [`crate::Deed::Item`]. The statement carries the official's two signatures, and after them
/// those of a second person or witness where the deed names one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemAct {
    /// Whose releases.
    pub from: PartyId,
    /// Indices of releases in that party's record, ascending.
    pub of: Vec<u64>,
    /// What is done with each of them.
    pub what: ItemDeed,
    /// Who signs.
    pub official: OfficialId,
}

/// What a derived item is (G3, G4, M15).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Made {
    /// A copy.
    Copy,
    /// A translation into this language (BCP 47).
    Translation(String),
    /// An extract.
    Extract,
    /// Other work that contains it, with the maker's own reference.
    Work(ItemRef),
}

impl Made {
    /// One word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Translation(_) => "translation",
            Self::Extract => "extract",
            Self::Work(_) => "work",
        }
    }
}

/// How a holding came to its end by the holder's hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Destroyed {
    /// Numbers destroyed: 0 for what was dispatched, else copies and derived items. Empty: all
    /// that are left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<u32>,
    /// How, in words; no reconstruction is possible (G5).
    pub method: String,
    /// Witnesses; their signatures follow the registrar's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<OfficialId>,
    /// In an emergency, when: one key is enough and no consent is asked; it is always reported (G6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Instant>,
    /// Index of the consent, in the originator's record, where the terms ask for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<u64>,
    /// The day.
    pub on: Date,
}

/// Who gets an item that goes on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Third {
    /// What it is: a word of the terms (state, organisation, person, firm, national-of-third).
    pub kind: String,
    /// Its code when it is a party somewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// Its name otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The one unit of it, when it is not for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// What consent is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum LeaveFor {
    /// It may go on to a third (E1).
    Onward(Third),
    /// It may be used for another purpose (E2).
    Use(PurposeId),
    /// It may be copied (G3).
    Copy,
    /// It may be translated (G4).
    Translate,
    /// It may be destroyed (G5).
    Destroy,
    /// Nationals of these countries may have access (D5).
    Nationals(Vec<PartyId>),
    /// It may be given to a contractor (V3).
    Contract(Third),
    /// Its level may be lowered to this, by the holder (C6).
    Downgrade(LevelId),
}

impl LeaveFor {
    /// One word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Onward(_) => "onward",
            Self::Use(_) => "use",
            Self::Copy => "copy",
            Self::Translate => "translate",
            Self::Destroy => "destroy",
            Self::Nationals(_) => "nationals",
            Self::Contract(_) => "contract",
            Self::Downgrade(_) => "downgrade",
        }
    }
}

/// What is asked for and what is granted (E1): a grant may be narrower, never wider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// What.
    pub what: LeaveFor,
    /// Only for this purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<PurposeId>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Most copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
    /// The recipient may pass it on in its turn.
    #[serde(default, skip_serializing_if = "is_false")]
    pub onward: bool,
    /// By way of this party (E3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relay: Option<PartyId>,
    /// The third has an agreement with the originator, as the originator states (E1).
    #[serde(default, skip_serializing_if = "is_false")]
    pub third_agreement: bool,
    /// Conditions the originator sets, in words both sides read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
}

impl Leave {
    /// Leave for one thing without limits.
    #[must_use]
    pub fn new(what: LeaveFor) -> Self {
        Self {
            what,
            purpose: None,
            until: None,
            copies: None,
            onward: false,
            relay: None,
            third_agreement: false,
            conditions: Vec::new(),
        }
    }

    /// Whether this is no more than what was asked: same matter, no other purpose, no later day, no
    /// more copies, no onward flag and no other relay than asked. Conditions only narrow.
    #[must_use]
    pub fn within(&self, asked: &Self) -> bool {
        fn under<T: PartialOrd>(granted: Option<&T>, asked: Option<&T>) -> bool {
            match (granted, asked) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(granted), Some(asked)) => granted <= asked,
            }
        }
        let unit = |leave: &LeaveFor| match leave {
            LeaveFor::Onward(third) | LeaveFor::Contract(third) => third.unit.clone(),
            _ => None,
        };
        let same = match (&self.what, &asked.what) {
            (LeaveFor::Onward(a), LeaveFor::Onward(b))
            | (LeaveFor::Contract(a), LeaveFor::Contract(b)) => {
                (&a.kind, &a.party, &a.name) == (&b.kind, &b.party, &b.name)
            }
            (LeaveFor::Nationals(a), LeaveFor::Nationals(b)) => a.iter().all(|n| b.contains(n)),
            (a, b) => a == b,
        };
        let asked_unit = unit(&asked.what);
        same && (asked_unit.is_none() || unit(&self.what) == asked_unit)
            && (asked.purpose.is_none() || self.purpose == asked.purpose)
            && under(self.until.as_ref(), asked.until.as_ref())
            && under(self.copies.as_ref(), asked.copies.as_ref())
            && (asked.onward || !self.onward)
            && (self.relay.is_none() || self.relay == asked.relay)
    }
}

/// A level lowered or taken away (C6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reclass {
    /// The level from then on; `None` when it is declassified.
    pub to: Option<LevelId>,
    /// First day.
    pub on: Date,
    /// On whose authority or what date the marking named, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authority: String,
}

/// What the originator wants with what it recalls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// It comes back.
    Return,
    /// It is destroyed.
    Destroy,
    /// It is kept unread until the originator says more.
    SetAside,
}

impl Wanted {
    /// The word, as in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Destroy => "destroy",
            Self::SetAside => "set-aside",
        }
    }
}

/// See [`ItemAct`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ItemDeed {
    /// Holder: makes copies or derived items, numbered from `first` (G3, G4).
    Make {
        /// What.
        what: Made,
        /// Number of the first one: the next free one.
        first: u32,
        /// How many.
        count: u32,
        /// A translation was made by a cleared person (G4).
        #[serde(default, skip_serializing_if = "is_false")]
        by_cleared: bool,
        /// Index of the consent in the originator's record, where the terms ask for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consent: Option<u64>,
    },
    /// Holder: asks the originator's consent (E1). A request to lower a level is a challenge (M14).
    Ask {
        /// For what.
        leave: Leave,
        /// Why, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Sealed>,
    },
    /// Originator: consents, perhaps to less, or refuses.
    Answer {
        /// Index of the question in the holder's record.
        ask: u64,
        /// What is granted; `None`: refused. Nothing need be given as a reason (A14).
        leave: Option<Leave>,
        /// Other originators of joint information whose consent this conveys (C8).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also_of: Vec<PartyId>,
        /// Why, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Sealed>,
    },
    /// Originator: takes a consent back, for what is not yet done under it.
    Withdraw {
        /// Index of the consent in its own record.
        answer: u64,
    },
    /// Holder: passes it on under a consent (E1). Each is one use of the token.
    Onward {
        /// Index of the consent in the originator's record.
        consent: u64,
        /// To whom.
        to: Third,
        /// For what.
        purpose: PurposeId,
        /// How many copies.
        copies: u32,
    },
    /// Holder: uses it for another purpose under a consent (E2).
    UseFor {
        /// Index of the consent in the originator's record.
        consent: u64,
        /// The purpose.
        purpose: PurposeId,
    },
    /// Originator: says that a level will be lowered (C6).
    Intend(Reclass),
    /// Originator: lowers the level, or takes it away. The holder must apply it.
    Reclass(Reclass),
    /// Holder: has altered the mark on everything it holds of it.
    Applied {
        /// Index of the order in the originator's record.
        order: u64,
    },
    /// Originator: wants it back, destroyed or set aside.
    Recall {
        /// What with it.
        wanted: Wanted,
        /// By this day.
        by: Option<Date>,
    },
    /// Holder: says what it holds of what was recalled, and who has read it.
    Recalled {
        /// Index of the recall in the originator's record.
        order: u64,
        /// Copies and derived items still held, what was dispatched included.
        held: u32,
        /// Persons who had read it by then.
        readers: u32,
        /// Parties it had gone on to.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        gone_to: Vec<Third>,
    },
    /// Holder: sends it back.
    Return {
        /// Numbers; empty: all that are left.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        numbers: Vec<u32>,
        /// By which way: a word of the terms' channels.
        by: String,
        /// The day.
        on: Date,
    },
    /// Originator: has it back.
    Back {
        /// Index of the return in the holder's record.
        sent: u64,
    },
    /// Holder: certifies destruction (G5), or reports it after an emergency (G6).
    Destroy(Destroyed),
    /// Originator: demands or authorises one way to end (G5, survival).
    Determine {
        /// Which.
        wanted: Wanted,
    },
    /// Originator: forbids copies (G3).
    ForbidCopies,
    /// Originator: lets the holder off for what was lost (F8).
    Discharge {
        /// Numbers; empty: all that are left.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        numbers: Vec<u32>,
        /// The day.
        on: Date,
    },
    /// Holder: it is missing. The incident is a case of its own.
    Lost {
        /// Numbers.
        numbers: Vec<u32>,
    },
    /// Originator: asks after a receipt that is due, or another duty (tracer, F4).
    Chase,
}

impl ItemDeed {
    /// One word, as in the JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Make { .. } => "make",
            Self::Ask { .. } => "ask",
            Self::Answer { .. } => "answer",
            Self::Withdraw { .. } => "withdraw",
            Self::Onward { .. } => "onward",
            Self::UseFor { .. } => "use-for",
            Self::Intend(_) => "intend",
            Self::Reclass(_) => "reclass",
            Self::Applied { .. } => "applied",
            Self::Recall { .. } => "recall",
            Self::Recalled { .. } => "recalled",
            Self::Return { .. } => "return",
            Self::Back { .. } => "back",
            Self::Destroy(_) => "destroy",
            Self::Determine { .. } => "determine",
            Self::ForbidCopies => "forbid-copies",
            Self::Discharge { .. } => "discharge",
            Self::Lost { .. } => "lost",
            Self::Chase => "chase",
        }
    }

    /// Whether the originator says it; else the holder does.
    #[must_use]
    pub fn by_originator(&self) -> bool {
        matches!(
            self,
            Self::Answer { .. }
                | Self::Withdraw { .. }
                | Self::Intend(_)
                | Self::Reclass(_)
                | Self::Recall { .. }
                | Self::Back { .. }
                | Self::Determine { .. }
                | Self::ForbidCopies
                | Self::Discharge { .. }
                | Self::Chase
        )
    }
}

/// A text only the parties read: sealed to the partner as an item's key is, and kept readable for
/// its author. Bound to agreement, author and encapsulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Index of the [`crate::act::Keys`] act in the same record.
    pub k: u64,
    /// Counter of the wrap under that key.
    pub i: u64,
    /// The text's key wrapped to the partner, 48 bytes.
    #[serde(with = "b64::bytes")]
    pub w: Vec<u8>,
    /// The same key wrapped under its author's storage key.
    #[serde(with = "b64::bytes")]
    pub own: Vec<u8>,
    /// Ciphertext, at most [`Sealed::MAX`] bytes.
    #[serde(with = "b64::bytes")]
    pub text: Vec<u8>,
}

impl Sealed {
    /// Longest ciphertext, bytes.
    pub const MAX: usize = 32 * 1024;

    /// What both wraps are bound to.
    #[must_use]
    pub fn core(agreement: &AgreementId, by: &PartyId, k: u64, i: u64) -> Digest {
        Digest::tagged(
            "entente text v1",
            &[
                &agreement.0,
                by.as_str().as_bytes(),
                &k.to_be_bytes(),
                &i.to_be_bytes(),
            ],
        )
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn third(unit: Option<&str>) -> Third {
        Third {
            kind: "state".into(),
            party: Some("AUS".parse().unwrap()),
            name: String::new(),
            unit: unit.map(str::to_owned),
        }
    }

    #[test]
    fn a_grant_is_never_wider_than_what_was_asked() {
        let asked = Leave {
            purpose: Some("maritime-safety".parse().unwrap()),
            until: Some("2026-12-31".parse().unwrap()),
            copies: Some(2),
            ..Leave::new(LeaveFor::Onward(third(None)))
        };
        assert!(asked.within(&asked));
        let narrower = Leave {
            what: LeaveFor::Onward(third(Some("MoD"))),
            copies: Some(1),
            conditions: vec!["not to be copied".into()],
            ..asked.clone()
        };
        assert!(narrower.within(&asked));
        assert!(!asked.within(&narrower), "a unit narrows");
        let wider: [fn(&mut Leave); 6] = [
            |l| l.purpose = None,
            |l| l.until = None,
            |l| l.copies = Some(3),
            |l| l.onward = true,
            |l| l.relay = Some("USA".parse().unwrap()),
            |l| l.what = LeaveFor::Copy,
        ];
        for change in wider {
            let mut grant = asked.clone();
            change(&mut grant);
            assert!(!grant.within(&asked), "{grant:?}");
        }
    }
}
