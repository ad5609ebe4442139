//! The paragraphs of a text whose first words are a mark in parentheses, and a version of it with
//! some of them left out.

use entente_model::{Problem, problem::Class};

/// Longest text taken apart, bytes.
pub const MAX: usize = 16 * 1024 * 1024;
/// Longest mark of a portion, characters.
const MAX_MARK: usize = 200;

/// A paragraph and its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    /// Mark as written, without its parentheses; empty when it has none.
    pub mark: String,
    /// The paragraph with its mark, as it stands in the text.
    pub text: String,
}

/// The paragraphs of a text, parted by empty lines.
#[must_use]
pub fn split(text: &str) -> Vec<Portion> {
    let mut portions = Vec::new();
    let mut open = String::new();
    for line in text.lines().chain([""]) {
        if !line.trim().is_empty() {
            open.push_str(line);
            open.push('\n');
            continue;
        }
        if !open.is_empty() {
            let text = std::mem::take(&mut open);
            let mark = mark(&text).to_owned();
            portions.push(Portion { mark, text });
        }
    }
    portions
}

/// The words in the parentheses a paragraph begins with.
fn mark(text: &str) -> &str {
    let inner = text
        .trim_start()
        .strip_prefix(['(', '（'])
        .and_then(|rest| rest.split_once([')', '）']));
    match inner {
        Some((mark, _)) if mark.chars().count() <= MAX_MARK && !mark.contains('\n') => mark.trim(),
        _ => "",
    }
}

/// Marks of every portion of a text that is portion-marked.
///
/// # Errors
/// PORT-001 for a text in which a paragraph has no mark; PORT-002 for what is no text.
pub fn marks(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    let portions = split(text(bytes)?);
    let unmarked = portions.iter().zip(1u32..).find(|(p, _)| p.mark.is_empty());
    if let Some((_, number)) = unmarked {
        return Err(Problem::new("PORT-001", Class::Usage).with("number", number));
    }
    Ok(portions.into_iter().map(|p| p.mark).collect())
}

/// The text without the portions of these numbers, counted from 1, and the marks of what is left.
///
/// # Errors
/// PORT-002, PORT-003 for a number that is not there.
pub fn without(bytes: &[u8], numbers: &[u32]) -> Result<(String, Vec<String>), Problem> {
    let portions = split(text(bytes)?);
    let count = portions.len();
    let there = |n: &u32| *n > 0 && usize::try_from(*n).is_ok_and(|n| n <= count);
    if let Some(number) = numbers.iter().find(|n| !there(n)) {
        return Err(Problem::new("PORT-003", Class::Usage)
            .with("number", number)
            .with("count", count));
    }
    let kept: Vec<Portion> = portions
        .into_iter()
        .zip(1u32..)
        .filter(|(_, n)| !numbers.contains(n))
        .map(|(p, _)| p)
        .collect();
    let text: Vec<&str> = kept.iter().map(|p| p.text.as_str()).collect();
    let marks = kept.iter().map(|p| p.mark.clone()).collect();
    Ok((text.join("\n"), marks))
}

fn text(bytes: &[u8]) -> Result<&str, Problem> {
    let unread = || Problem::new("PORT-002", Class::Usage).with("max", MAX);
    if bytes.len() > MAX {
        return Err(unread());
    }
    std::str::from_utf8(bytes).map_err(|_| unread())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "(秘) First.\nStill first.\n\n（取扱注意）二つ目。\n\n\n(U) Third.\n";

    #[test]
    fn portions_by_number_and_mark() {
        assert_eq!(marks(TEXT.as_bytes()).unwrap(), ["秘", "取扱注意", "U"]);
        let (text, left) = without(TEXT.as_bytes(), &[1, 3]).unwrap();
        assert_eq!(
            (text.as_str(), left),
            ("（取扱注意）二つ目。\n", vec!["取扱注意".to_owned()])
        );
        assert_eq!(without(TEXT.as_bytes(), &[4]).unwrap_err().code, "PORT-003");
        assert_eq!(without(TEXT.as_bytes(), &[0]).unwrap_err().code, "PORT-003");
        assert_eq!(marks(b"no mark\n").unwrap_err().code, "PORT-001");
        assert_eq!(marks(&[0xff, 0xfe]).unwrap_err().code, "PORT-002");
        assert_eq!(marks(b"(open\nmark) x\n").unwrap_err().code, "PORT-001");
    }

    proptest! {
        #[test]
        fn what_is_left_out_is_out_and_the_rest_is_whole(
            parts in prop::collection::vec("[a-z]{1,8}( [a-z]{1,8}){0,3}", 1..12),
            out in prop::collection::vec(1u32..12, 0..6),
        ) {
            let text: Vec<String> = parts.iter().map(|p| format!("(S) {p}\n")).collect();
            let text = text.join("\n");
            let count = u32::try_from(parts.len()).unwrap();
            let out: Vec<u32> = out.into_iter().filter(|n| *n <= count).collect();
            let (left, marks) = without(text.as_bytes(), &out).unwrap();
            let kept: Vec<String> = parts
                .iter()
                .zip(1u32..)
                .filter(|(_, n)| !out.contains(n))
                .map(|(p, _)| format!("(S) {p}\n"))
                .collect();
            prop_assert_eq!(marks.len(), kept.len());
            prop_assert_eq!(left, kept.join("\n"));
        }
    }
}
