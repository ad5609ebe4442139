//! Carrying payloads to one partner: segment by segment, from where the partner is.

use crate::{
    Client, Failure, Host, OutgoingPayload, PayloadKey, PayloadStatus, fault, pace::Holds,
    worker::Partner,
};
use entente_model::Problem;
use hyper::body::Bytes;
use std::{collections::BTreeSet, sync::Arc};
use tokio::time::Instant;

/// The work of one partner's second task.
pub(crate) struct Payloads<H> {
    partner: Arc<Partner<H>>,
    client: Client,
    holds: Holds<PayloadKey>,
}

impl<H: Host> Payloads<H> {
    pub(crate) fn new(partner: Arc<Partner<H>>, client: Client) -> Self {
        let holds = Holds::new(partner.retry);
        Self {
            partner,
            client,
            holds,
        }
    }

    /// When something on hold may be tried again.
    pub(crate) fn held(&self) -> Option<Instant> {
        self.holds.next()
    }

    /// Sends what waits. Whether there may be more.
    ///
    /// # Errors
    /// The partner is out of reach.
    pub(crate) async fn round(&mut self) -> Result<bool, Problem> {
        let partner = Arc::clone(&self.partner);
        let waiting = partner.host.payloads_outgoing(partner.party()).await;
        let keys: BTreeSet<PayloadKey> = waiting.iter().map(|payload| payload.at).collect();
        self.holds.keep(|at| keys.contains(at));
        let mut more = false;
        for payload in waiting {
            if self.holds.is_held(&payload.at) {
                continue;
            }
            match self.deliver(&payload).await {
                Ok(()) => {
                    self.holds.release(&payload.at);
                    more = true;
                }
                Err(Failure::Refused(problem)) => {
                    partner.refused("payload", &problem);
                    self.holds.hold(payload.at);
                }
                Err(Failure::Unreachable(problem)) => return Err(problem),
            }
        }
        Ok(more)
    }

    async fn deliver(&mut self, payload: &OutgoingPayload) -> Result<(), Failure> {
        let mut status = self.client.payload_status(payload.at).await?;
        self.partner.reached().await;
        self.check(payload, &status)?;
        if !status.done && !status.hashes_known {
            status = self
                .client
                .payload_hashes(payload.at, &payload.hashes)
                .await?;
            self.check(payload, &status)?;
        }
        if !status.done {
            if !status.hashes_known {
                return Err(self.stuck());
            }
            self.segments(payload, status).await?;
        }
        let done = self
            .partner
            .host
            .payload_delivered(self.partner.party(), payload.at)
            .await;
        done.map_err(Failure::Refused)
    }

    /// Sends segments until the partner has them all; reads one while the one before travels.
    async fn segments(
        &mut self,
        payload: &OutgoingPayload,
        mut status: PayloadStatus,
    ) -> Result<(), Failure> {
        let (host, at) = (Arc::clone(&self.partner.host), payload.at);
        let mut ahead: Option<(u64, Vec<u8>)> = None;
        while !status.done {
            let index = status.have;
            if index >= payload.segments {
                return Err(self.stuck());
            }
            let segment = match ahead.take() {
                Some((read, segment)) if read == index => segment,
                _ => host
                    .payload_read(at, index)
                    .await
                    .map_err(Failure::Refused)?,
            };
            let next = index.saturating_add(1);
            let read_next = async {
                match next < payload.segments {
                    true => host.payload_read(at, next).await.map(Some),
                    false => Ok(None),
                }
            };
            let sent = self.client.payload_segment(at, index, Bytes::from(segment));
            let (sent, read) = tokio::join!(sent, read_next);
            status = sent?;
            ahead = read
                .map_err(Failure::Refused)?
                .map(|segment| (next, segment));
            self.check(payload, &status)?;
            if !status.done && status.have <= index {
                return Err(self.stuck());
            }
        }
        Ok(())
    }

    fn check(&self, payload: &OutgoingPayload, status: &PayloadStatus) -> Result<(), Failure> {
        if status.segments == payload.segments {
            Ok(())
        } else {
            Err(self.stuck())
        }
    }

    /// The partner's answers bring nothing forward.
    fn stuck(&self) -> Failure {
        Failure::Refused(fault::unreadable(&self.partner.peer.party, "no progress"))
    }
}
