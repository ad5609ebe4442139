//! Labels for other systems: STANAG 4774 XML and the JSON form of STANAG 5636, and both read back.
//! One label model carries both (sealing.md §4). Unknown restrictions are refused: what a reader
//! cannot enforce it does not take over.

mod json;
mod xml;

pub use json::{read_json, write_json};
pub use xml::{read_xml, write_xml};

use crate::{
    Table, Vocabulary,
    check::{Ask, Subject, check},
    parse::{Context, Parts},
};
use entente_model::{
    Instant, Label, LevelId, PartyId, Problem,
    label::{Embargo, Rel, Tlp},
    time::Date,
};

/// Most bytes of a label that is read.
pub const MAX_BYTES: usize = 64 * 1024;
/// Most values and categories of one label.
pub const MAX_VALUES: usize = 2048;

/// How a category is enforced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All of its values must be held.
    Restrictive,
    /// Any of its values is enough.
    Permissive,
    /// Shown, not enforced.
    Informative,
}

/// One category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// How it is enforced.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// A confidentiality label as other systems know it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slab {
    /// Policy: party, scheme and version.
    pub policy: String,
    /// The level as it is written.
    pub classification: String,
    /// Categories.
    pub categories: Vec<Category>,
    /// Privacy marks.
    pub privacy: Vec<String>,
    /// When it was made.
    pub created: Option<Date>,
    /// When it is looked at again.
    pub review: Option<Date>,
    /// Equivalents in other policies.
    pub alternatives: Vec<(String, String)>,
}

const REL: &str = "Releasable To";
const GROUP: &str = "Releasable To Group";
const HOME: &str = "No Foreign Release";
const CODEWORD: &str = "Codeword";
const CAVEAT: &str = "Caveat";
const EMBARGO: &str = "Embargo";
const ORIGINATOR: &str = "Originator";
const JOINT: &str = "Joint Originator";
const DECLASSIFY: &str = "Declassify On";
const AGGREGATED: &str = "Aggregated";
const COPY: &str = "Copy";
const WRITTEN: &str = "Marking As Written";

impl Slab {
    /// Of a label, with the recipients' levels as alternatives.
    ///
    /// # Errors
    /// MARK-001 when the table has no such level; MARK-002 when what was written cannot be carried.
    pub fn of(table: &Table, label: &Label, alternatives: &[LevelId]) -> Result<Self, Problem> {
        if crate::hidden(&label.written) || label.written.contains(['\u{fffe}', '\u{ffff}']) {
            return Err(Problem::refused("MARK-002").with("token", crate::visible(&label.written)));
        }
        let (policy, classification) = named(table, &label.level)?;
        let mut slab = Self {
            policy,
            classification,
            created: label.created,
            review: label.review,
            privacy: label.tlp.iter().map(|t| t.word().to_owned()).collect(),
            ..Self::default()
        };
        slab.add(Kind::Restrictive, CODEWORD, label.codewords.clone());
        slab.add(Kind::Restrictive, CAVEAT, texts(&label.caveats));
        if let Some(embargo) = &label.embargo {
            let until = format!("{} {}", embargo.until, embargo.zone);
            slab.add(Kind::Restrictive, EMBARGO, vec![until]);
        }
        if let Some(rel) = &label.rel {
            if rel.parties.is_empty() {
                slab.add(Kind::Restrictive, HOME, vec!["true".to_owned()]);
            }
            slab.add(Kind::Permissive, REL, texts(&rel.parties));
            let groups = rel
                .groups
                .iter()
                .map(|(code, basis)| format!("{code} {basis}"));
            slab.add(Kind::Informative, GROUP, groups.collect());
        }
        let originators = if label.joint { JOINT } else { ORIGINATOR };
        slab.add(Kind::Informative, originators, texts(&label.originators));
        let day = label.declassify.map(|day| day.to_string());
        slab.add(Kind::Informative, DECLASSIFY, day.into_iter().collect());
        let copy = label.copy.map(|number| number.to_string());
        slab.add(Kind::Informative, COPY, copy.into_iter().collect());
        if label.aggregated {
            slab.add(Kind::Informative, AGGREGATED, vec!["true".to_owned()]);
        }
        if !label.written.is_empty() {
            slab.add(Kind::Informative, WRITTEN, vec![label.written.clone()]);
        }
        for id in alternatives {
            slab.alternatives.push(named(table, id)?);
        }
        Ok(slab)
    }

    fn add(&mut self, kind: Kind, name: &str, values: Vec<String>) {
        if !values.is_empty() {
            self.categories.push(Category {
                kind,
                name: name.to_owned(),
                values,
            });
        }
    }

    /// The label it means under an agreement's table and words.
    ///
    /// # Errors
    /// MARK-061 for a policy or level the agreement does not list, MARK-062 for a category that
    /// cannot be enforced, and what [`check`] refuses of the label.
    pub fn label(&self, table: &Table, vocabulary: &Vocabulary) -> Result<Label, Problem> {
        let prefix = format!("{}.", self.policy);
        let level = table.levels().iter().find(|(id, level)| {
            id.as_str().starts_with(&prefix) && level.short == self.classification
        });
        let Some((id, level)) = level else {
            return Err(Problem::refused("MARK-061")
                .with("policy", crate::visible(&self.policy))
                .with("token", crate::visible(&self.classification)));
        };
        let mut parts = Parts {
            created: self.created,
            review: self.review,
            ..Parts::default()
        };
        let mut written = String::new();
        for category in &self.categories {
            take(&mut parts, &mut written, category)?;
        }
        for mark in &self.privacy {
            let tlp = Tlp::ALL.into_iter().find(|t| t.word() == mark);
            parts.tlp = Some(tlp.ok_or_else(|| unknown("PrivacyMark", mark))?);
        }
        let label = parts.label(id.clone(), written);
        let context = Context {
            table,
            vocabulary,
            party: &level.party,
        };
        let mut ask = Ask::new(context, Subject::Label(&label), Instant(0));
        // A mark of before is carried over with its item; whether it may be put on is asked there.
        ask.legacy = true;
        match check(&ask).problem {
            Some(problem) => Err(problem),
            None => Ok(label),
        }
    }
}

fn texts<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

/// Policy and classification of a level.
fn named(table: &Table, id: &LevelId) -> Result<(String, String), Problem> {
    let missing = || {
        Problem::refused("MARK-001")
            .with("token", id)
            .with("party", id.party())
    };
    let level = table.level(id).ok_or_else(missing)?;
    let (policy, _) = id.as_str().rsplit_once('.').ok_or_else(missing)?;
    Ok((policy.to_owned(), level.short.clone()))
}

fn unknown(name: &str, value: &str) -> Problem {
    Problem::refused("MARK-062")
        .with("token", crate::visible(name))
        .with("value", crate::visible(value))
}

fn take(parts: &mut Parts, written: &mut String, category: &Category) -> Result<(), Problem> {
    let name = category.name.as_str();
    let first = category.values.first().map_or("", String::as_str);
    let bad = || unknown(name, first);
    match (category.kind, name) {
        (Kind::Restrictive, CODEWORD) => parts.codewords.extend(category.values.iter().cloned()),
        (Kind::Restrictive, CAVEAT) => {
            for value in &category.values {
                parts
                    .caveats
                    .push(value.parse().map_err(|_| unknown(name, value))?);
            }
        }
        (Kind::Restrictive, EMBARGO) => parts.embargo = Some(embargo(first).ok_or_else(bad)?),
        (Kind::Restrictive, HOME) => {
            parts.rel.get_or_insert_with(Rel::default);
        }
        (Kind::Permissive, REL) => {
            let rel = parts.rel.get_or_insert_with(Rel::default);
            for value in &category.values {
                let code = value.to_uppercase();
                rel.parties
                    .push(code.parse().map_err(|_| unknown(name, value))?);
            }
            rel.parties.sort();
            rel.parties.dedup();
        }
        (Kind::Informative, GROUP) => {
            let rel = parts.rel.get_or_insert_with(Rel::default);
            for value in &category.values {
                let (code, basis) = value.split_once(' ').ok_or_else(|| unknown(name, value))?;
                let code = code.parse().map_err(|_| unknown(name, value))?;
                let basis = basis.parse().map_err(|_| unknown(name, value))?;
                rel.groups.push((code, basis));
            }
        }
        (Kind::Informative, ORIGINATOR | JOINT) => {
            parts.joint = name == JOINT;
            for value in &category.values {
                let party: PartyId = value.parse().map_err(|_| unknown(name, value))?;
                parts.originators.push(party);
            }
        }
        (Kind::Informative, DECLASSIFY) => {
            parts.declassify = Some(first.parse().map_err(|_| bad())?);
        }
        (Kind::Informative, COPY) => parts.copy = Some(first.parse().map_err(|_| bad())?),
        (Kind::Informative, AGGREGATED) => parts.aggregated = first == "true",
        (Kind::Informative, WRITTEN) => first.clone_into(written),
        // Shown and not enforced elsewhere: nothing is lost that bound anybody.
        (Kind::Informative, _) => {}
        _ => return Err(bad()),
    }
    Ok(())
}

fn embargo(text: &str) -> Option<Embargo> {
    let (at, zone) = text.split_once(' ')?;
    let at: jiff::Timestamp = at.parse().ok()?;
    jiff::tz::TimeZone::get(zone).ok()?;
    Some(Embargo {
        until: Instant(at.as_second()),
        zone: zone.to_owned(),
    })
}

/// A day as an instant of the forms.
fn stamp(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// The day, in UTC, of an instant of the forms.
fn day(text: &str) -> Option<Date> {
    let at: jiff::Timestamp = text.parse().ok()?;
    Instant(at.as_second()).date_in("UTC")
}
