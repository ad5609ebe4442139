//! The commands for the life of an item: over the desk, at the recipient's, to its end.

use clap::{Args, Subcommand, ValueEnum};
use entente_model::{
    OfficialId, PartyId,
    holding::{Form, Wanted},
    id::{ItemRef, PurposeId},
    time::Date,
};
use std::path::PathBuf;

/// A released item: its reference, and the other party where several have it.
#[derive(Debug, Clone, Args)]
pub struct Held {
    /// Item
    pub item: ItemRef,
    /// The other party, where several have the item
    #[arg(long = "to", visible_alias = "from", value_name = "PARTY")]
    pub with: Option<PartyId>,
    /// Agreement, where there are several with that party
    #[arg(long, value_name = "AG")]
    pub under: Option<String>,
}

/// Form of an item.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormWord {
    /// Data, sealed and carried
    Electronic,
    /// Paper or another carrier
    Document,
    /// Spoken; what there is, is the note for file
    Oral,
    /// Seen
    Visual,
    /// Equipment or material
    Equipment,
    /// Technology or know-how
    Technology,
}

impl From<FormWord> for Form {
    fn from(word: FormWord) -> Self {
        match word {
            FormWord::Electronic => Self::Electronic,
            FormWord::Document => Self::Document,
            FormWord::Oral => Self::Oral,
            FormWord::Visual => Self::Visual,
            FormWord::Equipment => Self::Equipment,
            FormWord::Technology => Self::Technology,
        }
    }
}

/// What is wanted with an item.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum WantWord {
    /// It comes back
    Return,
    /// It is destroyed
    Destroy,
    /// It is kept unread until more is said
    SetAside,
}

impl From<WantWord> for Wanted {
    fn from(word: WantWord) -> Self {
        match word {
            WantWord::Return => Self::Return,
            WantWord::Destroy => Self::Destroy,
            WantWord::SetAside => Self::SetAside,
        }
    }
}

/// What is said of an item when it is added.
#[derive(Debug, Clone, Args)]
pub struct NewItem {
    /// Who made it; --as when absent
    #[arg(long, value_name = "POSITION")]
    pub author: Option<OfficialId>,
    /// Form; what is not electronic is accounted for and has no content here
    #[arg(long, value_enum, default_value = "electronic")]
    pub form: FormWord,
    /// To be shown or told; no copy stays
    #[arg(long)]
    pub disclose: bool,
    /// Number of this copy and how many there are, such as 2/5
    #[arg(long, value_name = "N/OF", value_parser = copy_of)]
    pub copy: Option<(u32, u32)>,
    /// A version of this item
    #[arg(long, value_name = "ITEM", requires = "without")]
    pub from_source: Option<ItemRef>,
    /// Portions of the source that are left out, by number
    #[arg(long, value_delimiter = ',', value_name = "N,…")]
    pub without: Vec<u32>,
    /// A text whose paragraphs each begin with a mark in parentheses: keep the marks
    #[arg(long)]
    pub portions: bool,
}

fn copy_of(text: &str) -> Result<(u32, u32), String> {
    let (number, of) = text.split_once('/').ok_or("N/OF, such as 2/5")?;
    match (number.parse(), of.parse()) {
        (Ok(number), Ok(of)) if number >= 1 && number <= of => Ok((number, of)),
        _ => Err("N/OF, such as 2/5".to_owned()),
    }
}

/// What is done with an item after it was added; the second half of `entente item`.
#[derive(Debug, Subcommand)]
pub enum ItemLife {
    /// Put an item before a releasing officer
    #[command(
        before_help = "Example:\n  entente item submit JPN-2026-0001 --to NZL --purpose maritime-safety"
    )]
    Submit {
        /// Item
        item: ItemRef,
        /// Recipient, agreement, purpose
        #[command(flatten)]
        under: super::Under,
    },
    /// Approve an item as it stands, as a releasing officer other than its author
    #[command(
        before_help = "Example:\n  entente item approve JPN-2026-0001 --to NZL --as releasing-officer"
    )]
    Approve {
        /// Item
        item: ItemRef,
        /// Recipient, agreement
        #[command(flatten)]
        under: super::Under,
    },
    /// Refuse an item as it stands, with a reason
    #[command(
        before_help = "Example:\n  entente item refuse JPN-2026-0001 --to NZL --reason \"portion 2 is not ours\""
    )]
    Refuse {
        /// Item
        item: ItemRef,
        /// Recipient, agreement
        #[command(flatten)]
        under: super::Under,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// An item as its recipient will see it
    #[command(before_help = "Example:\n  entente item preview JPN-2026-0001 --to NZL")]
    Preview {
        /// Item
        item: ItemRef,
        /// Recipient, agreement, purpose
        #[command(flatten)]
        under: super::Under,
    },
    /// Make a version of an own item with portions left out; it keeps the source's marking until a
    /// person marks it anew
    #[command(
        before_help = "Example:\n  entente item redact JPN-2026-0001 --without 2,5 --title \"Report, short\""
    )]
    Redact {
        /// Item
        item: ItemRef,
        /// Portions left out, by number
        #[arg(long, value_delimiter = ',', value_name = "N,…", required = true)]
        without: Vec<u32>,
        /// Title of the new item
        #[arg(long, default_value = "")]
        title: String,
    },
    /// Pass an item of another party on, with its consent: to a party's registry, or recorded for
    /// somebody who has none
    #[command(
        before_help = "Examples:\n  entente item pass JPN-2026-0001 --to AUS --purpose maritime-safety\n  entente item pass JPN-2026-0001 --name \"Acme Ltd\" --purpose maritime-safety"
    )]
    Pass {
        /// Item
        item: ItemRef,
        /// The third party
        #[arg(long, value_name = "PARTY", conflicts_with = "name")]
        to: Option<PartyId>,
        /// Somebody who is no party
        #[arg(long, value_name = "NAME", required_unless_present = "to")]
        name: Option<String>,
        /// What that is: a word of the terms
        #[arg(long, default_value = "firm", value_name = "KIND")]
        kind: String,
        /// Purpose
        #[arg(long)]
        purpose: PurposeId,
        /// Receiving unit
        #[arg(long, default_value = "")]
        unit: String,
        /// Consent, by its entry in the originator's record; the one that stands when absent
        #[arg(long, value_name = "N")]
        consent: Option<u64>,
        /// Copies
        #[arg(long, default_value_t = 1)]
        copies: u32,
        /// Agreement with the third
        #[arg(long, value_name = "AG")]
        under: Option<String>,
    },
    /// Make numbered copies of what we hold
    #[command(before_help = "Example:\n  entente item copy JPN-2026-0001 --count 2")]
    Copy {
        /// Item
        #[command(flatten)]
        held: Held,
        /// How many
        #[arg(long, default_value_t = 1)]
        count: u32,
        /// Consent, by its entry
        #[arg(long, value_name = "N")]
        consent: Option<u64>,
    },
    /// Record a translation of what we hold
    #[command(
        before_help = "Example:\n  entente item translate JPN-2026-0001 --to-lang en --cleared"
    )]
    Translate {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Into this language
        #[arg(long, value_name = "LANG")]
        to_lang: String,
        /// Made by a cleared person
        #[arg(long)]
        cleared: bool,
        /// Consent, by its entry
        #[arg(long, value_name = "N")]
        consent: Option<u64>,
    },
    /// Record an extract, or a work of ours that contains what we hold
    #[command(
        before_help = "Examples:\n  entente item derive JPN-2026-0001 --extract\n  entente item derive JPN-2026-0001 --work NZL-2026-0007"
    )]
    Derive {
        /// Item
        #[command(flatten)]
        held: Held,
        /// The work, by our own reference
        #[arg(long, value_name = "ITEM", conflicts_with = "extract")]
        work: Option<ItemRef>,
        /// An extract
        #[arg(long, required_unless_present = "work")]
        extract: bool,
        /// Consent, by its entry
        #[arg(long, value_name = "N")]
        consent: Option<u64>,
    },
    /// Recall what we gave
    #[command(
        before_help = "Example:\n  entente item recall JPN-2026-0001 --want return --by 2026-12-31"
    )]
    Recall {
        /// Item
        #[command(flatten)]
        held: Held,
        /// What is wanted with it
        #[arg(long, value_enum)]
        want: WantWord,
        /// By this day
        #[arg(long)]
        by: Option<Date>,
    },
    /// Say what we hold of what was recalled, and who has read it
    #[command(before_help = "Example:\n  entente item answer-recall JPN-2026-0001 --readers 3")]
    AnswerRecall {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Persons who had read it
        #[arg(long)]
        readers: u32,
        /// Recall, by its entry; the last one when absent
        #[arg(long, value_name = "N")]
        order: Option<u64>,
    },
    /// Lower the level of what we gave
    #[command(
        before_help = "Example:\n  entente item downgrade JPN-2026-0001 --to-level 秘 --authority \"review of 2026\""
    )]
    Downgrade {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Level, by mark, code or name
        #[arg(long, value_name = "LEVEL")]
        to_level: String,
        /// First day; today when absent
        #[arg(long)]
        on: Option<Date>,
        /// On whose authority
        #[arg(long, default_value = "")]
        authority: String,
    },
    /// Declassify what we gave
    #[command(before_help = "Example:\n  entente item declassify JPN-2026-0001")]
    Declassify {
        /// Item
        #[command(flatten)]
        held: Held,
        /// First day; today when absent
        #[arg(long)]
        on: Option<Date>,
        /// On whose authority
        #[arg(long, default_value = "")]
        authority: String,
    },
    /// Tell that a level will be lowered, or taken away without --to-level
    #[command(
        before_help = "Example:\n  entente item intend JPN-2026-0001 --to-level 秘 --on 2027-01-01"
    )]
    Intend {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Level
        #[arg(long, value_name = "LEVEL")]
        to_level: Option<String>,
        /// First day
        #[arg(long)]
        on: Option<Date>,
        /// On whose authority
        #[arg(long, default_value = "")]
        authority: String,
    },
    /// State that the mark is altered on everything we hold of it
    #[command(before_help = "Example:\n  entente item apply JPN-2026-0001")]
    Apply {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Order, by its entry; the last one when absent
        #[arg(long, value_name = "N")]
        order: Option<u64>,
    },
    /// Send back what we hold
    #[command(before_help = "Example:\n  entente item return JPN-2026-0001 --by link")]
    Return {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Numbers; everything that is left when absent
        #[arg(long, value_delimiter = ',', value_name = "N,…")]
        numbers: Vec<u32>,
        /// The way: a word of the terms' channels
        #[arg(long, value_name = "WAY")]
        by: String,
    },
    /// Confirm that it is back
    #[command(before_help = "Example:\n  entente item back JPN-2026-0001")]
    Back {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Return, by its entry; the last one when absent
        #[arg(long, value_name = "N")]
        sent: Option<u64>,
    },
    /// Certify destruction of what we hold, with its key; or destroy an item of ours that was never
    /// released
    #[command(
        before_help = "Examples:\n  entente item destroy JPN-2026-0001 --method shredded --witness security-officer --confirm JPN-2026-0001\n  entente item destroy JPN-2026-0001 --method burnt --emergency --confirm JPN-2026-0001"
    )]
    Destroy {
        /// Item
        #[command(flatten)]
        held: Held,
        /// How
        #[arg(long, default_value = "")]
        method: String,
        /// Who witnesses it; repeat
        #[arg(long, value_name = "POSITION")]
        witness: Vec<OfficialId>,
        /// File that unlocks the keys of the witness of the same place; the node's when absent
        #[arg(long, value_name = "FILE")]
        witness_key_file: Vec<PathBuf>,
        /// Numbers; everything that is left when absent
        #[arg(long, value_delimiter = ',', value_name = "N,…")]
        numbers: Vec<u32>,
        /// In an emergency: one key is enough; it is reported
        #[arg(long, conflicts_with = "witness")]
        emergency: bool,
        /// Consent, by its entry
        #[arg(long, value_name = "N")]
        consent: Option<u64>,
        /// The item's reference again
        #[arg(long, value_name = "ITEM")]
        confirm: Option<String>,
    },
    /// Demand or allow one way to end
    #[command(before_help = "Example:\n  entente item determine JPN-2026-0001 --want destroy")]
    Determine {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Which
        #[arg(long, value_enum)]
        want: WantWord,
    },
    /// Forbid copies of what we gave
    #[command(before_help = "Example:\n  entente item forbid-copies JPN-2026-0001")]
    ForbidCopies {
        /// Item
        #[command(flatten)]
        held: Held,
    },
    /// Let the holder off for what was lost
    #[command(before_help = "Example:\n  entente item discharge JPN-2026-0001")]
    Discharge {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Numbers; everything that is left when absent
        #[arg(long, value_delimiter = ',', value_name = "N,…")]
        numbers: Vec<u32>,
    },
    /// Report copies that are missing
    #[command(before_help = "Example:\n  entente item lost JPN-2026-0001 --numbers 1")]
    Lost {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Numbers
        #[arg(long, value_delimiter = ',', value_name = "N,…", required = true)]
        numbers: Vec<u32>,
    },
    /// Ask after a receipt or another duty that is due
    #[command(before_help = "Example:\n  entente item chase JPN-2026-0001")]
    Chase {
        /// Item
        #[command(flatten)]
        held: Held,
    },
    /// Use an item for another purpose, with consent
    #[command(
        before_help = "Example:\n  entente item use JPN-2026-0001 --purpose disaster-response"
    )]
    Use {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Purpose
        #[arg(long)]
        purpose: PurposeId,
        /// Consent, by its entry
        #[arg(long, value_name = "N")]
        consent: Option<u64>,
    },
    /// Where an item has been: every act with its day, party and official
    #[command(before_help = "Example:\n  entente item trace JPN-2026-0001")]
    Trace {
        /// Item
        #[command(flatten)]
        held: Held,
    },
}
