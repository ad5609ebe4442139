//! What lies in the drawer.

use entente_model::{
    AgreementId, Instant, OfficialId, Problem, ProvisionId,
    problem::{Class, Fault},
};
use std::fmt;
use zeroize::Zeroizing;

/// Longest text of one paper, in bytes of UTF-8: 64 KiB.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;

/// A text only the own delegation reads. No `Display`, no `Serialize`, no `Clone`; `Debug` says
/// nothing of it; its memory is overwritten when it is dropped.
pub struct PrivateText(Zeroizing<String>);

impl PrivateText {
    /// From what a person typed.
    ///
    /// # Errors
    /// PRIV-003 when it is longer than [`MAX_TEXT_BYTES`].
    pub fn new(text: impl Into<String>) -> Result<Self, Problem> {
        let text = Zeroizing::new(text.into());
        if text.len() > MAX_TEXT_BYTES {
            return Err(too_long(text.len(), MAX_TEXT_BYTES));
        }
        Ok(Self(text))
    }

    /// The words, for the own delegation's screen. Whoever calls this answers for where they go:
    /// never into an act, a message, a problem or a log.
    #[must_use]
    pub fn read(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PrivateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateText(private)")
    }
}

/// An unsent turn, as bytes this room does not look into. No `Display`, no `Serialize`, no `Clone`;
/// `Debug` says nothing of it; its memory is overwritten when it is dropped.
pub struct PrivateBytes(Zeroizing<Vec<u8>>);

impl PrivateBytes {
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    /// The bytes, for the own delegation's editor, or to make the turn that is sent when a person
    /// says so.
    #[must_use]
    pub fn read(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for PrivateBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateBytes(private)")
    }
}

/// What a paper is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What the capital told the delegation to obtain.
    Instruction,
    /// What may be accepted if that fails.
    Fallback,
    /// A remark among colleagues.
    Comment,
    /// A wording not proposed yet.
    Draft,
}

impl Kind {
    /// Every kind, in the order shown.
    pub const ALL: [Self; 4] = [
        Self::Instruction,
        Self::Fallback,
        Self::Comment,
        Self::Draft,
    ];

    /// Its number on disk; a number once given is never given to another kind.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Instruction => 1,
            Self::Fallback => 2,
            Self::Comment => 3,
            Self::Draft => 4,
        }
    }

    pub(crate) fn from_number(number: i64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| i64::from(kind.number()) == number)
    }
}

/// One paper. No `Display`, no `Serialize`; `Debug` leaves the text out.
#[derive(Debug)]
pub struct Paper {
    /// The agreement it is about.
    pub agreement: AgreementId,
    /// The provision; none when it is about the agreement as a whole.
    pub provision: Option<ProvisionId>,
    /// What it is for.
    pub kind: Kind,
    /// What it says.
    pub text: PrivateText,
    /// Who wrote it, by position.
    pub by: OfficialId,
    /// When, as the author's clock said.
    pub at: Instant,
}

/// Names a paper in its drawer; never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(pub u64);

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A paper with its name.
#[derive(Debug)]
pub struct Filed {
    /// Its name.
    pub id: PaperId,
    /// The paper.
    pub paper: Paper,
}

/// Which papers of an agreement are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About<'a> {
    /// All of them.
    Any,
    /// Those about no single provision.
    Whole,
    /// Those about one provision.
    Provision(&'a ProvisionId),
}

impl About<'_> {
    pub(crate) fn fits(self, provision: Option<&ProvisionId>) -> bool {
        match self {
            Self::Any => true,
            Self::Whole => provision.is_none(),
            Self::Provision(wanted) => provision == Some(wanted),
        }
    }
}

pub(crate) fn too_long(bytes: usize, limit: usize) -> Problem {
    Problem::new("PRIV-003", Class::Refused)
        .by(Fault::You)
        .with("bytes", bytes)
        .with("limit", limit)
}
