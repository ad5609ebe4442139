//! Values of the terms as rows: those contested, and those changed since the base.

use super::{Desk, Say, View, flow::label, open, rows::remarked, status};
use crate::{
    negotiation::TermValue,
    page::{Alternative, Cell, PageRow, Run},
};
use entente_model::{ProvisionId, turn::TERMS};
use serde_json::Value;
use std::collections::BTreeMap;

/// The rows of the terms.
pub(super) fn rows(desk: &Desk<'_>) -> Vec<PageRow> {
    let Ok(id) = TERMS.parse::<ProvisionId>() else {
        return Vec::new();
    };
    let (now, then) = (Values::of(desk.text.terms()), Values::of(desk.base.terms()));
    let mut facts = status::said(&desk.text.terms().said, desk.text, desk.show.say);
    let with_changes = matches!(desk.show.view, View::Four | View::Two | View::Inline);
    let mut rows = Vec::new();
    let paths = now
        .all
        .keys()
        .chain(then.all.keys().filter(|p| !now.all.contains_key(*p)));
    for path in paths {
        let (new, old) = (now.all.get(path), then.all.get(path));
        let contested = new.is_some_and(|v| v.len() > 1);
        let changed = first(new) != first(old) || old.is_some_and(|v| v.len() > 1);
        if !(contested || with_changes && changed) {
            continue;
        }
        let field = Field {
            desk,
            path,
            new,
            old,
        };
        let mut status = Vec::new();
        if contested {
            status.push(desk.say("talk-bracketed", &[("count", 1.to_string())]));
        }
        if desk.show.view == View::Brackets {
            status = vec![open::age(desk, field.opened())];
        }
        status.append(&mut facts);
        rows.push(PageRow {
            id: id.clone(),
            place: desk.say("talk-terms", &[]),
            status,
            cells: field.cells(contested),
        });
    }
    if !facts.is_empty() {
        rows.push(PageRow {
            id,
            place: desk.say("talk-terms", &[]),
            status: facts,
            cells: Vec::new(),
        });
    }
    rows
}

/// Every field with its values: one when nobody contests it.
struct Values {
    all: BTreeMap<String, Vec<TermValue>>,
}

impl Values {
    fn of(terms: &crate::negotiation::TermsTalk) -> Self {
        let one = |value: Option<String>| TermValue {
            value,
            backers: crate::negotiation::Parties::default(),
            since: 0,
        };
        let mut all: BTreeMap<String, Vec<TermValue>> = terms
            .fields()
            .map(|(path, value)| (path.to_owned(), vec![one(value)]))
            .collect();
        for (path, values) in terms.contested() {
            all.insert(path.to_owned(), values);
        }
        Self { all }
    }
}

/// The uncontested value, or the one that stood first.
fn first(values: Option<&Vec<TermValue>>) -> Option<&String> {
    values?.first()?.value.as_ref()
}

struct Field<'d, 'a> {
    desk: &'d Desk<'a>,
    path: &'d str,
    new: Option<&'d Vec<TermValue>>,
    old: Option<&'d Vec<TermValue>>,
}

impl Field<'_, '_> {
    /// The turn since which it is contested.
    fn opened(&self) -> u32 {
        let second = self.new.and_then(|v| v.get(1));
        second.map_or(0, |v| v.since)
    }

    fn cells(&self, contested: bool) -> Vec<Cell> {
        match self.desk.show.view {
            View::Four => {
                let parties = 0..self.desk.text.parties().len();
                let parties = parties.map(|party| self.party(party));
                let base = std::iter::once(self.cell(self.runs(self.old)));
                base.chain(parties)
                    .chain([self.cell(self.runs(self.new))])
                    .collect()
            }
            View::Two => vec![self.cell(self.runs(self.old)), self.since(contested)],
            View::Inline => vec![self.since(contested)],
            View::Aligned | View::Brackets => vec![self.cell(self.runs(self.new))],
            View::Clean => {
                let count = ("count", 1.to_string());
                let remark = self.desk.say("talk-bracketed-remark", &[count]);
                vec![self.remarked(remark)]
            }
        }
    }

    fn remarked(&self, remark: String) -> Cell {
        Cell {
            heading: vec![Run::Clean(named(self.path))],
            ..remarked(self.desk.show.ui, remark)
        }
    }

    fn cell(&self, body: Vec<Run>) -> Cell {
        Cell {
            body,
            ..self.remarked(String::new())
        }
    }

    fn words(&self, value: Option<&String>) -> String {
        value.map_or_else(String::new, |json| readable(json, self.desk.show.say))
    }

    fn runs(&self, values: Option<&Vec<TermValue>>) -> Vec<Run> {
        match values.map(Vec::as_slice) {
            Some([only]) => {
                let words = self.words(only.value.as_ref());
                if words.is_empty() {
                    Vec::new()
                } else {
                    vec![Run::Clean(words)]
                }
            }
            Some(several) => vec![self.bracket(several)],
            None => Vec::new(),
        }
    }

    fn bracket(&self, values: &[TermValue]) -> Run {
        Run::Bracket {
            name: String::new(),
            alternatives: (0usize..)
                .zip(values)
                .map(|(n, value)| Alternative {
                    label: label(n),
                    text: self.words(value.value.as_ref()),
                    backers: self.desk.text.codes(value.backers),
                    since: u64::from(value.since),
                })
                .collect(),
        }
    }

    fn changed(&self, value: Option<&String>, by: Option<&entente_model::PartyId>) -> Vec<Run> {
        let Some(by) = by else { return Vec::new() };
        let (old, new) = (self.words(first(self.old)), self.words(value));
        let mut runs = Vec::new();
        if !old.is_empty() {
            let by = by.clone();
            runs.push(Run::Deleted { by, text: old });
        }
        if !new.is_empty() {
            let by = by.clone();
            runs.push(Run::Inserted { by, text: new });
        }
        runs
    }

    /// The value with what it replaced; a contested one as its bracket.
    fn since(&self, contested: bool) -> Cell {
        let value = first(self.new);
        if contested || value == first(self.old) {
            return self.cell(self.runs(self.new));
        }
        let by = self.desk.authors.of_term(self.path, value);
        self.cell(self.changed(value, by))
    }

    /// A change nobody contests stands in the column of who made it.
    fn uncontested(&self, party: usize) -> Cell {
        let value = first(self.new);
        let by = self.desk.authors.of_term(self.path, value);
        let changed = value != first(self.old);
        if changed && by.is_some() && by == self.desk.party(party) {
            return self.cell(self.changed(value, by));
        }
        self.remarked(self.desk.say("talk-silent", &[]))
    }

    fn party(&self, party: usize) -> Cell {
        let own = self
            .new
            .and_then(|v| v.iter().find(|v| v.backers.has(party)));
        let Some(own) = own else {
            return self.uncontested(party);
        };
        if own.value.as_ref() == first(self.old) {
            return self.remarked(self.desk.say("talk-unchanged", &[]));
        }
        if own.value.is_none() {
            return self.remarked(self.desk.say("talk-leave-out", &[]));
        }
        self.cell(self.changed(own.value.as_ref(), self.desk.party(party)))
    }
}

/// The name of a field as it is shown: `duration.initial`.
pub(super) fn named(path: &str) -> String {
    path.strip_prefix('/').unwrap_or(path).replace('/', ".")
}

/// A value in a short readable form.
pub(super) fn readable(json: &str, say: &Say<'_>) -> String {
    let value: Result<Value, _> = serde_json::from_str(json);
    value.map_or_else(|_| json.to_owned(), |value| words(&value, say))
}

fn words(value: &Value, say: &Say<'_>) -> String {
    match value {
        Value::Null => say("talk-none", &[]),
        Value::Bool(true) => say("talk-yes", &[]),
        Value::Bool(false) => say("talk-no", &[]),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => say("talk-none", &[]),
        Value::Object(map) if map.is_empty() => say("talk-none", &[]),
        Value::Array(list) => {
            let all: Vec<String> = list.iter().map(|v| words(v, say)).collect();
            all.join(", ")
        }
        Value::Object(map) => {
            let all: Vec<String> = map
                .iter()
                .map(|(key, v)| format!("{key}: {}", words(v, say)))
                .collect();
            all.join("; ")
        }
    }
}
