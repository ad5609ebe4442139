//! What deserves a person's look before anybody signs: provisions nothing follows from, fields
//! that rest on nothing, gaps, and what the text leaves silent.

use super::gaps;
use crate::{fields, source::within, terms::Terms};
use entente_model::ProvisionId;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text and terms do not go together.
    Error,
    /// Somebody will ask and get no answer, or a refusal nobody intended.
    Gap,
    /// Worth knowing.
    Note,
}

impl Kind {
    /// The word as written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Gap => "gap",
            Self::Note => "note",
        }
    }
}

/// One finding. `code` is a message's key, `args` what it is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub kind: Kind,
    /// Group and field it is about; empty for a provision without any.
    pub path: String,
    /// The provision it is about.
    pub provision: Option<ProvisionId>,
    /// What was found: `provision-without-field`, `level-unmapped`, …
    pub code: &'static str,
    /// Particulars, by name.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    pub(super) fn new(kind: Kind, path: impl Into<String>, code: &'static str) -> Self {
        Self {
            kind,
            path: path.into(),
            provision: None,
            code,
            args: Vec::new(),
        }
    }

    pub(super) fn on(mut self, provision: &ProvisionId) -> Self {
        self.provision = Some(provision.clone());
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Reviews terms against the provisions of their text, the heaviest findings first.
#[must_use]
pub fn review(terms: &Terms, provisions: &[ProvisionId]) -> Vec<Finding> {
    let mut all = Vec::new();
    without_field(terms, provisions, &mut all);
    without_provision(terms, provisions, &mut all);
    gaps::find(terms, &mut all);
    silent(terms, &mut all);
    unseen(terms, &mut all);
    all.sort_by_key(|finding| finding.kind);
    all
}

/// Provisions no field rests on and nobody marked human-only. A basis that names an article covers
/// its paragraphs; a heading is covered when one of its paragraphs is.
fn without_field(terms: &Terms, provisions: &[ProvisionId], all: &mut Vec<Finding>) {
    let bases = terms.bases();
    for provision in provisions {
        let covered = bases
            .iter()
            .any(|basis| within(provision, basis) || within(basis, provision));
        if !covered {
            all.push(Finding::new(Kind::Error, "", "provision-without-field").on(provision));
        }
    }
}

/// Fields that rest on a provision the text does not have.
fn without_provision(terms: &Terms, provisions: &[ProvisionId], all: &mut Vec<Finding>) {
    for (path, group) in terms.groups() {
        for basis in group.provisions() {
            if !provisions.iter().any(|id| within(id, basis)) {
                all.push(Finding::new(Kind::Error, &path, "basis-not-in-text").on(basis));
            }
        }
    }
}

/// Groups whose absence decides something, with what then follows.
const SILENT: [&str; 20] = [
    "purpose",
    "incident",
    "termination",
    "duration",
    "survival",
    "amendment",
    "stay_of_notice",
    "rules_change",
    "dispute",
    "third_party",
    "nationality",
    "disclosure_demand",
    "channel",
    "electronic",
    "copying",
    "translation",
    "disposal",
    "emergency",
    "visits",
    "contractors",
];

fn silent(terms: &Terms, all: &mut Vec<Finding>) {
    for group in SILENT.iter().filter(|group| !terms.has(group)) {
        let doc = fields::lookup(group).map_or("", |found| found.doc);
        all.push(Finding::new(Kind::Note, *group, "not-given").with("doc", doc.trim()));
    }
}

/// What the sources of a written-down instrument did not show.
fn unseen(terms: &Terms, all: &mut Vec<Finding>) {
    for row in terms.provenance.iter().flat_map(|p| &p.unseen) {
        let kind = match fields::lookup(&row.field) {
            Some(_) => Finding::new(Kind::Note, &row.field, "unseen"),
            None => Finding::new(Kind::Gap, &row.field, "unseen-unknown-field"),
        };
        all.push(kind.with("note", &row.note));
    }
}
