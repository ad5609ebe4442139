//! The commands of markings: no node is needed, an instrument's directory is enough.

use clap::{Args, Subcommand};
use entente_model::{PartyId, time::Date};
use std::{path::PathBuf, str::FromStr};

/// See [`super::Noun::Mark`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente mark check 秘 --from JPN --to NZL --instrument instruments/jpn-nzl-model\n  entente mark check SECRET --from NZL --portion \"(S REL JPN,NZL)\" --portion \"(S REL NZL)\" --instrument DIR\n  entente mark explain \"SECRET REL TO FVEY\" --from NZL --instrument DIR\n  entente mark render \"REL TO USA NZL AUS\" --from NZL --style usa --instrument DIR\n  entente mark render 極秘 --from JPN --to NZL --format 4774 --instrument DIR"
)]
pub enum Mark {
    /// Whether a marking is in order, and how its recipient sees it
    Check(Box<MarkCheck>),
    /// What every part of a marking means
    Explain {
        /// Marking
        #[arg(value_name = "TEXT")]
        text: String,
        /// The party whose marking it is
        #[arg(long, value_name = "PARTY")]
        from: PartyId,
        /// Directory of the agreement's instrument
        #[arg(long, value_name = "DIR")]
        instrument: PathBuf,
    },
    /// A marking as a country writes it, or as a label for other systems
    Render(MarkRender),
}

/// See [`Mark::Check`].
#[derive(Debug, Args)]
pub struct MarkCheck {
    /// Marking; without it, the banner that follows from the portions
    #[arg(value_name = "TEXT", required_unless_present = "portion")]
    pub text: Option<String>,
    /// The party whose marking it is
    #[arg(long, value_name = "PARTY")]
    pub from: PartyId,
    /// Where it goes; without it, the marking alone is checked
    #[arg(long, value_name = "PARTY")]
    pub to: Option<PartyId>,
    /// Who gives it, where that is a holder and not its originator
    #[arg(long, value_name = "PARTY", requires = "to")]
    pub by: Option<PartyId>,
    /// Directory of the agreement's instrument
    #[arg(long, value_name = "DIR")]
    pub instrument: PathBuf,
    /// A portion's marking; repeat
    #[arg(long, value_name = "TEXT")]
    pub portion: Vec<String>,
    /// Why the whole is marked above every portion
    #[arg(long, value_name = "REASON")]
    pub aggregation: Option<String>,
    /// An older item, taken over with its mark
    #[arg(long)]
    pub legacy: bool,
    /// The item's date
    #[arg(long, value_name = "DATE")]
    pub dated: Option<Date>,
    /// The recipient holds it already: it is read, not given
    #[arg(long, requires = "to")]
    pub held: bool,
    /// The instant or day it is checked for; now when absent
    #[arg(long, value_name = "INSTANT|DATE")]
    pub at: Option<At>,
    /// How the agreement stands: signed or signed:DATE, in-force, suspended:PARTY or
    /// suspended:PARTY:NOTE, ended or ended:DATE
    #[arg(long, value_name = "STATE", default_value = "in-force")]
    pub state: State,
    /// A party's consent: PARTY:UNTIL or PARTY:UNTIL:BODY; repeat
    #[arg(long, value_name = "PARTY:UNTIL")]
    pub consent: Vec<ConsentGiven>,
    /// The body whose reader asks
    #[arg(long, value_name = "BODY", requires = "to")]
    pub reader: Option<String>,
    /// A codeword your registry knows; repeat
    #[arg(long, value_name = "WORD")]
    pub codeword: Vec<String>,
}

/// See [`Mark::Render`].
#[derive(Debug, Args)]
pub struct MarkRender {
    /// Marking
    #[arg(value_name = "TEXT")]
    pub text: String,
    /// The party whose marking it is
    #[arg(long, value_name = "PARTY")]
    pub from: PartyId,
    /// A recipient, whose equivalent is added to a label
    #[arg(long, value_name = "PARTY", requires = "format")]
    pub to: Option<PartyId>,
    /// Directory of the agreement's instrument
    #[arg(long, value_name = "DIR")]
    pub instrument: PathBuf,
    /// As this country writes it
    #[arg(long, value_parser = ["nzl", "jpn", "usa", "aus", "generic"], default_value = "generic")]
    pub style: String,
    /// As a label: STANAG 4774 (XML) or 5636 (JSON)
    #[arg(long, value_parser = ["4774", "5636"], conflicts_with = "style")]
    pub format: Option<String>,
}

/// An instant, or a day.
#[derive(Debug, Clone)]
pub enum At {
    /// RFC 3339, with offset.
    Instant(entente_model::Instant),
    /// A civil day.
    Day(Date),
}

impl FromStr for At {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(at) = text.parse::<jiff::Timestamp>() {
            return Ok(Self::Instant(entente_model::Instant(at.as_second())));
        }
        let day = text.parse::<Date>().ok();
        day.filter(|day| day.to_string() == text)
            .map(Self::Day)
            .ok_or_else(|| "a day such as 2026-12-01, or an instant with offset".to_owned())
    }
}

/// How an agreement stands.
#[derive(Debug, Clone)]
pub enum State {
    /// Signed; the day it enters into force, where it is fixed.
    Signed(Option<Date>),
    /// In force.
    InForce,
    /// One party suspended; the reference of its note.
    Suspended(PartyId, String),
    /// Ended; its last day, where it is known.
    Ended(Option<Date>),
}

impl FromStr for State {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (word, rest) = match text.split_once(':') {
            Some((word, rest)) => (word, Some(rest)),
            None => (text, None),
        };
        let day = || {
            rest.map(str::parse::<Date>)
                .transpose()
                .map_err(|_| "a day such as 2026-12-01".to_owned())
        };
        match (word, rest) {
            ("signed", _) => Ok(Self::Signed(day()?)),
            ("in-force", None) => Ok(Self::InForce),
            ("suspended", Some(rest)) => {
                let (party, note) = rest.split_once(':').unwrap_or((rest, "-"));
                let party = party.parse().map_err(|e| format!("{e}"))?;
                Ok(Self::Suspended(party, note.to_owned()))
            }
            ("ended", _) => Ok(Self::Ended(day()?)),
            _ => Err("signed[:DATE], in-force, suspended:PARTY[:NOTE] or ended[:DATE]".to_owned()),
        }
    }
}

/// A consent as it is written on the command line.
#[derive(Debug, Clone)]
pub struct ConsentGiven {
    /// Whose.
    pub party: PartyId,
    /// Until when.
    pub until: At,
    /// For which body alone.
    pub body: Option<String>,
}

impl FromStr for ConsentGiven {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let form = || "PARTY:UNTIL or PARTY:UNTIL:BODY, UNTIL a day or an instant".to_owned();
        let (party, rest) = text.split_once(':').ok_or_else(form)?;
        let party = party.parse().map_err(|e| format!("{e}"))?;
        if let Ok(until) = rest.parse() {
            return Ok(Self {
                party,
                until,
                body: None,
            });
        }
        let (until, body) = rest.rsplit_once(':').ok_or_else(form)?;
        Ok(Self {
            party,
            until: until.parse().map_err(|_| form())?,
            body: Some(body.to_owned()),
        })
    }
}
