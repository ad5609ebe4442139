//! Checkpoints (C2SP tlog-checkpoint): origin, size, root. Signed by the log with Ed25519 (0x01)
//! and ML-DSA-44 (0x06); both must be there and verify. Extension lines are refused: ML-DSA-44
//! does not cover them.

use crate::{
    cosignature,
    note::{self, Note, NoteError, SignatureLine, TYPE_ED25519, TYPE_MLDSA44, key_hash},
};
use entente_model::{
    Digest, b64,
    keys::{KeyError, PublicKeys, SecretKeys},
};

/// What a log commits to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root hash.
    pub root: Digest,
}

/// Why a note is not a checkpoint of this log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a signed note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Lines, number or base64 not in the one canonical form.
    #[error("not a checkpoint: {0}")]
    Text(&'static str),
    /// Extension lines.
    #[error("extension lines are not accepted")]
    Extension,
    /// Another log's.
    #[error("checkpoint of another log")]
    Origin,
    /// A signature is missing.
    #[error("not signed by the log with both algorithms")]
    Unsigned,
    /// A known key's signature does not verify.
    #[error("a signature does not verify")]
    Signature,
}

impl From<KeyError> for CheckpointError {
    fn from(_: KeyError) -> Self {
        Self::Signature
    }
}

/// A checkpoint whose signatures were verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Time in the ML-DSA-44 signature, unix seconds, a claim.
    pub time_s: u64,
}

impl Checkpoint {
    /// The note's text.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.base64())
    }

    /// Reads a note's text; only the one canonical form.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text
            .strip_suffix('\n')
            .ok_or(CheckpointError::Text("no newline"))?
            .split('\n');
        let mut next = || {
            lines
                .next()
                .filter(|l| !l.is_empty())
                .ok_or(CheckpointError::Text("missing line"))
        };
        let (origin, size, root) = (next()?, next()?, next()?);
        if lines.next().is_some() {
            return Err(CheckpointError::Extension);
        }
        if !note::valid_name(origin) {
            return Err(CheckpointError::Text("origin"));
        }
        let number: u64 = size.parse().map_err(|_| CheckpointError::Text("size"))?;
        if number.to_string() != size {
            return Err(CheckpointError::Text("size"));
        }
        let root = b64::decode(root)
            .and_then(|b| Digest::from_slice(&b))
            .ok_or(CheckpointError::Text("root"))?;
        Ok(Self {
            origin: origin.to_owned(),
            size: number,
            root,
        })
    }
}

/// Signs a checkpoint as the log, with the time the log claims (unix seconds).
///
/// # Errors
/// [`CheckpointError::Signature`] when the library cannot sign.
pub fn sign(
    checkpoint: &Checkpoint,
    keys: &SecretKeys,
    time_s: u64,
) -> Result<Note, CheckpointError> {
    let text = checkpoint.to_text();
    let name = &checkpoint.origin;
    let ed = SignatureLine {
        name: name.clone(),
        key_hash: key_hash(name, TYPE_ED25519, keys.public().ed25519()),
        signature: keys.sign_ed25519(text.as_bytes()),
    };
    let ml = cosignature::sign_mldsa44(checkpoint, name, keys, time_s)?;
    Ok(Note {
        text,
        signatures: vec![ed, ml],
    })
}

/// Verifies that a note is a checkpoint of `origin` signed with both of the log's keys. Lines of
/// unknown keys are ignored.
///
/// # Errors
/// [`CheckpointError`].
pub fn verify(note: &Note, origin: &str, keys: &PublicKeys) -> Result<Verified, CheckpointError> {
    let checkpoint = Checkpoint::parse(&note.text)?;
    if checkpoint.origin != origin {
        return Err(CheckpointError::Origin);
    }
    let ed = note
        .by(origin, key_hash(origin, TYPE_ED25519, keys.ed25519()))?
        .ok_or(CheckpointError::Unsigned)?;
    keys.verify_ed25519(note.text.as_bytes(), ed)?;
    let ml = note
        .by(origin, key_hash(origin, TYPE_MLDSA44, keys.mldsa44()))?
        .ok_or(CheckpointError::Unsigned)?;
    let time_s = cosignature::verify_mldsa44(&checkpoint, origin, keys, ml)?;
    Ok(Verified { checkpoint, time_s })
}

/// The log's two keys as text: Ed25519 (0x01) and ML-DSA-44 (0x06).
#[must_use]
pub fn vkeys(origin: &str, keys: &PublicKeys) -> [String; 2] {
    [
        note::vkey(origin, TYPE_ED25519, keys.ed25519()),
        note::vkey(origin, TYPE_MLDSA44, keys.mldsa44()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(seed: u8) -> SecretKeys {
        SecretKeys::from_seeds(&[seed; 32], &[seed + 1; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "jpn.entente/00".into(),
            size: 7,
            root: Digest::of(&[b"root"]),
        }
    }

    #[test]
    fn both_signatures_are_needed() {
        let keys = keys(1);
        let note = sign(&checkpoint(), &keys, 1_800_000_000).unwrap();
        let note = Note::parse(&note.to_bytes()).unwrap();
        let verified = verify(&note, "jpn.entente/00", keys.public()).unwrap();
        assert_eq!(
            (verified.checkpoint, verified.time_s),
            (checkpoint(), 1_800_000_000)
        );
        assert_eq!(
            verify(&note, "nzl.entente/00", keys.public()),
            Err(CheckpointError::Origin)
        );
        assert_eq!(
            verify(&note, "jpn.entente/00", self::keys(5).public()),
            Err(CheckpointError::Unsigned)
        );
        for missing in 0..2 {
            let mut less = note.clone();
            less.signatures.remove(missing);
            assert_eq!(
                verify(&less, "jpn.entente/00", keys.public()),
                Err(CheckpointError::Unsigned)
            );
        }
        let mut other = note.clone();
        other.text = Checkpoint {
            size: 8,
            ..checkpoint()
        }
        .to_text();
        assert_eq!(
            verify(&other, "jpn.entente/00", keys.public()),
            Err(CheckpointError::Signature)
        );
        let mut twice = note.clone();
        twice.signatures.push(note.signatures[0].clone());
        assert!(verify(&twice, "jpn.entente/00", keys.public()).is_err());
    }

    #[test]
    fn hostile_texts() {
        let root = Digest::of(&[]).base64();
        for (text, wanted) in [
            (format!("o\n01\n{root}\n"), CheckpointError::Text("size")),
            (format!("o\n+1\n{root}\n"), CheckpointError::Text("size")),
            (format!("o\n-1\n{root}\n"), CheckpointError::Text("size")),
            (
                format!("o\n18446744073709551616\n{root}\n"),
                CheckpointError::Text("size"),
            ),
            (format!("o\n1\n{root}\nmore\n"), CheckpointError::Extension),
            (format!("o\n1\n{root}"), CheckpointError::Text("no newline")),
            (
                format!("\n1\n{root}\n"),
                CheckpointError::Text("missing line"),
            ),
            (format!("o o\n1\n{root}\n"), CheckpointError::Text("origin")),
            ("o\n1\nAAAA\n".into(), CheckpointError::Text("root")),
            ("o\n1\n".into(), CheckpointError::Text("missing line")),
        ] {
            assert_eq!(Checkpoint::parse(&text), Err(wanted), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_flip_is_refused(at in any::<usize>(), bit in 0u8..8) {
            let keys = keys(1);
            let mut bytes = sign(&checkpoint(), &keys, 5).unwrap().to_bytes();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            let verdict = Note::parse(&bytes).map_err(CheckpointError::from).and_then(|n| verify(&n, "jpn.entente/00", keys.public()));
            prop_assert!(verdict.is_err());
        }
    }
}
