//! Strict reading of a TOML file into a described type: what is wrong, where, and what would be
//! accepted.

use super::{SourceError, nearest, place};
use crate::terms::shape::{Field, Shape, Takes};
use place::Step;
use serde::de::DeserializeOwned;

/// Largest source file, in bytes.
pub const MAX_FILE: usize = 1 << 20;

/// Most of what a field takes that is told in one message, in characters.
const MAX_HINT: usize = 600;

/// Reads a file.
///
/// # Errors
/// [`SourceError`].
pub(crate) fn typed<T: DeserializeOwned + Shape>(file: &str, text: &str) -> Result<T, SourceError> {
    read(file, text, T::TAKES)
}

/// Reads a file into a type that does not describe itself.
///
/// # Errors
/// [`SourceError`].
pub(crate) fn untyped<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, SourceError> {
    read(file, text, Takes::Table(&[]))
}

fn read<T: DeserializeOwned>(file: &str, text: &str, takes: Takes) -> Result<T, SourceError> {
    sized(file, text)?;
    undeceiving(file, text)?;
    let parser = toml::Deserializer::parse(text).map_err(|e| syntax(file, text, &e))?;
    serde_path_to_error::deserialize(parser).map_err(|e| {
        let path = e.path().to_string();
        let path = if path == "." { String::new() } else { path };
        explain(file, text, &path, e.inner(), takes)
    })
}

/// Refuses a file that is too large.
pub(super) fn sized(file: &str, text: &str) -> Result<(), SourceError> {
    if text.len() > MAX_FILE {
        let detail = format!("{} bytes; a source file has at most {MAX_FILE}", text.len());
        return Err(SourceError::new(file, 0, detail));
    }
    Ok(())
}

/// Refuses characters that make a line read otherwise than it is computed with.
pub(super) fn undeceiving(file: &str, text: &str) -> Result<(), SourceError> {
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(c) = line.chars().find(|c| turns(*c)) {
            let detail = format!(
                "the character U+{:04X} changes the direction of what follows; write it without",
                u32::from(c)
            );
            return Err(SourceError::new(file, number, detail));
        }
    }
    Ok(())
}

/// Characters that override or embed a direction.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn syntax(file: &str, text: &str, wrong: &toml::de::Error) -> SourceError {
    let line = wrong.span().map_or(0, |s| place::line_at(text, s.start));
    SourceError::new(
        file,
        line,
        format!("not TOML: {}", one_line(wrong.message())),
    )
}

fn explain(
    file: &str,
    text: &str,
    path: &str,
    wrong: &toml::de::Error,
    takes: Takes,
) -> SourceError {
    let message = one_line(wrong.message());
    // A type that does not describe itself: the reader's own words say what it takes.
    let (path, detail) = if matches!(takes, Takes::Table([])) {
        (path.to_owned(), message)
    } else {
        reason(path, &message, takes)
    };
    let line = match wrong.span() {
        Some(span) if span.start > 0 => place::line_at(text, span.start),
        _ => place::line(text, &path),
    };
    SourceError::new(file, line, detail).at(path)
}

/// The field that is meant, and what is wrong with it.
fn reason(path: &str, message: &str, takes: Takes) -> (String, String) {
    if let Some(name) = quoted(message, "unknown field ") {
        let table = path
            .strip_suffix(name)
            .map_or(path, |p| p.trim_end_matches('.'));
        let fields = found(takes, table).1;
        return (join(table, name), no_field(name, fields));
    }
    if let Some(name) = quoted(message, "missing field ") {
        let (_, inner) = found(takes, path);
        let known = fields_of(inner).iter().find(|f| f.name == name);
        return (
            join(path, name),
            known.map_or_else(|| message.to_owned(), missing),
        );
    }
    let (field, inner) = found(takes, path);
    let what = match quoted(message, "unknown variant ") {
        Some(word) => {
            let known = words_of(inner).iter().map(|(word, _)| *word);
            format!(
                "`{word}` is not known{}",
                nearest::hint(&nearest::of(word, known))
            )
        }
        None if message.starts_with("invalid type: map") && is_date(inner) => {
            "a date is written in quotes".to_owned()
        }
        None => message.to_owned(),
    };
    let doc = field.map_or("", |f| f.doc.trim());
    let meant = if doc.is_empty() {
        String::new()
    } else {
        format!(" ({doc})")
    };
    (
        path.to_owned(),
        format!("{what}; it takes {}{meant}", accepted(inner)),
    )
}

fn no_field(name: &str, table: Takes) -> String {
    let known: Vec<&str> = fields_of(table).iter().map(|f| f.name).collect();
    let near = nearest::hint(&nearest::of(name, known.iter().copied()));
    let near = if near.is_empty() {
        ";".to_owned()
    } else {
        near
    };
    format!(
        "no such field{near} the fields here are {}",
        known.join(", ")
    )
}

fn missing(field: &Field) -> String {
    let doc = field.doc.trim();
    format!("missing: {doc} It takes {}", accepted(field.takes))
}

/// The field at the end of a path and what stands there; of a path that goes on beyond what is
/// described, the last that is.
pub(crate) fn found(takes: Takes, path: &str) -> (Option<&'static Field>, Takes) {
    let (mut field, mut here) = (None, takes);
    for step in place::steps(path) {
        let next = match (step, here) {
            (Step::Row(_), Takes::List(inner)) => *inner,
            (Step::Key(name), Takes::List(inner)) => match field_named(*inner, name) {
                Some(f) => {
                    field = Some(f);
                    f.takes
                }
                None => break,
            },
            (Step::Key(name), table) => match field_named(table, name) {
                Some(f) => {
                    field = Some(f);
                    f.takes
                }
                None => break,
            },
            (Step::Row(_), _) => break,
        };
        here = next;
    }
    (field, here)
}

fn field_named(takes: Takes, name: &str) -> Option<&'static Field> {
    fields_of(takes).iter().find(|f| f.name == name)
}

/// The fields of a table, or of the rows of a list of tables.
pub(crate) fn fields_of(takes: Takes) -> &'static [Field] {
    match takes {
        Takes::Table(fields) => fields,
        Takes::List(inner) => fields_of(*inner),
        Takes::Value(_) | Takes::Words(_) => &[],
    }
}

fn words_of(takes: Takes) -> &'static [(&'static str, &'static str)] {
    match takes {
        Takes::Words(words) => words,
        Takes::List(inner) => words_of(*inner),
        Takes::Value(_) | Takes::Table(_) => &[],
    }
}

/// What would be accepted, in words.
pub(crate) fn accepted(takes: Takes) -> String {
    let told = match takes {
        Takes::Value(what) => what.to_owned(),
        Takes::Words(words) => {
            let all: Vec<String> = words
                .iter()
                .map(|(word, doc)| format!("\"{word}\" ({})", doc.trim().trim_end_matches('.')))
                .collect();
            format!("one of {}", all.join(", "))
        }
        Takes::Table(fields) => {
            let all: Vec<&str> = fields.iter().map(|f| f.name).collect();
            format!("a table of {}", all.join(", "))
        }
        Takes::List(inner) => format!("a list; each: {}", accepted(*inner)),
    };
    if told.chars().count() <= MAX_HINT {
        return told;
    }
    let short: String = told.chars().take(MAX_HINT).collect();
    format!("{short}…")
}

fn is_date(takes: Takes) -> bool {
    let Takes::Value(date) = <entente_model::time::Date as Shape>::TAKES else {
        return false;
    };
    match takes {
        Takes::Value(what) => what == date,
        Takes::List(inner) => is_date(*inner),
        Takes::Words(_) | Takes::Table(_) => false,
    }
}

/// The name in the backquotes that follow some words.
fn quoted<'m>(message: &'m str, words: &str) -> Option<&'m str> {
    let rest = message.strip_prefix(words)?.strip_prefix('`')?;
    rest.split_once('`').map(|(name, _)| name)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// A message in one line, control characters shown.
fn one_line(message: &str) -> String {
    entente_marking::visible(&message.split_whitespace().collect::<Vec<_>>().join(" "))
}
