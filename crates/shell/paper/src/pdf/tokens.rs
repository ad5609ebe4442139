//! A text as the words that are compared: what white space separates, and each character of Japanese
//! writing by itself, so that where lines break makes no difference.

use unicode_normalization::UnicodeNormalization;

/// A character of Chinese or Japanese writing, between which lines break without white space.
pub(super) fn wide(ch: char) -> bool {
    matches!(u32::from(ch),
        0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
        && !ch.is_whitespace()
}

/// The words of a text.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = String::new();
    for ch in text.nfc() {
        let alone = wide(ch);
        if (alone || ch.is_whitespace()) && !open.is_empty() {
            out.push(std::mem::take(&mut open));
        }
        if alone {
            out.push(ch.to_string());
        } else if !ch.is_whitespace() {
            open.push(ch);
        }
    }
    if !open.is_empty() {
        out.push(open);
    }
    out
}

/// Words as a text to show.
pub(super) fn join<'t>(words: impl Iterator<Item = &'t str>) -> String {
    let mut out = String::new();
    let mut narrow = false;
    for word in words {
        let own = !word.starts_with(wide);
        if narrow && own {
            out.push(' ');
        }
        out.push_str(word);
        narrow = own;
    }
    out
}

/// Removes every occurrence of a foot: its words in order, any number
/// standing for `#` and any part of a digest for `~`.
pub(super) fn without(words: Vec<String>, foot: &[String]) -> Vec<String> {
    let Some(first) = foot.first() else {
        return words;
    };
    let mut out = Vec::with_capacity(words.len());
    let mut rest = words.as_slice();
    while let [word, after @ ..] = rest {
        let here = same(word, first).then(|| strip(rest, foot)).flatten();
        if let Some(behind) = here {
            rest = behind;
        } else {
            out.push(word.clone());
            rest = after;
        }
    }
    out
}

fn strip<'w>(words: &'w [String], foot: &[String]) -> Option<&'w [String]> {
    let (here, behind) = words.split_at_checked(foot.len())?;
    here.iter()
        .zip(foot)
        .all(|(w, f)| same(w, f))
        .then_some(behind)
}

/// Removes every occurrence of a foot from a text that has no white space.
pub(super) fn run_without(text: &str, foot: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = run_strip(rest, foot).filter(|_| !foot.is_empty()) {
            rest = behind;
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

fn run_strip<'t>(text: &'t str, foot: &str) -> Option<&'t str> {
    let mut rest = text;
    for (index, part) in foot.split('#').enumerate() {
        if index > 0 {
            let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest = (behind.len() < rest.len()).then_some(behind)?;
        }
        rest = rest.strip_prefix(part)?;
    }
    Some(rest)
}

/// Whether a word is the foot's; a number may stand for `#`, a part of a digest for `~`.
fn same(word: &str, foot: &str) -> bool {
    match foot {
        "#" => word.chars().all(|c| c.is_ascii_digit()),
        "~" => word.chars().all(|c| c.is_ascii_hexdigit() || c == '…'),
        _ => word == foot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_make_no_difference() {
        assert_eq!(of("保護情\n報とは SECRET\nの"), of("保護情報とはSECRETの"));
        assert_eq!(of("a  b\r\nc"), ["a", "b", "c"]);
        assert_ne!(of("in to"), of("into"));
        assert_eq!(
            join(of("極秘 is SECRET, 秘 not").iter().map(String::as_str)),
            "極秘is SECRET,秘not"
        );
    }

    #[test]
    fn feet_are_left_out_whatever_their_number() {
        let text = of("one Page 1 of 12 two Page 2 of 12 three Page x of 12");
        let foot = of("Page # of #");
        assert_eq!(without(text, &foot), of("one two three Page x of 12"));
        assert_eq!(
            run_without("あ3／12ページい／ページ", "#／#ページ"),
            "あい／ページ"
        );
    }
}
