//! English numbers in words.

use super::Numeral;
use crate::lint::token::{Kind, Token};

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const ORDINAL: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

const TENS: [(&str, &str); 8] = [
    ("twenty", "twentieth"),
    ("thirty", "thirtieth"),
    ("forty", "fortieth"),
    ("fifty", "fiftieth"),
    ("sixty", "sixtieth"),
    ("seventy", "seventieth"),
    ("eighty", "eightieth"),
    ("ninety", "ninetieth"),
];

const TIMES: [&str; 3] = ["once", "twice", "thrice"];

/// One word of a number.
#[derive(Clone, Copy)]
enum Part {
    /// Below twenty.
    Small(u64),
    Tens(u64),
    Hundred,
    /// A thousand or a million.
    Large(u64),
}

fn part(token: &Token) -> Option<(Part, bool)> {
    if token.kind != Kind::Word {
        return None;
    }
    let word = token.lower.as_str();
    let within = |list: &[&str]| (0..).zip(list).find(|(_, w)| **w == word).map(|(n, _)| n);
    if let Some(n) = within(&SMALL) {
        return Some((Part::Small(n), false));
    }
    if let Some(n) = within(&ORDINAL) {
        return Some((Part::Small(n), true));
    }
    for (n, (cardinal, ordinal)) in (2..).zip(TENS) {
        if word == cardinal || word == ordinal {
            return Some((Part::Tens(n * 10), word == ordinal));
        }
    }
    match word {
        "hundred" => Some((Part::Hundred, false)),
        "hundredth" => Some((Part::Hundred, true)),
        "thousand" => Some((Part::Large(1_000), false)),
        "million" => Some((Part::Large(1_000_000), false)),
        _ => None,
    }
}

/// A number in words at a place.
pub(super) fn numeral(tokens: &[Token], at: usize) -> Option<Numeral> {
    let first = tokens.get(at)?;
    if let Some((n, _)) = (1_u64..).zip(TIMES).find(|(_, w)| first.is_word(&[w])) {
        return Some(done(n, at.checked_add(1)?, false));
    }
    let (mut total, mut current) = (0_u64, 0_u64);
    let (mut end, mut here, mut last) = (at, at, None);
    // What a hundred or a thousand may still stand for.
    let (mut hundred, mut largest) = (true, u64::MAX);
    while let Some((next, ordinal)) = tokens.get(here).and_then(part) {
        let again = match next {
            Part::Hundred => !std::mem::replace(&mut hundred, false),
            Part::Large(n) => {
                hundred = true;
                std::mem::replace(&mut largest, n) <= n
            }
            Part::Small(_) | Part::Tens(_) => false,
        };
        if again || !fits(last, next) {
            break;
        }
        match next {
            Part::Small(n) | Part::Tens(n) => current = current.saturating_add(n),
            Part::Hundred => current = current.max(1).saturating_mul(100),
            Part::Large(n) => {
                total = total.saturating_add(current.max(1).saturating_mul(n));
                current = 0;
            }
        }
        last = Some(next);
        end = here.checked_add(1)?;
        if ordinal {
            return Some(done(total.saturating_add(current), end, true));
        }
        here = linked(tokens, end, next);
    }
    last.map(|_| done(total.saturating_add(current), end, false))
}

fn done(n: u64, end: usize, ordinal: bool) -> Numeral {
    Numeral {
        value: n.to_string(),
        end,
        ordinal,
        words: true,
    }
}

/// Whether a word goes on with the number before it: "twenty four" does, "four twenty" does not.
fn fits(last: Option<Part>, next: Part) -> bool {
    match (last, next) {
        (None, _) => true,
        (Some(Part::Small(_)), Part::Small(_) | Part::Tens(_)) => false,
        (Some(Part::Tens(_)), Part::Small(n)) => (1..10).contains(&n),
        (Some(Part::Tens(_)), Part::Tens(_) | Part::Hundred) => false,
        (Some(Part::Large(_)), Part::Large(_) | Part::Hundred) => false,
        _ => true,
    }
}

/// Past a hyphen, and past "and" after hundreds.
fn linked(tokens: &[Token], at: usize, last: Part) -> usize {
    let next = at.saturating_add(1);
    let goes_on = tokens.get(next).and_then(part).is_some();
    let link = tokens.get(at).is_some_and(|t| match last {
        Part::Tens(_) => t.is('-') || t.is('‑'),
        Part::Hundred | Part::Large(_) => t.is_word(&["and"]),
        Part::Small(_) => false,
    });
    if link && goes_on { next } else { at }
}

/// An ordinal in words, with its end.
pub(in crate::lint) fn ordinal(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let found = numeral(tokens, at).filter(|n| n.ordinal)?;
    Some((found.value.parse().ok()?, found.end))
}

/// A cardinal in words, with its end.
pub(in crate::lint) fn cardinal(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let found = numeral(tokens, at).filter(|n| !n.ordinal)?;
    Some((found.value.parse().ok()?, found.end))
}
