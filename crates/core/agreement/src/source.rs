//! The written form of an instrument: `instrument.toml` and one `text.<lang>.md` a language.
//! Errors point at file, line and what would be accepted.

use crate::terms::Terms;
use entente_model::{
    ProvisionId,
    instrument::{Instrument, Provision, Wording},
};

/// A mistake in a source file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {detail}")]
pub struct SourceError {
    /// File name.
    pub file: String,
    /// Line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong and what would be accepted.
    pub detail: String,
}

/// Reads the terms file.
///
/// # Errors
/// [`SourceError`].
pub fn terms(file: &str, text: &str) -> Result<Terms, SourceError> {
    let at = |line: usize, detail: String| SourceError {
        file: file.to_owned(),
        line,
        detail,
    };
    let terms: Terms = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(0, |span| {
            text.as_bytes()
                .iter()
                .take(span.start)
                .filter(|b| **b == b'\n')
                .count()
                .saturating_add(1)
        });
        at(line, e.message().to_owned())
    })?;
    terms.check().map_err(|detail| at(0, detail))?;
    Ok(terms)
}

/// Reads one language's text: `# title`, `> note` lines, then `## <id> <heading>` and paragraphs.
///
/// # Errors
/// [`SourceError`].
pub fn text(
    file: &str,
    lang: &str,
    text: &str,
) -> Result<(String, Vec<(ProvisionId, Wording)>), SourceError> {
    let at = |line: usize, detail: &str| SourceError {
        file: file.to_owned(),
        line,
        detail: detail.to_owned(),
    };
    let mut title = None;
    let mut provisions: Vec<(ProvisionId, Wording)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index.saturating_add(1);
        if let Some(rest) = line.strip_prefix("## ") {
            let (id, heading) = rest.split_once(' ').unwrap_or((rest, ""));
            let id: ProvisionId = id
                .parse()
                .map_err(|e: entente_model::id::IdError| at(number, &e.to_string()))?;
            if provisions.iter().any(|(known, _)| *known == id) {
                return Err(at(number, &format!("provision {id} appears twice")));
            }
            let wording = Wording {
                lang: lang.to_owned(),
                heading: heading.trim().to_owned(),
                body: String::new(),
            };
            provisions.push((id, wording));
        } else if let Some(rest) = line.strip_prefix("# ") {
            if title.replace(rest.trim().to_owned()).is_some() {
                return Err(at(
                    number,
                    "a second title; a provision begins with `## <id> <heading>`",
                ));
            }
        } else if let Some((_, wording)) = provisions.last_mut() {
            wording.body.push_str(line.trim_end());
            wording.body.push('\n');
        } else if !(line.trim().is_empty() || line.starts_with('>')) {
            return Err(at(
                number,
                "text before the first provision; only `> ` notes may stand there",
            ));
        }
    }
    for (_, wording) in &mut provisions {
        wording.body = wording.body.trim().to_owned();
    }
    if let Some((id, _)) = provisions.iter().find(|(_, w)| w.body.is_empty()) {
        return Err(at(0, &format!("provision {id} has no text")));
    }
    let title = title.ok_or_else(|| at(1, "no title; the first line is `# <title>`"))?;
    if provisions.is_empty() {
        return Err(at(0, "no provisions; each begins with `## <id> <heading>`"));
    }
    Ok((title, provisions))
}

/// Puts terms and texts together. `texts` are (file name, language, content) in the terms' order
/// of languages.
///
/// # Errors
/// [`SourceError`] also when the languages do not have the same provisions in the same order.
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
            continue;
        }
        let (mut theirs, ours) = (read.into_iter(), provisions.len());
        for provision in &mut provisions {
            match theirs.next() {
                Some((id, wording)) if id == provision.id => provision.text.push(wording),
                Some((id, _)) => {
                    return Err(SourceError {
                        file: file.clone(),
                        line: 0,
                        detail: format!(
                            "provision {id} stands where {} stands in the other language",
                            provision.id
                        ),
                    });
                }
                None => {
                    return Err(SourceError {
                        file: file.clone(),
                        line: 0,
                        detail: format!("provision {} is missing", provision.id),
                    });
                }
            }
        }
        if let Some((id, _)) = theirs.next() {
            return Err(SourceError {
                file: file.clone(),
                line: 0,
                detail: format!("provision {id} is not among the {ours} of the other language"),
            });
        }
    }
    let json = terms.to_json().map_err(|detail| SourceError {
        file: "instrument.toml".into(),
        line: 0,
        detail,
    })?;
    let instrument = Instrument {
        parties: terms.parties.clone(),
        title,
        provisions,
        terms: json,
    };
    for basis in terms.bases() {
        if !instrument.provisions.iter().any(|p| &p.id == basis) {
            return Err(SourceError {
                file: "instrument.toml".into(),
                line: 0,
                detail: format!("basis = \"{basis}\": the text has no such provision"),
            });
        }
    }
    Ok(instrument)
}
