//! Inclusion and consistency proofs (RFC 6962 §2.1.1, §2.1.2; RFC 9162 §2.1.3, §2.1.4).

use entente_model::{
    Digest,
    merkle::{Frontier, empty_root, node_hash},
};

/// Most hashes of one proof.
pub const MAX_PROOF: usize = 63;

/// Hashes of complete subtrees.
pub trait Nodes {
    /// Root of the leaves `[index << level, (index + 1) << level)`, if all of them exist.
    fn node(&self, level: u8, index: u64) -> Option<Digest>;
}

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Index not below size, or sizes the wrong way round.
    #[error("index or sizes are impossible")]
    Range,
    /// Too few or too many hashes.
    #[error("the proof has the wrong length")]
    Length,
    /// The hashes do not give the root.
    #[error("the proof does not give the root")]
    Root,
}

/// Root of the first `size` leaves. `None` when a node is missing.
#[must_use]
pub fn root_at(nodes: &impl Nodes, size: u64) -> Option<Digest> {
    if size == 0 {
        Some(empty_root())
    } else {
        subtree(nodes, 0, size)
    }
}

/// The frontier of the first `size` leaves.
#[must_use]
pub fn frontier_at(nodes: &impl Nodes, size: u64) -> Option<Frontier> {
    let mut peaks = Vec::new();
    let mut start = 0u64;
    for level in (0..64u8).rev() {
        if size >> level & 1 == 1 {
            peaks.push(nodes.node(level, start >> level)?);
            start = start.checked_add(1u64 << level)?;
        }
    }
    Frontier::from_peaks(size, peaks)
}

/// Proof that leaf `index` is in the tree of `size` leaves, leaf side first.
#[must_use]
pub fn prove_inclusion(nodes: &impl Nodes, index: u64, size: u64) -> Option<Vec<Digest>> {
    if index >= size {
        return None;
    }
    let mut proof = Vec::new();
    path(nodes, index, 0, size, &mut proof)?;
    Some(proof)
}

/// Proof that the tree of `old` leaves is a prefix of the tree of `new`. Empty for `old` = 0 and
/// `old` = `new`.
#[must_use]
pub fn prove_consistency(nodes: &impl Nodes, old: u64, new: u64) -> Option<Vec<Digest>> {
    if old > new {
        return None;
    }
    let mut proof = Vec::new();
    if old > 0 && old < new {
        subproof(nodes, old, 0, new, true, &mut proof)?;
    }
    Some(proof)
}

/// Verifies an inclusion proof (RFC 9162 §2.1.3.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    root: &Digest,
) -> Result<(), ProofError> {
    let mut last = size
        .checked_sub(1)
        .filter(|last| index <= *last)
        .ok_or(ProofError::Range)?;
    let (mut at, mut hash) = (index, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if hash == *root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// Verifies a consistency proof (RFC 9162 §2.1.4.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: &Digest,
    new_root: &Digest,
    proof: &[Digest],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Range);
    }
    if old == new || old == 0 {
        let first = if old == 0 { empty_root() } else { *new_root };
        return match (proof.is_empty(), *old_root == first) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    let mut hashes = proof.iter();
    let seed = if old.is_power_of_two() {
        *old_root
    } else {
        *hashes.next().ok_or(ProofError::Length)?
    };
    let (mut first, mut last) = (old.saturating_sub(1), new.saturating_sub(1));
    while first & 1 == 1 {
        first >>= 1;
        last >>= 1;
    }
    let (mut from_old, mut from_new) = (seed, seed);
    for hash in hashes {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if first & 1 == 1 || first == last {
            from_old = node_hash(hash, &from_old);
            from_new = node_hash(hash, &from_new);
            while first & 1 == 0 && first != 0 {
                first >>= 1;
                last >>= 1;
            }
        } else {
            from_new = node_hash(&from_new, hash);
        }
        first >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if from_old == *old_root && from_new == *new_root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// Largest power of two below `width`, for `width` > 1.
fn split(width: u64) -> u64 {
    let top = 63u32.saturating_sub(width.saturating_sub(1).leading_zeros());
    1u64.checked_shl(top).unwrap_or(1)
}

fn subtree(nodes: &impl Nodes, start: u64, end: u64) -> Option<Digest> {
    let width = end.checked_sub(start)?;
    if width.is_power_of_two() {
        let level = width.trailing_zeros();
        return nodes.node(u8::try_from(level).ok()?, start.checked_shr(level)?);
    }
    let middle = start.checked_add(split(width))?;
    Some(node_hash(
        &subtree(nodes, start, middle)?,
        &subtree(nodes, middle, end)?,
    ))
}

fn path(
    nodes: &impl Nodes,
    index: u64,
    start: u64,
    end: u64,
    proof: &mut Vec<Digest>,
) -> Option<()> {
    let width = end.checked_sub(start)?;
    if width == 1 {
        return Some(());
    }
    let middle = start.checked_add(split(width))?;
    if index < middle {
        path(nodes, index, start, middle, proof)?;
        proof.push(subtree(nodes, middle, end)?);
    } else {
        path(nodes, index, middle, end, proof)?;
        proof.push(subtree(nodes, start, middle)?);
    }
    Some(())
}

fn subproof(
    nodes: &impl Nodes,
    old: u64,
    start: u64,
    end: u64,
    whole: bool,
    proof: &mut Vec<Digest>,
) -> Option<()> {
    if old == end {
        if !whole {
            proof.push(subtree(nodes, start, end)?);
        }
        return Some(());
    }
    let middle = start.checked_add(split(end.checked_sub(start)?))?;
    if old <= middle {
        subproof(nodes, old, start, middle, whole, proof)?;
        proof.push(subtree(nodes, middle, end)?);
    } else {
        subproof(nodes, old, middle, end, false, proof)?;
        proof.push(subtree(nodes, start, middle)?);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_model::{b64, merkle::leaf_hash};
    use proptest::prelude::*;

    /// The definition of RFC 6962 §2.1, by recursion: the oracle.
    fn naive(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => empty_root(),
            [one] => *one,
            many => {
                let mut k = 1;
                while k * 2 < many.len() {
                    k *= 2;
                }
                node_hash(&naive(&many[..k]), &naive(&many[k..]))
            }
        }
    }

    struct Leaves(Vec<Digest>);
    impl Nodes for Leaves {
        fn node(&self, level: u8, index: u64) -> Option<Digest> {
            let (from, to) = ((index << level) as usize, ((index + 1) << level) as usize);
            self.0.get(from..to).map(naive)
        }
    }

    fn leaves(n: u64) -> Leaves {
        Leaves((0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect())
    }

    /// Vector of record.md §1.11.
    #[test]
    fn consistency_3_to_5() {
        let fake = |i: u8| {
            let mut leaf = [0; 32];
            leaf[0] = 0x2a;
            leaf[1] = i;
            Digest(leaf)
        };
        let tree = Leaves((0..5).map(fake).collect());
        let proof = prove_consistency(&tree, 3, 5).unwrap();
        let middle = Digest::from_slice(
            &b64::decode("wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=").unwrap(),
        )
        .unwrap();
        assert_eq!(proof, [fake(2), fake(3), middle, fake(4)]);
        let (three, five) = (root_at(&tree, 3).unwrap(), root_at(&tree, 5).unwrap());
        verify_consistency(3, 5, &three, &five, &proof).unwrap();
        assert!(verify_consistency(3, 5, &five, &three, &proof).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn inclusion_holds_and_every_change_fails(size in 1u64..600, pick in any::<u64>(), which in any::<usize>()) {
            let index = pick % size;
            let tree = leaves(size);
            let root = root_at(&tree, size).unwrap();
            prop_assert_eq!(root, naive(&tree.0));
            prop_assert_eq!(frontier_at(&tree, size).unwrap().root(), root);
            let proof = prove_inclusion(&tree, index, size).unwrap();
            let leaf = tree.0[index as usize];
            prop_assert!(verify_inclusion(&leaf, index, size, &proof, &root).is_ok());
            prop_assert!(verify_inclusion(&leaf, index, size, &proof, &leaf_hash(b"x")).is_err());
            prop_assert!(verify_inclusion(&leaf_hash(b"x"), index, size, &proof, &root).is_err());
            for other in [index ^ 1, index ^ 2, index + 1, size] {
                if other != index {
                    prop_assert!(verify_inclusion(&leaf, other, size, &proof, &root).is_err());
                }
            }
            let mut longer = proof.clone();
            longer.push(leaf);
            prop_assert!(verify_inclusion(&leaf, index, size, &longer, &root).is_err());
            if !proof.is_empty() {
                let mut changed = proof.clone();
                let at = which % changed.len();
                changed[at].0[0] ^= 1;
                prop_assert!(verify_inclusion(&leaf, index, size, &changed, &root).is_err());
                prop_assert!(verify_inclusion(&leaf, index, size, &proof[1..], &root).is_err());
                prop_assert!(verify_inclusion(&leaf, index, size, &proof[..proof.len() - 1], &root).is_err());
            }
        }

        #[test]
        fn consistency_holds_and_every_change_fails(new in 1u64..600, pick in any::<u64>(), which in any::<usize>()) {
            let old = pick % (new + 1);
            let tree = leaves(new);
            let (first, last) = (root_at(&tree, old).unwrap(), root_at(&tree, new).unwrap());
            let proof = prove_consistency(&tree, old, new).unwrap();
            prop_assert!(verify_consistency(old, new, &first, &last, &proof).is_ok());
            if old != new {
                prop_assert!(verify_consistency(old, new, &last, &first, &proof).is_err());
                prop_assert!(verify_consistency(new, old, &last, &first, &proof).is_err());
            }
            if !proof.is_empty() {
                let mut changed = proof.clone();
                let at = which % changed.len();
                changed[at].0[5] ^= 1;
                prop_assert!(verify_consistency(old, new, &first, &last, &changed).is_err());
                prop_assert!(verify_consistency(old, new, &first, &last, &proof[1..]).is_err());
                let mut longer = proof.clone();
                longer.push(first);
                prop_assert!(verify_consistency(old, new, &first, &last, &longer).is_err());
            }
        }
    }
}
