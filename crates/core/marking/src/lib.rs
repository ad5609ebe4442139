//! Levels, labels and directed equivalence.
//!
//! A level is `(party, scheme, version, code)`, never a bare word; equivalence is data of one
//! agreement, directed and partial: no row means refuse, rows are never inverted or chained
//! (interface.md M1–M4, agreements.md C3). No agreement text, no clock, no storage here.

use entente_model::{LevelId, PartyId, Problem, ProvisionId, problem::Class};
use serde::{Deserialize, Serialize};

mod texts;
pub use texts::Texts;

/// One level of a party's scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The party whose level it is.
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
    /// Order within the party's scheme; higher protects more.
    pub rank: u32,
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

/// One directed row: what a level of one party is protected and marked as by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equivalence {
    /// The originator's level.
    pub from: LevelId,
    /// The recipient.
    pub to: PartyId,
    /// The mark the recipient adds.
    pub mark: LevelId,
    /// The level the recipient protects it as.
    pub handle_as: LevelId,
    /// Words added, such as where the protection is described. May be empty.
    #[serde(default)]
    pub notation: String,
    /// The provision it rests on.
    pub basis: ProvisionId,
}

/// The levels and rows of one agreement version.
#[derive(Debug, Clone, Default)]
pub struct Table {
    levels: Vec<(LevelId, Level)>,
    rows: Vec<Equivalence>,
}

impl Table {
    /// Builds the table.
    ///
    /// # Errors
    /// A sentence when a level's parts do not make an id, a level or row is given twice, a row
    /// names a level that is not listed, or a row's mark or handling is not the recipient's.
    pub fn new(levels: &[Level], rows: &[Equivalence]) -> Result<Self, String> {
        let mut table = Self::default();
        for level in levels {
            let id = level.id().map_err(|e| e.to_string())?;
            if table.level(&id).is_some() {
                return Err(format!("level {id} is listed twice"));
            }
            if hidden(&level.short) || level.short.is_empty() {
                return Err(format!(
                    "level {id}: the short mark has hidden characters or is empty"
                ));
            }
            table.levels.push((id, level.clone()));
        }
        for row in rows {
            for id in [&row.from, &row.mark, &row.handle_as] {
                if table.level(id).is_none() {
                    return Err(format!(
                        "equivalence {} to {}: no level {id}",
                        row.from, row.to
                    ));
                }
            }
            if row.mark.party() != row.to.as_str() || row.handle_as.party() != row.to.as_str() {
                return Err(format!(
                    "equivalence {} to {}: marks must be the recipient's",
                    row.from, row.to
                ));
            }
            if table.equivalent(&row.from, &row.to).is_some() {
                return Err(format!(
                    "equivalence {} to {} is given twice",
                    row.from, row.to
                ));
            }
            table.rows.push(row.clone());
        }
        Ok(table)
    }

    /// The level with this id.
    #[must_use]
    pub fn level(&self, id: &LevelId) -> Option<&Level> {
        self.levels
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, level)| level)
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
        self.rows
            .iter()
            .find(|row| &row.from == from && &row.to == to)
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
                .and_then(|row| self.level(&row.mark))
                .map(|level| level.short.clone()),
            notation: row
                .map(|row| row.notation.clone())
                .filter(|n| !n.is_empty()),
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
            rank,
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
            mark: "NZL.s.1.confidential".parse().unwrap(),
            handle_as: "NZL.s.1.confidential".parse().unwrap(),
            notation: String::new(),
            basis: "4.1".parse().unwrap(),
        }];
        Table::new(&levels, &rows).unwrap()
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
