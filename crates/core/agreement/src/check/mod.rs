//! Whether terms hang together: what must fit is refused when read ([`coherent`]); what deserves a
//! person's look is reported ([`review`]).

mod course;
mod gaps;
mod levels;
mod names;
mod protection;
mod review;
mod walk;

#[cfg(test)]
pub(crate) mod tests;

pub use review::{Finding, Kind, review};
pub(crate) use walk::{Leaf, walk};

use crate::terms::{MAX_LEVELS, SCHEMA, Terms};
use entente_model::PartyId;

/// Something that does not fit, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {detail}")]
pub struct Mistake {
    /// Group and field, such as `termination.notice`.
    pub path: String,
    /// What is wrong and what would be accepted.
    pub detail: String,
}

pub(crate) fn mistake(path: impl Into<String>, detail: impl Into<String>) -> Mistake {
    Mistake {
        path: path.into(),
        detail: detail.into(),
    }
}

/// Checks that the fields hang together.
///
/// # Errors
/// The first mistake.
pub fn coherent(terms: &Terms) -> Result<(), Mistake> {
    if terms.schema != SCHEMA {
        return Err(mistake(
            "schema",
            format!(
                "{} is not known; this version reads schema {SCHEMA}",
                terms.schema
            ),
        ));
    }
    if terms.level.len() > MAX_LEVELS {
        return Err(mistake("level", format!("more than {MAX_LEVELS} levels")));
    }
    parties(terms)?;
    languages(terms)?;
    let table = terms.table().map_err(|detail| {
        let group = ["equivalence", "equal"]
            .into_iter()
            .find(|group| detail.starts_with(group));
        mistake(group.unwrap_or("level"), detail)
    })?;
    names::fit(terms)?;
    levels::fit(terms, &table)?;
    protection::fit(&table)?;
    course::fit(terms)
}

fn parties(terms: &Terms) -> Result<(), Mistake> {
    let mut ids: Vec<&PartyId> = terms.party.iter().map(|p| &p.id).collect();
    ids.sort();
    ids.dedup();
    if ids.len() < 2 || ids.len() != terms.party.len() {
        return Err(mistake("party", "two or more different parties are needed"));
    }
    if !(1..=8).contains(&terms.signatures_per_party()) {
        return Err(mistake("signatures.per_party", "1 to 8"));
    }
    Ok(())
}

fn languages(terms: &Terms) -> Result<(), Mistake> {
    if terms.languages.is_empty() {
        return Err(mistake(
            "languages",
            "at least one authentic language is needed",
        ));
    }
    for (index, tag) in (0..).zip(&terms.languages) {
        let path = format!("languages[{index}]");
        if !is_tag(tag) {
            let detail = "not a language tag (BCP 47), such as \"en\" or \"zh-Hant\"";
            return Err(mistake(path, detail));
        }
        if terms.languages.iter().take(index).any(|known| known == tag) {
            return Err(mistake(path, format!("`{tag}` is listed twice")));
        }
    }
    if let Some(prevailing) = &terms.prevailing
        && !terms.languages.contains(prevailing)
    {
        let all = terms.languages.join(", ");
        return Err(mistake(
            "prevailing",
            format!("must be one of the languages: {all}"),
        ));
    }
    Ok(())
}

/// Also a part of a file name, so nothing but letters, digits and hyphens.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts.next().is_some_and(|language| {
        (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase())
    }) && parts.all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Whether a text has a provision, or parts of it: `4` rests on `4.1` and `4.2`.
pub fn has_provision<'p>(
    provisions: impl IntoIterator<Item = &'p entente_model::ProvisionId>,
    basis: &entente_model::ProvisionId,
) -> bool {
    provisions
        .into_iter()
        .any(|p| crate::source::within(p, basis))
}
