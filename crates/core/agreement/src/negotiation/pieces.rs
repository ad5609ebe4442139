//! Every text anybody wrote, kept whole under its key; and sets of parties.

use entente_model::turn::{Cut, Key};
use std::{collections::BTreeMap, sync::Arc};

/// Most parties of one agreement.
pub const MAX_PARTIES: usize = 64;

/// A set of parties, by their index in the instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Parties(u64);

impl Parties {
    /// One party.
    #[must_use]
    pub fn one(party: usize) -> Self {
        let mut set = Self::default();
        set.insert(party);
        set
    }

    /// The first `n` parties.
    #[must_use]
    pub fn first_n(n: usize) -> Self {
        (0..n.min(MAX_PARTIES)).fold(Self::default(), |mut set, party| {
            set.insert(party);
            set
        })
    }

    /// Adds one; an index past the limit is not added.
    pub fn insert(&mut self, party: usize) {
        if party < MAX_PARTIES {
            self.0 |= 1u64 << party;
        }
    }

    /// Whether a party is in it.
    #[must_use]
    pub fn has(self, party: usize) -> bool {
        party < MAX_PARTIES && self.0 & (1u64 << party) != 0
    }

    /// Without one.
    #[must_use]
    pub fn without(self, party: usize) -> Self {
        if party < MAX_PARTIES {
            Self(self.0 & !(1u64 << party))
        } else {
            self
        }
    }

    /// Both together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Nobody.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The lowest index.
    #[must_use]
    pub fn first(self) -> Option<usize> {
        self.iter().next()
    }

    /// The indices, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..MAX_PARTIES).filter(move |p| self.has(*p))
    }
}

/// Characters `from..to` of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seg {
    /// The piece.
    pub key: Key,
    /// First character.
    pub from: u32,
    /// One past the last.
    pub to: u32,
}

impl Seg {
    pub(super) fn has(&self, key: &Key, n: u32) -> bool {
        self.key == *key && self.from <= n && n < self.to
    }

    pub(super) fn overlaps(&self, key: &Key, from: u32, to: u32) -> bool {
        self.common(key, from, to) > 0
    }

    pub(super) fn common(&self, key: &Key, from: u32, to: u32) -> u32 {
        if self.key != *key {
            return 0;
        }
        self.to.min(to).saturating_sub(self.from.max(from))
    }

    pub(super) fn split(&self, n: u32) -> (Self, Self) {
        let n = n.clamp(self.from, self.to);
        let half = |from, to| Self {
            key: self.key.clone(),
            from,
            to,
        };
        (half(self.from, n), half(n, self.to))
    }

    /// What is left without another's characters.
    pub(super) fn less(&self, other: &Self) -> Vec<Self> {
        let cut = Cut::Chars(other.key.clone(), other.from, other.to);
        self.minus(&[cut])
            .into_iter()
            .filter_map(Result::ok)
            .collect()
    }

    /// In order: what is kept, and (as errors) what is cut.
    pub(super) fn minus(&self, cuts: &[Cut]) -> Vec<Result<Self, Self>> {
        let mut parts = vec![Ok(self.clone())];
        for cut in cuts {
            let Cut::Chars(key, from, to) = cut else {
                continue;
            };
            let mut next = Vec::new();
            for part in parts {
                match part {
                    Ok(seg) if seg.overlaps(key, *from, *to) => {
                        let (left, rest) = seg.split(*from);
                        let (gone, right) = rest.split(*to);
                        next.extend(left.some().map(Ok));
                        next.extend(gone.some().map(Err));
                        next.extend(right.some().map(Ok));
                    }
                    other => next.push(other),
                }
            }
            parts = next;
        }
        parts
    }

    fn some(self) -> Option<Self> {
        (self.from < self.to).then_some(self)
    }
}

/// The texts by key.
#[derive(Debug, Clone, Default)]
pub struct Pieces {
    all: Arc<BTreeMap<Key, Arc<[char]>>>,
}

impl Pieces {
    /// Keeps a text; gives all of it as a segment, or none when it is empty.
    pub(super) fn keep(&mut self, key: Key, text: &str) -> Option<Seg> {
        let chars: Arc<[char]> = text.chars().collect();
        let to = u32::try_from(chars.len()).unwrap_or(u32::MAX);
        Arc::make_mut(&mut self.all).insert(key.clone(), chars);
        Seg { key, from: 0, to }.some()
    }

    /// The same pieces, shared.
    pub(super) fn clone_handle(&self) -> Self {
        Self {
            all: Arc::clone(&self.all),
        }
    }

    /// All of a piece, unless it is empty or unknown.
    #[must_use]
    pub fn whole(&self, key: &Key) -> Option<Seg> {
        let to = self.len(key)?;
        let key = key.clone();
        Seg { key, from: 0, to }.some()
    }

    /// Length of a piece in characters.
    #[must_use]
    pub fn len(&self, key: &Key) -> Option<u32> {
        let chars = self.all.get(key)?;
        u32::try_from(chars.len()).ok()
    }

    /// The characters of a segment.
    #[must_use]
    pub fn text(&self, seg: &Seg) -> String {
        let at = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        let Some(chars) = self.all.get(&seg.key) else {
            return String::new();
        };
        chars.iter().take(at(seg.to)).skip(at(seg.from)).collect()
    }

    /// Several segments in order.
    #[must_use]
    pub fn joined(&self, segs: &[Seg]) -> String {
        segs.iter().map(|seg| self.text(seg)).collect()
    }

    /// Every text under its key.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, String)> {
        self.all
            .iter()
            .map(|(k, chars)| (k, chars.iter().collect()))
    }
}
