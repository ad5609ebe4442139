//! What kind of change a hunk is.

use super::{
    Hunk,
    variants::{modern, usual_width},
    words::numeral,
};

/// What kind of change a hunk is, for listing. What is of no other kind is wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Other words.
    Wording,
    /// Only white space.
    Spacing,
    /// Only punctuation, and white space with it.
    Punctuation,
    /// Only full or half width: １ and 1, ｶﾅ and カナ.
    Width,
    /// Only the form of a kanji (極祕, 極秘), a variation selector, or the composition of a letter
    /// with its marks.
    Variant,
    /// Only the number of an article, paragraph, item or annex.
    Numbering,
}

/// Words a number of a provision follows.
const BEFORE: [&str; 20] = [
    "article",
    "articles",
    "paragraph",
    "paragraphs",
    "subparagraph",
    "subparagraphs",
    "section",
    "sections",
    "chapter",
    "part",
    "annex",
    "annexes",
    "appendix",
    "clause",
    "schedule",
    "rule",
    "item",
    "附属書",
    "別表",
    "第",
];

/// Characters a number of a provision has after it.
const AFTER: &str = "条項号章節款目編";

/// Words that begin with one of these, of which there is a number: 三条約, 三項目.
const WORDS: [&str; 2] = ["条約", "項目"];

/// What stands between the numbers of a list.
const JOINERS: [&str; 7] = [" and", " or", " to", ",", "、", "及び", "又は"];

/// The kind of a change of this text; the text around tells the number of an article from a
/// number of days.
#[must_use]
pub fn kind(old: &str, hunk: &Hunk) -> Kind {
    let mut chars = old.chars();
    let before: String = chars.by_ref().take(hunk.at).collect();
    let cut: String = chars.by_ref().take(hunk.cut).collect();
    let after: String = chars.take(AROUND).collect();
    let put = hunk.put.as_str();
    if spaceless(&cut) == spaceless(put) {
        return Kind::Spacing;
    }
    let (a, b) = (modern(&cut), modern(put));
    if a == b {
        return Kind::Variant;
    }
    let blanks = cut.contains("{{") || put.contains("{{");
    if !blanks && bare(&cut) == bare(put) {
        return Kind::Punctuation;
    }
    let (a, b) = (usual_width(&a), usual_width(&b));
    if a == b {
        return if usual_width(&cut) == usual_width(put) {
            Kind::Width
        } else {
            Kind::Variant
        };
    }
    let line = before.rsplit('\n').next().unwrap_or_default();
    if renumbered(line, &a, &b, &after) || relettered(line, &a, &b, &after) {
        return Kind::Numbering;
    }
    Kind::Wording
}

/// How much of the text after a change can tell what its number is.
const AROUND: usize = 8;

fn spaceless(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Without punctuation and spaces; a point or comma between digits is part of the number.
fn bare(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let inside = numeral(last) && chars.peek().is_some_and(|next| numeral(*next));
        if inside && !c.is_whitespace() || !punctuation(c) && !c.is_whitespace() {
            all.push(c);
        }
        last = c;
    }
    all
}

fn punctuation(c: char) -> bool {
    matches!(c,
        '!' | '"' | '\'' | '(' | ')' | '*' | ',' | '-' | '.' | '/' | ':' | ';' | '?' | '[' | ']'
        | '_' | '{' | '}' | '«' | '»' | '·' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203e}'
        | '、'..='〃' | '〈'..='】' | '〔'..='〟' | '゠' | '・' | '！' | '＂' | '＇'..='）' | '＊'
        | '，'..='／' | '：' | '；' | '？' | '［' | '］' | '＿' | '｛' | '｝' | '｟'..='･')
}

/// A text with `#` for its numbers, and the numbers with the place of each `#`.
fn numbers(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut masked, mut all): (String, Vec<(usize, String)>) = (String::new(), Vec::new());
    let mut chars = text.chars().peekable();
    let mut open = false;
    while let Some(c) = chars.next() {
        let point = open && c == '.' && chars.peek().is_some_and(|next| numeral(*next));
        if !numeral(c) && !point {
            open = false;
            masked.push(c);
            continue;
        }
        match all.last_mut() {
            Some((_, number)) if open => number.push(c),
            _ => {
                all.push((masked.len(), c.into()));
                masked.push('#');
            }
        }
        open = true;
    }
    (masked, all)
}

/// Whether only numbers differ, and each that does is the number of a provision.
fn renumbered(line: &str, a: &str, b: &str, after: &str) -> bool {
    let ((text, first), (other, second)) = (numbers(a), numbers(b));
    text == other
        && first.len() == second.len()
        && first.iter().zip(&second).all(|((at, x), (_, y))| {
            let (head, tail) = text.split_at_checked(*at).unwrap_or_default();
            let before = format!("{line}{head}");
            let behind = format!("{}{after}", tail.strip_prefix('#').unwrap_or(tail));
            x == y || provision(&before, &behind)
        })
}

/// Whether a number between these is the number of a provision.
fn provision(before: &str, after: &str) -> bool {
    let lower = before.to_lowercase();
    let lower = lower.trim_end();
    let link = before.ends_with("{{") && after.starts_with("}}");
    let counted = after.starts_with(|c| AFTER.contains(c))
        && !WORDS.iter().any(|word| after.starts_with(word));
    named(lower) || listed(lower) || link || counted || leading(before, after)
}

/// Whether a text ends in a word that has a number after it.
fn named(lower: &str) -> bool {
    BEFORE.iter().any(|word| {
        lower
            .strip_suffix(word)
            .is_some_and(|rest| !word.is_ascii() || !rest.ends_with(|c: char| c.is_alphanumeric()))
    })
}

/// Whether a text ends in a list of such numbers: Articles 3, 4 and …
fn listed(lower: &str) -> bool {
    let mut rest = lower;
    loop {
        let joined = JOINERS.iter().find_map(|word| rest.strip_suffix(word));
        let Some(joined) = joined.map(str::trim_end) else {
            return false;
        };
        let number = |c: char| numeral(c) || c == '.';
        let word = joined.trim_end_matches(number).trim_end();
        if word.len() == joined.len() {
            return false;
        }
        if named(word) {
            return true;
        }
        rest = word;
    }
}

/// Whether this stands at the start of a paragraph as its number: `4.`, `(4)`, `## 4.2 `.
fn leading(before: &str, after: &str) -> bool {
    let start = before.trim_start_matches(['#', '*', ' ', '\u{3000}']);
    let heading = start.is_empty() && before.starts_with('#');
    match start {
        "" => after.starts_with(['.', ')', '．', '）']) || heading && after.starts_with(' '),
        "(" | "（" => after.starts_with([')', '）']),
        _ => false,
    }
}

/// Whether only the letter of an item at the start of a paragraph differs: `(a)` and `(b)`.
fn relettered(line: &str, a: &str, b: &str, after: &str) -> bool {
    let ((open, x, close), (open_b, y, close_b)) = (label(a), label(b));
    let letters = |text: &str| {
        let mut chars = text.chars();
        let one = chars.by_ref().take(1).all(char::is_alphabetic) && chars.next().is_none();
        !text.is_empty() && (one || text.chars().all(|c| "ivx".contains(c)))
    };
    (open, close) == (open_b, close_b)
        && letters(x)
        && letters(y)
        && leading(&format!("{line}{open}"), &format!("{close}{after}"))
}

/// A label in its brackets: what opens it, the label, what closes it and comes after.
fn label(text: &str) -> (&str, &str, &str) {
    let rest = text.trim_start_matches(['(', '（', ' ', '\u{3000}']);
    let open = text.strip_suffix(rest).unwrap_or_default();
    let tail = rest.trim_start_matches(|c: char| c.is_alphabetic());
    (open, rest.strip_suffix(tail).unwrap_or_default(), tail)
}

#[cfg(test)]
mod tests {
    use super::super::hunks;
    use super::*;

    /// The kinds of all changes.
    fn kinds(old: &str, new: &str, lang: &str) -> Vec<Kind> {
        let all = hunks(old, new, lang);
        all.iter().map(|hunk| kind(old, hunk)).collect()
    }

    #[test]
    fn each_kind() {
        use Kind::{Numbering, Punctuation, Spacing, Variant, Width, Wording};
        let cases = [
            ("en", "within 24 hours", "within 72 hours", Wording),
            ("en", "in  writing", "in writing", Spacing),
            ("en", "One.\n\nTwo.", "One.\nTwo.", Spacing),
            ("ja", "この協定　は", "この協定は", Spacing),
            ("en", "in writing, and", "in writing and", Punctuation),
            ("en", "“Level", "\"Level", Punctuation),
            ("ja", "写し、複製及び", "写し・複製及び", Punctuation),
            ("ja", "、この協定は，", "、この協定は、", Punctuation),
            ("en", "paid 1.5 times", "paid 15 times", Wording),
            ("en", "see {{4.2}} and", "see {{date}} and", Wording),
            ("ja", "１部を", "1部を", Width),
            ("ja", "附属書ＡＢＣ", "附属書ABC", Width),
            ("ja", "ｶﾞｲﾄﾞの", "ガイドの", Width),
            ("en", "10² units", "102 units", Wording),
            ("ja", "極祕の情報", "極秘の情報", Variant),
            ("ja", "極秘の情報", "極祕の情報", Variant),
            ("ja", "國會の承認", "国会の承認", Variant),
            ("ja", "葛\u{e0100}城", "葛城", Variant),
            ("en", "cafe\u{301}", "caf\u{e9}", Variant),
            (
                "en",
                "under Article 4 and",
                "under Article 5 and",
                Numbering,
            ),
            (
                "en",
                "under Articles 4 and 6",
                "under Articles 4 and 7",
                Numbering,
            ),
            (
                "en",
                "Articles 3, 4 and 6",
                "Articles 3, 4 and 7",
                Numbering,
            ),
            ("en", "counterpart, 4 and", "counterpart, 5 and", Wording),
            ("ja", "三条約を", "四条約を", Wording),
            ("ja", "第四条及び第六条", "第五条及び第七条", Numbering),
            ("en", "paragraph 2", "paragraph 3", Numbering),
            ("en", "Party 4", "Party 5", Wording),
            ("en", "counterpart 4", "counterpart 5", Wording),
            ("en", "see {{4.2}} and", "see {{4.3}} and", Numbering),
            ("en", "## 4.2 Purposes", "## 4.3 Purposes", Numbering),
            ("en", "x\n\n4. The", "x\n\n5. The", Numbering),
            ("en", "x\n\n4 days", "x\n\n5 days", Wording),
            ("en", "x\n\n(a) maritime", "x\n\n(b) maritime", Numbering),
            ("en", "x\n\n(ii) maritime", "x\n\n(iii) maritime", Numbering),
            ("en", "Party A is", "Party B is", Wording),
            ("ja", "第四条の規定", "第五条の規定", Numbering),
            ("ja", "第１条の規定", "第1条の規定", Width),
            ("ja", "（ａ）海上", "（ｂ）海上", Numbering),
            ("ja", "附属書Ａ", "附属書Ｂ", Wording),
            ("ja", "二十日以内", "三十日以内", Wording),
        ];
        for (lang, old, new, expected) in cases {
            assert_eq!(kinds(old, new, lang), [expected], "{old} → {new}");
        }
    }

    #[test]
    fn any_hunk_has_a_kind() {
        let hunk = Hunk {
            at: 90,
            cut: 90,
            put: String::new(),
        };
        assert_eq!(kind("short", &hunk), Kind::Spacing);
        let hunk = Hunk {
            at: 3,
            cut: 90,
            put: "e".to_owned(),
        };
        assert_eq!(kind("short", &hunk), Kind::Wording);
    }
}
