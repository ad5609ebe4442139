//! A record's hashes read from the store: full tiles as stored, the right edge from the entries.

use entente_engine::LogId;
use entente_model::{Digest, merkle};
use entente_record::tree::Nodes;
use entente_store::Reader;
use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

const WIDTH: u64 = 256;

/// Tiles by level and index.
type Tiles = BTreeMap<(u8, u64), Arc<Vec<Digest>>>;

/// See the module. Holds every tile it has read.
pub struct StoreNodes<'a> {
    reader: &'a dyn Reader,
    log: LogId,
    size: u64,
    tiles: RefCell<Tiles>,
}

impl<'a> StoreNodes<'a> {
    /// The first `size` entries of a record.
    #[must_use]
    pub fn new(reader: &'a dyn Reader, log: LogId, size: u64) -> Self {
        Self {
            reader,
            log,
            size,
            tiles: RefCell::new(BTreeMap::new()),
        }
    }

    /// The hashes of a tile, as many as the size gives it.
    #[must_use]
    pub fn tile(&self, level: u8, index: u64) -> Option<Arc<Vec<Digest>>> {
        if let Some(known) = self.tiles.borrow().get(&(level, index)) {
            return Some(Arc::clone(known));
        }
        let unit = WIDTH.checked_pow(u32::from(level))?;
        let total = self.size.checked_div(unit)?;
        let first = index.checked_mul(WIDTH)?;
        let width = total.checked_sub(first)?.min(WIDTH);
        if width == 0 {
            return None;
        }
        let stored = self.reader.tile(&self.log, level, index).ok().flatten();
        let hashes = match stored {
            Some(mut full) => {
                full.truncate(usize::try_from(width).ok()?);
                full
            }
            None if level == 0 => self.leaves(first, width)?,
            None => {
                let below = level.checked_sub(1)?;
                let children = first..first.checked_add(width)?;
                children
                    .map(|i| self.tile(below, i).map(|t| root(&t)))
                    .collect::<Option<_>>()?
            }
        };
        let hashes = Arc::new(hashes);
        self.tiles
            .borrow_mut()
            .insert((level, index), Arc::clone(&hashes));
        Some(hashes)
    }

    fn leaves(&self, first: u64, width: u64) -> Option<Vec<Digest>> {
        let mut leaves = Vec::new();
        let want = usize::try_from(width).ok()?;
        while leaves.len() < want {
            let from = first.checked_add(u64::try_from(leaves.len()).ok()?)?;
            let left = want.checked_sub(leaves.len())?;
            let read = self
                .reader
                .entries(&self.log, from, left, 4 << 20, false)
                .ok()?;
            if read.is_empty() {
                return None;
            }
            leaves.extend(read.iter().map(|e| merkle::leaf_hash(&e.entry)));
        }
        Some(leaves)
    }
}

impl Nodes for StoreNodes<'_> {
    fn node(&self, level: u8, index: u64) -> Option<Digest> {
        let tile_level = level / 8;
        let inside = u32::from(level % 8);
        let first = index.checked_shl(inside)?;
        let tile = self.tile(tile_level, first / WIDTH)?;
        let from = usize::try_from(first % WIDTH).ok()?;
        let count = 1usize.checked_shl(inside)?;
        let hashes = tile.get(from..from.checked_add(count)?)?;
        Some(root(hashes))
    }
}

fn root(hashes: &[Digest]) -> Digest {
    let mut tree = merkle::Frontier::default();
    hashes.iter().for_each(|h| tree.push(*h));
    tree.root()
}
