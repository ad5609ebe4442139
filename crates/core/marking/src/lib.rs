//! Levels, labels and directed equivalence.
//!
//! A level is `(party, scheme, version, code)`, never a bare word; equivalence is data of one
//! agreement, directed and partial: no row means refuse, rows are never inverted or chained
//! (interface.md M1–M4, agreements.md C3). No agreement text, no clock, no storage here.

use entente_model::{LevelId, PartyId, Problem, ProvisionId, problem::Class, time::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub mod check;
pub mod countries;

pub mod export;
pub mod join;
pub mod names;
pub mod parse;
pub mod render;
mod texts;
mod token;
pub mod vocabulary;
pub use texts::Texts;
pub use vocabulary::{Effect, Group, Vocabulary, Word};

/// One level of a party's scheme (agreements.md §2: levels are never bare words).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The party whose level it is; a scheme another organisation owns may be listed under its code.
    pub party: PartyId,
    /// Scheme, such as `gov`.
    pub scheme: String,
    /// Version of the scheme, such as `2014`.
    pub version: String,
    /// Code in the scheme, ASCII.
    pub code: String,
    /// Names by language.
    pub name: Texts,
    /// The mark as written on the item, in its own script.
    pub short: String,
    /// Other words for the same mark.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_short: Vec<String>,
    /// Order among all levels of the party, whatever their scheme; higher protects more, equal
    /// ranks protect alike.
    pub rank: u32,
    /// A handling caution or controlled category, not a classification (C9, M11).
    #[serde(default, skip_serializing_if = "off")]
    pub not_classification: bool,
    /// Conferred by a designation under the law of its party alone: no row adds it to what came
    /// from another.
    #[serde(default, skip_serializing_if = "off")]
    pub designated: bool,
    /// Last day on which new items could be marked so; later only items of before (M10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legacy_until: Option<Date>,
    /// What disclosure would do, in words; nothing is computed from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<Texts>,
    /// The provision it rests on.
    pub basis: ProvisionId,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn off(flag: &bool) -> bool {
    !*flag
}

impl Level {
    /// `PARTY.scheme.version.code`.
    ///
    /// # Errors
    /// When a part has characters a level id may not have.
    pub fn id(&self) -> Result<LevelId, entente_model::id::IdError> {
        format!(
            "{}.{}.{}.{}",
            self.party, self.scheme, self.version, self.code
        )
        .parse()
    }
}

/// How a row relates two levels (C3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The levels correspond.
    Equal,
    /// The recipient has no such level and protects it as a higher one.
    Upward,
    /// The recipient has no mark for it: the original mark and a notation stand alone.
    NotationOnly,
    /// It is not a classification at the originator, but the recipient handles it as one.
    HandlingOnly,
}

/// One directed row: what a level of one party is protected and marked as by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equivalence {
    /// The originator's level.
    pub from: LevelId,
    /// The recipient.
    pub to: PartyId,
    /// How they relate.
    pub relation: Relation,
    /// The mark the recipient adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<LevelId>,
    /// The level it is protected as: the recipient's, or one of a scheme both know. Absent: as the
    /// notation says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle_as: Option<LevelId>,
    /// Words added, such as where the protection is described, in each language.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub notation: Texts,
    /// Marks another authority of the recipient adds instead (parallel scales).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_marks: Vec<LevelId>,
    /// Sent back to its originator it carries the original mark alone.
    #[serde(default, skip_serializing_if = "off")]
    pub returns_original_only: bool,
    /// The provision it rests on.
    pub basis: ProvisionId,
}

/// Levels that correspond to each other in every direction between different parties. Where one
/// party has several in the row, the first is the mark it adds; all of them are given as the
/// others' level (n:1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equal {
    /// The levels.
    pub levels: Vec<LevelId>,
    /// The provision it rests on.
    pub basis: ProvisionId,
}

/// The levels and rows of one agreement version, indexed.
#[derive(Debug, Clone, Default)]
pub struct Table {
    levels: Vec<(LevelId, Level)>,
    index: BTreeMap<LevelId, usize>,
    rows: BTreeMap<(usize, PartyId), Equivalence>,
}

impl Table {
    /// Builds the table. A directed row stands before what an [`Equal`] row would give.
    ///
    /// # Errors
    /// A sentence when a level's parts do not make an id, a level or row is given twice, a name
    /// could deceive the eye, a row names a level that is not listed, or says less than its
    /// relation needs.
    pub fn new(levels: &[Level], equal: &[Equal], rows: &[Equivalence]) -> Result<Self, String> {
        let mut table = Self::default();
        for level in levels {
            table.add_level(level)?;
        }
        names::distinct(levels)?;
        for row in rows {
            table.add_row(row)?;
        }
        let mut seen: BTreeMap<(usize, PartyId), ()> = BTreeMap::new();
        for row in equal {
            table.add_equal(row, &mut seen)?;
        }
        Ok(table)
    }

    fn add_level(&mut self, level: &Level) -> Result<(), String> {
        let id = level.id().map_err(|e| e.to_string())?;
        for (what, text) in std::iter::once(("short", level.short.as_str()))
            .chain(level.also_short.iter().map(|s| ("also_short", s.as_str())))
            .chain(level.name.iter().map(|(_, name)| ("name", name.as_str())))
        {
            names::honest(text).map_err(|why| format!("level {id}: {what}: {why}"))?;
        }
        let at = self.levels.len();
        if self.index.insert(id.clone(), at).is_some() {
            return Err(format!("level {id} is listed twice"));
        }
        self.levels.push((id, level.clone()));
        Ok(())
    }

    fn add_row(&mut self, row: &Equivalence) -> Result<(), String> {
        let at = |detail: String| format!("equivalence {} to {}: {detail}", row.from, row.to);
        for id in [Some(&row.from), row.mark.as_ref(), row.handle_as.as_ref()]
            .into_iter()
            .flatten()
            .chain(&row.also_marks)
        {
            if self.level(id).is_none() {
                return Err(at(format!("no level {id}")));
            }
        }
        if row.from.party() == row.to.as_str() {
            return Err(at("a party needs no equivalent of its own level".to_owned()));
        }
        if row
            .mark
            .iter()
            .chain(&row.also_marks)
            .any(|m| m.party() != row.to.as_str())
        {
            return Err(at("the mark must be the recipient's".to_owned()));
        }
        let conferred = row.mark.iter().chain(&row.also_marks);
        if conferred
            .filter_map(|id| self.level(id))
            .any(|level| level.designated)
        {
            return Err(at(
                "the mark is conferred by designation alone; no row adds it".to_owned(),
            ));
        }
        let complete = match row.relation {
            Relation::Equal | Relation::Upward => row.handle_as.is_some(),
            Relation::NotationOnly => row.mark.is_none() && !row.notation.is_empty(),
            Relation::HandlingOnly => row.mark.is_none() && row.handle_as.is_some(),
        };
        if !complete {
            return Err(at(
                "equal and upward need handle_as; notation-only needs a notation and no mark; \
                 handling-only needs handle_as and no mark"
                    .to_owned(),
            ));
        }
        self.insert(&row.from, row.clone())
            .map_err(|()| at("given twice".to_owned()))
    }

    fn add_equal(
        &mut self,
        row: &Equal,
        seen: &mut BTreeMap<(usize, PartyId), ()>,
    ) -> Result<(), String> {
        for from in &row.levels {
            let Some(at) = self.index.get(from).copied() else {
                return Err(format!("equal: no level {from}"));
            };
            let mut mine: Vec<&LevelId> = Vec::new();
            for to in &row.levels {
                if to.party() == from.party() || mine.iter().any(|m| m.party() == to.party()) {
                    continue;
                }
                mine.push(to);
                let party: PartyId = to.party().parse().map_err(|e| format!("equal: {e}"))?;
                if seen.insert((at, party.clone()), ()).is_some() {
                    return Err(format!("equal: {from} corresponds to {party} in two rows"));
                }
                // A directed row of its own decides before this one.
                let _ = self.insert(
                    from,
                    Equivalence {
                        from: from.clone(),
                        to: party,
                        relation: Relation::Equal,
                        mark: Some(to.clone()),
                        handle_as: Some(to.clone()),
                        notation: Texts::default(),
                        also_marks: Vec::new(),
                        returns_original_only: false,
                        basis: row.basis.clone(),
                    },
                );
            }
        }
        Ok(())
    }

    fn insert(&mut self, from: &LevelId, row: Equivalence) -> Result<(), ()> {
        let at = self.index.get(from).copied().ok_or(())?;
        match self.rows.entry((at, row.to.clone())) {
            std::collections::btree_map::Entry::Occupied(_) => Err(()),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(row);
                Ok(())
            }
        }
    }

    /// The level with this id.
    #[must_use]
    pub fn level(&self, id: &LevelId) -> Option<&Level> {
        let at = self.position(id)?;
        self.levels.get(at).map(|(_, level)| level)
    }

    /// The place of a level in [`Self::levels`].
    #[must_use]
    pub fn position(&self, id: &LevelId) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// All levels with their ids, in the order written.
    #[must_use]
    pub fn levels(&self) -> &[(LevelId, Level)] {
        &self.levels
    }

    /// All rows, those an [`Equal`] row gives included.
    pub fn rows(&self) -> impl Iterator<Item = &Equivalence> {
        self.rows.values()
    }

    /// All levels of a party, highest first.
    #[must_use]
    pub fn levels_of(&self, party: &PartyId) -> Vec<&Level> {
        let mut levels: Vec<&Level> = self
            .levels
            .iter()
            .map(|(_, l)| l)
            .filter(|l| &l.party == party)
            .collect();
        levels.sort_by_key(|l| std::cmp::Reverse(l.rank));
        levels
    }

    /// The one row from a level to a recipient. Absent: refuse.
    #[must_use]
    pub fn equivalent(&self, from: &LevelId, to: &PartyId) -> Option<&Equivalence> {
        // `PartyId` is a shared text: the key costs a count, not an allocation.
        self.rows.get(&(self.position(from)?, to.clone()))
    }

    /// Finds a level of `party` by id, code, short mark or name in any language. Letter case and
    /// hyphen or space do not matter for finding; the level itself keeps its spelling (M21).
    ///
    /// # Errors
    /// MARK-001 for an unknown word, MARK-002 for hidden characters, MARK-003 for a level of
    /// another party.
    pub fn find(&self, party: &PartyId, token: &str) -> Result<&Level, Problem> {
        if hidden(token) {
            return Err(Problem::refused("MARK-002").with("token", visible(token)));
        }
        let wanted = folded(token);
        let hit = |level: &Level| {
            level.id().is_ok_and(|id| id.as_str() == token)
                || folded(&level.code) == wanted
                || folded(&level.short) == wanted
                || level.also_short.iter().any(|s| folded(s) == wanted)
                || level.name.iter().any(|(_, name)| folded(name) == wanted)
        };
        if let Some((_, level)) = self
            .levels
            .iter()
            .find(|(_, l)| &l.party == party && hit(l))
        {
            return Ok(level);
        }
        match self.levels.iter().find(|(_, l)| hit(l)) {
            Some((_, other)) => Err(Problem::refused("MARK-003")
                .with("token", token)
                .with("party", &other.party)
                .decided_by(&other.party)),
            None => Err(Problem::new("MARK-001", Class::Refused)
                .with("token", token)
                .with("party", party)),
        }
    }

    /// How an item of a level is shown to a recipient: the original mark first, then the
    /// equivalent (M2). Without a row only the original.
    #[must_use]
    pub fn display(&self, from: &LevelId, to: &PartyId) -> Display {
        let original = self
            .level(from)
            .map_or_else(|| from.to_string(), |l| l.short.clone());
        let row = self.equivalent(from, to);
        Display {
            original: format!("{original} ({})", from.party()),
            equivalent: row
                .and_then(|row| row.mark.as_ref())
                .and_then(|mark| self.level(mark))
                .map(|level| level.short.clone()),
            notation: row.filter(|row| !row.notation.is_empty()).map(|row| {
                let all: Vec<&str> = row.notation.iter().map(|(_, t)| t.as_str()).collect();
                all.join(" / ")
            }),
            basis: row.map(|row| row.basis.clone()),
        }
    }
}

/// See [`Table::display`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Display {
    /// Original mark and its party.
    pub original: String,
    /// The recipient's equivalent mark.
    pub equivalent: Option<String>,
    /// Words the row adds.
    pub notation: Option<String>,
    /// The provision that gives the row.
    pub basis: Option<ProvisionId>,
}

/// Control, zero-width or direction-changing characters: never allowed in a mark (M21).
#[must_use]
pub fn hidden(text: &str) -> bool {
    text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}' | '\u{fe00}'..='\u{fe0f}')
    })
}

/// The text with hidden characters written as escapes.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| {
            if hidden(&c.to_string()) {
                c.escape_unicode().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}

fn folded(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            // Full-width forms typed with a Japanese input method.
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(c).saturating_sub(0xfee0)).unwrap_or(c)
            }
            '\u{3000}' | '-' | '_' => ' ',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(party: &str, code: &str, short: &str, rank: u32) -> Level {
        Level {
            party: party.parse().unwrap(),
            scheme: "s".into(),
            version: "1".into(),
            code: code.into(),
            name: Texts::from_pairs(vec![("en".into(), code.into())]),
            short: short.into(),
            also_short: Vec::new(),
            rank,
            not_classification: false,
            designated: false,
            legacy_until: None,
            harm: None,
            basis: "4".parse().unwrap(),
        }
    }

    fn table() -> Table {
        let levels = [
            level("JPN", "hi", "秘", 2),
            level("NZL", "confidential", "CONFIDENTIAL", 2),
            level("NZL", "in-confidence", "IN-CONFIDENCE", 0),
        ];
        let rows = [Equivalence {
            from: "JPN.s.1.hi".parse().unwrap(),
            to: "NZL".parse().unwrap(),
            relation: Relation::Equal,
            mark: Some("NZL.s.1.confidential".parse().unwrap()),
            handle_as: Some("NZL.s.1.confidential".parse().unwrap()),
            notation: Texts::default(),
            also_marks: Vec::new(),
            returns_original_only: false,
            basis: "4.1".parse().unwrap(),
        }];
        Table::new(&levels, &[], &rows).unwrap()
    }

    #[test]
    fn finds_by_mark_code_and_spelling() {
        let table = table();
        let (jpn, nzl) = ("JPN".parse().unwrap(), "NZL".parse().unwrap());
        assert_eq!(table.find(&jpn, "秘").unwrap().code, "hi");
        assert_eq!(
            table.find(&nzl, "In confidence").unwrap().code,
            "in-confidence"
        );
        assert_eq!(
            table.find(&nzl, "ＣＯＮＦＩＤＥＮＴＩＡＬ").unwrap().code,
            "confidential"
        );
        assert_eq!(table.find(&nzl, "秘").unwrap_err().code, "MARK-003");
        assert_eq!(table.find(&nzl, "SECRETO").unwrap_err().code, "MARK-001");
        assert_eq!(
            table.find(&nzl, "CONFI\u{202e}DENTIAL").unwrap_err().code,
            "MARK-002"
        );
    }

    #[test]
    fn rows_are_directed_and_partial() {
        let table = table();
        let (jpn, nzl): (PartyId, PartyId) = ("JPN".parse().unwrap(), "NZL".parse().unwrap());
        assert!(
            table
                .equivalent(&"JPN.s.1.hi".parse().unwrap(), &nzl)
                .is_some()
        );
        assert!(
            table
                .equivalent(&"NZL.s.1.confidential".parse().unwrap(), &jpn)
                .is_none()
        );
        let shown = table.display(&"JPN.s.1.hi".parse().unwrap(), &nzl);
        assert_eq!(
            (shown.original.as_str(), shown.equivalent.as_deref()),
            ("秘 (JPN)", Some("CONFIDENTIAL"))
        );
    }
}
