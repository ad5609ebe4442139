//! The door: one task a connection, bounded in number, size and time.

use crate::{Host, Identity, PayloadKey, PayloadStatus, PushReply, tls::raw_key};
use entente_engine::wire::{MAX_PUSH, PROTOCOL, Push};
use entente_model::{
    AgreementId, Digest, PartyId, Problem,
    problem::{Class, Fault},
};
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Body, Bytes, Incoming},
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Serialize;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::{Instant, timeout, timeout_at},
};
use tokio_rustls::TlsAcceptor;

/// Largest list of segment digests, bytes.
const MAX_HASHES: usize = 32 * 8_388_608;
/// Largest pairing confirmation, bytes.
const MAX_PAIRING: usize = 64 * 1024;

/// How long and how much the server waits for.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Most connections at a time.
    pub connections: usize,
    /// For the TLS handshake.
    pub handshake: Duration,
    /// Between two pieces of a body.
    pub stall: Duration,
    /// For a whole body.
    pub body: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 64,
            handshake: Duration::from_secs(10),
            stall: Duration::from_secs(15),
            body: Duration::from_secs(60),
        }
    }
}

/// Serves partners until `stop` says so.
///
/// # Errors
/// When TLS cannot be set up.
pub async fn serve<H: Host>(
    listener: TcpListener,
    identity: &Identity,
    host: Arc<H>,
    stop: watch::Receiver<bool>,
) -> Result<(), rustls::Error> {
    serve_with(listener, identity, host, stop, Limits::default()).await
}

/// As [`serve`], with other limits.
///
/// # Errors
/// When TLS cannot be set up.
pub async fn serve_with<H: Host>(
    listener: TcpListener,
    identity: &Identity,
    host: Arc<H>,
    mut stop: watch::Receiver<bool>,
    limits: Limits,
) -> Result<(), rustls::Error> {
    let acceptor = TlsAcceptor::from(Arc::new(identity.server()?));
    let places = Arc::new(Semaphore::new(limits.connections));
    let limits = Arc::new(limits);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            changed = stop.changed() => match changed {
                Ok(()) if !*stop.borrow() => continue,
                _ => return Ok(()),
            },
        };
        let Ok((stream, _)) = accepted else {
            // Out of descriptors, most likely: let some close.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            continue;
        };
        let (acceptor, host, limits) = (acceptor.clone(), Arc::clone(&host), Arc::clone(&limits));
        tokio::spawn(async move {
            connection(stream, acceptor, host, limits).await;
            drop(place);
        });
    }
}

async fn connection<H: Host>(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    host: Arc<H>,
    limits: Arc<Limits>,
) {
    // Small answers must not wait for more.
    let _ = stream.set_nodelay(true);
    let Ok(Ok(tls)) = timeout(limits.handshake, acceptor.accept(stream)).await else {
        return;
    };
    let presented = tls
        .get_ref()
        .1
        .peer_certificates()
        .and_then(|keys| raw_key(keys.first()?.as_ref()));
    let Some(key) = presented else { return };
    let handshake = limits.handshake;
    let service = service_fn(move |request| {
        let (host, limits) = (Arc::clone(&host), Arc::clone(&limits));
        async move { Ok::<_, Infallible>(answer(host.as_ref(), key, &limits, request).await) }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(handshake.max(Duration::from_secs(60)))
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(tls), service)
        .await;
    if let Err(error) = served {
        tracing::debug!("connection ended: {error}");
    }
}

async fn answer<H: Host>(
    host: &H,
    key: [u8; 32],
    limits: &Limits,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let outcome = match host.party_of(&key) {
        None => Err(Problem::new("PARTY-001", Class::NotFound).with("party", "-")),
        Some(party) => route(host, party, limits, request).await,
    };
    match outcome {
        Ok(body) => respond(StatusCode::OK, body),
        Err(problem) => {
            tracing::info!(code = %problem.code, fault = ?problem.fault, "refused a partner's request");
            respond(status(&problem), to_json(&problem))
        }
    }
}

async fn route<H: Host>(
    host: &H,
    party: PartyId,
    limits: &Limits,
    request: Request<Incoming>,
) -> Result<Vec<u8>, Problem> {
    let path = request.uri().path().to_owned();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let (method, body) = (request.method().clone(), request.into_body());
    match (&method, parts.as_slice()) {
        (&Method::GET, ["v1", "hello"]) => {
            Ok(to_json(&serde_json::json!({ "protocol": PROTOCOL })))
        }
        (&Method::POST, ["v1", "push"]) => {
            let push = Push::decode(&read(body, MAX_PUSH, limits).await?)?;
            let reply: PushReply = host.push(party, push).await?;
            Ok(to_json(&reply))
        }
        (&Method::GET, ["v1", "stored", agreement]) => {
            let size = host.stored(party, id(agreement)?).await?;
            Ok(to_json(&serde_json::json!({ "size": size })))
        }
        (&Method::POST, ["v1", "pairing"]) => {
            let text = String::from_utf8(read(body, MAX_PAIRING, limits).await?)
                .map_err(|_| malformed("not UTF-8"))?;
            host.pairing(party, text).await?;
            Ok(b"{}".to_vec())
        }
        (&Method::GET, ["v1", "payload", agreement, n]) => {
            let status: PayloadStatus = host.payload_status(party, place(agreement, n)?).await?;
            Ok(to_json(&status))
        }
        (&Method::PUT, ["v1", "payload", agreement, n, "hashes"]) => {
            let at = place(agreement, n)?;
            let known = host.payload_status(party.clone(), at).await?;
            // As many as the act says, not as many as the partner likes to send.
            let limit = usize::try_from(known.segments.saturating_mul(32))
                .unwrap_or(MAX_HASHES)
                .min(MAX_HASHES);
            let bytes = read(body, limit, limits).await?;
            let chunks = bytes.chunks_exact(32);
            if !chunks.remainder().is_empty() {
                return Err(malformed("digests"));
            }
            let hashes: Vec<Digest> = chunks.filter_map(Digest::from_slice).collect();
            Ok(to_json(&host.payload_hashes(party, at, hashes).await?))
        }
        (&Method::PUT, ["v1", "payload", agreement, n, index]) => {
            let at = place(agreement, n)?;
            let index: u64 = index.parse().map_err(|_| malformed("index"))?;
            let bytes = read(body, entente_seal::segment::SEALED, limits).await?;
            Ok(to_json(
                &host.payload_segment(party, at, index, bytes).await?,
            ))
        }
        _ => Err(malformed("no such address")),
    }
}

/// Reads a body no longer than `max`, refusing a longer announcement before reading.
async fn read(mut body: Incoming, max: usize, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let too_large = || Problem::new("LINK-002", Class::Unverified).by(Fault::Partner);
    let announced = body.size_hint().exact();
    let cap = u64::try_from(max).unwrap_or(u64::MAX);
    if announced.is_some_and(|length| length > cap) {
        return Err(too_large());
    }
    let deadline = Instant::now() + limits.body;
    let mut bytes = Vec::new();
    loop {
        let next = timeout_at(deadline.min(Instant::now() + limits.stall), body.frame()).await;
        let Ok(frame) = next else {
            let seconds = limits.stall.as_secs();
            return Err(Problem::new("LINK-005", Class::Unverified)
                .by(Fault::Partner)
                .with("seconds", seconds));
        };
        match frame {
            None => break,
            Some(Err(_)) => return Err(malformed("body ended early")),
            Some(Ok(frame)) => {
                if let Some(data) = frame.data_ref() {
                    if bytes.len().saturating_add(data.len()) > max {
                        return Err(too_large());
                    }
                    bytes.extend_from_slice(data);
                }
            }
        }
    }
    Ok(bytes)
}

fn respond(status: StatusCode, body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response
}

fn status(problem: &Problem) -> StatusCode {
    match problem.class {
        Class::Refused => StatusCode::FORBIDDEN,
        Class::NotFound => StatusCode::NOT_FOUND,
        Class::Waiting | Class::Stale => StatusCode::CONFLICT,
        Class::Unverified => StatusCode::UNPROCESSABLE_ENTITY,
        Class::Usage => StatusCode::BAD_REQUEST,
        Class::Unexpected => StatusCode::INTERNAL_SERVER_ERROR,
        Class::Unreachable => StatusCode::BAD_GATEWAY,
    }
}

fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn place(agreement: &str, n: &str) -> Result<PayloadKey, Problem> {
    Ok(PayloadKey {
        agreement: id(agreement)?,
        n: n.parse().map_err(|_| malformed("index"))?,
    })
}

fn id(text: &str) -> Result<AgreementId, Problem> {
    text.parse().map_err(|_| malformed("agreement id"))
}

fn malformed(detail: &str) -> Problem {
    Problem::partner("ACT-001")
        .with("party", "-")
        .with("detail", detail)
}
