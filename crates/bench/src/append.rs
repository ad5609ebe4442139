//! Durable appends through the store against the same rows put into SQLite directly.

use crate::{Failed, Figures, float, median};
use entente_engine::{Commit, LogId, commit::EntryWrite};
use entente_model::{AgreementId, PartyId};
use entente_store::{SqliteStore, Store};
use rusqlite::{Connection, params};
use std::{path::Path, sync::Arc, time::Instant};

const BATCH: u64 = 1000;
const BATCHES: u64 = 20;
const ROUNDS: usize = 5;
const ENTRY: usize = 500;
const PAYLOAD: usize = 1052;

/// Gives the rows a second of the ceiling.
pub(crate) fn measure(figures: &mut Figures) -> Result<f64, Failed> {
    let (mut ratios, mut raw_rates) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let dir = tempfile::tempdir()?;
        let raw = raw(dir.path())?;
        let ours = ours(dir.path())?;
        ratios.push(raw / ours);
        raw_rates.push(float(BATCH.saturating_mul(BATCHES)) / raw);
    }
    figures.put(
        "append.ratio_sqlite",
        median(ratios),
        "store commits / raw SQLite, batches of 1000, WAL, FULL",
    );
    let rate = median(raw_rates);
    figures.put("append.raw_rows_per_s", rate, "rows/s of the ceiling");
    Ok(rate)
}

fn ours(dir: &Path) -> Result<f64, Failed> {
    let mut store = SqliteStore::open(dir)?;
    let party: PartyId = "JPN".parse().map_err(|_| "party")?;
    let log = LogId {
        agreement: AgreementId::derive(&party, std::slice::from_ref(&party), &[0; 16]),
        author: party,
    };
    let (entry, payload): (Arc<[u8]>, Arc<[u8]>) = (vec![7; ENTRY].into(), vec![8; PAYLOAD].into());
    let begun = Instant::now();
    for batch in 0..BATCHES {
        let mut commit = Commit::default();
        for i in 0..BATCH {
            let n = batch.saturating_mul(BATCH).saturating_add(i);
            commit.entries.push(EntryWrite {
                log: log.clone(),
                n,
                entry: Arc::clone(&entry),
                item: format!("JPN-2026-{n:04}").parse().ok(),
                payload: Some(Arc::clone(&payload)),
            });
        }
        store.commit(&commit)?;
    }
    Ok(begun.elapsed().as_secs_f64())
}

fn raw(dir: &Path) -> Result<f64, Failed> {
    let mut db = Connection::open(dir.join("raw.db"))?;
    db.execute_batch(
        "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000;
         CREATE TABLE entry (seq INTEGER PRIMARY KEY, log INTEGER NOT NULL, n INTEGER NOT NULL, item TEXT, entry BLOB NOT NULL, payload BLOB);
         CREATE UNIQUE INDEX entry_place ON entry (log, n);
         CREATE INDEX entry_item ON entry (item) WHERE item IS NOT NULL;",
    )?;
    let (entry, payload) = (vec![7u8; ENTRY], vec![8u8; PAYLOAD]);
    let begun = Instant::now();
    for batch in 0..BATCHES {
        let tx = db.transaction()?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO entry (log, n, item, entry, payload) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for i in 0..BATCH {
                let n = batch.saturating_mul(BATCH).saturating_add(i);
                let item = format!("JPN-2026-{n:04}");
                insert.execute(params![1, i64::try_from(n)?, item, entry, payload])?;
            }
        }
        tx.commit()?;
    }
    Ok(begun.elapsed().as_secs_f64())
}
