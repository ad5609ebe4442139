//! What a partner may ask, and the answer.

use crate::{
    Host, Limits, MAX_PAIRING, MAX_SEGMENT, MAX_SEGMENTS, PayloadKey,
    body::Announced,
    client::{Empty, Hello, Stored},
    fault,
};
use entente_engine::wire::{self, Push};
use entente_model::{AgreementId, Digest, PartyId, Problem, problem::Class};
use http_body_util::Full;
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The node and what its partners share.
pub(crate) struct Routes<H> {
    host: Arc<H>,
    limits: Limits,
    /// Lists of digests too large to hold several of.
    large: Semaphore,
}

/// A list of digests above this is received one at a time, bytes.
const LARGE: u64 = 1024 * 1024;

impl<H: Host> Routes<H> {
    pub(crate) fn new(host: Arc<H>, limits: Limits) -> Self {
        Self {
            host,
            limits,
            large: Semaphore::new(1),
        }
    }

    /// Whether the key is a partner's.
    pub(crate) fn knows(&self, key: &[u8; 32]) -> bool {
        self.host.party_of(key).is_some()
    }

    /// Answers one request of whoever holds this key. The key is looked up every time: a partner
    /// removed meanwhile is a stranger.
    pub(crate) async fn answer(
        &self,
        key: &[u8; 32],
        request: Request<Incoming>,
    ) -> Response<Full<Bytes>> {
        let answer = match self.host.party_of(key) {
            Some(from) => self.dispatch(from, request).await,
            None => Err(fault::stranger(key)),
        };
        match answer {
            Ok(body) => response(StatusCode::OK, body),
            Err(problem) => response(fault::status(problem.class), fault::encode(&problem)),
        }
    }

    async fn dispatch(
        &self,
        from: PartyId,
        request: Request<Incoming>,
    ) -> Result<Vec<u8>, Problem> {
        let path = request
            .uri()
            .path_and_query()
            .map_or("", |path| path.as_str());
        let route = Route::parse(request.method(), path)
            .ok_or_else(|| fault::bad_request(&from, Class::NotFound, "no such request"))?;
        let body = request.into_body();
        match route {
            Route::Hello => json(&Hello {
                protocol: wire::PROTOCOL,
                party: from,
            }),
            Route::Push => {
                let body = self.read(body, wire::MAX_PUSH, &from).await?;
                let push = Push::decode(&body)?;
                drop(body);
                json(&self.host.push(from, push).await?)
            }
            Route::Stored(agreement) => json(&Stored {
                size: self.host.stored(from, agreement).await?,
            }),
            Route::Pairing => {
                let body = self.read(body, MAX_PAIRING, &from).await?;
                let envelope = String::from_utf8(body)
                    .map_err(|_| fault::bad_request(&from, Class::Usage, "not UTF-8"))?;
                self.host.pairing(from, envelope).await?;
                json(&Empty {})
            }
            Route::Payload(at) => json(&self.host.payload_status(from, at).await?),
            Route::Hashes(at) => self.hashes(from, at, body).await,
            Route::Segment(at, index) => {
                let bytes = self.read(body, MAX_SEGMENT, &from).await?;
                json(&self.host.payload_segment(from, at, index, bytes).await?)
            }
        }
    }

    async fn hashes(
        &self,
        from: PartyId,
        at: PayloadKey,
        body: Incoming,
    ) -> Result<Vec<u8>, Problem> {
        // As many as the act says, not as many as the partner likes to send.
        let status = self.host.payload_status(from.clone(), at).await?;
        let count = usize::try_from(status.segments)
            .unwrap_or(MAX_SEGMENTS)
            .min(MAX_SEGMENTS);
        let body = Announced::within(body, count.saturating_mul(32), &from)?;
        let _permit = if body.length() > LARGE {
            let permit = self.large.try_acquire();
            Some(permit.map_err(|_| fault::late(self.limits.stall))?)
        } else {
            None
        };
        let hashes: Vec<Digest> = body.digests(&self.limits).await?;
        json(&self.host.payload_hashes(from, at, hashes).await?)
    }

    async fn read(&self, body: Incoming, max: usize, from: &PartyId) -> Result<Vec<u8>, Problem> {
        Announced::within(body, max, from)?
            .bytes(&self.limits)
            .await
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Route {
    Hello,
    Push,
    Stored(AgreementId),
    Pairing,
    Payload(PayloadKey),
    Hashes(PayloadKey),
    Segment(PayloadKey, u64),
}

impl Route {
    fn parse(method: &Method, path: &str) -> Option<Self> {
        let (get, post, put) = (
            method == Method::GET,
            method == Method::POST,
            method == Method::PUT,
        );
        let mut parts = path.strip_prefix("/v1/")?.split('/');
        let route = match (parts.next()?, parts.next(), parts.next(), parts.next()) {
            ("hello", None, None, None) if get => Self::Hello,
            ("push", None, None, None) if post => Self::Push,
            ("pairing", None, None, None) if post => Self::Pairing,
            ("stored", Some(id), None, None) if get => Self::Stored(id.parse().ok()?),
            ("payload", Some(id), Some(n), None) if get => Self::Payload(key(id, n)?),
            ("payload", Some(id), Some(n), Some("hashes")) if put => Self::Hashes(key(id, n)?),
            ("payload", Some(id), Some(n), Some(i)) if put => {
                Self::Segment(key(id, n)?, number(i)?)
            }
            _ => return None,
        };
        parts.next().is_none().then_some(route)
    }
}

fn key(agreement: &str, n: &str) -> Option<PayloadKey> {
    Some(PayloadKey {
        agreement: agreement.parse().ok()?,
        n: number(n)?,
    })
}

/// One text for one number: no sign, no leading zeros.
fn number(text: &str) -> Option<u64> {
    text.parse::<u64>().ok().filter(|n| n.to_string() == text)
}

fn json<T: Serialize>(answer: &T) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(answer).map_err(|_| fault::internal())
}

fn response(status: StatusCode, body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_and_nothing_else() {
        let id = "07".repeat(16);
        let agreement = AgreementId([7; 16]);
        let at = PayloadKey { agreement, n: 12 };
        let get = |path: &str| Route::parse(&Method::GET, path);
        let put = |path: &str| Route::parse(&Method::PUT, path);
        assert_eq!(get("/v1/hello"), Some(Route::Hello));
        assert_eq!(Route::parse(&Method::POST, "/v1/push"), Some(Route::Push));
        assert_eq!(
            get(&format!("/v1/stored/{id}")),
            Some(Route::Stored(agreement))
        );
        assert_eq!(
            get(&format!("/v1/payload/{id}/12")),
            Some(Route::Payload(at))
        );
        assert_eq!(
            put(&format!("/v1/payload/{id}/12/hashes")),
            Some(Route::Hashes(at))
        );
        assert_eq!(
            put(&format!("/v1/payload/{id}/12/0")),
            Some(Route::Segment(at, 0))
        );
        for path in [
            "",
            "/",
            "/v1/",
            "/v1/hello/",
            "/v1/hello?x",
            "/v2/hello",
            "/v1/push",
            "/v1/stored/07",
        ] {
            assert_eq!(get(path), None, "{path}");
        }
        for n in ["+1", "01", "-1", "1/2/3", "18446744073709551616"] {
            assert_eq!(put(&format!("/v1/payload/{id}/{n}/0")), None, "{n}");
        }
    }
}
