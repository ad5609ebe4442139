//! The joint statement: what the parties tell the public on the day of the last signature.

use super::{Papers, Signed, language, problem};
use entente_agreement::terms::PartyKind;
use entente_model::{PartyId, Problem, problem::Class};
use entente_paper::pdf::{PaperError, Statement};
use entente_words::{Key, Lang, key, text};

/// A statement's words, before they are set.
#[derive(Debug, Clone)]
pub struct Joint {
    title: String,
    date: String,
    paragraphs: Vec<String>,
}

impl Joint {
    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The day of the last signature, as the language writes it.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The paragraphs.
    #[must_use]
    pub fn paragraphs(&self) -> &[String] {
        &self.paragraphs
    }
}

impl Papers {
    /// The joint statement in a language, with the party whose alternat it is named first.
    ///
    /// # Errors
    /// AGREE-009 before every signature is there; PAPER-001 for a language there are no words in.
    pub fn joint(&self, lang: &str, first: &PartyId) -> Result<Joint, Problem> {
        let words =
            Lang::from_tag(lang).ok_or_else(|| problem(&PaperError::Language(lang.to_owned())))?;
        let parties = &self.source.instrument.parties;
        if !parties.contains(first) {
            return Err(problem(&PaperError::Party(first.clone())));
        }
        let signed = &self.source.signed;
        let days = signed.iter().filter_map(|s| self.day(s.at));
        let (Some(begun), Some(done)) = (days.clone().min(), days.max()) else {
            let needed = self.source.needed;
            return Err(Problem::new("AGREE-009", Class::Waiting).with("needed", needed));
        };
        let say = |key: Key, args: &[(&str, &str)]| text(words, key, args);
        let order: Vec<&PartyId> = std::iter::once(first)
            .chain(parties.iter().filter(|p| *p != first))
            .collect();
        let governments: Vec<String> = order
            .iter()
            .map(|p| self.government(p, lang, words))
            .collect();
        let parties = and(words, &governments);
        let signers: Vec<String> = order.iter().map(|p| self.signers(p, lang, words)).collect();
        let (from, day) = (language::date(begun, lang), language::date(done, lang));
        let when = if begun == done {
            say(key::PAPER_JOINT_ON, &[("day", &day)])
        } else {
            say(key::PAPER_JOINT_BETWEEN, &[("from", &from), ("day", &day)])
        };
        let title = self.source.instrument.title_in(lang);
        let title = match self.source.version {
            None | Some(1) => say(key::PAPER_JOINT_FIRST, &[("title", title)]),
            Some(_) => say(key::PAPER_JOINT_AMENDED, &[("title", title)]),
        };
        let signers = listed(words, key::PAPER_JOINT_PARTIES_LIST, &signers);
        let at_distance = self
            .terms
            .signatures
            .as_ref()
            .is_some_and(|s| s.at_distance);
        let signed = if at_distance {
            key::PAPER_JOINT_SIGNED_AT_A_DISTANCE
        } else {
            key::PAPER_JOINT_SIGNED
        };
        let args = [
            ("parties", capital(&parties)),
            ("title", title),
            ("when", when),
            ("signers", signers),
        ];
        let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let mut paragraphs = vec![say(signed, &args)];
        if let Some(force) = self.source.force {
            let key = if force > done {
                key::PAPER_JOINT_FORCE
            } else {
                key::PAPER_JOINT_IN_FORCE
            };
            paragraphs.push(say(key, &[("day", &language::date(force, lang))]));
        }
        if let Some(scope) = &self.terms.scope {
            let subject = scope.subject.get(lang);
            paragraphs.push(say(key::PAPER_JOINT_SUBJECT, &[("subject", subject)]));
        }
        let begins: String = self.digest.hex().chars().take(16).collect();
        paragraphs.push(say(key::PAPER_JOINT_TEXT, &[("digest", &begins)]));
        Ok(Joint {
            title: say(key::PAPER_JOINT_TITLE, &[("parties", &parties)]),
            date: day,
            paragraphs,
        })
    }

    /// A joint statement as it is set.
    #[must_use]
    pub fn statement<'a>(&self, joint: &'a Joint, lang: &'a str) -> Statement<'a> {
        Statement {
            title: &joint.title,
            date: &joint.date,
            paragraphs: joint.paragraphs.clone(),
            lang,
            digest: self.digest,
            words: self.words(lang),
            fictional: self.fictional(),
        }
    }

    /// Who speaks: a State's government, or the party itself.
    fn government(&self, party: &PartyId, lang: &str, words: Lang) -> String {
        let name = self.name(party, lang);
        let found = self.terms.party.iter().find(|p| p.id == *party);
        if found.is_some_and(|p| p.kind == PartyKind::State) {
            text(words, key::PAPER_JOINT_GOVERNMENT, &[("party", &name)])
        } else {
            name
        }
    }

    fn name(&self, party: &PartyId, lang: &str) -> String {
        let found = self.terms.party.iter().find(|p| p.id == *party);
        found.map_or_else(|| party.to_string(), |p| p.name.get(lang).to_owned())
    }

    fn signers(&self, party: &PartyId, lang: &str, words: Lang) -> String {
        let name = |s: &Signed| {
            let args = [("name", s.name.as_str()), ("capacity", s.capacity.as_str())];
            if s.capacity.trim().is_empty() {
                s.name.clone()
            } else {
                text(words, key::PAPER_JOINT_OFFICIAL, &args)
            }
        };
        let own = self.source.signed.iter().filter(|s| s.party == *party);
        let names: Vec<String> = own.map(name).collect();
        let (party, signers) = (self.name(party, lang), and(words, &names));
        let args = [("party", party.as_str()), ("signers", signers.as_str())];
        text(words, key::PAPER_JOINT_FOR, &args)
    }
}

/// `A, B and C`.
fn and(words: Lang, all: &[String]) -> String {
    match all {
        [list @ .., last] if !list.is_empty() => {
            let list = listed(words, key::PAPER_JOINT_LIST, list);
            let args = [("list", list.as_str()), ("last", last.as_str())];
            text(words, key::PAPER_JOINT_AND, &args)
        }
        few => few.concat(),
    }
}

/// `A, B, C`.
fn listed(words: Lang, key: Key, all: &[String]) -> String {
    let mut all = all.iter();
    let first = all.next().cloned().unwrap_or_default();
    all.fold(first, |list, next| {
        text(words, key, &[("list", &list), ("next", next)])
    })
}

/// The beginning of a sentence.
fn capital(sentence: &str) -> String {
    let mut rest = sentence.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}
