//! Whether what was given can be read at all.

/// Why a paper cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Garble {
    /// More than 32 MiB, or far more text than any agreement.
    #[error("it is too large")]
    TooLarge,
    /// A PDF that unpacks to more than 64 MiB.
    #[error("it unpacks to more than an agreement can be")]
    Bomb,
    /// A PDF without its end.
    #[error("its end is missing")]
    Truncated,
    /// A PDF whose structure cannot be read.
    #[error("it is damaged")]
    Damaged,
    /// A PDF with a password.
    #[error("it is encrypted")]
    Encrypted,
    /// A PDF whose pages are packed in a way this program does not unpack.
    #[error("its pages are packed in a way that is not read here")]
    Unread,
    /// Nothing but space, or a PDF of pictures.
    #[error("it carries no text: a scan, or pictures of pages")]
    NoText,
    /// A PDF whose glyphs do not say which characters they are.
    #[error("its letters do not say which characters they are")]
    NoCharacters,
    /// A text file in no Unicode encoding.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// UTF-8 that was read as another encoding and saved.
    #[error("its characters were read in a wrong encoding")]
    Mojibake,
    /// Characters were lost.
    #[error("characters were replaced by marks of loss")]
    Lost,
    /// Control characters.
    #[error("it contains control characters: no text file")]
    Control,
}

/// A text file as text: UTF-8, or UTF-16 with its mark.
pub(super) fn decode(given: &[u8]) -> Result<String, Garble> {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let pairs = rest.chunks(2).map(|p| match p {
            [a, b] => Ok(unit([*a, *b])),
            _ => Err(Garble::NotUtf8),
        });
        let units: Vec<u16> = pairs.collect::<Result<_, _>>()?;
        String::from_utf16(&units).map_err(|_| Garble::NotUtf8)
    };
    match given {
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => std::str::from_utf8(rest)
            .map(str::to_owned)
            .map_err(|_| Garble::NotUtf8),
    }
}

/// Windows-1252 from 0x80 to 0x9F.
const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Whether a text is one that somebody could have written, and not longer than `room`.
pub(super) fn sound(text: &str, room: usize) -> Result<(), Garble> {
    if text.len() > room {
        return Err(Garble::TooLarge);
    }
    if text.trim().is_empty() {
        return Err(Garble::NoText);
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Garble::Lost);
    }
    if text.chars().any(|c| {
        c.is_control() && !"\n\r\t\u{c}".contains(c) && !('\u{80}'..='\u{9f}').contains(&c)
    }) {
        return Err(Garble::Control);
    }
    if mojibake(text) {
        return Err(Garble::Mojibake);
    }
    Ok(())
}

/// UTF-8 read as Latin-1 or Windows-1252 becomes UTF-8 again when it is undone; read as Shift_JIS it
/// is full of a few rare characters.
fn mojibake(text: &str) -> bool {
    let (mut undone, mut found, mut all) = (0usize, 0usize, 0usize);
    for line in text.lines().filter(|l| !l.is_ascii()) {
        let high = line.chars().filter(|c| !c.is_ascii()).count();
        all = all.saturating_add(high);
        let bytes: Option<Vec<u8>> = line.chars().map(western).collect();
        if bytes.is_some_and(|b| std::str::from_utf8(&b).is_ok()) {
            undone = undone.saturating_add(high);
        }
        let rare = |c: &char| "縺繧繝蜿譁邱邨".contains(*c) || ('｡'..='ﾟ').contains(c);
        found = found.saturating_add(line.chars().filter(rare).count());
    }
    undone.saturating_mul(2) > all || found.saturating_mul(4) > all.max(4)
}

/// The character a byte is in Windows-1252.
pub(super) fn of_western(byte: u8) -> char {
    let high = byte.checked_sub(0x80).map(usize::from);
    let named = high.and_then(|at| HIGH.chars().nth(at));
    named.unwrap_or_else(|| char::from(byte))
}

/// The byte a character is in Windows-1252, or in Latin-1.
fn western(ch: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(ch)) {
        return Some(byte);
    }
    let place = HIGH.chars().position(|c| c == ch)?;
    u8::try_from(place).ok()?.checked_add(0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_encodings_are_seen() {
        let wrong = |text: &str| text.bytes().map(char::from).collect::<String>();
        for text in [
            "保護情報を提供する。",
            "Accord « protégé » d’échange",
            "Übereinkommen",
        ] {
            assert!(!mojibake(text), "{text}");
            assert!(mojibake(&wrong(text)), "{text}");
        }
        assert!(mojibake("縺薙�ｮ蜊泌ｮ壹�ｯ"));
        assert_eq!(decode(b"\x82\xb1\x82\xcc"), Err(Garble::NotUtf8));
        assert_eq!(decode(b"\xff\xfea\0b\0").as_deref(), Ok("ab"));
        assert_eq!(sound("a\u{fffd}", 99), Err(Garble::Lost));
        assert_eq!(sound("a\0", 99), Err(Garble::Control));
    }
}
