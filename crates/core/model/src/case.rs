//! Cases: what runs beside the items in stages, each side seeing every stage: incidents,
//! inspections, visits, contracts, demands for disclosure, disputes, requests (agreements.md A16,
//! A18, D3, D4, D7, V1–V3, I1, I2). A case is opened by one act and is never deleted; who may close
//! it follows from the terms.

use crate::{
    LevelId, OfficialId, PartyId,
    holding::{Sealed, Third},
    id::PurposeId,
    time::Date,
};
use serde::{Deserialize, Serialize};

/// A case by the act that opened it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseId {
    /// Who opened it.
    pub by: PartyId,
    /// Index of the act in that party's record.
    pub n: u64,
}

/// See [`crate::Deed::Case`]. The statement carries the official's two signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseAct {
    /// The case; `None` when this act opens it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// What is done.
    pub what: CaseDeed,
    /// The day it is about, in the agreement's zone: of discovery, of receipt, of the report.
    pub on: Date,
    /// Words only the parties read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Sealed>,
    /// Who signs.
    pub official: OfficialId,
}

/// What a case is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Matter {
    /// Loss or compromise, or the suspicion or possibility of it (I1).
    Incident {
        /// A word of the terms: actual, suspected or possible.
        trigger: String,
        /// What it concerns.
        items: Vec<ItemAt>,
    },
    /// An inspection or assessment of protection (V2).
    Inspection {
        /// Announced for this day.
        visit: Date,
        /// What calls for it, a word of the terms; empty when nothing does.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        trigger: String,
    },
    /// A visit that needs the host's permission (V1).
    Visit(Visit),
    /// A contract under which items go to a firm (V3).
    Contract(Contract),
    /// A court, parliament or other body demands disclosure (A18).
    Demand {
        /// What the body is: court, parliament, authority, other.
        body: String,
        /// It has to be answered by this day.
        answer_by: Option<Date>,
        /// What it concerns.
        items: Vec<ItemAt>,
    },
    /// The parties see a matter differently (A16). Without effect on any duty.
    Dispute {
        /// Provisions it is about.
        provisions: Vec<crate::ProvisionId>,
        /// Items it is about.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        items: Vec<ItemAt>,
    },
    /// A request for information (A14). May be refused without a reason.
    Information {
        /// For what.
        purpose: PurposeId,
        /// Reply wanted by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_by: Option<Date>,
        /// Who made what is asked for; one that is not the party asked makes it refusable (A14).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        originators: Vec<PartyId>,
    },
    /// A request to confirm a clearance (D3). The person is named in the sealed words alone.
    Clearance {
        /// Up to this level of the party asked.
        level: LevelId,
    },
    /// A clearance or facility clearance ended (D4). The person is named in the sealed words.
    ClearanceEnded {
        /// Whose: person or facility.
        of: String,
    },
}

impl Matter {
    /// One word, as in the JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Incident { .. } => "incident",
            Self::Inspection { .. } => "inspection",
            Self::Visit(_) => "visit",
            Self::Contract(_) => "contract",
            Self::Demand { .. } => "demand",
            Self::Dispute { .. } => "dispute",
            Self::Information { .. } => "information",
            Self::Clearance { .. } => "clearance",
            Self::ClearanceEnded { .. } => "clearance-ended",
        }
    }
}

/// A release and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemAt {
    /// Whose release.
    pub from: PartyId,
    /// Its index in that party's record.
    pub n: u64,
    /// Numbers; empty: everything of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<u32>,
}

/// See [`Matter::Visit`]. Names, births, documents and posts of the visitors are in the sealed words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The host.
    pub host: PartyId,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Highest level expected, of the host's scheme.
    pub level: LevelId,
    /// For what.
    pub purpose: PurposeId,
    /// Places, by name.
    pub places: Vec<String>,
    /// How many visitors.
    pub visitors: u32,
    /// A list for repeated visits.
    #[serde(default, skip_serializing_if = "is_false")]
    pub list: bool,
    /// Visitors of a third country are among them.
    #[serde(default, skip_serializing_if = "is_false")]
    pub third_country: bool,
    /// Urgent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub urgent: bool,
    /// Asked by the diplomatic channel.
    #[serde(default, skip_serializing_if = "is_false")]
    pub diplomatic: bool,
    /// Fields of the form the sealed words fill in: words of the terms.
    pub states: Vec<String>,
}

/// See [`Matter::Contract`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// The firm.
    pub firm: Third,
    /// Highest level under it.
    pub level: LevelId,
    /// Reference of the facility clearance that the firm's authority is asked to confirm.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub facility: String,
    /// Digest of security clause and classification guide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<crate::Digest>,
    /// The contract it is under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<CaseId>,
    /// The firm is foreign-owned.
    #[serde(default, skip_serializing_if = "is_false")]
    pub foreign_owned: bool,
}

/// A stage that has been reached, with its report in the sealed words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Incident: contained; custody secured.
    Contained,
    /// Incident, inspection: first report.
    Preliminary,
    /// Incident: what the damage is.
    Damage,
    /// Incident, inspection, visit: report.
    Final,
    /// Incident, inspection: measures against repetition, or put right.
    Measures,
    /// Inspection, contract: a finding.
    Finding,
    /// Demand: the originator has been told. The act that tells is this one.
    Told,
    /// Demand: the originator says what it thinks. Its own act, so that nobody claims it for it.
    Heard,
    /// Demand: decided and disclosed. Contract: inspected.
    Done,
    /// Dispute: this party's account of the facts.
    Account,
    /// Dispute: a fact of another party's account is agreed.
    Agreed,
    /// Help asked for or given (I2).
    Help,
}

impl Stage {
    /// All.
    pub const ALL: [Self; 12] = [
        Self::Contained,
        Self::Preliminary,
        Self::Damage,
        Self::Final,
        Self::Measures,
        Self::Finding,
        Self::Told,
        Self::Heard,
        Self::Done,
        Self::Account,
        Self::Agreed,
        Self::Help,
    ];

    /// The word, as in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Contained => "contained",
            Self::Preliminary => "preliminary",
            Self::Damage => "damage",
            Self::Final => "final",
            Self::Measures => "measures",
            Self::Finding => "finding",
            Self::Told => "told",
            Self::Heard => "heard",
            Self::Done => "done",
            Self::Account => "account",
            Self::Agreed => "agreed",
            Self::Help => "help",
        }
    }
}

/// See [`CaseAct`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CaseDeed {
    /// Opens it.
    Open(Matter),
    /// A stage is reached.
    Report(Stage),
    /// Answers what was asked: a visit permitted, a clearance confirmed, a request met or refused.
    Answer {
        /// Yes or no.
        granted: bool,
        /// Last day it holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        /// Items given in answer.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        items: Vec<ItemAt>,
    },
    /// Takes the question back.
    Withdraw,
    /// Closes it, or consents to its closing: takes effect when everybody the terms ask has said so.
    Close,
    /// Opens it again after new facts.
    Reopen,
}

impl CaseDeed {
    /// One word, as in the JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Report(_) => "report",
            Self::Answer { .. } => "answer",
            Self::Withdraw => "withdraw",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }
}

/// See [`crate::Deed::Declare`]. The statement carries the official's two signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclareAct {
    /// What.
    pub what: Declaration,
    /// The day.
    pub on: Date,
    /// Who signs.
    pub official: OfficialId,
}

/// What a party states for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Declaration {
    /// Assurance before the first release to it, or to one unit of it (D7).
    Assurance {
        /// The unit; empty for the whole party.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        unit: String,
        /// What is assured: words of the terms.
        covers: Vec<String>,
        /// Last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// Takes an assurance back.
    NoAssurance {
        /// The unit.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        unit: String,
    },
    /// Duties that the terms or house rules keep apart are held by one person here, so that the
    /// other party knows (separation of duties, waived).
    Waiver {
        /// Pairs of duties, such as `author+releasing-officer`.
        duties: Vec<String>,
        /// Last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !*value
}
