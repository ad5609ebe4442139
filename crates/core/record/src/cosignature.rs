//! Cosignatures (C2SP tlog-cosignature): Ed25519 cosignature/v1 (0x04) and ML-DSA-44 subtree
//! cosignatures (0x06). A mirror's says "durably stored here up to this size".

use crate::{
    checkpoint::{Checkpoint, CheckpointError},
    note::{self, Note, SignatureLine, TYPE_COSIGNATURE, TYPE_MLDSA44, key_hash},
};
use entente_model::keys::{PublicKeys, SecretKeys};

pub use crate::note::lines_to_text;

const TIME: usize = 8;

/// Cosigns a checkpoint with both algorithms at a time (unix seconds, not 0).
///
/// # Errors
/// [`CheckpointError`] when the note is not a checkpoint or the library cannot sign.
pub fn cosign(
    note: &Note,
    name: &str,
    keys: &SecretKeys,
    time_s: u64,
) -> Result<Vec<SignatureLine>, CheckpointError> {
    let checkpoint = Checkpoint::parse(&note.text)?;
    let message = message_v1(&note.text, time_s);
    let mut signature = time_s.to_be_bytes().to_vec();
    signature.extend_from_slice(&keys.sign_ed25519(message.as_bytes()));
    let ed = SignatureLine {
        name: name.to_owned(),
        key_hash: key_hash(name, TYPE_COSIGNATURE, keys.public().ed25519()),
        signature,
    };
    Ok(vec![ed, sign_mldsa44(&checkpoint, name, keys, time_s)?])
}

/// Verifies that `lines` hold exactly one cosignature of each algorithm by `name`, of the same,
/// non-zero time. Gives the time. Lines of other names are ignored.
///
/// # Errors
/// [`CheckpointError`].
pub fn verify(
    text: &str,
    name: &str,
    keys: &PublicKeys,
    lines: &[SignatureLine],
) -> Result<u64, CheckpointError> {
    let checkpoint = Checkpoint::parse(text)?;
    let holder = Note {
        text: text.to_owned(),
        signatures: lines.to_vec(),
    };
    let ed = holder
        .by(name, key_hash(name, TYPE_COSIGNATURE, keys.ed25519()))?
        .ok_or(CheckpointError::Unsigned)?;
    let (time, signature) = split_time(ed)?;
    keys.verify_ed25519(message_v1(text, time).as_bytes(), signature)?;
    let ml = holder
        .by(name, key_hash(name, TYPE_MLDSA44, keys.mldsa44()))?
        .ok_or(CheckpointError::Unsigned)?;
    let ml_time = verify_mldsa44(&checkpoint, name, keys, ml)?;
    if time != ml_time || time == 0 {
        return Err(CheckpointError::Signature);
    }
    Ok(time)
}

/// Reads a body of signature lines.
///
/// # Errors
/// [`CheckpointError::Note`].
pub fn parse_lines(bytes: &[u8]) -> Result<Vec<SignatureLine>, CheckpointError> {
    if bytes.len() > note::MAX_NOTE {
        return Err(note::NoteError::Text("too large").into());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| note::NoteError::Text("not UTF-8"))?;
    Ok(note::read_lines(text)?)
}

/// The mirror's two keys as text: Ed25519 (0x04) and ML-DSA-44 (0x06).
#[must_use]
pub fn vkeys(name: &str, keys: &PublicKeys) -> [String; 2] {
    [
        note::vkey(name, TYPE_COSIGNATURE, keys.ed25519()),
        note::vkey(name, TYPE_MLDSA44, keys.mldsa44()),
    ]
}

/// One ML-DSA-44 line over the whole tree.
pub(crate) fn sign_mldsa44(
    checkpoint: &Checkpoint,
    name: &str,
    keys: &SecretKeys,
    time_s: u64,
) -> Result<SignatureLine, CheckpointError> {
    let message = message_subtree(checkpoint, name, time_s)?;
    let mut signature = time_s.to_be_bytes().to_vec();
    signature.extend_from_slice(&keys.sign_mldsa44(&message)?);
    Ok(SignatureLine {
        name: name.to_owned(),
        key_hash: key_hash(name, TYPE_MLDSA44, keys.public().mldsa44()),
        signature,
    })
}

/// Verifies one ML-DSA-44 blob; gives its time.
pub(crate) fn verify_mldsa44(
    checkpoint: &Checkpoint,
    name: &str,
    keys: &PublicKeys,
    blob: &[u8],
) -> Result<u64, CheckpointError> {
    let (time, signature) = split_time(blob)?;
    keys.verify_mldsa44(&message_subtree(checkpoint, name, time)?, signature)?;
    Ok(time)
}

fn message_v1(text: &str, time_s: u64) -> String {
    format!("cosignature/v1\ntime {time_s}\n{text}")
}

/// TLS presentation: label, cosigner name, timestamp, log origin, start, end, hash.
fn message_subtree(
    checkpoint: &Checkpoint,
    name: &str,
    time_s: u64,
) -> Result<Vec<u8>, CheckpointError> {
    let mut out = b"subtree/v1\n\0".to_vec();
    let put = |text: &str, out: &mut Vec<u8>| -> Result<(), CheckpointError> {
        out.push(u8::try_from(text.len()).map_err(|_| CheckpointError::Text("name too long"))?);
        out.extend_from_slice(text.as_bytes());
        Ok(())
    };
    put(name, &mut out)?;
    out.extend_from_slice(&time_s.to_be_bytes());
    put(&checkpoint.origin, &mut out)?;
    out.extend_from_slice(&0u64.to_be_bytes());
    out.extend_from_slice(&checkpoint.size.to_be_bytes());
    out.extend_from_slice(checkpoint.root.as_bytes());
    Ok(out)
}

fn split_time(blob: &[u8]) -> Result<(u64, &[u8]), CheckpointError> {
    let (time, signature) = blob
        .split_at_checked(TIME)
        .ok_or(CheckpointError::Signature)?;
    let time = u64::from_be_bytes(time.try_into().map_err(|_| CheckpointError::Signature)?);
    // Spec: at most 2^63 − 1.
    if time > u64::MAX >> 1 {
        Err(CheckpointError::Signature)
    } else {
        Ok((time, signature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint;
    use entente_model::Digest;

    #[test]
    fn a_cosignature_is_for_one_checkpoint_name_and_time() {
        let log = SecretKeys::from_seeds(&[1; 32], &[2; 32]).unwrap();
        let mirror = SecretKeys::from_seeds(&[3; 32], &[4; 32]).unwrap();
        let head = Checkpoint {
            origin: "jpn.entente/00".into(),
            size: 7,
            root: Digest::of(&[b"r"]),
        };
        let note = checkpoint::sign(&head, &log, 10).unwrap();
        let lines = cosign(&note, "nzl.entente/mirror", &mirror, 11).unwrap();
        let lines = parse_lines(lines_to_text(&lines).as_bytes()).unwrap();
        assert_eq!(
            verify(&note.text, "nzl.entente/mirror", mirror.public(), &lines),
            Ok(11)
        );
        assert!(verify(&note.text, "aus.entente/mirror", mirror.public(), &lines).is_err());
        assert!(verify(&note.text, "nzl.entente/mirror", log.public(), &lines).is_err());
        assert!(
            verify(
                &note.text.replace('7', "8"),
                "nzl.entente/mirror",
                mirror.public(),
                &lines
            )
            .is_err()
        );
        assert!(
            verify(
                &note.text,
                "nzl.entente/mirror",
                mirror.public(),
                &lines[..1]
            )
            .is_err()
        );
        let mut later = lines.clone();
        later[0].signature[7] ^= 1;
        assert!(verify(&note.text, "nzl.entente/mirror", mirror.public(), &later).is_err());
        // Both name and text stay a valid note with the lines added.
        let mut whole = note;
        whole.signatures.extend(lines);
        let back = Note::parse(&whole.to_bytes()).unwrap();
        checkpoint::verify(&back, "jpn.entente/00", log.public()).unwrap();
    }
}
