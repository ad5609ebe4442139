//! Reading a level as its party writes it.

use crate::{fold::cited, state::Agreement, step::internal};
use entente_agreement::Terms;
use entente_marking::Level;
use entente_model::{Instant, LevelId, PartyId, Problem, problem::Class};

/// Reads a level word of `party` with an agreement's table: that of the text in force, else of
/// the text as `party` would have it.
///
/// # Errors
/// MARK-001 to MARK-003; MARK-014 for a level that marks only what is older (M10); AGREE-014 while
/// the terms cannot be read.
pub fn level_in(agreement: &Agreement, party: &PartyId, word: &str) -> Result<LevelId, Problem> {
    let now = agreement.last_time.max(agreement.their_last_time);
    let id = |level: &Level| {
        in_use(level, now)?;
        level.id().map_err(|e| internal(&e.to_string()))
    };
    if let Some(text) = agreement.life.text_at(now) {
        let listed = text.rules.terms.level.first().map(|level| &level.basis);
        let found = text.rules.table.find(party, word);
        return id(found.map_err(|no| match no.class {
            Class::Refused => cited(no, listed).decided_by("negotiators"),
            _ => no,
        })?);
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

/// A level of an older scheme is put on no new item.
fn in_use(level: &Level, now: Instant) -> Result<(), Problem> {
    match (level.legacy_until, now.date_in("UTC")) {
        (Some(last), Some(day)) if day > last => Err(Problem::refused("MARK-014")
            .with("level", &level.short)
            .with("date", last)
            .with("article", &level.basis)
            .under(&level.basis)
            .decided_by(&level.party)),
        _ => Ok(()),
    }
}
