//! From a marking as written to its structure. What is not known is refused and named; nothing is
//! guessed (M1).

mod clauses;
mod lexicon;

use crate::{Effect, Table, Vocabulary, token, token::Token};
use entente_model::id::PurposeId;
use entente_model::{
    Label, LevelId, PartyId, Problem,
    label::{Embargo, Rel, Tlp},
    time::Date,
};
use lexicon::{Lexicon, Meaning};
use std::{collections::BTreeSet, ops::Range};

pub use crate::token::MAX_MARK;
pub(crate) use lexicon::{NO_FOREIGN, mark_of};

/// What a marking is read with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Levels and rows of the agreement version.
    pub table: &'a Table,
    /// Everything else a marking may say.
    pub vocabulary: &'a Vocabulary,
    /// The party whose marking it is.
    pub party: &'a PartyId,
}

/// Everything a marking says beside its level. Fields as in [`Label`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in Label")]
pub struct Parts {
    pub codewords: Vec<String>,
    pub caveats: Vec<PurposeId>,
    pub rel: Option<Rel>,
    pub originators: Vec<PartyId>,
    pub joint: bool,
    pub tlp: Option<Tlp>,
    pub embargo: Option<Embargo>,
    pub created: Option<Date>,
    pub review: Option<Date>,
    pub declassify: Option<Date>,
    pub aggregated: bool,
    pub copy: Option<u32>,
}

impl From<&Label> for Parts {
    fn from(label: &Label) -> Self {
        let label = label.clone();
        Self {
            codewords: label.codewords,
            caveats: label.caveats,
            rel: label.rel,
            originators: label.originators,
            joint: label.joint,
            tlp: label.tlp,
            embargo: label.embargo,
            created: label.created,
            review: label.review,
            declassify: label.declassify,
            aggregated: label.aggregated,
            copy: label.copy,
        }
    }
}

impl Parts {
    /// The label these parts make with a level.
    #[must_use]
    pub fn label(self, level: LevelId, written: String) -> Label {
        Label {
            level,
            written,
            codewords: self.codewords,
            caveats: self.caveats,
            rel: self.rel,
            originators: self.originators,
            joint: self.joint,
            tlp: self.tlp,
            embargo: self.embargo,
            created: self.created,
            review: self.review,
            declassify: self.declassify,
            aggregated: self.aggregated,
            copy: self.copy,
        }
    }
}

/// Something done to a marking or worth telling, never silently: a message's key and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Tail of the message's key.
    pub code: &'static str,
    /// Values.
    pub args: Vec<(&'static str, String)>,
}

impl Note {
    /// One without values yet.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self {
            code,
            args: Vec::new(),
        }
    }

    /// With a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// A marking that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The level; `None` for words that mark nothing by themselves, such as a TLP label alone.
    pub level: Option<LevelId>,
    /// Everything else.
    pub parts: Parts,
    /// As written, without its Traffic Light Protocol, which has a slot of its own (M2, M12).
    pub original: String,
    /// As written, byte for byte.
    pub written: String,
    /// It was written as a portion's.
    pub portion: bool,
    /// What was done to it.
    pub notes: Vec<Note>,
    /// The rules that were applied, such as `M8`.
    pub rules: BTreeSet<&'static str>,
}

impl Read {
    /// The label, where there is a level.
    #[must_use]
    pub fn label(&self) -> Option<Label> {
        let level = self.level.clone()?;
        Some(self.parts.clone().label(level, self.written.clone()))
    }
}

/// Reads a marking, or a portion's.
///
/// # Errors
/// MARK-001 to MARK-013, MARK-019 to MARK-026, MARK-040, MARK-041: see the words.
pub fn parse(context: &Context<'_>, text: &str, portion: bool) -> Result<Read, Problem> {
    let mut tokens = token::tokens(text)?;
    let wrapped = tokens.len() >= 2
        && tokens.first().is_some_and(|t| t.folded == "(")
        && tokens.last().is_some_and(|t| t.folded == ")");
    if wrapped {
        tokens.pop();
        tokens.remove(0);
    }
    let portion = portion || wrapped;
    if !tokens.iter().any(|t| !t.sign()) {
        return Err(Problem::refused("MARK-004"));
    }
    let lexicon = Lexicon::new(context, portion);
    let mut parser = Parser {
        context,
        text,
        tokens,
        at: 0,
        lexicon,
        level: None,
        foreign: false,
        rel: None,
        fgi: false,
        tlp: None,
        parts: Parts::default(),
        notes: Vec::new(),
        rules: BTreeSet::from(["M1", "M21"]),
    };
    parser.run()?;
    parser.finish(portion)
}

/// A level and where it stands.
type Placed<T> = (T, Range<usize>);

struct Parser<'a> {
    context: &'a Context<'a>,
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    lexicon: Lexicon,
    level: Option<Placed<LevelId>>,
    foreign: bool,
    rel: Option<Placed<Rel>>,
    fgi: bool,
    tlp: Option<Placed<Tlp>>,
    parts: Parts,
    notes: Vec<Note>,
    rules: BTreeSet<&'static str>,
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), Problem> {
        if self.peek().is_some_and(|t| t.folded == "//") {
            self.foreign = true;
            self.at = 1;
            self.rules.insert("M7");
        }
        while let Some(token) = self.peek() {
            match token.folded.as_str() {
                "//" | "/" | "," | "+" => self.at = self.at.saturating_add(1),
                _ => self.item()?,
            }
        }
        Ok(())
    }

    fn item(&mut self) -> Result<(), Problem> {
        if let Some((meaning, length)) = self.lexicon.longest(self.rest()) {
            let span = self.span(length);
            self.at = self.at.saturating_add(length);
            return self.meant(meaning, span);
        }
        if self.clause()? {
            return Ok(());
        }
        let own = self
            .peek()
            .is_some_and(|t| t.plain.to_uppercase() == self.context.party.as_str());
        if self.foreign && self.level.is_none() && own {
            self.at = self.at.saturating_add(1);
            return Ok(());
        }
        Err(self.unknown())
    }

    fn meant(&mut self, meaning: Meaning, span: Range<usize>) -> Result<(), Problem> {
        let token = token::at(self.text, &span).to_owned();
        match meaning {
            Meaning::Level(level) => {
                if let Some((_, first)) = &self.level {
                    return Err(Problem::refused("MARK-009")
                        .with("first", token::at(self.text, first))
                        .with("second", token)
                        .decided_by(self.context.party));
                }
                self.level = Some((level, span));
            }
            Meaning::OthersLevel(party) => {
                let problem = if self.context.table.levels_of(self.context.party).is_empty() {
                    self.no_levels(&token)
                } else {
                    Problem::refused("MARK-003")
                        .with("token", token)
                        .with("party", &party)
                        .decided_by(&party)
                };
                return Err(problem);
            }
            Meaning::Word(code) => {
                if self.parts.caveats.contains(&code) {
                    self.notes.push(Note::new("twice").with("token", &token));
                } else {
                    self.parts.caveats.push(code);
                }
                self.rules.insert("M9");
            }
            Meaning::OthersWord(party) => {
                return Err(Problem::refused("MARK-007")
                    .with("token", token)
                    .with("party", &party)
                    .decided_by(&party));
            }
            Meaning::Codeword(word) => self.parts.codewords.push(word),
            Meaning::NoForeign => self.releasable(Rel::default(), span)?,
        }
        Ok(())
    }

    /// A second statement of who it may go to says the same, or nothing is clear.
    fn releasable(&mut self, rel: Rel, span: Range<usize>) -> Result<(), Problem> {
        let token = token::at(self.text, &span).to_owned();
        match &self.rel {
            Some((held, _)) if held.parties == rel.parties => {
                self.notes.push(Note::new("twice").with("token", token));
            }
            Some((_, first)) => {
                return Err(Problem::refused("MARK-019")
                    .with("first", token::at(self.text, first))
                    .with("second", token)
                    .decided_by(self.context.party));
            }
            None => self.rel = Some((rel, span)),
        }
        Ok(())
    }

    fn no_levels(&self, token: &str) -> Problem {
        Problem::refused("MARK-011")
            .with("token", token)
            .with("party", self.context.party)
            .decided_by("national-security-authority")
    }

    /// Refuses the next word, saying as much of it as can be said.
    fn unknown(&self) -> Problem {
        let Some(next) = self.peek() else {
            return Problem::refused("MARK-004");
        };
        let token = token::at(self.text, &next.span);
        if let Some(meant) = self.lexicon.looks_like(&next.plain) {
            return Problem::refused("MARK-010")
                .with("token", token)
                .with("meant", meant);
        }
        if let Some(full) = self.lexicon.abbreviated(&next.folded) {
            return Problem::refused("MARK-006")
                .with("token", token)
                .with("meant", full);
        }
        if self.level.is_some() {
            return Problem::refused("MARK-005")
                .with("token", token)
                .with("party", self.context.party);
        }
        if self.context.table.levels_of(self.context.party).is_empty() {
            return self.no_levels(token);
        }
        Problem::refused("MARK-001")
            .with("token", token)
            .with("party", self.context.party)
    }

    fn finish(mut self, portion: bool) -> Result<Read, Problem> {
        self.contradictions()?;
        self.foreign_floor()?;
        let own = self.context.party;
        self.parts.rel = self.rel.take().map(|(rel, _)| self.rel_of(rel));
        self.parts.caveats.sort();
        self.parts.codewords.sort();
        self.parts.codewords.dedup();
        if !self.parts.originators.is_empty() {
            if !self.parts.joint && !self.parts.originators.contains(own) {
                self.parts.originators.push(own.clone());
            }
            self.parts.originators.sort();
            self.parts.originators.dedup();
            if self.parts.originators.as_slice() == std::slice::from_ref(own) {
                self.parts.originators.clear();
                self.parts.joint = false;
            }
        }
        let tlp = self.tlp.take();
        let original = original(self.text, tlp.as_ref().map(|(_, span)| span));
        self.parts.tlp = tlp.map(|(tlp, _)| tlp);
        let level = self.level.take().map(|(level, _)| level);
        self.movement(level.as_ref());
        if level.is_none() {
            self.notes.push(Note::new("no-level"));
        }
        Ok(Read {
            level,
            parts: self.parts,
            original,
            written: self.text.to_owned(),
            portion,
            notes: self.notes,
            rules: self.rules,
        })
    }

    /// The United States' lists always name their own country (M7).
    fn rel_of(&mut self, mut rel: Rel) -> Rel {
        let own = self.context.party;
        if own.as_str() == "USA" && !rel.parties.is_empty() && !rel.parties.contains(own) {
            rel.parties.push(own.clone());
            rel.parties.sort();
            self.notes
                .push(Note::new("originator-added").with("party", own));
        }
        rel
    }

    /// TOP SECRET of New Zealand is accountable by itself; the label says so (M9).
    fn movement(&mut self, level: Option<&LevelId>) {
        let Some(level) = level.filter(|l| l.party() == "NZL") else {
            return;
        };
        let top = self
            .context
            .table
            .level(level)
            .is_some_and(|l| token::phrase(&l.short) == ["top", "secret"]);
        let word = self
            .context
            .vocabulary
            .words()
            .iter()
            .find(|w| w.code.as_str() == "accountable-material");
        if let (true, Some(word)) = (top, word)
            && !self.parts.caveats.contains(&word.code)
        {
            self.parts.caveats.push(word.code.clone());
            self.parts.caveats.sort();
            self.rules.insert("M9");
            self.notes.push(Note::new("accountable-added"));
        }
    }

    /// Words that keep it at home, and a list of others it may go to, cannot both be meant.
    fn contradictions(&mut self) -> Result<(), Problem> {
        let Some((rel, span)) = &self.rel else {
            return Ok(());
        };
        self.rules.insert("M8");
        let home = self.context.party;
        let abroad = rel.parties.iter().any(|p| p != home);
        let vocabulary = self.context.vocabulary;
        let kept = vocabulary.with_effect(home.as_str(), &self.parts.caveats, Effect::NoRelease);
        if let (true, Some(word)) = (abroad, kept) {
            return Err(Problem::refused("MARK-019")
                .with(
                    "first",
                    self.lexicon.written(self.text, &self.tokens, &word.code),
                )
                .with("second", token::at(self.text, span))
                .decided_by(home));
        }
        Ok(())
    }

    /// Foreign government information is never below CONFIDENTIAL in the United States (M7).
    fn foreign_floor(&self) -> Result<(), Problem> {
        let held_to = self.fgi && self.context.party.as_str() == "USA";
        let (Some((level, _)), true) = (&self.level, held_to) else {
            return Ok(());
        };
        let table = self.context.table;
        let floor = table
            .levels_of(self.context.party)
            .into_iter()
            .find(|l| token::phrase(&l.short) == ["confidential"]);
        let rank = table.level(level).map_or(0, |l| l.rank);
        match floor {
            Some(floor) if rank < floor.rank => Err(Problem::refused("MARK-012")
                .with("level", table.level(level).map_or("", |l| l.short.as_str()))
                .with("floor", &floor.short)
                .decided_by(self.context.party)),
            _ => Ok(()),
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn rest(&self) -> &[Token] {
        self.tokens.get(self.at..).unwrap_or_default()
    }

    /// The bytes of the next words.
    fn span(&self, length: usize) -> Range<usize> {
        let rest = self.rest();
        let last = rest.get(length.saturating_sub(1)).or_else(|| rest.last());
        match (rest.first(), last) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => 0..0,
        }
    }
}

/// The text without the range, and without the signs that held it.
fn original(text: &str, without: Option<&Range<usize>>) -> String {
    let Some(span) = without else {
        return text.trim().to_owned();
    };
    let loose = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | '+');
    let before = text
        .get(..span.start)
        .unwrap_or_default()
        .trim_end_matches(loose);
    let after = text
        .get(span.end..)
        .unwrap_or_default()
        .trim_start_matches(loose);
    format!("{before} {after}").trim().to_owned()
}
