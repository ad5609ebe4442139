//! One partner, called: a single keep-alive connection, opened when needed.

use crate::{
    Identity, LinkError, MAX_ANSWER, PayloadKey, PayloadStatus, PushReply,
    body::{self, Sending},
    fault, tls,
};
use entente_engine::wire;
use entente_model::{AgreementId, Digest, PartyId, Problem};
use hyper::{
    Method, Request, Response, StatusCode, Uri,
    body::{Bytes, Incoming},
    client::conn::http1,
    header,
};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{DnsName, ServerName};
use serde::{Deserialize, de::DeserializeOwned};
use std::{
    io,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{net::TcpStream, task::JoinSet, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// A partner, where it answers, and the key it must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Party.
    pub party: PartyId,
    /// `https://host:port`.
    pub url: String,
    /// Raw Ed25519 key of its node.
    pub node_key: [u8; 32],
}

/// Why a request has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The partner answered this request with a problem.
    Refused(Problem),
    /// No exchange with this partner is possible now.
    Unreachable(Problem),
}

impl Failure {
    /// The problem.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        match self {
            Self::Refused(problem) | Self::Unreachable(problem) => problem,
        }
    }
}

/// How long a client waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection, handshake included.
    pub connect: Duration,
    /// For an answer, counted from when the request last moved.
    pub reply: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            reply: Duration::from_secs(60),
        }
    }
}

/// A partner's node, called one request at a time.
pub struct Client {
    peer: Peer,
    tls: TlsConnector,
    timeouts: Timeouts,
    open: Option<Open>,
    connections: u64,
}

/// A connection; dropping it ends the task that drives it.
struct Open {
    sender: http1::SendRequest<Sending>,
    _driver: JoinSet<()>,
}

impl Client {
    /// A client for this partner; connects at the first request.
    ///
    /// # Errors
    /// [`LinkError::Tls`].
    pub fn new(identity: &Identity, peer: Peer) -> Result<Self, LinkError> {
        Self::with_timeouts(identity, peer, Timeouts::default())
    }

    /// The same, with other timeouts.
    ///
    /// # Errors
    /// [`LinkError::Tls`].
    pub fn with_timeouts(
        identity: &Identity,
        peer: Peer,
        timeouts: Timeouts,
    ) -> Result<Self, LinkError> {
        let tls = TlsConnector::from(Arc::new(tls::client(identity, peer.node_key)?));
        Ok(Self {
            peer,
            tls,
            timeouts,
            open: None,
            connections: 0,
        })
    }

    /// The partner.
    #[must_use]
    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    /// Connections made so far; a new one may be with a partner restored from a backup.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.connections
    }

    /// Whether a connection is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| !open.sender.is_closed())
    }

    /// Asks whether the partner answers, knows us and speaks our version. Every new connection
    /// begins with this.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn hello(&mut self) -> Result<(), Failure> {
        if self.is_open() {
            let answer = self.call(Method::GET, "/v1/hello", Bytes::new()).await?;
            return self.greeted(&answer);
        }
        self.connect().await
    }

    /// Sends an encoded push.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn push(&mut self, push: Bytes) -> Result<PushReply, Failure> {
        let answer = self.call(Method::POST, "/v1/push", push).await?;
        self.read(&answer)
    }

    /// How much of our record the partner has.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn stored(&mut self, agreement: &AgreementId) -> Result<u64, Failure> {
        let path = format!("/v1/stored/{agreement}");
        let answer = self.call(Method::GET, &path, Bytes::new()).await?;
        self.read::<Stored>(&answer).map(|stored| stored.size)
    }

    /// Gives the partner our confirmation of its card.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn pairing(&mut self, envelope: String) -> Result<(), Failure> {
        let answer = self
            .call(Method::POST, "/v1/pairing", Bytes::from(envelope))
            .await?;
        self.read::<Empty>(&answer).map(|Empty {}| ())
    }

    /// How much of a payload the partner has.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn payload_status(&mut self, at: PayloadKey) -> Result<PayloadStatus, Failure> {
        let answer = self
            .call(Method::GET, &payload_path(at), Bytes::new())
            .await?;
        self.read(&answer)
    }

    /// Sends the digests of a payload's segments.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn payload_hashes(
        &mut self,
        at: PayloadKey,
        hashes: &[Digest],
    ) -> Result<PayloadStatus, Failure> {
        let mut body = Vec::with_capacity(hashes.len().saturating_mul(32));
        hashes
            .iter()
            .for_each(|hash| body.extend_from_slice(hash.as_bytes()));
        let path = format!("{}/hashes", payload_path(at));
        let answer = self.call(Method::PUT, &path, Bytes::from(body)).await?;
        self.read(&answer)
    }

    /// Sends one segment of a payload.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn payload_segment(
        &mut self,
        at: PayloadKey,
        index: u64,
        segment: Bytes,
    ) -> Result<PayloadStatus, Failure> {
        let path = format!("{}/{index}", payload_path(at));
        let answer = self.call(Method::PUT, &path, segment).await?;
        self.read(&answer)
    }

    /// One request. A connection the partner closed before the request left is opened again.
    async fn call(&mut self, method: Method, path: &str, body: Bytes) -> Result<Vec<u8>, Failure> {
        if let Some(mut open) = self.open.take().filter(|open| !open.sender.is_closed()) {
            match self
                .exchange(&mut open, method.clone(), path, body.clone())
                .await
            {
                Err(Broken::Unsent) => {}
                answer => return self.conclude(open, answer),
            }
        }
        self.connect().await?;
        let Some(mut open) = self.open.take() else {
            return Err(self.unreachable("connection closed"));
        };
        let answer = self.exchange(&mut open, method, path, body).await;
        self.conclude(open, answer)
    }

    /// Keeps a connection that still works; tells an answer from a problem.
    fn conclude(&mut self, open: Open, answer: Exchange) -> Result<Vec<u8>, Failure> {
        match answer {
            Ok((status, body)) => {
                self.open = Some(open);
                if status.is_success() {
                    return Ok(body);
                }
                Err(match fault::decode(&body) {
                    Some(problem) => Failure::Refused(problem),
                    None => self.unreadable(status),
                })
            }
            Err(Broken::Unsent) => Err(self.unreachable("connection closed")),
            Err(Broken::Late) => Err(self.unreachable("no answer in time")),
            Err(Broken::Lost(detail)) => Err(self.unreachable(detail)),
            Err(Broken::Unreadable) => Err(self.unreadable("answer too long or cut short")),
        }
    }

    /// Sends, and waits as long as the request moves and then for `reply`.
    async fn exchange(&self, open: &mut Open, method: Method, path: &str, body: Bytes) -> Exchange {
        let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
        let (body, moved) = Sending::new(body);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "entente")
            .body(body)
            .map_err(|error| Broken::Lost(error.to_string()))?;
        let mut answer = std::pin::pin!(send(&mut open.sender, request));
        let patient = async {
            loop {
                match timeout(self.timeouts.reply, answer.as_mut()).await {
                    Ok(answer) => return answer,
                    Err(_) if moved.swap(false, Ordering::Relaxed) => {}
                    Err(_) => return Err(Broken::Late),
                }
            }
        };
        let all = body::allowance(self.timeouts.reply.saturating_mul(2), length);
        timeout(all, patient).await.unwrap_or(Err(Broken::Late))
    }

    /// Connects and says hello. Whatever goes wrong here concerns the partner as a whole.
    async fn connect(&mut self) -> Result<(), Failure> {
        self.open = None;
        let stream = timeout(self.timeouts.connect, self.dial())
            .await
            .map_err(|_| self.unreachable("no connection in time"))??;
        let handshake = http1::Builder::new()
            .max_buf_size(128 * 1024)
            .max_headers(32)
            .handshake::<_, Sending>(TokioIo::new(stream));
        let (sender, driver) = handshake.await.map_err(|error| self.unreachable(error))?;
        let mut driving = JoinSet::new();
        driving.spawn(async move {
            // The request in flight, if any, reports what went wrong.
            let _ = driver.await;
        });
        let mut open = Open {
            sender,
            _driver: driving,
        };
        let answer = self
            .exchange(&mut open, Method::GET, "/v1/hello", Bytes::new())
            .await;
        let answer = self
            .conclude(open, answer)
            .and_then(|answer| self.greeted(&answer));
        if let Err(failure) = answer {
            self.open = None;
            let (Failure::Refused(problem) | Failure::Unreachable(problem)) = failure;
            return Err(Failure::Unreachable(problem));
        }
        self.connections = self.connections.saturating_add(1);
        Ok(())
    }

    async fn dial(&self) -> Result<TlsStream<TcpStream>, Failure> {
        let (host, port) =
            address(&self.peer.url).ok_or_else(|| self.unreachable("not an https address"))?;
        let failed = |error: io::Error| {
            if tls::is_wrong_key(&error) {
                Failure::Unreachable(fault::wrong_key(&self.peer.party))
            } else {
                self.unreachable(error)
            }
        };
        let tcp = TcpStream::connect((host.as_str(), port))
            .await
            .map_err(failed)?;
        tcp.set_nodelay(true).map_err(failed)?;
        // Never sent: the key is what is checked.
        let name = DnsName::try_from("entente").map_err(|error| self.unreachable(error))?;
        self.tls
            .connect(ServerName::DnsName(name), tcp)
            .await
            .map_err(failed)
    }

    fn greeted(&self, answer: &[u8]) -> Result<(), Failure> {
        // Of another version only the number has to make sense.
        let spoken: Spoken =
            serde_json::from_slice(answer).map_err(|_| self.unreadable("hello"))?;
        if spoken.protocol != u64::from(wire::PROTOCOL) {
            let problem = fault::version(&self.peer.party, spoken.protocol);
            return Err(Failure::Unreachable(problem));
        }
        self.read::<Hello>(answer).map(|_| ())
    }

    fn read<T: DeserializeOwned>(&self, answer: &[u8]) -> Result<T, Failure> {
        serde_json::from_slice(answer).map_err(|_| self.unreadable("not the answer expected"))
    }

    fn unreachable(&self, detail: impl std::fmt::Display) -> Failure {
        Failure::Unreachable(fault::unreachable(&self.peer, detail))
    }

    fn unreadable(&self, detail: impl std::fmt::Display) -> Failure {
        Failure::Unreachable(fault::unreadable(&self.peer.party, detail))
    }
}

/// A node's greeting: its protocol version, and who it takes the caller for.
#[derive(serde::Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hello {
    pub(crate) protocol: u32,
    pub(crate) party: PartyId,
}

/// The size of a record as stored.
#[derive(serde::Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stored {
    pub(crate) size: u64,
}

/// Done, with nothing to say.
#[derive(serde::Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Empty {}

#[derive(Deserialize)]
struct Spoken {
    protocol: u64,
}

type Exchange = Result<(StatusCode, Vec<u8>), Broken>;

/// How a request can fail below its meaning.
enum Broken {
    /// The connection was closed before the request left.
    Unsent,
    /// No answer in time.
    Late,
    /// The connection was lost.
    Lost(String),
    /// The answer is too long or incomplete.
    Unreadable,
}

async fn send(sender: &mut http1::SendRequest<Sending>, request: Request<Sending>) -> Exchange {
    sender.ready().await.map_err(|_| Broken::Unsent)?;
    let response: Response<Incoming> = match sender.try_send_request(request).await {
        Ok(response) => response,
        Err(error) if error.message().is_some() => return Err(Broken::Unsent),
        Err(error) => return Err(Broken::Lost(error.into_error().to_string())),
    };
    let (head, body) = response.into_parts();
    let body = body::bounded(body, MAX_ANSWER)
        .await
        .ok_or(Broken::Unreadable)?;
    Ok((head.status, body))
}

fn payload_path(at: PayloadKey) -> String {
    format!("/v1/payload/{}/{}", at.agreement, at.n)
}

/// Host and port of `https://host[:port][/]`.
#[must_use]
pub fn address(url: &str) -> Option<(String, u16)> {
    let uri: Uri = url.parse().ok()?;
    if uri.scheme_str() != Some("https") || uri.path_and_query().is_some_and(|p| p.as_str() != "/")
    {
        return None;
    }
    let authority = uri.authority().filter(|a| !a.as_str().contains('@'))?;
    let host = authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']');
    Some((host.to_owned(), uri.port_u16().unwrap_or(443)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let of = |url| address(url).map(|(host, port)| format!("{host} {port}"));
        assert_eq!(
            of("https://node.example:8443").as_deref(),
            Some("node.example 8443")
        );
        assert_eq!(of("https://[::1]:8443/").as_deref(), Some("::1 8443"));
        assert_eq!(of("https://192.0.2.1").as_deref(), Some("192.0.2.1 443"));
        for wrong in [
            "",
            "node:1",
            "http://node:1",
            "https://",
            "https://node/x",
            "https://a@node",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
