//! A provision under negotiation: its texts, and what each party said of it.

use super::{
    field::Field,
    pieces::{Parties, Pieces},
};
use crate::page::Blank;
use entente_model::{
    Digest, ProvisionId,
    instrument::{Provision, Wording},
    time::Date,
    turn::Reservation,
};
use std::collections::BTreeMap;

/// Where a provision stands (interface.md §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Something is still to be filled in.
    Open,
    /// Proposed, contested by nobody, not agreed by all.
    Proposed,
    /// Wordings compete.
    Bracketed,
    /// Every delegation agreed.
    AgreedAdRef,
    /// Every capital agreed.
    Agreed,
}

impl State {
    /// One word, as in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Proposed => "proposed",
            Self::Bracketed => "bracketed",
            Self::AgreedAdRef => "agreed-ad-ref",
            Self::Agreed => "agreed",
        }
    }
}

/// What a party agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// Digest of what it read.
    pub text: Digest,
    /// By the capital, not only the delegation.
    pub capital: bool,
    /// In which turn.
    pub no: u32,
}

/// What is said of a provision, the title or the terms, besides the wording.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Last consent of each party.
    pub consents: BTreeMap<usize, Consent>,
    /// Standing reservations and the turn each was made in.
    pub reservations: BTreeMap<(usize, Reservation), u32>,
    /// Who agreed that it be put aside, and until when.
    pub parked: Option<(usize, Date)>,
    /// Who reopened it after the others had agreed, and in which turn.
    pub reopened: Option<(usize, u32)>,
    /// Digest each party's legal adviser certified as concordant.
    pub concord: BTreeMap<usize, Digest>,
}

impl Said {
    pub(super) fn consent(&mut self, party: usize, text: Digest, ad_ref: bool, no: u32) {
        let capital = !ad_ref;
        self.consents.insert(party, Consent { text, capital, no });
    }

    /// Who agreed to exactly this.
    #[must_use]
    pub fn agreed(&self, text: &Digest, capital: bool) -> Parties {
        let mut set = Parties::default();
        for (party, consent) in &self.consents {
            if consent.text == *text && (consent.capital || !capital) {
                set.insert(*party);
            }
        }
        set
    }

    /// Notes that `party` changed what others had agreed to.
    pub(super) fn touched(&mut self, before: Option<&Digest>, party: usize, no: u32) {
        let others = before.map(|text| self.agreed(text, false).without(party));
        if others.is_some_and(|o| !o.is_empty()) {
            self.reopened = Some((party, no));
        }
    }

    pub(super) fn state(&self, text: Option<&Digest>, all: Parties, blank: bool) -> State {
        let Some(text) = text else {
            return State::Bracketed;
        };
        if blank {
            State::Open
        } else if self.agreed(text, true) == all {
            State::Agreed
        } else if self.agreed(text, false) == all {
            State::AgreedAdRef
        } else {
            State::Proposed
        }
    }
}

/// A provision's texts in one language.
#[derive(Debug, Clone)]
pub struct Texts {
    /// BCP 47 tag.
    pub lang: String,
    /// Heading.
    pub heading: Field,
    /// Body.
    pub body: Field,
    /// The turn that last changed it.
    pub edited: u32,
    /// How often it was changed.
    pub changes: usize,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Stable id.
    pub id: ProvisionId,
    /// 1 for an article, 2 for a paragraph.
    pub depth: u8,
    /// Was in the opening text.
    pub original: bool,
    /// One a language, in the instrument's order.
    pub texts: Vec<Texts>,
    /// What was said of it.
    pub said: Said,
    /// The turn that last moved it.
    pub moved: Option<u32>,
    /// Whether each party would keep it; who never said is absent.
    pub presence: BTreeMap<usize, bool>,
    /// Left out by agreement, or withdrawn by its author alone.
    pub gone: bool,
    pub(super) brackets: u32,
}

impl Clause {
    /// The wordings, unless something is bracketed.
    #[must_use]
    pub fn clean(&self, pieces: &Pieces) -> Option<Provision> {
        if self.presence_contested() {
            return None;
        }
        let text = self.texts.iter().map(|t| {
            Some(Wording {
                lang: t.lang.clone(),
                heading: t.heading.clean(pieces)?,
                body: t.body.clean(pieces)?,
            })
        });
        Some(Provision {
            id: self.id.clone(),
            text: text.collect::<Option<_>>()?,
        })
    }

    /// Digest of the wordings in every language, unless something is bracketed. Consent and
    /// concordance are to this.
    #[must_use]
    pub fn digest(&self, pieces: &Pieces) -> Option<Digest> {
        self.clean(pieces).map(|p| p.digest())
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self, pieces: &Pieces, all: Parties) -> State {
        let clean = self.clean(pieces);
        let digest = clean.as_ref().map(Provision::digest);
        let blank = clean.is_some_and(|p| p.text.iter().any(|w| has_blank(&w.body)));
        self.said.state(digest.as_ref(), all, blank)
    }

    /// One party would keep it, another leave it out.
    #[must_use]
    pub fn presence_contested(&self) -> bool {
        self.presence.values().any(|k| *k) && self.presence.values().any(|k| !*k)
    }

    /// Languages whose text is older than another's and not certified since.
    #[must_use]
    pub fn stale(&self, pieces: &Pieces) -> Vec<&str> {
        let newest = self.texts.iter().map(|t| t.edited).max().unwrap_or(0);
        let digest = self.digest(pieces);
        let certified = digest.is_some_and(|d| self.said.concord.values().any(|c| *c == d));
        self.texts
            .iter()
            .filter(|t| t.edited < newest && !certified)
            .map(|t| t.lang.as_str())
            .collect()
    }

    /// Whose legal adviser certified the present wordings as concordant.
    #[must_use]
    pub fn concordant(&self, pieces: &Pieces) -> Parties {
        let mut set = Parties::default();
        if let Some(digest) = self.digest(pieces) {
            for (party, certified) in &self.said.concord {
                if *certified == digest {
                    set.insert(*party);
                }
            }
        }
        set
    }

    /// The turn that last changed a text.
    #[must_use]
    pub fn edited(&self) -> u32 {
        self.texts.iter().map(|t| t.edited).max().unwrap_or(0)
    }

    /// Number of open brackets in all languages.
    #[must_use]
    pub fn open_brackets(&self) -> usize {
        let of = |t: &Texts| {
            t.heading
                .brackets()
                .count()
                .saturating_add(t.body.brackets().count())
        };
        self.texts.iter().map(of).fold(0, usize::saturating_add)
    }

    pub(super) fn settle_presence(&mut self) {
        self.gone = !self.presence.values().any(|keep| *keep);
    }
}

/// The blanks a text may hold, as written in it.
pub const BLANKS: [(&str, Blank); 3] = [
    ("{{date}}", Blank::Date),
    ("{{number}}", Blank::Number),
    ("{{place}}", Blank::Place),
];

/// Whether something is still to be filled in.
#[must_use]
pub fn has_blank(text: &str) -> bool {
    BLANKS.iter().any(|(mark, _)| text.contains(mark))
}
