//! What is destroyed is gone from every byte of the store, whatever happened at that moment; the
//! entry that it belonged to stays.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here fails the test"
)]

use entente_engine::{Commit, LogId, commit::EntryWrite};
use entente_model::{AgreementId, PartyId};
use entente_store::{MemoryStore, SqliteStore, Store};
use std::path::Path;

/// Stands in the payloads that are destroyed.
const KEY: &[u8] = b"the-wrapped-key-that-must-not-stay";

fn log() -> LogId {
    let author: PartyId = "NZL".parse().unwrap();
    LogId {
        agreement: AgreementId::derive(&author, std::slice::from_ref(&author), &[3; 16]),
        author,
    }
}

/// Entries whose payloads are small, across a page, and in pages of their own.
fn entries() -> Commit {
    let sizes = [0usize, 9_000, 60_000];
    let entry = |(n, size): (u64, &usize)| EntryWrite {
        log: log(),
        n,
        entry: format!("entry {n}").into_bytes().into(),
        item: Some(format!("NZL-2026-{n:04}").parse().unwrap()),
        payload: Some([KEY, &vec![7; *size]].concat().into()),
    };
    Commit {
        entries: (0..).zip(&sizes).map(entry).collect(),
        ..Commit::default()
    }
}

fn shred() -> Commit {
    Commit {
        shreds: (0..3).map(|n| (log(), n)).collect(),
        ..Commit::default()
    }
}

fn found(dir: &Path) -> bool {
    std::fs::read_dir(dir).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(KEY.len()).any(|w| w == KEY)
    })
}

fn gone(store: &dyn Store) {
    let reader = store.reader().unwrap();
    for n in 0..3 {
        assert_eq!(reader.payload(&log(), n).unwrap(), None);
        let entry = reader.entry(&log(), n).unwrap().unwrap();
        assert_eq!(entry.entry, format!("entry {n}").into_bytes());
    }
}

#[test]
fn the_key_goes_and_the_entry_stays() {
    let mut memory = MemoryStore::default();
    memory.commit(&entries()).unwrap();
    memory.commit(&shred()).unwrap();
    gone(&memory);
    let dir = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(dir.path()).unwrap();
    store.commit(&entries()).unwrap();
    assert!(found(dir.path()), "the search would find it");
    store.commit(&shred()).unwrap();
    gone(&store);
    assert!(!found(dir.path()));
}

/// A reader keeps the write-ahead log from being cut, and the process is killed: the next start
/// cuts it.
#[test]
fn a_kill_before_the_log_is_cut_leaves_nothing_after_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(dir.path()).unwrap();
    store.commit(&entries()).unwrap();
    let reading = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    reading.execute_batch("BEGIN").unwrap();
    let count: i64 = reading
        .query_row("SELECT count(*) FROM entry", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 3);
    store.commit(&shred()).unwrap();
    // What a kill leaves: the files as they lie there now.
    let killed = tempfile::tempdir().unwrap();
    for name in ["store.db", "store.db-wal"] {
        std::fs::copy(dir.path().join(name), killed.path().join(name)).unwrap();
    }
    assert!(found(killed.path()), "the search would find it");
    let again = SqliteStore::open(killed.path()).unwrap();
    gone(&again);
    assert!(!found(killed.path()));
}
