//! A turn: one atomic negotiating move (interface.md §4). It names characters, not positions, so
//! that it means the same whatever arrived in between: every piece of text anybody wrote has a
//! [`Key`], and a change says which characters of which pieces it replaces.

use crate::{Digest, PartyId, ProvisionId, instrument::Wording, time::Date};
use serde::{Deserialize, Serialize};

/// Most operations in one turn.
pub const MAX_OPS: usize = 4096;
/// Most characters of one piece of text.
pub const MAX_PIECE: usize = 64 * 1024;
/// The id under which the title is negotiated.
pub const TITLE: &str = "title";
/// The id under which the terms are agreed to and reserved.
pub const TERMS: &str = "terms";

/// Names a piece of text, a bracket or a new provision: who wrote it, in which turn, and which
/// piece of that turn. In the opening text (turn 0) pieces are counted through the title and the
/// provisions, language by language, heading before body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key(
    /// Author.
    pub PartyId,
    /// Number of the turn.
    pub u32,
    /// Which piece, from 0.
    pub u32,
);

/// Where a change applies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// Provision, or [`TITLE`].
    pub p: ProvisionId,
    /// BCP 47 tag.
    pub lang: String,
    /// Heading instead of body.
    #[serde(default, skip_serializing_if = "is_false")]
    pub heading: bool,
}

/// What a hunk takes away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Cut {
    /// Characters `from..to` of a piece, in Unicode scalar values.
    Chars(Key, u32, u32),
    /// A whole open bracket: the author's reading of it becomes what is put.
    Bracket(Key),
}

/// Where a hunk that takes nothing away puts its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Anchor {
    /// At the beginning.
    Start,
    /// After this character of a piece.
    Char(Key, u32),
    /// After a bracket.
    Bracket(Key),
}

/// One change of one text. Its own key is (author, turn, count of hunks and provisions before it
/// in the turn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hunk {
    /// What goes; empty for an insertion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<Cut>,
    /// Where an insertion goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Anchor>,
    /// What comes; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub put: String,
}

/// Why a provision is reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reservation {
    /// Still being examined.
    Scrutiny,
    /// One language's wording.
    Language,
    /// What it says.
    Substance,
    /// A parliament has to be asked.
    Parliament,
}

impl Reservation {
    /// One word, as in commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scrutiny => "scrutiny",
            Self::Language => "language",
            Self::Substance => "substance",
            Self::Parliament => "parliament",
        }
    }
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Op {
    /// Changes a text. Wording others stand behind becomes a bracket.
    Edit {
        /// Which text.
        at: Spot,
        /// The changes.
        hunks: Vec<Hunk>,
    },
    /// Stands behind one alternative of a bracket, named by the digest of its wording.
    Back {
        /// Which text.
        at: Spot,
        /// Which bracket.
        bracket: Key,
        /// Digest of the alternative's wording ([`wording_digest`]).
        text: Digest,
    },
    /// Withdraws the author's own alternative.
    Withdraw {
        /// Which text.
        at: Spot,
        /// Which bracket.
        bracket: Key,
    },
    /// Adds a provision; its id is `PARTY.turn.piece`.
    Add {
        /// After which provision; at the beginning when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ProvisionId>,
        /// 1 for an article, 2 for a paragraph, and so on.
        depth: u8,
        /// One wording a language.
        text: Vec<Wording>,
    },
    /// Proposes that a provision stay.
    Keep {
        /// Which.
        p: ProvisionId,
    },
    /// Proposes that a provision be left out.
    Drop {
        /// Which.
        p: ProvisionId,
    },
    /// Moves a provision; it keeps its id.
    Move {
        /// Which.
        p: ProvisionId,
        /// After which; to the beginning when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ProvisionId>,
    },
    /// Proposes a value of the terms.
    Term {
        /// JSON pointer (RFC 6901) to a value that is not an object.
        field: String,
        /// The value as JSON, or none to leave the field out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// Agrees to a provision as it reads: by the delegation (`ad_ref`) or by the capital.
    Agree {
        /// Which; [`TITLE`] and [`TERMS`] too.
        p: ProvisionId,
        /// Digest of what it reads.
        text: Digest,
        /// Ad referendum.
        #[serde(default, skip_serializing_if = "is_false")]
        ad_ref: bool,
    },
    /// Agrees to everything as it reads.
    AgreeAll {
        /// Digest of texts and terms.
        text: Digest,
        /// Ad referendum.
        #[serde(default, skip_serializing_if = "is_false")]
        ad_ref: bool,
    },
    /// Reserves a provision.
    Reserve {
        /// Which.
        p: ProvisionId,
        /// Why.
        kind: Reservation,
    },
    /// Lifts the author's reservation.
    Lift {
        /// Which.
        p: ProvisionId,
        /// Which reservation.
        kind: Reservation,
    },
    /// Puts a provision aside, or takes it up again.
    Park {
        /// Which.
        p: ProvisionId,
        /// Until when; none takes it up again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// Accepts or declines a chair's text as a whole.
    Chair {
        /// Who offered it.
        by: PartyId,
        /// In which turn.
        no: u32,
        /// Accepted.
        accept: bool,
    },
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// Number: one more than the highest its author had seen. Two turns of one number crossed.
    pub no: u32,
    /// Version of the instrument under negotiation, 1 for the first.
    pub version: u32,
    /// What is done, all of it or nothing.
    pub ops: Vec<Op>,
    /// Why, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// A reply is asked for by this day; nothing follows from silence (rule i).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_by: Option<Date>,
    /// Offered as a whole: takes effect when every other party accepts it (rule h).
    #[serde(default, skip_serializing_if = "is_false")]
    pub chair: bool,
}

/// Digest by which an alternative's wording is named.
#[must_use]
pub fn wording_digest(text: &str) -> Digest {
    Digest::tagged("entente wording v1", &[text.as_bytes()])
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !*value
}
