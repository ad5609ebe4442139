//! A record as the engine holds it: its frontier and the partial tiles at its right edge, a few
//! kilobytes whatever its length.

use crate::commit::{LogId, TileWrite};
use entente_model::{Digest, merkle};

const WIDTH: usize = 256;
const WIDTH_U64: u64 = 256;

/// See the module.
#[derive(Debug, Clone)]
pub struct Log {
    id: LogId,
    frontier: merkle::Frontier,
    /// Hashes of the not yet full tile at each level (C2SP tlog-tiles).
    edges: Vec<Vec<Digest>>,
}

impl Log {
    /// An empty record.
    #[must_use]
    pub fn new(id: LogId) -> Self {
        Self {
            id,
            frontier: merkle::Frontier::default(),
            edges: Vec::new(),
        }
    }

    /// Which record.
    #[must_use]
    pub fn id(&self) -> &LogId {
        &self.id
    }

    /// Number of entries.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Root hash.
    #[must_use]
    pub fn root(&self) -> Digest {
        self.frontier.root()
    }

    /// Appends a leaf and adds the tiles it fills to `tiles`.
    pub fn push(&mut self, leaf: Digest, tiles: &mut Vec<TileWrite>) {
        self.frontier.push(leaf);
        let mut hash = leaf;
        for level in 0..=7u8 {
            let depth = usize::from(level);
            if self.edges.len() <= depth {
                self.edges.push(Vec::with_capacity(WIDTH));
            }
            let Some(edge) = self.edges.get_mut(depth) else {
                return;
            };
            edge.push(hash);
            if edge.len() < WIDTH {
                return;
            }
            let hashes = std::mem::take(edge);
            let mut whole = merkle::Frontier::default();
            hashes.iter().for_each(|h| whole.push(*h));
            hash = whole.root();
            let width = WIDTH_U64.saturating_pow(u32::from(level).saturating_add(1));
            let index = self
                .size()
                .checked_div(width)
                .unwrap_or(0)
                .saturating_sub(1);
            tiles.push(TileWrite {
                log: self.id.clone(),
                level,
                index,
                hashes,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_tiles_like_the_specification() {
        let id = LogId {
            agreement: entente_model::AgreementId([1; 16]),
            author: "JPN".parse().unwrap(),
        };
        let mut log = Log::new(id);
        let mut tiles = Vec::new();
        for i in 0..70_000u64 {
            log.push(merkle::leaf_hash(&i.to_be_bytes()), &mut tiles);
        }
        // 70 000 = 273 full tiles of level 0 and 112 hashes; 1 full of level 1 and 17.
        assert_eq!(tiles.iter().filter(|t| t.level == 0).count(), 273);
        assert_eq!(tiles.iter().filter(|t| t.level == 1).count(), 1);
        assert_eq!(
            log.edges.iter().map(Vec::len).collect::<Vec<_>>(),
            [112, 17, 1]
        );
        assert_eq!(tiles.iter().rfind(|t| t.level == 0).unwrap().index, 272);
    }
}
