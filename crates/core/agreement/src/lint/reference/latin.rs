//! References in languages of the Latin alphabet.

use super::{Found, MAX_PARTS, NUMBERED_ANNEX, Reference, parts};
use crate::lint::{
    lang::Lang,
    number::is_counted,
    token::{Kind, Token},
};

pub(super) fn at(tokens: &[Token], at: usize, lang: Lang, own: &str) -> Option<Found> {
    let first = tokens.get(at)?;
    let next = at.checked_add(1)?;
    let (mut paths, mut end);
    if first.is_word(lang.article()) {
        (paths, end) = list(tokens, point(tokens, next), lang, number)?;
        end = paragraphs_of(tokens, end, lang, &mut paths);
    } else if first.is_word(lang.annex()) {
        (paths, end) = list(tokens, next, lang, letter)?;
        end = paragraphs_of(tokens, end, lang, &mut paths);
    } else if first.is_word(lang.paragraph()) {
        (paths, end) = list(tokens, point(tokens, next), lang, bare)?;
        let whole;
        (whole, end) = whole_of(tokens, end, lang).unwrap_or((own.to_owned(), end));
        paths = paths.iter().map(|path| format!("{whole}.{path}")).collect();
    } else {
        return None;
    }
    let foreign = is_foreign(tokens, end, lang);
    let reference = |path| Reference { path, foreign };
    Some((paths.into_iter().map(reference).collect(), end))
}

/// Past the point of an abbreviation.
fn point(tokens: &[Token], at: usize) -> usize {
    let point = tokens.get(at).is_some_and(|t| t.is('.') && !t.spaced);
    at.saturating_add(usize::from(point))
}

type One = fn(&[Token], usize) -> Option<(String, usize)>;

/// One, or several with commas and words between.
fn list(tokens: &[Token], at: usize, lang: Lang, one: One) -> Option<(Vec<String>, usize)> {
    let (first, mut end) = one(tokens, at)?;
    let mut all = vec![first];
    loop {
        let mut next = end;
        if tokens.get(next).is_some_and(|t| t.is(',')) {
            next = next.saturating_add(1);
        }
        if tokens
            .get(next)
            .is_some_and(|t| t.is_word(lang.joins()) || t.is('–') || t.is('-'))
        {
            next = next.saturating_add(1);
        }
        let further = one(tokens, next).filter(|(_, after)| {
            // "Article 4 and 30 days": the second counts something.
            next > end && !is_counted(tokens, *after, lang)
        });
        let Some((path, after)) = further else {
            return Some((all, end));
        };
        all.push(path);
        end = after;
    }
}

/// `7`, `7.2`, `7(2)(a)`.
fn number(tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let first = tokens.get(at).filter(|t| t.kind == Kind::Digits)?;
    let mut path = first.text.clone();
    let end = points(tokens, at.checked_add(1)?, &mut path);
    let end = parts(tokens, end, &mut path);
    Some((path, end))
}

fn points(tokens: &[Token], mut end: usize, path: &mut String) -> usize {
    let follows = |at: usize| {
        tokens.get(at).filter(|t| t.is('.') && !t.spaced)?;
        let next = tokens.get(at.checked_add(1)?)?;
        (next.kind == Kind::Digits && !next.spaced).then(|| next.text.clone())
    };
    for _ in 0..MAX_PARTS {
        let Some(digits) = follows(end) else {
            break;
        };
        path.push('.');
        path.push_str(&digits);
        end = end.saturating_add(2);
    }
    end
}

/// A paragraph's number, which may stand in brackets.
fn bare(tokens: &[Token], at: usize) -> Option<(String, usize)> {
    if tokens.get(at)?.is('(') {
        let inside = tokens.get(at.checked_add(1)?)?;
        let closed = tokens.get(at.checked_add(2)?)?.is(')');
        let digits = inside.kind == Kind::Digits && closed;
        return digits.then_some((inside.text.clone(), at.checked_add(3)?));
    }
    number(tokens, at)
}

/// A capital letter or Roman number, or digits.
fn letter(tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let first = tokens.get(at)?;
    let text = first.text.as_str();
    let roman = text.len() <= 5 && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let capital = text.len() == 1 && text.starts_with(|c: char| c.is_ascii_uppercase());
    let named = first.kind == Kind::Word && (roman || capital);
    if !named && first.kind != Kind::Digits {
        return None;
    }
    let numbered = if named { "" } else { NUMBERED_ANNEX };
    let mut path = format!("{numbered}{}", first.text);
    let end = points(tokens, at.checked_add(1)?, &mut path);
    Some((path, end))
}

/// "Article 7, paragraph 2": the paragraphs belong to the last article.
fn paragraphs_of(tokens: &[Token], end: usize, lang: Lang, paths: &mut Vec<String>) -> usize {
    let comma = tokens.get(end).is_some_and(|t| t.is(','));
    let at = end.saturating_add(usize::from(comma));
    if !tokens.get(at).is_some_and(|t| t.is_word(lang.paragraph())) {
        return end;
    }
    let start = point(tokens, at.saturating_add(1));
    let Some((paragraphs, after)) = list(tokens, start, lang, bare) else {
        return end;
    };
    // "Article 7, paragraph 2 of Article 9" begins a new reference.
    if whole_of(tokens, after, lang).is_some() {
        return end;
    }
    if let Some(article) = paths.pop() {
        paths.extend(paragraphs.iter().map(|p| format!("{article}.{p}")));
    }
    after
}

/// The article after "of": "paragraph 2 of Article 7", "of Annex A".
fn whole_of(tokens: &[Token], at: usize, lang: Lang) -> Option<(String, usize)> {
    let mut next = at;
    if tokens.get(next)?.is_word(lang.of_words()) {
        next = next.checked_add(1)?;
    }
    // l'article
    if tokens.get(next)?.is_word(&["l"]) {
        next = next.checked_add(2)?;
    }
    if next == at {
        return None;
    }
    let word = tokens.get(next)?;
    let number_at = next.checked_add(1)?;
    if word.is_word(lang.article()) {
        number(tokens, point(tokens, number_at))
    } else if word.is_word(lang.annex()) {
        letter(tokens, number_at)
    } else {
        None
    }
}

/// "of the Convention", "of the Agreement between": another instrument.
fn is_foreign(tokens: &[Token], at: usize, lang: Lang) -> bool {
    let comma = tokens.get(at).is_some_and(|t| t.is(','));
    let at = at.saturating_add(usize::from(comma));
    if !tokens.get(at).is_some_and(|t| t.is_word(lang.of_words())) {
        return false;
    }
    let mut after = tokens.iter().skip(at.saturating_add(1)).take(5);
    let Some(first) = after.next() else {
        return false;
    };
    if lang != Lang::En {
        let mut near = std::iter::once(first).chain(after);
        return !near.any(|t| t.is_word(lang.this()));
    }
    if !first.is_word(&["the", "that", "said", "an", "its"]) {
        // "of Regulation No 5"; "of this Agreement" is the text itself.
        return first.kind == Kind::Word && is_capital(first);
    }
    let Some(named) = after.next().filter(|t| t.kind == Kind::Word) else {
        return false;
    };
    if named.lower == "present" {
        return false;
    }
    if !named.is_word(&["agreement"]) {
        return is_capital(named)
            || named.is_word(&["convention", "treaty", "protocol", "charter"]);
    }
    let other = [
        "between",
        "of",
        "dated",
        "signed",
        "on",
        "concerning",
        "for",
        "among",
    ];
    after.next().is_some_and(|t| t.is_word(&other))
}

fn is_capital(token: &Token) -> bool {
    token.text.starts_with(char::is_uppercase)
}
