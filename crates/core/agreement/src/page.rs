//! A page: what a view of the text shows, before anything decides how it looks. The terminal,
//! HTML, Word and PDF all render this one type (interface.md §4).

use entente_model::{PartyId, ProvisionId};
use serde::{Deserialize, Serialize};

/// A run of text as structure; brackets are never characters (rule a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// Wording nobody contests. Paragraphs are separated by an empty line.
    Clean(String),
    /// Wording not agreed, with its attributed alternatives.
    Bracket {
        /// Its name within the provision, such as `b3`.
        name: String,
        /// The alternatives in a fixed order; an empty text means "leave out".
        alternatives: Vec<Alternative>,
    },
    /// A place to be filled in.
    Blank(Blank),
    /// Inserted since the turn compared with.
    Inserted {
        /// By whom.
        by: PartyId,
        /// The text.
        text: String,
    },
    /// Deleted since the turn compared with.
    Deleted {
        /// By whom.
        by: PartyId,
        /// The text.
        text: String,
    },
}

/// One wording of a bracket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// `A`, `B`, …
    pub label: String,
    /// The wording, may be empty.
    pub text: String,
    /// Who stands behind it.
    pub backers: Vec<PartyId>,
    /// The turn it has stood since, 0 for the proposal.
    pub since: u64,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blank {
    /// A date.
    Date,
    /// A number.
    Number,
    /// A place.
    Place,
}

/// Which of a provision's texts a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Its heading.
    Heading,
    /// Its body.
    Body,
}

/// One cell: a provision in one language, in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// BCP 47 tag of the text.
    pub lang: String,
    /// The heading, may be empty.
    pub heading: Vec<Run>,
    /// The body.
    pub body: Vec<Run>,
    /// Said instead of a text ("unchanged", "accepts"), may be empty.
    pub remark: String,
}

/// One row: one provision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRow {
    /// Stable id.
    pub id: ProvisionId,
    /// Its place as shown in the first column, such as `4.2`.
    pub place: String,
    /// Status in words, with its symbol; several lines are several facts.
    pub status: Vec<String>,
    /// One cell a column; fewer when the row is folded.
    pub cells: Vec<Cell>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Title.
    pub title: String,
}

/// How the cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A table with the columns side by side.
    Columns,
    /// Running text, the cells of a row one below the other.
    Running,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Language of titles and status words, `en` or `ja`.
    pub ui: String,
    /// Title of the instrument, one a language: (BCP 47 tag, text).
    pub title: Vec<(String, String)>,
    /// Lines under the title: turn, fingerprint, counts.
    pub lead: Vec<String>,
    /// How the cells stand.
    pub layout: Layout,
    /// Title over the place and status columns.
    pub number_title: String,
    /// Title over the status column.
    pub status_title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<PageRow>,
    /// Lines at the end: what the marks mean.
    pub legend: Vec<String>,
}
