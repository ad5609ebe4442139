//! Text files in whichever encoding they come: Unicode, the Japanese ones, and Windows-1252 last.

use super::{Hint, MAX_TEXT};
use encoding_rs::{
    EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

/// Bytes looked at to find the encoding.
const LOOK: usize = 64 << 10;

/// The text, and whether there was more; nothing when it is no text at all.
pub(super) fn text(hint: &Hint, bytes: &[u8]) -> Option<(String, bool)> {
    let (encoding, skip) = encoding(hint, bytes)?;
    let rest = bytes.get(skip..).unwrap_or_default();
    // An encoding of one byte a character is the densest; a text may grow threefold.
    let part = rest.get(..rest.len().min(MAX_TEXT)).unwrap_or_default();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = String::new();
    out.try_reserve(decoder.max_utf8_buffer_length(part.len())?)
        .ok()?;
    let whole = part.len() == rest.len();
    let _ = decoder.decode_to_string(part, &mut out, whole);
    Some((out, !whole))
}

fn encoding(hint: &Hint, bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some((encoding, mark));
    }
    let look = bytes.get(..bytes.len().min(LOOK)).unwrap_or_default();
    if let Some(wide) = without_mark(look) {
        return Some((wide, 0));
    }
    let control = |b: &&u8| matches!(**b, 0..=8 | 14..=26 | 28..=31 | 127);
    if look.iter().filter(control).count().saturating_mul(100) > look.len() {
        return None;
    }
    if look
        .windows(3)
        .any(|w| matches!(w, b"\x1b$B" | b"\x1b$@" | b"\x1b(J"))
    {
        return Some((ISO_2022_JP, 0));
    }
    // The last character may be cut.
    let cut = |at: usize| at.saturating_add(4) > look.len();
    match std::str::from_utf8(look) {
        Ok(_) => return Some((UTF_8, 0)),
        Err(e) if cut(e.valid_up_to()) && bytes.len() > LOOK => return Some((UTF_8, 0)),
        Err(_) => {}
    }
    if let Some(told) = told(hint, look) {
        return Some((told, 0));
    }
    let (sjis, euc) = (score(SHIFT_JIS, look), score(EUC_JP, look));
    let best = sjis.max(euc);
    if best > 0 {
        return Some((if euc >= sjis { EUC_JP } else { SHIFT_JIS }, 0));
    }
    // Bytes that are no encoding's text at all look like text in this one, too.
    let letters = look
        .iter()
        .filter(|b| b.is_ascii_graphic() || b.is_ascii_whitespace());
    (letters.count().saturating_mul(2) > look.len()).then_some((WINDOWS_1252, 0))
}

/// What the media type or the head of an HTML page says.
fn told(hint: &Hint, look: &[u8]) -> Option<&'static Encoding> {
    let media = hint.media.as_deref().unwrap_or_default();
    let head = look.get(..look.len().min(1024)).unwrap_or_default();
    let head: String = head.iter().map(|b| char::from(*b)).collect();
    [media, head.as_str()].into_iter().find_map(|text| {
        let lower = text.to_ascii_lowercase();
        let (_, after) = lower.split_once("charset=")?;
        let label: String = after
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
            .collect();
        Encoding::for_label(label.as_bytes())
    })
}

/// UTF-16 without its mark: every other byte of Latin text is nought.
fn without_mark(look: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| {
        let bytes = look.iter().skip(odd).step_by(2);
        bytes.filter(|b| **b == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let half = look.len() / 2;
    if look.len() < 4 || even.max(odd).saturating_mul(5) < half {
        return None;
    }
    if odd > even.saturating_mul(8) {
        Some(UTF_16LE)
    } else if even > odd.saturating_mul(8) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// How much a text looks like Japanese in an encoding: kana and common characters for it, errors
/// and half-width katakana, which other encodings' bytes become, against it.
fn score(encoding: &'static Encoding, look: &[u8]) -> i64 {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let Some(room) = decoder.max_utf8_buffer_length(look.len()) else {
        return 0;
    };
    let mut text = String::with_capacity(room);
    let _ = decoder.decode_to_string(look, &mut text, false);
    let mut score = 0i64;
    for ch in text.chars() {
        score = score.saturating_add(match u32::from(ch) {
            0xFFFD => -20,
            0x3041..=0x3096 => 4,
            0x30A1..=0x30FC | 0x3001..=0x3002 => 3,
            0x4E00..=0x9FFF => 1,
            0xFF61..=0xFF9F => -2,
            0xE000..=0xF8FF | 0x80..=0x9F => -10,
            _ => 0,
        });
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found() {
        let text = "特定秘密の保護に関する取決め。カタカナも Latin too.";
        for encoding in [SHIFT_JIS, EUC_JP, ISO_2022_JP, UTF_8] {
            let (bytes, _, lost) = encoding.encode(text);
            assert!(!lost);
            let found = super::text(&Hint::default(), &bytes).unwrap();
            assert_eq!(found, (text.to_owned(), false), "{}", encoding.name());
        }
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xFF\xFE".to_vec(), le].concat();
        assert_eq!(super::text(&Hint::default(), &marked).unwrap().0, text);
        let be: Vec<u8> = "plain words"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(super::text(&Hint::default(), &be).unwrap().0, "plain words");
        let western = super::text(
            &Hint::default(),
            b"l'accord prot\xE9g\xE9 entre les parties",
        )
        .unwrap();
        assert_eq!(western.0, "l'accord protégé entre les parties");
    }

    #[test]
    fn what_is_no_text_is_none() {
        for bytes in [&b"\x7fELF\0\0\x01\x02\x03"[..], &[0u8; 100], &[0xFFu8; 100]] {
            assert_eq!(super::text(&Hint::default(), bytes), None);
        }
    }
}
