//! Secrets at rest: small JSON files sealed under a passphrase (Argon2id, RFC 9106) or a key file
//! (HKDF-SHA256, RFC 5869), and the storage key that wraps item keys in the node's own register.

use crate::{Entropy, segment::Dek};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf,
};
use entente_model::b64;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// Least bytes of a key file.
pub const KEY_FILE_MIN: usize = 32;
/// Argon2id memory in KiB: 64 MiB (RFC 9106 §4, second recommended option).
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
const MAX_PASSES: u32 = 16;

/// Why a secret was not sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// Another passphrase or key file sealed it, or it was altered.
    #[error("wrong passphrase or key file")]
    WrongKey,
    /// Not a sealed secret.
    #[error("not a sealed secret")]
    Malformed,
    /// Sealed by a version or with costs this program does not accept.
    #[error("sealed in a way this version does not know")]
    Unsupported,
    /// The library refused.
    #[error("the cipher failed")]
    Cipher,
}

/// What a person unlocks secrets with. Does not print.
pub enum Unlock {
    /// A passphrase.
    Passphrase(Zeroizing<String>),
    /// A key file's content, 32 bytes or more of full entropy.
    KeyFile(Zeroizing<Vec<u8>>),
}

impl fmt::Debug for Unlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unlock(secret)")
    }
}

impl Unlock {
    /// A passphrase.
    #[must_use]
    pub fn passphrase(words: &str) -> Self {
        Self::Passphrase(Zeroizing::new(words.to_owned()))
    }

    /// A key file's content.
    ///
    /// # Errors
    /// [`RestError::WrongKey`] when it is shorter than 32 bytes.
    pub fn key_file(bytes: &[u8]) -> Result<Self, RestError> {
        if bytes.len() < KEY_FILE_MIN {
            return Err(RestError::WrongKey);
        }
        Ok(Self::KeyFile(Zeroizing::new(bytes.to_vec())))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    v: u8,
    kdf: String,
    m: u32,
    t: u32,
    #[serde(with = "b64::bytes")]
    salt: Vec<u8>,
    #[serde(with = "b64::bytes")]
    nonce: Vec<u8>,
    #[serde(with = "b64::bytes")]
    ct: Vec<u8>,
}

/// Seals a secret; `label` says what it is and must be the same when opening.
///
/// # Errors
/// [`RestError::Cipher`].
pub fn seal_secret(
    plain: &[u8],
    label: &str,
    unlock: &Unlock,
    entropy: &mut dyn Entropy,
) -> Result<String, RestError> {
    let mut salt = vec![0u8; 16];
    let mut nonce = vec![0u8; NONCE_LEN];
    entropy.fill(&mut salt);
    entropy.fill(&mut nonce);
    let (kdf, m, t) = match unlock {
        Unlock::Passphrase(_) => ("argon2id", MEMORY_KIB, PASSES),
        Unlock::KeyFile(_) => ("hkdf-sha256", 0, 0),
    };
    let key = cipher(unlock, kdf, m, t, &salt)?;
    let mut ct = plain.to_vec();
    key.seal_in_place_append_tag(read_nonce(&nonce)?, Aad::from(label.as_bytes()), &mut ct)
        .map_err(|_| RestError::Cipher)?;
    let sealed = Sealed {
        v: 1,
        kdf: kdf.to_owned(),
        m,
        t,
        salt,
        nonce,
        ct,
    };
    serde_json::to_string(&sealed)
        .map(|s| s + "\n")
        .map_err(|_| RestError::Cipher)
}

/// Opens a sealed secret.
///
/// # Errors
/// [`RestError`].
pub fn open_secret(
    text: &str,
    label: &str,
    unlock: &Unlock,
) -> Result<Zeroizing<Vec<u8>>, RestError> {
    let sealed: Sealed = serde_json::from_str(text).map_err(|_| RestError::Malformed)?;
    if sealed.v != 1 || sealed.m > MAX_MEMORY_KIB || sealed.t > MAX_PASSES {
        return Err(RestError::Unsupported);
    }
    let key = cipher(unlock, &sealed.kdf, sealed.m, sealed.t, &sealed.salt)?;
    let mut plain = Zeroizing::new(sealed.ct);
    let length = key
        .open_in_place(
            read_nonce(&sealed.nonce)?,
            Aad::from(label.as_bytes()),
            &mut plain,
        )
        .map_err(|_| RestError::WrongKey)?
        .len();
    plain.truncate(length);
    Ok(plain)
}

/// Wraps item keys in the node's own register. Does not print.
pub struct StorageKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for StorageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StorageKey(secret)")
    }
}

impl StorageKey {
    /// From 32 random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Wraps an item key: nonce (12) ‖ ciphertext (32) ‖ tag (16).
    ///
    /// # Errors
    /// [`RestError::Cipher`].
    pub fn wrap(
        &self,
        dek: &Dek,
        aad: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, RestError> {
        let mut nonce = vec![0u8; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut body = dek.as_bytes().to_vec();
        aes(self.0.as_ref())?
            .seal_in_place_append_tag(read_nonce(&nonce)?, Aad::from(aad), &mut body)
            .map_err(|_| RestError::Cipher)?;
        nonce.extend_from_slice(&body);
        Ok(nonce)
    }

    /// Unwraps an item key.
    ///
    /// # Errors
    /// [`RestError::WrongKey`].
    pub fn unwrap(&self, wrapped: &[u8], aad: &[u8]) -> Result<Dek, RestError> {
        let (nonce, body) = wrapped
            .split_at_checked(NONCE_LEN)
            .ok_or(RestError::Malformed)?;
        let mut body = Zeroizing::new(body.to_vec());
        let plain = aes(self.0.as_ref())?
            .open_in_place(read_nonce(nonce)?, Aad::from(aad), &mut body)
            .map_err(|_| RestError::WrongKey)?;
        let key: [u8; 32] = (&*plain).try_into().map_err(|_| RestError::Malformed)?;
        Ok(Dek::from_bytes(key))
    }
}

fn cipher(
    unlock: &Unlock,
    kdf: &str,
    m: u32,
    t: u32,
    salt: &[u8],
) -> Result<LessSafeKey, RestError> {
    let mut key = Zeroizing::new([0u8; 32]);
    match (unlock, kdf) {
        (Unlock::Passphrase(words), "argon2id") => {
            let params = Params::new(m, t, 1, Some(32)).map_err(|_| RestError::Unsupported)?;
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                .hash_password_into(words.as_bytes(), salt, key.as_mut())
                .map_err(|_| RestError::Unsupported)?;
        }
        (Unlock::KeyFile(bytes), "hkdf-sha256") => {
            hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
                .extract(bytes)
                .expand(&[b"entente secret v1"], hkdf::HKDF_SHA256)
                .and_then(|okm| okm.fill(key.as_mut()))
                .map_err(|_| RestError::Cipher)?;
        }
        (_, "argon2id" | "hkdf-sha256") => return Err(RestError::WrongKey),
        _ => return Err(RestError::Unsupported),
    }
    aes(key.as_ref())
}

fn aes(key: &[u8]) -> Result<LessSafeKey, RestError> {
    UnboundKey::new(&AES_256_GCM, key)
        .map(LessSafeKey::new)
        .map_err(|_| RestError::Cipher)
}

fn read_nonce(bytes: &[u8]) -> Result<Nonce, RestError> {
    Nonce::try_assume_unique_for_key(bytes).map_err(|_| RestError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;
    impl Entropy for Fixed {
        fn fill(&mut self, out: &mut [u8]) {
            out.fill(4);
        }
    }

    #[test]
    fn opens_only_with_what_sealed_it() {
        let ways = || {
            [
                Unlock::passphrase("four wet boats"),
                Unlock::key_file(&[8; 32]).unwrap(),
            ]
        };
        for (i, unlock) in ways().iter().enumerate() {
            let text = seal_secret(b"secret", "node", unlock, &mut Fixed).unwrap();
            assert!(!text.contains("secret"));
            assert_eq!(
                open_secret(&text, "node", unlock).unwrap().as_slice(),
                b"secret"
            );
            assert_eq!(
                open_secret(&text, "root", unlock).unwrap_err(),
                RestError::WrongKey
            );
            assert_eq!(
                open_secret(&text, "node", &ways()[1 - i]).unwrap_err(),
                RestError::WrongKey
            );
            let other = Unlock::key_file(&[9; 40]).unwrap();
            assert_eq!(
                open_secret(&text, "node", &other).unwrap_err(),
                RestError::WrongKey
            );
            assert_eq!(
                open_secret(text.get(..40).unwrap(), "node", unlock).unwrap_err(),
                RestError::Malformed
            );
        }
        let greedy =
            r#"{"v":1,"kdf":"argon2id","m":4294967295,"t":3,"salt":"","nonce":"","ct":""}"#;
        assert_eq!(
            open_secret(greedy, "x", &ways()[0]).unwrap_err(),
            RestError::Unsupported
        );
        assert!(Unlock::key_file(&[1; 31]).is_err());
    }

    #[test]
    fn storage_key_binds_the_item() {
        let key = StorageKey::new([3; 32]);
        let wrapped = key
            .wrap(&Dek::from_bytes([1; 32]), b"root", &mut Fixed)
            .unwrap();
        assert_eq!(key.unwrap(&wrapped, b"root").unwrap().as_bytes(), &[1; 32]);
        assert!(key.unwrap(&wrapped, b"other").is_err());
        assert!(StorageKey::new([4; 32]).unwrap(&wrapped, b"root").is_err());
    }
}
