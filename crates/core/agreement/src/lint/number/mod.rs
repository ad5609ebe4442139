//! Numbers with their units, as digits or in words, and whether two languages give the same.

mod english;
mod japanese;
mod unit;

pub(super) use english::{cardinal as english_words, ordinal as english_ordinal};
pub(super) use japanese::kanji;
pub(super) use unit::Unit;

use super::{
    Report, Said,
    lang::Lang,
    side_by_side,
    token::{Kind, Token},
};
use std::collections::HashMap;

/// A number as the text has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// In digits, without grouping.
    pub(super) value: String,
    pub(super) unit: Option<Unit>,
    /// Whether it must have its counterpart: not an article "a", not an ordinal of things.
    pub(super) firm: bool,
    /// Whether it is written in words.
    words: bool,
}

/// A numeral and where it ends.
struct Numeral {
    value: String,
    end: usize,
    /// A place in an order, such as "second".
    ordinal: bool,
    words: bool,
}

impl Number {
    /// Number and unit in the words of a language.
    pub(super) fn shown(&self, lang: Lang) -> String {
        match self.unit {
            Some(unit) => format!("{} {}", self.value, unit.word(lang)),
            None => self.value.clone(),
        }
    }

    /// What it comes to in the smaller unit, which says the same.
    pub(super) fn measured(&self) -> Option<(String, Unit)> {
        measured(&self.value, self.unit?)
    }
}

/// Months for years and days for weeks.
pub(super) fn measured(value: &str, unit: Unit) -> Option<(String, Unit)> {
    let n: u64 = value.parse().ok()?;
    let (factor, unit) = match unit {
        Unit::Weeks => (7, Unit::Days),
        Unit::Years => (12, Unit::Months),
        other => (1, other),
    };
    Some((n.checked_mul(factor)?.to_string(), unit))
}

/// Every number of a text, from whose tokens dates and references were taken out.
pub(super) fn numbers(tokens: &mut [Token], lang: Lang) -> Vec<Number> {
    if lang == Lang::Ja {
        japanese::ordinary_words(tokens);
    }
    let mut all = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(numeral) = numeral(tokens, at, lang) else {
            at = at.saturating_add(1);
            continue;
        };
        let end = repeated(tokens, &numeral, lang);
        let (unit, end) = match unit::after(tokens, bracketed(tokens, at, end), lang) {
            Some((unit, end)) => (Some(unit), end),
            None => (None, end),
        };
        let vague = lang == Lang::Ja && japanese::vague(tokens, at, end);
        let ordinal = numeral.ordinal && unit.is_none();
        all.push(Number {
            // "One" and "a" come and go between languages.
            firm: numeral.value != "1" && !ordinal && !vague,
            value: numeral.value,
            unit,
            words: numeral.words,
        });
        at = end.max(at.saturating_add(1));
    }
    all
}

/// Whether a unit follows, so that what stands before is a number and not a name.
pub(super) fn is_counted(tokens: &[Token], at: usize, lang: Lang) -> bool {
    unit::after(tokens, at, lang).is_some()
}

fn numeral(tokens: &[Token], at: usize, lang: Lang) -> Option<Numeral> {
    let here = tokens.get(at)?;
    match (here.kind, lang) {
        (Kind::Digits, _) => Some(digits(tokens, at, lang)),
        (Kind::Word, Lang::En) => english::numeral(tokens, at),
        (Kind::Char, Lang::Ja) => japanese::numeral(tokens, at),
        _ => None,
    }
}

/// Past the bracket of "sixty (90) days", so that the unit is found.
fn bracketed(tokens: &[Token], at: usize, end: usize) -> usize {
    let opened = at.checked_sub(1).and_then(|before| tokens.get(before));
    let whole = opened.is_some_and(|t| t.is('(')) && tokens.get(end).is_some_and(|t| t.is(')'));
    end.saturating_add(usize::from(whole))
}

/// "Sixty (60)" is one number; of two different ones the second is left to be read.
fn repeated(tokens: &[Token], numeral: &Numeral, lang: Lang) -> usize {
    let inside = || {
        tokens.get(numeral.end)?.is('(').then_some(())?;
        let again = self::numeral(tokens, numeral.end.checked_add(1)?, lang)?;
        let closed = tokens.get(again.end)?.is(')');
        (closed && again.value == numeral.value).then(|| again.end.saturating_add(1))
    };
    inside().unwrap_or(numeral.end)
}

/// Arabic digits with their grouping, decimals and Japanese multiplier.
fn digits(tokens: &[Token], at: usize, lang: Lang) -> Numeral {
    let (group, decimal) = if lang.decimal_comma() {
        ('.', ',')
    } else {
        (',', '.')
    };
    let text = |i: usize| tokens.get(i).map_or("", |t| t.text.as_str());
    let mut value = text(at).to_owned();
    let mut end = at.saturating_add(1);
    let follows = |end: usize, sign: char| {
        let joined = |i: usize, what: &dyn Fn(&Token) -> bool| {
            tokens.get(i).is_some_and(|t| !t.spaced && what(t))
        };
        joined(end, &|t| t.is(sign)) && joined(end.saturating_add(1), &|t| t.kind == Kind::Digits)
    };
    if value.len() <= 3 {
        while follows(end, group) && text(end.saturating_add(1)).len() == 3 {
            value.push_str(text(end.saturating_add(1)));
            end = end.saturating_add(2);
        }
    }
    value = plain(&value);
    if follows(end, decimal) {
        value = format!("{value}.{}", text(end.saturating_add(1)));
        end = end.saturating_add(2);
    }
    let suffix = tokens.get(end).filter(|t| !t.spaced);
    let ordinal = suffix.is_some_and(|t| t.is_word(&["st", "nd", "rd", "th"]));
    if ordinal {
        end = end.saturating_add(1);
    }
    if lang == Lang::Ja {
        (value, end) = japanese::multiplied(tokens, value, end);
    }
    Numeral {
        value,
        end,
        ordinal: ordinal || (lang == Lang::Ja && japanese::ordinal(tokens, at, end)),
        words: false,
    }
}

/// Without zeros in front.
fn plain(digits: &str) -> String {
    let plain = digits.trim_start_matches('0');
    if plain.is_empty() { "0" } else { plain }.to_owned()
}

/// Warns of numbers that only one of two languages has.
pub(super) fn compare(a: &Said, b: &Said, report: &mut Report<'_>) {
    let (mut left, mut right) = unmatched(&a.numbers, &b.numbers);
    keep(&mut left, a, b);
    keep(&mut right, b, a);
    // A number that the other language may have in words it is not read in.
    if !b.lang.reads_words() && right.is_empty() {
        left.clear();
    }
    if !a.lang.reads_words() && left.is_empty() {
        right.clear();
    }
    let shown = |numbers: Vec<&Number>, lang| numbers.iter().map(|n| n.shown(lang)).collect();
    for (says, other) in side_by_side(shown(left, a.lang), shown(right, b.lang)) {
        report.differ("lint-number", (a, says), (b, other));
    }
}

/// Keeps what the other language ought to have.
fn keep(numbers: &mut Vec<&Number>, here: &Said, there: &Said) {
    let both = || {
        let words = there.lang.both().iter();
        let text = there.folded.to_lowercase();
        words.into_iter().any(|word| text.contains(word))
    };
    let two = numbers.iter().any(|n| n.value == "2" && n.unit.is_none());
    let both = two && both();
    let comparable = there.lang.reads_words() && here.lang.reads_words();
    numbers.retain(|n| {
        n.firm && (comparable || !n.words) && !(both && n.value == "2" && n.unit.is_none())
    });
}

type Left<'n> = (Vec<&'n Number>, Vec<&'n Number>);

/// What is left of both when equal numbers are taken away in pairs: first the very same, then
/// where one side has no unit, then what measures the same.
fn unmatched<'n>(a: &'n [Number], b: &'n [Number]) -> Left<'n> {
    // Firm ones first, so that they are not left over for an ordinal.
    let order = |all: &'n [Number]| {
        let mut all: Vec<&Number> = all.iter().collect();
        all.sort_by_key(|n| !n.firm);
        all
    };
    let value = |n: &Number| Some(n.value.clone());
    let bare = |n: &Number| n.unit.is_none().then(|| n.value.clone());
    let same = |n: &Number| Some((n.value.clone(), n.unit));
    let (a, b) = take_pairs(order(a), order(b), same, same);
    let (a, b) = take_pairs(a, b, bare, value);
    let (a, b) = take_pairs(a, b, value, bare);
    take_pairs(a, b, Number::measured, Number::measured)
}

/// Takes pairs with the same key away; what has no key stays.
fn take_pairs<'n, K: std::hash::Hash + Eq>(
    a: Vec<&'n Number>,
    b: Vec<&'n Number>,
    key_a: impl Fn(&Number) -> Option<K>,
    key_b: impl Fn(&Number) -> Option<K>,
) -> Left<'n> {
    let mut waiting: HashMap<K, usize> = HashMap::new();
    for key in b.iter().filter_map(|n| key_b(n)) {
        let count = waiting.entry(key).or_default();
        *count = count.saturating_add(1);
    }
    let mut taken: HashMap<K, usize> = HashMap::new();
    let mut left = Vec::new();
    for number in a {
        let found = key_a(number).and_then(|key| {
            let count = waiting.get_mut(&key)?;
            *count = count.checked_sub(1)?;
            Some(key)
        });
        match found {
            Some(key) => {
                let count = taken.entry(key).or_default();
                *count = count.saturating_add(1);
            }
            None => left.push(number),
        }
    }
    let mut stays = |number: &&Number| {
        let used = key_b(number).and_then(|key| {
            let count = taken.get_mut(&key)?;
            *count = count.checked_sub(1)?;
            Some(())
        });
        used.is_none()
    };
    let right = b.into_iter().filter(|n| stays(n)).collect();
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::token::{fold, tokens};

    fn read(tag: &str, text: &str) -> Vec<String> {
        let lang = Lang::of(tag);
        let mut tokens = tokens(&fold(text));
        let shown = |n: &Number| {
            let soft = if n.firm { "" } else { "~" };
            format!("{soft}{}", n.shown(lang))
        };
        numbers(&mut tokens, lang).iter().map(shown).collect()
    }

    #[test]
    fn english() {
        for (text, all) in [
            ("within sixty (60) days", vec!["60 days"]),
            ("within sixty (90) days", vec!["60", "90 days"]),
            (
                "twenty-four hours, or 24-hour",
                vec!["24 hours", "24 hours"],
            ),
            ("one hundred and twenty days and two", vec!["120 days", "2"]),
            ("two thousand and seven", vec!["2007"]),
            ("1,250,000 items, 3.5 %", vec!["1250000", "3.5 %"]),
            ("five working days", vec!["5 working days"]),
            (
                "the first day of the second month",
                vec!["~1 days", "2 months"],
            ),
            ("a third State, the 21st century", vec!["~3", "~21"]),
            ("one or once, twice", vec!["~1", "~1", "2"]),
            ("six calendar months", vec!["6 months"]),
            ("thirty days' notice", vec!["30 days"]),
            ("ten per cent", vec!["10 %"]),
            ("A4, U12, and", vec![]),
        ] {
            assert_eq!(read("en", text), all, "{text}");
        }
    }

    #[test]
    fn japanese() {
        for (text, all) in [
            ("七十二時間以内", vec!["72 時間"]),
            ("二〇二六と二千七", vec!["2026", "2007"]),
            ("三万五千", vec!["35000"]),
            ("３０日以内、六十（60）日", vec!["30 日", "60 日"]),
            (
                "十二箇月、３か月、六ヶ月、２カ月",
                vec!["12 月", "3 月", "6 月", "2 月"],
            ),
            ("五年ごと、五作業日前", vec!["5 年", "5 作業日"]),
            ("後二箇月目の月の初日", vec!["2 月"]),
            ("一方の締約国、統一、一般、第三者、万一、三権", vec![]),
            ("次のいずれか一の目的、一件ごと", vec!["~1", "~1"]),
            ("十分な保護、十分間", vec!["10 分"]),
            ("二〇、百分の五、5万", vec!["20", "100", "5", "50000"]),
            ("５パーセント", vec!["5 %"]),
            ("第二回、三番目、数十", vec!["~2", "~3", "~10"]),
            ("〇", vec![]),
        ] {
            assert_eq!(read("ja", text), all, "{text}");
        }
    }

    #[test]
    fn other_languages() {
        assert_eq!(
            read("de", "30 Tage, 1.000 und 3,5"),
            ["30 Tage", "1000", "3.5"]
        );
        assert_eq!(read("fr", "trente jours, 24 heures"), ["24 heures"]);
        assert_eq!(read("zh", "三十日 30"), ["30"]);
    }
}
