//! One suite for every store: what was committed is given back, in order, by a reader and at
//! the next start; a full disk and a conflict leave nothing behind.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here fails the test"
)]

use entente_engine::{
    Commit, LogId,
    commit::{CheckpointWrite, EntryWrite, PayloadState, PayloadWrite, TileWrite},
};
use entente_model::{AgreementId, Digest, PartyId};
use entente_store::{MemoryStore, SqliteStore, Store, StoreError, memory::Fault};
use proptest::prelude::*;

fn log(of: u8) -> LogId {
    let author: PartyId = if of == 1 { "NZL" } else { "JPN" }.parse().unwrap();
    if of == 2 {
        // The party's own record: a record like any other here.
        return LogId {
            agreement: entente_model::house::HOUSE,
            author,
        };
    }
    LogId {
        agreement: AgreementId::derive(&author, std::slice::from_ref(&author), &[7; 16]),
        author,
    }
}

fn entry(of: u8, n: u64, size: usize) -> EntryWrite {
    EntryWrite {
        log: log(of),
        n,
        entry: vec![of.wrapping_add(1); size.max(1)].into(),
        item: n
            .is_multiple_of(2)
            .then(|| format!("JPN-2026-{n:04}").parse().unwrap()),
        payload: n.is_multiple_of(3).then(|| vec![9; size].into()),
    }
}

fn commit(of: u8, from: u64, count: u64, size: usize) -> Commit {
    let mut commit = Commit {
        entries: (from..from + count).map(|n| entry(of, n, size)).collect(),
        ..Commit::default()
    };
    commit.checkpoints.push(CheckpointWrite {
        log: log(of),
        size: from + count,
        note: format!("note {}", from + count).into_bytes(),
        cosigned: false,
    });
    commit.checkpoints_done.push((log(of), from));
    commit
}

/// Everything a store gives back.
fn told(store: &mut dyn Store) -> String {
    let mut out = String::new();
    store
        .replay(&mut |e| {
            out += &format!("{:?} {} {}\n", e.log, e.n, Digest::of(&[&e.entry]));
            Ok(())
        })
        .unwrap();
    let mut loaded = store.load().unwrap();
    // Keyed sets: their order says nothing.
    loaded.checkpoints.sort_by_key(|c| (c.log.clone(), c.size));
    loaded.payloads.sort_by_key(|p| (p.log.clone(), p.n));
    out += &format!(
        "{:?} {:?} {}\n",
        loaded.checkpoints, loaded.payloads, loaded.next_item
    );
    let reader = store.reader().unwrap();
    for of in 0..3 {
        let log = log(of);
        let size = reader.size(&log).unwrap();
        let all = reader.entries(&log, 0, 10_000, usize::MAX, true).unwrap();
        assert_eq!(u64::try_from(all.len()).unwrap(), size);
        let items = reader.items(&log, None, 10_000).unwrap().len();
        let few = reader.entries(&log, 1, 2, usize::MAX, false).unwrap().len();
        let tight = reader.entries(&log, 0, 100, 1, false).unwrap().len();
        let payloads: Vec<_> = (0..size)
            .map(|n| reader.payload(&log, n).unwrap().map(|p| p.len()))
            .collect();
        out += &format!(
            "{size} {items} {few} {tight} {payloads:?} {:?}\n",
            reader.tile(&log, 0, 0).unwrap().map(|t| t.len())
        );
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn both_stores_give_back_the_same(steps in prop::collection::vec((0u8..3, 1u64..6, 0usize..3000), 1..12)) {
        let dir = tempfile::tempdir().unwrap();
        let mut sqlite = SqliteStore::open(dir.path()).unwrap();
        let mut memory = MemoryStore::default();
        let mut sizes = [0u64; 3];
        for (of, count, size) in steps {
            let from = sizes.get_mut(usize::from(of)).unwrap();
            let mut commit = commit(of, *from, count, size);
            *from += count;
            commit.next_item = Some(*from);
            commit.payloads.push(PayloadWrite { log: log(of), n: *from - 1, state: PayloadState::Sending });
            commit.tiles.push(TileWrite { log: log(of), level: 0, index: 0, hashes: vec![Digest([of; 32]); 256] });
            sqlite.commit(&commit).unwrap();
            memory.commit(&commit).unwrap();
        }
        let before = told(&mut sqlite);
        prop_assert_eq!(&before, &told(&mut memory));
        drop(sqlite);
        prop_assert_eq!(before, told(&mut SqliteStore::open(dir.path()).unwrap()));
    }
}

#[test]
fn a_conflicting_entry_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut stores: Vec<Box<dyn Store>> = vec![
        Box::new(SqliteStore::open(dir.path()).unwrap()),
        Box::new(MemoryStore::default()),
    ];
    for store in &mut stores {
        store.commit(&commit(0, 0, 3, 10)).unwrap();
        let before = told(store.as_mut());
        let mut again = commit(0, 3, 1, 10);
        again.entries.push(entry(0, 1, 10));
        assert!(matches!(store.commit(&again), Err(StoreError::Conflict)));
        assert_eq!(told(store.as_mut()), before);
        store.commit(&commit(0, 3, 1, 10)).unwrap();
    }
}

/// The disk fills at every point of a commit in turn; each time nothing of it is there, and with
/// room again it goes on.
#[test]
fn a_full_disk_leaves_nothing_half_done() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(dir.path()).unwrap();
    store.commit(&commit(0, 0, 3, 100)).unwrap();
    let before = told(&mut store);
    let mut refused = 0;
    for pages in 1..400 {
        store.limit_pages(pages).unwrap();
        match store.commit(&commit(0, 3, 20, 40_000)) {
            Ok(()) => break,
            Err(error) => {
                assert!(matches!(error, StoreError::Full(_)), "{error:?}");
                assert_eq!(error.problem().code, "STORE-001");
                refused += 1;
                assert_eq!(told(&mut store), before, "at {pages} pages");
            }
        }
    }
    assert!(refused > 10, "{refused}");
    drop(store);
    let mut store = SqliteStore::open(dir.path()).unwrap();
    assert_eq!(store.reader().unwrap().size(&log(0)).unwrap(), 23);
    store.commit(&commit(0, 23, 1, 10)).unwrap();
    let mut memory = MemoryStore::default();
    memory.fail(0, Fault::Full);
    assert!(matches!(
        memory.commit(&commit(0, 0, 1, 1)),
        Err(StoreError::Full(_))
    ));
    memory.commit(&commit(0, 0, 1, 1)).unwrap();
}

/// A truncated or foreign database file is refused, not read past.
#[test]
fn a_damaged_file_is_said_to_be_damaged() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("store.db"), vec![7u8; 50_000]).unwrap();
    let error = SqliteStore::open(dir.path()).err().unwrap();
    assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
}
