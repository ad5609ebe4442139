//! The papers of a frozen version: PDF, text file, canonical bytes, joint statement; and what a
//! paper given back is. Rendered in the command's own process, so that a node never holds a
//! rendering.

mod evidence;
mod judge;
mod language;
mod statement;

pub use evidence::{is_evidence, limited, of_evidence};
pub use judge::{Judged, Place, instrument_of, judge, judge_instrument};
pub use statement::Joint;

use entente_agreement::{Life, Terms, life::Version};
use entente_model::{
    Digest, Instant, PartyId, Problem, ProvisionId, card::Card, instrument::Instrument,
    problem::Class, time::Date,
};
use entente_paper::pdf::{Originals, Paper, PaperError, SignatureLine};
use serde::{Deserialize, Serialize};

/// Largest paper read, bytes, and one more, so that a larger one is told to be too large.
pub const MAX_PAPER: u64 = (32 << 20) + 1;

/// A signature on a frozen version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// For whom.
    pub party: PartyId,
    /// The official's name, as the party's card has it.
    pub name: String,
    /// Capacity; may be empty.
    pub capacity: String,
    /// When, by the author's clock.
    pub at: Instant,
}

/// A frozen version and what its papers are made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The agreement's short id, when that is known.
    pub agreement: Option<String>,
    /// Version, when that is known.
    pub version: Option<u32>,
    /// Texts and terms.
    pub instrument: Instrument,
    /// The signatures; none before every one is there, since nothing partial is valid.
    pub signed: Vec<Signed>,
    /// How many signatures it needs in all.
    pub needed: usize,
    /// Entry into force, once it is fixed.
    pub force: Option<Date>,
    /// The party whose node this is from.
    pub own: Option<PartyId>,
}

impl Source {
    /// A version as an agreement's life has it.
    #[must_use]
    pub fn of(life: &Life, version: &Version, cards: &[&Card]) -> Self {
        let name = |party: &PartyId, id: &entente_model::OfficialId| {
            let card = cards.iter().find(|c| c.party == *party);
            let official = card.and_then(|c| c.official(id));
            official.map_or_else(|| id.to_string(), |o| o.name.clone())
        };
        let signatures = version.signatures.iter().filter(|_| life.complete(version));
        let amendments = &life.timeline().amendments;
        let per_party = version.text.rules.terms.signatures_per_party();
        Self {
            agreement: None,
            version: Some(version.number),
            instrument: version.text.instrument.clone(),
            signed: signatures
                .map(|s| Signed {
                    party: s.party.clone(),
                    name: name(&s.party, &s.official),
                    capacity: s.capacity.clone(),
                    at: s.at,
                })
                .collect(),
            needed: usize::try_from(per_party)
                .unwrap_or(usize::MAX)
                .saturating_mul(life.parties().len()),
            force: match version.number {
                1 => life.entry_into_force(),
                later => amendments.get(&later.to_string()).map(|d| d.date),
            },
            own: None,
        }
    }

    /// An instrument alone: nothing is known of its signatures.
    #[must_use]
    pub fn alone(instrument: Instrument) -> Self {
        Self {
            agreement: None,
            version: None,
            instrument,
            signed: Vec::new(),
            needed: 0,
            force: None,
            own: None,
        }
    }
}

/// A version ready to be rendered.
#[derive(Debug, Clone)]
pub struct Papers {
    source: Source,
    terms: Terms,
    digest: Digest,
    names: Vec<(PartyId, Vec<(String, String)>)>,
}

impl Papers {
    /// Makes a version ready.
    ///
    /// # Errors
    /// AGREE-014 when its terms cannot be read.
    pub fn of(source: Source) -> Result<Self, Problem> {
        let terms = Terms::parse(&source.instrument.terms)
            .map_err(|e| Problem::new("AGREE-014", Class::Usage).with("detail", e))?;
        let names = terms.party.iter();
        let names = names.map(|p| (p.id.clone(), p.name.iter().cloned().collect()));
        Ok(Self {
            digest: source.instrument.digest(),
            names: names.collect(),
            terms,
            source,
        })
    }

    /// What they are made from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The digest of texts and terms.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The instrument's languages.
    pub fn langs(&self) -> impl Iterator<Item = &str> {
        self.source.instrument.title.iter().map(|(l, _)| l.as_str())
    }

    /// The authentic paper in a language, in the alternat of a party.
    #[must_use]
    pub fn paper<'a>(&'a self, lang: &'a str, first: &'a PartyId) -> Paper<'a> {
        Paper {
            instrument: &self.source.instrument,
            names: self.names.clone(),
            first,
            lang,
            words: self.words(lang),
            signatures: self.lines(lang),
            fictional: self.fictional(),
            places: places(&self.source.instrument, lang),
        }
    }

    /// What papers are compared with.
    #[must_use]
    pub fn originals(&self) -> Originals<'_> {
        let each = |lang: &str| lang.to_owned();
        let instrument = &self.source.instrument;
        let signed = self.langs().filter(|_| !self.source.signed.is_empty());
        Originals {
            instrument,
            names: self.names.clone(),
            words: self.langs().map(|l| (each(l), self.words(l))).collect(),
            signatures: signed.map(|l| (each(l), self.lines(l))).collect(),
            fictional: self.fictional(),
            places: self
                .langs()
                .map(|l| (each(l), places(instrument, l)))
                .collect(),
        }
    }

    /// The signatures as they are published: none before every one is there.
    #[must_use]
    pub fn signatures(&self) -> Vec<entente_model::publication::Signed> {
        let signed = self.source.signed.iter();
        signed
            .filter_map(|s| {
                Some(entente_model::publication::Signed {
                    party: s.party.clone(),
                    name: s.name.clone(),
                    capacity: s.capacity.clone(),
                    day: self.day(s.at)?,
                })
            })
            .collect()
    }

    /// Whether the terms say that the agreement is a fictional model.
    #[must_use]
    pub fn fictional(&self) -> bool {
        self.terms.provenance.as_ref().is_some_and(|p| p.fictional)
    }

    /// The digest as words: Japanese ones in Japanese, English ones else.
    fn words(&self, lang: &str) -> Vec<String> {
        let words = crate::words::fingerprint(&self.digest, language::primary(lang) == "ja");
        words.into_iter().map(str::to_owned).collect()
    }

    /// The day of an instant in the agreement's zone.
    fn day(&self, at: Instant) -> Option<Date> {
        at.date_in(&self.terms.zone)
    }

    fn lines(&self, lang: &str) -> Vec<SignatureLine> {
        let written = |s: &Signed| {
            let day = self.day(s.at);
            SignatureLine {
                party: s.party.clone(),
                official: language::official(&s.name, &s.capacity, lang),
                day: day.map_or_else(|| s.at.to_string(), |day| language::date(day, lang)),
            }
        };
        self.source.signed.iter().map(written).collect()
    }
}

/// Each provision's number as the language writes it.
pub(crate) fn places(instrument: &Instrument, lang: &str) -> Vec<(ProvisionId, String)> {
    let provisions = instrument.provisions.iter();
    provisions
        .map(|p| {
            let heading = p.text.iter().find(|w| w.lang == lang);
            let heading = heading.map_or("", |w| w.heading.as_str());
            (p.id.clone(), language::place(p.id.as_str(), heading, lang))
        })
        .collect()
}

/// Why a paper cannot be set, as a problem.
#[must_use]
pub fn problem(why: &PaperError) -> Problem {
    let (kind, class, what, at) = match why {
        PaperError::Language(lang) => ("language", Class::Usage, lang.clone(), String::new()),
        PaperError::Party(party) => ("party", Class::Usage, party.to_string(), String::new()),
        PaperError::Wording { provision, lang } => (
            "wording",
            Class::Refused,
            lang.clone(),
            provision.to_string(),
        ),
        PaperError::Glyph { ch, provision } => {
            let sign = format!("{ch} (U+{:04X})", u32::from(*ch));
            match provision {
                Some(id) => ("sign", Class::Refused, sign, id.to_string()),
                None => ("sign-outside", Class::Refused, sign, String::new()),
            }
        }
        other => ("other", Class::Unexpected, other.to_string(), String::new()),
    };
    Problem::new("PAPER-001", class)
        .with("kind", kind)
        .with("what", what)
        .with("provision", at)
}
