//! Which line of a TOML file a field stands on.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// One step of a path such as `copying[1].may`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step<'p> {
    /// A field of a table.
    Key(&'p str),
    /// A row of a list.
    Row(usize),
}

/// The steps of a path.
pub(crate) fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|p| !p.is_empty()) {
        let (key, rows) = part.split_once('[').unwrap_or((part, ""));
        steps.push(Step::Key(key));
        let rows = rows.split('[').filter_map(|r| r.strip_suffix(']'));
        steps.extend(rows.filter_map(|r| r.parse().ok()).map(Step::Row));
    }
    steps
}

/// The line of a field, or of the nearest table around it that is written; 0 when nothing of the
/// path is.
pub(crate) fn line(text: &str, path: &str) -> usize {
    let Ok(table) = DeTable::parse(text) else {
        return 0;
    };
    offset(table.get_ref(), &steps(path)).map_or(0, |at| line_at(text, at))
}

/// The line an offset is on, from 1.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|b| **b == b'\n').count().saturating_add(1)
}

fn offset(table: &DeTable<'_>, path: &[Step<'_>]) -> Option<usize> {
    let mut at = None;
    let mut here: Option<&Spanned<DeValue<'_>>> = None;
    for step in path {
        let inner = match here {
            None => Some(table),
            Some(value) => value.get_ref().as_table(),
        };
        let found = match step {
            Step::Key(key) => inner
                .and_then(|t| t.get_key_value(*key))
                .map(|(key, value)| (key.span().start, value)),
            Step::Row(row) => here
                .and_then(|v| v.get_ref().as_array())
                .and_then(|list| list.get(*row))
                .map(|value| (value.span().start, value)),
        };
        let Some((start, value)) = found else { break };
        at = Some(start);
        here = Some(value);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_fields() {
        let text = "id = \"x\"\n\n[[copying]]\nlevels = \"all\"\n\n[[copying]]\nmay = \"free\"\n\
                    list = [\n  1,\n  2,\n]\n[termination]\n# nothing\nnotice = \"P6M\"\n";
        for (path, at) in [
            ("id", 1),
            ("copying[0].levels", 4),
            ("copying[0].may", 3),
            ("copying[1]", 6),
            ("copying[1].may", 7),
            ("copying[1].list[1]", 10),
            ("copying[9].may", 3),
            ("termination.notice", 14),
            ("termination.runs_from", 12),
            ("nothing.here", 0),
        ] {
            assert_eq!(line(text, path), at, "{path}");
        }
        assert_eq!(line("= broken", "x"), 0);
    }
}
