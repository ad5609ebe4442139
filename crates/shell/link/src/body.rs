//! Bodies: what is sent, chunk by chunk, and what is received, within a size and a time.

use crate::{Limits, fault};
use entente_model::{Digest, PartyId, Problem, problem::Class};
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::timeout;

/// The slowest rate at which a long body may move, bytes per second: half of a 64 kbit/s line.
pub(crate) const SLOWEST: u64 = 4096;

/// The time a body of this length may take in all.
pub(crate) fn allowance(base: Duration, length: u64) -> Duration {
    base.saturating_add(Duration::from_secs(length / SLOWEST))
}

/// A body being sent. Shares the caller's bytes; notes that it moves, so that a slow line and a
/// dead one can be told apart.
pub(crate) struct Sending {
    rest: Bytes,
    moved: Arc<AtomicBool>,
}

impl Sending {
    pub(crate) fn new(bytes: Bytes) -> (Self, Arc<AtomicBool>) {
        let moved = Arc::new(AtomicBool::new(false));
        (
            Self {
                rest: bytes,
                moved: Arc::clone(&moved),
            },
            moved,
        )
    }
}

impl Body for Sending {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        const CHUNK: usize = 64 * 1024;
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.rest.len().min(CHUNK);
        let chunk = self.rest.split_to(length);
        self.moved.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.rest.len()).unwrap_or(u64::MAX))
    }
}

/// A request's body, its announced length already found to be within the limit.
pub(crate) struct Announced {
    body: Incoming,
    length: u64,
    from: PartyId,
}

impl Announced {
    /// Refuses a length that is not announced or larger than `max`, before anything is read.
    pub(crate) fn within(body: Incoming, max: usize, from: &PartyId) -> Result<Self, Problem> {
        let length = body
            .size_hint()
            .exact()
            .ok_or_else(|| fault::bad_request(from, Class::Usage, "length not announced"))?;
        if length > u64::try_from(max).unwrap_or(u64::MAX) {
            return Err(fault::too_large());
        }
        Ok(Self {
            body,
            length,
            from: from.clone(),
        })
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The whole body.
    pub(crate) async fn bytes(self, limits: &Limits) -> Result<Vec<u8>, Problem> {
        let mut all = Vec::with_capacity(usize::try_from(self.length).unwrap_or(0));
        self.each(limits, |chunk| all.extend_from_slice(chunk))
            .await?;
        Ok(all)
    }

    /// The whole body as digests, held once.
    pub(crate) async fn digests(self, limits: &Limits) -> Result<Vec<Digest>, Problem> {
        if !self.length.is_multiple_of(32) {
            return Err(fault::bad_request(
                &self.from,
                Class::Usage,
                "not whole digests",
            ));
        }
        let count = usize::try_from(self.length / 32).unwrap_or(0);
        let mut digests = Digests {
            whole: Vec::with_capacity(count),
            part: Vec::with_capacity(32),
        };
        self.each(limits, |chunk| digests.add(chunk)).await?;
        Ok(digests.whole)
    }

    async fn each(mut self, limits: &Limits, mut take: impl FnMut(&[u8])) -> Result<(), Problem> {
        let all = allowance(limits.body, self.length);
        let frames = async {
            while let Some(frame) = timeout(limits.stall, self.body.frame())
                .await
                .map_err(|_| fault::late(limits.stall))?
            {
                // The only errors are a connection that ended early and broken framing.
                let frame = frame.map_err(|_| self.short())?;
                if let Some(chunk) = frame.data_ref() {
                    take(chunk);
                    self.length = self
                        .length
                        .saturating_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
                }
            }
            if self.length == 0 {
                Ok(())
            } else {
                Err(self.short())
            }
        };
        timeout(all, frames).await.map_err(|_| fault::late(all))?
    }

    fn short(&self) -> Problem {
        fault::bad_request(&self.from, Class::Usage, "shorter than announced")
    }
}

struct Digests {
    whole: Vec<Digest>,
    part: Vec<u8>,
}

impl Digests {
    fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let wanted = 32usize.saturating_sub(self.part.len());
            let (head, tail) = bytes.split_at_checked(wanted).unwrap_or((bytes, &[]));
            self.part.extend_from_slice(head);
            bytes = tail;
            if let Some(digest) = Digest::from_slice(&self.part) {
                self.whole.push(digest);
                self.part.clear();
            }
        }
    }
}

/// An answer's body, up to `max` bytes; `None` when it is longer or breaks off.
pub(crate) async fn bounded(mut body: Incoming, max: usize) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.ok()?;
        if let Some(chunk) = frame.data_ref() {
            if all.len().saturating_add(chunk.len()) > max {
                return None;
            }
            all.extend_from_slice(chunk);
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_whatever_the_chunks() {
        let bytes: Vec<u8> = (0..=255).cycle().take(320).collect();
        for size in [1, 7, 31, 32, 33, 64, 320] {
            let mut digests = Digests {
                whole: Vec::new(),
                part: Vec::new(),
            };
            bytes.chunks(size).for_each(|chunk| digests.add(chunk));
            assert_eq!(digests.whole.len(), 10);
            assert_eq!(
                digests.whole.iter().flat_map(|d| d.0).collect::<Vec<_>>(),
                bytes
            );
        }
    }
}
