//! The commands for consents, the register, and what a party declares.

use super::Held;
use clap::Subcommand;
use entente_model::{
    PartyId,
    id::{ItemRef, PurposeId},
    time::Date,
};
use std::path::PathBuf;

/// See [`super::Noun::Consent`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente consent ask JPN-2026-0001 --for onward --to AUS --purpose maritime-safety --copies 1\n  entente consent list --open\n  entente consent grant JPN-2026-0001 --until 2026-12-31\n  entente consent refuse JPN-2026-0001"
)]
pub enum Consent {
    /// Ask the originator
    Ask {
        /// Item
        item: ItemRef,
        /// Its originator, where several gave it
        #[arg(long, value_name = "PARTY")]
        from: Option<PartyId>,
        /// For what
        #[arg(long = "for", value_name = "MATTER", value_parser = ["onward", "use", "copy", "translate", "destroy", "nationals", "contract", "downgrade"])]
        matter: String,
        /// Who is to have it; parties of nationals, parted by commas
        #[arg(long, value_delimiter = ',', value_name = "PARTY")]
        to: Vec<PartyId>,
        /// Somebody who is no party
        #[arg(long, default_value = "", value_name = "NAME")]
        name: String,
        /// What that is: a word of the terms
        #[arg(long, default_value = "", value_name = "KIND")]
        kind: String,
        /// Only this unit of it
        #[arg(long)]
        unit: Option<String>,
        /// Purpose
        #[arg(long)]
        purpose: Option<PurposeId>,
        /// Last day
        #[arg(long)]
        until: Option<Date>,
        /// Most copies
        #[arg(long)]
        copies: Option<u32>,
        /// It may be passed on in its turn
        #[arg(long)]
        onward: bool,
        /// By way of this party
        #[arg(long, value_name = "PARTY")]
        relay: Option<PartyId>,
        /// Level, for a lower one
        #[arg(long, default_value = "", value_name = "LEVEL")]
        level: String,
        /// Why; sealed to the originator
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Questions and answers on both sides
    List {
        /// Only what waits for an answer
        #[arg(long)]
        open: bool,
    },
    /// Consent, to exactly what was asked or to less
    Grant {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Question, by its entry in the holder's record; the last one open when absent
        #[arg(long, value_name = "N")]
        ask: Option<u64>,
        /// Last day
        #[arg(long)]
        until: Option<Date>,
        /// Most copies
        #[arg(long)]
        copies: Option<u32>,
        /// Only this unit
        #[arg(long)]
        unit: Option<String>,
        /// A condition, in words both sides read; repeat
        #[arg(long, value_name = "TEXT")]
        condition: Vec<String>,
        /// The third has an agreement with us
        #[arg(long)]
        third_agreement: bool,
        /// Other originators whose consent this conveys
        #[arg(long, value_delimiter = ',', value_name = "PARTY")]
        for_originators: Vec<PartyId>,
        /// Words sealed to the holder
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Refuse; no reason need be given
    Refuse {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Question, by its entry; the last one open when absent
        #[arg(long, value_name = "N")]
        ask: Option<u64>,
        /// Why; sealed to the holder
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Take a consent back, for what is not yet done under it
    Withdraw {
        /// Item
        #[command(flatten)]
        held: Held,
        /// Consent, by its entry in our record; the last one when absent
        #[arg(long, value_name = "N")]
        consent: Option<u64>,
    },
}

/// See [`super::Noun::Register`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente register list --open\n  entente register list --csv --bom -o register.csv\n  entente register show JPN-2026-0001\n  entente register print --year 2026 -o register-2026.html\n  entente register tally AG-3\n  entente register extract --all --under AG-3 -o ours.jsonl\n  entente register reconcile AG-3 --with theirs.jsonl"
)]
pub enum Register {
    /// Every copy on both sides
    List {
        /// One agreement only
        #[arg(long, value_name = "AG")]
        under: Option<String>,
        /// Only what is open
        #[arg(long, conflicts_with = "ended")]
        open: bool,
        /// Only what ended
        #[arg(long)]
        ended: bool,
        /// First line
        #[arg(long, default_value_t = 1, value_name = "N")]
        from: u64,
        /// At most this many lines
        #[arg(long, default_value_t = 1000, value_name = "M")]
        limit: u64,
        /// As comma-separated values
        #[arg(long)]
        csv: bool,
        /// With the byte order mark some spreadsheets want
        #[arg(long, requires = "csv")]
        bom: bool,
        /// File; standard output when absent
        #[arg(long, short, value_name = "FILE", requires = "csv")]
        output: Option<PathBuf>,
    },
    /// One release: every copy, consents, orders, what is left before it closes
    Show {
        /// Item
        #[command(flatten)]
        held: Held,
    },
    /// The year as a bound book: .html, or plain text
    Print {
        /// Year
        #[arg(long)]
        year: i16,
        /// File; plain text on standard output when absent
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// What has to be done about items, by whom and until when; those due first
    Duties {
        /// One agreement only
        #[arg(long, value_name = "AG")]
        under: Option<String>,
    },
    /// State what our register says, for the two to be compared
    Tally {
        /// Agreement
        id: String,
    },
    /// Compare with the partner's last tally, or copy by copy with its extract; repairs nothing
    Reconcile {
        /// Agreement
        id: String,
        /// The partner's extract
        #[arg(long, value_name = "FILE")]
        with: Option<PathBuf>,
    },
    /// Write lines with the acts behind them and their proofs, as JSON lines
    Extract {
        /// Item
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        item: Option<ItemRef>,
        /// The whole register of an agreement
        #[arg(long)]
        all: bool,
        /// Agreement
        #[arg(long, value_name = "AG")]
        under: Option<String>,
        /// With acts and proofs also for the whole register
        #[arg(long)]
        proofs: bool,
        /// File
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
    },
}

/// What a party states for itself; part of `entente agree`.
#[derive(Debug, Subcommand)]
pub enum Declare {
    /// Assure protection before the first release to us: everything the terms ask
    #[command(
        before_help = "Example:\n  entente agree assure AG-3 --unit \"Navy\" --until 2027-12-31"
    )]
    Assure {
        /// Agreement
        id: String,
        /// Unit; the whole party when absent
        #[arg(long, default_value = "")]
        unit: String,
        /// Last day
        #[arg(long)]
        until: Option<Date>,
    },
    /// Take an assurance back
    #[command(before_help = "Example:\n  entente agree unassure AG-3")]
    Unassure {
        /// Agreement
        id: String,
        /// Unit; the whole party when absent
        #[arg(long, default_value = "")]
        unit: String,
    },
    /// Tell the partner that one person holds duties here that are kept apart elsewhere
    #[command(
        before_help = "Example:\n  entente agree waive AG-3 --duties author+releasing-officer --until 2027-12-31"
    )]
    Waive {
        /// Agreement
        id: String,
        /// Pairs of duties, parted by commas
        #[arg(long, value_delimiter = ',', required = true, value_name = "A+B")]
        duties: Vec<String>,
        /// Last day
        #[arg(long)]
        until: Option<Date>,
    },
}
