//! Groups that stand as in another agreement (A1, A20).

use super::{Files, SourceError, TERMS_FILE, nearest, place, strict};
use crate::{check, terms::Terms};
use std::collections::BTreeMap;

/// How many instruments may follow one upon another.
pub const MAX_DEPTH: usize = 8;

/// How many other instruments one may rest on in all.
pub const MAX_INSTRUMENTS: usize = 64;

/// Groups that are each instrument's own.
const OWN: [&str; 3] = ["party", "incorporated", "human"];

/// Reads a terms file and takes over the groups it incorporates.
pub(super) fn resolve(file: &str, text: &str, others: Files<'_>) -> Result<Terms, SourceError> {
    let mut reader = Reader {
        others,
        known: BTreeMap::new(),
        chain: Vec::new(),
    };
    reader.terms(file, text)
}

/// The row and the instrument a group was taken by and from.
pub(super) fn taken<'t>(terms: &'t Terms, path: &str) -> Option<(usize, &'t str)> {
    let group = path.split(['.', '[']).next()?;
    (0..)
        .zip(&terms.incorporated)
        .find(|(_, row)| row.groups.iter().any(|g| g == group))
        .map(|(index, row)| (index, row.from.as_str()))
}

struct Reader<'a> {
    others: Files<'a>,
    known: BTreeMap<String, Terms>,
    chain: Vec<String>,
}

impl Reader<'_> {
    fn terms(&mut self, file: &str, text: &str) -> Result<Terms, SourceError> {
        let mut terms: Terms = strict::typed(file, text)?;
        self.chain.push(terms.id.clone());
        for (index, row) in (0..).zip(terms.incorporated.clone()) {
            let path = format!("incorporated[{index}]");
            let at = |field: &str, detail: String| {
                let path = format!("{path}.{field}");
                SourceError::new(file, place::line(text, &path), detail).at(path)
            };
            let other = match self.other(&row.from) {
                Ok(other) => other,
                Err(Why::Here(detail)) => return Err(at("from", detail)),
                Err(Why::There(wrong)) => return Err(wrong),
            };
            for group in &row.groups {
                may_take(&terms, &other, group).map_err(|why| at("groups", why))?;
                terms.take(&other, group, &row.basis);
            }
        }
        self.chain.pop();
        Ok(terms)
    }

    /// Another instrument's terms, its own incorporations taken over.
    fn other(&mut self, id: &str) -> Result<Terms, Why> {
        let mut chain = self.chain.clone();
        chain.push(id.to_owned());
        let chain = chain.join(" → ");
        if self.chain.iter().any(|c| c == id) {
            return Err(Why::Here(format!("incorporated in a circle: {chain}")));
        }
        if self.chain.len() > MAX_DEPTH {
            return Err(Why::Here(format!(
                "more than {MAX_DEPTH} instruments one upon another: {chain}"
            )));
        }
        if let Some(known) = self.known.get(id) {
            return Ok(known.clone());
        }
        if self.known.len() >= MAX_INSTRUMENTS {
            return Err(Why::Here(format!(
                "rests on more than {MAX_INSTRUMENTS} instruments"
            )));
        }
        let text = (self.others)(id).ok_or_else(|| {
            Why::Here(format!(
                "no instrument `{}` is at hand",
                entente_marking::visible(id)
            ))
        })?;
        let file = format!("{id}/{TERMS_FILE}");
        let terms = self.terms(&file, &text).map_err(Why::There)?;
        if terms.id != id {
            let detail = format!("its id is `{}`, and it is looked for as `{id}`", terms.id);
            return Err(Why::There(
                SourceError::new(&file, place::line(&text, "id"), detail).at("id"),
            ));
        }
        check::coherent(&terms).map_err(|wrong| {
            let line = place::line(&text, &wrong.path);
            Why::There(SourceError::new(&file, line, wrong.detail).at(wrong.path))
        })?;
        self.known.insert(id.to_owned(), terms.clone());
        Ok(terms)
    }
}

/// Where it is wrong.
enum Why {
    /// In the row that names the other instrument.
    Here(String),
    /// In the other instrument.
    There(SourceError),
}

fn may_take(terms: &Terms, other: &Terms, group: &str) -> Result<(), String> {
    let may = || {
        let all = Terms::GROUPS.iter().copied();
        all.filter(|g| !OWN.contains(g) && other.has(g))
    };
    if OWN.contains(&group) {
        return Err(format!("`{group}` is each instrument's own"));
    }
    if !Terms::GROUPS.contains(&group) || !other.has(group) {
        let all: Vec<&str> = may().collect();
        let near = nearest::hint(&nearest::of(group, may()));
        let near = if near.is_empty() {
            ";".to_owned()
        } else {
            near
        };
        return Err(format!(
            "`{}` has no group `{}`{near} it has {}",
            other.id,
            entente_marking::visible(group),
            all.join(", ")
        ));
    }
    if terms.has(group) {
        return Err(format!(
            "`{group}` is given here, or taken already, and in `{}` too: leave one out",
            other.id
        ));
    }
    Ok(())
}
