//! The runs in which two sequences differ.

use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::{cmp::Ordering, collections::BTreeMap, ops::Range};

/// Most tokens, of both sides together, compared with all their alternatives. The cost grows with
/// the square, and core has no clock to stop by.
pub(super) const WORK: usize = 3000;

/// How many tokens in a row, found once in either text, are taken for the same place.
const GRAM: usize = 4;

/// A changed run: the range of the old sequence, and of the new one that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// The changed runs in ascending order, no two touching.
pub(super) fn align(old: &[u32], new: &[u32]) -> Vec<Run> {
    let mut all = Vec::new();
    if work(old, new) <= WORK {
        exact(old, new, (0, 0), &mut all);
        return all;
    }
    let (mut a, mut b) = (0usize, 0usize);
    let ends = std::iter::once((old.len(), new.len()));
    for (end_a, end_b) in anchors(old, new).into_iter().chain(ends) {
        let part_a = old.get(a..end_a).unwrap_or_default();
        let part_b = new.get(b..end_b).unwrap_or_default();
        exact(part_a, part_b, (a, b), &mut all);
        (a, b) = (end_a, end_b);
    }
    all
}

/// Numbers for tokens: equal ones get the same.
pub(super) fn number<'a>(old: &[&'a str], new: &[&'a str]) -> (Vec<u32>, Vec<u32>) {
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    let mut ids = |tokens: &[&'a str]| {
        let all = tokens.iter().map(|token| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(token).or_insert(next)
        });
        all.collect::<Vec<u32>>()
    };
    let first = ids(old);
    let second = ids(new);
    (first, second)
}

fn work(old: &[u32], new: &[u32]) -> usize {
    let head = shared(old.iter(), new.iter());
    let tail = shared(old.iter().rev(), new.iter().rev());
    let both = old.len().saturating_add(new.len());
    both.saturating_sub(head.saturating_add(tail).saturating_mul(2))
}

fn shared<'a>(a: impl Iterator<Item = &'a u32>, b: impl Iterator<Item = &'a u32>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// The shortest edit; what is too long for it is one run.
fn exact(old: &[u32], new: &[u32], (a, b): (usize, usize), all: &mut Vec<Run>) {
    let head = shared(old.iter(), new.iter());
    let short = old.len().min(new.len()).saturating_sub(head);
    let tail = shared(old.iter().rev(), new.iter().rev()).min(short);
    let middle = |side: &[u32]| head..side.len().saturating_sub(tail);
    let part = |range: Range<usize>, from: usize| {
        range.start.saturating_add(from)..range.end.saturating_add(from)
    };
    let (range_a, range_b) = (middle(old), middle(new));
    let rest_a = old.get(range_a.clone()).unwrap_or_default();
    let rest_b = new.get(range_b.clone()).unwrap_or_default();
    let (a, b) = (a.saturating_add(head), b.saturating_add(head));
    if rest_a.len().saturating_add(rest_b.len()) > WORK {
        let whole = |side: &[u32]| 0..side.len();
        push(all, part(whole(rest_a), a), part(whole(rest_b), b));
        return;
    }
    // Only lengths are read: the positions of an operation are not kept up by similar 2 when it
    // moves insertions and deletions.
    let (mut at_a, mut at_b) = (a, b);
    for op in capture_diff_slices(Algorithm::Myers, rest_a, rest_b) {
        let end_a = at_a.saturating_add(op.old_range().len());
        let end_b = at_b.saturating_add(op.new_range().len());
        if op.tag() != DiffTag::Equal {
            push(all, at_a..end_a, at_b..end_b);
        }
        (at_a, at_b) = (end_a, end_b);
    }
}

fn push(all: &mut Vec<Run>, old: Range<usize>, new: Range<usize>) {
    if old.is_empty() && new.is_empty() {
        return;
    }
    match all.last_mut() {
        Some(last) if last.old.end == old.start && last.new.end == new.start => {
            last.old.end = old.end;
            last.new.end = new.end;
        }
        _ => all.push(Run { old, new }),
    }
}

/// Places that are surely the same: where a row of tokens found once in either text starts, as
/// far as these places are in the same order in both.
fn anchors(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let (first, second) = (once(old), once(new));
    let mut pairs: Vec<(usize, usize)> = first
        .into_iter()
        .filter_map(|(gram, a)| Some((a?, (*second.get(gram)?)?)))
        .collect();
    pairs.sort_unstable();
    ascending(&pairs)
}

/// Where each row of tokens starts, if it is there once.
fn once(tokens: &[u32]) -> BTreeMap<&[u32], Option<usize>> {
    let mut all = BTreeMap::new();
    for (at, gram) in tokens.windows(GRAM).enumerate() {
        all.entry(gram)
            .and_modify(|place| *place = None)
            .or_insert(Some(at));
    }
    all
}

/// The longest part of the pairs whose second ascends as the first does.
fn ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |at: &usize| pairs.get(*at).map(|pair| pair.1);
    for (at, pair) in pairs.iter().enumerate() {
        let place = tails.partition_point(|tail| second(tail).cmp(&Some(pair.1)) == Ordering::Less);
        before.push(place.checked_sub(1).and_then(|p| tails.get(p)).copied());
        match tails.get_mut(place) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut all = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(at) = next {
        all.extend(pairs.get(at).copied());
        next = before.get(at).copied().flatten();
    }
    all.reverse();
    all
}
