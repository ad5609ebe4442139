//! Reading an instrument's directory, and what differs between it and a draft.

use entente_agreement::{
    Terms,
    source::{self, SourceError},
};
use entente_model::{Problem, instrument::Instrument, problem::Class};
use std::path::{Path, PathBuf};

/// Largest source file, bytes.
const MAX_SOURCE: u64 = 4 * 1024 * 1024;

/// Reads `instrument.toml` and `text.<lang>.md`.
///
/// # Errors
/// AGREE-011 with file and line; ITEM-005 when a file cannot be read.
pub fn read(dir: &Path) -> Result<Instrument, Problem> {
    both(dir).map(|(_, instrument)| instrument)
}

/// Reads terms and texts.
///
/// # Errors
/// As [`read`].
pub fn both(dir: &Path) -> Result<(Terms, Instrument), Problem> {
    read_file(&dir.join("instrument.toml"))?;
    let own = |name: &str| read_file(&dir.join(name)).ok();
    let beside = |id: &str| beside(dir, id);
    source::read(&own, &beside).map_err(mistake)
}

/// The scenario files of a directory, in order.
///
/// # Errors
/// ITEM-005 when there is none.
pub fn scenarios(dir: &Path) -> Result<Vec<PathBuf>, Problem> {
    let is_scenario = |path: &PathBuf| {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        name.starts_with("scenario")
            && path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("toml"))
    };
    let entries = std::fs::read_dir(dir).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(is_scenario)
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Problem::new("ITEM-005", Class::Usage)
            .with("file", dir.join("scenario.toml").display())
            .with("detail", "no scenario*.toml"));
    }
    Ok(files)
}

/// The terms file of the instrument named `id` in the directory beside `dir`; only plain names.
fn beside(dir: &Path, id: &str) -> Option<String> {
    let plain = !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !plain {
        return None;
    }
    let parent = dir.canonicalize().ok()?.parent()?.to_owned();
    read_file(&parent.join(id).join("instrument.toml")).ok()
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

/// A mistake in a source file as a problem.
pub(crate) fn mistake(error: SourceError) -> Problem {
    let detail = if error.path.is_empty() {
        error.detail
    } else {
        format!("{}: {}", error.path, error.detail)
    };
    Problem::new("AGREE-011", Class::Usage)
        .with("file", error.file)
        .with("line", error.line)
        .with("detail", detail)
}
