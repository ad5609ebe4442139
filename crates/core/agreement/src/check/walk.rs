//! Every value of the terms with its path and what its field takes: what holds for all levels,
//! parties, zones, … is said once, also for fields added later.

use crate::terms::{
    Terms,
    shape::{Shape, Takes},
};
use serde_json::{Map, Value};

/// One value.
pub(crate) struct Leaf<'v> {
    /// Such as `copying[1].levels`.
    pub path: String,
    /// The field's name.
    pub name: &'static str,
    /// What the field takes.
    takes: Takes,
    /// The value.
    pub value: &'v Value,
    /// The table it stands in.
    pub table: &'v Map<String, Value>,
}

impl Leaf<'_> {
    /// Whether its field is of a type.
    pub(crate) fn is<T: Shape>(&self) -> bool {
        matches!((self.takes, T::TAKES), (Takes::Value(a), Takes::Value(b)) if a == b)
    }

    /// Whether the table it stands in has another field given.
    pub(crate) fn beside(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }
}

/// Looks at every value, in the order of the fields.
pub(crate) fn walk<E>(
    terms: &Terms,
    visit: &mut dyn FnMut(&Leaf<'_>) -> Result<(), E>,
) -> Result<(), E> {
    match serde_json::to_value(terms) {
        Ok(Value::Object(whole)) => table(&whole, "", Terms::TAKES, visit),
        _ => Ok(()),
    }
}

fn table<E>(
    values: &Map<String, Value>,
    path: &str,
    takes: Takes,
    visit: &mut dyn FnMut(&Leaf<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let Takes::Table(fields) = takes else {
        return Ok(());
    };
    for field in fields {
        let Some(value) = values.get(field.name) else {
            continue;
        };
        let path = if path.is_empty() {
            field.name.to_owned()
        } else {
            format!("{path}.{}", field.name)
        };
        one(path, field.name, field.takes, value, values, visit)?;
    }
    Ok(())
}

fn one<E>(
    path: String,
    name: &'static str,
    takes: Takes,
    value: &Value,
    around: &Map<String, Value>,
    visit: &mut dyn FnMut(&Leaf<'_>) -> Result<(), E>,
) -> Result<(), E> {
    match (takes, value) {
        (Takes::Table(_), Value::Object(inner)) => table(inner, &path, takes, visit),
        (Takes::List(inner), Value::Array(list)) => {
            for (index, value) in list.iter().enumerate() {
                one(
                    format!("{path}[{index}]"),
                    name,
                    *inner,
                    value,
                    around,
                    visit,
                )?;
            }
            Ok(())
        }
        _ => visit(&Leaf {
            path,
            name,
            takes,
            value,
            table: around,
        }),
    }
}
