//! The lint on every instrument, and on the model with one number changed.

use crate::common;
use entente_agreement::{
    Terms,
    lint::{Pair, Reading, Warning, built_in, lint},
    source,
};
use entente_model::instrument::{Provision, Wording};

fn read(name: &str) -> (Terms, Vec<Provision>) {
    let own = |file: &str| common::file(name, file);
    let others = |other: &str| common::file(other, "instrument.toml");
    let (terms, instrument) = source::read(&own, &others).unwrap_or_else(|e| panic!("{name}: {e}"));
    (terms, instrument.provisions)
}

fn warnings(terms: &Terms, provisions: &[Provision]) -> Vec<Warning> {
    let pairs: Vec<Pair<'_>> = provisions
        .iter()
        .map(|provision| Pair {
            id: &provision.id,
            texts: provision.text.iter().map(reading).collect(),
        })
        .collect();
    lint(&pairs, &built_in(), Some(terms))
}

fn reading(wording: &Wording) -> Reading<'_> {
    Reading {
        lang: &wording.lang,
        heading: &wording.heading,
        body: &wording.body,
        brackets: 0,
        blanks: 0,
    }
}

fn line(warning: &Warning) -> String {
    let args: Vec<String> = warning
        .args
        .iter()
        .map(|(n, v)| format!("{n}={v}"))
        .collect();
    format!("{} {}: {}", warning.provision, warning.code, args.join(" "))
}

/// What is found in the instruments, and judged (see each line).
const FOUND: [&str; 1] = [
    // A true one: the English says "originators", which it defines nowhere, where the Japanese
    // says 提供締約国.
    "jpn-nzl-model 3.5 lint-term: lang=ja term=提供締約国 other=en expected=providing party",
];

#[test]
fn nothing_but_what_is_so() {
    let mut found = Vec::new();
    for name in common::names() {
        let (terms, provisions) = read(&name);
        let all = warnings(&terms, &provisions);
        found.extend(
            all.iter()
                .map(|warning| format!("{name} {}", line(warning))),
        );
    }
    assert_eq!(found, FOUND, "{}", found.join("\n"));
}

const NUMBERS: [&str; 4] = [
    "lint-number",
    "lint-date",
    "lint-reference",
    "lint-term-number",
];

/// Numbers of the English text in words, longer ones first.
const WORDS: [&str; 12] = [
    "twenty-four",
    "twenty-one",
    "fourteen",
    "thirty",
    "ninety",
    "twelve",
    "second",
    "seven",
    "five",
    "two",
    "six",
    "ten",
];

/// Every place in a text where a number stands, and the text with another in its place.
fn changed(lang: &str, body: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut after = 0;
    for (at, _) in body.char_indices() {
        let (before, rest) = body.split_at(at);
        let found = if at < after {
            None
        } else if lang == "en" {
            english(before, rest)
        } else {
            japanese(rest)
        };
        if let Some((length, other)) = found {
            after = at + length;
            let (old, end) = rest.split_at(length);
            all.push((format!("{old} at {at}"), format!("{before}{other}{end}")));
        }
    }
    all
}

fn run(text: &str, of: &str) -> usize {
    text.len() - text.trim_start_matches(|c| of.contains(c)).len()
}

fn english(before: &str, rest: &str) -> Option<(usize, &'static str)> {
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let lower = rest.to_lowercase();
    let whole = |word: &&&str| {
        let after = lower.strip_prefix(**word);
        after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    };
    match WORDS.iter().find(whole) {
        Some(word) if *word == "second" => Some((word.len(), "ninth")),
        Some(word) => Some((word.len(), "eleven")),
        None => Some((run(rest, "0123456789"), "99")).filter(|(length, _)| *length > 0),
    }
}

fn japanese(rest: &str) -> Option<(usize, &'static str)> {
    // One may be left out, and a third is no number.
    let one = run(rest, "一") > 0 && run(rest, "〇一二三四五六七八九十百千万") == "一".len();
    if one || rest.starts_with("三者") || rest.starts_with("三国") {
        return None;
    }
    let digits = (run(rest, "０１２３４５６７８９"), "９９");
    let kanji = (run(rest, "〇一二三四五六七八九十百千万"), "八十八");
    [digits, kanji].into_iter().find(|(length, _)| *length > 0)
}

#[test]
fn every_changed_number_of_the_model_is_found() {
    let (terms, provisions) = read("jpn-nzl-model");
    let mut tried = std::collections::BTreeMap::new();
    let mut unseen = Vec::new();
    for (at, provision) in provisions.iter().enumerate() {
        for (lang, wording) in provision.text.iter().enumerate() {
            for (what, body) in changed(&wording.lang, &wording.body) {
                *tried.entry(&wording.lang).or_insert(0) += 1;
                let mut other = provisions.clone();
                other[at].text[lang].body = body;
                let found = warnings(&terms, &other);
                let seen = |w: &Warning| w.provision == provision.id && NUMBERS.contains(&w.code);
                if !found.iter().any(seen) {
                    unseen.push(format!("{} {}: {what}", provision.id, wording.lang));
                }
            }
        }
    }
    assert!(unseen.is_empty(), "{tried:?}\n{}", unseen.join("\n"));
    println!("{tried:?}");
    assert!(tried.values().all(|n| *n >= 30), "{tried:?}");
}

#[test]
fn every_changed_period_of_the_model_is_found() {
    let (terms, provisions) = read("jpn-nzl-model");
    let json = terms.to_json().unwrap();
    let mut missed = Vec::new();
    // What is left rests on "every month", "every year" and the like, which give no number.
    for (field, other) in [
        ("\"notice\":\"P6M\"", "\"notice\":\"P3M\""),
        ("\"notice\":\"P6M\"", "\"notice\":\"P90D\""),
        ("\"revive_notice\":\"P90D\"", "\"revive_notice\":\"P60D\""),
        ("\"max\":\"PT24H\"", "\"max\":\"PT72H\""),
        ("\"tracer_after\":\"P14D\"", "\"tracer_after\":\"P21D\""),
        ("\"retain\":\"P10Y\"", "\"retain\":\"P5Y\""),
        ("\"lead\":\"P21D\"", "\"lead\":\"P20D\""),
        (
            "\"answer_before\":\"P5D working\"",
            "\"answer_before\":\"P5D\"",
        ),
        ("\"valid_max\":\"P12M\"", "\"valid_max\":\"P6M\""),
        ("\"keep_lists\":\"P5Y\"", "\"keep_lists\":\"P3Y\""),
        ("\"review_every\":\"P5Y\"", "\"review_every\":\"P10Y\""),
        ("\"notice\":\"P30D\"", "\"notice\":\"P10D\""),
        ("\"per_party\":2", "\"per_party\":3"),
    ] {
        assert!(json.contains(field), "{field}");
        let terms = Terms::parse(&json.replacen(field, other, 1)).unwrap();
        let found = warnings(&terms, &provisions);
        if !found.iter().any(|w| w.code == "lint-term-number") {
            missed.push(other);
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}
