//! The instruments of the repository as papers.

use entente_agreement::source;
use entente_model::{PartyId, ProvisionId, instrument::Instrument};
use entente_paper::pdf::{Originals, Paper, SignatureLine};
use std::path::{Path, PathBuf};

/// An instrument and its parties' names.
pub(crate) struct Model {
    pub(crate) instrument: Instrument,
    pub(crate) names: Vec<(PartyId, Vec<(String, String)>)>,
}

pub(crate) fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../instruments")
}

pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| root().join(n).join("instrument.toml").is_file())
        .collect();
    names.sort();
    names
}

pub(crate) fn model(name: &str) -> Model {
    let own = |file: &str| std::fs::read_to_string(root().join(name).join(file)).ok();
    let other =
        |name: &str| std::fs::read_to_string(root().join(name).join("instrument.toml")).ok();
    let (_, instrument) = source::read(&own, &other).unwrap_or_else(|e| panic!("{name}: {e}"));
    let terms: serde_json::Value = serde_json::from_str(&instrument.terms).unwrap();
    let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
    let names = terms["party"].as_array().unwrap().iter().map(|party| {
        let names = party["name"].as_object().unwrap();
        let names = names.iter().map(|(lang, name)| (lang.clone(), text(name)));
        (text(&party["id"]).parse().unwrap(), names.collect())
    });
    Model {
        names: names.collect(),
        instrument,
    }
}

/// The last two of the Japanese words are decomposed, as the word list has them.
pub(crate) fn words(lang: &str) -> Vec<String> {
    let words = if lang == "ja" {
        "あいさつ こもん せなか てほどき\u{3099} ひ\u{3099}し\u{3099}ゅつ"
    } else {
        "abandon ability able about above absent absorb abstract absurd abuse"
    };
    words.split(' ').map(str::to_owned).collect()
}

impl Model {
    pub(crate) fn langs(&self) -> Vec<String> {
        self.instrument
            .title
            .iter()
            .map(|(l, _)| l.clone())
            .collect()
    }

    pub(crate) fn paper<'a>(&'a self, lang: &'a str, first: &'a PartyId) -> Paper<'a> {
        Paper {
            instrument: &self.instrument,
            names: self.names.clone(),
            first,
            lang,
            words: words(lang),
            signatures: Vec::new(),
            fictional: true,
            places: self.places(lang),
        }
    }

    pub(crate) fn originals(&self) -> Originals<'_> {
        let langs = self.langs();
        let signed: Vec<SignatureLine> = self.signed();
        Originals {
            instrument: &self.instrument,
            names: self.names.clone(),
            words: langs.iter().map(|l| (l.clone(), words(l))).collect(),
            signatures: langs.iter().map(|l| (l.clone(), signed.clone())).collect(),
            fictional: true,
            places: langs.iter().map(|l| (l.clone(), self.places(l))).collect(),
        }
    }

    pub(crate) fn signed(&self) -> Vec<SignatureLine> {
        let parties = self.instrument.parties.iter();
        parties
            .map(|party| SignatureLine {
                party: party.clone(),
                official: "H. Tanaka 田中, Minister".into(),
                day: "2027-04-01".into(),
            })
            .collect()
    }

    /// A provision's first paragraph that is long, as the text has it.
    pub(crate) fn wording(&self, lang: &str, provision: &str) -> String {
        let provision = self
            .instrument
            .provisions
            .iter()
            .find(|p| p.id.as_str() == provision);
        let text = provision
            .unwrap()
            .text
            .iter()
            .find(|w| w.lang == lang)
            .unwrap();
        text.body
            .lines()
            .max_by_key(|l| l.len())
            .unwrap()
            .to_owned()
    }

    fn places(&self, lang: &str) -> Vec<(ProvisionId, String)> {
        let provisions = self.instrument.provisions.iter();
        // Some show their ids: a page may begin with a number.
        let numbered = provisions.filter(|p| p.id.as_str().starts_with(['1', '2', '4', '5', '7']));
        numbered
            .map(|p| {
                let shown = match lang {
                    "ja" => format!("第{}条", p.id),
                    _ => format!("Art. {}", p.id),
                };
                (p.id.clone(), shown)
            })
            .collect()
    }
}
