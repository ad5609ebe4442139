//! The rest of a destruction: ciphertext files whose key is gone.

use super::find;
use crate::{dir::machine, runtime::Node};
use entente_engine::{LogId, commit::PayloadState};
use entente_model::{Act, Deed, Digest, Problem};

/// Root of a release whose wrapped key is destroyed; none while it is there.
///
/// # Errors
/// ITEM-001, STORE-*.
pub(super) fn ended(node: &Node, at: &find::At) -> Result<Option<Digest>, Problem> {
    if at.log.author == *node.me.party() {
        return Ok(None);
    }
    let released = node.release(&at.log, at.n)?;
    Ok(released.wrapped.is_empty().then_some(released.release.root))
}

/// Removes what is left of a release whose key is gone: its ciphertext file, and what had arrived
/// of one that was still on its way.
///
/// # Errors
/// STORE-*, the machine's.
pub(super) fn remains(node: &Node, at: &find::At, mut roots: Vec<Digest>) -> Result<(), Problem> {
    if let Some(root) = ended(node, at)? {
        let key = entente_link::PayloadKey {
            agreement: at.log.agreement,
            n: at.n,
        };
        let refused = |e: std::io::Error| machine(node.blobs.dir(), &e);
        crate::payloads::discard(node, &at.log.author, key).map_err(refused)?;
        roots.push(root);
    }
    sweep(node, &roots)
}

/// Removes ciphertext files that nothing with a key needs any more.
///
/// # Errors
/// STORE-*, the machine's.
pub(super) fn sweep(node: &Node, roots: &[Digest]) -> Result<(), Problem> {
    for root in roots {
        let there = node.blobs.exists(root);
        if there && !needed(node, root)? {
            let refused = |e: std::io::Error| machine(node.blobs.dir(), &e);
            node.blobs.remove(root).map_err(refused)?;
        }
    }
    Ok(())
}

/// Whether an item of ours, a release to us or one on its way to a partner has this ciphertext.
fn needed(node: &Node, root: &Digest) -> Result<bool, Problem> {
    let logs: Vec<LogId> = {
        let state = node.state();
        if state
            .drafts
            .values()
            .any(|d| d.root == *root && !d.shredded)
        {
            return Ok(true);
        }
        let both = |a: &entente_engine::Agreement| [a.own.id().clone(), a.theirs.id().clone()];
        state.agreements.values().flat_map(both).collect()
    };
    for log in logs {
        let mut after = None;
        loop {
            let rows = node
                .reader()
                .items(&log, after, 500)
                .map_err(|e| e.problem())?;
            let Some(last) = rows.last() else { break };
            after = Some(last.n);
            for row in &rows {
                let Ok((act, _)) = Act::from_entry(&log.author, &row.entry) else {
                    continue;
                };
                let Deed::Release(release) = &act.deed else {
                    continue;
                };
                if release.root == *root && in_use(node, &log, act.n)? {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

/// Whether a release still needs its ciphertext here: to be opened, or to be sent.
fn in_use(node: &Node, log: &LogId, n: u64) -> Result<bool, Problem> {
    if node.release(log, n)?.wrapped.is_empty() {
        return Ok(false);
    }
    if log.author != *node.me.party() {
        return Ok(true);
    }
    let state = node.state();
    let agreement = state.agreement(&log.agreement)?;
    let sending = agreement.ours.payloads.get(&n);
    Ok(matches!(sending, Some(PayloadState::Sending)))
}
