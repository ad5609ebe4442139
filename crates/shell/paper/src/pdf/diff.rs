//! Which words two texts have in common, in order. Bounded: rare sequences that both have once are
//! found first, what lies between them is compared word by word where it is short, and taken as
//! different where it is long.

use std::{collections::BTreeMap, ops::Range};

/// Longest table of a word-by-word comparison.
const TABLE: usize = 1_000_000;

/// Words that are equal in both: pairs of positions, ascending.
pub(super) fn common<T: Ord + Clone>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    between(a, b, 0..a.len(), 0..b.len(), &[6, 3, 1], &mut out);
    out
}

fn between<T: Ord + Clone>(
    a: &[T],
    b: &[T],
    mut left: Range<usize>,
    mut right: Range<usize>,
    lengths: &[usize],
    out: &mut Vec<(usize, usize)>,
) {
    let at = |i: usize, j: usize| a.get(i).zip(b.get(j)).is_some_and(|(x, y)| x == y);
    while !left.is_empty() && !right.is_empty() && at(left.start, right.start) {
        out.push((left.start, right.start));
        left.start = left.start.saturating_add(1);
        right.start = right.start.saturating_add(1);
    }
    let mut tail = Vec::new();
    while !left.is_empty()
        && !right.is_empty()
        && at(left.end.saturating_sub(1), right.end.saturating_sub(1))
    {
        left.end = left.end.saturating_sub(1);
        right.end = right.end.saturating_sub(1);
        tail.push((left.end, right.end));
    }
    if !left.is_empty() && !right.is_empty() {
        inner(a, b, left, right, lengths, out);
    }
    out.extend(tail.into_iter().rev());
}

fn inner<T: Ord + Clone>(
    a: &[T],
    b: &[T],
    left: Range<usize>,
    right: Range<usize>,
    lengths: &[usize],
    out: &mut Vec<(usize, usize)>,
) {
    if left.len().saturating_mul(right.len()) <= TABLE {
        table(a, b, left, right, out);
        return;
    }
    let Some((length, shorter)) = lengths.split_first() else {
        return;
    };
    let anchors = anchors(a, b, &left, &right, *length);
    let (mut from, mut to) = (left.start, right.start);
    for (i, j) in anchors {
        if i < from || j < to {
            continue;
        }
        between(a, b, from..i, to..j, shorter, out);
        for step in 0..*length {
            out.push((i.saturating_add(step), j.saturating_add(step)));
        }
        from = i.saturating_add(*length);
        to = j.saturating_add(*length);
    }
    between(a, b, from..left.end, to..right.end, shorter, out);
}

/// Sequences that each side has once, in an order that both sides share.
fn anchors<T: Ord + Clone>(
    a: &[T],
    b: &[T],
    left: &Range<usize>,
    right: &Range<usize>,
    length: usize,
) -> Vec<(usize, usize)> {
    let once = |words: &[T], range: &Range<usize>| {
        let mut seen: BTreeMap<Vec<T>, Option<usize>> = BTreeMap::new();
        let part = words.get(range.clone()).unwrap_or_default();
        for (index, window) in part.windows(length).enumerate() {
            let place = range.start.saturating_add(index);
            let entry = seen.entry(window.to_vec());
            entry.and_modify(|e| *e = None).or_insert(Some(place));
        }
        seen
    };
    let (ours, theirs) = (once(a, left), once(b, right));
    let pair = |(key, i): (Vec<T>, Option<usize>)| {
        let j = theirs.get(&key).copied().flatten()?;
        Some((i?, j))
    };
    let mut pairs: Vec<(usize, usize)> = ours.into_iter().filter_map(pair).collect();
    pairs.sort_unstable();
    longest_ascending(&pairs)
}

/// The longest run of pairs whose second positions ascend too (patience sorting).
fn longest_ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tops: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (index, (_, j)) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|(_, top)| top < j);
        before.push(
            pile.checked_sub(1)
                .and_then(|p| tops.get(p))
                .map(|(i, _)| *i),
        );
        match tops.get_mut(pile) {
            Some(top) => *top = (index, *j),
            None => tops.push((index, *j)),
        }
    }
    let mut out = Vec::new();
    let mut at = tops.last().map(|(i, _)| *i);
    while let Some(index) = at {
        out.extend(pairs.get(index).copied());
        at = before.get(index).copied().flatten();
    }
    out.reverse();
    out
}

/// Longest common subsequence by a table.
fn table<T: Ord>(
    a: &[T],
    b: &[T],
    left: Range<usize>,
    right: Range<usize>,
    out: &mut Vec<(usize, usize)>,
) {
    let (ours, theirs) = (
        a.get(left.clone()).unwrap_or_default(),
        b.get(right.clone()).unwrap_or_default(),
    );
    // Row i holds, for each j, how many words the ends of both from i and j on have in common.
    let empty = vec![0u32; theirs.len().saturating_add(1)];
    let mut rows = vec![empty.clone()];
    for x in ours.iter().rev() {
        let mut row = empty.clone();
        let below = rows.last().map(Vec::as_slice).unwrap_or_default();
        let mut next = 0;
        let cells = row.iter_mut().rev().skip(1).zip(theirs.iter().rev());
        let sides = below.iter().rev().zip(below.iter().rev().skip(1));
        for ((cell, y), (diagonal, under)) in cells.zip(sides) {
            *cell = if x == y {
                diagonal.saturating_add(1)
            } else {
                next.max(*under)
            };
            next = *cell;
        }
        rows.push(row);
    }
    rows.reverse();
    let value = |i: usize, j: usize| rows.get(i).and_then(|r| r.get(j)).copied().unwrap_or(0);
    let (mut i, mut j) = (0usize, 0usize);
    while let Some((x, y)) = ours.get(i).zip(theirs.get(j)) {
        let (down, across) = (i.saturating_add(1), j.saturating_add(1));
        if x == y {
            out.push((left.start.saturating_add(i), right.start.saturating_add(j)));
            (i, j) = (down, across);
        } else if value(down, j) >= value(i, across) {
            i = down;
        } else {
            j = across;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(a: &str, b: &str) -> String {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let pairs = common(&a, &b);
        assert!(pairs.iter().all(|(i, j)| a[*i] == b[*j]));
        assert!(pairs.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1));
        pairs.iter().map(|(i, _)| a[*i]).collect()
    }

    #[test]
    fn common_words() {
        assert_eq!(kept("abcdef", "abXdef"), "abdef");
        assert_eq!(kept("abc", "abc"), "abc");
        assert_eq!(kept("xaxbxc", "abc"), "abc");
        assert_eq!(kept("", "abc"), "");
        assert_eq!(kept("abc", "xyz"), "");
    }

    #[test]
    fn long_texts_by_their_anchors() {
        let a: Vec<u32> = (0..20_000).collect();
        let mut b = a.clone();
        b.remove(5_000);
        b.insert(12_000, 99_999);
        assert_eq!(common(&a, &b).len(), 19_999);
        let other: Vec<u32> = (0..20_000).map(|i| i % 3).collect();
        assert!(common(&a, &other).len() <= 3);
    }
}
