//! What a running node does from time to time: anchors the house's record, and states what the
//! register says, so that the partner's node can compare (G1). Nobody waits for it.

use crate::runtime::Node;
use entente_engine::Input;
use entente_model::AgreementId;
use std::{sync::Arc, time::Duration};

/// How often it is looked whether something is to be anchored.
const ANCHOR_EVERY: Duration = Duration::from_secs(600);
/// How old a statement of the register may become, seconds.
const TALLY_EVERY: i64 = 24 * 3600;

/// Runs for as long as the node does.
pub async fn run(node: Arc<Node>) {
    loop {
        tokio::time::sleep(ANCHOR_EVERY).await;
        for agreement in due(&node) {
            if let Err(problem) = node.one(Input::Tally { agreement }).await {
                tracing::warn!(code = %problem.code, "the register could not be stated");
            }
        }
        if let Err(problem) = node.one(Input::Anchor).await {
            tracing::warn!(code = %problem.code, "the house's record could not be anchored");
        }
        differing(&node);
    }
}

/// Agreements whose register was not stated for a day, though there is something in it.
fn due(node: &Node) -> Vec<AgreementId> {
    let state = node.state();
    let me = state.me.party();
    let now = node.clock.now();
    state
        .agreements
        .iter()
        .filter(|(_, a)| {
            let items = a
                .register
                .count(me)
                .saturating_add(a.register.count(&a.partner));
            let last = a.tallies.get(me).map_or(i64::MIN, |t| t.at.0);
            items > 0 && a.clear_of_alarm().is_ok() && now.0.saturating_sub(last) >= TALLY_EVERY
        })
        .map(|(id, _)| *id)
        .collect()
}

/// Says when a partner's register differs from ours. Nothing is repaired: people decide.
fn differing(node: &Node) {
    let state = node.state();
    for (id, agreement) in &state.agreements {
        if let Some((stated, ours)) = agreement.reconciled(&agreement.partner)
            && stated.tally != ours
        {
            tracing::error!(agreement = %id, entry = stated.n, "the registers differ: entente register reconcile");
        }
    }
}
