//! One entry's proof as a file (C2SP tlog-proof): index, hashes leaf to root, checkpoint.

use crate::{
    checkpoint::{self, CheckpointError},
    note::Note,
    tree::{self, MAX_PROOF, ProofError},
};
use entente_model::{Digest, b64, keys::PublicKeys};

const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Index of the entry.
    pub index: u64,
    /// Inclusion proof, leaf side first.
    pub hashes: Vec<Digest>,
    /// The checkpoint with its signatures.
    pub checkpoint: Note,
}

/// Why a proof file does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFileError {
    /// Does not parse.
    #[error("not a tlog-proof: {0}")]
    Text(&'static str),
    /// The checkpoint does not verify.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not in the tree.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl Proof {
    /// The file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{HEAD}\nindex {}\n", self.index);
        for hash in &self.hashes {
            out.push_str(&hash.base64());
            out.push('\n');
        }
        out.push('\n');
        let mut bytes = out.into_bytes();
        bytes.extend_from_slice(&self.checkpoint.to_bytes());
        bytes
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ProofFileError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFileError> {
        let text = std::str::from_utf8(bytes).map_err(|_| ProofFileError::Text("not UTF-8"))?;
        let (head, note) = text
            .split_once("\n\n")
            .ok_or(ProofFileError::Text("no empty line"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEAD) {
            return Err(ProofFileError::Text("version"));
        }
        let index = lines
            .next()
            .and_then(|l| l.strip_prefix("index "))
            .and_then(|n| n.parse::<u64>().ok().filter(|i| i.to_string() == n))
            .ok_or(ProofFileError::Text("index"))?;
        let hashes: Vec<Digest> = lines
            .map(|l| b64::decode(l).and_then(|b| Digest::from_slice(&b)))
            .collect::<Option<_>>()
            .ok_or(ProofFileError::Text("hash"))?;
        if hashes.len() > MAX_PROOF {
            return Err(ProofFileError::Text("too many hashes"));
        }
        let checkpoint = Note::parse(note.as_bytes()).map_err(CheckpointError::from)?;
        Ok(Self {
            index,
            hashes,
            checkpoint,
        })
    }

    /// Verifies that the entry with this leaf hash is in the log's tree.
    ///
    /// # Errors
    /// [`ProofFileError`].
    pub fn verify(
        &self,
        leaf: &Digest,
        origin: &str,
        keys: &PublicKeys,
    ) -> Result<(), ProofFileError> {
        let head = checkpoint::verify(&self.checkpoint, origin, keys)?.checkpoint;
        Ok(tree::verify_inclusion(
            leaf,
            self.index,
            head.size,
            &self.hashes,
            &head.root,
        )?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::Checkpoint;
    use entente_model::{keys::SecretKeys, merkle};

    #[test]
    fn round_trip_and_verify() {
        let keys = SecretKeys::from_seeds(&[1; 32], &[2; 32]).unwrap();
        let leaves = [merkle::leaf_hash(b"a"), merkle::leaf_hash(b"b")];
        let root = merkle::node_hash(&leaves[0], &leaves[1]);
        let head = Checkpoint {
            origin: "o".into(),
            size: 2,
            root,
        };
        let proof = Proof {
            index: 1,
            hashes: vec![leaves[0]],
            checkpoint: checkpoint::sign(&head, &keys, 1).unwrap(),
        };
        let back = Proof::parse(&proof.to_bytes()).unwrap();
        assert_eq!(back, proof);
        back.verify(&leaves[1], "o", keys.public()).unwrap();
        assert!(back.verify(&leaves[0], "o", keys.public()).is_err());
        assert!(Proof::parse(b"c2sp.org/tlog-proof@v1\nindex 01\n\n").is_err());
    }
}
