//! The JSON form of STANAG 5636 that sealed objects carry as an assertion: `ocl`.

use super::{Category, Kind, MAX_BYTES, MAX_VALUES, Slab, day, stamp};
use entente_model::{Problem, problem::Class};
use serde::{Deserialize, Serialize};

const BASE: &str = "urn:nato:stanag:5636:A:1:elements:json";
/// The name a privacy mark goes by among the categories.
const PRIVACY: &str = "Privacy Mark";
/// The name the review day goes by.
const REVIEW: &str = "Review";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    ocl: Ocl,
    /// Equivalents in other policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    acl: Vec<Other>,
    #[serde(default)]
    context: serde_json::Value,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ocl {
    pol: String,
    cls: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    catl: Vec<Cat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dcr: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    pol: String,
    cls: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cat {
    #[serde(rename = "type")]
    kind: String,
    name: String,
    vals: Vec<String>,
}

/// As JSON.
///
/// # Errors
/// MARK-060 when it cannot be written.
pub fn write_json(slab: &Slab) -> Result<String, Problem> {
    let mut catl: Vec<Cat> = slab
        .categories
        .iter()
        .map(|c| Cat {
            kind: match c.kind {
                Kind::Restrictive => "R",
                Kind::Permissive => "P",
                Kind::Informative => "I",
            }
            .to_owned(),
            name: c.name.clone(),
            vals: c.values.clone(),
        })
        .collect();
    let mut told = |name: &str, vals: Vec<String>| {
        if !vals.is_empty() {
            let (kind, name) = ("I".to_owned(), name.to_owned());
            catl.push(Cat { kind, name, vals });
        }
    };
    told(PRIVACY, slab.privacy.clone());
    told(
        REVIEW,
        slab.review.iter().map(ToString::to_string).collect(),
    );
    let others = slab.alternatives.iter().cloned();
    let whole = Whole {
        ocl: Ocl {
            pol: slab.policy.clone(),
            cls: slab.classification.clone(),
            catl,
            dcr: slab.created.map(stamp),
        },
        acl: others.map(|(pol, cls)| Other { pol, cls }).collect(),
        context: serde_json::json!({ "@base": BASE }),
    };
    serde_json::to_string(&whole).map_err(|_| bad("not JSON"))
}

/// Reads it back.
///
/// # Errors
/// MARK-060 for what is not such a label, or larger than one is.
pub fn read_json(bytes: &[u8]) -> Result<Slab, Problem> {
    if bytes.len() > MAX_BYTES {
        return Err(bad("too large"));
    }
    let whole: Whole = serde_json::from_slice(bytes).map_err(|_| bad("not an ocl object"))?;
    let values = whole
        .ocl
        .catl
        .iter()
        .map(|c| c.vals.len().saturating_add(1));
    if values.sum::<usize>().saturating_add(whole.acl.len()) > MAX_VALUES {
        return Err(bad("too many values"));
    }
    let mut slab = Slab {
        policy: whole.ocl.pol,
        classification: whole.ocl.cls,
        alternatives: whole.acl.into_iter().map(|o| (o.pol, o.cls)).collect(),
        ..Slab::default()
    };
    if let Some(at) = whole.ocl.dcr {
        slab.created = Some(day(&at).ok_or_else(|| bad("dcr"))?);
    }
    for cat in whole.ocl.catl {
        let kind = match cat.kind.as_str() {
            "R" => Kind::Restrictive,
            "P" => Kind::Permissive,
            "I" => Kind::Informative,
            _ => return Err(bad("a category's type")),
        };
        match (kind, cat.name.as_str()) {
            (Kind::Informative, PRIVACY) => slab.privacy = cat.vals,
            (Kind::Informative, REVIEW) => {
                let first = cat.vals.first().and_then(|day| day.parse().ok());
                slab.review = Some(first.ok_or_else(|| bad("review"))?);
            }
            _ => slab.categories.push(Category {
                kind,
                name: cat.name,
                values: cat.vals,
            }),
        }
    }
    Ok(slab)
}

fn bad(detail: &str) -> Problem {
    Problem::new("MARK-060", Class::Unverified).with("detail", detail)
}
