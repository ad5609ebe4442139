//! A text cut into the units a change is made of.

use icu_segmenter::{GraphemeClusterSegmenter, WordSegmenter, options::WordBreakInvariantOptions};
use std::ops::Range;

/// Longest text between the braces of a blank or link.
const BLANK: usize = 40;

/// What is counted or numbered; a numeral and its counter are read, and changed, as one word.
const COUNTERS: [&str; 27] = [
    "箇月", "か月", "カ月", "ヶ月", "ヵ月", "週間", "時間", "年", "月", "日", "時", "分", "秒",
    "条", "條", "項", "号", "號", "章", "節", "編", "部", "通", "回", "人", "名", "箇",
];

/// The words of a text, with everything between them; put together they are the text.
///
/// Words follow UAX #29, Chinese and Japanese words the dictionary. A paragraph break, a blank
/// `{{date}}` and a link `{{4.2}}` are one token each; a Japanese numeral is one with its counter.
/// A combining mark or a variation selector stays with its base.
#[must_use]
pub fn tokens<'a>(text: &'a str, lang: &str) -> Vec<&'a str> {
    let clusters = graphemes(text);
    let mut edges: Vec<usize> = Vec::with_capacity(clusters.len());
    edges.push(0);
    edges.extend(clusters.iter().scan(0usize, |at, cluster| {
        *at = at.saturating_add(cluster.len());
        Some(*at)
    }));
    let mut cuts = vec![0];
    let mut at = 0usize;
    for whole in wholes(&clusters, &edges) {
        words(text, at..whole.start, &edges, &mut cuts);
        cuts.push(whole.end);
        at = whole.end;
    }
    words(text, at..text.len(), &edges, &mut cuts);
    cuts.dedup();
    let all = cuts
        .iter()
        .zip(cuts.iter().skip(1))
        .filter_map(|(from, to)| text.get(*from..*to))
        .collect();
    if dictionary(lang) {
        counted(text, all)
    } else {
        all
    }
}

/// Whether changes of a language are found in characters where words do not help.
pub(super) fn dictionary(lang: &str) -> bool {
    let first = lang.split(['-', '_']).next().unwrap_or(lang);
    first.eq_ignore_ascii_case("ja") || first.eq_ignore_ascii_case("zh")
}

/// What is never split.
pub(super) fn graphemes(text: &str) -> Vec<&str> {
    let ends: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(text).collect();
    ends.iter()
        .zip(ends.iter().skip(1))
        .filter_map(|(from, to)| text.get(*from..*to))
        .collect()
}

/// Numerals of either script and width.
pub(super) fn numeral(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇一二三四五六七八九十百千万億".contains(c)
}

/// The byte ranges of paragraph breaks, blanks and links.
fn wholes(clusters: &[&str], edges: &[usize]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut at = 0usize;
    while at < clusters.len() {
        let rest = clusters.get(at..).unwrap_or_default();
        let length = match rest {
            ["\n", "\n", ..] | ["\r\n", "\r\n", ..] => 2,
            ["{", "{", inner @ ..] => blank(inner).map_or(0, |inner| inner.saturating_add(4)),
            _ => 0,
        };
        let end = at.saturating_add(length);
        if let (1.., Some(from), Some(to)) = (length, edges.get(at), edges.get(end)) {
            all.push(*from..*to);
        }
        at = end.max(at.saturating_add(1));
    }
    all
}

/// How many clusters stand before the closing braces, if these close a blank.
fn blank(inner: &[&str]) -> Option<usize> {
    let length = inner
        .iter()
        .take(BLANK.saturating_add(1))
        .position(|cluster| cluster.contains(['{', '}', '\n']))?;
    let chars: usize = inner.iter().take(length).map(|c| c.chars().count()).sum();
    match inner.get(length..) {
        Some(["}", "}", ..]) if (1..=BLANK).contains(&chars) => Some(length),
        _ => None,
    }
}

/// Where words end. A cut of the dictionary inside a grapheme cluster is none.
fn words(text: &str, range: Range<usize>, edges: &[usize], cuts: &mut Vec<usize>) {
    let from = range.start;
    let Some(part) = text.get(range).filter(|part| !part.is_empty()) else {
        return;
    };
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    cuts.extend(
        segmenter
            .segment_str(part)
            .map(|at| at.saturating_add(from))
            .filter(|at| edges.binary_search(at).is_ok()),
    );
}

/// Joins a numeral cut by the dictionary (二|十日) with what it counts.
fn counted<'a>(text: &'a str, words: Vec<&'a str>) -> Vec<&'a str> {
    let mut all = Vec::with_capacity(words.len());
    let mut at = 0usize;
    let mut bytes = 0usize;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        let taken = lengths(text.get(bytes..).unwrap_or_default())
            .find_map(|length| reach(rest, length))
            .unwrap_or(1);
        let length: usize = match taken {
            0 | 1 => word.len(),
            _ => rest.iter().take(taken).map(|word| word.len()).sum(),
        };
        let end = bytes.saturating_add(length);
        all.push(text.get(bytes..end).unwrap_or(word));
        bytes = end;
        at = at.saturating_add(taken.max(1));
    }
    all
}

/// The lengths of a number at the start of a text, and of that with the numbers that follow
/// (the dictionary cuts 四月八|日).
fn lengths(text: &str) -> impl Iterator<Item = usize> {
    std::iter::successors(number(text), |length| {
        let next = number(text.get(*length..)?)?;
        Some(length.saturating_add(next))
    })
}

/// The length of a number at the start of a text, with its counter: 第四条, 二十日, ６箇月.
fn number(text: &str) -> Option<usize> {
    let after = text.strip_prefix('第').unwrap_or(text);
    let rest = after.trim_start_matches(numeral);
    if rest.len() == after.len() {
        return None;
    }
    let rest = COUNTERS
        .iter()
        .find_map(|counter| rest.strip_prefix(counter))
        .unwrap_or(rest);
    text.len().checked_sub(rest.len())
}

/// How many words a number takes; none when it ends in the middle of a word that is not of the
/// number (三|日本), for then the counter was none.
fn reach(words: &[&str], length: usize) -> Option<usize> {
    let mut end = 0usize;
    for (taken, word) in words.iter().enumerate() {
        let start = end;
        end = end.saturating_add(word.len());
        if end == length {
            return Some(taken.saturating_add(1));
        }
        if end > length {
            let own = start > 0 && word.starts_with(numeral);
            return own.then_some(taken.saturating_add(1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_by_dictionary() {
        let cases: [(&str, &[&str]); 7] = [
            ("秘密情報の保護", &["秘密", "情報", "の", "保護"]),
            ("極秘の情報", &["極秘", "の", "情報"]),
            ("極祕の情報", &["極", "祕", "の", "情報"]),
            ("第三者に開示", &["第三者", "に", "開示"]),
            (
                "ニュージーランドの防衛省",
                &["ニュージーランド", "の", "防衛", "省"],
            ),
            (
                "（ａ）海上の安全",
                &["（", "ａ", "）", "海上", "の", "安全"],
            ),
            ("十分な保護", &["十分", "な", "保護"]),
        ];
        for (text, expected) in cases {
            assert_eq!(tokens(text, "ja"), expected);
        }
    }

    #[test]
    fn numerals_with_what_they_count() {
        let cases: [(&str, &[&str]); 6] = [
            ("二十日以内", &["二十日", "以内"]),
            ("第四条の規定", &["第四条", "の", "規定"]),
            ("三箇月の予告", &["三箇月", "の", "予告"]),
            ("６箇月前", &["６箇月", "前"]),
            (
                "千九百五十四年四月八日に",
                &["千九百五十四年", "四月八日", "に"],
            ),
            ("第百二十三条", &["第百二十三条"]),
        ];
        for (text, expected) in cases {
            assert_eq!(tokens(text, "ja"), expected);
        }
    }

    #[test]
    fn english_by_word() {
        assert_eq!(
            tokens("don't pay 1,000 by Party’s", "en"),
            ["don't", " ", "pay", " ", "1,000", " ", "by", " ", "Party’s"]
        );
    }

    #[test]
    fn blanks_links_and_breaks_are_whole() {
        assert_eq!(
            tokens("on {{date of x}}.\n\nSee {{4.2}}\r\n\r\n{{}}", "en"),
            [
                "on",
                " ",
                "{{date of x}}",
                ".",
                "\n\n",
                "See",
                " ",
                "{{4.2}}",
                "\r\n\r\n",
                "{",
                "{",
                "}",
                "}"
            ]
        );
        let (most, more) = ("x".repeat(BLANK), "x".repeat(BLANK + 1));
        assert_eq!(tokens(&format!("{{{{{most}}}}}"), "ja").len(), 1);
        assert!(tokens(&format!("{{{{{more}}}}}"), "ja").len() > 1);
        assert_eq!(tokens("{{a{{b}}", "en"), ["{", "{", "a", "{{b}}"]);
    }

    #[test]
    fn marks_stay_with_their_base() {
        assert_eq!(tokens("極秘\u{e0100}の", "ja"), ["極秘\u{e0100}", "の"]);
        assert_eq!(tokens("e\u{301}tat", "en"), ["e\u{301}tat"]);
    }
}
