//! The workers: two tasks per partner, so that a large payload never holds up an act.

use crate::{
    Client, Host, Identity, Peer, RetryPolicy, acts::Acts, pace::Pace, payloads::Payloads,
};
use entente_model::{PartyId, Problem};
use std::{
    collections::BTreeMap,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

/// Carries acts and payloads out to the partners in `peers`, as that list changes, until its
/// sender is gone. Call [`Notify::notify_waiters`] on `wake` when there is something new.
pub async fn run<H: Host>(
    host: Arc<H>,
    identity: Identity,
    mut peers: watch::Receiver<Vec<Peer>>,
    wake: Arc<Notify>,
    retry: RetryPolicy,
) {
    let mut running: BTreeMap<PartyId, (Peer, JoinSet<()>)> = BTreeMap::new();
    loop {
        let wanted = peers.borrow_and_update().clone();
        // Dropping a partner's tasks ends them.
        running.retain(|_, (peer, _)| wanted.contains(peer));
        for peer in wanted {
            running.entry(peer.party.clone()).or_insert_with(|| {
                let partner = Arc::new(Partner {
                    host: Arc::clone(&host),
                    identity: identity.clone(),
                    peer: peer.clone(),
                    wake: Arc::clone(&wake),
                    retry,
                    up: AtomicBool::new(false),
                });
                (peer, start(&partner))
            });
        }
        if peers.changed().await.is_err() {
            return;
        }
    }
}

/// What a partner's two tasks share.
pub(crate) struct Partner<H> {
    pub(crate) host: Arc<H>,
    identity: Identity,
    pub(crate) peer: Peer,
    wake: Arc<Notify>,
    pub(crate) retry: RetryPolicy,
    up: AtomicBool,
}

impl<H: Host> Partner<H> {
    pub(crate) fn party(&self) -> PartyId {
        self.peer.party.clone()
    }

    /// Tells the node that the partner answers, once.
    pub(crate) async fn reached(&self) {
        if !self.up.swap(true, Ordering::Relaxed) {
            self.host.reached(self.party()).await;
        }
    }

    /// Logs a refusal: by code, without content.
    pub(crate) fn refused(&self, what: &'static str, problem: &Problem) {
        tracing::warn!(party = %self.peer.party, code = %problem.code, "link: {what} refused");
    }

    async fn unreachable(&self, problem: Problem) {
        self.up.store(false, Ordering::Relaxed);
        tracing::debug!(party = %self.peer.party, code = %problem.code, "link: unreachable");
        self.host.unreachable(self.party(), problem).await;
    }

    fn client(&self) -> Option<Client> {
        Client::new(&self.identity, self.peer.clone())
            .inspect_err(|error| tracing::error!(%error, "link: no client"))
            .ok()
    }
}

/// Least time between two looks at what payloads wait; acts are looked at at once.
const PAYLOAD_GAP: Duration = Duration::from_millis(20);

fn start<H: Host>(partner: &Arc<Partner<H>>) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    if let (Some(for_acts), Some(for_payloads)) = (partner.client(), partner.client()) {
        tasks.spawn(acts(Arc::clone(partner), for_acts));
        tasks.spawn(payloads(Arc::clone(partner), for_payloads));
    }
    tasks
}

async fn acts<H: Host>(partner: Arc<Partner<H>>, client: Client) {
    let mut pace = Pace::new(partner.retry, Duration::ZERO);
    let mut acts = Acts::new(Arc::clone(&partner), client);
    loop {
        // Listens before it looks: nothing new is missed between the two.
        let mut woken = pin!(partner.wake.notified());
        woken.as_mut().enable();
        let round = acts.round().await;
        if let Err(problem) = &round {
            partner.unreachable(problem.clone()).await;
        }
        pace.rest(&round, acts.held(), woken).await;
    }
}

async fn payloads<H: Host>(partner: Arc<Partner<H>>, client: Client) {
    let mut pace = Pace::new(partner.retry, PAYLOAD_GAP);
    let mut payloads = Payloads::new(Arc::clone(&partner), client);
    loop {
        let mut woken = pin!(partner.wake.notified());
        woken.as_mut().enable();
        let round = payloads.round().await;
        if let Err(problem) = &round {
            partner.unreachable(problem.clone()).await;
        }
        pace.rest(&round, payloads.held(), woken).await;
    }
}
