//! A frozen version leaving the node, to be rendered by whoever asked.

use crate::{
    papers::Source,
    runtime::{Node, find_agreement, short_id},
};
use entente_model::{Problem, card::Card, problem::Class};
use serde_json::Value;

/// A frozen version; the newest without a number.
pub(super) fn paper(node: &Node, named: &str, version: Option<u32>) -> Result<Value, Problem> {
    let state = node.state();
    let agreement = find_agreement(&state, named)?;
    let life = &agreement.life;
    let found = match version {
        None => life.versions().last(),
        Some(number) => life.versions().iter().find(|v| v.number == number),
    };
    let found = found.ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))?;
    let own: &Card = node.me.card.card();
    let theirs = state.partners.get(&agreement.partner);
    let cards: Vec<&Card> = std::iter::once(own)
        .chain(theirs.map(|p| -> &Card { p.card.card() }))
        .collect();
    let source = Source {
        agreement: Some(short_id(&life.id())),
        own: Some(own.party.clone()),
        ..Source::of(life, found, &cards)
    };
    serde_json::to_value(source).map_err(|_| crate::command::internal())
}
