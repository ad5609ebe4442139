//! Servers with the right key and the wrong answers.
#![expect(clippy::unwrap_used, reason = "test helper")]

mod common;

use common::{AGREEMENT, identity, peer};
use entente_link::{Client, Failure, Timeouts};
use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime},
    server::{
        AlwaysResolvesServerRawPublicKeys,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
    sign::CertifiedKey,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

const HELLO: &str = r#"{"protocol":1,"party":"JPN"}"#;

/// A server that gives these answers in turn, whatever is asked, and then closes.
async fn scripted(answers: Vec<Vec<u8>>) -> u16 {
    let mut der = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    der.extend([2; 32]);
    let provider = Arc::new(aws_lc_rs::default_provider());
    let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der));
    let key = provider.key_provider.load_private_key(der).unwrap();
    let spki = CertificateDer::from(key.public_key().unwrap().to_vec());
    let key = Arc::new(CertifiedKey::new(vec![spki], key));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(Arc::new(Anybody))
        .with_cert_resolver(Arc::new(AlwaysResolvesServerRawPublicKeys::new(key)));
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.unwrap();
        let mut stream = acceptor.accept(tcp).await.unwrap();
        for answer in answers {
            let mut request = [0; 4096];
            if !matches!(stream.read(&mut request).await, Ok(n) if n > 0) {
                return;
            }
            let _ = stream.write_all(&answer).await;
            let _ = stream.flush().await;
        }
        let _ = stream.read(&mut [0; 1]).await;
    });
    port
}

fn http(status: u16, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} x\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

async fn asked(answers: Vec<Vec<u8>>) -> Failure {
    let port = scripted(answers).await;
    let short = Duration::from_millis(300);
    let timeouts = Timeouts {
        connect: short,
        reply: short,
    };
    let peer = peer("NZL", port, &identity(2));
    let mut client = Client::with_timeouts(&identity(1), peer, timeouts).unwrap();
    client.stored(&AGREEMENT).await.unwrap_err()
}

#[tokio::test]
async fn another_version_is_said_to_be_one() {
    for hello in [
        r#"{"protocol":2,"party":"JPN"}"#,
        r#"{"protocol":9,"new":[1]}"#,
    ] {
        let failure = asked(vec![http(200, hello)]).await;
        assert_eq!(failure.problem().code, "LINK-003", "{hello}");
    }
}

#[tokio::test]
async fn answers_that_say_nothing_are_link_004() {
    let refusal = r#"{"code":"REL-002","fault":"rule","class":"refused","args":[]}"#;
    let long = "z".repeat(100_000);
    let cases = [
        vec![http(200, "{}")],
        vec![http(200, "<html>")],
        vec![http(302, "")],
        vec![http(500, "oops")],
        vec![http(200, HELLO), http(200, r#"{"size":-1}"#)],
        vec![http(200, HELLO), http(200, r#"{"size":1,"size":2}"#)],
        vec![http(200, HELLO), http(200, r#"{"size":1} 2"#)],
        vec![http(200, HELLO), http(404, "not found")],
        vec![http(200, HELLO), http(200, refusal)],
        vec![http(200, HELLO), http(200, &long)],
        vec![http(200, HELLO), http(403, &long)],
    ];
    for answers in cases {
        let failure = asked(answers.clone()).await;
        let shown = String::from_utf8_lossy(answers.last().unwrap()).into_owned();
        assert_eq!(failure.problem().code, "LINK-004", "{shown:.200}");
        assert!(matches!(failure, Failure::Unreachable(_)));
    }
    let failure = asked(vec![http(200, HELLO), http(403, refusal)]).await;
    assert_eq!(failure.problem().code, "REL-002");
    assert!(matches!(failure, Failure::Refused(_)));
}

#[tokio::test]
async fn silence_after_hello_is_link_001() {
    let failure = asked(vec![http(200, HELLO), Vec::new()]).await;
    assert_eq!(failure.problem().code, "LINK-001");
}

#[derive(Debug)]
struct Anybody;

impl ClientCertVerifier for Anybody {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
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
