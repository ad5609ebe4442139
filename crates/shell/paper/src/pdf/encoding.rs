//! What a font's codes stand for when it carries no map of its own: by the name of its encoding and
//! the names of its glyphs.

use super::{
    garble,
    lex::{Dict, Object},
    read::File,
};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_16BE};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// How a font without a `ToUnicode` map is read.
pub(super) enum Named {
    /// One byte a code.
    Simple(BTreeMap<u32, String>),
    /// Strings in an encoding of characters, of one or more bytes each.
    Coded(&'static Encoding),
}

/// Glyphs of the Adobe Glyph List that text is made of, besides letters and such as `uni6D77`.
const GLYPHS: &str = "space\u{20} exclam! quotedbl\" numbersign# dollar$ percent% ampersand& \
    quotesingle' parenleft( parenright) asterisk* plus+ comma, hyphen- minus- period. slash/ zero0 \
    one1 two2 three3 four4 five5 six6 seven7 eight8 nine9 colon: semicolon; less< equal= greater> \
    question? at@ bracketleft[ backslash\\ bracketright] underscore_ braceleft{ bar| braceright} \
    quoteleft‘ quoteright’ quotedblleft“ quotedblright” endash– emdash— bullet• ellipsis… section§ \
    ffﬀ fiﬁ flﬂ ffiﬃ fflﬄ germandblsß aeæ AEÆ oeœ OEŒ oslashø OslashØ dotlessiı sterling£ yen¥ \
    degree° paragraph¶ guillemotleft« guillemotright»";
/// Marks that stand on letters, as `eacute`.
const MARKS: [(&str, char); 8] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("cedilla", '\u{327}'),
    ("ring", '\u{30A}'),
    ("caron", '\u{30C}'),
];

/// Reads a font's encoding.
pub(super) fn of(file: &File<'_>, font: &Dict, composite: bool) -> Option<Named> {
    let encoding = file.get(font, "Encoding")?;
    if composite {
        let name = std::str::from_utf8(encoding.name()?).ok()?;
        return coded(name).map(Named::Coded);
    }
    let mut codes: BTreeMap<u32, String> = (0u8..=255).map(western).collect();
    if let Object::Dict(dict) = encoding
        && let Some(Object::List(list)) = file.get(dict, "Differences")
    {
        let mut code = 0u32;
        for object in list.iter().take(1024) {
            match object {
                Object::Number(_) => {
                    code = object
                        .count()
                        .and_then(|c| u32::try_from(c).ok())
                        .unwrap_or(0);
                }
                Object::Name(name) => {
                    if let Some(text) = std::str::from_utf8(name).ok().and_then(glyph) {
                        codes.insert(code, text);
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }
    Some(Named::Simple(codes))
}

/// The encoding behind the name of a predefined map (ISO 32000-1, 9.7.5.2), such as `90ms-RKSJ-H`.
fn coded(name: &str) -> Option<&'static Encoding> {
    let name = name.trim_end_matches("-H").trim_end_matches("-V");
    Some(match name {
        n if n.starts_with("Uni") && (n.contains("UCS2") || n.contains("UTF16")) => UTF_16BE,
        n if n.contains("RKSJ") => SHIFT_JIS,
        "EUC" => EUC_JP,
        "GBK-EUC" | "GBKp-EUC" | "GBK2K" | "GB-EUC" => GB18030,
        "ETen-B5" | "ETenms-B5" | "B5pc" | "HKscs-B5" => BIG5,
        "KSC-EUC" | "KSCms-UHC" | "KSCms-UHC-HW" => EUC_KR,
        _ => return None,
    })
}

/// Windows-1252, which is nearest to what simple fonts are encoded in.
fn western(byte: u8) -> (u32, String) {
    (u32::from(byte), garble::of_western(byte).to_string())
}

fn glyph(name: &str) -> Option<String> {
    let name = name.split('.').next()?;
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return Some(only.to_string());
    }
    let hex = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    let code = hex.filter(|h| (4..=6).contains(&h.len()));
    if let Some(code) = code.and_then(|h| u32::from_str_radix(h, 16).ok()) {
        return char::from_u32(code).map(String::from);
    }
    let named = GLYPHS.split(' ').find_map(|g| {
        let text = g.strip_prefix(name)?;
        (text.chars().count() == 1).then(|| text.to_owned())
    });
    let space = (name == "space").then(|| " ".to_owned());
    space.or(named).or_else(|| {
        let (letter, mark) = MARKS
            .iter()
            .find_map(|(n, m)| Some((name.strip_suffix(n)?, m)))?;
        let one = letter.chars().count() == 1;
        one.then(|| format!("{letter}{mark}").nfc().collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predefined_maps() {
        for (name, encoding) in [
            ("UniJIS-UTF16-H", Some(UTF_16BE)),
            ("90ms-RKSJ-V", Some(SHIFT_JIS)),
            ("EUC-H", Some(EUC_JP)),
            ("Identity-H", None),
        ] {
            assert_eq!(coded(name), encoding, "{name}");
        }
    }

    #[test]
    fn glyphs() {
        for (name, text) in [
            ("a", "a"),
            ("space", " "),
            ("fi", "ﬁ"),
            ("f", "f"),
            ("eacute", "é"),
            ("Ccedilla", "Ç"),
            ("uni6D77", "海"),
            ("one", "1"),
            ("one.lining", "1"),
            ("quoteright", "’"),
        ] {
            assert_eq!(glyph(name).as_deref(), Some(text), "{name}");
        }
        assert_eq!(glyph("g123x"), None);
    }
}
