//! The index: SQLite FTS5 in memory, asked about one permitted document after the other.
//!
//! What a person may not see does not exist. Every question to the index names one permitted
//! document, so the documents that are not permitted are neither matched nor counted nor ranked, and
//! the rank is computed from permitted documents alone; FTS5's own `bm25` counts all and is not
//! used. The work is proportional to the permitted documents. What remains of the others: FTS5 looks
//! a word up in trees that hold all documents' words, whose depth grows with the logarithm of
//! everything, and seeks within a page of 4 KiB; microseconds that caches and the machine's other
//! work cover. How full the index is decides whether a body is taken in, which the person who adds
//! a document learns; that is the node, not a person searching.

use crate::{
    Query,
    query::Atom,
    rank::{self, Corpus, Counts},
    snippet::{self, Snippet},
    words::{self, BARRIER, BEGINNINGS, Kind},
};
use entente_model::problem::{Class, Problem};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// Longest body taken in, in bytes of UTF-8, all portions together.
pub const MAX_BODY: usize = 4 << 20;
/// Longest register fields, in bytes of UTF-8, each.
pub const MAX_FIELDS: usize = 16 << 10;
/// Bytes of a page of SQLite.
const PAGE: u64 = 4096;
/// What remains free of bodies, so that register fields still fit: one part in so many.
const SPARE: u64 = 8;
/// Documents put in before the trees are joined, at least; then a quarter of all.
const TIDY: usize = 64;
/// Words of a document that are suggested.
const SUGGESTED: usize = 64;

const SCHEMA: &str = "
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
PRAGMA journal_mode = MEMORY;
CREATE VIRTUAL TABLE docs USING fts5(
    name, field, body, words, starts,
    tokenize = 'ascii', columnsize = 0);
INSERT INTO docs(docs, rank) VALUES ('secure-delete', 1);
";

/// How much an index may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling {
    /// Documents.
    pub documents: usize,
    /// Bytes of memory, about; bodies are left out before register fields are.
    pub bytes: u64,
}

impl Default for Ceiling {
    /// A hundred thousand documents, 512 MiB.
    fn default() -> Self {
        Self {
            documents: 100_000,
            bytes: 512 << 20,
        }
    }
}

/// A document as it is put into the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Names the document; a document with the same key is replaced.
    pub key: String,
    /// What it belongs to, such as the agreement; see [`Index::remove_shelf`].
    pub shelf: String,
    /// Key of the whole document's mark, as [`Snippet::mark`] gives it back.
    pub mark: String,
    /// Register number or other reference.
    pub reference: String,
    /// Title.
    pub title: String,
    /// Purpose.
    pub purpose: String,
    /// Word of the level, as marked.
    pub level: String,
    /// Names of parties and officials.
    pub parties: Vec<String>,
    /// Dates as people write them.
    pub dates: Vec<String>,
    /// The text, in portions with marks of their own; none when it could not be extracted.
    pub body: Vec<Portion>,
}

/// A part of a document's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Portion {
    /// Key of the portion's mark; without one, the document's counts.
    pub mark: Option<String>,
    /// Text.
    pub text: String,
}

/// How much of a document's text is in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// The document has none.
    None,
    /// All of it.
    Whole,
    /// The first [`MAX_BODY`] bytes.
    Cut,
    /// Nothing: the index is full. The register fields are found.
    LeftOut,
}

/// What a search gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Permitted documents that fit.
    pub total: usize,
    /// The best of them, from the offset on.
    pub hits: Vec<Hit>,
}

/// A document that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its key.
    pub key: String,
    /// Its shelf.
    pub shelf: String,
    /// The key of its mark.
    pub mark: String,
    /// Where it fits.
    pub snippet: Snippet,
}

/// What is kept beside FTS5: the text as it is shown.
pub(crate) struct Card {
    id: i64,
    /// The document; strings are wiped when it goes.
    pub(crate) document: Held,
    /// Words of the body's stream.
    length: usize,
    suggested: Zeroizing<String>,
}

/// A document whose text is wiped from memory when it is dropped.
pub(crate) struct Held(pub(crate) Document);

impl Drop for Held {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        let document = &mut self.0;
        for text in [
            &mut document.reference,
            &mut document.title,
            &mut document.purpose,
        ] {
            text.zeroize();
        }
        document.parties.zeroize();
        document.dates.zeroize();
        for portion in &mut document.body {
            portion.text.zeroize();
        }
    }
}

/// Documents by their words. Nothing of it is on a disk.
pub struct Index {
    db: Connection,
    cards: BTreeMap<String, Card>,
    ceiling: Ceiling,
    next: i64,
    /// Bytes of text kept beside FTS5.
    kept: u64,
    /// Documents put in since the trees were last joined.
    changes: usize,
}

impl Index {
    /// An empty index.
    ///
    /// # Errors
    /// `SEARCH-006` when SQLite refuses.
    pub fn new(ceiling: Ceiling) -> Result<Self, Problem> {
        Self::over(Connection::open_in_memory().map_err(failed)?, ceiling)
    }

    fn over(db: Connection, ceiling: Ceiling) -> Result<Self, Problem> {
        db.execute_batch(SCHEMA).map_err(failed)?;
        let pages = (ceiling.bytes / PAGE).clamp(64, 1 << 30);
        db.execute_batch(&format!("PRAGMA max_page_count = {pages};"))
            .map_err(failed)?;
        Ok(Self {
            db,
            cards: BTreeMap::new(),
            ceiling,
            next: 1,
            kept: 0,
            changes: 0,
        })
    }

    /// Documents in the index.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// Bytes in use, about.
    ///
    /// # Errors
    /// `SEARCH-006`.
    pub fn bytes(&self) -> Result<u64, Problem> {
        let pages: i64 = self
            .db
            .query_row("PRAGMA page_count", [], |r| r.get(0))
            .map_err(failed)?;
        let free: i64 = self
            .db
            .query_row("PRAGMA freelist_count", [], |r| r.get(0))
            .map_err(failed)?;
        let used = u64::try_from(pages.saturating_sub(free)).unwrap_or(0);
        Ok(used.saturating_mul(PAGE).saturating_add(self.kept))
    }

    /// Puts a document in, in the place of one with the same key.
    ///
    /// # Errors
    /// `SEARCH-007` when not even the register fields fit, `SEARCH-006` when SQLite fails. The
    /// document that was there before is gone in both cases.
    pub fn put(&mut self, mut document: Document) -> Result<Body, Problem> {
        self.remove(&document.key)?;
        if self.cards.len() >= self.ceiling.documents {
            return Err(self.full());
        }
        let cut = bound(&mut document);
        let has_body = document.body.iter().any(|p| !p.text.trim().is_empty());
        let mut body = match (has_body, cut) {
            (false, _) => Body::None,
            (true, false) => Body::Whole,
            (true, true) => Body::Cut,
        };
        let room = self.ceiling.bytes.saturating_sub(self.bytes()?);
        let for_body = room.saturating_sub(self.ceiling.bytes / SPARE);
        let needs = |s: &Streams| s.bytes().saturating_mul(3);
        // A stream is not shorter than its text; what cannot fit need not be read.
        let hopeless = text_bytes(&document).saturating_mul(3) > for_body;
        let mut streams = None;
        if has_body && !hopeless {
            streams = Some(Streams::of(&document)).filter(|s| needs(s) <= for_body);
        }
        if has_body && streams.is_none() {
            body = Body::LeftOut;
            document.body = Vec::new();
        }
        let streams = streams.unwrap_or_else(|| Streams::of(&document));
        if room < needs(&streams) {
            return Err(self.full());
        }
        if let Err(problem) = self.insert(self.next, &streams) {
            return Err(if full(&problem) {
                self.full()
            } else {
                failed(problem)
            });
        }
        let card = Card {
            id: self.next,
            length: streams.length,
            suggested: suggested(&document),
            document: Held(document),
        };
        self.next = self.next.saturating_add(1);
        self.changes = self.changes.saturating_add(1);
        self.kept = self.kept.saturating_add(kept(&card));
        self.cards.insert(card.document.0.key.clone(), card);
        if self.changes >= TIDY.max(self.cards.len() / 4) {
            self.settle()?;
        }
        Ok(body)
    }

    /// Joins FTS5's trees into one, so that a word is looked up once a document and not once a tree
    /// and document. [`Index::put`] does so now and then; worth calling after many were put in.
    ///
    /// # Errors
    /// `SEARCH-006`.
    pub fn settle(&mut self) -> Result<(), Problem> {
        self.changes = 0;
        match self
            .db
            .execute_batch("INSERT INTO docs(docs) VALUES ('optimize')")
        {
            // Without room to join them they stay apart; slower, and as true.
            Err(error) if !full(&error) => Err(failed(error)),
            _ => Ok(()),
        }
    }

    /// Takes a document out, with every trace: FTS5 removes its words from its trees, SQLite
    /// overwrites what it frees, and the text beside it is wiped. True when it was there.
    ///
    /// # Errors
    /// `SEARCH-006`.
    pub fn remove(&mut self, key: &str) -> Result<bool, Problem> {
        let Some(card) = self.cards.get(key) else {
            return Ok(false);
        };
        self.db
            .prepare_cached("DELETE FROM docs WHERE rowid = ?1")
            .and_then(|mut s| s.execute([card.id]))
            .map_err(failed)?;
        self.kept = self.kept.saturating_sub(kept(card));
        self.cards.remove(key);
        Ok(true)
    }

    /// Takes out every document of a shelf, and gives how many.
    ///
    /// # Errors
    /// `SEARCH-006`.
    pub fn remove_shelf(&mut self, shelf: &str) -> Result<usize, Problem> {
        let there = |c: &&Card| c.document.0.shelf == shelf;
        let cards = self.cards.values().filter(there);
        let keys: Vec<String> = cards.map(|c| c.document.0.key.clone()).collect();
        for key in &keys {
            self.remove(key)?;
        }
        Ok(keys.len())
    }

    /// The permitted documents that fit, best first; equal ones in the order of their keys.
    ///
    /// `allowed` is what the person who asks may see. It comes first: the answer is the same, to
    /// the byte, as that of an index which never held anything else.
    ///
    /// # Errors
    /// `SEARCH-006`.
    pub fn search(
        &self,
        query: &Query,
        allowed: &BTreeSet<String>,
        limit: usize,
        offset: usize,
    ) -> Result<Found, Problem> {
        let permitted: Vec<&Card> = allowed.iter().filter_map(|k| self.cards.get(k)).collect();
        let corpus = Corpus::of(permitted.iter().map(|c| c.length));
        let mut fits = vec![true; permitted.len()];
        let mut weights = Vec::with_capacity(query.must.len());
        for atom in &query.must {
            let here = self.having(atom, &permitted)?;
            weights.push(corpus.weight(here.iter().filter(|h| **h).count()));
            fits.iter_mut().zip(&here).for_each(|(f, h)| *f &= h);
        }
        for atom in &query.not {
            let here = self.having(atom, &permitted)?;
            fits.iter_mut().zip(&here).for_each(|(f, h)| *f &= !h);
        }
        let mut ranked = Vec::new();
        for card in permitted.iter().zip(&fits).filter(|(_, f)| **f) {
            ranked.push((self.score(card.0, query, &weights, &corpus)?, *card.0));
        }
        // Stable: the order of keys remains among equals.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let hits = ranked.iter().skip(offset).take(limit);
        Ok(Found {
            total: ranked.len(),
            hits: hits.map(|(_, card)| hit(card, query)).collect(),
        })
    }

    /// Words in the register fields of permitted documents that begin with what was typed, those of
    /// most documents first; equal ones in the order of the alphabet.
    #[must_use]
    pub fn suggest(&self, typed: &str, allowed: &BTreeSet<String>, limit: usize) -> Vec<String> {
        let folded = words::fold(typed.trim());
        if folded.is_empty() || folded.len() > MAX_FIELDS {
            return Vec::new();
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for card in allowed.iter().filter_map(|k| self.cards.get(k)) {
            let fit = card.suggested.split('\n');
            for word in fit.filter(|w| w.starts_with(folded.as_str())) {
                let count = counts.entry(word).or_default();
                *count = count.saturating_add(1);
            }
        }
        let mut found: Vec<(&str, usize)> = counts.into_iter().collect();
        found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let words = found.into_iter().take(limit);
        words.map(|(word, _)| word.to_owned()).collect()
    }

    /// Which of the permitted documents have a word.
    fn having(&self, atom: &Atom, permitted: &[&Card]) -> Result<Vec<bool>, Problem> {
        let expression = atom.expression();
        let needle = atom.needle();
        let mut out = Vec::with_capacity(permitted.len());
        for card in permitted {
            let mut found = self.matches(&expression, card)?;
            if found && atom.loose() {
                found = self.streams(card, |all| all.iter().any(|s| s.contains(&needle)))?;
            }
            out.push(found);
        }
        Ok(out)
    }

    /// One document, one lookup: the row's number narrows FTS5's cursor before anything is read.
    fn matches(&self, expression: &str, card: &Card) -> Result<bool, Problem> {
        self.db
            .prepare_cached("SELECT 1 FROM docs WHERE docs MATCH ?1 AND rowid = ?2")
            .and_then(|mut s| {
                s.query_row(params![expression, card.id], |_| Ok(()))
                    .optional()
            })
            .map(|row| row.is_some())
            .map_err(failed)
    }

    /// Looks at a document's streams where SQLite has them: name, field, body.
    fn streams<T>(&self, card: &Card, look: impl FnOnce([&str; 3]) -> T) -> Result<T, Problem> {
        self.db
            .prepare_cached("SELECT name, field, body FROM docs WHERE rowid = ?1")
            .and_then(|mut s| {
                s.query_row([card.id], |r| {
                    let text =
                        |at: usize| -> rusqlite::Result<&str> { Ok(r.get_ref(at)?.as_str()?) };
                    Ok(look([text(0)?, text(1)?, text(2)?]))
                })
            })
            .map_err(failed)
    }

    fn score(
        &self,
        card: &Card,
        query: &Query,
        weights: &[f64],
        corpus: &Corpus,
    ) -> Result<f64, Problem> {
        let needles = query.must.iter().map(Atom::needle);
        let needles: Vec<String> = needles.collect();
        let counted = self.streams(card, |all| {
            let count = |n: &String| all.map(|stream| rank::count(stream, n));
            needles.iter().map(count).collect::<Vec<_>>()
        })?;
        let mut score = 0.0;
        for ((atom, weight), [name, field, body]) in query.must.iter().zip(weights).zip(counted) {
            let word = match atom.as_word() {
                Some(expression) => self.matches(&expression, card)?,
                None => true,
            };
            let counts = Counts {
                name,
                field,
                body,
                word,
            };
            score += weight * corpus.share(&counts, card.length);
        }
        Ok(score)
    }

    fn insert(&self, id: i64, streams: &Streams) -> rusqlite::Result<()> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO docs(rowid, name, field, body, words, starts) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        insert.execute(params![
            id,
            *streams.name,
            *streams.field,
            *streams.body,
            *streams.words,
            *streams.starts
        ])?;
        Ok(())
    }

    fn full(&self) -> Problem {
        Problem::new("SEARCH-007", Class::Unexpected)
            .with("documents", self.ceiling.documents)
            .with("mebibytes", self.ceiling.bytes >> 20)
    }
}

/// What FTS5 is given of a document.
struct Streams {
    name: Zeroizing<String>,
    field: Zeroizing<String>,
    body: Zeroizing<String>,
    /// Words of the dictionary.
    words: Zeroizing<String>,
    /// Beginnings of words, each once.
    starts: Zeroizing<String>,
    /// Words of the body.
    length: usize,
}

impl Streams {
    fn of(document: &Document) -> Self {
        let names = [&document.reference, &document.title];
        let (name, _) = stream(names.into_iter());
        let level = [&document.purpose, &document.level].into_iter();
        let fields = level.chain(&document.parties).chain(&document.dates);
        let (field, _) = stream(fields.clone());
        let bodies = document.body.iter().map(|p| &p.text);
        let (body, length) = stream(bodies.clone());
        let mut dictionary = Zeroizing::new(String::new());
        for text in names.into_iter().chain(fields).chain(bodies) {
            for word in words::dictionary(text) {
                dictionary.push(' ');
                dictionary.push_str(&word);
            }
        }
        let streams = [&name, &field, &body];
        let all = streams.iter().flat_map(|s| s.split(' '));
        let mut beginnings: BTreeSet<String> = BTreeSet::new();
        for word in all.filter(|w| !w.is_empty() && *w != BARRIER) {
            let most = if word.starts_with(words::dense) {
                1
            } else {
                BEGINNINGS
            };
            let ends = word.char_indices().skip(1).map(|(at, _)| at);
            for end in ends.chain([word.len()]).take(most) {
                let start = word.get(..end).unwrap_or_default();
                if !beginnings.contains(start) {
                    beginnings.insert(start.to_owned());
                }
            }
        }
        let beginnings: Vec<String> = beginnings.into_iter().collect();
        Self {
            starts: Zeroizing::new(beginnings.join(" ")),
            words: dictionary,
            name,
            field,
            body,
            length,
        }
    }

    fn bytes(&self) -> u64 {
        let all = [
            &self.name,
            &self.field,
            &self.body,
            &self.words,
            &self.starts,
        ];
        let bytes = all.iter().map(|s| s.len()).fold(0, usize::saturating_add);
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

fn stream<'t>(texts: impl Iterator<Item = &'t String>) -> (Zeroizing<String>, usize) {
    let mut out = Zeroizing::new(String::new());
    let mut length = 0usize;
    for text in texts {
        length = length.saturating_add(words::stream(text, &mut out));
        out.push(' ');
        out.push_str(BARRIER);
    }
    out.push(' ');
    (out, length)
}

/// Cuts what is longer than allowed; true when the body was cut.
fn bound(document: &mut Document) -> bool {
    let singles = [
        &mut document.reference,
        &mut document.title,
        &mut document.purpose,
        &mut document.level,
    ];
    for text in singles {
        cut(text, MAX_FIELDS);
    }
    for list in [&mut document.parties, &mut document.dates] {
        let mut room = MAX_FIELDS;
        for text in list.iter_mut() {
            cut(text, room);
            room = room.saturating_sub(text.len().max(1));
        }
        list.retain(|t| !t.is_empty());
    }
    let mut room = MAX_BODY;
    let mut any = false;
    for portion in &mut document.body {
        any |= cut(&mut portion.text, room);
        room = room.saturating_sub(portion.text.len());
    }
    document.body.retain(|p| !p.text.is_empty());
    any
}

fn cut(text: &mut String, room: usize) -> bool {
    if text.len() <= room {
        return false;
    }
    let mut end = room;
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.truncate(end);
    text.shrink_to_fit();
    true
}

/// Words of the register fields, a line each.
fn suggested(document: &Document) -> Zeroizing<String> {
    let singles = [&document.reference, &document.title, &document.purpose];
    let mut words: BTreeSet<String> = BTreeSet::new();
    for text in singles.into_iter().chain(&document.parties) {
        let tokens = words::all(text).into_iter();
        let plain = tokens.filter(|t| t.kind == Kind::Word).map(|t| t.text);
        let long = |w: &String| w.chars().nth(1).is_some();
        words.extend(plain.chain(words::dictionary(text)).filter(long));
    }
    let words: Vec<String> = words.into_iter().take(SUGGESTED).collect();
    Zeroizing::new(words.join("\n"))
}

fn hit(card: &Card, query: &Query) -> Hit {
    let document = &card.document.0;
    Hit {
        key: document.key.clone(),
        shelf: document.shelf.clone(),
        mark: document.mark.clone(),
        snippet: snippet::of(document, &query.must),
    }
}

/// Bytes of a document's text.
fn text_bytes(document: &Document) -> u64 {
    let fields = [&document.reference, &document.title, &document.purpose];
    let texts = fields
        .into_iter()
        .chain(&document.parties)
        .chain(&document.dates)
        .chain(document.body.iter().map(|p| &p.text));
    let bytes = texts.map(String::len).fold(0, usize::saturating_add);
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// Bytes of what is kept beside FTS5, with the structures around the text.
fn kept(card: &Card) -> u64 {
    let suggested = u64::try_from(card.suggested.len()).unwrap_or(u64::MAX);
    text_bytes(&card.document.0)
        .saturating_add(suggested)
        .saturating_add(512)
}

fn full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

fn failed(error: rusqlite::Error) -> Problem {
    Problem::new("SEARCH-006", Class::Unexpected).with("detail", error)
}

#[cfg(test)]
mod tests;
