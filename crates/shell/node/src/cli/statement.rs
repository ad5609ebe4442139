//! `entente statement`: what a party publishes.

use clap::Subcommand;
use entente_model::{OfficialId, publication::PublicationId};
use std::path::PathBuf;

/// See [`super::Noun::Statement`].
#[derive(Debug, Subcommand)]
#[command(
    before_help = "Examples:\n  entente statement draft --year 2026 --all\n  entente statement draft --year 2026 --agreement AG-3 --leave-out AG-7\n  entente statement draft --joint AG-3             what the parties say of a signed agreement\n  entente statement draft --text AG-3              its authentic text\n  entente statement show 2026-statistics\n  entente statement approve 2026-statistics --digest 1f0c9a2b7d4e --official signatory-1\n  entente statement approve 2026-statistics --digest 1f0c9a2b7d4e --official releasing-officer\n  entente statement publish -o public\n  entente verify public/2026-statistics.publication.json --keys keys/"
)]
pub enum Statement {
    /// Draft a statement; drafting it again makes earlier approvals void
    #[command(group(clap::ArgGroup::new("what").required(true).args(["year", "joint", "text"])))]
    Draft {
        /// Counts of this calendar year, which must be over
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1970..=9999))]
        year: Option<i16>,
        /// The joint statement on this agreement
        #[arg(long, value_name = "AG")]
        joint: Option<String>,
        /// The authentic text of this agreement
        #[arg(long, value_name = "AG")]
        text: Option<String>,
        /// Show this agreement's counts. Repeat
        #[arg(long, value_name = "AG", requires = "year")]
        agreement: Vec<String>,
        /// Show the counts of every signed agreement that is not left out
        #[arg(long, requires = "year", conflicts_with = "agreement")]
        all: bool,
        /// Leave this agreement out: its existence is not public. Repeat
        #[arg(long, value_name = "AG", requires = "year")]
        leave_out: Vec<String>,
        /// Numbers below this are not shown: 3 to 100
        #[arg(long, value_name = "N", default_value_t = 5)]
        under: u64,
        /// Show 0 as "under N" too
        #[arg(long, requires = "year")]
        hide_zeros: bool,
        /// Version of the agreement; the newest when absent
        #[arg(long, value_name = "N", conflicts_with = "year")]
        version: Option<u32>,
        /// Position that drafts it, and may not approve it; --as when absent, else registrar
        #[arg(long, value_name = "POSITION")]
        author: Option<OfficialId>,
    },
    /// Approve a statement, as a signatory or releasing officer with keys of your own
    Approve {
        /// Statement
        id: PublicationId,
        /// The digest shown to you: eight digits or more
        #[arg(long, value_name = "DIGEST")]
        digest: String,
        /// Position; --as when absent
        #[arg(long)]
        official: Option<OfficialId>,
    },
    /// Sign what two officials approved, and write everything published as static pages
    Publish {
        /// Statements; all that are approved when absent
        ids: Vec<PublicationId>,
        /// Directory
        #[arg(long, short, value_name = "DIR")]
        output: PathBuf,
        /// Write over pages of another origin
        #[arg(long)]
        force: bool,
    },
    /// Drafts, and what was published
    List,
    /// One statement: what it says, its digest, who approved it
    Show {
        /// Statement
        id: PublicationId,
    },
    /// Throw a draft away
    Discard {
        /// Statement
        id: PublicationId,
    },
}

impl Statement {
    /// Whether it changes something and cannot say beforehand what it would do.
    #[must_use]
    pub fn changes(&self) -> bool {
        matches!(
            self,
            Self::Draft { .. } | Self::Approve { .. } | Self::Discard { .. }
        )
    }
}
