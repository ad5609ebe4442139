//! Reading an instrument's directory, and what differs between it and a draft.

use entente_agreement::source::{self, SourceError};
use entente_model::{
    Problem,
    instrument::{Instrument, Provision},
    problem::Class,
};
use std::path::Path;

/// Largest source file, bytes.
const MAX_SOURCE: u64 = 4 * 1024 * 1024;

/// Reads `instrument.toml` and `text.<lang>.md`.
///
/// # Errors
/// AGREE-011 with file and line; ITEM-005 when a file cannot be read.
pub fn read(dir: &Path) -> Result<Instrument, Problem> {
    let toml = read_file(&dir.join("instrument.toml"))?;
    let terms = source::terms("instrument.toml", &toml).map_err(mistake)?;
    let mut texts = Vec::new();
    for lang in &terms.languages {
        let name = format!("text.{lang}.md");
        texts.push((name.clone(), lang.clone(), read_file(&dir.join(&name))?));
    }
    source::instrument(&terms, &texts).map_err(mistake)
}

/// A text file of bounded size.
///
/// # Errors
/// ITEM-005.
pub fn read_file(path: &Path) -> Result<String, Problem> {
    let bad = |detail: String| {
        Problem::new("ITEM-005", Class::Usage)
            .with("file", path.display())
            .with("detail", detail)
    };
    let length = std::fs::metadata(path)
        .map_err(|e| bad(e.to_string()))?
        .len();
    if length > MAX_SOURCE {
        return Err(bad(format!("{length} bytes; at most {MAX_SOURCE}")));
    }
    std::fs::read_to_string(path).map_err(|e| bad(e.to_string()))
}

/// What `new` changes in `old`: provisions and, if they differ, terms.
///
/// # Errors
/// AGREE-010 when `new` lacks a provision, which a counter-proposal cannot say.
pub fn difference(
    old: &Instrument,
    new: &Instrument,
) -> Result<(Vec<Provision>, Option<String>), Problem> {
    if let Some(gone) = old
        .provisions
        .iter()
        .find(|p| new.provisions.iter().all(|q| q.id != p.id))
    {
        return Err(Problem::new("AGREE-010", Class::Usage).with("id", &gone.id));
    }
    let changed = new
        .provisions
        .iter()
        .filter(|p| !old.provisions.contains(p))
        .cloned()
        .collect();
    let terms = (old.terms != new.terms).then(|| new.terms.clone());
    Ok((changed, terms))
}

fn mistake(error: SourceError) -> Problem {
    Problem::new("AGREE-011", Class::Usage)
        .with("file", error.file)
        .with("line", error.line)
        .with("detail", error.detail)
}
