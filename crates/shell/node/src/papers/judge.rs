//! What a paper given back is, as data.

use super::Papers;
use entente_agreement::negotiation::changes;
use entente_model::instrument::Instrument;
use entente_paper::pdf::{Difference, Garble, Verdict, compare, plain};
use serde::Serialize;

/// Most differences of two instruments that are told.
const TOLD: usize = 50;

/// One place where a paper differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The provision; none outside of them.
    pub provision: Option<String>,
    /// The field, where it is in the terms.
    pub field: Option<String>,
    /// What the authentic text says there.
    pub expected: String,
    /// What the paper says there.
    pub found: String,
}

/// What a paper is, compared with one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// `authentic`, `text-authentic`, `differs`, `other-language`, `garbled`, `no-rendering`.
    pub verdict: &'static str,
    /// The agreement compared with, when its id is known.
    pub agreement: Option<String>,
    /// The version compared with, when that is known.
    pub version: Option<u32>,
    /// Its digest.
    pub digest: String,
    /// Its digest as words.
    pub words_en: Vec<&'static str>,
    /// Its digest as words.
    pub words_ja: Vec<&'static str>,
    /// Language of the paper.
    pub lang: Option<String>,
    /// The party named first.
    pub alternat: Option<String>,
    /// With the signatures, not with blank lines.
    pub signed: Option<bool>,
    /// How much is equal, in thousandths.
    pub similarity_permille: Option<u32>,
    /// The first differences.
    pub differences: Vec<Place>,
    /// Whether every difference lies outside the provisions and terms.
    pub outside_only: bool,
    /// Why it cannot be read or compared.
    pub why: Option<String>,
    /// What cannot be set.
    pub problem: Option<entente_model::Problem>,
}

impl Judged {
    /// Whether it is authentic, by its bytes or by its words.
    #[must_use]
    pub fn authentic(&self) -> bool {
        matches!(self.verdict, "authentic" | "text-authentic")
    }

    /// The nearer to the authentic text, the greater.
    #[must_use]
    pub fn rank(&self) -> (u8, u32) {
        let kind = match self.verdict {
            "authentic" => 5,
            "text-authentic" => 4,
            "differs" => 3,
            "other-language" => 2,
            "garbled" => 1,
            _ => 0,
        };
        (kind, self.similarity_permille.unwrap_or(0))
    }

    fn of(papers: &Papers, verdict: &'static str) -> Self {
        let digest = papers.digest();
        Self {
            verdict,
            agreement: papers.source().agreement.clone(),
            version: papers.source().version,
            digest: digest.hex(),
            words_en: crate::words::fingerprint(&digest, false),
            words_ja: crate::words::fingerprint(&digest, true),
            lang: None,
            alternat: None,
            signed: None,
            similarity_permille: None,
            differences: Vec::new(),
            outside_only: false,
            why: None,
            problem: None,
        }
    }
}

/// What a PDF or text file is.
#[must_use]
pub fn judge(papers: &Papers, given: &[u8]) -> Judged {
    let rendering = |verdict, lang, first: entente_model::PartyId, signed| Judged {
        lang: Some(lang),
        alternat: Some(first.to_string()),
        signed,
        ..Judged::of(papers, verdict)
    };
    match compare(&papers.originals(), given) {
        Verdict::Authentic {
            lang,
            first,
            signed,
        } => rendering("authentic", lang, first, Some(signed)),
        Verdict::TextAuthentic {
            lang,
            first,
            signed,
        } => rendering("text-authentic", lang, first, Some(signed)),
        Verdict::Differs {
            lang,
            first,
            similarity_permille,
            differences,
        } => Judged {
            similarity_permille: Some(similarity_permille),
            outside_only: differences.iter().all(|d| d.provision.is_none()),
            differences: differences.into_iter().map(place).collect(),
            ..rendering("differs", lang, first, None)
        },
        Verdict::Garbled { why } => Judged {
            why: Some(garble(why).to_owned()),
            ..Judged::of(papers, "garbled")
        },
        Verdict::NoRendering { why } => Judged {
            why: Some(why.to_string()),
            problem: Some(super::problem(&why)),
            ..Judged::of(papers, "no-rendering")
        },
        _ => Judged::of(papers, "other-language"),
    }
}

/// An instrument's JSON, canonical or not; nothing when it is another file.
#[must_use]
pub fn instrument_of(given: &[u8]) -> Option<Instrument> {
    let braced = given.trim_ascii_start().starts_with(b"{");
    braced.then(|| serde_json::from_slice(given).ok()).flatten()
}

/// What a whole instrument is: the one that was frozen, or another.
#[must_use]
pub fn judge_instrument(papers: &Papers, given: &[u8], read: &Instrument) -> Judged {
    let own = &papers.source().instrument;
    if read.digest() == papers.digest() {
        let canonical = serde_json::to_vec(own).is_ok_and(|own| own == given);
        let verdict = if canonical {
            "authentic"
        } else {
            "text-authentic"
        };
        return Judged::of(papers, verdict);
    }
    let mut differences = Vec::new();
    let mut similar = 1000;
    for first in own.parties.iter().take(1) {
        for lang in papers.langs() {
            let mut paper = papers.paper(lang, first);
            paper.instrument = read;
            // The file has no signatures; with those of the original they make no difference.
            let verdict = plain(&paper).map(|text| compare(&papers.originals(), text.as_bytes()));
            match verdict {
                Ok(Verdict::Differs {
                    similarity_permille,
                    differences: found,
                    ..
                }) => {
                    similar = similar.min(similarity_permille);
                    let within = found.into_iter().filter(|d| d.provision.is_some());
                    differences.extend(within.map(place));
                }
                Ok(Verdict::Authentic { .. } | Verdict::TextAuthentic { .. }) => {}
                _ => similar = 0,
            }
        }
    }
    for (field, found) in changes(&own.terms, &read.terms).unwrap_or_default() {
        differences.push(Place {
            provision: None,
            expected: at(&own.terms, &field),
            field: Some(field),
            found: found.unwrap_or_default(),
        });
    }
    differences.truncate(TOLD);
    Judged {
        similarity_permille: Some(similar.min(999)),
        differences,
        ..Judged::of(papers, "differs")
    }
}

/// A field of the terms as JSON.
fn at(terms: &str, field: &str) -> String {
    let terms: Option<serde_json::Value> = serde_json::from_str(terms).ok();
    let found = terms.as_ref().and_then(|t| t.pointer(field));
    found.map_or_else(String::new, ToString::to_string)
}

fn place(difference: Difference) -> Place {
    Place {
        provision: difference.provision.map(|p| p.to_string()),
        field: None,
        expected: difference.expected,
        found: difference.found,
    }
}

/// The reason's name, by which its words are found.
fn garble(why: Garble) -> &'static str {
    match why {
        Garble::TooLarge => "too-large",
        Garble::Bomb => "bomb",
        Garble::Truncated => "truncated",
        Garble::Encrypted => "encrypted",
        Garble::Unread => "unread",
        Garble::NoText => "no-text",
        Garble::NoCharacters => "no-characters",
        Garble::NotUtf8 => "not-utf8",
        Garble::Mojibake => "mojibake",
        Garble::Lost => "lost",
        Garble::Control => "control",
        _ => "damaged",
    }
}
