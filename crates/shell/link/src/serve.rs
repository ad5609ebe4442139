//! The door in: accepts connections, each within a slot and a time, and serves their requests.

use crate::{Host, Identity, LinkError, routes::Routes, tls};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    collections::BTreeMap,
    convert::Infallible,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// What one node gives its callers at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections of partners.
    pub connections: usize,
    /// Connections of one partner.
    pub per_partner: usize,
    /// Connections of callers with an unknown key, each good for one refusal.
    pub strangers: usize,
    /// Handshakes at a time; callers beyond that queue with the operating system.
    pub handshakes: usize,
    /// Time for a handshake.
    pub handshake: Duration,
    /// Time until a request's head is complete, counted from the last answer.
    pub idle: Duration,
    /// Time for a request's body, plus a second for every 4 KiB announced, so that a slow line
    /// can carry a large segment.
    pub body: Duration,
    /// Time without a byte of the body.
    pub stall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 64,
            per_partner: 8,
            strangers: 8,
            handshakes: 64,
            handshake: Duration::from_secs(10),
            idle: Duration::from_secs(120),
            body: Duration::from_secs(60),
            stall: Duration::from_secs(15),
        }
    }
}

/// Serves partners until `shutdown` turns true or its sender is gone; then finishes the
/// requests at hand.
///
/// # Errors
/// [`LinkError`] when the node's own key or configuration cannot be used. Nothing a caller does
/// ends it.
pub async fn serve<H: Host>(
    listener: TcpListener,
    identity: &Identity,
    host: Arc<H>,
    shutdown: watch::Receiver<bool>,
) -> Result<(), LinkError> {
    serve_with(listener, identity, host, Limits::default(), shutdown).await
}

/// [`serve`] with other limits.
///
/// # Errors
/// As [`serve`].
pub async fn serve_with<H: Host>(
    listener: TcpListener,
    identity: &Identity,
    host: Arc<H>,
    limits: Limits,
    shutdown: watch::Receiver<bool>,
) -> Result<(), LinkError> {
    let door = Arc::new(Door {
        tls: TlsAcceptor::from(Arc::new(tls::server(identity)?)),
        routes: Routes::new(host, limits),
        limits,
        slots: Mutex::default(),
        shutdown: shutdown.clone(),
    });
    let handshakes = Arc::new(Semaphore::new(limits.handshakes));
    let mut connections = JoinSet::new();
    loop {
        let caller = tokio::select! {
            caller = next_caller(&listener, &handshakes) => caller,
            Some(_) = connections.join_next() => continue,
            () = stopped(shutdown.clone()) => break,
        };
        if let Some((tcp, handshake)) = caller {
            connections.spawn(Arc::clone(&door).connection(tcp, handshake));
        }
    }
    drop(listener);
    let finish = async { while connections.join_next().await.is_some() {} };
    if timeout(DRAIN, finish).await.is_err() {
        connections.shutdown().await;
    }
    Ok(())
}

/// Time for the requests at hand when the node stops.
const DRAIN: Duration = Duration::from_secs(5);

/// A caller and its permission to try a handshake. `None` when accepting failed, as it does
/// when file descriptors run out.
async fn next_caller(
    listener: &TcpListener,
    handshakes: &Arc<Semaphore>,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let permit = Arc::clone(handshakes).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((tcp, _)) => Some((tcp, permit)),
        Err(error) => {
            tracing::warn!(%error, "accept");
            sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

/// Waits for the order to stop.
async fn stopped(mut shutdown: watch::Receiver<bool>) {
    // A sender that is gone cannot order anything else.
    let _ = shutdown.wait_for(|stop| *stop).await;
}

struct Door<H> {
    tls: TlsAcceptor,
    routes: Routes<H>,
    limits: Limits,
    slots: Mutex<Slots>,
    shutdown: watch::Receiver<bool>,
}

/// Connections by key; strangers are counted under no key.
#[derive(Default)]
struct Slots(BTreeMap<Option<[u8; 32]>, usize>);

impl<H: Host> Door<H> {
    async fn connection(self: Arc<Self>, tcp: TcpStream, handshake: OwnedSemaphorePermit) {
        let shaken = timeout(self.limits.handshake, async {
            tcp.set_nodelay(true)?;
            self.tls.accept(tcp).await
        });
        let Ok(Ok(stream)) = shaken.await else { return };
        drop(handshake);
        let Some(key) = caller_key(&stream) else {
            return;
        };
        let known = self.routes.knows(&key);
        match self.slot(known.then_some(key)) {
            Some(_slot) => self.requests(stream, &key, known).await,
            None => tracing::warn!(known, "link: too many connections"),
        }
    }

    async fn requests(&self, stream: TlsStream<TcpStream>, key: &[u8; 32], known: bool) {
        let service = service_fn(|request| async {
            Ok::<_, Infallible>(self.routes.answer(key, request).await)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(if known {
                self.limits.idle
            } else {
                self.limits.handshake
            })
            .keep_alive(known)
            .max_header_size(8 * 1024)
            .max_headers(32)
            .max_buf_size(128 * 1024)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stopped(self.shutdown.clone()) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "link: connection ended");
        }
    }

    fn slot(&self, key: Option<[u8; 32]>) -> Option<Slot<'_>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = slots.0.get(&key).copied().unwrap_or(0);
        let partners: usize = slots
            .0
            .iter()
            .filter(|(k, _)| k.is_some())
            .map(|(_, n)| *n)
            .sum();
        let free = match key {
            Some(_) => partners < self.limits.connections && mine < self.limits.per_partner,
            None => mine < self.limits.strangers,
        };
        free.then(|| {
            slots.0.insert(key, mine.saturating_add(1));
            Slot {
                slots: &self.slots,
                key,
            }
        })
    }
}

/// A connection's place; given back when dropped.
struct Slot<'a> {
    slots: &'a Mutex<Slots>,
    key: Option<[u8; 32]>,
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        match slots.0.get_mut(&self.key) {
            Some(count) if *count > 1 => *count = count.saturating_sub(1),
            _ => {
                slots.0.remove(&self.key);
            }
        }
    }
}

fn caller_key(stream: &TlsStream<TcpStream>) -> Option<[u8; 32]> {
    let (_, session) = stream.get_ref();
    tls::key_in(session.peer_certificates()?.first()?)
}
