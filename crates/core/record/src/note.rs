//! Signed notes (C2SP signed-note): a text, an empty line, signature lines.

use data_encoding::BASE64;
use entente_model::Digest;
use std::fmt::Write as _;

/// Largest note accepted, bytes.
pub const MAX_NOTE: usize = 256 * 1024;
/// Most signature lines.
pub const MAX_SIGNATURES: usize = 64;
/// Longest signature accepted, bytes.
const MAX_SIGNATURE: usize = 8 * 1024;

/// Ed25519 over the note's text.
pub const TYPE_ED25519: u8 = 0x01;
/// Ed25519 cosignature/v1.
pub const TYPE_COSIGNATURE: u8 = 0x04;
/// ML-DSA-44 subtree cosignature.
pub const TYPE_MLDSA44: u8 = 0x06;

/// Why bytes are not a signed note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Too large, not UTF-8, control characters, no empty line.
    #[error("not a signed note: {0}")]
    Text(&'static str),
    /// A signature line that does not parse.
    #[error("signature line: {0}")]
    Signature(&'static str),
}

/// One signature line: `— name base64(key id ‖ signature)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// Key name: not empty, no space, no plus.
    pub name: String,
    /// First four bytes of the key's hash.
    pub key_hash: [u8; 4],
    /// The rest of the blob; for cosignatures a timestamp and the signature.
    pub signature: Vec<u8>,
}

/// A text with its signature lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, ending in a newline.
    pub text: String,
    /// At least one, at most [`MAX_SIGNATURES`].
    pub signatures: Vec<SignatureLine>,
}

impl SignatureLine {
    fn print(&self, out: &mut String) {
        let mut blob = self.key_hash.to_vec();
        blob.extend_from_slice(&self.signature);
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\u{2014} {} {}", self.name, BASE64.encode(&blob));
    }

    fn parse(line: &str) -> Result<Self, NoteError> {
        let rest = line
            .strip_prefix("\u{2014} ")
            .ok_or(NoteError::Signature("no em dash"))?;
        let (name, text) = rest
            .split_once(' ')
            .ok_or(NoteError::Signature("no blob"))?;
        if !valid_name(name) {
            return Err(NoteError::Signature("name"));
        }
        let blob = entente_model::b64::decode(text).ok_or(NoteError::Signature("base64"))?;
        let (id, signature) = blob
            .split_at_checked(4)
            .ok_or(NoteError::Signature("short"))?;
        if signature.is_empty() || signature.len() > MAX_SIGNATURE {
            return Err(NoteError::Signature("length"));
        }
        let key_hash = id.try_into().map_err(|_| NoteError::Signature("short"))?;
        Ok(Self {
            name: name.to_owned(),
            key_hash,
            signature: signature.to_vec(),
        })
    }
}

impl Note {
    /// Reads a note; only the one canonical form.
    ///
    /// # Errors
    /// [`NoteError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_NOTE {
            return Err(NoteError::Text("too large"));
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteError::Text("not UTF-8"))?;
        if whole.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteError::Text("control character"));
        }
        let (before, lines) = whole
            .rsplit_once("\n\n")
            .ok_or(NoteError::Text("no empty line"))?;
        let signatures = read_lines(lines)?;
        Ok(Self {
            text: format!("{before}\n"),
            signatures,
        })
    }

    /// The note's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{}\n", self.text);
        self.signatures.iter().for_each(|s| s.print(&mut out));
        out.into_bytes()
    }

    /// The signature of one key, if there is exactly one line of it.
    ///
    /// # Errors
    /// [`NoteError::Signature`] when there are several.
    pub fn by(&self, name: &str, key_hash: [u8; 4]) -> Result<Option<&[u8]>, NoteError> {
        let mut lines = self
            .signatures
            .iter()
            .filter(|s| s.name == name && s.key_hash == key_hash);
        let found = lines.next().map(|s| s.signature.as_slice());
        if lines.next().is_some() {
            Err(NoteError::Signature("given twice"))
        } else {
            Ok(found)
        }
    }
}

/// Signature lines alone, as witnesses and mirrors answer.
#[must_use]
pub fn lines_to_text(lines: &[SignatureLine]) -> String {
    let mut out = String::new();
    lines.iter().for_each(|s| s.print(&mut out));
    out
}

/// Reads signature lines: at least one, each ending in a newline.
///
/// # Errors
/// [`NoteError`].
pub fn read_lines(text: &str) -> Result<Vec<SignatureLine>, NoteError> {
    let body = text
        .strip_suffix('\n')
        .ok_or(NoteError::Signature("no newline at the end"))?;
    let lines: Vec<&str> = body
        .split('\n')
        .take(MAX_SIGNATURES.saturating_add(1))
        .collect();
    if lines.len() > MAX_SIGNATURES {
        return Err(NoteError::Signature("too many"));
    }
    lines.into_iter().map(SignatureLine::parse).collect()
}

/// Key hash: SHA-256(name ‖ 0x0A ‖ type ‖ public key), first four bytes.
#[must_use]
pub fn key_hash(name: &str, kind: u8, public: &[u8]) -> [u8; 4] {
    let digest = Digest::of(&[name.as_bytes(), b"\n", &[kind], public]);
    let mut hash = [0u8; 4];
    for (to, from) in hash.iter_mut().zip(digest.as_bytes()) {
        *to = *from;
    }
    hash
}

/// A key as text: `name+hash+base64(type ‖ public key)`.
#[must_use]
pub fn vkey(name: &str, kind: u8, public: &[u8]) -> String {
    let mut blob = vec![kind];
    blob.extend_from_slice(public);
    format!(
        "{name}+{}+{}",
        entente_model::b64::hex(&key_hash(name, kind, public)),
        BASE64.encode(&blob)
    )
}

/// Reads [`vkey`]: name, type, public key. `None` when the hash does not fit.
#[must_use]
pub fn parse_vkey(text: &str) -> Option<(String, u8, Vec<u8>)> {
    let (name, rest) = text.split_once('+')?;
    let (hash, blob) = rest.split_once('+')?;
    let blob = entente_model::b64::decode(blob)?;
    let (kind, public) = blob.split_first()?;
    let fits =
        valid_name(name) && entente_model::b64::unhex(hash)? == key_hash(name, *kind, public);
    fits.then(|| (name.to_owned(), *kind, public.to_vec()))
}

/// Whether a key name is allowed: not empty, no space of any kind, no plus.
#[must_use]
pub fn valid_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains('+')
        && !name.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Vector of record.md §1.3.
    #[test]
    fn published_vector() {
        let key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        let (name, kind, public) = parse_vkey(key).unwrap();
        assert_eq!((name.as_str(), kind), ("example.com/foo", TYPE_ED25519));
        assert_eq!(vkey(&name, kind, &public), key);
        let bytes = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        let note = Note::parse(bytes.as_bytes()).unwrap();
        assert_eq!(note.to_bytes(), bytes.as_bytes());
        let signature = note
            .by(&name, key_hash(&name, kind, &public))
            .unwrap()
            .unwrap();
        let keys = entente_model::keys::PublicKeys::new(&public, &[0; 1312]).unwrap();
        keys.verify_ed25519(note.text.as_bytes(), signature)
            .unwrap();
        assert!(
            keys.verify_ed25519(b"This is another message.\n", signature)
                .is_err()
        );
    }

    #[test]
    fn hostile_notes() {
        let line = "\u{2014} a AAAAAAE=\n";
        for (why, text) in [
            ("no empty line", format!("text\n{line}")),
            ("carriage return", format!("text\r\n\r\n{line}")),
            ("no signature", "text\n\n".to_owned()),
            (
                "no newline at the end",
                format!("text\n\n{}", line.trim_end()),
            ),
            ("hyphen for em dash", "text\n\n- a AAAAAAE=\n".to_owned()),
            (
                "name with plus",
                "text\n\n\u{2014} a+b AAAAAAE=\n".to_owned(),
            ),
            (
                "blob of four bytes",
                "text\n\n\u{2014} a AAAAAA==\n".to_owned(),
            ),
            ("slack bits", "text\n\n\u{2014} a AAAAAAF=\n".to_owned()),
            ("too many", format!("text\n\n{}", line.repeat(65))),
            ("tab", format!("te\txt\n\n{line}")),
        ] {
            assert!(Note::parse(text.as_bytes()).is_err(), "{why}");
        }
        assert!(Note::parse(format!("text\n\nmore\n\n{line}").as_bytes()).is_ok());
        assert!(Note::parse(&[0xff, b'\n', b'\n']).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_note_or_an_error(text in "[ -~\n\u{2014}]{0,200}") {
            if let Ok(note) = Note::parse(text.as_bytes()) {
                prop_assert_eq!(note.to_bytes(), text.as_bytes());
            }
        }
    }
}
