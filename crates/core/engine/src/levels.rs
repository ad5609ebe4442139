//! Reading a level as its party writes it.

use crate::{state::Agreement, step::internal};
use entente_agreement::Terms;
use entente_model::{LevelId, PartyId, Problem, problem::Class};

/// Reads a level word of `party` with an agreement's table: that of the text in force, else of
/// the text as `party` would have it.
///
/// # Errors
/// MARK-001 to MARK-003; AGREE-014 while the terms cannot be read.
pub fn level_in(agreement: &Agreement, party: &PartyId, word: &str) -> Result<LevelId, Problem> {
    let id = |level: &entente_marking::Level| level.id().map_err(|e| internal(&e.to_string()));
    let now = agreement.last_time.max(agreement.their_last_time);
    if let Some(text) = agreement.life.text_at(now) {
        return id(text.rules.table.find(party, word)?);
    }
    let unread = |detail: String| Problem::new("AGREE-014", Class::Refused).with("detail", detail);
    let text = agreement.life.talk()?.text();
    let terms = text
        .index(party)
        .and_then(|p| text.terms().json_as_read_by(p))
        .unwrap_or_default();
    let table = Terms::parse(&terms)
        .and_then(|t| t.table())
        .map_err(unread)?;
    id(table.find(party, word)?)
}
