//! Whether a turn is in order. Everything here follows from the turn and its causal past, so the
//! verdict is the same on every node; nothing about another party's alternative can be asked for.

use super::{Negotiation, Record, State, terms::canonical};
use entente_model::{
    PartyId, Problem, ProvisionId,
    instrument::Wording,
    turn::{Anchor, Cut, Hunk, Key, MAX_OPS, MAX_PIECE, Op, Spot, TERMS, TITLE, Turn},
};

/// Longest pointer to a terms field, in bytes.
const MAX_POINTER: usize = 200;
/// Most turns of one party in one version, and most changes and bytes of text in all of them. More
/// than any negotiation has; what a partner may put into the memory of a small machine.
const MAX_TURNS: u32 = 2_000;
const MAX_WORK: usize = 50_000;
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Deepest numbering.
const MAX_DEPTH: u8 = 6;

/// # Errors
/// TURN-001 wrong number or base; TURN-002 names what its author cannot have seen; TURN-004 too
/// much or unreadable; TURN-005 a chair's text that is none; TURN-006 another version.
pub(super) fn in_order(talk: &Negotiation, record: &Record) -> Result<(), Problem> {
    let turn = &record.turn;
    let by = &record.by;
    if turn.version != talk.version() {
        return Err(Problem::partner("TURN-006")
            .with("party", by)
            .with("version", turn.version));
    }
    let expected = talk.next_number(by, &record.seen);
    if turn.no != expected || forgets(talk, record) {
        return Err(Problem::partner("TURN-001")
            .with("party", by)
            .with("turn", turn.no)
            .with("expected", expected));
    }
    if turn.ops.is_empty() || turn.ops.len() > MAX_OPS {
        return Err(limit(by, &format!("{} operations", turn.ops.len())));
    }
    let (changes, bytes) = weight(turn);
    let before = talk.written.get(by).copied().unwrap_or_default();
    if before.turns >= MAX_TURNS {
        return Err(limit(by, &format!("more than {MAX_TURNS} turns")));
    }
    if before.changes.saturating_add(changes) > MAX_WORK {
        return Err(limit(by, &format!("more than {MAX_WORK} changes")));
    }
    if before.bytes.saturating_add(bytes) > MAX_BYTES {
        return Err(limit(by, &format!("more than {MAX_BYTES} bytes of text")));
    }
    readable(by, &turn.reason)?;
    if talk.is_piecewise() && !turn.chair {
        settled(talk, record)?;
    }
    let base = Base { talk, record };
    for op in &turn.ops {
        let wording = matches!(
            op,
            Op::Edit { .. }
                | Op::Add { .. }
                | Op::Keep { .. }
                | Op::Drop { .. }
                | Op::Move { .. }
                | Op::Term { .. }
        );
        if turn.chair && !wording {
            return Err(Problem::partner("TURN-005").with("party", by));
        }
        base.op(op)?;
    }
    Ok(())
}

/// Changes and bytes of text of a turn.
pub(super) fn weight(turn: &Turn) -> (usize, usize) {
    let of = |op: &Op| match op {
        Op::Edit { hunks, .. } => {
            let cuts = hunks.iter().map(|h| h.cut.len().max(1)).sum::<usize>();
            (cuts, hunks.iter().map(|h| h.put.len()).sum())
        }
        Op::Add { text, .. } => {
            let bytes = text
                .iter()
                .map(|w| w.heading.len().saturating_add(w.body.len()));
            (1, bytes.sum::<usize>())
        }
        Op::Term { value, .. } => (1, value.as_ref().map_or(0, String::len)),
        _ => (1, 0),
    };
    turn.ops.iter().map(of).fold((0, 0), |(a, b), (c, d)| {
        (a.saturating_add(c), b.saturating_add(d))
    })
}

/// Changes nothing that its author knew to be agreed by every capital.
fn settled(talk: &Negotiation, record: &Record) -> Result<(), Problem> {
    let changes = |op: &Op| matches!(op, Op::Edit { .. } | Op::Drop { .. } | Op::Move { .. });
    if !record.turn.ops.iter().any(changes) {
        return Ok(());
    }
    let text = talk.text_seen(record);
    let (pieces, all) = (text.pieces(), text.all());
    for op in &record.turn.ops {
        let id = match op {
            Op::Edit { at, .. } => &at.p,
            Op::Drop { p } | Op::Move { p, .. } => p,
            _ => continue,
        };
        let clause = text.clause(id);
        if clause.is_some_and(|c| c.state(pieces, all) == State::Agreed) {
            return Err(Problem::refused("TURN-010")
                .with("party", &record.by)
                .with("id", text.places().of_id(id))
                .decided_by("both-parties"));
        }
    }
    Ok(())
}

/// Its author says it had seen less than it had when writing an earlier turn.
fn forgets(talk: &Negotiation, record: &Record) -> bool {
    let own = talk.turns().filter(|t| t.by == record.by);
    let mut before = own.flat_map(|t| &t.seen);
    before.any(|(party, size)| {
        let now = record.seen.iter().find(|(p, _)| p == party);
        now.is_none_or(|(_, now)| now < size)
    })
}

struct Base<'a> {
    talk: &'a Negotiation,
    record: &'a Record,
}

impl Base<'_> {
    fn op(&self, op: &Op) -> Result<(), Problem> {
        match op {
            Op::Edit { at, hunks } => {
                self.spot(at)?;
                if hunks.is_empty() {
                    return Err(self.unknown("a change without hunks"));
                }
                hunks.iter().try_for_each(|hunk| self.hunk(hunk))
            }
            Op::Back { at, bracket, .. } | Op::Withdraw { at, bracket } => {
                self.spot(at)?;
                self.key(bracket)
            }
            Op::Add { after, depth, text } => self.added(after.as_ref(), *depth, text),
            Op::Keep { p } | Op::Drop { p } => self.provision(p),
            Op::Move { p, after } => {
                self.provision(p)?;
                match after {
                    Some(after) if after == p => Err(self.unknown("a place after itself")),
                    Some(after) => self.provision(after),
                    None => Ok(()),
                }
            }
            Op::Term { field, value } => self.term(field, value.as_deref()),
            Op::Agree { p, .. }
            | Op::Reserve { p, .. }
            | Op::Lift { p, .. }
            | Op::Park { p, .. } => {
                if p.as_str() == TERMS || p.as_str() == TITLE {
                    return Ok(());
                }
                self.provision(p)
            }
            Op::AgreeAll { .. } => Ok(()),
            Op::Chair { by, no, .. } => {
                let offer = self
                    .talk
                    .turns()
                    .any(|t| t.by == *by && t.turn.no == *no && t.turn.chair);
                let seen = self.talk.has_seen(self.record, &Key(by.clone(), *no, 0));
                if offer && seen && *by != self.record.by {
                    Ok(())
                } else {
                    Err(Problem::partner("TURN-005").with("party", &self.record.by))
                }
            }
        }
    }

    fn spot(&self, at: &Spot) -> Result<(), Problem> {
        if at.p.as_str() != TITLE {
            self.provision(&at.p)?;
        }
        if self.talk.base.langs().contains(&at.lang) {
            Ok(())
        } else {
            Err(self.unknown(&at.lang))
        }
    }

    fn provision(&self, id: &ProvisionId) -> Result<(), Problem> {
        let seen = &self.record.seen;
        if self.talk.known_provision(&self.record.by, seen, id) {
            Ok(())
        } else {
            Err(self.unknown(id.as_str()))
        }
    }

    fn key(&self, key: &Key) -> Result<(), Problem> {
        let known = self.talk.pieces.len(key).is_some();
        if known && self.talk.has_seen(self.record, key) {
            Ok(())
        } else {
            Err(self.unknown(&format!("{}.{}.{}", key.0, key.1, key.2)))
        }
    }

    fn chars(&self, key: &Key, from: u32, to: u32) -> Result<(), Problem> {
        self.key(key)?;
        let length = self.talk.pieces.len(key).unwrap_or(0);
        if from < to && to <= length {
            Ok(())
        } else {
            Err(self.unknown(&format!("characters {from} to {to} of {length}")))
        }
    }

    fn hunk(&self, hunk: &Hunk) -> Result<(), Problem> {
        self.text(&hunk.put)?;
        for cut in &hunk.cut {
            match cut {
                Cut::Chars(key, from, to) => self.chars(key, *from, *to)?,
                Cut::Bracket(key) => self.key(key)?,
            }
        }
        match (&hunk.at, hunk.cut.is_empty()) {
            (Some(Anchor::Start), true) => Ok(()),
            (Some(Anchor::Char(key, n)), true) => self.chars(key, *n, n.saturating_add(1)),
            (Some(Anchor::Bracket(key)), true) => self.key(key),
            (None, false) => Ok(()),
            _ => Err(self.unknown("a change without a place")),
        }
    }

    fn added(
        &self,
        after: Option<&ProvisionId>,
        depth: u8,
        text: &[Wording],
    ) -> Result<(), Problem> {
        if let Some(after) = after {
            self.provision(after)?;
        }
        let langs = self.talk.base.langs();
        let given: Vec<&String> = text.iter().map(|w| &w.lang).collect();
        let complete = langs.len() == given.len() && langs.iter().all(|l| given.contains(&l));
        if !complete || depth == 0 || depth > MAX_DEPTH {
            return Err(self.unknown("languages or depth of a new provision"));
        }
        for wording in text {
            self.text(&wording.heading)?;
            self.text(&wording.body)?;
        }
        Ok(())
    }

    fn term(&self, field: &str, value: Option<&str>) -> Result<(), Problem> {
        if !field.starts_with('/') || field.len() > MAX_POINTER {
            return Err(self.unknown(field));
        }
        let Some(value) = value else { return Ok(()) };
        self.text(value)?;
        if canonical(value).is_ok_and(|c| c == value) {
            Ok(())
        } else {
            Err(self.unknown(&format!("the value of {field}")))
        }
    }

    fn text(&self, text: &str) -> Result<(), Problem> {
        readable(&self.record.by, text)
    }

    fn unknown(&self, what: &str) -> Problem {
        let what: String = what.chars().take(80).collect();
        Problem::partner("TURN-002")
            .with("party", &self.record.by)
            .with("detail", what)
    }
}

/// Whether a turn adds a provision whose first text is this piece of it.
pub(super) fn adds(turn: &Turn, piece: u32) -> bool {
    let mut k = 0usize;
    turn.ops.iter().any(|op| {
        let first = k;
        match op {
            Op::Edit { hunks, .. } => k = k.saturating_add(hunks.len()),
            Op::Add { text, .. } => k = k.saturating_add(text.len().saturating_mul(2)),
            _ => {}
        }
        matches!(op, Op::Add { .. }) && u32::try_from(first) == Ok(piece)
    })
}

/// Text that reads as it is computed with: no control characters but line ends, none that turn the
/// direction, no characters without width.
fn readable(by: &PartyId, text: &str) -> Result<(), Problem> {
    if text.len() > MAX_PIECE {
        return Err(limit(by, &format!("{} bytes of text", text.len())));
    }
    let odd = |c: &char| {
        (c.is_control() && *c != '\n')
            || crate::source::turns_direction(*c)
            || matches!(
                *c,
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fffc}'
            )
    };
    match text.chars().find(odd) {
        Some(c) => Err(limit(by, &format!("the character U+{:04X}", u32::from(c)))),
        None => Ok(()),
    }
}

fn limit(by: &PartyId, what: &str) -> Problem {
    Problem::partner("TURN-004")
        .with("party", by)
        .with("detail", what)
}
