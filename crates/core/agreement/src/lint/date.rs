//! Dates, in the calendar of either language, and whether both give the same.

use super::{
    Report, Said,
    lang::Lang,
    number::{english_ordinal, english_words, kanji},
    side_by_side,
    token::{Kind, Token, clear, spells},
};
use std::collections::BTreeMap;

/// A date as far as the text gives it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Date {
    year: Option<u32>,
    month: u32,
    day: Option<u32>,
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(year) = self.year {
            write!(f, "{year:04}-")?;
        }
        write!(f, "{:02}", self.month)?;
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

/// Finds the dates and takes them out.
pub(super) fn dates(tokens: &mut [Token], lang: Lang) -> Vec<Date> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let found = iso(tokens, at).or_else(|| match lang {
            Lang::Ja => japanese(tokens, at),
            _ => day_first(tokens, at, lang).or_else(|| month_first(tokens, at, lang)),
        });
        if let Some((date, end)) = found {
            clear(tokens, at, end);
            all.push(date);
            at = end;
            continue;
        }
        if lang == Lang::Ja {
            calendar_year(tokens, at);
        }
        at = at.saturating_add(1);
    }
    all
}

/// Warns of dates that only one of two languages has.
pub(super) fn compare(a: &Said, b: &Said, report: &mut Report<'_>) {
    let mut count: BTreeMap<&Date, i64> = BTreeMap::new();
    for date in &a.dates {
        let n = count.entry(date).or_default();
        *n = n.saturating_add(1);
    }
    for date in &b.dates {
        let n = count.entry(date).or_default();
        *n = n.saturating_sub(1);
    }
    let of = |sign: i64| -> Vec<String> {
        let found = count.iter().filter(|(_, n)| n.signum() == sign);
        found.map(|(date, _)| date.to_string()).collect()
    };
    for (says, other) in side_by_side(of(1), of(-1)) {
        report.differ("lint-date", (a, says), (b, other));
    }
}

fn checked(year: Option<u32>, month: u32, day: Option<u32>) -> Option<Date> {
    let fits = (1..=12).contains(&month) && day.is_none_or(|d| (1..=31).contains(&d));
    fits.then_some(Date { year, month, day })
}

/// Digits of at most four places.
fn small(tokens: &[Token], at: usize) -> Option<u32> {
    let token = tokens
        .get(at)
        .filter(|t| t.kind == Kind::Digits && t.text.len() <= 4)?;
    token.text.parse().ok()
}

fn year_digits(tokens: &[Token], at: usize) -> Option<u32> {
    small(tokens, at).filter(|_| tokens.get(at).is_some_and(|t| t.text.len() == 4))
}

/// 2026-12-02.
fn iso(tokens: &[Token], at: usize) -> Option<(Date, usize)> {
    let year = year_digits(tokens, at)?;
    let dash = |n: usize| {
        tokens
            .get(at.checked_add(n)?)
            .filter(|t| t.is('-') && !t.spaced)
    };
    let two = |n: usize| {
        let place = at.checked_add(n)?;
        let joined = tokens
            .get(place)
            .is_some_and(|t| t.text.len() == 2 && !t.spaced);
        small(tokens, place).filter(|_| joined)
    };
    dash(1)?;
    dash(3)?;
    Some((
        checked(Some(year), two(2)?, Some(two(4)?))?,
        at.checked_add(5)?,
    ))
}

fn month(tokens: &[Token], at: usize, lang: Lang) -> Option<u32> {
    let token = tokens.get(at).filter(|t| t.kind == Kind::Word)?;
    let month = lang.month(&token.lower)?;
    // "May" is a month and "may" is not.
    let capital = token.text.starts_with(char::is_uppercase);
    (capital || !matches!(lang, Lang::En | Lang::De)).then_some(month)
}

/// 13 March 2007; 13th day of March, 2007; 13. März 2007; 13 de marzo de 2007.
fn day_first(tokens: &[Token], at: usize, lang: Lang) -> Option<(Date, usize)> {
    let (day, mut end) = match small(tokens, at) {
        Some(day) => (day, at.checked_add(1)?),
        None if lang == Lang::En => english_ordinal(tokens, at)?,
        None => return None,
    };
    let skip = |end: &mut usize, words: &[&str]| {
        if tokens.get(*end).is_some_and(|t| t.is_word(words)) {
            *end = end.saturating_add(1);
        }
    };
    if tokens.get(end)?.is('.') && lang == Lang::De {
        end = end.checked_add(1)?;
    }
    skip(&mut end, &["st", "nd", "rd", "th", "er"]);
    skip(&mut end, &["day"]);
    skip(&mut end, &["of", "de"]);
    let month = month(tokens, end, lang)?;
    end = end.checked_add(1)?;
    let (year, end) = year_after(tokens, end, lang);
    Some((checked(year, month, Some(day))?, end))
}

/// March 13, 2007; March 13; March 2007.
fn month_first(tokens: &[Token], at: usize, lang: Lang) -> Option<(Date, usize)> {
    let month = month(tokens, at, lang)?;
    let next = at.checked_add(1)?;
    if let Some(year) = year_digits(tokens, next) {
        return Some((checked(Some(year), month, None)?, next.checked_add(1)?));
    }
    let day = small(tokens, next).filter(|_| lang == Lang::En)?;
    let mut end = next.checked_add(1)?;
    let suffix = ["st", "nd", "rd", "th"];
    if tokens.get(end).is_some_and(|t| t.is_word(&suffix)) {
        end = end.checked_add(1)?;
    }
    let (year, end) = year_after(tokens, end, lang);
    Some((checked(year, month, Some(day))?, end))
}

/// The year that may follow a day and month, in digits or, in English, in words.
fn year_after(tokens: &[Token], at: usize, lang: Lang) -> (Option<u32>, usize) {
    let mut place = at;
    if tokens.get(place).is_some_and(|t| t.is(',')) {
        place = place.saturating_add(1);
    }
    for words in [
        ["in", "of", "de", "del"],
        ["the", "the", "the", "the"],
        ["year", "year", "year", "year"],
    ] {
        if tokens.get(place).is_some_and(|t| t.is_word(&words)) {
            place = place.saturating_add(1);
        }
    }
    let after = place.saturating_add(1);
    if let Some(year) = year_digits(tokens, place) {
        return (Some(year), after);
    }
    let words = english_words(tokens, place).filter(|_| lang == Lang::En);
    match words.filter(|(n, _)| (1000..=9999).contains(n)) {
        Some((year, end)) => (Some(year), end),
        None => (None, at),
    }
}

/// Name of an era, and the year before its first.
const ERAS: [(&str, u32); 5] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
];

/// A number before a sign: 十三 of 十三日.
fn before(tokens: &[Token], at: usize, sign: char) -> Option<(u32, usize)> {
    let (n, end) = match tokens.get(at)?.kind {
        Kind::Digits => (small(tokens, at)?, at.checked_add(1)?),
        Kind::Char => {
            let (digits, end) = kanji(tokens, at)?;
            (digits.parse().ok().filter(|n| *n <= 9999)?, end)
        }
        _ => return None,
    };
    tokens
        .get(end)?
        .is(sign)
        .then_some((n, end.checked_add(1)?))
}

/// The year of an era or of the common one: its number and where it ends.
fn year(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let era = ERAS.iter().find(|(name, _)| spells(tokens, at, name));
    let Some((name, base)) = era else {
        return before(tokens, at, '年').filter(|(n, _)| *n >= 1000);
    };
    let start = at.checked_add(name.chars().count())?;
    if spells(tokens, start, "元年") {
        return Some((base.checked_add(1)?, start.checked_add(2)?));
    }
    let (n, end) = before(tokens, start, '年')?;
    Some((base.checked_add(n)?, end))
}

/// 二千七年三月十三日, 令和八年十二月, 三月十三日.
fn japanese(tokens: &[Token], at: usize) -> Option<(Date, usize)> {
    let (year, start) = match year(tokens, at) {
        Some((year, end)) => (Some(year), end),
        None => (None, at),
    };
    let (month, end) = before(tokens, start, '月')?;
    match before(tokens, end, '日') {
        Some((day, end)) => Some((checked(year, month, Some(day))?, end)),
        None => Some((checked(Some(year?), month, None)?, end)),
    }
}

/// A year alone is a number without a unit: 令和八年 says 2026, and not eight years.
fn calendar_year(tokens: &mut [Token], at: usize) {
    let Some((year, end)) = year(tokens, at) else {
        return;
    };
    clear(tokens, at, end);
    if let Some(first) = tokens.get_mut(at) {
        first.kind = Kind::Digits;
        first.text = year.to_string();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::token::{fold, tokens};

    fn read(tag: &str, text: &str) -> (Vec<String>, usize) {
        let lang = Lang::of(tag);
        let mut tokens = tokens(&fold(text));
        let dates = dates(&mut tokens, lang)
            .iter()
            .map(Date::to_string)
            .collect();
        (
            dates,
            super::super::number::numbers(&mut tokens, lang).len(),
        )
    }

    #[test]
    fn every_way_of_writing_one() {
        for (tag, text, date) in [
            ("ja", "二千七年三月十三日", "2007-03-13"),
            ("ja", "二〇〇七年三月十三日に", "2007-03-13"),
            ("ja", "2007年3月13日", "2007-03-13"),
            ("ja", "２００７年３月１３日", "2007-03-13"),
            ("ja", "令和八年十二月二日", "2026-12-02"),
            ("ja", "令和元年五月一日", "2019-05-01"),
            ("ja", "平成19年3月13日", "2007-03-13"),
            ("ja", "昭和六十四年一月七日", "1989-01-07"),
            ("ja", "大正十五年十二月", "1926-12"),
            ("ja", "明治元年十月二十三日", "1868-10-23"),
            ("ja", "毎年三月十三日", "03-13"),
            ("en", "13 March 2007", "2007-03-13"),
            ("en", "13 March, 2007", "2007-03-13"),
            ("en", "March 13, 2007", "2007-03-13"),
            ("en", "the 13th of March 2007", "2007-03-13"),
            (
                "en",
                "this thirteenth day of March, two thousand and seven",
                "2007-03-13",
            ),
            (
                "en",
                "on the twenty-third day of October in the year 1868",
                "1868-10-23",
            ),
            ("en", "on 2 May 2026", "2026-05-02"),
            ("en", "May 2026", "2026-05"),
            ("en", "2026-12-02", "2026-12-02"),
            ("de", "13. März 2007", "2007-03-13"),
            ("fr", "le 1er mars 2007", "2007-03-01"),
            ("es", "13 de marzo de 2007", "2007-03-13"),
            ("nl", "13 maart 2007", "2007-03-13"),
        ] {
            assert_eq!(read(tag, text), (vec![date.to_owned()], 0), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for (tag, text) in [
            ("ja", "三年間、六箇月、十日"),
            ("en", "the Parties may 30 times"),
            ("en", "in 12 months, 40 March"),
            ("ja", "2007年"),
        ] {
            assert!(read(tag, text).0.is_empty(), "{text}");
        }
    }
}
