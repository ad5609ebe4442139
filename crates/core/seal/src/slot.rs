//! Key slots: HPKE (RFC 9180) base mode with MLKEM768-X25519 (draft-ietf-hpke-pq-03, X-Wing),
//! HKDF-SHA256, export only. One encapsulation gives a batch a key-encryption key; each item's
//! key is wrapped under it with AES-256-GCM and a counter.

use crate::{Entropy, segment::Dek};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use entente_model::b64;
use hpke::{
    Deserializable, Kem as _, OpModeR, OpModeS, Serializable, aead::ExportOnlyAead,
    kdf::HkdfSha256, kem::XWing, setup_receiver, setup_sender_with_rng,
};
use std::fmt;
use zeroize::Zeroizing;

/// Bytes of a sealing public key.
pub const PUBLIC: usize = 1216;
/// Bytes of an encapsulated key.
pub const ENCAPSULATED: usize = 1120;
/// Bytes of a wrapped item key.
pub const WRAPPED: usize = 48;

type Private = <XWing as hpke::Kem>::PrivateKey;
type Public = <XWing as hpke::Kem>::PublicKey;
type Encapped = <XWing as hpke::Kem>::EncappedKey;

/// Why a slot was not made or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlotError {
    /// Not a key of this scheme.
    #[error("not a sealing key")]
    Key,
    /// Not an encapsulation to this key, or not with this binding.
    #[error("the slot does not open")]
    Open,
    /// The library refused.
    #[error("the cipher failed")]
    Cipher,
}

/// A party's sealing key, public half: 1216 bytes.
#[derive(Clone)]
pub struct SealingPublic {
    key: Public,
    bytes: Vec<u8>,
}

impl SealingPublic {
    /// From its bytes.
    ///
    /// # Errors
    /// [`SlotError::Key`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SlotError> {
        let key = Public::from_bytes(bytes).map_err(|_| SlotError::Key)?;
        Ok(Self {
            key,
            bytes: bytes.to_vec(),
        })
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for SealingPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SealingPublic({}…)",
            b64::hex(self.bytes.get(..8).unwrap_or_default())
        )
    }
}

/// A party's sealing key, secret half. Does not print.
pub struct SealingSecret {
    key: Private,
    public: SealingPublic,
}

impl SealingSecret {
    /// From a 32-byte seed.
    ///
    /// # Errors
    /// [`SlotError::Key`].
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, SlotError> {
        let (key, public) = XWing::derive_keypair(seed);
        let bytes = public.to_bytes().to_vec();
        Ok(Self {
            key,
            public: SealingPublic { key: public, bytes },
        })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &SealingPublic {
        &self.public
    }
}

impl fmt::Debug for SealingSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingSecret({:?}, secret)", self.public)
    }
}

/// A batch's key-encryption key. Does not print.
pub struct Kek(LessSafeKey);

impl fmt::Debug for Kek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kek(secret)")
    }
}

impl Kek {
    /// Wraps an item key. `counter` must be used once only under this key; `aad` binds the item.
    ///
    /// # Errors
    /// [`SlotError::Cipher`].
    pub fn wrap(&self, dek: &Dek, counter: u64, aad: &[u8]) -> Result<[u8; WRAPPED], SlotError> {
        let mut out = [0u8; WRAPPED];
        let (body, end) = out.split_at_mut(32);
        body.copy_from_slice(dek.as_bytes());
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce(counter), Aad::from(aad), body)
            .map_err(|_| SlotError::Cipher)?;
        end.copy_from_slice(tag.as_ref());
        Ok(out)
    }

    /// Unwraps an item key.
    ///
    /// # Errors
    /// [`SlotError::Open`] for any other key, counter, binding or bytes.
    pub fn unwrap(&self, wrapped: &[u8], counter: u64, aad: &[u8]) -> Result<Dek, SlotError> {
        let mut bytes = Zeroizing::new(wrapped.to_vec());
        if bytes.len() != WRAPPED {
            return Err(SlotError::Open);
        }
        let plain = self
            .0
            .open_in_place(nonce(counter), Aad::from(aad), &mut bytes)
            .map_err(|_| SlotError::Open)?;
        let key: [u8; 32] = (&*plain).try_into().map_err(|_| SlotError::Open)?;
        Ok(Dek::from_bytes(key))
    }

    fn new(bytes: &[u8]) -> Result<Self, SlotError> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| SlotError::Cipher)?;
        Ok(Self(LessSafeKey::new(key)))
    }
}

/// Encapsulates to a party; `info` binds the encapsulation to its use. Gives the bytes to send
/// and the key both sides now have.
///
/// # Errors
/// [`SlotError::Cipher`].
pub fn encapsulate(
    to: &SealingPublic,
    info: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<(Vec<u8>, Kek), SlotError> {
    let mut rng = Source(entropy);
    let (enc, context) = setup_sender_with_rng::<ExportOnlyAead, HkdfSha256, XWing>(
        &OpModeS::Base,
        &to.key,
        info,
        &mut rng,
    )
    .map_err(|_| SlotError::Cipher)?;
    let mut key = Zeroizing::new([0u8; 32]);
    context
        .export(EXPORT, key.as_mut())
        .map_err(|_| SlotError::Cipher)?;
    Ok((enc.to_bytes().to_vec(), Kek::new(key.as_ref())?))
}

/// The receiver's side of [`encapsulate`]. X-Wing rejects implicitly: a wrong encapsulation gives
/// a key under which nothing unwraps.
///
/// # Errors
/// [`SlotError::Open`] for bytes of another length or shape.
pub fn decapsulate(secret: &SealingSecret, enc: &[u8], info: &[u8]) -> Result<Kek, SlotError> {
    let enc = Encapped::from_bytes(enc).map_err(|_| SlotError::Open)?;
    let context = setup_receiver::<ExportOnlyAead, HkdfSha256, XWing>(
        &OpModeR::Base,
        &secret.key,
        &enc,
        info,
    )
    .map_err(|_| SlotError::Open)?;
    let mut key = Zeroizing::new([0u8; 32]);
    context
        .export(EXPORT, key.as_mut())
        .map_err(|_| SlotError::Cipher)?;
    Kek::new(key.as_ref())
}

const EXPORT: &[u8] = b"entente slot v1";

fn nonce(counter: u64) -> Nonce {
    let mut bytes = [0u8; 12];
    for (to, from) in bytes.iter_mut().skip(4).zip(counter.to_be_bytes()) {
        *to = from;
    }
    Nonce::assume_unique_for_key(bytes)
}

struct Source<'a>(&'a mut dyn Entropy);

impl rand_core::TryRng for Source<'_> {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
        self.0.fill(dst);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Source<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(u8);
    impl Entropy for Counting {
        fn fill(&mut self, out: &mut [u8]) {
            for byte in out {
                self.0 = self.0.wrapping_add(1);
                *byte = self.0;
            }
        }
    }

    #[test]
    fn only_the_recipient_with_the_same_binding_unwraps() {
        let secret = SealingSecret::from_seed(&[1; 32]).unwrap();
        let other = SealingSecret::from_seed(&[2; 32]).unwrap();
        assert_eq!(secret.public().as_bytes().len(), PUBLIC);
        let (enc, kek) = encapsulate(secret.public(), b"info", &mut Counting(0)).unwrap();
        assert_eq!(enc.len(), ENCAPSULATED);
        let dek = Dek::from_bytes([9; 32]);
        let wrapped = kek.wrap(&dek, 3, b"core").unwrap();
        let open = |secret: &SealingSecret, info: &[u8], counter, aad: &[u8], wrapped: &[u8]| {
            decapsulate(secret, &enc, info).and_then(|k| k.unwrap(wrapped, counter, aad))
        };
        assert_eq!(
            open(&secret, b"info", 3, b"core", &wrapped)
                .unwrap()
                .as_bytes(),
            dek.as_bytes()
        );
        assert!(open(&other, b"info", 3, b"core", &wrapped).is_err());
        assert!(open(&secret, b"other", 3, b"core", &wrapped).is_err());
        assert!(open(&secret, b"info", 4, b"core", &wrapped).is_err());
        assert!(open(&secret, b"info", 3, b"cor", &wrapped).is_err());
        assert!(open(&secret, b"info", 3, b"core", &wrapped[..47]).is_err());
        assert!(decapsulate(&secret, &enc[..1119], b"info").is_err());
        assert!(!format!("{secret:?}{kek:?}").contains("Dek"));
    }
}
