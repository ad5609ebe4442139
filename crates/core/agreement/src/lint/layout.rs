//! What can be compared without reading: paragraphs, items, brackets and blanks.

use super::{
    Report, Said, Whole,
    lang::Lang,
    number::is_counted,
    token::{Kind, Token, clear, is_wide},
};

/// How many paragraphs a body has; an empty line stands between two.
pub(super) fn paragraphs(body: &str) -> usize {
    let mut count = 0_usize;
    let mut inside = false;
    for line in body.lines() {
        let text = !line.trim().is_empty();
        if text && !inside {
            count = count.saturating_add(1);
        }
        inside = text;
    }
    count
}

/// Counts the lines that begin with a number or letter, and takes these out: they are no numbers
/// of the text.
pub(super) fn items(tokens: &mut [Token]) -> usize {
    let mut count = 0_usize;
    for at in 0..tokens.len() {
        if !tokens.get(at).is_some_and(|t| t.line) {
            continue;
        }
        if let Some(end) = label(tokens, at) {
            clear(tokens, at, end);
            count = count.saturating_add(1);
        }
    }
    count
}

/// Order of the syllabary, by which Japanese laws label items.
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラム";

/// The end of a label such as `(a)`, `1.`, `２ ` or `イ `.
fn label(tokens: &[Token], at: usize) -> Option<usize> {
    let here = tokens.get(at)?;
    if here.is('(') {
        let end = short(tokens, at.checked_add(1)?)?;
        return tokens.get(end)?.is(')').then(|| end.saturating_add(1));
    }
    if here.char().is_some_and(|c| ('①'..='⑳').contains(&c)) {
        return at.checked_add(1);
    }
    let end = short(tokens, at)?;
    let next = tokens.get(end)?;
    let latin = matches!(here.kind, Kind::Word | Kind::Digits);
    if latin && next.is(')') {
        return end.checked_add(1);
    }
    if here.kind == Kind::Digits && next.is('.') && !next.spaced {
        let spaced = tokens.get(end.checked_add(1)?)?.spaced;
        return spaced.then(|| end.saturating_add(1));
    }
    let wide = next.spaced && !next.line;
    let japanese = here.kind == Kind::Digits
        && next.char().is_some_and(is_wide)
        && !is_counted(tokens, end, Lang::Ja);
    (wide && (here.kind == Kind::Char || japanese)).then_some(end)
}

/// The end of what may be a label's number or letter.
fn short(tokens: &[Token], at: usize) -> Option<usize> {
    let here = tokens.get(at)?;
    let next = at.checked_add(1)?;
    match here.kind {
        Kind::Digits => (here.text.len() <= 3).then_some(next),
        Kind::Word => {
            let roman = here.lower.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
            let letters = here.text.chars().count();
            let letter = letters == 1 || (letters == 2 && is_doubled(&here.lower));
            (letter || (roman && letters <= 5)).then_some(next)
        }
        Kind::Char => {
            let c = here.char()?;
            if IROHA.contains(c) {
                return Some(next);
            }
            let numeral = |t: &&Token| t.char().is_some_and(|c| "一二三四五六七八九十".contains(c));
            let length = tokens.iter().skip(at).take(4).take_while(numeral).count();
            (1..=3).contains(&length).then(|| at.saturating_add(length))
        }
        Kind::Link | Kind::Gap => None,
    }
}

fn is_doubled(two: &str) -> bool {
    let mut chars = two.chars();
    chars.next() == chars.next()
}

/// Warns of a different number of paragraphs, items, brackets or blanks.
pub(super) fn compare(a: Whole<'_, '_>, b: Whole<'_, '_>, report: &mut Report<'_>) {
    let ((text, reads), (other_text, other)) = (a, b);
    if reads.paragraphs != other.paragraphs || reads.items != other.items {
        let mut args = counts(reads, other, reads.paragraphs, other.paragraphs);
        args.push(("items", reads.items.to_string()));
        args.push(("other_items", other.items.to_string()));
        report.add("lint-paragraphs", args);
    }
    if text.brackets != other_text.brackets || text.blanks != other_text.blanks {
        let mut args = counts(reads, other, text.brackets, other_text.brackets);
        args.push(("blanks", text.blanks.to_string()));
        args.push(("other_blanks", other_text.blanks.to_string()));
        report.add("lint-brackets", args);
    }
}

fn counts(a: &Said, b: &Said, n: usize, m: usize) -> Vec<(&'static str, String)> {
    vec![
        ("lang", a.tag.clone()),
        ("count", n.to_string()),
        ("other", b.tag.clone()),
        ("other_count", m.to_string()),
    ]
}

/// Warns of brackets written as characters: brackets are structure and never text.
pub(super) fn literal(text: &super::Reading<'_>, reads: &Said, report: &mut Report<'_>) {
    let sign = |c: &char| matches!(c, '[' | ']' | '［' | '］');
    let mut found: Vec<char> = Vec::new();
    for c in text.heading.chars().chain(text.body.chars()).filter(sign) {
        if !found.contains(&c) {
            found.push(c);
        }
    }
    if !found.is_empty() {
        let signs = found.into_iter().collect();
        let args = vec![("lang", reads.tag.clone()), ("signs", signs)];
        report.add("lint-literal-bracket", args);
    }
}
