//! Words a marking may have beside its level: endorsements and caveats of the parties' own rules,
//! caveats of the agreement, groups of countries, codewords (M8, M9, C5).

use crate::countries;
use entente_model::{PartyId, ProvisionId, id::PurposeId};

/// What such a word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Not to be released outside its originator's own service.
    NoRelease,
    /// No further party, whatever consent.
    NoOnward,
    /// Every further use needs the originator.
    OriginatorControl,
    /// Only nationals of the parties it names.
    NationalsOnly,
    /// Only the recipients it names.
    RecipientsOnly,
    /// No copies.
    NoCopy,
    /// Accounted for by number: never copied, printed or exported.
    Accountable,
    /// No electronic form.
    NoElectronic,
    /// Told to the reader.
    Notice,
}

impl Effect {
    /// As it is written in an agreement's terms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoRelease => "no-release",
            Self::NoOnward => "no-onward",
            Self::OriginatorControl => "originator-control",
            Self::NationalsOnly => "nationals-only",
            Self::RecipientsOnly => "recipients-only",
            Self::NoCopy => "no-copy",
            Self::Accountable => "accountable",
            Self::NoElectronic => "no-electronic",
            Self::Notice => "notice",
        }
    }
}

/// One word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its code, as labels carry it.
    pub code: PurposeId,
    /// Whose rules it is of; `None`: the agreement's own, for every party.
    pub party: Option<PartyId>,
    /// How it is written; the first is the one rendered.
    pub marks: Vec<String>,
    /// How it is written before a portion.
    pub portions: Vec<String>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// Parties it names.
    pub parties: Vec<PartyId>,
    /// The provision it rests on, of the agreement's own.
    pub basis: Option<ProvisionId>,
}

/// A group of countries, with its members as one agreement pins them (M8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Code, such as `FVEY`.
    pub code: PartyId,
    /// Members, in the order of the alphabet.
    pub members: Vec<PartyId>,
    /// The provision that pins them.
    pub basis: ProvisionId,
}

/// Everything a marking may say beside its level.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Vec<Word>,
    groups: Vec<Group>,
    parties: Vec<PartyId>,
    codewords: Vec<String>,
}

/// Rows of one party: code, how it is written, how before a portion, what it does.
type Rows = &'static [(
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [Effect],
)];

/// Endorsements and caveats of national rules (M9, M10). Not a complete list of any country's:
/// a word that is not here is refused.
const NATIONAL: [(&str, Rows); 5] = [
    (
        "NZL",
        &[
            (
                "accountable-material",
                &["ACCOUNTABLE MATERIAL"],
                &[],
                &[Effect::Accountable],
            ),
            ("appointments", &["APPOINTMENTS"], &[], &[Effect::Notice]),
            ("budget", &["BUDGET"], &[], &[Effect::Notice]),
            ("cabinet", &["CABINET"], &[], &[Effect::Notice]),
            ("commercial", &["COMMERCIAL"], &[], &[Effect::Notice]),
            (
                "department-use-only",
                &[
                    "DEPARTMENT(S) USE ONLY",
                    "DEPARTMENT USE ONLY",
                    "DEPARTMENTAL USE ONLY",
                ],
                &[],
                &[Effect::NoRelease],
            ),
            ("evaluative", &["EVALUATIVE"], &[], &[Effect::Notice]),
            ("honours", &["HONOURS"], &[], &[Effect::Notice]),
            (
                "nz-eyes-only",
                &["NEW ZEALAND EYES ONLY", "NZEO"],
                &[],
                &[Effect::NoRelease],
            ),
        ],
    ),
    (
        "USA",
        &[
            (
                "fouo",
                &["FOR OFFICIAL USE ONLY", "FOUO"],
                &[],
                &[Effect::NoRelease],
            ),
            (
                "imcon",
                &["IMCON", "CONTROLLED IMAGERY"],
                &["IMC"],
                &[Effect::OriginatorControl],
            ),
            ("noforn", &["NOFORN"], &["NF"], &[Effect::NoRelease]),
            ("orcon", &["ORCON"], &["OC"], &[Effect::OriginatorControl]),
            ("propin", &["PROPIN"], &["PR"], &[Effect::Notice]),
        ],
    ),
    (
        "AUS",
        &[
            (
                "agao",
                &["AGAO", "AUSTRALIAN GOVERNMENT ACCESS ONLY"],
                &[],
                &[Effect::NoRelease],
            ),
            (
                "austeo",
                &["AUSTEO", "AUSTRALIAN EYES ONLY"],
                &[],
                &[Effect::NoRelease],
            ),
            (
                "cabinet",
                &["CABINET", "NATIONAL CABINET"],
                &[],
                &[Effect::Notice],
            ),
        ],
    ),
    (
        "GBR",
        &[
            ("sensitive", &["SENSITIVE"], &[], &[Effect::Notice]),
            (
                "uk-eyes-only",
                &["UK EYES ONLY", "UKEO"],
                &[],
                &[Effect::NoRelease],
            ),
        ],
    ),
    (
        "CAN",
        &[(
            "canadian-eyes-only",
            &["CANADIAN EYES ONLY", "CEO"],
            &[],
            &[Effect::NoRelease],
        )],
    ),
];

/// Words of national rules, of one party or all.
fn national() -> impl Iterator<Item = Word> {
    NATIONAL.iter().flat_map(|(party, rows)| {
        rows.iter().filter_map(|(code, marks, portions, effects)| {
            let owned = |all: &[&str]| all.iter().map(|m| (*m).to_owned()).collect();
            Some(Word {
                code: code.parse().ok()?,
                party: Some(party.parse().ok()?),
                marks: owned(marks),
                portions: owned(portions),
                effects: effects.to_vec(),
                parties: Vec::new(),
                basis: None,
            })
        })
    })
}

/// What a word of a party's own rules does; `None` for one that is not known.
#[must_use]
pub fn national_effects(party: &str, code: &str) -> Option<&'static [Effect]> {
    let (_, rows) = NATIONAL.iter().find(|(p, _)| *p == party)?;
    let (.., effects) = rows.iter().find(|(c, ..)| *c == code)?;
    Some(effects)
}

impl Vocabulary {
    /// The national words and what the agreement adds. A word of the agreement's stands before a
    /// national one of the same code.
    #[must_use]
    pub fn new(agreed: Vec<Word>, groups: Vec<Group>, parties: Vec<PartyId>) -> Self {
        let mut words = agreed;
        for word in national() {
            if !words
                .iter()
                .any(|w| w.party.is_none() && w.code == word.code)
            {
                words.push(word);
            }
        }
        let groups = groups
            .into_iter()
            .map(|mut group| {
                group.members.sort();
                group.members.dedup();
                group
            })
            .collect();
        Self {
            words,
            groups,
            parties,
            codewords: Vec::new(),
        }
    }

    /// With the codewords a registry knows.
    #[must_use]
    pub fn with_codewords(mut self, codewords: Vec<String>) -> Self {
        self.codewords = codewords
            .into_iter()
            .map(|word| word.to_uppercase())
            .collect();
        self.codewords.sort();
        self.codewords.dedup();
        self
    }

    /// Every word.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Codewords, in capitals.
    #[must_use]
    pub fn codewords(&self) -> &[String] {
        &self.codewords
    }

    /// The word a party's label means by a code.
    #[must_use]
    pub fn word(&self, party: &str, code: &PurposeId) -> Option<&Word> {
        self.words
            .iter()
            .find(|w| &w.code == code && w.party.as_ref().is_none_or(|p| p.as_str() == party))
    }

    /// Whether one of a label's words has an effect; the first that has.
    #[must_use]
    pub fn with_effect(&self, party: &str, codes: &[PurposeId], effect: Effect) -> Option<&Word> {
        codes
            .iter()
            .filter_map(|code| self.word(party, code))
            .find(|word| word.effects.contains(&effect))
    }

    /// A pinned group.
    #[must_use]
    pub fn group(&self, code: &str) -> Option<&Group> {
        self.groups.iter().find(|g| g.code.as_str() == code)
    }

    /// Whether a code names a country, or a party of the agreement.
    #[must_use]
    pub fn country(&self, code: &str) -> bool {
        countries::known(code) || self.parties.iter().any(|p| p.as_str() == code)
    }
}
