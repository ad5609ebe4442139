//! What happens inside a party: who its people are, who may read what, who read what, where copies
//! are kept. These acts go to the party's own record, which is never sent; only the digest of its
//! head stands in the shared record, so that nobody can rewrite it later (agreements.md D1–D8, G1,
//! G7; interface.md §1).

use crate::{
    AgreementId, Digest, Instant, LevelId, OfficialId, PartyId, Problem,
    id::{ItemRef, PurposeId},
    problem::{Class, Fault},
    time::Date,
};
use serde::{Deserialize, Serialize};

/// Format version of the acts of a house.
pub const VERSION: u8 = 1;
/// Longest act of a house, bytes.
pub const MAX: usize = 16 * 1024;

/// The agreement id under which a party's own record is kept; no agreement has it.
pub const HOUSE: AgreementId = AgreementId([0; 16]);

/// Who does what the node does by itself.
pub const NODE: &str = "-";

/// One act inside a party. Strict JSON; logged as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseAct {
    /// Format version.
    pub v: u8,
    /// Index in the house's record.
    pub n: u64,
    /// What the clock said.
    pub at: Instant,
    /// The person, by id, or the position, who did it; `-` for the node itself.
    pub by: String,
    /// What was done.
    #[serde(rename = "do")]
    pub deed: HouseDeed,
}

/// An item as a person meets it: a draft of the party's own, or a release under an agreement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Held {
    /// An item in the party's own register.
    Own(ItemRef),
    /// A release: agreement, giver, index in the giver's record.
    Given(AgreementId, PartyId, u64),
}

/// What a need to know is for (D1): never everything.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Scope {
    /// One item.
    Item(Held),
    /// What is given under an agreement for a purpose.
    Purpose(AgreementId, PurposeId),
}

/// Who a need to know is granted to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Who {
    /// A person.
    Person(OfficialId),
    /// Everybody in a group.
    Group(OfficialId),
}

/// A person's particulars, as the security officer keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Id.
    pub id: OfficialId,
    /// Name as shown.
    pub name: String,
    /// Countries of nationality.
    pub nationalities: Vec<PartyId>,
    /// Permanent staff.
    #[serde(default, skip_serializing_if = "is_false")]
    pub staff: bool,
    /// Years of residence.
    #[serde(default)]
    pub residence_years: u32,
    /// Part of the party the person works in, where consents name one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

/// A standing decision of a releasing officer for a feed, until it is revoked or lapses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Id, such as `ais-feed`.
    pub id: OfficialId,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// What: sources or kinds, in words.
    pub what: String,
    /// For which purpose.
    pub purpose: PurposeId,
    /// Highest level.
    pub ceiling: LevelId,
    /// Last day.
    pub until: Date,
    /// The releasing officer.
    pub officer: OfficialId,
}

/// See [`HouseAct`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum HouseDeed {
    /// A person is entered, or the particulars change.
    Person(Person),
    /// A person leaves: every access ends.
    Leave(OfficialId),
    /// A clearance (D2).
    Clear {
        /// Who.
        person: OfficialId,
        /// Up to this level of the party's own scheme.
        level: LevelId,
        /// Last day.
        until: Date,
    },
    /// A clearance ends early (D4).
    Unclear {
        /// Who.
        person: OfficialId,
        /// Why, in words.
        reason: String,
    },
    /// A briefing, acknowledged (D8).
    Brief {
        /// Who.
        person: OfficialId,
        /// Under which agreement; `None` for all.
        agreement: Option<AgreementId>,
        /// The day.
        on: Date,
    },
    /// Debriefed: the briefing no longer counts.
    Debrief {
        /// Who.
        person: OfficialId,
        /// Under which agreement; `None` for all.
        agreement: Option<AgreementId>,
    },
    /// A person holds a position from one day to another.
    Post {
        /// Who.
        person: OfficialId,
        /// Position: one of the card's officials, or one of the house such as `reader`.
        position: OfficialId,
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// A person gives a position up.
    Unpost {
        /// Who.
        person: OfficialId,
        /// Which.
        position: OfficialId,
    },
    /// A person joins a need-to-know group.
    Join {
        /// Who.
        person: OfficialId,
        /// Which.
        group: OfficialId,
    },
    /// A person leaves a need-to-know group.
    Part {
        /// Who.
        person: OfficialId,
        /// Which.
        group: OfficialId,
    },
    /// A need to know is granted, with the task it is for (D1).
    Grant {
        /// To whom.
        who: Who,
        /// For what.
        scope: Scope,
        /// The task, in words; never empty.
        task: String,
        /// Last day.
        until: Option<Date>,
    },
    /// A need to know ends.
    Revoke {
        /// Whose.
        who: Who,
        /// For what.
        scope: Scope,
    },
    /// House rules are in force from here on, by their digest; `None`: those shipped.
    Rules(Option<Digest>),
    /// A person was given something to read.
    Read {
        /// Who.
        person: OfficialId,
        /// What.
        item: Held,
        /// What was done: open, print, export, search.
        how: String,
        /// For which purpose.
        purpose: Option<PurposeId>,
        /// Digest of the house rules that allowed it, and provisions and policies by name.
        rules: Vec<String>,
    },
    /// A person was refused.
    Refused {
        /// Who.
        person: OfficialId,
        /// What, when there is such a thing.
        item: Option<Held>,
        /// What was asked: open, print, export.
        how: String,
        /// The code.
        code: String,
    },
    /// A copy is lent (貸出し) to a position or person until a day.
    Lend {
        /// What.
        item: Held,
        /// Number of the copy; 0 for what was dispatched.
        number: u32,
        /// To whom.
        to: OfficialId,
        /// Until.
        until: Date,
    },
    /// A lent copy is back.
    TakeBack {
        /// What.
        item: Held,
        /// Number of the copy.
        number: u32,
    },
    /// A copy is kept somewhere.
    Place {
        /// What.
        item: Held,
        /// Number of the copy.
        number: u32,
        /// Where, in words.
        place: String,
    },
    /// A draft is put before a releasing officer.
    Submit {
        /// Which.
        item: ItemRef,
        /// Under which agreement.
        agreement: AgreementId,
        /// For which purpose.
        purpose: PurposeId,
        /// Who wrote it, where another person puts it forward.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<OfficialId>,
    },
    /// A releasing officer approves or refuses a draft as it stands (digest of what was shown).
    Decide {
        /// Which.
        item: ItemRef,
        /// Under which agreement.
        agreement: AgreementId,
        /// What was shown, by digest.
        shown: Digest,
        /// Approved.
        approved: bool,
        /// Why not, in words.
        reason: String,
    },
    /// A standing decision.
    Standing(Standing),
    /// A standing decision is revoked.
    StandingEnd(OfficialId),
    /// A muster begins: these copies are to be confirmed (G7). A long list goes on in further acts
    /// of the same number, share and day.
    Muster {
        /// Number of the muster.
        muster: u32,
        /// Copies drawn: what and number.
        drawn: Vec<(Held, u32)>,
        /// Share drawn, in per cent.
        sample: u32,
        /// Due by.
        due: Date,
    },
    /// A holder confirms that a copy is there, or says it is not.
    Seen {
        /// Number of the muster.
        muster: u32,
        /// What.
        item: Held,
        /// Number of the copy.
        number: u32,
        /// It is there.
        there: bool,
    },
    /// The key of an item is destroyed in every store of this node.
    Shred {
        /// Which.
        item: Held,
    },
    /// A view of the register or a list of items left the node.
    Export {
        /// What: register, csv, extract, search.
        what: String,
        /// How many rows.
        rows: u64,
    },
    /// Two duties that are kept apart may be one person's here, as declared to the partners
    /// ([`crate::case::Declaration::Waiver`]). Written by the node when the declaration is.
    Waive {
        /// The pair, such as `author+releasing-officer`.
        duties: String,
        /// Last day.
        until: Option<Date>,
    },
}

impl HouseAct {
    /// Reads an entry. It begins with a brace, which no signed statement's frame does, so the two
    /// kinds of entries cannot be taken for each other.
    ///
    /// # Errors
    /// AUDIT-003 when the bytes are not an act of a house at index `n`.
    pub fn from_entry(n: u64, entry: &[u8]) -> Result<Self, Problem> {
        let bad = |detail: String| {
            Problem::new("AUDIT-003", Class::Unverified)
                .by(Fault::Machine)
                .with("index", n)
                .with("detail", detail)
        };
        if entry.len() > MAX || entry.first() != Some(&b'{') {
            return Err(bad("not an act of a house".to_owned()));
        }
        let act: Self = serde_json::from_slice(entry).map_err(|e| bad(e.to_string()))?;
        if act.v != VERSION || act.n != n {
            return Err(bad(format!("version {}, index {}", act.v, act.n)));
        }
        if act.by != NODE && act.by.parse::<OfficialId>().is_err() {
            return Err(bad("no author".to_owned()));
        }
        Ok(act)
    }

    /// The bytes that are logged.
    ///
    /// # Errors
    /// HOUSE-033 when they are longer than [`MAX`].
    pub fn to_entry(&self) -> Result<Vec<u8>, Problem> {
        let entry = serde_json::to_vec(self).map_err(|e| {
            Problem::new("AUDIT-003", Class::Unexpected)
                .with("index", self.n)
                .with("detail", e)
        })?;
        if entry.len() > MAX {
            return Err(Problem::refused("HOUSE-033")
                .by(Fault::You)
                .with("size", entry.len())
                .with("max", MAX));
        }
        Ok(entry)
    }
}

impl HouseDeed {
    /// One word, as in the JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Leave(_) => "leave",
            Self::Clear { .. } => "clear",
            Self::Unclear { .. } => "unclear",
            Self::Brief { .. } => "brief",
            Self::Debrief { .. } => "debrief",
            Self::Post { .. } => "post",
            Self::Unpost { .. } => "unpost",
            Self::Join { .. } => "join",
            Self::Part { .. } => "part",
            Self::Grant { .. } => "grant",
            Self::Revoke { .. } => "revoke",
            Self::Rules(_) => "rules",
            Self::Read { .. } => "read",
            Self::Refused { .. } => "refused",
            Self::Lend { .. } => "lend",
            Self::TakeBack { .. } => "take-back",
            Self::Place { .. } => "place",
            Self::Submit { .. } => "submit",
            Self::Decide { .. } => "decide",
            Self::Standing(_) => "standing",
            Self::StandingEnd(_) => "standing-end",
            Self::Muster { .. } => "muster",
            Self::Seen { .. } => "seen",
            Self::Shred { .. } => "shred",
            Self::Export { .. } => "export",
            Self::Waive { .. } => "waive",
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<HouseAct, Problem> {
        HouseAct::from_entry(3, body.as_bytes())
    }

    #[test]
    fn strict_json_of_its_own_index() {
        let good = r#"{"v":1,"n":3,"at":5,"by":"-","do":{"leave":"sato"}}"#;
        let act = read(good).unwrap();
        assert_eq!(act.to_entry().unwrap(), good.as_bytes());
        for (why, bad) in [
            ("another index", good.replace("\"n\":3", "\"n\":4")),
            ("another version", good.replace("\"v\":1", "\"v\":2")),
            ("a key twice", good.replace("\"n\":3", "\"n\":3,\"n\":3")),
            ("an unknown key", good.replace("\"n\":3", "\"n\":3,\"x\":0")),
            ("no author", good.replace("\"-\"", "\"\"")),
            ("an unknown deed", good.replace("leave", "vanish")),
            ("space before it", format!(" {good}")),
            ("too long", good.replace("sato", &"a".repeat(MAX))),
        ] {
            assert_eq!(read(&bad).unwrap_err().code, "AUDIT-003", "{why}");
        }
    }

    #[test]
    fn a_frame_is_not_an_act_of_a_house() {
        let statement = crate::dsse::Statement::new(crate::dsse::Kind::Act, b"{}".to_vec());
        let frame = statement.to_frame().unwrap();
        assert!(HouseAct::from_entry(0, &frame).is_err());
    }
}
