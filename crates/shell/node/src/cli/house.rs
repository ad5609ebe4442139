//! The house on the command line: persons, own rules, musters, standing decisions, audit, search.

use clap::{Args, Subcommand};
use entente_model::{
    OfficialId, PartyId,
    id::{ItemRef, PurposeId},
    time::Date,
};
use std::path::PathBuf;

/// Who reads: a person, in a position.
#[derive(Debug, Clone, Args)]
pub struct ReadBy {
    /// The person who reads; needed once persons are entered
    #[arg(long, value_name = "PERSON")]
    pub person: Option<OfficialId>,
    /// The position the person acts in
    #[arg(long, value_name = "POSITION", default_value = "reader")]
    pub position: OfficialId,
    /// The purpose it is read for
    #[arg(long, value_name = "PURPOSE")]
    pub read_for: Option<PurposeId>,
}

/// What a need to know is over.
#[derive(Debug, Clone, Args)]
pub struct Need {
    /// One item
    #[arg(long, value_name = "ITEM", conflicts_with = "purpose")]
    pub item: Option<ItemRef>,
    /// What is given for this purpose
    #[arg(long, required_unless_present = "item")]
    pub purpose: Option<PurposeId>,
    /// Under this agreement, when there is more than one
    #[arg(long, value_name = "AG")]
    pub under: Option<String>,
}

/// Persons of the party: particulars, clearances, briefings, positions, needs to know.
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente user add sato --name \"Sato\" --nationality JPN --staff\n  entente user clear sato --level 極秘 --until 2027-03-31\n  entente user brief sato\n  entente user post sato --position reader --until 2027-03-31\n  entente user grant sato --purpose maritime-safety --task \"patrol planning\"\nEvery one of these is an act of the security officer (--as, else security-officer)."
)]
pub enum User {
    /// Enter a person, or change the particulars
    Add {
        /// Id: small letters, digits, hyphens
        id: OfficialId,
        /// Name as shown
        #[arg(long)]
        name: String,
        /// Country of nationality; repeat
        #[arg(long, required = true)]
        nationality: Vec<PartyId>,
        /// Permanent staff
        #[arg(long)]
        staff: bool,
        /// Years of residence
        #[arg(long, default_value_t = 0)]
        residence_years: u32,
        /// Part of the party the person works in
        #[arg(long, default_value = "")]
        unit: String,
    },
    /// Every person
    List,
    /// One person, with what the person may read
    Show {
        /// Person
        id: OfficialId,
    },
    /// A person leaves: every access ends
    Leave {
        /// Person
        id: OfficialId,
    },
    /// Clear a person up to a level of our own scheme
    Clear {
        /// Person
        id: OfficialId,
        /// Level
        #[arg(long)]
        level: String,
        /// Last day
        #[arg(long)]
        until: Date,
    },
    /// End a clearance
    Unclear {
        /// Person
        id: OfficialId,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Brief a person, who acknowledges it
    Brief {
        /// Person
        id: OfficialId,
        /// Under which agreement; all when absent
        #[arg(long, value_name = "AG")]
        under: Option<String>,
        /// The day; today when absent
        #[arg(long)]
        on: Option<Date>,
    },
    /// Debrief a person
    Debrief {
        /// Person
        id: OfficialId,
        /// Under which agreement; all when absent
        #[arg(long, value_name = "AG")]
        under: Option<String>,
    },
    /// Give a person a position
    Post {
        /// Person
        id: OfficialId,
        /// Position: one of the card's officials, or reader, author, inspector, operator
        #[arg(long)]
        position: OfficialId,
        /// First day; today when absent
        #[arg(long)]
        from: Option<Date>,
        /// Last day
        #[arg(long)]
        until: Date,
    },
    /// Take a position from a person
    Unpost {
        /// Person
        id: OfficialId,
        /// Position
        #[arg(long)]
        position: OfficialId,
    },
    /// Put a person into a need-to-know group
    Join {
        /// Person
        id: OfficialId,
        /// Group
        group: OfficialId,
    },
    /// Take a person out of a group
    Part {
        /// Person
        id: OfficialId,
        /// Group
        group: OfficialId,
    },
    /// Grant a need to know, for a task that is named
    Grant {
        /// Person, or group with --group
        id: OfficialId,
        /// It is a group
        #[arg(long)]
        group: bool,
        /// For what
        #[command(flatten)]
        need: Need,
        /// The task
        #[arg(long)]
        task: String,
        /// Last day
        #[arg(long)]
        until: Option<Date>,
    },
    /// End a need to know
    Revoke {
        /// Person, or group with --group
        id: OfficialId,
        /// It is a group
        #[arg(long)]
        group: bool,
        /// For what
        #[command(flatten)]
        need: Need,
    },
}

/// The party's own rules on who may read what, in Cedar.
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente house show\n  entente house shipped > rules.cedar             the rules this program comes with\n  entente house check rules.cedar\n  entente house load rules.cedar --as security-officer\n  entente house explain NZL-2026-0001 --person sato"
)]
pub enum House {
    /// The rules in force
    Show,
    /// Print the shipped rules, to start from
    Shipped,
    /// Print the schema rules are checked against
    Schema,
    /// Check a file of rules, without a node
    Check {
        /// File
        file: PathBuf,
    },
    /// Put a file of rules in force
    Load {
        /// File
        file: PathBuf,
    },
    /// Put the shipped rules in force again
    Reset,
    /// What agreement and house would say to a person, without asking for it
    Explain {
        /// Item
        item: ItemRef,
        /// Who
        #[command(flatten)]
        by: ReadBy,
        /// open, print, export or search
        #[arg(long, default_value = "open")]
        how: String,
    },
}

/// Musters: holders confirm what they hold (G7).
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente muster open --sample 10 --due 2026-12-31\n  entente muster seen 1 NZL-2026-0001\n  entente muster missing 1 NZL-2026-0002\n  entente muster list"
)]
pub enum Muster {
    /// Draw the copies to be confirmed
    Open {
        /// Share drawn, per cent; copies of the highest level are all drawn
        #[arg(long, default_value_t = 100)]
        sample: u32,
        /// Due by
        #[arg(long)]
        due: Date,
    },
    /// A copy is there
    Seen {
        /// Muster
        muster: u32,
        /// Item
        item: ItemRef,
        /// Number of the copy
        #[arg(long, default_value_t = 0)]
        number: u32,
    },
    /// A copy is not there: report an incident too
    Missing {
        /// Muster
        muster: u32,
        /// Item
        item: ItemRef,
        /// Number of the copy
        #[arg(long, default_value_t = 0)]
        number: u32,
    },
    /// Musters, what waits, what is missing or overdue
    List,
}

/// Standing decisions of a releasing officer for feeds.
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente standing add ais-feed --to NZL --what \"ship positions\" --purpose maritime-safety --ceiling 取扱注意 --until 2027-03-31\n  entente item release --stdin --standing ais-feed --to NZL < feed.ndjson\n  entente standing end ais-feed"
)]
pub enum Standing {
    /// Take one
    Add {
        /// Id
        id: OfficialId,
        /// Recipient
        #[arg(long, value_name = "PARTY")]
        to: Option<PartyId>,
        /// Agreement
        #[arg(long, value_name = "AG")]
        under: Option<String>,
        /// What: sources or kinds
        #[arg(long)]
        what: String,
        /// Purpose
        #[arg(long)]
        purpose: PurposeId,
        /// Highest level
        #[arg(long)]
        ceiling: String,
        /// Last day
        #[arg(long)]
        until: Date,
    },
    /// Revoke one
    End {
        /// Id
        id: OfficialId,
    },
    /// All, those that ended too
    List,
}

/// The audit record: who read what, and what the house did.
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente audit show --person sato\n  entente audit verify                        against its anchors in the shared records\n  entente audit anchor"
)]
pub enum Audit {
    /// Entries
    Show {
        /// After this entry
        #[arg(long)]
        after: Option<u64>,
        /// At most this many
        #[arg(long, default_value_t = 1000)]
        limit: usize,
        /// Only what concerns this person
        #[arg(long)]
        person: Option<OfficialId>,
    },
    /// Verify the record against its anchors
    Verify,
    /// Anchor it now
    Anchor,
}

/// Search in what one may see.
#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  entente search 海上 patrol --person sato\n  entente search '\"patrol plan\"' --person sato\n  entente search plan -- -draft                  without the word draft\n  entente search --suggest pat --person sato"
)]
pub struct Search {
    /// Words; "a phrase"; begin*; -without
    #[arg(required_unless_present = "suggest")]
    pub words: Vec<String>,
    /// Complete this word instead
    #[arg(long, value_name = "WORD")]
    pub suggest: Option<String>,
    /// Who searches
    #[command(flatten)]
    pub by: ReadBy,
    /// Leave out the first so many
    #[arg(long, default_value_t = 0)]
    pub offset: usize,
    /// At most this many
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
}

/// Lending and places of copies, beside the other verbs of items.
#[derive(Debug, Subcommand)]
pub enum Keep {
    /// Lend a copy (貸出し) to a position or person until a day
    Lend {
        /// Item
        item: ItemRef,
        /// Number of the copy
        #[arg(long, default_value_t = 0)]
        number: u32,
        /// To whom
        #[arg(long, value_name = "PERSON|POSITION")]
        lend_to: OfficialId,
        /// Until
        #[arg(long)]
        until: Date,
    },
    /// A lent copy is back
    TakeBack {
        /// Item
        item: ItemRef,
        /// Number of the copy
        #[arg(long, default_value_t = 0)]
        number: u32,
    },
    /// Say where a copy is kept
    Place {
        /// Item
        item: ItemRef,
        /// Number of the copy
        #[arg(long, default_value_t = 0)]
        number: u32,
        /// Where
        #[arg(long = "at")]
        place: String,
    },
}
