//! Signing keys: Ed25519 (RFC 8032, strict verification) and ML-DSA-44 (FIPS 204, empty context),
//! used together wherever a signature must outlive one of the two.

use crate::{Digest, b64};
use aws_lc_rs::signature::{
    Ed25519KeyPair, KeyPair as _, ML_DSA_44, ML_DSA_44_SIGNING, PqdsaKeyPair, UnparsedPublicKey,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, sync::Arc};

/// Bytes of an Ed25519 public key, signature.
pub const ED25519_PUBLIC: usize = 32;
/// Bytes of an Ed25519 signature.
pub const ED25519_SIGNATURE: usize = 64;
/// Bytes of an ML-DSA-44 public key.
pub const MLDSA44_PUBLIC: usize = 1312;
/// Bytes of an ML-DSA-44 signature.
pub const MLDSA44_SIGNATURE: usize = 2420;

/// Why a key or a signature was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Wrong length, not a point, or of small order.
    #[error("not a usable public key")]
    Key,
    /// The signature does not verify.
    #[error("the signature does not verify")]
    Signature,
    /// The signing operation failed inside the library.
    #[error("the signature could not be made")]
    Signing,
}

/// The public half of an Ed25519 and an ML-DSA-44 key of one role.
///
/// Cheap to clone. In JSON: `{"ed25519":"…","mldsa44":"…"}`, base64.
#[derive(Clone)]
pub struct PublicKeys(Arc<Inner>);

struct Inner {
    ed: ed25519_dalek::VerifyingKey,
    ml: Vec<u8>,
}

impl PublicKeys {
    /// From raw public keys.
    ///
    /// # Errors
    /// [`KeyError::Key`] for a wrong length or a weak Ed25519 point (record.md 2.3.6).
    pub fn new(ed25519: &[u8], mldsa44: &[u8]) -> Result<Self, KeyError> {
        let raw: [u8; ED25519_PUBLIC] = ed25519.try_into().map_err(|_| KeyError::Key)?;
        let ed = ed25519_dalek::VerifyingKey::from_bytes(&raw).map_err(|_| KeyError::Key)?;
        if ed.is_weak() || mldsa44.len() != MLDSA44_PUBLIC {
            return Err(KeyError::Key);
        }
        Ok(Self(Arc::new(Inner {
            ed,
            ml: mldsa44.to_vec(),
        })))
    }

    /// The raw Ed25519 public key.
    #[must_use]
    pub fn ed25519(&self) -> &[u8; ED25519_PUBLIC] {
        self.0.ed.as_bytes()
    }

    /// The raw ML-DSA-44 public key, 1312 bytes.
    #[must_use]
    pub fn mldsa44(&self) -> &[u8] {
        &self.0.ml
    }

    /// Verifies an Ed25519 signature by the strict rule.
    ///
    /// # Errors
    /// [`KeyError::Signature`].
    pub fn verify_ed25519(&self, message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
        let signature =
            ed25519_dalek::Signature::from_slice(signature).map_err(|_| KeyError::Signature)?;
        self.0
            .ed
            .verify_strict(message, &signature)
            .map_err(|_| KeyError::Signature)
    }

    /// Verifies an ML-DSA-44 signature (empty context string).
    ///
    /// # Errors
    /// [`KeyError::Signature`].
    pub fn verify_mldsa44(&self, message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
        UnparsedPublicKey::new(&ML_DSA_44, &self.0.ml)
            .verify(message, signature)
            .map_err(|_| KeyError::Signature)
    }

    /// First eight bytes of the digest of both keys: names the pair, decides nothing.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let digest = self.fingerprint();
        let mut id = [0u8; 8];
        for (to, from) in id.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        KeyId(id)
    }

    /// Digest of both keys.
    #[must_use]
    pub fn fingerprint(&self) -> Digest {
        Digest::tagged("entente keys v1", &[self.ed25519(), self.mldsa44()])
    }
}

impl PartialEq for PublicKeys {
    fn eq(&self, other: &Self) -> bool {
        self.ed25519() == other.ed25519() && self.mldsa44() == other.mldsa44()
    }
}
impl Eq for PublicKeys {}

impl fmt::Debug for PublicKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKeys({})", self.id())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PublicKeysJson {
    #[serde(with = "b64::bytes")]
    ed25519: Vec<u8>,
    #[serde(with = "b64::bytes")]
    mldsa44: Vec<u8>,
}

impl Serialize for PublicKeys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PublicKeysJson {
            ed25519: self.ed25519().to_vec(),
            mldsa44: self.mldsa44().to_vec(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PublicKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = PublicKeysJson::deserialize(deserializer)?;
        Self::new(&json.ed25519, &json.mldsa44).map_err(D::Error::custom)
    }
}

/// Names a key pair in a frame or a slot; unauthenticated, so never decides anything.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&b64::hex(&self.0))
    }
}
impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&b64::hex(&self.0))
    }
}
impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        b64::unhex(&text)
            .and_then(|b| b.try_into().ok())
            .map(Self)
            .ok_or_else(|| D::Error::custom("not a key id"))
    }
}

/// The secret half of [`PublicKeys`]. Does not print.
pub struct SecretKeys {
    ed: Ed25519KeyPair,
    ml: PqdsaKeyPair,
    public: PublicKeys,
}

impl SecretKeys {
    /// From two 32-byte seeds (RFC 8032 §5.1.5, FIPS 204 §3.6.1).
    ///
    /// # Errors
    /// [`KeyError::Key`] when the library refuses a seed.
    pub fn from_seeds(ed25519: &[u8; 32], mldsa44: &[u8; 32]) -> Result<Self, KeyError> {
        let ed = Ed25519KeyPair::from_seed_unchecked(ed25519).map_err(|_| KeyError::Key)?;
        let ml = PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, mldsa44).map_err(|_| KeyError::Key)?;
        let public = PublicKeys::new(ed.public_key().as_ref(), ml.public_key().as_ref())?;
        Ok(Self { ed, ml, public })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKeys {
        &self.public
    }

    /// Ed25519 signature, 64 bytes, deterministic.
    #[must_use]
    pub fn sign_ed25519(&self, message: &[u8]) -> Vec<u8> {
        self.ed.sign(message).as_ref().to_vec()
    }

    /// ML-DSA-44 signature, 2420 bytes. Hedged: the library adds its own randomness, which
    /// changes the signature's bytes and nothing else.
    ///
    /// # Errors
    /// [`KeyError::Signing`].
    pub fn sign_mldsa44(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut signature = vec![0u8; MLDSA44_SIGNATURE];
        let n = self
            .ml
            .sign(message, &mut signature)
            .map_err(|_| KeyError::Signing)?;
        signature.truncate(n);
        Ok(signature)
    }
}

impl fmt::Debug for SecretKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKeys({}, secret)", self.public.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_signatures_verify_and_secrets_do_not_print() {
        let keys = SecretKeys::from_seeds(&[7; 32], &[9; 32]).unwrap();
        let ed = keys.sign_ed25519(b"m");
        let ml = keys.sign_mldsa44(b"m").unwrap();
        keys.public().verify_ed25519(b"m", &ed).unwrap();
        keys.public().verify_mldsa44(b"m", &ml).unwrap();
        assert!(keys.public().verify_ed25519(b"n", &ed).is_err());
        assert!(keys.public().verify_mldsa44(b"n", &ml).is_err());
        let printed = format!("{keys:?}");
        assert!(!printed.contains(&b64::hex(&[7; 32])) && printed.contains("secret"));
    }

    #[test]
    fn weak_points_are_refused() {
        let mut identity = [0u8; 32];
        identity[0] = 1;
        assert_eq!(
            PublicKeys::new(&identity, &[0; 1312]).unwrap_err(),
            KeyError::Key
        );
    }

    #[test]
    fn json_round_trips() {
        let keys = SecretKeys::from_seeds(&[1; 32], &[2; 32]).unwrap();
        let text = serde_json::to_string(keys.public()).unwrap();
        assert_eq!(
            &serde_json::from_str::<PublicKeys>(&text).unwrap(),
            keys.public()
        );
    }
}
