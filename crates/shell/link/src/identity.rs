//! A node's identity on the link: one Ed25519 key, shown as a raw public key.

use crate::tls;
use rustls::{
    crypto::aws_lc_rs::sign::any_eddsa_type,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    sign::CertifiedKey,
};
use std::{fmt, sync::Arc};
use zeroize::Zeroizing;

/// Why the link cannot work at all; what a partner does is never one of these.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The seed gives no usable key.
    #[error("the node key cannot be used")]
    Key,
    /// The TLS library refuses our own configuration.
    #[error("TLS configuration: {0}")]
    Tls(#[from] rustls::Error),
    /// The listening socket failed.
    #[error("listening socket: {0}")]
    Listen(#[from] std::io::Error),
}

/// The node's key pair.
#[derive(Clone)]
pub struct Identity {
    key: Arc<CertifiedKey>,
    public: [u8; 32],
}

impl Identity {
    /// From the 32-byte Ed25519 seed (RFC 8032).
    ///
    /// # Errors
    /// [`LinkError::Key`].
    pub fn new(seed: &[u8; 32]) -> Result<Self, LinkError> {
        let mut pkcs8 = Zeroizing::new(Vec::with_capacity(48));
        pkcs8.extend_from_slice(&PKCS8_PREFIX);
        pkcs8.extend_from_slice(seed);
        let key = any_eddsa_type(&PrivatePkcs8KeyDer::from(pkcs8.as_slice()))
            .map_err(|_| LinkError::Key)?;
        let spki = key.public_key().ok_or(LinkError::Key)?.to_vec();
        let public = tls::key_in(&spki).ok_or(LinkError::Key)?;
        let key = Arc::new(CertifiedKey::new(vec![CertificateDer::from(spki)], key));
        Ok(Self { key, public })
    }

    /// The raw public key, as the party's card gives it.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.public
    }

    pub(crate) fn key(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.key)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", entente_model::b64::hex(&self.public))
    }
}

/// PKCS#8 version 1 around an Ed25519 seed (RFC 8410).
const PKCS8_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, test 1.
    #[test]
    fn public_key_of_a_known_seed() {
        let hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let seed: [u8; 32] = entente_model::b64::unhex(hex).unwrap().try_into().unwrap();
        let identity = Identity::new(&seed).unwrap();
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert_eq!(entente_model::b64::hex(&identity.public()), public);
        assert_eq!(format!("{identity:?}"), format!("Identity({public})"));
    }
}
