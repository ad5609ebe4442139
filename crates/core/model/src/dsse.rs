//! Signed statements: DSSE (secure-systems-lab, v1.0.2). In the log a compact binary frame, on
//! export the standard JSON envelope with the same signatures (record.md §2.3).

use crate::{
    b64,
    keys::{KeyError, KeyId, MLDSA44_SIGNATURE, PublicKeys, SecretKeys},
};
use serde::{Deserialize, Serialize};

/// Largest frame, so that it fits a tlog entry bundle (C2SP tlog-tiles): 65,535 bytes.
pub const MAX_FRAME: usize = 65_535;
const MAX_SIGNATURES: usize = 16;
const VERSION: u8 = 1;

/// What a statement's body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An act of a party.
    Act,
    /// A party's card.
    Card,
    /// The manifest of an evidence file.
    Manifest,
    /// A confirmation of a pairing.
    Pairing,
    /// What a party publishes: counts, a joint statement, an agreement's text.
    Publication,
}

impl Kind {
    /// The DSSE payload type.
    #[must_use]
    pub fn payload_type(self) -> &'static str {
        match self {
            Self::Act => "application/vnd.entente.act.v1+json",
            Self::Card => "application/vnd.entente.card.v1+json",
            Self::Manifest => "application/vnd.entente.manifest.v1+json",
            Self::Pairing => "application/vnd.entente.pairing.v1+json",
            Self::Publication => "application/vnd.entente.publication.v1+json",
        }
    }

    fn code(self) -> u8 {
        match self {
            Self::Act => 1,
            Self::Card => 2,
            Self::Manifest => 3,
            Self::Pairing => 4,
            Self::Publication => 5,
        }
    }

    fn from_code(code: u8) -> Option<Self> {
        [
            Self::Act,
            Self::Card,
            Self::Manifest,
            Self::Pairing,
            Self::Publication,
        ]
        .into_iter()
        .find(|k| k.code() == code)
    }
}

/// Signature algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alg {
    /// RFC 8032.
    Ed25519,
    /// FIPS 204.
    MlDsa44,
}

/// One signature over the pre-authentication encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Algorithm.
    pub alg: Alg,
    /// Which key it claims; a hint only.
    pub key: KeyId,
    /// Raw signature.
    pub bytes: Vec<u8>,
}

/// Why bytes are not a statement, or a statement is not signed as needed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// The bytes do not parse.
    #[error("not a statement: {0}")]
    Malformed(&'static str),
    /// Larger than [`MAX_FRAME`].
    #[error("statement of {0} bytes is too large")]
    TooLarge(usize),
    /// A needed signature is missing or wrong.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A statement with its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What the body is.
    pub kind: Kind,
    /// The body, as bytes; never re-serialised.
    pub body: Vec<u8>,
    /// Signatures, possibly none.
    pub signatures: Vec<Signature>,
}

/// Pre-authentication encoding: `DSSEv1 <len(type)> <type> <len(body)> <body>`.
#[must_use]
pub fn pae(payload_type: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out
}

impl Statement {
    /// An unsigned statement.
    #[must_use]
    pub fn new(kind: Kind, body: Vec<u8>) -> Self {
        Self {
            kind,
            body,
            signatures: Vec::new(),
        }
    }

    /// Adds an Ed25519 and an ML-DSA-44 signature.
    ///
    /// # Errors
    /// When the library cannot sign.
    pub fn sign(&mut self, keys: &SecretKeys) -> Result<(), KeyError> {
        let message = pae(self.kind.payload_type(), &self.body);
        let key = keys.public().id();
        let ml = keys.sign_mldsa44(&message)?;
        self.signatures.push(Signature {
            alg: Alg::Ed25519,
            key,
            bytes: keys.sign_ed25519(&message),
        });
        self.signatures.push(Signature {
            alg: Alg::MlDsa44,
            key,
            bytes: ml,
        });
        Ok(())
    }

    /// Checks that exactly one Ed25519 and one ML-DSA-44 signature are there, both by `keys`.
    ///
    /// # Errors
    /// [`StatementError::Key`] when one is missing, superfluous or wrong.
    pub fn verify_only(&self, keys: &PublicKeys) -> Result<(), StatementError> {
        self.verify_all(&[keys])
    }

    /// Checks that exactly one Ed25519 and one ML-DSA-44 signature of each of `all` are there, in
    /// that order.
    ///
    /// # Errors
    /// [`StatementError::Key`] when one is missing, superfluous or wrong.
    pub fn verify_all(&self, all: &[&PublicKeys]) -> Result<(), StatementError> {
        let pairs = self.signatures.chunks(2);
        if pairs.len() != all.len() {
            return Err(KeyError::Signature.into());
        }
        let message = pae(self.kind.payload_type(), &self.body);
        for (pair, keys) in pairs.zip(all) {
            let [first, second] = pair else {
                return Err(KeyError::Signature.into());
            };
            if first.alg != Alg::Ed25519
                || second.alg != Alg::MlDsa44
                || first.key != keys.id()
                || second.key != keys.id()
            {
                return Err(KeyError::Signature.into());
            }
            keys.verify_ed25519(&message, &first.bytes)?;
            keys.verify_mldsa44(&message, &second.bytes)?;
        }
        Ok(())
    }

    /// The binary frame: version, kind, u32 body length, body, signature count, and per
    /// signature: algorithm, key id (8), u16 length, bytes. Integers big endian.
    ///
    /// # Errors
    /// [`StatementError::TooLarge`].
    pub fn to_frame(&self) -> Result<Vec<u8>, StatementError> {
        let mut out = Vec::with_capacity(self.body.len().saturating_add(16));
        out.push(VERSION);
        out.push(self.kind.code());
        let len = u32::try_from(self.body.len())
            .map_err(|_| StatementError::TooLarge(self.body.len()))?;
        out.extend_from_slice(&len.to_be_bytes());
        out.extend_from_slice(&self.body);
        let count = u8::try_from(self.signatures.len())
            .map_err(|_| StatementError::Malformed("too many signatures"))?;
        out.push(count);
        for signature in &self.signatures {
            out.push(if signature.alg == Alg::Ed25519 { 1 } else { 2 });
            out.extend_from_slice(&signature.key.0);
            let len = u16::try_from(signature.bytes.len())
                .map_err(|_| StatementError::Malformed("signature too long"))?;
            out.extend_from_slice(&len.to_be_bytes());
            out.extend_from_slice(&signature.bytes);
        }
        if out.len() > MAX_FRAME {
            return Err(StatementError::TooLarge(out.len()));
        }
        Ok(out)
    }

    /// Reads a frame; every byte must be accounted for.
    ///
    /// # Errors
    /// [`StatementError::Malformed`] or [`StatementError::TooLarge`].
    pub fn from_frame(bytes: &[u8]) -> Result<Self, StatementError> {
        if bytes.len() > MAX_FRAME {
            return Err(StatementError::TooLarge(bytes.len()));
        }
        let mut rest = bytes;
        let mut take = |n: usize| -> Result<&[u8], StatementError> {
            let (head, tail) = rest
                .split_at_checked(n)
                .ok_or(StatementError::Malformed("truncated"))?;
            rest = tail;
            Ok(head)
        };
        let (version, code) = (byte(take(1)?), byte(take(1)?));
        if version != VERSION {
            return Err(StatementError::Malformed("unknown frame version"));
        }
        let kind = Kind::from_code(code).ok_or(StatementError::Malformed("unknown kind"))?;
        let len = take(4)?
            .iter()
            .fold(0usize, |n, b| (n << 8) | usize::from(*b));
        let body = take(len)?.to_vec();
        let count = usize::from(byte(take(1)?));
        if count > MAX_SIGNATURES {
            return Err(StatementError::Malformed("too many signatures"));
        }
        let mut signatures = Vec::with_capacity(count);
        for _ in 0..count {
            let (alg, expected) = match byte(take(1)?) {
                1 => (Alg::Ed25519, crate::keys::ED25519_SIGNATURE),
                2 => (Alg::MlDsa44, MLDSA44_SIGNATURE),
                _ => return Err(StatementError::Malformed("unknown algorithm")),
            };
            let key = KeyId(
                take(8)?
                    .try_into()
                    .map_err(|_| StatementError::Malformed("key id"))?,
            );
            let len = take(2)?
                .iter()
                .fold(0usize, |n, b| (n << 8) | usize::from(*b));
            if len != expected {
                return Err(StatementError::Malformed("signature length"));
            }
            signatures.push(Signature {
                alg,
                key,
                bytes: take(len)?.to_vec(),
            });
        }
        if !rest.is_empty() {
            return Err(StatementError::Malformed("trailing bytes"));
        }
        Ok(Self {
            kind,
            body,
            signatures,
        })
    }

    /// The standard JSON envelope, in its one canonical form (two-space indent, base64 with
    /// padding). An ML-DSA signature's key id ends in `-mldsa44`.
    #[must_use]
    pub fn to_envelope(&self) -> String {
        let envelope = Envelope {
            payload: b64::encode(&self.body),
            payload_type: self.kind.payload_type().to_owned(),
            signatures: self
                .signatures
                .iter()
                .map(|s| EnvelopeSignature {
                    keyid: match s.alg {
                        Alg::Ed25519 => s.key.to_string(),
                        Alg::MlDsa44 => format!("{}-mldsa44", s.key),
                    },
                    sig: b64::encode(&s.bytes),
                })
                .collect(),
        };
        let mut text = serde_json::to_string_pretty(&envelope).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads an envelope of `kind` in its canonical form.
    ///
    /// # Errors
    /// [`StatementError::Malformed`] for anything that [`Self::to_envelope`] would not write.
    pub fn from_envelope(kind: Kind, text: &str) -> Result<Self, StatementError> {
        let envelope: Envelope = serde_json::from_str(text)
            .map_err(|_| StatementError::Malformed("not a DSSE envelope"))?;
        if envelope.payload_type != kind.payload_type() {
            return Err(StatementError::Malformed("another payload type"));
        }
        if envelope.signatures.len() > MAX_SIGNATURES {
            return Err(StatementError::Malformed("too many signatures"));
        }
        let body = b64::decode(&envelope.payload).ok_or(StatementError::Malformed("payload"))?;
        let mut signatures = Vec::new();
        for s in &envelope.signatures {
            let (alg, id) = match s.keyid.strip_suffix("-mldsa44") {
                Some(id) => (Alg::MlDsa44, id),
                None => (Alg::Ed25519, s.keyid.as_str()),
            };
            let key = b64::unhex(id)
                .and_then(|b| b.try_into().ok())
                .map(KeyId)
                .ok_or(StatementError::Malformed("keyid"))?;
            let bytes = b64::decode(&s.sig).ok_or(StatementError::Malformed("sig"))?;
            signatures.push(Signature { alg, key, bytes });
        }
        let statement = Self {
            kind,
            body,
            signatures,
        };
        if statement.to_envelope() != text {
            return Err(StatementError::Malformed("not in canonical form"));
        }
        Ok(statement)
    }
}

fn byte(bytes: &[u8]) -> u8 {
    bytes.first().copied().unwrap_or_default()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<EnvelopeSignature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnvelopeSignature {
    keyid: String,
    sig: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signed() -> (Statement, SecretKeys) {
        let keys = SecretKeys::from_seeds(&[3; 32], &[4; 32]).unwrap();
        let mut statement = Statement::new(Kind::Act, b"{\"v\":1}".to_vec());
        statement.sign(&keys).unwrap();
        (statement, keys)
    }

    #[test]
    fn pae_matches_the_published_vector() {
        assert_eq!(
            pae("http://example.com/HelloWorld", b"hello world"),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
    }

    #[test]
    fn frame_and_envelope_round_trip() {
        let (statement, keys) = signed();
        let frame = statement.to_frame().unwrap();
        assert_eq!(Statement::from_frame(&frame).unwrap(), statement);
        let text = statement.to_envelope();
        assert_eq!(
            Statement::from_envelope(Kind::Act, &text).unwrap(),
            statement
        );
        statement.verify_only(keys.public()).unwrap();
        assert!(Statement::from_envelope(Kind::Card, &text).is_err());
        assert!(Statement::from_envelope(Kind::Act, &text.replace("  ", " ")).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_statement_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(statement) = Statement::from_frame(&bytes) {
                prop_assert_eq!(statement.to_frame().unwrap(), bytes);
            }
        }

        #[test]
        fn every_flip_of_a_signed_frame_is_refused(at in 0usize..2600, bit in 0u8..8) {
            let (statement, keys) = signed();
            let mut frame = statement.to_frame().unwrap();
            let at = at % frame.len();
            frame[at] ^= 1 << bit;
            let verdict = Statement::from_frame(&frame).and_then(|s| s.verify_only(keys.public()));
            prop_assert!(verdict.is_err());
        }
    }
}
