//! A bracket: competing wordings of one run, and who stands behind each (rules a to c).

use super::{
    field::{Change, Span},
    pieces::{Parties, Pieces, Seg},
};
use entente_model::turn::{Anchor, Cut, Key};

/// A wording that is not agreed (rules a to c).
#[derive(Debug, Clone)]
pub struct Bracket {
    /// Every hunk that opened or widened it; any of them names it.
    pub ids: Vec<Key>,
    /// Number within its provision.
    pub number: u32,
    /// The turn that opened it first.
    pub opened: u32,
    /// What stood there before, and who stood behind it.
    pub(super) cover: Vec<(Seg, Parties)>,
    /// What each party reads there, and since which turn.
    pub(super) readings: Vec<Reading>,
    /// What somebody read there once.
    pub(super) former: Vec<Vec<Seg>>,
}

#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) party: usize,
    pub(super) segs: Vec<Seg>,
    pub(super) since: u32,
}

/// One alternative: equal readings together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The text.
    pub text: String,
    /// Who reads it so.
    pub backers: Parties,
    /// Since which turn.
    pub since: u32,
}

impl Bracket {
    pub(super) fn over(taken: &[Span], key: Key, number: u32) -> Self {
        let mut bracket = Self {
            ids: Vec::new(),
            number,
            opened: key.1,
            cover: Vec::new(),
            readings: Vec::new(),
            former: Vec::new(),
        };
        for span in taken {
            match span {
                Span::Text(seg, backers) => bracket.cover.push((seg.clone(), *backers)),
                Span::Open(b) => {
                    bracket.ids.extend(b.ids.iter().cloned());
                    bracket.opened = bracket.opened.min(b.opened);
                    bracket.cover.extend(b.cover.iter().cloned());
                    bracket.former.extend(b.former.iter().cloned());
                    let read = b.readings.iter().map(|r| r.segs.clone());
                    bracket.former.extend(read);
                }
                Span::Edge(id, true) => {
                    let begins = |s: &Span| matches!(s, Span::Edge(other, false) if other == id);
                    if taken.iter().any(begins) && !bracket.ids.contains(id) {
                        bracket.ids.push(id.clone());
                    }
                }
                Span::Gone(..) | Span::Edge(..) => {}
            }
        }
        bracket.ids.push(key);
        bracket
    }

    /// The alternatives: equal readings together, in order of the turn they stand since, then of
    /// the parties' codes.
    #[must_use]
    pub fn alternatives(&self, pieces: &Pieces) -> Vec<Wording> {
        let mut all: Vec<Wording> = Vec::new();
        for reading in &self.readings {
            let text = pieces.joined(&reading.segs);
            match all.iter_mut().find(|w| w.text == text) {
                Some(known) => {
                    known.backers.insert(reading.party);
                    known.since = known.since.min(reading.since);
                }
                None => all.push(Wording {
                    text,
                    backers: Parties::one(reading.party),
                    since: reading.since,
                }),
            }
        }
        all.sort_by_key(|w| (w.since, w.backers.first()));
        all
    }

    /// What stood there before anybody opened it.
    #[must_use]
    pub fn before(&self, pieces: &Pieces) -> String {
        pieces.joined(&self.covered())
    }

    /// The key that opened it last.
    #[must_use]
    pub fn key(&self) -> Option<&Key> {
        self.ids.last()
    }

    /// Who reads it in some way.
    #[must_use]
    pub fn readers(&self) -> Parties {
        let mut all = Parties::default();
        self.readings.iter().for_each(|r| all.insert(r.party));
        all
    }

    pub(super) fn reading(&self, party: usize) -> Option<&[Seg]> {
        let own = self.readings.iter().find(|r| r.party == party)?;
        Some(&own.segs)
    }

    pub(super) fn covered(&self) -> Vec<Seg> {
        self.cover.iter().map(|(seg, _)| seg.clone()).collect()
    }

    pub(super) fn read(&mut self, party: usize, segs: Vec<Seg>, since: u32) {
        if let Some(at) = self.readings.iter().position(|r| r.party == party) {
            let old = self.readings.remove(at);
            self.former.push(old.segs);
        }
        self.readings.push(Reading { party, segs, since });
        self.readings.sort_by_key(|r| r.party);
    }

    /// Every sequence somebody read here: a party's own first, then what stood before.
    pub(super) fn sequences(&self, party: usize) -> Vec<Vec<Seg>> {
        let own = self.readings.iter().filter(|r| r.party == party);
        let rest = self.readings.iter().filter(|r| r.party != party);
        own.map(|r| r.segs.clone())
            .chain([self.covered()])
            .chain(rest.map(|r| r.segs.clone()))
            .chain(self.former.iter().cloned())
            .collect()
    }

    /// What the author of a change saw here: the sequence with most of the characters it names.
    pub(super) fn base_for(&self, party: usize, change: &Change<'_>) -> Vec<Seg> {
        let hits = |segs: &[Seg]| {
            let cut = |seg: &Seg| -> u32 {
                let at = match change.at {
                    Some(Anchor::Char(key, n)) if change.cut.is_empty() => {
                        u32::from(seg.has(key, *n))
                    }
                    _ => 0,
                };
                change
                    .cut
                    .iter()
                    .map(|cut| match cut {
                        Cut::Chars(key, from, to) => seg.common(key, *from, *to),
                        Cut::Bracket(_) => 0,
                    })
                    .fold(at, u32::saturating_add)
            };
            segs.iter().map(cut).fold(0, u32::saturating_add)
        };
        let mut best = (0, self.covered());
        for segs in self.sequences(party) {
            let n = hits(&segs);
            if n > best.0 {
                best = (n, segs);
            }
        }
        best.1
    }

    pub(super) fn has(&self, key: &Key, n: u32) -> bool {
        self.overlaps(key, n, n.saturating_add(1))
    }

    pub(super) fn overlaps(&self, key: &Key, from: u32, to: u32) -> bool {
        let read = self.readings.iter().flat_map(|r| &r.segs);
        let former = self.former.iter().flatten();
        self.cover
            .iter()
            .map(|(seg, _)| seg)
            .chain(read)
            .chain(former)
            .any(|seg| seg.overlaps(key, from, to))
    }

    /// The spans when `segs` is what everybody reads.
    pub(super) fn closed(&self, segs: Vec<Seg>, all: Parties) -> Vec<Span> {
        let mut spans: Vec<Span> = self.edges(false).collect();
        let others = self
            .cover
            .iter()
            .map(|(seg, _)| seg)
            .chain(self.readings.iter().flat_map(|r| &r.segs))
            .chain(self.former.iter().flatten());
        let mut gone: Vec<Seg> = Vec::new();
        for seg in others {
            let mut rest = vec![seg.clone()];
            for kept in segs.iter().chain(&gone) {
                rest = rest.iter().flat_map(|s| s.less(kept)).collect();
            }
            gone.extend(rest);
        }
        spans.extend(self.gone(gone));
        spans.extend(segs.into_iter().map(|seg| Span::Text(seg, all)));
        spans.extend(self.edges(true));
        spans
    }

    /// The spans when only what stood before is left.
    pub(super) fn dissolved(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self.edges(false).collect();
        let mut gone: Vec<Seg> = Vec::new();
        for seg in self.former.iter().flatten() {
            let mut rest = vec![seg.clone()];
            let kept: Vec<Seg> = self.covered();
            for kept in kept.iter().chain(&gone) {
                rest = rest.iter().flat_map(|s| s.less(kept)).collect();
            }
            gone.extend(rest);
        }
        spans.extend(self.gone(gone));
        let cover = self.cover.iter().cloned();
        spans.extend(cover.map(|(seg, backers)| Span::Text(seg, backers)));
        spans.extend(self.edges(true));
        spans
    }

    pub(super) fn gone(&self, segs: Vec<Seg>) -> impl Iterator<Item = Span> + '_ {
        let by = self.ids.last().cloned();
        segs.into_iter()
            .filter_map(move |seg| Some(Span::Gone(seg, by.clone()?)))
    }

    pub(super) fn edges(&self, end: bool) -> impl Iterator<Item = Span> + '_ {
        self.ids.iter().map(move |id| Span::Edge(id.clone(), end))
    }
}
