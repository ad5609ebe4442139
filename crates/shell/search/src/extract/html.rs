//! HTML without its tags. No page is built: one pass, nothing nests.

use super::{Hint, Out};

/// Longest name of an entity or element.
const NAME: usize = 32;
/// Elements whose content is not read.
const SKIPPED: [&str; 5] = ["script", "style", "template", "noscript", "svg"];
/// Elements within a line.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "ruby", "rb",
    "s", "small", "span", "strong", "sub", "u",
];

/// Whether a text is HTML.
pub(super) fn is_html(hint: &Hint, text: &str) -> bool {
    let media = hint
        .media
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let name = hint
        .name
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let head: String = text.trim_start().chars().take(15).collect();
    let head = head.to_ascii_lowercase();
    media.starts_with("text/html")
        || media.starts_with("application/xhtml")
        || [".html", ".htm", ".xhtml"]
            .iter()
            .any(|e| name.ends_with(e))
        || head.starts_with("<!doctype html")
        || head.starts_with("<html")
}

/// Adds the text of a page.
pub(super) fn strip(text: &str, out: &mut Out) {
    let mut rest = text;
    while !rest.is_empty() && !out.full() {
        let at = rest.find(['<', '&']).unwrap_or(rest.len());
        let (plain, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.add(plain);
        rest = if from.starts_with('&') {
            entity(from, out)
        } else {
            tag(from, out)
        };
    }
}

fn tag<'t>(from: &'t str, out: &mut Out) -> &'t str {
    if from.is_empty() {
        return from;
    }
    if let Some(comment) = from.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, after)| after);
    }
    let inner = from.strip_prefix('<').unwrap_or(from);
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
        out.push('<');
        return inner;
    }
    let name: String = inner
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(NAME)
        .collect();
    let name = name.to_ascii_lowercase();
    let rest = end_of_tag(inner);
    if !inner.starts_with('/') && (SKIPPED.contains(&name.as_str()) || name == "rt" || name == "rp")
    {
        return past(rest, &name);
    }
    match name.as_str() {
        "td" | "th" => out.push('\t'),
        "br" => out.push('\n'),
        n if INLINE.contains(&n) => {}
        _ => out.paragraph(),
    }
    rest
}

/// Behind `>`, which may stand in a quoted value.
fn end_of_tag(inner: &str) -> &str {
    let mut quote = None;
    for (at, ch) in inner.char_indices() {
        match (quote, ch) {
            (None, '>') => return inner.get(at.saturating_add(1)..).unwrap_or_default(),
            (None, '"' | '\'') => quote = Some(ch),
            (Some(open), ch) if open == ch => quote = None,
            _ => {}
        }
    }
    ""
}

/// Behind the end tag of an element that is not read.
fn past<'t>(mut rest: &'t str, name: &str) -> &'t str {
    while let Some((_, after)) = rest.split_once("</") {
        let here = after.get(..name.len()).unwrap_or_default();
        if here.eq_ignore_ascii_case(name) {
            return end_of_tag(after);
        }
        rest = after;
    }
    ""
}

fn entity<'t>(from: &'t str, out: &mut Out) -> &'t str {
    let after = from.strip_prefix('&').unwrap_or(from);
    let end = after.char_indices().take(NAME).find(|(_, c)| *c == ';');
    let found = end.and_then(|(at, _)| after.split_at_checked(at));
    let ch = found.and_then(|(name, _)| character(name));
    match (found, ch) {
        (Some((_, rest)), Some(ch)) => {
            out.push(ch);
            rest.strip_prefix(';').unwrap_or(rest)
        }
        _ => {
            out.push('&');
            after
        }
    }
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "sect" => '§',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay() {
        let page = "<html><head><title>Titre</title><style>p { }</style></head><body>\
            <p class='a>b'>Mari<b>time</b> &amp; safe&#x74;y</p><script>var hidden = '</p>';</script>\
            <p><ruby>海上<rt>かいじょう</rt></ruby>の安全<br>1 < 2 &unknown; <!-- gone -->";
        let mut out = Out::default();
        strip(page, &mut out);
        assert_eq!(
            out.text.split_whitespace().collect::<Vec<_>>().join(" "),
            "Titre Maritime & safety 海上の安全 1 < 2 &unknown;"
        );
        for broken in [
            "<",
            "<a",
            "<a href='",
            "&",
            "&#",
            "<!--",
            "<script>",
            "</script",
        ] {
            strip(broken, &mut Out::default());
        }
        let many = "<".repeat(200_000) + &"<script".repeat(20_000) + &"&".repeat(100_000);
        strip(&many, &mut Out::default());
    }
}
