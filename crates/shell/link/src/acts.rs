//! Carrying acts to one partner: pairing first, then each agreement's entries, one push at a
//! time, until the partner has and has cosigned everything.

use crate::{Client, Failure, Host, PushReply, fault, pace::Holds, worker::Partner};
use entente_model::{AgreementId, Problem};
use hyper::body::Bytes;
use std::{collections::BTreeMap, sync::Arc};
use tokio::time::Instant;

/// The work of one partner's first task.
pub(crate) struct Acts<H> {
    partner: Arc<Partner<H>>,
    client: Client,
    holds: Holds<Job>,
    known: BTreeMap<AgreementId, Known>,
    /// The connection `known` was learnt on.
    connection: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Job {
    Pairing,
    Agreement(AgreementId),
}

/// What the partner has of our record, as it last said.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    size: Option<u64>,
    most: u64,
    /// Answers in a row that brought nothing forward.
    idle: u8,
}

impl<H: Host> Acts<H> {
    pub(crate) fn new(partner: Arc<Partner<H>>, client: Client) -> Self {
        let holds = Holds::new(partner.retry);
        Self {
            partner,
            client,
            holds,
            known: BTreeMap::new(),
            connection: 0,
        }
    }

    /// When something on hold may be tried again.
    pub(crate) fn held(&self) -> Option<Instant> {
        self.holds.next()
    }

    /// At most one push for each agreement, so that none waits for another. Whether there may be
    /// more to send.
    ///
    /// # Errors
    /// The partner is out of reach.
    pub(crate) async fn round(&mut self) -> Result<bool, Problem> {
        let partner = Arc::clone(&self.partner);
        let outcome = self.pairing().await;
        self.settle(Job::Pairing, "pairing", outcome)?;
        let agreements = partner.host.agreements_with(partner.party()).await;
        self.holds.keep(|job| match job {
            Job::Pairing => true,
            Job::Agreement(id) => agreements.contains(id),
        });
        self.known.retain(|id, _| agreements.contains(id));
        let mut more = false;
        for agreement in agreements {
            let job = Job::Agreement(agreement);
            if self.holds.is_held(&job) {
                continue;
            }
            let outcome = self.push(agreement).await;
            more |= self.settle(job, "push", outcome)?;
        }
        if self.client.is_open() {
            partner.reached().await;
        }
        Ok(more)
    }

    /// Puts a refused job on hold and goes on with the others.
    fn settle(
        &mut self,
        job: Job,
        what: &'static str,
        outcome: Result<bool, Failure>,
    ) -> Result<bool, Problem> {
        match outcome {
            Ok(more) => Ok(more),
            Err(Failure::Refused(problem)) => {
                self.partner.refused(what, &problem);
                if let Job::Agreement(agreement) = job {
                    self.known.remove(&agreement);
                }
                self.holds.hold(job);
                Ok(false)
            }
            Err(Failure::Unreachable(problem)) => {
                self.known.clear();
                Err(problem)
            }
        }
    }

    async fn pairing(&mut self) -> Result<bool, Failure> {
        let to = self.partner.party();
        if self.holds.is_held(&Job::Pairing) {
            return Ok(false);
        }
        if let Some(envelope) = self.partner.host.pairing_outgoing(to.clone()).await {
            self.client.pairing(envelope).await?;
            self.partner
                .host
                .pairing_told(to)
                .await
                .map_err(Failure::Refused)?;
        }
        self.holds.release(&Job::Pairing);
        Ok(false)
    }

    async fn push(&mut self, agreement: AgreementId) -> Result<bool, Failure> {
        let to = self.partner.party();
        let has = self.partner_has(agreement).await?;
        let push = self.partner.host.outgoing(to.clone(), agreement, has).await;
        let Some(push) = push.map_err(Failure::Refused)? else {
            self.holds.release(&Job::Agreement(agreement));
            return Ok(false);
        };
        match self.client.push(Bytes::from(push)).await {
            Ok(reply) => {
                self.note(agreement, &reply)?;
                let cosigned = self.partner.host.cosigned(to, agreement, reply).await;
                cosigned.map_err(Failure::Refused)?;
                Ok(true)
            }
            // The partner has less than we thought, as after a restore: ask, then send from there.
            Err(Failure::Refused(problem)) if problem.code == "LOG-005" => {
                let known = self.known.entry(agreement).or_default();
                known.size = None;
                self.idle(agreement, problem)?;
                Ok(true)
            }
            Err(failure) => Err(failure),
        }
    }

    /// What the partner has; asked once on each connection.
    async fn partner_has(&mut self, agreement: AgreementId) -> Result<u64, Failure> {
        if self.connection != self.client.connections() {
            self.connection = self.client.connections();
            self.known.values_mut().for_each(|known| known.size = None);
        }
        if let Some(size) = self.known.get(&agreement).and_then(|known| known.size) {
            return Ok(size);
        }
        let size = self.client.stored(&agreement).await?;
        self.connection = self.client.connections();
        let known = self.known.entry(agreement).or_default();
        (known.size, known.most) = (Some(size), size);
        let to = self.partner.party();
        let told = self.partner.host.partner_size(to, agreement, size).await;
        told.map_err(Failure::Refused)?;
        Ok(size)
    }

    /// Trusts the size in the reply, as long as it goes forward.
    fn note(&mut self, agreement: AgreementId, reply: &PushReply) -> Result<(), Failure> {
        let known = self.known.entry(agreement).or_default();
        known.size = Some(reply.size);
        if reply.size > known.most {
            (known.most, known.idle) = (reply.size, 0);
            self.holds.release(&Job::Agreement(agreement));
            return Ok(());
        }
        let problem = fault::unreadable(&self.partner.peer.party, "no progress");
        self.idle(agreement, problem)
    }

    /// Counts an answer that brought nothing forward; too many in a row are a refusal.
    fn idle(&mut self, agreement: AgreementId, problem: Problem) -> Result<(), Failure> {
        const ENOUGH: u8 = 3;
        let known = self.known.entry(agreement).or_default();
        known.idle = known.idle.saturating_add(1);
        if known.idle < ENOUGH {
            Ok(())
        } else {
            Err(Failure::Refused(problem))
        }
    }
}
