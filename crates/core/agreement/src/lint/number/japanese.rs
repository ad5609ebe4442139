//! Japanese numbers: 二十四, 二〇二六, 三万五千, 5万.

use super::{Numeral, plain};
use crate::lint::token::{Kind, Token, clear, spells, spells_before};
use std::{collections::HashMap, sync::LazyLock};

/// Words with a numeral in them that are no numbers, the longest of those with the same beginning
/// first. Where a numeral stands directly before, as in 三十一部, it is one all the same.
const ORDINARY: [&str; 88] = [
    "統一",
    "同一",
    "唯一",
    "均一",
    "単一",
    "画一",
    "随一",
    "逐一",
    "専一",
    "帰一",
    "合一",
    "択一",
    "第一次的",
    "第一義",
    "第一線",
    "第三者",
    "第三国",
    "第三当事者",
    "第三世界",
    "第二次世界",
    "一方",
    "一般",
    "一部分",
    "一部",
    "一切",
    "一体",
    "一致",
    "一定",
    "一層",
    "一旦",
    "一括",
    "一連",
    "一覧",
    "一律",
    "一環",
    "一貫",
    "一様",
    "一端",
    "一同",
    "一見",
    "一時的",
    "一時停止",
    "一元",
    "一任",
    "一存",
    "一因",
    "一員",
    "一助",
    "一概",
    "一斉",
    "一新",
    "一変",
    "一挙",
    "一応",
    "一義",
    "一個人",
    "一次",
    "万一",
    "万が一",
    "万全",
    "万国",
    "万能",
    "万人",
    "二重",
    "二国",
    "二者",
    "二次",
    "二分",
    "三権",
    "三者",
    "三国間",
    "三軍",
    "三角",
    "四半期",
    "四囲",
    "五感",
    "六法",
    "七夕",
    "八重",
    "九州",
    "四国",
    "十字",
    "十全",
    "百貨",
    "千葉",
    "千代田",
    "赤十字",
    "不十分",
];

/// The same by their first character.
static BY_FIRST: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<&str>> = HashMap::new();
    for word in ORDINARY {
        if let Some(first) = word.chars().next() {
            by_first.entry(first).or_default().push(word);
        }
    }
    by_first
});

/// Takes ordinary words out.
pub(super) fn ordinary_words(tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        let numeral = |i: usize| tokens.get(i).and_then(Token::char).is_some_and(is_numeral);
        let counted = at.checked_sub(1).is_some_and(numeral) && numeral(at);
        let word = if counted { None } else { ordinary(tokens, at) };
        match word {
            Some(length) => {
                let end = at.saturating_add(length);
                clear(tokens, at, end);
                at = end;
            }
            None => at = at.saturating_add(1),
        }
    }
}

fn ordinary(tokens: &[Token], at: usize) -> Option<usize> {
    // 十分 is "enough" unless minutes are counted.
    if spells(tokens, at, "十分") && !spells(tokens, at, "十分間") && !spells(tokens, at, "十分の")
    {
        return Some(2);
    }
    let words = BY_FIRST.get(&tokens.get(at)?.char()?)?;
    let word = words.iter().find(|word| spells(tokens, at, word))?;
    Some(word.chars().count())
}

/// The digit a character is.
fn digit(c: char) -> Option<u64> {
    let all = "〇一二三四五六七八九";
    let place = (0..).zip(all.chars()).find(|(_, d)| *d == c);
    place.map(|(n, _)| n).or((c == '零').then_some(0))
}

/// The power of ten a character multiplies with, below 10,000 and from there on.
fn small_power(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

fn large_power(c: char) -> Option<u64> {
    match c {
        '万' => Some(10_000),
        '億' => Some(100_000_000),
        _ => None,
    }
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || small_power(c).is_some() || large_power(c).is_some()
}

/// Longest number, in characters; what goes on is another.
const MAX_RUN: usize = 40;

/// A number in Chinese characters: its value in digits, and where it ends.
pub(in crate::lint) fn kanji(tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let run: Vec<char> = tokens
        .iter()
        .skip(at)
        .take(MAX_RUN)
        .map_while(|t| t.char().filter(|c| is_numeral(*c)))
        .collect();
    if run.iter().all(|c| digit(*c) == Some(0)) {
        return None;
    }
    let end = at.saturating_add(run.len());
    if run.iter().all(|c| digit(*c).is_some()) {
        let digits: String = run
            .iter()
            .filter_map(|c| digit(*c))
            .map(|d| d.to_string())
            .collect();
        return Some((plain(&digits), end));
    }
    Some((multiplied_out(&run).to_string(), end))
}

fn multiplied_out(run: &[char]) -> u64 {
    let (mut total, mut below, mut digits) = (0_u64, 0_u64, None::<u64>);
    for c in run {
        if let Some(d) = digit(*c) {
            digits = Some(digits.unwrap_or(0).saturating_mul(10).saturating_add(d));
        } else if let Some(power) = small_power(*c) {
            below = below.saturating_add(digits.take().unwrap_or(1).saturating_mul(power));
        } else if let Some(power) = large_power(*c) {
            let group = below.saturating_add(digits.take().unwrap_or(0)).max(1);
            total = total.saturating_add(group.saturating_mul(power));
            below = 0;
        }
    }
    total
        .saturating_add(below)
        .saturating_add(digits.unwrap_or(0))
}

pub(super) fn numeral(tokens: &[Token], at: usize) -> Option<Numeral> {
    let (value, end) = kanji(tokens, at)?;
    Some(Numeral {
        value,
        end,
        ordinal: ordinal(tokens, at, end),
        words: true,
    })
}

/// 第二, 二番目.
pub(super) fn ordinal(tokens: &[Token], at: usize, end: usize) -> bool {
    spells_before(tokens, at, "第") || spells(tokens, end, "番") || spells(tokens, end, "つ目")
}

/// 5万 and 3千 after digits.
pub(super) fn multiplied(tokens: &[Token], value: String, end: usize) -> (String, usize) {
    let power = tokens.get(end).and_then(Token::char).and_then(|c| {
        let small = small_power(c).filter(|_| c != '十');
        small.or_else(|| large_power(c))
    });
    let product = power.and_then(|power| value.parse::<u64>().ok()?.checked_mul(power));
    match product {
        Some(product) => (product.to_string(), end.saturating_add(1)),
        None => (value, end),
    }
}

/// Whether it counts nothing exactly: 数十, or a month's name.
pub(super) fn vague(tokens: &[Token], at: usize, end: usize) -> bool {
    let before = ["数", "何", "幾"];
    let named = tokens
        .get(end)
        .is_some_and(|t| t.is('月') && t.kind == Kind::Char);
    before.iter().any(|word| spells_before(tokens, at, word)) || named
}
