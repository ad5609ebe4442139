//! The words that mean something in a party's markings, for finding the longest that fits.

use super::Context;
use crate::{
    Level, Vocabulary, Word,
    token::{self, Token},
};
use entente_model::{LevelId, PartyId, id::PurposeId};
use unicode_security::confusable_detection::skeleton;

/// Levels that have an abbreviation before a portion.
const ABBREVIATED: [(&[&str], &str); 6] = [
    (&["top", "secret"], "ts"),
    (&["secret"], "s"),
    (&["confidential"], "c"),
    (&["restricted"], "r"),
    (&["protected"], "p"),
    (&["unclassified"], "u"),
];

/// Said when the intersection of lists is empty, or by an originator itself (M5).
pub(crate) const NO_FOREIGN: [&str; 2] = ["NO FOREIGN RELEASE", "国外提供不可"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A level of the marking party.
    Level(LevelId),
    /// A level another party alone uses.
    OthersLevel(PartyId),
    /// A word of the agreement or the marking party.
    Word(PurposeId),
    /// A word of another party's rules.
    OthersWord(PartyId),
    /// A codeword.
    Codeword(String),
    /// Nobody but its originators.
    NoForeign,
}

impl Meaning {
    fn own(&self) -> bool {
        !matches!(self, Self::OthersLevel(_) | Self::OthersWord(_))
    }
}

pub(super) struct Lexicon {
    phrases: Vec<(Vec<String>, Meaning)>,
    /// Short forms that stand before portions alone, with what they are short for.
    short: Vec<(String, String)>,
}

impl Lexicon {
    pub(super) fn new(context: &Context<'_>, portion: bool) -> Self {
        let mut all = Self {
            phrases: Vec::new(),
            short: Vec::new(),
        };
        for (id, level) in context.table.levels() {
            all.level(context.party, id, level, portion);
        }
        all.words(context.party, context.vocabulary, portion);
        for mark in NO_FOREIGN {
            all.add(mark, Meaning::NoForeign);
        }
        all
    }

    fn level(&mut self, own: &PartyId, id: &LevelId, level: &Level, portion: bool) {
        let meaning = if &level.party == own {
            Meaning::Level(id.clone())
        } else {
            Meaning::OthersLevel(level.party.clone())
        };
        let names = level.name.iter().map(|(_, name)| name);
        for mark in std::iter::once(&level.short)
            .chain(&level.also_short)
            .chain(names)
        {
            self.add(mark, meaning.clone());
        }
        // A code of letters alone is a word too, where no mark has it.
        self.add(&level.code, meaning.clone());
        if &level.party != own {
            return;
        }
        let words = token::phrase(&level.short);
        let short = ABBREVIATED.iter().find(|(full, _)| words == *full);
        if let Some((_, short)) = short {
            self.short.push(((*short).to_owned(), level.short.clone()));
            if portion {
                self.add(short, meaning);
            }
        }
    }

    fn words(&mut self, own: &PartyId, vocabulary: &Vocabulary, portion: bool) {
        for word in vocabulary.words() {
            let mine = word.party.as_ref().is_none_or(|p| p == own);
            let meaning = match &word.party {
                Some(party) if party != own => Meaning::OthersWord(party.clone()),
                _ => Meaning::Word(word.code.clone()),
            };
            for mark in &word.marks {
                self.add(mark, meaning.clone());
            }
            for mark in &word.portions {
                if mine {
                    let full = word.marks.first().cloned().unwrap_or_default();
                    self.short.push((mark.to_lowercase(), full));
                }
                if portion || !mine {
                    self.add(mark, meaning.clone());
                }
            }
        }
        for word in vocabulary.codewords() {
            self.add(word, Meaning::Codeword(word.clone()));
        }
    }

    /// The party's own meaning stands before another's; the first given, before a later one.
    fn add(&mut self, mark: &str, meaning: Meaning) {
        let words = token::phrase(mark);
        if words.is_empty() {
            return;
        }
        match self.phrases.iter_mut().find(|(held, _)| *held == words) {
            Some((_, held)) if !held.own() && meaning.own() => *held = meaning,
            Some(_) => {}
            None => self.phrases.push((words, meaning)),
        }
    }

    /// The longest phrase at the beginning of what is left: an own one before another's.
    pub(super) fn longest(&self, rest: &[Token]) -> Option<(Meaning, usize)> {
        let fits = |phrase: &[String]| {
            phrase.len() <= rest.len()
                && phrase
                    .iter()
                    .zip(rest)
                    .all(|(word, token)| *word == token.folded)
        };
        self.phrases
            .iter()
            .filter(|(phrase, _)| fits(phrase))
            .max_by_key(|(phrase, meaning)| (meaning.own(), phrase.len()))
            .map(|(phrase, meaning)| (meaning.clone(), phrase.len()))
    }

    /// The known word one looks like, in letters of another script.
    pub(super) fn looks_like(&self, word: &str) -> Option<String> {
        let bare = |text: &str| -> String {
            skeleton(&text.to_uppercase())
                .flat_map(char::to_lowercase)
                .collect()
        };
        if word.is_ascii() {
            return None;
        }
        let looks = bare(word);
        self.phrases
            .iter()
            .flat_map(|(phrase, _)| phrase)
            .find(|known| bare(known) == looks)
            .map(|known| known.to_uppercase())
    }

    /// What a portion's short form is short for.
    pub(super) fn abbreviated(&self, folded: &str) -> Option<&str> {
        self.short
            .iter()
            .find(|(short, _)| short == folded)
            .map(|(_, full)| full.as_str())
    }

    /// A word as the author wrote it.
    pub(super) fn written(&self, text: &str, tokens: &[Token], code: &PurposeId) -> String {
        for start in 0..tokens.len() {
            let rest = tokens.get(start..).unwrap_or_default();
            if let Some((Meaning::Word(found), length)) = self.longest(rest)
                && &found == code
                && let (Some(first), Some(last)) =
                    (rest.first(), rest.get(length.saturating_sub(1)))
            {
                return token::at(text, &(first.span.start..last.span.end)).to_owned();
            }
        }
        code.to_string()
    }
}

/// How a word is written: in the language's script where it has one.
pub(crate) fn mark_of(word: &Word, japanese: bool) -> &str {
    let in_japanese = |mark: &&String| !mark.is_ascii();
    word.marks
        .iter()
        .find(|mark| japanese && in_japanese(mark))
        .or_else(|| word.marks.first())
        .map_or(word.code.as_str(), String::as_str)
}
