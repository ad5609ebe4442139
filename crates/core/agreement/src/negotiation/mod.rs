//! Formal negotiation: turns of all parties, folded into one text (interface.md §4, rules a to k).
//!
//! A turn is found in order from its causal past alone, so every node gives the same verdict
//! whenever it arrives. The text is the fold of all turns that are in order, by number and then by
//! party: same turns, same text, same brackets, same pen-holder.

mod bracket;
mod check;
mod clause;
mod field;
mod opening;
mod pages;
mod pieces;
mod places;
#[cfg(test)]
mod props;
mod terms;
#[cfg(test)]
mod tests;
mod text;
mod warn;
mod write;

pub use bracket::{Bracket, Wording};
pub use clause::{BLANKS, Clause, Consent, Said, State, Texts, has_blank};
pub use field::{Field, Part as FieldPart};
pub use pages::{Counts, Say, Show, View, counts, history, page, summary};
pub use pieces::{MAX_PARTIES, Parties, Pieces, Seg};
pub use places::{Places, kanji, written};
pub use terms::{TermField, TermValue, TermsTalk, canonical, changes, leaves};
pub use text::{Offer, Text};
pub use warn::warnings;
pub use write::{NamedBracket, alternative, bracket_named, edit, flow};

use crate::terms::Terms;
use entente_model::{
    Digest, Instant, PartyId, Problem, ProvisionId,
    instrument::Instrument,
    problem::Class,
    turn::{Key, TERMS, TITLE, Turn},
};
use opening::keep_pieces;
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};
use text::Applied;

/// A turn as it stands in its author's record.
#[derive(Debug, Clone)]
pub struct Record {
    /// Author.
    pub by: PartyId,
    /// Index in the author's record.
    pub n: u64,
    /// What the author's clock said.
    pub at: Instant,
    /// Sizes of the other records the author had stored.
    pub seen: Vec<(PartyId, u64)>,
    /// The turn.
    pub turn: Arc<Turn>,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Negotiation {
    version: u32,
    /// What every capital agreed to is settled (rule f).
    piecewise: bool,
    base: Text,
    /// Everything anybody wrote, whatever of it stands.
    pieces: Pieces,
    /// The text as it stands: folded when it is first looked at after turns that crossed, so that
    /// a partner who sends many of them costs one fold.
    text: OnceLock<Text>,
    turns: BTreeMap<(u32, PartyId), Record>,
    /// Turns, changes and bytes of text of each party so far.
    written: BTreeMap<PartyId, Written>,
    /// What each party's legal advisers certified last.
    concords: BTreeMap<(PartyId, ProvisionId), Digest>,
}

impl Negotiation {
    /// The negotiation a proposal opens: the proposer stands behind all of it.
    ///
    /// # Errors
    /// AGREE-014 when the terms are no JSON.
    pub fn open(by: &PartyId, instrument: &Instrument) -> Result<Self, Problem> {
        Self::with(1, Text::open(by, instrument, std::slice::from_ref(by))?)
    }

    /// The negotiation of an amendment: everybody agreed to the text it starts from.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn amend(version: u32, instrument: &Instrument) -> Result<Self, Problem> {
        let by = instrument.parties.first().ok_or_else(|| {
            Problem::new("AGREE-014", Class::Refused).with("detail", "no parties")
        })?;
        let mut text = Text::open(by, instrument, &instrument.parties)?;
        text.agreed_by_all();
        Self::with(version, text)
    }

    fn with(version: u32, text: Text) -> Result<Self, Problem> {
        if text.parties().len() > MAX_PARTIES {
            return Err(Problem::refused("AGREE-014").with("detail", "too many parties"));
        }
        Ok(Self {
            version,
            piecewise: false,
            pieces: text.pieces().clone_handle(),
            base: text,
            text: OnceLock::new(),
            turns: BTreeMap::new(),
            written: BTreeMap::new(),
            concords: BTreeMap::new(),
        })
    }

    /// The same negotiation, in which what every capital agreed to is settled: changed only by a
    /// chair's text that all accept (rule f, switched off).
    #[must_use]
    pub fn piecewise(self, piecewise: bool) -> Self {
        Self { piecewise, ..self }
    }

    /// Whether what every capital agreed to is settled.
    #[must_use]
    pub fn is_piecewise(&self) -> bool {
        self.piecewise
    }

    /// The text as the author of a turn had it; the present one when it had seen everything.
    fn text_seen(&self, record: &Record) -> Text {
        let seen = |t: &&Record| t.by == record.by || saw(&record.seen, &t.by, t.n);
        if self.turns.values().filter(seen).count() == self.turns.len() {
            return self.text().clone();
        }
        self.folded(self.turns.values().filter(seen))
    }

    /// Takes a turn. On an error nothing changed.
    ///
    /// # Errors
    /// TURN-001 to TURN-006, TURN-010: why it has no effect; the same on every node.
    pub fn take(&mut self, record: Record) -> Result<(), Problem> {
        check::in_order(self, &record)?;
        let written = self.written.entry(record.by.clone()).or_default();
        written.add(&record.turn);
        let place = (record.turn.no, record.by.clone());
        let last = self.turns.last_key_value().map(|(k, _)| k);
        let follows = last.is_none_or(|last| *last < place);
        let text = self.text.take().filter(|_| follows);
        // The pieces are shared with the text; apart, they are added to without a copy.
        let text = text.map(|text| text.with(Pieces::default()));
        keep_pieces(&mut self.pieces, &record.by, &record.turn);
        let newest = record.clone();
        self.turns.insert(place, record);
        if let Some(text) = text {
            let mut text = text.with(self.pieces.clone_handle());
            self.apply(&mut text, &newest);
            self.certify(&mut text);
            self.text = OnceLock::from(text);
        }
        Ok(())
    }

    /// A legal adviser of `by`, who had seen so much, certified wordings as concordant.
    ///
    /// # Errors
    /// TURN-002 for a provision its author cannot have seen.
    pub fn concord(
        &mut self,
        by: &PartyId,
        seen: &[(PartyId, u64)],
        texts: &[(ProvisionId, Digest)],
    ) -> Result<(), Problem> {
        let unknown = texts
            .iter()
            .find(|(id, _)| id.as_str() != TITLE && !self.known_provision(by, seen, id));
        if let Some((id, _)) = unknown {
            return Err(Problem::partner("TURN-002")
                .with("party", by)
                .with("detail", id));
        }
        for (id, digest) in texts {
            self.concords.insert((by.clone(), id.clone()), *digest);
        }
        if let Some(mut text) = self.text.take() {
            self.certify(&mut text);
            self.text = OnceLock::from(text);
        }
        Ok(())
    }

    fn certify(&self, text: &mut Text) {
        for ((by, id), digest) in &self.concords {
            if let Some(party) = text.index(by) {
                text.concord(party, id, *digest);
            }
        }
    }

    /// The text after the first `count` turns in their order.
    #[must_use]
    pub fn after(&self, count: usize) -> Text {
        self.folded(self.turns.values().take(count))
    }

    fn folded<'a>(&self, turns: impl Iterator<Item = &'a Record>) -> Text {
        let mut text = self.base.clone().with(self.pieces.clone_handle());
        turns.for_each(|record| self.apply(&mut text, record));
        text
    }

    /// Shows the text after no turn, after the first, and so on to the last.
    pub fn unfold(&self, mut see: impl FnMut(usize, &Text)) {
        let mut text = self.folded(std::iter::empty());
        see(0, &text);
        for (count, record) in (1usize..).zip(self.turns.values()) {
            self.apply(&mut text, record);
            see(count, &text);
        }
    }

    fn apply(&self, text: &mut Text, record: &Record) {
        let Some(by) = text.index(&record.by) else {
            return;
        };
        text.apply(&Applied {
            by,
            turn: &record.turn,
            // What the turn itself did before is no surprise to its author.
            seen: &|key| {
                let own = key.0 == record.by && key.1 == record.turn.no;
                own || self.has_seen(record, key)
            },
        });
    }

    /// Whether the author of a turn had seen what has this key.
    pub(crate) fn has_seen(&self, record: &Record, key: &Key) -> bool {
        if key.1 == 0 {
            return true;
        }
        if key.0 == record.by {
            return key.1 < record.turn.no;
        }
        let of = self.turns.get(&(key.1, key.0.clone()));
        of.is_some_and(|of| saw(&record.seen, &of.by, of.n))
    }

    /// Whether `by`, having seen so much, may name a provision: one of the opening text, or one
    /// that a turn it has seen adds or offers. Whether an offer is taken may still change by what
    /// is on its way, so that does not count.
    pub(crate) fn known_provision(
        &self,
        by: &PartyId,
        seen: &[(PartyId, u64)],
        id: &ProvisionId,
    ) -> bool {
        if self.base.clauses().iter().any(|c| c.id == *id) {
            return true;
        }
        let mut parts = id.as_str().split('.');
        let author = parts.next().and_then(|p| p.parse::<PartyId>().ok());
        let mut number = || parts.next().and_then(|p| p.parse::<u32>().ok());
        let (Some(author), Some(no), Some(piece)) = (author, number(), number()) else {
            return false;
        };
        self.turns
            .get(&(no, author))
            .is_some_and(|t| (t.by == *by || saw(seen, &t.by, t.n)) && check::adds(&t.turn, piece))
    }

    /// The number a turn by `by` has that was written after seeing `seen`.
    #[must_use]
    pub fn next_number(&self, by: &PartyId, seen: &[(PartyId, u64)]) -> u32 {
        let before = self
            .turns
            .values()
            .filter(|t| t.by == *by || saw(seen, &t.by, t.n))
            .map(|t| t.turn.no)
            .max();
        before.unwrap_or(0).saturating_add(1)
    }

    /// Version of the instrument, 1 for the first.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The text as it stands.
    #[must_use]
    pub fn text(&self) -> &Text {
        self.text.get_or_init(|| {
            let mut text = self.after(usize::MAX);
            self.certify(&mut text);
            text
        })
    }

    /// The turns in their order.
    pub fn turns(&self) -> impl ExactSizeIterator<Item = &Record> {
        self.turns.values()
    }

    /// A turn by number, and by its author when two crossed: `7`, `7-NZL`, `NZL-7`. Gives how many
    /// turns are before and including it; 0 is the opening text.
    ///
    /// # Errors
    /// TURN-007 when there is none, or two.
    pub fn turn_named(&self, name: &str) -> Result<usize, Problem> {
        let unknown = || {
            Problem::new("TURN-007", Class::NotFound)
                .with("turn", name)
                .with(
                    "last",
                    self.turns.keys().map(|(no, _)| *no).max().unwrap_or(0),
                )
        };
        if name == "0" {
            return Ok(0);
        }
        let (a, b) = name.split_once('-').unwrap_or((name, ""));
        let (no, by) = match (a.parse::<u32>(), b.parse::<u32>()) {
            (Ok(no), _) => (no, b),
            (_, Ok(no)) => (no, a),
            _ => return Err(unknown()),
        };
        let mut found = (1usize..)
            .zip(self.turns.keys())
            .filter(|(_, (n, p))| *n == no && (by.is_empty() || p.as_str() == by));
        let first = found.next().ok_or_else(unknown)?;
        // Both turns of a number that crossed.
        Ok(found.last().unwrap_or(first).0)
    }

    /// Who is to answer: everybody but the author of the last turn; all when the last ones
    /// crossed. Nobody has written yet: everybody but the proposer.
    #[must_use]
    pub fn pen(&self) -> Vec<PartyId> {
        let last = self.turns.keys().map(|(no, _)| *no).max();
        let authors: Vec<&PartyId> = match last {
            Some(last) => self
                .turns
                .keys()
                .filter(|(no, _)| *no == last)
                .map(|(_, by)| by)
                .collect(),
            None => self.proposers(),
        };
        let parties = self.text().parties();
        let crossed = authors.len() > 1;
        parties
            .iter()
            .filter(|p| crossed || !authors.contains(p))
            .cloned()
            .collect()
    }

    fn proposers(&self) -> Vec<&PartyId> {
        let keeps = self.base.title().presence.keys();
        let parties = self.base.parties();
        let of: Vec<&PartyId> = keeps.filter_map(|p| parties.get(*p)).collect();
        if of.len() == parties.len() {
            Vec::new()
        } else {
            of
        }
    }

    /// What still stands between the text and its freezing: (code word, ids). Empty: it can be
    /// frozen.
    #[must_use]
    pub fn hindrances(&self) -> Vec<(&'static str, Vec<String>)> {
        let (text, all) = (self.text(), self.text().all());
        let pieces = text.pieces();
        let clauses = || std::iter::once(text.title()).chain(text.standing());
        let places = text.places();
        let name = |c: &Clause| places.of_id(&c.id).to_owned();
        let mut list = Vec::new();
        let mut add = |word: &'static str, ids: Vec<String>| {
            if !ids.is_empty() {
                list.push((word, ids));
            }
        };
        // An amendment that changes nothing could not be told from what it amends.
        let same = self.version > 1 && self.text().digest() == self.base.digest();
        add(
            "unchanged",
            same.then(|| self.version.to_string()).into_iter().collect(),
        );
        add("bracketed", text.contested());
        let in_state = |state: &dyn Fn(State) -> bool| -> Vec<String> {
            clauses()
                .filter(|c| state(c.state(pieces, all)))
                .map(name)
                .collect()
        };
        add("blank", in_state(&|s| s == State::Open));
        let mut open = in_state(&|s| matches!(s, State::Proposed | State::AgreedAdRef));
        let terms = text.terms();
        let agreed = terms.digest().map(|d| terms.said.agreed(&d, true));
        if agreed.is_some_and(|a| a != all) {
            open.push(TERMS.to_owned());
        }
        add("not-agreed", open);
        let mut reserved: Vec<String> = clauses()
            .filter(|c| !c.said.reservations.is_empty())
            .map(name)
            .collect();
        if !terms.said.reservations.is_empty() {
            reserved.push(TERMS.to_owned());
        }
        add("reserved", reserved);
        if text.langs().len() > 1 {
            let apart =
                clauses().filter(|c| c.concordant(pieces) != all && c.clean(pieces).is_some());
            add("not-concordant", apart.map(name).collect());
        }
        if let Err(detail) = self.fitting_terms() {
            add("terms", vec![detail]);
        }
        list
    }

    fn fitting_terms(&self) -> Result<(), String> {
        let Ok(instrument) = self.text().instrument() else {
            return Ok(());
        };
        let terms = Terms::parse(&instrument.terms)?;
        for basis in terms.bases() {
            let ids = instrument.provisions.iter().map(|p| &p.id);
            if !crate::check::has_provision(ids, basis) {
                return Err(format!(
                    "a field rests on provision {basis}, which the text does not have"
                ));
            }
        }
        Ok(())
    }
}

/// What one party wrote in one version; bounded, since all of it stays in memory.
#[derive(Debug, Clone, Copy, Default)]
struct Written {
    turns: u32,
    changes: usize,
    bytes: usize,
}

impl Written {
    fn add(&mut self, turn: &Turn) {
        let (changes, bytes) = check::weight(turn);
        self.turns = self.turns.saturating_add(1);
        self.changes = self.changes.saturating_add(changes);
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// Whether sizes a party had stored cover another's entry.
#[must_use]
pub fn saw(seen: &[(PartyId, u64)], of: &PartyId, n: u64) -> bool {
    seen.iter().any(|(party, size)| party == of && *size > n)
}
