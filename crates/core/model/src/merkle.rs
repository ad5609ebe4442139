//! The Merkle tree of RFC 6962 §2.1 (the same as RFC 9162 for SHA-256), as an append-only
//! frontier. The record hashes its entries with it and a sealed item its segments; proofs and
//! tiles are in `entente-record`.

use crate::Digest;

/// Hash of a leaf: SHA-256(0x00 ‖ entry).
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Digest {
    Digest::of(&[&[0], entry])
}

/// Hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::of(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// Root of the empty tree: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Digest {
    Digest::of(&[])
}

/// The right edge of a tree: the roots of its maximal complete subtrees, largest first.
/// At most 64 hashes, so a log of any size fits.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Digest>,
}

impl Frontier {
    /// From a size and the roots of its complete subtrees, largest first. `None` when their
    /// number does not fit the size.
    #[must_use]
    pub fn from_peaks(size: u64, peaks: Vec<Digest>) -> Option<Self> {
        (u32::try_from(peaks.len()).ok()? == size.count_ones()).then_some(Self { size, peaks })
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the complete subtrees, largest first.
    #[must_use]
    pub fn peaks(&self) -> &[Digest] {
        &self.peaks
    }

    /// Appends the hash of one leaf.
    pub fn push(&mut self, leaf: Digest) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size = self.size.saturating_add(1);
    }

    /// Root of the tree.
    #[must_use]
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return empty_root();
        };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::b64;

    fn fake(i: u8) -> Digest {
        let mut leaf = [0; 32];
        leaf[0] = 0x2a;
        leaf[1] = i;
        Digest(leaf)
    }

    /// Vectors of reference record.md §1.11.
    #[test]
    fn roots_match_the_published_vectors() {
        let root = |n: u8| {
            let mut f = Frontier::default();
            (0..n).for_each(|i| f.push(fake(i)));
            f.root().base64()
        };
        assert_eq!(root(0), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(root(3), "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=");
        assert_eq!(root(5), "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=");
        let mut f = Frontier::default();
        f.push(leaf_hash(b""));
        assert_eq!(
            f.root(),
            b64::decode("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=")
                .map(|b| Digest::from_slice(&b).unwrap())
                .unwrap()
        );
    }
}
