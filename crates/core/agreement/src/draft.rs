//! The text under negotiation, merged by causality: a wording is superseded only by an act whose
//! author had seen it; two unseen of each other stand side by side until one act replaces both.
//! The result does not depend on the order in which acts arrive.

use entente_model::{
    Digest, PartyId, Problem, ProvisionId,
    act::{Act, Counter},
    instrument::{Instrument, Provision},
    problem::Class,
};
use serde::{Deserialize, Serialize};

/// Where a wording comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Author.
    pub by: PartyId,
    /// Index of the act in the author's record.
    pub n: u64,
}

/// One standing value and its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing<T> {
    /// The value.
    pub value: T,
    /// Its origin.
    pub origin: Origin,
}

/// A provision with its standing wordings; more than one when two turns crossed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Stable id.
    pub id: ProvisionId,
    /// Standing wordings in a fixed order (by author, then index).
    pub wordings: Vec<Standing<Provision>>,
}

/// The merged draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    parties: Vec<PartyId>,
    title: Vec<(String, String)>,
    rows: Vec<Row>,
    terms: Vec<Standing<String>>,
}

impl Draft {
    /// The draft a proposal opens.
    #[must_use]
    pub fn open(by: &PartyId, n: u64, instrument: &Instrument) -> Self {
        let origin = Origin { by: by.clone(), n };
        let mut rows: Vec<Row> = instrument
            .provisions
            .iter()
            .map(|p| Row {
                id: p.id.clone(),
                wordings: vec![Standing {
                    value: p.clone(),
                    origin: origin.clone(),
                }],
            })
            .collect();
        rows.sort_by_key(|row| order(&row.id));
        Self {
            parties: instrument.parties.clone(),
            title: instrument.title.clone(),
            rows,
            terms: vec![Standing {
                value: instrument.terms.clone(),
                origin,
            }],
        }
    }

    /// Merges a counter-proposal.
    pub fn merge(&mut self, act: &Act, counter: &Counter) {
        let origin = Origin {
            by: act.by.clone(),
            n: act.n,
        };
        for provision in &counter.provisions {
            let standing = Standing {
                value: provision.clone(),
                origin: origin.clone(),
            };
            match self.rows.iter_mut().find(|row| row.id == provision.id) {
                Some(row) => replace(&mut row.wordings, act, standing),
                None => {
                    self.rows.push(Row {
                        id: provision.id.clone(),
                        wordings: vec![standing],
                    });
                }
            }
        }
        self.rows.sort_by_key(|row| order(&row.id));
        if let Some(terms) = &counter.terms {
            replace(
                &mut self.terms,
                act,
                Standing {
                    value: terms.clone(),
                    origin,
                },
            );
        }
    }

    /// The provisions with their standing wordings.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The title: (BCP 47 tag, text).
    #[must_use]
    pub fn title(&self) -> &[(String, String)] {
        &self.title
    }

    /// Standing terms; more than one when two turns crossed.
    #[must_use]
    pub fn terms(&self) -> &[Standing<String>] {
        &self.terms
    }

    /// Ids of what stands in two wordings; `terms` for the terms.
    #[must_use]
    pub fn contested(&self) -> Vec<String> {
        let rows = self
            .rows
            .iter()
            .filter(|r| r.wordings.len() > 1)
            .map(|r| r.id.to_string());
        let terms = (self.terms.len() > 1).then(|| "terms".to_owned());
        rows.chain(terms).collect()
    }

    /// The text as one instrument.
    ///
    /// # Errors
    /// AGREE-004 naming what stands in two wordings.
    pub fn instrument(&self) -> Result<Instrument, Problem> {
        let contested = self.contested();
        if !contested.is_empty() {
            return Err(Problem::new("AGREE-004", Class::Refused).with("ids", contested.join(", ")));
        }
        Ok(Instrument {
            parties: self.parties.clone(),
            title: self.title.clone(),
            provisions: self
                .rows
                .iter()
                .filter_map(|r| r.wordings.first())
                .map(|w| w.value.clone())
                .collect(),
            terms: self
                .terms
                .first()
                .map(|t| t.value.clone())
                .unwrap_or_default(),
        })
    }

    /// Digest of the text, or `None` while something stands in two wordings.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.instrument().ok().map(|i| i.digest())
    }
}

fn replace<T>(standing: &mut Vec<Standing<T>>, act: &Act, new: Standing<T>) {
    standing.retain(|old| !has_seen(act, &old.origin));
    standing.push(new);
    standing.sort_by(|a, b| (&a.origin.by, a.origin.n).cmp(&(&b.origin.by, b.origin.n)));
}

/// Whether the author of `act` had seen what `origin` says when writing it.
fn has_seen(act: &Act, origin: &Origin) -> bool {
    if act.by == origin.by {
        return origin.n < act.n;
    }
    act.seen
        .iter()
        .any(|(party, size)| *party == origin.by && *size > origin.n)
}

/// Natural order of ids: 2 before 10, 4.2 before 4.10.
fn order(id: &ProvisionId) -> Vec<(u64, String)> {
    id.as_str()
        .split('.')
        .map(|p| (p.parse().unwrap_or(u64::MAX), p.to_owned()))
        .collect()
}
