//! One text: a heading or body in one language, as runs that are clean or bracketed. Every
//! character keeps its identity, so a change means the same whatever arrived in between.

use super::{
    bracket::{Bracket, Reading},
    pieces::{Parties, Pieces, Seg},
};
use entente_model::{
    Digest,
    turn::{Anchor, Cut, Key, wording_digest},
};
use std::collections::BTreeSet;

#[derive(Debug, Clone)]
pub(super) enum Span {
    Text(Seg, Parties),
    /// Characters that went, and with which change; kept as places.
    Gone(Seg, Key),
    Open(Box<Bracket>),
    /// Beginning or end of what a change replaced, or of a closed bracket.
    Edge(Key, bool),
}

/// A run as seen from outside.
#[derive(Debug)]
pub enum Part<'a> {
    /// Clean text and who stands behind it.
    Clean(&'a Seg, Parties),
    /// An open bracket.
    Bracket(&'a Bracket),
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Field {
    spans: Vec<Span>,
}

/// Who changes, as whom, and what of the past the author had seen.
pub(super) struct Hand<'a> {
    pub(super) party: usize,
    pub(super) no: u32,
    /// The change is everybody's: a chair's text that all accepted.
    pub(super) for_all: bool,
    pub(super) all: Parties,
    pub(super) pieces: &'a Pieces,
    /// Whether the author had seen the hunk with this key.
    pub(super) seen: &'a dyn Fn(&Key) -> bool,
}

/// A hunk ready to apply.
pub(super) struct Change<'a> {
    pub(super) key: Key,
    pub(super) cut: &'a [Cut],
    pub(super) at: Option<&'a Anchor>,
    pub(super) put: Option<Seg>,
}

impl Field {
    /// A text nobody has contested.
    pub(super) fn of(seg: Option<Seg>, backers: Parties) -> Self {
        Self {
            spans: seg.map(|s| Span::Text(s, backers)).into_iter().collect(),
        }
    }

    /// The runs in order.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.spans.iter().filter_map(|span| match span {
            Span::Text(seg, backers) => Some(Part::Clean(seg, *backers)),
            Span::Open(bracket) => Some(Part::Bracket(bracket)),
            Span::Gone(..) | Span::Edge(..) => None,
        })
    }

    /// Open brackets.
    pub fn brackets(&self) -> impl Iterator<Item = &Bracket> {
        self.parts().filter_map(|part| match part {
            Part::Bracket(bracket) => Some(bracket),
            Part::Clean(..) => None,
        })
    }

    /// The text, unless a bracket is open.
    #[must_use]
    pub fn clean(&self, pieces: &Pieces) -> Option<String> {
        let mut text = String::new();
        for part in self.parts() {
            match part {
                Part::Clean(seg, _) => text.push_str(&pieces.text(seg)),
                Part::Bracket(_) => return None,
            }
        }
        Some(text)
    }

    /// What one party would have it read: its own reading of each bracket, else what stood there.
    #[must_use]
    pub fn reading(&self, party: usize, pieces: &Pieces) -> String {
        self.parts()
            .map(|part| match part {
                Part::Clean(seg, _) => pieces.text(seg),
                Part::Bracket(b) => match b.reading(party) {
                    Some(segs) => pieces.joined(segs),
                    None => pieces.joined(&b.covered()),
                },
            })
            .collect()
    }

    /// Everybody in `party` stands behind the clean text.
    pub(super) fn back_clean(&mut self, party: usize) {
        for span in &mut self.spans {
            if let Span::Text(_, backers) = span {
                backers.insert(party);
            }
        }
    }

    /// Applies one change; `next` numbers a new bracket.
    pub(super) fn change(&mut self, hand: &Hand<'_>, change: &Change<'_>, next: &mut u32) {
        let (lo, hi) = self.region(hand, change);
        if hand.for_all {
            let segs = self.own_reading(hand, change, lo, hi);
            let taken = self.take(lo, hi);
            let bracket = Bracket::over(&taken, change.key.clone(), 0);
            let spans = bracket.closed(segs, hand.all);
            self.put_back(lo, spans);
        } else if self.is_own(lo, hi, hand.party) {
            self.replace(lo, hi, hand, change);
        } else {
            self.bracket(lo, hi, hand, change, next);
        }
    }

    /// `party` reads the bracket as the alternative with this digest. False when it has none.
    pub(super) fn back(&mut self, hand: &Hand<'_>, bracket: &Key, text: &Digest) -> bool {
        let Some((at, open)) = self.open(bracket) else {
            return false;
        };
        let of = |segs: &Vec<Seg>| wording_digest(&hand.pieces.joined(segs)) == *text;
        let covered = open.covered();
        let found = open
            .readings
            .iter()
            .map(|r| &r.segs)
            .chain(&open.former)
            .chain([&covered])
            .find(|segs| of(segs))
            .cloned();
        let Some(segs) = found else { return false };
        open.read(hand.party, segs, hand.no);
        self.close_if_agreed(at, hand);
        true
    }

    /// `party` withdraws its alternative; the bracket dissolves when only what stood there before
    /// is left.
    pub(super) fn withdraw(&mut self, hand: &Hand<'_>, bracket: &Key) -> bool {
        let Some((at, open)) = self.open(bracket) else {
            return false;
        };
        let Some(own) = open.readings.iter().position(|r| r.party == hand.party) else {
            return false;
        };
        let gone = open.readings.remove(own);
        open.former.push(gone.segs);
        let before = hand.pieces.joined(&open.covered());
        let only_before = open
            .readings
            .iter()
            .all(|r| hand.pieces.joined(&r.segs) == before);
        if only_before && let Some(Span::Open(open)) = self.spans.get(at).cloned() {
            let spans = open.dissolved();
            self.spans.splice(at..at.saturating_add(1), spans);
        }
        true
    }

    fn open(&mut self, key: &Key) -> Option<(usize, &mut Bracket)> {
        self.spans
            .iter_mut()
            .enumerate()
            .find_map(|(at, span)| match span {
                Span::Open(bracket) if bracket.ids.contains(key) => Some((at, &mut **bracket)),
                _ => None,
            })
    }

    /// The spans a change touches, isolated at their edges.
    fn region(&mut self, hand: &Hand<'_>, change: &Change<'_>) -> (usize, usize) {
        for cut in change.cut {
            if let Cut::Chars(key, from, to) = cut {
                self.split(key, *from);
                self.split(key, *to);
            }
        }
        let touched = self.hits(change.cut);
        if let (Some(first), Some(last)) = (touched.first(), touched.last()) {
            return self.widened(*first, last.saturating_add(1), hand);
        }
        let at = self.position(change.at);
        let inside = at.checked_sub(1).filter(|before| {
            matches!((self.spans.get(*before), change.at),
                (Some(Span::Open(b)), Some(Anchor::Char(key, n))) if b.has(key, *n))
        });
        if let Some(inside) = inside {
            return (inside, at);
        }
        // Somebody inserted at the same place without either having seen the other.
        match self.spans.get(at) {
            Some(Span::Open(b)) if b.cover.is_empty() && !b.ids.iter().any(hand.seen) => {
                (at, at.saturating_add(1))
            }
            Some(Span::Edge(id, false)) if !(hand.seen)(id) => match self.inserted(at, id) {
                Some(end) => self.widened(at, end, hand),
                None => self.widened(at, at, hand),
            },
            _ => self.widened(at, at, hand),
        }
    }

    /// End of what one change inserted here without taking anything away.
    fn inserted(&self, at: usize, id: &Key) -> Option<usize> {
        let ends = |span: &Span| matches!(span, Span::Edge(other, true) if other == id);
        let end = self.spans.iter().rposition(ends)?;
        let takes = |span: &Span| matches!(span, Span::Gone(_, by) if by == id);
        let pure = end > at && !self.slice(at, end).any(takes);
        pure.then(|| end.saturating_add(1))
    }

    /// What somebody replaced without the author having seen it is one run with what the author
    /// replaces there.
    fn widened(&self, mut lo: usize, mut hi: usize, hand: &Hand<'_>) -> (usize, usize) {
        let mut grown = true;
        while grown {
            grown = false;
            for (from, to) in self.unseen(hand) {
                let meets = from < hi.max(lo.saturating_add(1)) && to > lo;
                if meets && (from < lo || to > hi) {
                    (lo, hi, grown) = (lo.min(from), hi.max(to), true);
                }
            }
        }
        (lo, hi)
    }

    /// Where something was replaced, or a bracket closed, that the author had not seen opened.
    fn unseen(&self, hand: &Hand<'_>) -> Vec<(usize, usize)> {
        let begins = self
            .spans
            .iter()
            .enumerate()
            .filter_map(|(at, span)| match span {
                Span::Edge(id, false) if !(hand.seen)(id) => Some((at, id)),
                _ => None,
            });
        begins
            .filter_map(|(at, id)| {
                let ends = |span: &Span| matches!(span, Span::Edge(other, true) if other == id);
                let end = self.spans.iter().rposition(ends)?;
                (end > at).then(|| (at, end.saturating_add(1)))
            })
            .collect()
    }

    /// The spans that hold what is cut; of a bracket closed since, all between its edges.
    fn hits(&self, cuts: &[Cut]) -> BTreeSet<usize> {
        let mut hits = BTreeSet::new();
        for cut in cuts {
            let mut inside = false;
            for (at, span) in self.spans.iter().enumerate() {
                let edge = span.is_hit(cut);
                if let Span::Edge(_, end) = span
                    && edge
                {
                    inside = !end;
                }
                if edge || inside {
                    hits.insert(at);
                }
            }
        }
        hits
    }

    /// Index of the span before which an insertion goes.
    fn position(&mut self, at: Option<&Anchor>) -> usize {
        let end = self.spans.len();
        match at {
            Some(Anchor::Start) => 0,
            Some(Anchor::Char(key, n)) => {
                self.split(key, n.saturating_add(1));
                let hit = |span: &Span| match span {
                    Span::Text(seg, _) | Span::Gone(seg, _) => seg.has(key, *n),
                    Span::Open(bracket) => bracket.has(key, *n),
                    Span::Edge(..) => false,
                };
                let found = self.spans.iter().position(hit);
                found.map_or(end, |i| i.saturating_add(1))
            }
            Some(Anchor::Bracket(key)) => {
                let hit = |span: &Span| match span {
                    Span::Open(bracket) => bracket.ids.contains(key),
                    Span::Edge(id, end) => id == key && *end,
                    _ => false,
                };
                let found = self.spans.iter().rposition(hit);
                found.map_or(end, |i| i.saturating_add(1))
            }
            None => end,
        }
    }

    /// Splits the text or gone span of a piece before its character `n`.
    fn split(&mut self, key: &Key, n: u32) {
        let inside = |seg: &Seg| seg.key == *key && seg.from < n && n < seg.to;
        let mut at = 0;
        while let Some(span) = self.spans.get(at) {
            let halves = match span {
                Span::Text(seg, b) if inside(seg) => {
                    let (l, r) = seg.split(n);
                    Some([Span::Text(l, *b), Span::Text(r, *b)])
                }
                Span::Gone(seg, by) if inside(seg) => {
                    let (l, r) = seg.split(n);
                    Some([Span::Gone(l, by.clone()), Span::Gone(r, by.clone())])
                }
                _ => None,
            };
            if let Some(halves) = halves {
                self.spans.splice(at..at.saturating_add(1), halves);
            }
            at = at.saturating_add(1);
        }
    }

    /// Who stands behind the text next to a place.
    fn neighbours(&self, at: usize) -> Parties {
        let of = |span: &Span| match span {
            Span::Text(_, backers) => Some(*backers),
            Span::Open(bracket) => Some(bracket.readers()),
            _ => None,
        };
        let left = self.spans.iter().take(at).rev().find_map(of);
        left.or_else(|| self.spans.iter().skip(at).find_map(of))
            .unwrap_or_default()
    }

    /// Whether nobody else stands behind what is there.
    fn is_own(&self, lo: usize, hi: usize, party: usize) -> bool {
        let mut backers = Parties::default();
        let mut text = false;
        for span in self.slice(lo, hi) {
            match span {
                Span::Open(_) => return false,
                Span::Text(_, b) => (backers, text) = (backers.union(*b), true),
                Span::Gone(..) | Span::Edge(..) => {}
            }
        }
        if !text {
            backers = self.neighbours(lo);
        }
        backers.without(party).is_empty()
    }

    fn slice(&self, lo: usize, hi: usize) -> impl Iterator<Item = &Span> {
        self.spans.iter().take(hi).skip(lo)
    }

    fn take(&mut self, lo: usize, hi: usize) -> Vec<Span> {
        let end = hi.min(self.spans.len());
        self.spans.drain(lo.min(end)..end).collect()
    }

    fn put_back(&mut self, at: usize, spans: Vec<Span>) {
        let at = at.min(self.spans.len());
        self.spans.splice(at..at, spans);
    }

    /// A change of the author's own wording: no bracket, nothing lost.
    fn replace(&mut self, lo: usize, hi: usize, hand: &Hand<'_>, change: &Change<'_>) {
        let mut put = change
            .put
            .clone()
            .map(|seg| Span::Text(seg, Parties::one(hand.party)));
        let mut spans = vec![Span::Edge(change.key.clone(), false)];
        let hits = self.hits(change.cut);
        for (at, span) in (lo..).zip(self.take(lo, hi)) {
            match span {
                Span::Text(seg, _) if hits.contains(&at) => {
                    spans.push(Span::Gone(seg, change.key.clone()));
                    spans.extend(put.take());
                }
                other => spans.push(other),
            }
        }
        spans.extend(put);
        spans.push(Span::Edge(change.key.clone(), true));
        self.put_back(lo, spans);
    }

    /// A change of wording others stand behind.
    fn bracket(
        &mut self,
        lo: usize,
        hi: usize,
        hand: &Hand<'_>,
        change: &Change<'_>,
        next: &mut u32,
    ) {
        let own = self.own_reading(hand, change, lo, hi);
        let others = self.others(lo, hi).without(hand.party);
        let readings: Vec<Reading> = others
            .iter()
            .map(|party| {
                let (segs, since) = self.reading_of(lo, hi, party);
                Reading { party, segs, since }
            })
            .collect();
        let taken = self.take(lo, hi);
        let number = taken.iter().find_map(Span::number).unwrap_or_else(|| {
            *next = next.saturating_add(1);
            *next
        });
        let mut bracket = Bracket::over(&taken, change.key.clone(), number);
        bracket.readings = readings;
        bracket.readings.push(Reading {
            party: hand.party,
            segs: own,
            since: hand.no,
        });
        bracket.readings.sort_by_key(|r| r.party);
        let mut spans: Vec<Span> = taken
            .into_iter()
            .filter(|s| matches!(s, Span::Gone(..)))
            .collect();
        let at = lo.min(self.spans.len()).saturating_add(spans.len());
        spans.push(Span::Open(Box::new(bracket)));
        self.put_back(lo, spans);
        self.close_if_agreed(at, hand);
    }

    fn others(&self, lo: usize, hi: usize) -> Parties {
        let mut all = Parties::default();
        let mut visible = false;
        for span in self.slice(lo, hi) {
            match span {
                Span::Text(_, b) => (all, visible) = (all.union(*b), true),
                Span::Open(b) => (all, visible) = (all.union(b.readers()), true),
                _ => {}
            }
        }
        if visible { all } else { self.neighbours(lo) }
    }

    fn reading_of(&self, lo: usize, hi: usize, party: usize) -> (Vec<Seg>, u32) {
        let (mut segs, mut since) = (Vec::new(), 0);
        for span in self.slice(lo, hi) {
            match span {
                Span::Text(seg, _) => segs.push(seg.clone()),
                Span::Open(bracket) => {
                    let own = bracket.readings.iter().find(|r| r.party == party);
                    match own {
                        Some(own) => {
                            segs.extend(own.segs.iter().cloned());
                            since = since.max(own.since);
                        }
                        None => segs.extend(bracket.covered()),
                    }
                }
                _ => {}
            }
        }
        if since == 0 {
            since = segs.iter().map(|s| s.key.1).max().unwrap_or(0);
        }
        (segs, since)
    }

    /// What the author reads in a region after its change.
    fn own_reading(&self, hand: &Hand<'_>, change: &Change<'_>, lo: usize, hi: usize) -> Vec<Seg> {
        let mut own = Own {
            put: change.put.clone(),
            segs: Vec::new(),
        };
        let hits = self.hits(change.cut);
        let known = hand.seen;
        for (at, span) in (lo..).zip(self.slice(lo, hi)) {
            match span {
                Span::Text(..) | Span::Gone(..) if hits.contains(&at) => own.place(),
                // What came without the author having seen it is not its reading; what went
                // without, still is.
                Span::Text(seg, _) if !known(&seg.key) => {}
                Span::Text(seg, _) => own.segs.push(seg.clone()),
                Span::Gone(seg, by) if known(&seg.key) && !known(by) => {
                    own.segs.push(seg.clone());
                }
                Span::Gone(..) | Span::Edge(..) => {}
                Span::Open(bracket) => own.through(bracket, hand, change),
            }
        }
        own.place();
        own.segs
    }

    fn close_if_agreed(&mut self, at: usize, hand: &Hand<'_>) {
        let Some(Span::Open(bracket)) = self.spans.get(at) else {
            return;
        };
        if bracket.readers() != hand.all {
            return;
        }
        let mut texts = bracket.readings.iter().map(|r| hand.pieces.joined(&r.segs));
        let first = texts.next();
        if texts.any(|t| Some(&t) != first.as_ref()) {
            return;
        }
        let Some(segs) = bracket.readings.first().map(|r| r.segs.clone()) else {
            return;
        };
        let spans = bracket.closed(segs, hand.all);
        self.spans.splice(at..at.saturating_add(1), spans);
    }
}

/// The author's reading while it is put together.
struct Own {
    put: Option<Seg>,
    segs: Vec<Seg>,
}

impl Own {
    fn place(&mut self) {
        self.segs.extend(self.put.take());
    }

    fn through(&mut self, bracket: &Bracket, hand: &Hand<'_>, change: &Change<'_>) {
        let named = |cut: &Cut| matches!(cut, Cut::Bracket(key) if bracket.ids.contains(key));
        if change.cut.iter().any(named) {
            self.place();
            return;
        }
        for seg in bracket.base_for(hand.party, change) {
            for part in seg.minus(change.cut) {
                match part {
                    Ok(kept) => self.segs.push(kept),
                    Err(_) => self.place(),
                }
            }
            if let Some(Anchor::Char(key, n)) = change.at
                && change.cut.is_empty()
                && let Some(last) = self.segs.pop()
            {
                if last.has(key, *n) && n.saturating_add(1) < last.to {
                    let (left, right) = last.split(n.saturating_add(1));
                    self.segs.push(left);
                    self.place();
                    self.segs.push(right);
                } else {
                    let here = last.has(key, *n);
                    self.segs.push(last);
                    if here {
                        self.place();
                    }
                }
            }
        }
    }
}

impl Span {
    fn is_hit(&self, cut: &Cut) -> bool {
        match (self, cut) {
            (Self::Text(seg, _) | Self::Gone(seg, _), Cut::Chars(key, from, to)) => {
                seg.overlaps(key, *from, *to)
            }
            (Self::Open(b), Cut::Chars(key, from, to)) => b.overlaps(key, *from, *to),
            (Self::Open(b), Cut::Bracket(key)) => b.ids.contains(key),
            (Self::Edge(id, _), Cut::Bracket(key)) => id == key,
            _ => false,
        }
    }

    fn number(&self) -> Option<u32> {
        match self {
            Self::Open(bracket) => Some(bracket.number),
            _ => None,
        }
    }
}
