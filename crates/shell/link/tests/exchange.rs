//! Two nodes over real sockets: acts, pairing and payloads arrive, also after everything that
//! can happen on the way.

mod common;

use common::{AGREEMENT, Fake, Incoming, RETRY, Server, Worker, identity, peer, push_of, until};
use entente_link::{Client, Limits};
use entente_model::Problem;
use hyper::body::Bytes;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// JPN sends, NZL serves.
fn pair() -> (Arc<Fake>, Arc<Fake>) {
    let (jpn, nzl) = (
        Fake::new(&[(&identity(2), "NZL")]),
        Fake::new(&[(&identity(1), "JPN")]),
    );
    jpn.memory().agreements = vec![AGREEMENT];
    (jpn, nzl)
}

fn entries(n: usize) -> Vec<Vec<u8>> {
    (0..n).map(|i| format!("entry {i}").into_bytes()).collect()
}

#[tokio::test]
async fn one_push_one_reply_one_connection() {
    let (_, nzl) = pair();
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let mut client = Client::new(&identity(1), peer("NZL", server.port, &identity(2))).unwrap();
    let push = Bytes::from(push_of(AGREEMENT, 0, entries(2)));
    let reply = client.push(push.clone()).await.unwrap();
    assert_eq!((reply.size, reply.cosignature.as_str()), (2, "— line\n"));
    assert_eq!(client.push(push).await.unwrap().size, 2);
    assert_eq!(client.stored(&AGREEMENT).await.unwrap(), 2);
    assert_eq!(client.connections(), 1);
    assert_eq!(nzl.memory().stored, entries(2));
    server.stop().await;
}

#[tokio::test]
async fn the_worker_sends_everything_and_wakes_for_more() {
    let (jpn, nzl) = pair();
    jpn.memory().own = entries(10);
    jpn.memory().pairing_out = Some("confirmation".to_owned());
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let worker = Worker::start(&jpn, &identity(1), peer("NZL", server.port, &identity(2)));
    until("ten entries are cosigned", || jpn.memory().cosigned == 10).await;
    assert_eq!(nzl.memory().pairings, ["confirmation"]);
    assert_eq!(jpn.memory().pairing_out, None);
    for n in 11..=30 {
        jpn.memory().own = entries(n);
        worker.wake.notify_waiters();
        until("the next is cosigned", || jpn.memory().cosigned == n as u64).await;
    }
    assert_eq!(nzl.memory().stored, entries(30));
    assert_eq!(nzl.memory().stored_asked, 1);
    assert_eq!(jpn.memory().partner_sizes, [0]);
    assert_eq!(jpn.memory().reached, 1);
    assert!(jpn.memory().unreachable.is_empty());
}

#[tokio::test]
async fn a_partner_restored_from_backup_is_sent_what_it_lost() {
    let (jpn, nzl) = pair();
    jpn.memory().own = entries(6);
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let worker = Worker::start(&jpn, &identity(1), peer("NZL", server.port, &identity(2)));
    until("six are cosigned", || jpn.memory().cosigned == 6).await;
    nzl.memory().stored.truncate(2);
    jpn.memory().own = entries(7);
    worker.wake.notify_waiters();
    until("seven are cosigned", || jpn.memory().cosigned == 7).await;
    assert_eq!(nzl.memory().stored, entries(7));
    assert_eq!(nzl.memory().stored_asked, 2);
}

#[tokio::test]
async fn a_refusal_is_tried_again_but_never_spins() {
    let (jpn, nzl) = pair();
    jpn.memory().own = entries(1);
    nzl.memory().refuse_push = Some(Problem::refused("LOG-009"));
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let worker = Worker::start(&jpn, &identity(1), peer("NZL", server.port, &identity(2)));
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(400) {
        worker.wake.notify_waiters();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let tries = nzl.memory().pushes;
    assert!((2..=12).contains(&tries), "{tries} tries");
    nzl.memory().refuse_push = None;
    until("it is sent at last", || jpn.memory().cosigned == 1).await;
    assert!(jpn.memory().unreachable.is_empty());
}

#[tokio::test]
async fn a_partner_that_never_has_more_does_not_make_us_spin() {
    let (jpn, nzl) = pair();
    jpn.memory().own = entries(1);
    nzl.memory().refuse_push = Some(Problem::new(
        "LOG-005",
        entente_model::problem::Class::Stale,
    ));
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let _worker = Worker::start(&jpn, &identity(1), peer("NZL", server.port, &identity(2)));
    tokio::time::sleep(Duration::from_millis(400)).await;
    let tries = nzl.memory().pushes;
    assert!((3..=40).contains(&tries), "{tries} tries");
}

#[tokio::test]
async fn a_partner_that_is_down_is_reported_and_recovers() {
    let (jpn, nzl) = pair();
    jpn.memory().own = entries(3);
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let port = server.port;
    server.stop().await;
    let worker = Worker::start(&jpn, &identity(1), peer("NZL", port, &identity(2)));
    until("two attempts failed", || {
        jpn.memory().unreachable.len() >= 2
    })
    .await;
    assert_eq!(jpn.memory().unreachable[0].code, "LINK-001");
    assert_eq!(jpn.memory().reached, 0);
    let server = Server::on(port, &identity(2), &nzl, Limits::default()).await;
    until("it is reached", || jpn.memory().reached == 1).await;
    until("three are cosigned", || jpn.memory().cosigned == 3).await;
    server.stop().await;
    let server = Server::on(port, &identity(2), &nzl, Limits::default()).await;
    jpn.memory().own = entries(5);
    worker.wake.notify_waiters();
    until("five are cosigned", || jpn.memory().cosigned == 5).await;
    assert_eq!(nzl.memory().stored, entries(5));
    server.stop().await;
}

#[tokio::test]
async fn peers_come_and_go() {
    let (jpn, nzl) = pair();
    jpn.memory().own = entries(1);
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let worker = Worker::start(&jpn, &identity(1), peer("NZL", server.port, &identity(8)));
    until("the wrong key is seen", || {
        !jpn.memory().unreachable.is_empty()
    })
    .await;
    assert_eq!(jpn.memory().unreachable[0].code, "PARTY-005");
    worker
        .peers
        .send(vec![peer("NZL", server.port, &identity(2))])
        .unwrap();
    until("the new card's key works", || jpn.memory().cosigned == 1).await;
    worker.peers.send(Vec::new()).unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    jpn.memory().own = entries(2);
    worker.wake.notify_waiters();
    tokio::time::sleep(RETRY.max).await;
    assert_eq!(jpn.memory().cosigned, 1);
}

#[tokio::test]
async fn a_payload_goes_on_where_it_was_after_a_restart() {
    let (jpn, nzl) = pair();
    let segments: Vec<Vec<u8>> = (0..40u8).map(|i| vec![i; 50_000]).collect();
    jpn.memory().payload_out = Some(segments.clone());
    nzl.memory().incoming = Some(Incoming::expecting(40));
    nzl.memory().segment_delay = Duration::from_millis(5);
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let port = server.port;
    let _worker = Worker::start(&jpn, &identity(1), peer("NZL", port, &identity(2)));
    until("some segments are there", || {
        nzl.memory().segments_taken.len() >= 10
    })
    .await;
    server.stop().await;
    let before = nzl.memory().segments_taken.len();
    assert!(before < 40, "stopped on the way");
    until("the outage is seen", || {
        !jpn.memory().unreachable.is_empty()
    })
    .await;
    let server = Server::on(port, &identity(2), &nzl, Limits::default()).await;
    until("it is delivered", || !jpn.memory().delivered.is_empty()).await;
    assert_eq!(nzl.memory().segments_taken, (0..40).collect::<Vec<u64>>());
    assert_eq!(nzl.memory().hashes_taken, 1);
    assert_eq!(nzl.memory().incoming.as_ref().unwrap().got, segments);
    assert_eq!(jpn.memory().delivered.len(), 1);
    server.stop().await;
}

#[tokio::test]
async fn acts_overtake_a_payload() {
    let (jpn, nzl) = pair();
    jpn.memory().payload_out = Some(vec![vec![1; 1000]; 50]);
    nzl.memory().incoming = Some(Incoming::expecting(50));
    nzl.memory().segment_delay = Duration::from_millis(20);
    let server = Server::start(&identity(2), &nzl, Limits::default()).await;
    let worker = Worker::start(&jpn, &identity(1), peer("NZL", server.port, &identity(2)));
    until("the payload is on its way", || {
        !nzl.memory().segments_taken.is_empty()
    })
    .await;
    jpn.memory().own = entries(5);
    worker.wake.notify_waiters();
    until("the acts are there", || jpn.memory().cosigned == 5).await;
    assert!(jpn.memory().delivered.is_empty());
    server.stop().await;
}
