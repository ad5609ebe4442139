//! What parties say in an agreement's course besides notices: stays, pauses, updates, changes of
//! rules, its end by consent (agreements.md A10, A12, A13, A19, A20).

use crate::{Digest, OfficialId, PartyId, time::Date};
use serde::{Deserialize, Serialize};

/// See [`crate::Deed::Course`]. The statement carries the official's two signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourseAct {
    /// What.
    pub what: Course,
    /// Who signs it.
    pub official: OfficialId,
    /// Digest of texts and terms it is about.
    pub text: Digest,
}

/// What becomes of a notice of termination (A13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum StayTo {
    /// As if it had never been given.
    Void,
    /// Without effect until the day after this one.
    Until(Date),
    /// Without effect until its author revives it.
    Revivable,
}

/// See [`CourseAct`]. Days are in the terms' zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Course {
    /// Stays or withdraws a notice; takes effect when every party has said the same (A13).
    Stay {
        /// Whose notice.
        of: PartyId,
        /// Its index in that party's record.
        n: u64,
        /// What becomes of it.
        to: StayTo,
    },
    /// The author of a stayed notice revives it (A13).
    Revive {
        /// Index of the notice in the author's record.
        n: u64,
        /// The day.
        on: Date,
    },
    /// The author stops its own releases (A13).
    Pause {
        /// First day.
        from: Date,
    },
    /// The author resumes them.
    Resume {
        /// First day with releases again.
        on: Date,
    },
    /// The author changes what is its own (A10).
    Update {
        /// What, a word of the terms' list of updates.
        field: String,
        /// The new value, in words.
        value: String,
        /// The day.
        on: Date,
    },
    /// Acknowledges a partner's update (A10).
    Acknowledge {
        /// Whose.
        from: PartyId,
        /// Its index in that party's record.
        n: u64,
        /// The day.
        on: Date,
    },
    /// The author's own protection rules change (A19).
    RulesChange {
        /// The version from then on.
        version: String,
        /// The day it was told.
        on: Date,
    },
    /// Answers a partner's change of rules (A19).
    RulesAnswer {
        /// Whose change.
        from: PartyId,
        /// Its index in that party's record.
        n: u64,
        /// A word of the terms' list of answers.
        answer: String,
    },
    /// Consents to the agreement's end; takes effect when every party named the same day (A12).
    End {
        /// The last day.
        on: Date,
    },
    /// Confirms the computed date of entry into force of a version: never silent, never another.
    InForce {
        /// Version of the instrument, 1 for the first.
        version: u32,
        /// The first day.
        on: Date,
    },
    /// States that a condition of the first release is met; takes effect when every party said so
    /// (A20, V2).
    Gate {
        /// Which, a word of the terms' list of gates.
        gate: String,
        /// The day.
        on: Date,
    },
}

impl Course {
    /// One word, as in the JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Stay { .. } => "stay",
            Self::Revive { .. } => "revive",
            Self::Pause { .. } => "pause",
            Self::Resume { .. } => "resume",
            Self::Update { .. } => "update",
            Self::Acknowledge { .. } => "acknowledge",
            Self::RulesChange { .. } => "rules-change",
            Self::RulesAnswer { .. } => "rules-answer",
            Self::End { .. } => "end",
            Self::InForce { .. } => "in-force",
            Self::Gate { .. } => "gate",
        }
    }
}
