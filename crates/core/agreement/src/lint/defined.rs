//! Terms that are defined and used nowhere.

use super::{
    Found, Said,
    glossary::Matcher,
    lang::Lang,
    token::{Kind, Token, spells},
};
use std::collections::{BTreeMap, BTreeSet};

/// A definition: the term's tokens and the provision's place.
struct Defined {
    at: usize,
    term: Vec<Token>,
}

/// Warns of terms a language defines and does not use.
pub(super) fn unused(said: &[Vec<Said>], all: &mut Found) {
    let tags: BTreeSet<&str> = said.iter().flatten().map(|s| s.tag.as_str()).collect();
    for tag in tags {
        let texts = || {
            let of = |at: usize, readings: &'_ [Said]| -> Vec<(usize, usize)> {
                let with = readings.iter().enumerate().filter(|(_, s)| s.tag == tag);
                with.map(|(i, _)| (at, i)).collect()
            };
            said.iter()
                .enumerate()
                .flat_map(move |(at, readings)| of(at, readings))
        };
        let get = |(at, i): (usize, usize)| said.get(at).and_then(|readings| readings.get(i));
        let (mut known, mut defined) = (BTreeSet::new(), Vec::new());
        for place in texts() {
            if let Some(reads) = get(place) {
                definitions(reads, place.0, &mut known, &mut defined);
            }
        }
        let mut matcher = Matcher::default();
        for (index, one) in defined.iter().enumerate() {
            matcher.add(&one.term, index);
        }
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        for reads in texts().filter_map(get) {
            matcher.every(&reads.tokens, &mut |index| {
                let count = uses.entry(index).or_default();
                *count = count.saturating_add(1);
            });
        }
        for (index, one) in defined.iter().enumerate() {
            // The definition itself is the first.
            if uses.get(&index).is_none_or(|n| *n < 2) {
                let term = shown(&one.term);
                let args = vec![("lang", tag.to_owned()), ("term", term)];
                all.at(one.at).add("lint-defined-unused", args);
            }
        }
    }
}

fn shown(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        if token.spaced && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    text
}

const OPENS: [char; 7] = ['"', '“', '”', '「', '«', '„', '『'];
const CLOSES: [char; 6] = ['"', '”', '“', '」', '»', '』'];

/// Longest term, in tokens.
const MAX_TERM: usize = 40;

fn definitions(reads: &Said, at: usize, known: &mut BTreeSet<String>, all: &mut Vec<Defined>) {
    let tokens = &reads.tokens;
    let mut place = 0;
    while let Some(token) = tokens.get(place) {
        let next = place.saturating_add(1);
        let opens = token.char().is_some_and(|c| OPENS.contains(&c));
        let end = if opens { closed(tokens, next) } else { None };
        let Some(end) = end else {
            place = next;
            continue;
        };
        if defines(tokens, place, end, reads.lang) {
            let length = end.saturating_sub(next);
            let term: Vec<Token> = tokens.iter().skip(next).take(length).cloned().collect();
            let real = !term.is_empty() && !term.iter().any(|t| t.kind == Kind::Gap);
            if real && known.insert(shown(&term).to_lowercase()) {
                all.push(Defined { at, term });
            }
        }
        place = end.saturating_add(1);
    }
}

fn closed(tokens: &[Token], at: usize) -> Option<usize> {
    let closes = |t: &Token| t.char().is_some_and(|c| CLOSES.contains(&c));
    let length = tokens.iter().skip(at).take(MAX_TERM).position(closes)?;
    at.checked_add(length)
}

/// Whether the words around a quotation make it a definition.
fn defines(tokens: &[Token], opened: usize, closed: usize, lang: Lang) -> bool {
    let after = closed.saturating_add(1);
    if lang == Lang::Ja {
        let hereinafter = (1..=24_usize).any(|back| {
            opened
                .checked_sub(back)
                .is_some_and(|from| spells(tokens, from, "以下"))
        });
        return spells(tokens, after, "とは") || (hereinafter && spells(tokens, after, "という"));
    }
    let means = [
        "means",
        "désigne",
        "bezeichnet",
        "bedeutet",
        "significa",
        "betekent",
    ];
    let hereinafter = [
        "hereinafter",
        "hereafter",
        "ci",
        "nachstehend",
        "nachfolgend",
        "adelante",
        "hierna",
    ];
    let from = opened.saturating_sub(7);
    let count = opened.saturating_sub(from);
    let before = tokens
        .iter()
        .skip(from)
        .take(count)
        .any(|t| t.is_word(&hereinafter));
    let the = opened.checked_sub(2).is_some_and(|from| {
        let mut pair = tokens.iter().skip(from);
        pair.next().is_some_and(|t| t.is('(')) && pair.next().is_some_and(|t| t.is_word(&["the"]))
    });
    let bracket = tokens.get(after).is_some_and(|t| t.is(')'));
    tokens.get(after).is_some_and(|t| t.is_word(&means)) || before || (the && bracket)
}
