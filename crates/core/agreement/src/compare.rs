//! The terms that differ between two instruments or versions, as a lawyer reads them: rows are
//! matched by what they are about, not by where they stand.

use crate::terms::{
    Group, Terms,
    shape::{Field, Shape, Takes},
};
use entente_model::ProvisionId;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Field, such as `termination.notice`, `ceiling(NZL).paper`, or the whole group or row when
    /// only one side has it.
    pub path: String,
    /// What the first says; nothing when it is silent.
    pub a: Option<String>,
    /// What the second says.
    pub b: Option<String>,
    /// The provision the first rests on.
    pub provision_a: Option<ProvisionId>,
    /// The provision the second rests on.
    pub provision_b: Option<ProvisionId>,
}

/// The fields that differ most between real texts, in the order negotiators need them
/// (agreements.md §4); what is not here comes after, in the order of the fields.
const FIRST: [&str; 28] = [
    "entry_into_force",
    "duration",
    "termination.notice",
    "termination.runs_from",
    "termination",
    "ceiling",
    "equal",
    "equivalence",
    "marking.mode",
    "electronic",
    "copying",
    "translation",
    "disposal",
    "access.clearance_from",
    "nationality",
    "third_party.definition",
    "visits.lead",
    "visits.urgent",
    "visits.answer_before",
    "visits.calendar",
    "incident.notify",
    "prevailing",
    "reclassification.court_order_exception",
    "disclosure_demand.court_order_exception",
    "scope.prior_holdings",
    "rules_change.answers",
    "release",
    "level",
];

/// Every field that differs. Where a written-down instrument comes from (`provenance`) is not
/// part of what was agreed and not compared; provisions alone are compared only between versions
/// of one instrument, since two instruments number differently.
#[must_use]
pub fn compare(a: &Terms, b: &Terms) -> Vec<Row> {
    let versions = a.id == b.id;
    let (left, right) = (blocks(a), blocks(b));
    let mut rows: Vec<Row> = Vec::new();
    for (key, block) in &left {
        match right.iter().find(|(other, _)| other == key) {
            Some((_, other)) => fields(key, block, other, versions, &mut rows),
            None => rows.push(whole(key, Some(block), None)),
        }
    }
    for (key, block) in &right {
        if !left.iter().any(|(other, _)| other == key) {
            rows.push(whole(key, None, Some(block)));
        }
    }
    rows.sort_by_key(|row| place(&row.path));
    rows
}

/// A group or a row of a list, or one field of the head.
struct Block {
    shape: &'static [Field],
    values: Map<String, Value>,
    provisions: BTreeMap<String, ProvisionId>,
    first: Option<ProvisionId>,
}

impl Block {
    fn provision(&self, field: &str) -> Option<ProvisionId> {
        self.provisions.get(field).or(self.first.as_ref()).cloned()
    }

    fn summary(&self) -> String {
        let all: Vec<String> = self
            .shape
            .iter()
            .filter(|f| f.name != "basis" && f.name != "rests")
            .filter_map(|f| {
                Some(format!(
                    "{}: {}",
                    f.name,
                    readable(self.values.get(f.name)?)
                ))
            })
            .collect();
        all.join("; ")
    }
}

fn blocks(terms: &Terms) -> Vec<(String, Block)> {
    let Ok(Value::Object(mut values)) = serde_json::to_value(terms) else {
        return Vec::new();
    };
    values.remove("provenance");
    let mut all: Vec<(String, Block)> = Vec::new();
    for (path, group) in terms.groups() {
        let name = path.split('[').next().unwrap_or(&path);
        let row = path.get(name.len()..).and_then(|r| {
            r.strip_prefix('[')?
                .strip_suffix(']')?
                .parse::<usize>()
                .ok()
        });
        let value = match row {
            Some(row) => values.get(name).and_then(|list| list.get(row)),
            None => values.get(name),
        };
        let Some(Value::Object(value)) = value else {
            continue;
        };
        let key = match row {
            Some(_) => format!("{name}({})", natural_key(name, value)),
            None => name.to_owned(),
        };
        let same = all.iter().filter(|(known, _)| *known == key).count();
        let key = if same == 0 {
            key
        } else {
            format!("{key}#{}", same.saturating_add(1))
        };
        all.push((key, block(value, group)));
    }
    for field in head() {
        if let Some(value) = values.remove(field.name) {
            let values = Map::from_iter([(field.name.to_owned(), value)]);
            let shape = std::slice::from_ref(field);
            let block = Block {
                shape,
                values,
                provisions: BTreeMap::new(),
                first: None,
            };
            all.push((field.name.to_owned(), block));
        }
    }
    all
}

fn block(values: &Map<String, Value>, group: &dyn Group) -> Block {
    Block {
        shape: group.fields(),
        values: values.clone(),
        provisions: group.rests().map(|r| r.0.clone()).unwrap_or_default(),
        first: Some(group.first().clone()),
    }
}

/// Fields of the head, which are no groups.
fn head() -> impl Iterator<Item = &'static Field> {
    let Takes::Table(all) = Terms::TAKES else {
        return [].iter().filter(is_head as fn(&&Field) -> bool);
    };
    all.iter().filter(is_head as fn(&&Field) -> bool)
}

fn is_head(field: &&Field) -> bool {
    !Terms::GROUPS.contains(&field.name) && field.name != "provenance"
}

/// What a row is about: the fields that say so.
fn natural_key(group: &str, row: &Map<String, Value>) -> String {
    let fields: &[&str] = match group {
        "party" | "calendar" => &["id"],
        "incorporated" => &["from"],
        "level" => &["party", "scheme", "version", "code"],
        "equal" => &["levels"],
        "equivalence" => &["from", "to"],
        "caveat" | "purpose" => &["code"],
        "ceiling" => &["party"],
        "authority" => &["party", "role"],
        "arrangement" | "means" => &["name"],
        "update" => &["field"],
        "channel" => &["kind", "levels"],
        "relay" => &["through", "between"],
        "host_visits" => &["host"],
        "human" => &["topic"],
        _ => &["levels"],
    };
    let between = match group {
        "level" => ".",
        "equivalence" => " → ",
        _ => " ",
    };
    let all: Vec<String> = fields
        .iter()
        .filter_map(|field| row.get(*field))
        .map(readable)
        .collect();
    all.join(between)
}

fn fields(key: &str, a: &Block, b: &Block, versions: bool, rows: &mut Vec<Row>) {
    for field in a.shape {
        if !versions && (field.name == "basis" || field.name == "rests") {
            continue;
        }
        let (x, y) = (a.values.get(field.name), b.values.get(field.name));
        if x == y {
            continue;
        }
        let only = a.first.is_none();
        let path = if only {
            key.to_owned()
        } else {
            format!("{key}.{}", field.name)
        };
        rows.push(Row {
            path,
            a: x.map(readable),
            b: y.map(readable),
            provision_a: a.provision(field.name),
            provision_b: b.provision(field.name),
        });
    }
}

fn whole(key: &str, a: Option<&Block>, b: Option<&Block>) -> Row {
    let said = |block: Option<&Block>| block.map(Block::summary);
    Row {
        path: key.to_owned(),
        a: said(a),
        b: said(b),
        provision_a: a.and_then(|block| block.first.clone()),
        provision_b: b.and_then(|block| block.first.clone()),
    }
}

/// A value without the file's punctuation.
fn readable(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let all: Vec<String> = list.iter().map(readable).collect();
            all.join(", ")
        }
        Value::Object(table) => {
            let all: Vec<String> = table
                .iter()
                .map(|(name, value)| format!("{name}: {}", readable(value)))
                .collect();
            all.join("; ")
        }
    }
}

/// Where a difference stands in the list.
fn place(path: &str) -> (usize, usize, String) {
    let plain: String = without_keys(path);
    let first = FIRST.iter().position(|first| {
        plain == *first || under(&plain, first) || (!plain.contains('.') && under(first, &plain))
    });
    let group = plain.split('.').next().unwrap_or(&plain);
    let Takes::Table(all) = Terms::TAKES else {
        return (0, 0, String::new());
    };
    let order = all
        .iter()
        .position(|f| f.name == group)
        .unwrap_or(all.len());
    (first.unwrap_or(FIRST.len()), order, path.to_owned())
}

fn under(path: &str, group: &str) -> bool {
    path.strip_prefix(group)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// `ceiling(NZL).paper` as `ceiling.paper`.
fn without_keys(path: &str) -> String {
    let Some((group, rest)) = path.split_once('(') else {
        return path.to_owned();
    };
    let tail = rest.rsplit_once(')').map_or("", |(_, tail)| tail);
    let tail = tail.find('.').and_then(|at| tail.get(at..)).unwrap_or("");
    format!("{group}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::{SMALL, small};

    fn changed(from: &str, to: &str) -> Vec<Row> {
        let text = SMALL.replace(from, to);
        assert_ne!(text, SMALL, "{from}");
        compare(&small(), &crate::source::terms("f", &text).unwrap())
    }

    #[test]
    fn nothing_differs_from_itself() {
        assert_eq!(compare(&small(), &small()), []);
    }

    #[test]
    fn one_field_differs() {
        let rows = changed("notice = \"P6M\"", "notice = \"P1Y\"");
        let [row] = rows.as_slice() else {
            panic!("{rows:?}")
        };
        assert_eq!(row.path, "termination.notice");
        assert_eq!(
            (row.a.as_deref(), row.b.as_deref()),
            (Some("P6M"), Some("P1Y"))
        );
        assert_eq!(row.provision_a.as_ref().map(|p| p.as_str()), Some("8.1"));
    }

    #[test]
    fn rows_are_matched_by_what_they_are_about() {
        let turned = SMALL.replace(
            "[[ceiling]]\nparty = \"JPN\"\npaper = \"JPN.gov.2014.gokuhi\"\nbasis = \"4\"\n\n[[ceiling]]\nparty = \"NZL\"\npaper = \"NZL.psr.2022.secret\"\nbasis = \"4\"\n",
            "[[ceiling]]\nparty = \"NZL\"\npaper = \"NZL.psr.2022.secret\"\nbasis = \"4\"\n\n[[ceiling]]\nparty = \"JPN\"\npaper = \"JPN.gov.2014.hi\"\nbasis = \"4\"\n",
        );
        let rows = compare(&small(), &crate::source::terms("f", &turned).unwrap());
        let [row] = rows.as_slice() else {
            panic!("{rows:?}")
        };
        assert_eq!(row.path, "ceiling(JPN).paper");
    }

    #[test]
    fn a_group_only_one_side_has() {
        let rows = changed(
            "# [copying_none]",
            "[emergency]\nnotify_from = \"all\"\nnotify = { word = \"promptly\" }\nbasis = \"4\"",
        );
        let [row] = rows.as_slice() else {
            panic!("{rows:?}")
        };
        assert_eq!((row.path.as_str(), row.a.as_deref()), ("emergency", None));
        assert_eq!(
            row.b.as_deref(),
            Some("notify_from: all; notify: word: promptly")
        );
    }

    #[test]
    fn what_negotiators_need_comes_first() {
        let text = SMALL
            .replace(
                "subject = { en = \"Defence\" }",
                "subject = { en = \"Other\" }",
            )
            .replace("notice = \"P6M\"", "notice = \"P1Y\"")
            .replace(
                "trigger = \"last-notice-received\"",
                "trigger = \"signature\"",
            );
        let paths: Vec<String> = compare(&small(), &crate::source::terms("f", &text).unwrap())
            .into_iter()
            .map(|row| row.path)
            .collect();
        assert_eq!(
            paths,
            [
                "entry_into_force.trigger",
                "termination.notice",
                "scope.subject"
            ]
        );
    }
}
