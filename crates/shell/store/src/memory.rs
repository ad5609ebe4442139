//! A store in memory, for simulations and the conformance suite. Can be told to fail.

use crate::{Reader, Store, StoreError};
use entente_engine::{
    Commit, Loaded, LogId,
    commit::{
        Alarm, CheckpointWrite, DraftWrite, EntryWrite, PartnerWrite, PayloadWrite, StoredEntry,
    },
};
use entente_model::{Digest, PartyId, id::ItemRef};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// How the next commits fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No room: nothing is written.
    Full,
    /// The commit is kept, but the caller is told it failed.
    KeptButFailed,
}

/// A draft and its small ciphertext.
type Kept = (DraftWrite, Option<Arc<[u8]>>);

#[derive(Default, Clone)]
struct Data {
    entries: Vec<EntryWrite>,
    by_place: BTreeMap<(LogId, u64), usize>,
    tiles: BTreeMap<(LogId, u8, u64), Vec<Digest>>,
    checkpoints: BTreeMap<(LogId, u64), CheckpointWrite>,
    partners: BTreeMap<PartyId, PartnerWrite>,
    drafts: BTreeMap<ItemRef, Kept>,
    payloads: BTreeMap<(LogId, u64), PayloadWrite>,
    alarms: Vec<Alarm>,
    next_item: u64,
    fault: Option<(usize, Fault)>,
}

/// See the module.
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<Data>>);

impl MemoryStore {
    /// Fails the commit after `after` more.
    pub fn fail(&self, after: usize, fault: Fault) {
        self.data().fault = Some((after, fault));
    }

    fn data(&self) -> std::sync::MutexGuard<'_, Data> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, commit: &Commit) -> Result<(), StoreError> {
        let mut data = self.data();
        let due = match data.fault {
            Some((0, fault)) => {
                data.fault = None;
                Some(fault)
            }
            Some((after, fault)) => {
                data.fault = Some((after.saturating_sub(1), fault));
                None
            }
            None => None,
        };
        if due == Some(Fault::Full) {
            return Err(StoreError::Full(PathBuf::from("memory")));
        }
        if commit
            .entries
            .iter()
            .any(|e| data.by_place.contains_key(&(e.log.clone(), e.n)))
        {
            return Err(StoreError::Conflict);
        }
        data.apply(commit);
        if due == Some(Fault::KeptButFailed) {
            return Err(StoreError::Failed("as told".into()));
        }
        Ok(())
    }

    fn load(&mut self) -> Result<Loaded, StoreError> {
        let data = self.data();
        Ok(Loaded {
            partners: data.partners.values().cloned().collect(),
            drafts: data.drafts.values().map(|(d, _)| d.clone()).collect(),
            checkpoints: data.checkpoints.values().cloned().collect(),
            payloads: data.payloads.values().cloned().collect(),
            alarms: data.alarms.clone(),
            next_item: data.next_item,
        })
    }

    fn replay(
        &mut self,
        visit: &mut dyn FnMut(StoredEntry) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let entries = self.data().entries.clone();
        entries.iter().try_for_each(|e| visit(stored(e, false)))
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        Ok(Box::new(self.clone()))
    }
}

impl Data {
    fn apply(&mut self, commit: &Commit) {
        for entry in &commit.entries {
            self.by_place
                .insert((entry.log.clone(), entry.n), self.entries.len());
            self.entries.push(entry.clone());
        }
        for tile in &commit.tiles {
            self.tiles.insert(
                (tile.log.clone(), tile.level, tile.index),
                tile.hashes.clone(),
            );
        }
        for checkpoint in &commit.checkpoints {
            let place = (checkpoint.log.clone(), checkpoint.size);
            if checkpoint.cosigned || !self.checkpoints.get(&place).is_some_and(|c| c.cosigned) {
                self.checkpoints.insert(place, checkpoint.clone());
            }
        }
        for (log, size) in &commit.checkpoints_done {
            self.checkpoints.retain(|(l, s), _| l != log || s >= size);
        }
        for partner in &commit.partners {
            self.partners.insert(partner.party.clone(), partner.clone());
        }
        for (draft, payload) in &commit.drafts {
            let kept = self.drafts.get(&draft.item).and_then(|(_, p)| p.clone());
            self.drafts.insert(
                draft.item.clone(),
                (draft.clone(), payload.clone().or(kept)),
            );
        }
        for payload in &commit.payloads {
            self.payloads
                .insert((payload.log.clone(), payload.n), payload.clone());
        }
        for (log, n) in &commit.shreds {
            for entry in &mut self.entries {
                if entry.log == *log && entry.n == *n {
                    entry.payload = None;
                }
            }
            self.payloads.remove(&(log.clone(), *n));
        }
        for alarm in &commit.alarms {
            self.alarms.retain(|a| {
                !(a.log == alarm.log && a.at == alarm.at && a.problem.code == alarm.problem.code)
            });
            self.alarms.push(alarm.clone());
        }
        if let Some(next) = commit.next_item {
            self.next_item = next;
        }
    }

    fn at(&self, log: &LogId, n: u64) -> Option<&EntryWrite> {
        self.by_place
            .get(&(log.clone(), n))
            .and_then(|i| self.entries.get(*i))
    }
}

impl Reader for MemoryStore {
    fn size(&self, log: &LogId) -> Result<u64, StoreError> {
        let data = self.data();
        let range = (log.clone(), 0)..=(log.clone(), u64::MAX);
        Ok(data
            .by_place
            .range(range)
            .next_back()
            .map_or(0, |((_, n), _)| n.saturating_add(1)))
    }

    fn entries(
        &self,
        log: &LogId,
        start: u64,
        max_count: usize,
        max_bytes: usize,
        with_payload: bool,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let data = self.data();
        let mut out = Vec::new();
        let mut bytes = 0usize;
        for n in (start..).take(max_count) {
            let Some(entry) = data.at(log, n) else { break };
            let stored = stored(entry, with_payload);
            bytes = bytes
                .saturating_add(stored.entry.len())
                .saturating_add(stored.payload.as_ref().map_or(0, Vec::len));
            if bytes > max_bytes && !out.is_empty() {
                break;
            }
            out.push(stored);
        }
        Ok(out)
    }

    fn entry(&self, log: &LogId, n: u64) -> Result<Option<StoredEntry>, StoreError> {
        Ok(self.data().at(log, n).map(|e| stored(e, false)))
    }

    fn payload(&self, log: &LogId, n: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .data()
            .at(log, n)
            .and_then(|e| e.payload.as_ref().map(|p| p.to_vec())))
    }

    fn find_item(&self, item: &ItemRef) -> Result<Vec<(LogId, u64)>, StoreError> {
        let data = self.data();
        let hits = data
            .entries
            .iter()
            .filter(|e| e.item.as_ref() == Some(item));
        Ok(hits.map(|e| (e.log.clone(), e.n)).collect())
    }

    fn items(
        &self,
        log: &LogId,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let data = self.data();
        let hits = data
            .entries
            .iter()
            .filter(|e| e.log == *log && e.item.is_some() && after.is_none_or(|a| e.n > a));
        Ok(hits.take(limit).map(|e| stored(e, false)).collect())
    }

    fn tile(&self, log: &LogId, level: u8, index: u64) -> Result<Option<Vec<Digest>>, StoreError> {
        Ok(self.data().tiles.get(&(log.clone(), level, index)).cloned())
    }

    fn checkpoints(&self, log: &LogId) -> Result<Vec<CheckpointWrite>, StoreError> {
        Ok(self
            .data()
            .checkpoints
            .values()
            .filter(|c| c.log == *log)
            .cloned()
            .collect())
    }

    fn draft_payload(&self, item: &ItemRef) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .data()
            .drafts
            .get(item)
            .and_then(|(_, p)| p.as_ref().map(|p| p.to_vec())))
    }

    fn logs(&self) -> Result<Vec<LogId>, StoreError> {
        let data = self.data();
        let mut logs: Vec<LogId> = data.entries.iter().map(|e| e.log.clone()).collect();
        logs.sort();
        logs.dedup();
        Ok(logs)
    }
}

fn stored(entry: &EntryWrite, with_payload: bool) -> StoredEntry {
    StoredEntry {
        log: entry.log.clone(),
        n: entry.n,
        entry: entry.entry.to_vec(),
        payload: entry
            .payload
            .as_ref()
            .filter(|_| with_payload)
            .map(|p| p.to_vec()),
    }
}
