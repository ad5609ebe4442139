//! Removing any one field that a scenario uses makes it fail: no field is decoration, and no
//! scenario passes by accident.

use crate::{common, instruments::scenarios};
use entente_agreement::{Rules, scenario, source};
use std::collections::BTreeSet;

/// Whether an instrument still reads, hangs together and answers every scenario.
fn survives(name: &str, toml: &str) -> bool {
    let other = |id: &str| common::file(id, "instrument.toml");
    let Ok(terms) = source::terms_with("instrument.toml", toml, &other) else {
        return false;
    };
    let Ok(rules) = Rules::new(terms) else {
        return false;
    };
    scenarios(name).iter().all(|file| {
        let text = common::file(name, file).unwrap();
        let read = scenario::parse(file, &text).unwrap();
        scenario::run(&rules, &read).is_ok_and(|report| report.differences() == 0)
    })
}

fn used(name: &str) -> BTreeSet<String> {
    let rules = Rules::new(common::terms(name)).unwrap();
    scenarios(name)
        .iter()
        .flat_map(|file| {
            let text = common::file(name, file).unwrap();
            let read = scenario::parse(file, &text).unwrap();
            scenario::run(&rules, &read).unwrap().fields
        })
        .collect()
}

/// The first question that uses a field, for the message.
fn asks(name: &str, path: &str) -> String {
    let rules = Rules::new(common::terms(name)).unwrap();
    for file in scenarios(name) {
        let text = common::file(name, &file).unwrap();
        let report = scenario::run(&rules, &scenario::parse(&file, &text).unwrap()).unwrap();
        let hit = report
            .answers
            .iter()
            .find(|a| a.checks.iter().any(|c| c.field == path));
        if let Some(answer) = hit {
            return format!("{file}: {}", answer.name);
        }
    }
    "nobody".to_owned()
}

/// The instrument without a field: in its group, or in every row of its list. `None` when it is
/// not written there.
fn without(toml: &toml::Table, group: &str, field: &str) -> Option<toml::Table> {
    let mut changed = toml.clone();
    let mut hit = false;
    match changed.get_mut(group)? {
        toml::Value::Table(table) => hit = table.remove(field).is_some(),
        toml::Value::Array(rows) => {
            for row in rows.iter_mut().filter_map(toml::Value::as_table_mut) {
                hit |= row.remove(field).is_some();
            }
        }
        _ => {}
    }
    hit.then_some(changed)
}

#[test]
fn every_used_field_is_missed() {
    let (mut tried, mut unmissed) = (0, Vec::new());
    for name in common::names() {
        let text = common::file(&name, "instrument.toml").unwrap();
        let toml: toml::Table = text.parse().unwrap();
        let used = used(&name);
        let groups: BTreeSet<&str> = used.iter().map(|f| f.split('.').next().unwrap()).collect();
        for path in &used {
            let (group, field) = path.split_once('.').unwrap();
            let Some(changed) = without(&toml, group, field) else {
                continue;
            };
            tried += 1;
            if survives(&name, &toml::to_string(&changed).unwrap()) {
                unmissed.push(format!("{name}: {path} (asked by {})", asks(&name, path)));
            }
        }
        for group in groups {
            let mut changed = toml.clone();
            if changed.remove(group).is_some() {
                tried += 1;
                if survives(&name, &toml::to_string(&changed).unwrap()) {
                    unmissed.push(format!("{name}: the group {group}"));
                }
            }
        }
    }
    assert!(
        unmissed.is_empty(),
        "{} of {tried}:\n{}",
        unmissed.len(),
        unmissed.join("\n")
    );
    assert!(tried > 300, "{tried}");
}
