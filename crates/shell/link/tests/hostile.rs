//! Callers and servers that break the rules.

mod common;

use common::{AGREEMENT, Fake, Incoming, Server, identity, party, peer, push_of, raw::Raw};
use entente_engine::wire;
use entente_link::{Client, Failure, Limits, Timeouts};
use hyper::body::Bytes;
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, timeout},
};

const SHORT: Duration = Duration::from_millis(200);

async fn nzl(limits: Limits) -> (Server, Arc<Fake>) {
    let host = Fake::new(&[(&identity(1), "JPN")]);
    (Server::start(&identity(2), &host, limits).await, host)
}

fn code(failure: &Failure) -> &str {
    &failure.problem().code
}

#[tokio::test]
async fn an_unknown_key_is_refused_on_every_route() {
    let (server, host) = nzl(Limits::default()).await;
    let mut client = Client::new(&identity(3), peer("NZL", server.port, &identity(2))).unwrap();
    let failure = client
        .push(Bytes::from(push_of(AGREEMENT, 0, vec![])))
        .await
        .unwrap_err();
    assert_eq!(code(&failure), "PARTY-001");
    for (method, path) in [
        ("GET", "/v1/hello"),
        ("POST", "/v1/push"),
        ("GET", "/elsewhere"),
    ] {
        let mut raw = Raw::connect(server.port, 3).await;
        raw.head(method, path, 0).await;
        let (status, body) = raw.answer().await;
        assert_eq!(status, 403);
        assert!(body.contains("PARTY-001"), "{body}");
        assert!(raw.closed().await);
    }
    assert_eq!(host.memory().pushes, 0);
    server.stop().await;
}

#[tokio::test]
async fn a_server_with_another_key_is_not_the_partner() {
    let (server, _) = nzl(Limits::default()).await;
    let mut client = Client::new(&identity(1), peer("NZL", server.port, &identity(9))).unwrap();
    let failure = client.hello().await.unwrap_err();
    assert!(matches!(failure, Failure::Unreachable(_)));
    assert_eq!(code(&failure), "PARTY-005");
}

#[tokio::test]
async fn tls_1_2_is_refused() {
    let (server, _) = nzl(Limits::default()).await;
    // A TLS 1.2 ClientHello without extensions.
    let mut hello = vec![0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 3];
    hello.extend([0; 32]);
    hello.extend([0, 0, 2, 0xc0, 0x2f, 1, 0]);
    let mut tcp = TcpStream::connect(("127.0.0.1", server.port))
        .await
        .unwrap();
    tcp.write_all(&hello).await.unwrap();
    let mut answer = Vec::new();
    tcp.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer.first(), Some(&0x15), "an alert");
}

#[tokio::test]
async fn the_key_exchange_is_hybrid_and_a_caller_must_show_a_key() {
    let (server, _) = nzl(Limits::default()).await;
    let mut raw = Raw::connect(server.port, 1).await;
    raw.head("GET", "/v1/hello", 0).await;
    assert_eq!(
        raw.answer().await,
        (200, r#"{"protocol":1,"party":"JPN"}"#.to_owned())
    );
    let group = raw
        .0
        .get_ref()
        .1
        .negotiated_key_exchange_group()
        .unwrap()
        .name();
    assert_eq!(group, rustls::NamedGroup::X25519MLKEM768);
    assert!(Raw::nameless(server.port).await.is_err());
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let (server, host) = nzl(Limits::default()).await;
    let mut client = Client::new(&identity(1), peer("NZL", server.port, &identity(2))).unwrap();
    let failure = client.pairing("x".repeat(64 * 1024 + 1)).await.unwrap_err();
    assert_eq!(code(&failure), "LINK-002");
    client.pairing("x".repeat(64 * 1024)).await.unwrap();
    assert_eq!(host.memory().pairings.len(), 1);
}

#[tokio::test]
async fn an_announced_flood_is_refused_at_once_and_others_are_served() {
    let (server, _) = nzl(Limits::default()).await;
    let start = Instant::now();
    let mut raw = Raw::connect(server.port, 1).await;
    raw.head("POST", "/v1/push", 10 << 30).await;
    raw.write(b"x").await;
    let (status, body) = raw.answer().await;
    assert_eq!(status, 422);
    assert!(body.contains("LINK-002"), "{body}");
    assert!(raw.closed().await);
    let mut client = Client::new(&identity(1), peer("NZL", server.port, &identity(2))).unwrap();
    client.hello().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn slow_handshakes_and_bodies_hold_up_nobody() {
    let limits = Limits {
        handshake: SHORT,
        stall: SHORT,
        ..Limits::default()
    };
    let (server, _) = nzl(limits).await;
    let mut silent = TcpStream::connect(("127.0.0.1", server.port))
        .await
        .unwrap();
    let mut stalled = Raw::connect(server.port, 1).await;
    stalled.head("POST", "/v1/push", 1000).await;
    stalled.write(b"only this").await;
    let mut client = Client::new(&identity(1), peer("NZL", server.port, &identity(2))).unwrap();
    timeout(SHORT, client.hello()).await.unwrap().unwrap();
    let (status, body) = stalled.answer().await;
    assert_eq!(status, 409);
    assert!(body.contains("LINK-005"), "{body}");
    assert!(stalled.closed().await);
    let mut byte = [0];
    assert!(!matches!(silent.read(&mut byte).await, Ok(n) if n > 0));
}

#[tokio::test]
async fn a_trickled_body_times_out_as_a_whole() {
    let limits = Limits {
        body: SHORT,
        ..Limits::default()
    };
    let (server, _) = nzl(limits).await;
    let mut raw = Raw::connect(server.port, 1).await;
    raw.head("POST", "/v1/push", 1000).await;
    for _ in 0..5 {
        raw.write(b"x").await;
        tokio::time::sleep(SHORT / 4).await;
    }
    let (status, body) = raw.answer().await;
    assert_eq!(status, 409);
    assert!(body.contains("LINK-005"), "{body}");
}

#[tokio::test]
async fn garbage_is_a_typed_problem() {
    let (server, host) = nzl(Limits::default()).await;
    let mut client = Client::new(&identity(1), peer("NZL", server.port, &identity(2))).unwrap();
    for garbage in [
        &b""[..],
        b"\0",
        &[0xff; 4096],
        &push_of(AGREEMENT, 0, vec![])[1..],
    ] {
        let failure = client
            .push(Bytes::copy_from_slice(garbage))
            .await
            .unwrap_err();
        assert!(matches!(failure, Failure::Refused(_)));
        assert!(
            ["ACT-001", "LINK-002"].contains(&code(&failure)),
            "{failure:?}"
        );
    }
    assert_eq!(client.connections(), 1);
    assert_eq!(host.memory().pushes, 0);
}

#[tokio::test]
async fn malformed_requests_are_answered_or_closed() {
    let limits = Limits {
        stall: SHORT,
        idle: SHORT,
        ..Limits::default()
    };
    let (server, host) = nzl(limits).await;
    host.memory().incoming = Some(Incoming::expecting(8_388_608));
    let huge = format!(
        "GET /v1/hello HTTP/1.1\r\nx: {}\r\n\r\n",
        "y".repeat(20_000)
    );
    let id = AGREEMENT.to_string();
    let cases: [(String, u16); 9] = [
        ("GET /v1/nothing HTTP/1.1\r\n\r\n".into(), 404),
        ("GET /v1/stored/00 HTTP/1.1\r\n\r\n".into(), 404),
        (
            format!("PUT /v1/payload/{id}/1/-1 HTTP/1.1\r\ncontent-length: 0\r\n\r\n"),
            404,
        ),
        (
            format!("PUT /v1/payload/{id}/1/hashes HTTP/1.1\r\ncontent-length: 31\r\n\r\n"),
            400,
        ),
        (
            format!("PUT /v1/payload/{id}/1/hashes HTTP/1.1\r\ncontent-length: 268435457\r\n\r\n"),
            422,
        ),
        (
            "POST /v1/push HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n".into(),
            400,
        ),
        (
            "POST /v1/push HTTP/1.1\r\ncontent-length: -1\r\n\r\n".into(),
            400,
        ),
        (huge, 431),
        ("\u{0}\u{1}\u{2} not HTTP\r\n\r\n".into(), 400),
    ];
    for (request, expected) in cases {
        let mut raw = Raw::connect(server.port, 1).await;
        raw.write(request.as_bytes()).await;
        assert_eq!(raw.answer().await.0, expected, "{request:.60}");
    }
    // Half a head, then silence; a body cut short.
    let mut half = Raw::connect(server.port, 1).await;
    half.write(b"GET /v1/hello HT").await;
    assert!(half.closed().await || half.closed().await);
    let mut cut = Raw::connect(server.port, 1).await;
    cut.head("POST", "/v1/push", 100).await;
    drop(cut);
    let mut client = Client::new(&identity(1), peer("NZL", server.port, &identity(2))).unwrap();
    client.hello().await.unwrap();
}

#[tokio::test]
async fn one_partner_has_so_many_connections_and_no_more() {
    let limits = Limits {
        per_partner: 2,
        strangers: 1,
        ..Limits::default()
    };
    let (server, host) = nzl(limits).await;
    host.memory()
        .partners
        .insert(identity(4).public(), party("AUS"));
    let mut kept = Vec::new();
    for _ in 0..2 {
        let mut raw = Raw::connect(server.port, 1).await;
        raw.head("GET", "/v1/hello", 0).await;
        assert_eq!(raw.answer().await.0, 200);
        kept.push(raw);
    }
    assert!(Raw::connect(server.port, 1).await.closed().await);
    let mut other = Raw::connect(server.port, 4).await;
    other.head("GET", "/v1/hello", 0).await;
    assert_eq!(other.answer().await.0, 200);
    kept.pop();
    let again = async {
        loop {
            let mut raw = Raw::connect(server.port, 1).await;
            raw.head("GET", "/v1/hello", 0).await;
            if raw.answer().await.0 == 200 {
                return;
            }
        }
    };
    timeout(Duration::from_secs(5), again).await.unwrap();
}

#[tokio::test]
async fn the_largest_push_goes_through() {
    let (server, host) = nzl(Limits::default()).await;
    let entries = vec![vec![1; 60_000]; 270];
    let push = push_of(AGREEMENT, 0, entries);
    assert!(push.len() < wire::MAX_PUSH && push.len() > wire::MAX_PUSH - 1_000_000);
    let mut client = Client::new(&identity(1), peer("NZL", server.port, &identity(2))).unwrap();
    assert_eq!(client.push(Bytes::from(push)).await.unwrap().size, 270);
    assert_eq!(host.memory().stored.len(), 270);
}

#[tokio::test]
async fn a_partner_that_does_not_answer_is_unreachable() {
    let timeouts = Timeouts {
        connect: SHORT,
        reply: SHORT,
    };
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    for port in [silent.local_addr().unwrap().port(), port] {
        let peer = peer("NZL", port, &identity(2));
        let mut client = Client::with_timeouts(&identity(1), peer, timeouts).unwrap();
        let failure = client.hello().await.unwrap_err();
        assert_eq!(code(&failure), "LINK-001");
        let names: Vec<_> = failure
            .problem()
            .args
            .iter()
            .map(|(n, _)| n.as_ref())
            .collect();
        assert_eq!(names, ["party", "url", "detail"]);
    }
}
