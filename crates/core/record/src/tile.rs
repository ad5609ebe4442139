//! Tiles and entry bundles (C2SP tlog-tiles): paths, contents, what a size publishes.

use entente_model::{Digest, merkle};

/// Hashes of a full tile, entries of a full bundle.
pub const WIDTH: u64 = 256;
/// Highest level.
const MAX_LEVEL: u8 = 63;

/// Why bytes are not a bundle or a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// An entry longer than 65,535 bytes.
    #[error("entry of {0} bytes is too large")]
    EntryTooLarge(usize),
    /// Truncated, or more than 256.
    #[error("not a bundle or tile")]
    Malformed,
}

/// A tile or bundle by place: which level (entries have none), index, and how many it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TilePath {
    /// Hash tile level; `None` for entries.
    pub level: Option<u8>,
    /// Index in the level.
    pub index: u64,
    /// 1 to 256.
    pub width: u64,
}

impl TilePath {
    /// `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
    #[must_use]
    pub fn to_path(self) -> String {
        let level = self
            .level
            .map_or_else(|| "entries".to_owned(), |l| l.to_string());
        let mut digits = vec![format!("{:03}", self.index % 1000)];
        let mut rest = self.index / 1000;
        while rest > 0 {
            digits.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        digits.reverse();
        let partial = if self.width < WIDTH {
            format!(".p/{}", self.width)
        } else {
            String::new()
        };
        format!("tile/{level}/{}{partial}", digits.join("/"))
    }

    /// Reads a path; only the one canonical form.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("tile/")?;
        let (level, rest) = rest.split_once('/')?;
        let level = match level {
            "entries" => None,
            number => Some(number.parse::<u8>().ok().filter(|l| *l <= MAX_LEVEL)?),
        };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (
                number,
                width
                    .parse::<u64>()
                    .ok()
                    .filter(|w| (1..WIDTH).contains(w))?,
            ),
            None => (rest, WIDTH),
        };
        let mut index = 0u64;
        for part in number.split('/') {
            let digits = part.strip_prefix('x').unwrap_or(part);
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        let found = Self {
            level,
            index,
            width,
        };
        (found.to_path() == path).then_some(found)
    }
}

/// Every tile and bundle a log of `size` publishes, full and partial.
pub fn tiles_for(size: u64) -> impl Iterator<Item = TilePath> {
    let level_of = move |level: Option<u8>, count: u64| {
        (0..count.div_ceil(WIDTH)).map(move |index| {
            let start = index.saturating_mul(WIDTH);
            TilePath {
                level,
                index,
                width: count.saturating_sub(start).min(WIDTH),
            }
        })
    };
    let levels = (0u8..8).map_while(move |level| {
        let count = size.checked_shr(u32::from(level).saturating_mul(8))?;
        (count > 0).then_some((level, count))
    });
    let hashes = levels.flat_map(move |(level, count)| level_of(Some(level), count));
    level_of(None, size).chain(hashes)
}

/// The bytes of a tile.
#[must_use]
pub fn tile_bytes(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|h| h.0).collect()
}

/// Reads a tile.
///
/// # Errors
/// [`TileError::Malformed`].
pub fn parse_tile(bytes: &[u8]) -> Result<Vec<Digest>, TileError> {
    let chunks = bytes.chunks_exact(32);
    if !chunks.remainder().is_empty() || bytes.is_empty() || bytes.len() > 8192 {
        return Err(TileError::Malformed);
    }
    Ok(chunks.filter_map(Digest::from_slice).collect())
}

/// The hash a full tile gives the tile above it.
#[must_use]
pub fn tile_root(hashes: &[Digest]) -> Digest {
    let mut tree = merkle::Frontier::default();
    hashes.iter().for_each(|h| tree.push(*h));
    tree.root()
}

/// Adds one entry to a bundle: u16 length, big endian, and the bytes.
///
/// # Errors
/// [`TileError::EntryTooLarge`].
pub fn put_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), TileError> {
    let length = u16::try_from(entry.len()).map_err(|_| TileError::EntryTooLarge(entry.len()))?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// Reads a bundle of at most 256 entries.
///
/// # Errors
/// [`TileError::Malformed`].
pub fn parse_bundle(bytes: &[u8]) -> Result<Vec<&[u8]>, TileError> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (head, tail) = rest.split_at_checked(2).ok_or(TileError::Malformed)?;
        let length = head.iter().fold(0usize, |n, b| (n << 8) | usize::from(*b));
        let (entry, tail) = tail.split_at_checked(length).ok_or(TileError::Malformed)?;
        entries.push(entry);
        rest = tail;
        if entries.len() > 256 {
            return Err(TileError::Malformed);
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_of_the_specification() {
        let path = |level, index, width| {
            TilePath {
                level,
                index,
                width,
            }
            .to_path()
        };
        assert_eq!(path(Some(0), 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(path(Some(1), 0, 1), "tile/1/000.p/1");
        assert_eq!(path(None, 273, 112), "tile/entries/273.p/112");
        for bad in [
            "tile/0/1234067",
            "tile/0/67",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/64/000",
            "tile/0/x000/067",
            "tile/00/000",
            "tile/0/000.p/01",
            "tile/0/+00",
        ] {
            assert_eq!(TilePath::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_a_size_publishes() {
        let count =
            |size: u64, level: Option<u8>| tiles_for(size).filter(|t| t.level == level).count();
        assert_eq!(tiles_for(0).count(), 0);
        assert_eq!(
            tiles_for(256)
                .filter(|t| t.level == Some(1))
                .map(|t| t.width)
                .collect::<Vec<_>>(),
            [1]
        );
        assert_eq!(
            (
                count(70_000, Some(0)),
                count(70_000, Some(1)),
                count(70_000, Some(2)),
                count(70_000, None)
            ),
            (274, 2, 1, 274)
        );
    }

    proptest! {
        #[test]
        fn paths_round_trip(level in proptest::option::of(0u8..64), index in any::<u64>(), width in 1u64..=256) {
            let tile = TilePath { level, index, width };
            prop_assert_eq!(TilePath::parse(&tile.to_path()), Some(tile));
        }

        #[test]
        fn bundles_round_trip(entries in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..50), 0..20)) {
            let mut bundle = Vec::new();
            entries.iter().for_each(|e| put_entry(&mut bundle, e).unwrap());
            prop_assert_eq!(parse_bundle(&bundle).unwrap(), entries);
            if !bundle.is_empty() {
                prop_assert!(parse_bundle(&bundle[..bundle.len() - 1]).is_err() || bundle[bundle.len() - 2..] == [0, 0]);
            }
        }
    }
}
