//! The terms under negotiation: each value that is not an object stands for itself, so a change
//! of one travels with the wording it belongs to, and two changes of one compete.

use super::{clause::Said, pieces::Parties};
use entente_model::Digest;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Deepest nesting of the terms.
const MAX_DEPTH: usize = 24;

/// One value and who stands behind which.
#[derive(Debug, Clone, Default)]
pub struct TermField {
    readings: BTreeMap<usize, (Option<String>, u32)>,
}

/// One alternative of a contested value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermValue {
    /// JSON; none leaves the field out.
    pub value: Option<String>,
    /// Who stands behind it.
    pub backers: Parties,
    /// Since which turn.
    pub since: u32,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct TermsTalk {
    fields: BTreeMap<String, TermField>,
    stand: Parties,
    /// What was said of the terms as a whole.
    pub said: Said,
    /// The turn that last changed a value.
    pub edited: u32,
}

impl TermsTalk {
    /// The terms a proposal opens with.
    ///
    /// # Errors
    /// Why the text is not JSON terms can be taken from.
    pub(super) fn open(json: &str, backers: Parties) -> Result<Self, String> {
        let value: Value = serde_json::from_str(json).map_err(|e| e.to_string())?;
        let mut leaves = BTreeMap::new();
        flatten(&value, &mut String::new(), 0, &mut leaves)?;
        let of = |json: String| TermField {
            readings: backers
                .iter()
                .map(|party| (party, (Some(json.clone()), 0)))
                .collect(),
        };
        Ok(Self {
            fields: leaves.into_iter().map(|(p, v)| (p, of(v))).collect(),
            stand: backers,
            ..Self::default()
        })
    }

    /// `party` proposes a value.
    pub(super) fn set(&mut self, field: &str, value: Option<&str>, by: Parties, no: u32) {
        let before = self.digest();
        let stand = self.stand;
        let held = self
            .fields
            .entry(field.to_owned())
            .or_insert_with(|| TermField {
                readings: stand.iter().map(|p| (p, (None, 0))).collect(),
            });
        for party in by.iter() {
            let same = held
                .readings
                .get(&party)
                .is_some_and(|(v, _)| v.as_deref() == value);
            if !same {
                held.readings.insert(party, (value.map(str::to_owned), no));
            }
        }
        if self.digest() != before {
            self.edited = no;
            if let (Some(party), true) = (by.first(), before.is_some()) {
                self.said.touched(before.as_ref(), party, no);
            }
        }
    }

    /// `party` stands behind everything as it reads.
    pub(super) fn back_all(&mut self, party: usize, no: u32) {
        self.stand.insert(party);
        for field in self.fields.values_mut() {
            if let [value] = field.alternatives().as_slice() {
                field
                    .readings
                    .entry(party)
                    .or_insert_with(|| (value.value.clone(), no));
            }
        }
    }

    /// The values two parties do not agree on, by field.
    pub fn contested(&self) -> impl Iterator<Item = (&str, Vec<TermValue>)> {
        self.fields.iter().filter_map(|(path, field)| {
            let values = field.alternatives();
            (values.len() > 1).then_some((path.as_str(), values))
        })
    }

    /// The value of a field, unless contested; `None` when it is left out.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<String> {
        match self.fields.get(field)?.alternatives().as_slice() {
            [only] => only.value.clone(),
            _ => None,
        }
    }

    /// All fields with their uncontested values.
    pub fn fields(&self) -> impl Iterator<Item = (&str, Option<String>)> {
        self.fields
            .keys()
            .map(|path| (path.as_str(), self.value(path)))
    }

    /// The terms as JSON, keys in order; none while a value is contested.
    #[must_use]
    pub fn json(&self) -> Option<String> {
        if self.contested().next().is_some() {
            return None;
        }
        self.built(|field| field.alternatives().first().and_then(|v| v.value.clone()))
    }

    /// The terms with every contested value as one party would have it.
    #[must_use]
    pub fn json_as_read_by(&self, party: usize) -> Option<String> {
        self.built(|field| match field.readings.get(&party) {
            Some((value, _)) => value.clone(),
            None => field.alternatives().first().and_then(|v| v.value.clone()),
        })
    }

    /// Digest of the JSON.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        let json = self.json()?;
        Some(Digest::tagged("entente terms v1", &[json.as_bytes()]))
    }

    fn built(&self, value: impl Fn(&TermField) -> Option<String>) -> Option<String> {
        let mut root = Value::Object(Map::new());
        for (path, field) in &self.fields {
            if let Some(json) = value(field) {
                place(&mut root, path, serde_json::from_str(&json).ok()?)?;
            }
        }
        serde_json::to_string(&sorted(root)).ok()
    }
}

impl TermField {
    fn alternatives(&self) -> Vec<TermValue> {
        let mut all: Vec<TermValue> = Vec::new();
        for (party, (value, since)) in &self.readings {
            match all.iter_mut().find(|a| a.value == *value) {
                Some(known) => {
                    known.backers.insert(*party);
                    known.since = known.since.min(*since);
                }
                None => all.push(TermValue {
                    value: value.clone(),
                    backers: Parties::one(*party),
                    since: *since,
                }),
            }
        }
        all.sort_by_key(|a| (a.since, a.backers.first()));
        all
    }
}

/// The changes that make `new` of `old`: pointer and new value.
///
/// # Errors
/// Why one of them is not JSON terms can be taken from.
pub fn changes(old: &str, new: &str) -> Result<Vec<(String, Option<String>)>, String> {
    let leaves = |json: &str| {
        let value: Value = serde_json::from_str(json).map_err(|e| e.to_string())?;
        let mut leaves = BTreeMap::new();
        flatten(&value, &mut String::new(), 0, &mut leaves)?;
        Ok::<_, String>(leaves)
    };
    let (old, new) = (leaves(old)?, leaves(new)?);
    let gone = old
        .keys()
        .filter(|path| !new.contains_key(*path))
        .map(|path| (path.clone(), None));
    let set = new
        .iter()
        .filter(|(path, value)| old.get(*path) != Some(value))
        .map(|(path, value)| (path.clone(), Some(value.clone())));
    Ok(gone.chain(set).collect())
}

/// One value as it is compared: keys in order, no spaces.
///
/// # Errors
/// Why it is not JSON.
pub fn canonical(json: &str) -> Result<String, String> {
    let value: Value = serde_json::from_str(json).map_err(|e| e.to_string())?;
    serde_json::to_string(&sorted(value)).map_err(|e| e.to_string())
}

fn flatten(
    value: &Value,
    path: &mut String,
    depth: usize,
    leaves: &mut BTreeMap<String, String>,
) -> Result<(), String> {
    match value {
        Value::Object(map) if depth < MAX_DEPTH && !map.is_empty() => {
            for (key, inner) in map {
                let length = path.len();
                path.push('/');
                path.push_str(&key.replace('~', "~0").replace('/', "~1"));
                flatten(inner, path, depth.saturating_add(1), leaves)?;
                path.truncate(length);
            }
            Ok(())
        }
        Value::Object(map) if !map.is_empty() => Err("nested too deeply".to_owned()),
        other => {
            let json = serde_json::to_string(&sorted(other.clone())).map_err(|e| e.to_string())?;
            leaves.insert(path.clone(), json);
            Ok(())
        }
    }
}

/// The values an object holds, each with its pointer under `field`; a value that is no object
/// holds itself.
///
/// # Errors
/// Why it is not JSON terms can be taken from.
pub fn leaves(field: &str, json: &str) -> Result<Vec<(String, String)>, String> {
    let value: Value = serde_json::from_str(json).map_err(|e| e.to_string())?;
    let mut leaves = BTreeMap::new();
    flatten(&value, &mut field.to_owned(), 0, &mut leaves)?;
    Ok(leaves.into_iter().collect())
}

fn place(root: &mut Value, path: &str, value: Value) -> Option<()> {
    let mut at = root;
    for key in path.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        // A value under a field outweighs a value in the field's own place, on every node.
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let map = at.as_object_mut()?;
        at = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
    }
    *at = value;
    Some(())
}

/// Keys in order, whatever the map keeps.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let ordered: BTreeMap<String, Value> =
                map.into_iter().map(|(k, v)| (k, sorted(v))).collect();
            Value::Object(ordered.into_iter().collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(sorted).collect()),
        other => other,
    }
}
