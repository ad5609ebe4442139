//! From runs of tokens to changes that can be read: moved to where a sentence begins, refined to
//! characters where words do not help, and put together where they would be confetti.

use super::align::{self, Run, WORK, align};
use super::words::{graphemes, numeral};
use std::ops::Range;

/// An unchanged run of fewer characters between two changes is no unchanged run.
const SHORT: usize = 3;
/// A longer word that is no dictionary's may change in part.
const LONG: usize = 8;
/// The longest unchanged run that is taken into two changes longer than it.
const BETWEEN: usize = 12;
/// The same in Japanese.
const BETWEEN_JA: usize = 6;

/// A text and its tokens.
pub(super) struct Text<'a> {
    text: &'a str,
    tokens: Vec<&'a str>,
    /// Where each token starts, and the end of the text.
    starts: Vec<usize>,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str, tokens: Vec<&'a str>) -> Self {
        let mut starts = Vec::with_capacity(tokens.len().saturating_add(1));
        let mut at = 0usize;
        starts.push(at);
        for token in &tokens {
            at = at.saturating_add(token.len());
            starts.push(at);
        }
        Text {
            text,
            tokens,
            starts,
        }
    }

    pub(super) fn tokens(&self) -> &[&'a str] {
        &self.tokens
    }

    pub(super) fn part(&self, bytes: Range<usize>) -> &'a str {
        self.text.get(bytes).unwrap_or_default()
    }

    fn bytes(&self, run: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.starts.get(at).copied().unwrap_or(self.text.len());
        place(run.start)..place(run.end)
    }

    fn start(&self, at: usize) -> bool {
        self.starts.binary_search(&at).is_ok()
    }

    /// Whether a change may begin or end here.
    fn edge(&self, at: usize) -> bool {
        let Err(next) = self.starts.binary_search(&at) else {
            return true;
        };
        let word = next.checked_sub(1).and_then(|at| self.tokens.get(at));
        word.is_some_and(|word| {
            word.chars().nth(LONG).is_some()
                && !word.starts_with("{{")
                && !word.chars().any(numeral)
        })
    }
}

/// Moves what is only cut or only put, where it could stand in several places with the same
/// result, to where a reader expects it: at a paragraph, a sentence, a word.
pub(super) fn slide(old: &[&str], new: &[&str], runs: &mut [Run]) {
    for at in 0..runs.len() {
        let (done, rest) = runs.split_at_mut(at);
        let Some((run, later)) = rest.split_first_mut() else {
            return;
        };
        let left = done.last().map_or(0, |last| last.old.end);
        let right = later.first().map_or(old.len(), |next| next.old.start);
        let back = run.old.start.saturating_sub(left);
        let on = right.saturating_sub(run.old.end);
        if run.new.is_empty() {
            shift(old, &mut run.old, &mut run.new, back, on);
        } else if run.old.is_empty() {
            shift(new, &mut run.new, &mut run.old, back, on);
        }
    }
}

/// Characters where words do not help: the dictionary may cut two texts differently that are the
/// same.
pub(super) fn refine(old: &Text<'_>, new: &Text<'_>, runs: &[Run], characters: bool) -> Vec<Run> {
    let mut all = Vec::with_capacity(runs.len());
    for run in runs {
        let bytes = Run {
            old: old.bytes(&run.old),
            new: new.bytes(&run.new),
        };
        if characters && !run.old.is_empty() && !run.new.is_empty() {
            within(old, new, &bytes, &mut all);
        } else {
            all.push(bytes);
        }
    }
    all
}

/// Puts changes together that are nearer to each other than a reader can tell apart.
pub(super) fn absorb(old: &Text<'_>, mut runs: Vec<Run>, japanese: bool) -> Vec<Run> {
    // A change grows by what it takes in; three turns reach what reads as one.
    for _ in 0..3 {
        let before = runs.len();
        let mut all: Vec<Run> = Vec::with_capacity(before);
        for run in runs {
            match all.last_mut() {
                Some(last) if near(old, last, &run, japanese) => {
                    last.old.end = run.old.end;
                    last.new.end = run.new.end;
                }
                _ => all.push(run),
            }
        }
        runs = all;
        if runs.len() == before {
            break;
        }
    }
    runs
}

/// Leaves a space out that both sides begin or end with.
pub(super) fn trim(old: &Text<'_>, new: &Text<'_>, runs: &mut [Run]) {
    for run in runs {
        let spaces = |c: char| matches!(c, ' ' | '\u{3000}');
        let (cut, put) = (old.part(run.old.clone()), new.part(run.new.clone()));
        if let (Some(a), Some(b)) = (cut.chars().next_back(), put.chars().next_back())
            && a == b
            && spaces(a)
        {
            let back = |at: usize| at.saturating_sub(a.len_utf8());
            if old.start(back(run.old.end)) && new.start(back(run.new.end)) {
                run.old.end = back(run.old.end);
                run.new.end = back(run.new.end);
            }
        }
        let (cut, put) = (old.part(run.old.clone()), new.part(run.new.clone()));
        if let (Some(a), Some(b)) = (cut.chars().next(), put.chars().next())
            && a == b
            && spaces(a)
        {
            let on = |at: usize| at.saturating_add(a.len_utf8());
            if old.start(on(run.old.start)) && new.start(on(run.new.start)) {
                run.old.start = on(run.old.start);
                run.new.start = on(run.new.start);
            }
        }
    }
}

/// `full` is the range that has the tokens; `empty` follows it on the other side.
fn shift(
    tokens: &[&str],
    full: &mut Range<usize>,
    empty: &mut Range<usize>,
    back: usize,
    on: usize,
) {
    let same = |a: usize, b: usize| {
        let (a, b) = (tokens.get(a), tokens.get(b));
        a.is_some() && a == b
    };
    let mut low = 0usize;
    while low < back {
        let step = low.saturating_add(1);
        let (first, last) = (full.start.checked_sub(step), full.end.checked_sub(step));
        match (first, last) {
            (Some(first), Some(last)) if same(first, last) => low = step,
            _ => break,
        }
    }
    let mut high = 0usize;
    while high < on
        && same(
            full.start.saturating_add(high),
            full.end.saturating_add(high),
        )
    {
        high = high.saturating_add(1);
    }
    let (from, to) = (full.start.saturating_sub(low), full.end.saturating_sub(low));
    let gain = |step: usize| {
        let start = weight(tokens, from.saturating_add(step));
        start.saturating_add(weight(tokens, to.saturating_add(step)))
    };
    let best = (0..=low.saturating_add(high)).max_by_key(|step| gain(*step));
    let Some(best) = best else { return };
    let place = empty.start.saturating_sub(low).saturating_add(best);
    *full = from.saturating_add(best)..to.saturating_add(best);
    *empty = place..place;
}

/// How much of a beginning a place is.
fn weight(tokens: &[&str], at: usize) -> u8 {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at)).copied();
    let Some(last) = before(1) else { return 4 };
    if last.contains('\n') {
        return 4;
    }
    let blank = last.chars().all(char::is_whitespace);
    let mark = if blank {
        before(2).unwrap_or_default()
    } else {
        last
    };
    match mark {
        "。" => 3,
        "." | ";" | ":" if blank => 3,
        "、" => 2,
        "," if blank => 2,
        _ => u8::from(blank),
    }
}

/// The changes within one changed run, in bytes.
fn within(old: &Text<'_>, new: &Text<'_>, run: &Run, all: &mut Vec<Run>) {
    let (a, b) = (
        graphemes(old.part(run.old.clone())),
        graphemes(new.part(run.new.clone())),
    );
    if a.len().saturating_add(b.len()) > WORK {
        all.push(run.clone());
        return;
    }
    let (ids_a, ids_b) = align::number(&a, &b);
    let (places_a, places_b) = (places(run.old.start, &a), places(run.new.start, &b));
    let (mut from_a, mut from_b) = (run.old.start, run.new.start);
    let (mut at_a, mut at_b) = (0usize, 0usize);
    let end = Run {
        old: a.len()..a.len(),
        new: b.len()..b.len(),
    };
    for inner in align(&ids_a, &ids_b).into_iter().chain([end]) {
        let first_part = at_a == 0 && at_b == 0;
        let last_part = inner.old.start == a.len() && inner.new.start == b.len();
        let same_a = places_a.get(at_a..=inner.old.start).unwrap_or_default();
        let same_b = places_b.get(at_b..=inner.new.start).unwrap_or_default();
        let outer = first_part || last_part;
        if let Some((start, end)) = kept(old, new, (same_a, same_b), outer) {
            change(all, from_a..start.0, from_b..start.1);
            (from_a, from_b) = end;
        }
        (at_a, at_b) = (inner.old.end, inner.new.end);
    }
    change(all, from_a..run.old.end, from_b..run.new.end);
}

/// A place in the old text and in the new, in bytes.
type Place = (usize, usize);

/// What of an unchanged stretch stays: from a word's edge to a word's edge. It is enough that a
/// long stretch has its edges in one of the texts (示す|こと|なく|これ|を, 示し|てこ|れを).
fn kept(
    old: &Text<'_>,
    new: &Text<'_>,
    (a, b): (&[usize], &[usize]),
    outer: bool,
) -> Option<(Place, Place)> {
    let span = |both: bool| {
        let mut edges = a.iter().zip(b).enumerate().filter(|(_, (a, b))| {
            let (a, b) = (old.edge(**a), new.edge(**b));
            a && b || !both && (a || b)
        });
        let (low, (start_a, start_b)) = edges.next()?;
        let (high, (end_a, end_b)) = edges.next_back()?;
        let length = high.saturating_sub(low);
        Some((length, ((*start_a, *start_b), (*end_a, *end_b))))
    };
    let long = span(false).filter(|(length, _)| *length >= SHORT);
    let any = long.or_else(|| span(true).filter(|_| outer));
    any.map(|(_, places)| places)
}

fn change(all: &mut Vec<Run>, old: Range<usize>, new: Range<usize>) {
    if !old.is_empty() || !new.is_empty() {
        all.push(Run { old, new });
    }
}

fn places(from: usize, clusters: &[&str]) -> Vec<usize> {
    let mut all = Vec::with_capacity(clusters.len().saturating_add(1));
    let mut at = from;
    all.push(at);
    for cluster in clusters {
        at = at.saturating_add(cluster.len());
        all.push(at);
    }
    all
}

fn near(old: &Text<'_>, a: &Run, b: &Run, japanese: bool) -> bool {
    let kept = old.part(a.old.end..b.old.start);
    if kept.is_empty() {
        return true;
    }
    // A sentence, a paragraph and a blank are never taken in.
    let ends: &[char] = if japanese {
        &['。', '\n']
    } else {
        &['.', ';', ':', '\n']
    };
    if kept.contains(ends) || kept.contains("{{") {
        return false;
    }
    let length = kept.trim().chars().count();
    let size = |run: &Run| run.old.len().max(run.new.len());
    let (limit, width) = if japanese {
        (BETWEEN_JA, 3)
    } else {
        (BETWEEN, 1)
    };
    let small = length.saturating_mul(width).saturating_mul(2) <= size(a).min(size(b));
    length < SHORT || length <= limit && small
}
