//! The agenda of a meeting: what is open, one row each, with who backs what and for how long.

use super::{Desk, rows::remarked, status};
use crate::{
    negotiation::{Bracket, Clause, Parties, clause::Texts},
    page::{Alternative, Cell, PageRow, Run},
};
use entente_model::turn::Op;

/// The open points of a provision; one that has none but is reserved or parked has a row too.
pub(super) fn rows(desk: &Desk<'_>, clause: &Clause) -> Vec<PageRow> {
    if clause.gone {
        return Vec::new();
    }
    let place = desk.place(&clause.id);
    let row = |place: String, mut facts: Vec<String>, cells: Vec<Cell>| {
        facts.extend(status::said(&clause.said, desk.text, desk.show.say));
        PageRow {
            id: clause.id.clone(),
            place,
            status: facts,
            cells,
        }
    };
    let mut rows = Vec::new();
    let wanted = |t: &&Texts| desk.show.lang.is_none_or(|lang| t.lang == lang);
    for texts in clause.texts.iter().filter(wanted) {
        for bracket in texts.heading.brackets().chain(texts.body.brackets()) {
            let name = format!("{place}#b{}", bracket.number);
            let facts = vec![texts.lang.to_uppercase(), age(desk, opened(bracket))];
            rows.push(row(name, facts, vec![cell(desk, &texts.lang, bracket)]));
        }
    }
    if let Some(parties) = status::would_delete(desk.text, clause) {
        let facts = vec![desk.say("talk-delete", &[("parties", parties)])];
        rows.push(row(place.clone(), facts, vec![presence(desk, clause)]));
    }
    if rows.is_empty() && !(clause.said.reservations.is_empty() && clause.said.parked.is_none()) {
        rows.push(row(place, Vec::new(), Vec::new()));
    }
    rows
}

/// How many turns ago something was opened.
pub(super) fn age(desk: &Desk<'_>, since: u32) -> String {
    let turns = desk.authors.last.saturating_sub(since);
    desk.say("talk-age", &[("turns", turns.to_string())])
}

fn opened(bracket: &Bracket) -> u32 {
    bracket.opened
}

fn cell(desk: &Desk<'_>, lang: &str, bracket: &Bracket) -> Cell {
    Cell {
        body: vec![desk.eyes(lang).bracket(bracket)],
        ..remarked(lang, String::new())
    }
}

/// To keep or to leave out.
fn presence(desk: &Desk<'_>, clause: &Clause) -> Cell {
    let choice = |label: &str, keep: bool, text: String| {
        let mut backers = Parties::default();
        let of = clause.presence.iter().filter(|(_, k)| **k == keep);
        of.for_each(|(party, _)| backers.insert(*party));
        let backers = desk.text.codes(backers);
        let wants = |op: &Op| match op {
            Op::Drop { p } => !keep && *p == clause.id,
            Op::Keep { p } => keep && *p == clause.id,
            _ => false,
        };
        let said = desk.talk.turns().filter(|r| backers.contains(&r.by));
        let said = said.filter(|r| r.turn.ops.iter().any(wants));
        Alternative {
            label: label.to_owned(),
            text,
            since: said.map(|r| u64::from(r.turn.no)).min().unwrap_or(0),
            backers,
        }
    };
    let alternatives = vec![
        choice("A", true, desk.say("talk-keep", &[])),
        choice("B", false, String::new()),
    ];
    let name = String::new();
    Cell {
        body: vec![Run::Bracket { name, alternatives }],
        ..remarked(desk.show.ui, String::new())
    }
}
