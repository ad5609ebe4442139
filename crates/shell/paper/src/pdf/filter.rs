//! Streams whose bytes are written as letters, or as runs. None of them grows beyond 128 times its
//! size, and the file's ceiling counts what comes out.

/// Unpacks a stream; nothing when the filter is another or its data are damaged.
pub(super) fn unpack(name: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    match name {
        b"ASCII85Decode" | b"A85" => ascii85(data),
        b"ASCIIHexDecode" | b"AHx" => hex(data),
        b"RunLengthDecode" | b"RL" => runs(data),
        _ => None,
    }
}

fn ascii85(data: &[u8]) -> Option<Vec<u8>> {
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let mut out = Vec::with_capacity(data.len());
    let (mut group, mut count) = (0u64, 0usize);
    for byte in data.iter().filter(|b| !b.is_ascii_whitespace()) {
        match byte {
            b'~' => break,
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                let digit = u64::from(byte.wrapping_sub(b'!'));
                group = group.saturating_mul(85).saturating_add(digit);
                count = count.saturating_add(1);
                if count == 5 {
                    out.extend(u32::try_from(group).ok()?.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            _ => return None,
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group.saturating_mul(85).saturating_add(84);
        }
        let bytes = u32::try_from(group).ok()?.to_be_bytes();
        out.extend(bytes.iter().take(count.saturating_sub(1)));
    }
    Some(out)
}

fn hex(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len() / 2);
    let mut high = None;
    for byte in data.iter().filter(|b| !b.is_ascii_whitespace()) {
        if *byte == b'>' {
            break;
        }
        let digit = u8::try_from(char::from(*byte).to_digit(16)?).ok()?;
        match high.take() {
            Some(first) => out.push(first << 4 | digit),
            None => high = Some(digit),
        }
    }
    out.extend(high.map(|h: u8| h << 4));
    Some(out)
}

fn runs(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = data;
    while let [length, after @ ..] = rest {
        let length = usize::from(*length);
        if length == 128 {
            break;
        }
        if length < 128 {
            let (run, behind) = after.split_at_checked(length.saturating_add(1))?;
            out.extend(run);
            rest = behind;
        } else {
            let (byte, behind) = after.split_first()?;
            out.extend(std::iter::repeat_n(*byte, 257usize.saturating_sub(length)));
            rest = behind;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters() {
        assert_eq!(
            ascii85(b"87cURD_*#4DfTZ)~>").as_deref(),
            Some(&b"Hello, World"[..])
        );
        assert_eq!(ascii85(b"z!!~>").as_deref(), Some(&[0u8; 5][..]));
        assert_eq!(ascii85(b"uuuuu"), None);
        assert_eq!(hex(b"48 65 6>").as_deref(), Some(&b"He\x60"[..]));
        assert_eq!(runs(b"\x01ab\xFEc\x80x").as_deref(), Some(&b"abccc"[..]));
        assert_eq!(runs(b"\x05ab"), None);
        assert_eq!(unpack(b"DCTDecode", b""), None);
    }
}
