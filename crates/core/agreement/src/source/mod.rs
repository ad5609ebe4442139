//! The written form of an instrument: `instrument.toml` and one `text.<lang>.md` a language. The
//! files are given as texts; reading them from disk is the shell's. Every mistake names file,
//! line, field and what would be accepted.

mod incorporate;
pub(crate) mod nearest;
pub(crate) mod place;
pub(crate) mod strict;
mod text;

#[cfg(test)]
pub(crate) mod tests;

pub use incorporate::{MAX_DEPTH, MAX_INSTRUMENTS};
pub use strict::MAX_FILE;
pub(crate) use strict::turns as turns_direction;
pub use text::text;

use crate::{check, terms::Terms};
use entente_model::{
    ProvisionId,
    instrument::{Instrument, Provision},
};

/// The terms' file.
pub const TERMS_FILE: &str = "instrument.toml";

/// A mistake in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// File name.
    pub file: String,
    /// Line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Field, such as `copying[1].may`; empty when none is meant. Rows count from 0.
    pub path: String,
    /// What is wrong and what would be accepted.
    pub detail: String,
}

impl SourceError {
    pub(crate) fn new(file: &str, line: usize, detail: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            path: String::new(),
            detail: detail.into(),
        }
    }

    pub(crate) fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }
}

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.detail)
    }
}

impl std::error::Error for SourceError {}

/// Gives a file's text by its name, or the terms' file of another instrument by its short name.
pub type Files<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a whole instrument: `files` gives its own files by name, `others` the `instrument.toml`
/// of another instrument by its short name (A1, A3, A20).
///
/// # Errors
/// The first [`SourceError`].
pub fn read(files: Files<'_>, others: Files<'_>) -> Result<(Terms, Instrument), SourceError> {
    let toml = files(TERMS_FILE)
        .ok_or_else(|| SourceError::new(TERMS_FILE, 0, "missing: the terms are written in it"))?;
    let terms = terms_with(TERMS_FILE, &toml, others)?;
    let mut texts = Vec::new();
    for lang in &terms.languages {
        let file = format!("text.{lang}.md");
        let content = files(&file).ok_or_else(|| {
            SourceError::new(
                TERMS_FILE,
                place::line(&toml, "languages"),
                format!("`{lang}` is an authentic language, so {file} must be there"),
            )
            .at("languages")
        })?;
        texts.push((file, lang.clone(), content));
    }
    let instrument = instrument(&terms, &texts).map_err(|mut wrong| {
        if wrong.file == TERMS_FILE && wrong.line == 0 {
            wrong.line = place::line(&toml, &wrong.path);
        }
        wrong
    })?;
    Ok((terms, instrument))
}

/// Reads a terms file that takes nothing from another instrument.
///
/// # Errors
/// [`SourceError`].
pub fn terms(file: &str, text: &str) -> Result<Terms, SourceError> {
    terms_with(file, text, &|_| None)
}

/// Reads a terms file; `others` gives the terms file of another instrument by its short name, for
/// the groups taken from it (A1, A20).
///
/// # Errors
/// [`SourceError`].
pub fn terms_with(file: &str, text: &str, others: Files<'_>) -> Result<Terms, SourceError> {
    let terms = incorporate::resolve(file, text, others)?;
    check::coherent(&terms).map_err(|wrong| {
        let taken = incorporate::taken(&terms, &wrong.path);
        let (path, detail) = match taken {
            Some((row, from)) => (
                format!("incorporated[{row}]"),
                format!("taken from {from}: {wrong}"),
            ),
            None => (wrong.path, wrong.detail),
        };
        SourceError::new(file, place::line(text, &path), detail).at(path)
    })?;
    Ok(terms)
}

/// Puts terms and texts together. `texts` are (file name, language, content) in the terms' order
/// of languages (A3).
///
/// # Errors
/// [`SourceError`] also when the languages do not have the same provisions in the same order, or
/// a field rests on a provision the text does not have.
pub fn instrument(
    terms: &Terms,
    texts: &[(String, String, String)],
) -> Result<Instrument, SourceError> {
    let mut title = Vec::new();
    let mut provisions: Vec<Provision> = Vec::new();
    for (index, (file, lang, content)) in texts.iter().enumerate() {
        let (heading, read) = text(file, lang, content)?;
        title.push((lang.clone(), heading));
        if index == 0 {
            provisions = read
                .into_iter()
                .map(|(id, w)| Provision { id, text: vec![w] })
                .collect();
        } else {
            text::join(file, content, &mut provisions, read)?;
        }
    }
    let json = terms
        .to_json()
        .map_err(|detail| SourceError::new(TERMS_FILE, 0, detail))?;
    let ids: Vec<ProvisionId> = provisions.iter().map(|p| p.id.clone()).collect();
    rests_on_text(terms, &ids)?;
    Ok(Instrument {
        parties: terms.parties(),
        title,
        provisions,
        terms: json,
    })
}

/// Every basis is a provision of the text, or an article of which the text has paragraphs.
fn rests_on_text(terms: &Terms, ids: &[ProvisionId]) -> Result<(), SourceError> {
    for (path, group) in terms.groups() {
        for basis in group.provisions() {
            if !ids.iter().any(|id| within(id, basis)) {
                let near = nearest::of(basis.as_str(), ids.iter().map(ProvisionId::as_str));
                let detail = format!(
                    "rests on \"{basis}\", and the text has no such provision{}",
                    nearest::hint(&near)
                );
                return Err(SourceError::new(TERMS_FILE, 0, detail).at(format!("{path}.basis")));
            }
        }
    }
    Ok(())
}

/// Whether a provision is the one named, or belongs to the article named: `4.1` to `4`.
pub(crate) fn within(id: &ProvisionId, named: &ProvisionId) -> bool {
    id.as_str()
        .strip_prefix(named.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
