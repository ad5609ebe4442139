//! A caller that writes what it likes over a proper connection. Its TLS set-up shares no code
//! with the crate's.

use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::{
        AlwaysResolvesClientRawPublicKeys,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime},
    sign::CertifiedKey,
};
use std::sync::Arc;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

const PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

pub(crate) struct Raw(pub(crate) TlsStream<TcpStream>);

impl Raw {
    /// Connects with the key of this seed, to whatever server answers.
    pub(crate) async fn connect(port: u16, seed: u8) -> Self {
        Self::with(port, Some(seed)).await.unwrap()
    }

    /// Connects with no key at all.
    pub(crate) async fn nameless(port: u16) -> std::io::Result<Self> {
        Self::with(port, None).await
    }

    async fn with(port: u16, seed: Option<u8>) -> std::io::Result<Self> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anybody));
        let config = match seed {
            None => builder.with_no_client_auth(),
            Some(seed) => {
                let mut der = PKCS8.to_vec();
                der.extend([seed; 32]);
                let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der));
                let key = provider.key_provider.load_private_key(der).unwrap();
                let spki = CertificateDer::from(key.public_key().unwrap().to_vec());
                let key = Arc::new(CertifiedKey::new(vec![spki], key));
                let keys = AlwaysResolvesClientRawPublicKeys::new(key);
                builder.with_client_cert_resolver(Arc::new(keys))
            }
        };
        let tcp = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let name = ServerName::try_from("any").unwrap();
        let connector = TlsConnector::from(Arc::new(config));
        connector.connect(name, tcp).await.map(Self)
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
        self.0.flush().await.unwrap();
    }

    /// The head of a request with a body of this length.
    pub(crate) async fn head(&mut self, method: &str, path: &str, length: u64) {
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
        self.write(head.as_bytes()).await;
    }

    /// One answer: its status, and the rest as text up to the end of a JSON body.
    pub(crate) async fn answer(&mut self) -> (u16, String) {
        let mut all = Vec::new();
        let mut chunk = [0; 4096];
        while !all.ends_with(b"}") {
            match self.0.read(&mut chunk).await {
                Ok(n) if n > 0 => all.extend_from_slice(&chunk[..n]),
                _ => break,
            }
        }
        let text = String::from_utf8(all).unwrap();
        let status = text.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0);
        (
            status,
            text.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned(),
        )
    }

    /// Whether the server closes without another word.
    pub(crate) async fn closed(&mut self) -> bool {
        !matches!(self.0.read(&mut [0; 16]).await, Ok(n) if n > 0)
    }
}

#[derive(Debug)]
struct Anybody;

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }

    fn requires_raw_public_keys(&self) -> bool {
        true
    }
}
