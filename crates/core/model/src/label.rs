//! A marking as structure, never as a string: policy, level, codewords, releasability, caveats,
//! originators, dates (interface.md §3; STANAG 4774). Reading and rendering are in
//! `entente-marking`; this is what acts carry.

use crate::{Instant, LevelId, PartyId, ProvisionId, id::PurposeId, time::Date};
use serde::{Deserialize, Serialize};

/// The label of one item or portion. The policy is the level's party, scheme and version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The originator's level.
    pub level: LevelId,
    /// The marking as its author wrote it, byte for byte (M2, M21); empty when it was built from
    /// its parts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub written: String,
    /// Codewords, in the order of the alphabet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codewords: Vec<String>,
    /// Caveats and endorsements by code, in the order of the alphabet: of the agreement's terms, or
    /// of the originator's own rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caveats: Vec<PurposeId>,
    /// Who it may be released to. `None`: not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rel: Option<Rel>,
    /// All originators, in the order of the alphabet, when there is another than the level's party
    /// (joint information, foreign government information).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub originators: Vec<PartyId>,
    /// Its originators made it together; without it the others' information is contained in it (C8).
    #[serde(default, skip_serializing_if = "is_false")]
    pub joint: bool,
    /// Traffic Light Protocol, in a slot of its own (M12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tlp: Option<Tlp>,
    /// Not before this instant (M13).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo: Option<Embargo>,
    /// Day of its making.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Date>,
    /// Day its originator looks at the marking again (M24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Date>,
    /// Day its classification ends (C6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declassify: Option<Date>,
    /// The whole is marked above every part, with a reason on file (M6).
    #[serde(default, skip_serializing_if = "is_false")]
    pub aggregated: bool,
    /// Number of this copy, where copies are numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<u32>,
}

impl Label {
    /// A label that is a level and nothing else.
    #[must_use]
    pub fn of(level: LevelId) -> Self {
        Self {
            level,
            written: String::new(),
            codewords: Vec::new(),
            caveats: Vec::new(),
            rel: None,
            originators: Vec::new(),
            joint: false,
            tlp: None,
            embargo: None,
            created: None,
            review: None,
            declassify: None,
            aggregated: false,
            copy: None,
        }
    }

    /// Whether it says no more than its level.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::of(self.level.clone())
    }
}

/// Releasability (M5, M7, M8): the parties, with the groups they were written as kept beside.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rel {
    /// Every party, groups expanded, in the order of the alphabet. Empty: no foreign release.
    pub parties: Vec<PartyId>,
    /// Groups that were written, with the provision that pins their members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<(PartyId, ProvisionId)>,
}

/// Traffic Light Protocol 2.0 (FIRST).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tlp {
    /// `TLP:CLEAR`
    #[serde(rename = "TLP:CLEAR")]
    Clear,
    /// `TLP:GREEN`
    #[serde(rename = "TLP:GREEN")]
    Green,
    /// `TLP:AMBER`
    #[serde(rename = "TLP:AMBER")]
    Amber,
    /// `TLP:AMBER+STRICT`
    #[serde(rename = "TLP:AMBER+STRICT")]
    AmberStrict,
    /// `TLP:RED`
    #[serde(rename = "TLP:RED")]
    Red,
}

impl Tlp {
    /// All, from the widest audience to the narrowest.
    pub const ALL: [Self; 5] = [
        Self::Clear,
        Self::Green,
        Self::Amber,
        Self::AmberStrict,
        Self::Red,
    ];

    /// As it is written, never translated.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }
}

/// An embargo: the instant it lapses, and the zone it was set in, for display (M13).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Embargo {
    /// Seconds since 1970-01-01 UTC.
    pub until: Instant,
    /// IANA zone.
    pub zone: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !*value
}
