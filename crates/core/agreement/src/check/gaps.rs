//! Gaps: levels, parties and forms the terms leave out.

use super::{Finding, Kind, walk};
use crate::terms::{Group, Levels, Terms};
use entente_marking::{Level, Table};
use entente_model::{LevelId, PartyId};
use serde_json::Value;

pub(super) fn find(terms: &Terms, all: &mut Vec<Finding>) {
    let Ok(table) = terms.table() else { return };
    parties(terms, &table, all);
    unmapped(terms, &table, all);
    ceilings(terms, &table, all);
    thresholds(terms, &table, all);
    titles(terms, all);
    let renewed = terms.duration.as_ref().and_then(|d| d.auto_renew);
    if let Some(rule) = &terms.termination
        && let (Some(notice), Some(term)) = (rule.notice, renewed)
        && notice.about_days() > term.about_days()
    {
        all.push(
            Finding::new(Kind::Gap, "termination.notice", "notice-longer-than-term")
                .on(rule.rule("notice"))
                .with("notice", notice)
                .with("term", term),
        );
    }
}

fn parties(terms: &Terms, table: &Table, all: &mut Vec<Finding>) {
    for (index, party) in terms.party.iter().enumerate() {
        let path = format!("party[{index}]");
        if table.levels_of(&party.id).is_empty() {
            all.push(
                Finding::new(Kind::Note, &path, "party-without-levels").with("party", &party.id),
            );
        } else if !terms.ceiling.iter().any(|c| c.party == party.id) {
            all.push(
                Finding::new(Kind::Note, &path, "party-without-ceiling").with("party", &party.id),
            );
        }
    }
    for (index, level) in terms.level.iter().enumerate() {
        if !terms.party.iter().any(|p| p.id == level.party) {
            all.push(
                Finding::new(
                    Kind::Note,
                    format!("level[{index}].party"),
                    "level-of-no-party",
                )
                .on(&level.basis)
                .with("level", &level.short)
                .with("party", &level.party),
            );
        }
    }
}

/// Recipients of a party's information.
fn others<'t>(terms: &'t Terms, party: &PartyId) -> impl Iterator<Item = &'t PartyId> {
    let party = party.clone();
    terms
        .party
        .iter()
        .map(|p| &p.id)
        .filter(move |id| **id != party)
}

/// Levels without a row to a recipient: their release is refused.
fn unmapped(terms: &Terms, table: &Table, all: &mut Vec<Finding>) {
    for (index, (id, level)) in table.levels().iter().enumerate() {
        if !terms.party.iter().any(|p| p.id == level.party) {
            continue;
        }
        for to in others(terms, &level.party) {
            if table.equivalent(id, to).is_none() {
                all.push(
                    Finding::new(Kind::Gap, format!("level[{index}]"), "level-unmapped")
                        .on(&level.basis)
                        .with("level", id)
                        .with("to", to),
                );
            }
        }
    }
}

/// Ceilings higher than what corresponds at a recipient: they allow what is refused anyway.
fn ceilings(terms: &Terms, table: &Table, all: &mut Vec<Finding>) {
    for (index, row) in terms.ceiling.iter().enumerate() {
        let forms = [
            ("paper", &row.paper),
            ("electronic", &row.electronic),
            ("oral", &row.oral),
        ];
        for (field, id) in forms {
            let Some((id, level)) = id.as_ref().and_then(|id| Some((id, table.level(id)?))) else {
                continue;
            };
            for to in others(terms, &row.party) {
                if highest(table, &row.party, to) < Some(level.rank) {
                    all.push(
                        Finding::new(
                            Kind::Gap,
                            format!("ceiling[{index}].{field}"),
                            "ceiling-above-table",
                        )
                        .on(row.rule(field))
                        .with("level", id)
                        .with("to", to),
                    );
                }
            }
        }
    }
}

/// The highest rank of a party that has a row to a recipient.
fn highest(table: &Table, party: &PartyId, to: &PartyId) -> Option<u32> {
    let rank = |id: &LevelId| table.level(id).map(|level: &Level| level.rank);
    table
        .rows()
        .filter(|row| &row.to == to && row.from.party() == party.as_str())
        .filter_map(|row| rank(&row.from))
        .max()
}

/// Thresholds that leave out a party that has levels.
fn thresholds(terms: &Terms, table: &Table, all: &mut Vec<Finding>) {
    let with_levels: Vec<&PartyId> = terms
        .party
        .iter()
        .map(|p| &p.id)
        .filter(|id| !table.levels_of(id).is_empty())
        .collect();
    let groups = terms.groups();
    let _ = walk::<std::convert::Infallible>(terms, &mut |leaf| {
        let (true, Value::Array(list)) = (leaf.is::<Levels>(), leaf.value) else {
            return Ok(());
        };
        let named = |party: &PartyId| {
            let of =
                |id: &Value| id.as_str().and_then(|t| t.split('.').next()) == Some(party.as_str());
            list.iter().any(of)
        };
        for party in with_levels.iter().filter(|party| !named(party)) {
            let finding =
                Finding::new(Kind::Gap, &leaf.path, "threshold-leaves-out").with("party", party);
            let group = groups.iter().find(|(path, _)| around(path, &leaf.path));
            all.push(match group {
                Some((_, group)) => finding.on(group.rule(leaf.name)),
                None => finding,
            });
        }
        Ok(())
    });
}

/// Whether a group's path is around a field's.
fn around(group: &str, field: &str) -> bool {
    field
        .strip_prefix(group)
        .is_some_and(|rest| rest.starts_with('.'))
}

fn titles(terms: &Terms, all: &mut Vec<Finding>) {
    for lang in &terms.languages {
        if !terms.title.iter().any(|(tag, _)| tag == lang) {
            all.push(
                Finding::new(Kind::Note, "title", "title-without-language").with("lang", lang),
            );
        }
    }
}
