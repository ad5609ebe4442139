//! Levels wherever they are named: they exist, are of the right party, and thresholds decide.

use super::{Leaf, Mistake, mistake, walk};
use crate::{
    source::nearest,
    terms::{Levels, Terms},
};
use entente_marking::Table;
use entente_model::LevelId;
use serde_json::Value;

pub(super) fn fit(terms: &Terms, table: &Table) -> Result<(), Mistake> {
    walk(terms, &mut |leaf| named(table, leaf))?;
    ceilings(terms)?;
    one_a_party(terms)?;
    let rows = |group: &'static str, all: Vec<&Levels>| rows_decide(table, group, &all);
    rows("copying", terms.copying.iter().map(|r| &r.levels).collect())?;
    rows(
        "translation",
        terms.translation.iter().map(|r| &r.levels).collect(),
    )?;
    rows(
        "disposal",
        terms.disposal.iter().map(|r| &r.levels).collect(),
    )?;
    rows("receipt", terms.receipt.iter().map(|r| &r.levels).collect())
}

/// A level that is named is listed; a threshold has one level a party and scheme.
fn named(table: &Table, leaf: &Leaf<'_>) -> Result<(), Mistake> {
    if leaf.is::<LevelId>() {
        return exists(table, &leaf.path, leaf.value);
    }
    let (true, Value::Array(list)) = (leaf.is::<Levels>(), leaf.value) else {
        return Ok(());
    };
    if list.is_empty() {
        return Err(mistake(
            &leaf.path,
            "an empty list; write \"none\", or \"all\"",
        ));
    }
    let mut schemes: Vec<&str> = Vec::new();
    for (index, level) in list.iter().enumerate() {
        exists(table, &format!("{}[{index}]", leaf.path), level)?;
        let scheme = scheme(level.as_str().unwrap_or_default());
        if schemes.contains(&scheme) {
            return Err(mistake(
                format!("{}[{index}]", leaf.path),
                format!("a second level of {scheme}: a threshold holds from one level upwards"),
            ));
        }
        schemes.push(scheme);
    }
    Ok(())
}

/// `PARTY.scheme` of a level.
fn scheme(level: &str) -> &str {
    let end = level.match_indices('.').nth(1).map(|(at, _)| at);
    end.and_then(|at| level.get(..at)).unwrap_or(level)
}

fn exists(table: &Table, path: &str, level: &Value) -> Result<(), Mistake> {
    let written = level.as_str().unwrap_or_default();
    let id = written.parse::<LevelId>().ok();
    if id.as_ref().is_some_and(|id| table.level(id).is_some()) {
        return Ok(());
    }
    let of_party = id.as_ref().map_or("", |id| id.party());
    let known = table.levels().iter().map(|(id, _)| id);
    let known: Vec<&str> = known
        .filter(|id| id.party() == of_party)
        .map(LevelId::as_str)
        .collect();
    if known.is_empty() {
        return Err(mistake(
            path,
            format!("no level {written}: no level of {of_party} is listed"),
        ));
    }
    let near = nearest::hint(&nearest::of(written, known.iter().copied()));
    Err(mistake(
        path,
        format!(
            "no level {written}{near}; of {of_party} there are {}",
            known.join(", ")
        ),
    ))
}

/// A ceiling is one of the releasing party's own levels (C2).
fn ceilings(terms: &Terms) -> Result<(), Mistake> {
    for (index, row) in terms.ceiling.iter().enumerate() {
        let forms = [
            ("paper", &row.paper),
            ("electronic", &row.electronic),
            ("oral", &row.oral),
        ];
        for (field, level) in forms {
            if let Some(level) = level
                && level.party() != row.party.as_str()
            {
                return Err(mistake(
                    format!("ceiling[{index}].{field}"),
                    format!(
                        "{level} is not a level of {}: a ceiling is one of its own",
                        row.party
                    ),
                ));
            }
        }
    }
    for (index, row) in terms.authority.iter().enumerate() {
        if let Some(level) = &row.ceiling
            && level.party() != row.party.as_str()
        {
            return Err(mistake(
                format!("authority[{index}].ceiling"),
                format!("{level} is not a level of {}", row.party),
            ));
        }
    }
    Ok(())
}

/// Highest levels are given as one a party.
fn one_a_party(terms: &Terms) -> Result<(), Mistake> {
    let mut lists: Vec<(String, &[LevelId])> = Vec::new();
    for (index, row) in terms.channel.iter().enumerate() {
        lists.extend(
            row.up_to
                .as_deref()
                .map(|l| (format!("channel[{index}].up_to"), l)),
        );
    }
    if let Some(rule) = &terms.electronic {
        let all = [("up_to", &rule.up_to), ("clear_up_to", &rule.clear_up_to)];
        for (field, list) in all {
            lists.extend(list.as_deref().map(|l| (format!("electronic.{field}"), l)));
        }
    }
    if let Some(list) = terms
        .nationality
        .as_ref()
        .and_then(|n| n.waiver_up_to.as_deref())
    {
        lists.push(("nationality.waiver_up_to".to_owned(), list));
    }
    for (path, list) in lists {
        let mut seen: Vec<&str> = Vec::new();
        for (index, level) in list.iter().enumerate() {
            if seen.contains(&level.party()) {
                let detail = format!("a second level of {}: one a party", level.party());
                return Err(mistake(format!("{path}[{index}]"), detail));
            }
            seen.push(level.party());
        }
    }
    Ok(())
}

/// Of the rows of one kind, one decides for every item: no two have the same threshold.
fn rows_decide(table: &Table, group: &str, rows: &[&Levels]) -> Result<(), Mistake> {
    for (index, row) in rows.iter().enumerate() {
        for (earlier, other) in rows.iter().take(index).enumerate() {
            let Some(both) = same(table, row, other) else {
                continue;
            };
            return Err(mistake(
                format!("{group}[{index}].levels"),
                format!(
                    "{both} is the threshold of {group}[{earlier}] too: which of the two decides?"
                ),
            ));
        }
    }
    Ok(())
}

fn same(table: &Table, a: &Levels, b: &Levels) -> Option<String> {
    match (a, b) {
        (Levels::All, Levels::All) => Some("\"all\"".to_owned()),
        (Levels::From(a), Levels::From(b)) => {
            let rank = |id: &LevelId| table.level(id).map(|l| l.rank);
            let meets = |x: &LevelId, y: &LevelId| {
                scheme(x.as_str()) == scheme(y.as_str()) && rank(x) == rank(y)
            };
            a.iter()
                .find(|x| b.iter().any(|y| meets(x, y)))
                .map(ToString::to_string)
        }
        _ => None,
    }
}
